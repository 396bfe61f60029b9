"""The exported tables, and how a peer's lines are told apart by piece."""

import collections
import csv
import json
import math
import os
import subprocess
import sys

LIMIT_MS = 900000


def rows(folder, name):
    with open(os.path.join(folder, name), newline="") as file:
        yield from csv.DictReader(file)


def write(folder, name, head, lines):
    with open(os.path.join(folder, name), "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(head)
        out.writerows(lines)


def ask(*words, **more):
    """Standard output of another program; what it talks is only shown where it fails."""
    done = subprocess.run(words, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)}\n{done.stdout}{done.stderr}")
    return done.stdout


def remark(folder, peer, **facts):
    with open(os.path.join(folder, peer + ".json"), "w") as file:
        json.dump(facts, file)


def places(wkt):
    """Coordinates of a point or line."""
    inside = wkt[wkt.index("(") + 1 : wkt.index(")")]
    return [tuple(float(value) for value in place.split()) for place in inside.split(",")]


def micrometres(place):
    """The grid on which all nodes differ: what floating point adds falls away."""
    return round(place[0] * 1e6), round(place[1] * 1e6)


class Pieces:
    def __init__(self, folder):
        self.ends, self.nodes, self.ms = [], [], []
        self.at = collections.defaultdict(list)  # place of a node: (piece, whether its source)
        for row in rows(folder, "pieces.csv"):
            piece = len(self.ends)
            self.ends.append(places(row["wkt"]))
            self.nodes.append((int(row["source"]), int(row["target"])))
            self.ms.append((int(row["forward_ms"]), int(row["backward_ms"])))
            for end in (0, 1):
                self.at[micrometres(self.ends[-1][end])].append((piece, end == 0))
        self.length = [math.dist(*ends) for ends in self.ends]

    def shares(self, lines):
        """How much of each piece some straight lines cover, {piece: [by source, by target]}.

        Every line begins or ends at a node and lies along a piece there. Where two pieces lie one
        upon the other, the line goes to the one that has less so far.
        """
        shares = {}
        for line in lines:
            if micrometres(line[0]) not in self.at:
                line = line[::-1]
            here, there = line
            length = math.dist(here, there)
            best = None
            for piece, from_source in self.at[micrometres(here)]:
                far = self.ends[piece][1 if from_source else 0]
                ahead = [(far[i] - here[i]) / self.length[piece] for i in (0, 1)]
                aside = math.dist(there, [here[i] + length * ahead[i] for i in (0, 1)])
                beyond = max(0, length - self.length[piece])
                covered = shares.get(piece, [0, 0])[0 if from_source else 1]
                rank = (round(max(aside, beyond), 5), covered, piece)
                if best is None or rank < best[0]:
                    best = rank, piece, from_source
            if best is None or best[0][0] > 1e-3:
                raise ValueError(f"no piece along {line}")
            _, piece, from_source = best
            by = shares.setdefault(piece, [0, 0])
            end = 0 if from_source else 1
            by[end] = max(by[end], min(1, length / self.length[piece]))
        return shares

    def covered_m(self, piece, by):
        return self.length[piece] * min(1, by[0] + by[1])
