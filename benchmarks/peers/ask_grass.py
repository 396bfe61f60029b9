"""v.net.iso of GRASS on the exported roads; runs inside a GRASS session without a projection.
  ask_grass.py FOLDER from|to"""

import collections
import concurrent.futures
import math
import os
import sys
import time

import tables

folder, direction = sys.argv[1:]


def seconds_of(ms):
    """GRASS multiplies a cost by 1,000 and cuts off what follows the point: a nanosecond more, and
    it holds whole milliseconds. (Milliseconds themselves would overflow its 32 bits.)"""
    return -1 if ms < 0 else ms / 1000 + 1e-9


# Points of layer 2 lie on nodes exactly: nothing needs to be snapped.
starts = [tables.places(row["wkt"])[0] for row in tables.rows(folder, "starts.csv")]
count = len(starts)
arcs = [(tables.places(row["wkt"]), int(row["forward_ms"]), int(row["backward_ms"]))
        for row in tables.rows(folder, "pieces.csv")]
# At one-way streets v.net.iso 8.2.1 writes past the end of an array, and may die of it, unless a
# two-way line that the limit cuts has made the array longer before. So such a line comes first, far
# outside, with a start of its own at its end.
outside = min(x for x, _ in starts) - 1e6
starts.append((outside, 0.0))
arcs.insert(0, ([(outside, 0.0), (outside + 1, 0.0)], 2 * tables.LIMIT_MS, 2 * tables.LIMIT_MS))

lines, costs = [], ["arc,forward_s,backward_s"]
for cat, (ends, forward, backward) in enumerate(arcs, 1):
    lines += ["L 2 1", *(f" {x:.6f} {y:.6f}" for x, y in ends), f" 1 {cat}"]
    costs.append(f"{cat},{seconds_of(forward)!r},{seconds_of(backward)!r}")
for cat, (x, y) in enumerate(starts, 1):
    lines += ["P 1 1", f" {x:.6f} {y:.6f}", f" 2 {cat}"]
for name, text in (("roads.txt", lines), ("costs.csv", costs),
                   ("costs.csvt", ['"Integer","Real","Real"'])):
    with open(os.path.join(folder, name), "w") as file:
        file.write("\n".join(text) + "\n")

began = time.monotonic()
tables.ask("v.in.ascii", "-n", "input=" + os.path.join(folder, "roads.txt"), "output=roads",
           "format=standard")
tables.ask("db.in.ogr", "input=" + os.path.join(folder, "costs.csv"), "output=costs")
tables.ask("v.db.connect", "map=roads", "table=costs", "key=arc", "layer=1")

pieces = tables.Pieces(folder)

# v.net.iso reads and writes the whole city each time, and gives every road to the nearest of its
# centres. Starts so far apart that not even as the crow flies one comes from two of them to one
# place are asked together. (Short pieces, rounded to the millisecond, have odd speeds: a hundredth
# more makes up for them.)
reach_m = 1.01 * max(length / max(ms) * tables.LIMIT_MS
                     for length, ms in zip(pieces.length, pieces.ms) if length > 10)
groups = []
for start, place in enumerate(starts[:count]):
    for group in groups:
        if all(math.dist(place, starts[other]) > 2 * reach_m for other in group):
            group.append(start)
            break
    else:
        groups.append([start])


def reached_from(group):
    """The shares of each start of a group."""
    centres = [*group, count]
    area = f"area{group[0]}"
    tables.ask("v.net.iso", "input=roads", "output=" + area, "method=" + direction,
               "center_cats=" + ",".join(str(start + 1) for start in centres),
               f"costs={tables.LIMIT_MS // 1000}", "arc_column=forward_s",
               "arc_backward_column=backward_s")
    drawn = collections.defaultdict(list)
    for text in tables.ask("v.out.ascii", "input=" + area, "type=line", "layer=1", "cats=1",
                           "format=wkt", "precision=16").splitlines():
        line = tables.places(text)
        drawn[min(centres, key=lambda start: math.dist(line[0], starts[start]))].append(line)
    return {start: pieces.shares(drawn[start]) for start in group}


found = []
with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    for by_start in pool.map(reached_from, groups):
        for start, shares in by_start.items():
            found += [(start, piece, *map(repr, by)) for piece, by in sorted(shares.items())]
tables.write(folder, "grass_shares.csv", ["start", "piece", "by_source", "by_target"], found)
version = dict(line.split("=", 1)
               for line in tables.ask("g.version", "-g").splitlines() if "=" in line)
tables.remark(folder, "grass", name="GRASS v.net.iso", version=version["version"],
              seconds=time.monotonic() - began)
