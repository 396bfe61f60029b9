"""Sets what the peers found beside ours and prints rows of a table.
  judge.py FOLDER TITLE
Exit code 1: some length differs by more than 1e-6 of it, or a node or its time differs."""

import collections
import json
import os
import sys

import tables

folder, title = sys.argv[1:]
TOLERANCE = 1e-6
pieces = tables.Pieces(folder)
starts = list(tables.rows(folder, "starts.csv"))


def shares(name):
    found = collections.defaultdict(dict)
    for row in tables.rows(folder, name):
        found[int(row["start"])][int(row["piece"])] = (float(row["by_source"]),
                                                       float(row["by_target"]))
    return found


def times(name):
    found = collections.defaultdict(dict)
    for row in tables.rows(folder, name):
        found[int(row["start"])][int(row["node"])] = float(row["ms"])
    return found


def reached_m(by_piece):
    return sum(pieces.covered_m(piece, by) for piece, by in by_piece.items())


def differs(a, b):
    """Relative difference."""
    return 0 if a == b else abs(a - b) / max(a, b)


def row(peer, quantity, worst, wrong, good):
    with open(os.path.join(folder, peer + ".json")) as file:
        facts = json.load(file)
    print(f"| {title} | {facts['name']} {facts['version']} | {len(starts)} | {quantity} | {worst} "
          f"| {wrong} | {'equal' if good else 'DIFFERENT'} | {facts['seconds']:.0f} s |")
    return good


def judge_lengths(peer):
    theirs = shares(peer + "_shares.csv")
    worst, unrounded, wrong, examples = 0, 0, 0, []
    for start in range(len(starts)):
        found_m = reached_m(theirs[start])
        off = differs(drawn_m[start], found_m)
        worst = max(worst, off)
        unrounded = max(unrounded, differs(reached_m(ours[start]), found_m))
        wrong += off > TOLERANCE
        for piece in ours[start].keys() | theirs[start].keys():
            mine, other = (pieces.covered_m(piece, found[start].get(piece, (0, 0)))
                           for found in (ours, theirs))
            if abs(mine - other) > 1e-4:
                examples.append((len(ours[start]), start, piece, mine, other))
    good = row(peer, f"reached length ({sum(drawn_m) / 1000:,.0f} km)",
               f"{worst:.1e} ({unrounded:.1e})", wrong, wrong == 0)
    for size, start, piece, mine, other in sorted(examples)[:5]:
        print(f"  {peer}: {len(examples)} pieces differ; start {start} ({size} pieces reached), "
              f"piece {piece} of {pieces.length[piece]:.6f} m, {pieces.ms[piece]} ms: "
              f"ours {mine:.6f} m, theirs {other:.6f} m", file=sys.stderr)
    return good


def judge_times(peer):
    mine, theirs = times("node_times.csv"), times(peer + "_times.csv")
    wrong = []
    for start in range(len(starts)):
        for node in mine[start].keys() | theirs[start].keys():
            a, b = mine[start].get(node), theirs[start].get(node)
            if a != b:
                wrong.append((len(mine[start]), start, node, a, b))
    count = sum(map(len, mine.values()))
    good = row(peer, f"reached nodes and their times ({count:,})", "-", len(wrong), not wrong)
    for size, start, node, a, b in sorted(wrong, key=str)[:5]:
        print(f"  {peer}: start {start}, node {node}: ours {a}, theirs {b}", file=sys.stderr)
    return good


ours = shares("piece_shares.csv")
drawn_m = [float(start["drawn_m"]) for start in starts]
good = [judge_lengths("qgis"), judge_lengths("grass"), judge_times("pgrouting")]
with open(os.path.join(folder, "qgis.json")) as file:
    raw = sum(json.load(file)["as_it_comes_m"].values())
print(f"  lines of QGIS as they come: {raw / 1000:,.0f} km", file=sys.stderr)
sys.exit(0 if all(good) else 1)
