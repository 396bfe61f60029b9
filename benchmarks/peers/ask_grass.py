"""v.net.iso of GRASS on the exported roads; runs inside a GRASS session without a projection.
  ask_grass.py FOLDER from|to"""

import collections
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
lines, costs = [], ["arc,forward_s,backward_s"]
for cat, row in enumerate(tables.rows(folder, "pieces.csv"), 1):
    ends = tables.places(row["wkt"])
    lines += ["L 2 1", *(f" {x:.6f} {y:.6f}" for x, y in ends), f" 1 {cat}"]
    costs.append(f"{cat},{seconds_of(int(row['forward_ms']))!r},"
                 f"{seconds_of(int(row['backward_ms']))!r}")
starts = [tables.places(row["wkt"])[0] for row in tables.rows(folder, "starts.csv")]
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
for start, place in enumerate(starts):
    for group in groups:
        if all(math.dist(place, starts[other]) > 2 * reach_m for other in group):
            group.append(start)
            break
    else:
        groups.append([start])

found = []
for group in groups:
    tables.ask("v.net.iso", "input=roads", "output=area", "method=" + direction,
               "center_cats=" + ",".join(str(start + 1) for start in group),
               f"costs={tables.LIMIT_MS // 1000}", "arc_column=forward_s",
               "arc_backward_column=backward_s", "--overwrite")
    area = collections.defaultdict(list)
    for text in tables.ask("v.out.ascii", "input=area", "type=line", "layer=1", "cats=1",
                           "format=wkt", "precision=16").splitlines():
        line = tables.places(text)
        area[min(group, key=lambda start: math.dist(line[0], starts[start]))].append(line)
    for start in group:
        for piece, by in sorted(pieces.shares(area[start]).items()):
            found.append((start, piece, *map(repr, by)))
tables.write(folder, "grass_shares.csv", ["start", "piece", "by_source", "by_target"], found)
version = dict(line.split("=", 1)
               for line in tables.ask("g.version", "-g").splitlines() if "=" in line)
tables.remark(folder, "grass", name="GRASS v.net.iso", version=version["version"],
              seconds=time.monotonic() - began)
