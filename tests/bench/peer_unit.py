# SPDX-License-Identifier: MIT
"""How long the other program takes for a change of a report: peer_unit.py ROOT ID TIMES prints the median of one in
microseconds. It reads, copies, edits, serialises, backs up, saves and logs, and rewrites its index; it checks nothing,
which the real one does, so that it is a little faster than that one."""

import pathlib
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

from foreign_writer import ForeignWriter, Locked


def main(root, report_id, times):
    writer = ForeignWriter(root)
    taken = []
    while len(taken) < times:
        begin = time.perf_counter()
        try:
            writer.evolve(report_id, lambda outline: outline.update(title=f"Title {len(taken)}"))
        except Locked:  # our own lock lingers yet; this program never waits
            time.sleep(0.01)
            continue
        taken.append((time.perf_counter() - begin) * 1e6)
    print(statistics.median(taken))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
