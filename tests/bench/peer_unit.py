# SPDX-License-Identifier: MIT
"""How long the other program takes for a change of a report: peer_unit.py ROOT ID TIMES prints the median of one in
microseconds. It reads, copies, edits, serialises, backs up, saves and logs, and rewrites its index; it checks nothing,
which the real one does, so that it is a little faster than that one."""

import pathlib
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

from foreign_writer import ForeignWriter


def main(root, report_id, times):
    writer = ForeignWriter(root)
    taken = []
    for turn in range(times):
        begin = time.perf_counter()
        writer.evolve(report_id, lambda outline, turn=turn: outline.update(title=f"Title {turn}"))
        taken.append((time.perf_counter() - begin) * 1e6)
    print(statistics.median(taken))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
