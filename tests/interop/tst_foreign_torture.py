# SPDX-License-Identifier: MIT
"""Four of ours and four of theirs on one library, all at once. STEMMA_LONG=1: for ten minutes."""

import json
import multiprocessing
import os
import pathlib
import time
import unittest

import torture_oracle as oracle
from ctl import TestCase, ctl
from foreign_writer import ForeignWriter
from proof import proved
from torture_ours import OURS, FileUpdater
from torture_theirs import THEIRS

SECONDS = float(os.environ.get("STEMMA_TEST_SECONDS", "600" if os.environ.get("STEMMA_LONG") else "10"))
ROUND = 10.0  # histories grow with every save: after that long, a new library


class Library:
    def __init__(self, root, shared, manager):
        self.root = root
        self.shared = shared
        writer = ForeignWriter(root)
        self.reports = [writer.create(f"Report {n}", sections=2)["id"] for n in range(2)]
        self.victims = manager.list([writer.create(f"Victim {n}")["id"] for n in range(8)])
        self.all_victims = list(self.victims)
        shared.write_text('{"marks": []}')


class ForeignTorture(TestCase):
    def test_four_of_ours_and_four_of_theirs(self):
        edits = foreign = 0
        told = oracle.collections.Counter()
        started = time.monotonic()
        with multiprocessing.Manager() as manager:
            rounds = 0
            while time.monotonic() - started < SECONDS:
                rounds += 1
                place = pathlib.Path(self.folder) / str(rounds)
                place.mkdir()
                library = Library(place / "library", place / "shared.json", manager)
                ours, theirs = self.one_round(library, min(ROUND, SECONDS))
                edits += self.check(library, ours, theirs, told)
                foreign += sum(len(mine) if isinstance(mine, list) else mine for mine in theirs.values())
        self.assertGreater(edits, 10)
        self.assertGreater(foreign, 10)
        print(f"{rounds} rounds, {edits} edits of ours, {foreign} of theirs, told: {dict(told)}")
        proved("P10 P11 P22 A5", "edits of ours beside four foreign writers: there, or seen to be overwritten and kept",
               edits)

    def one_round(self, library, seconds):
        enough, done = multiprocessing.Event(), multiprocessing.Queue()
        others = [multiprocessing.Process(target=kind[0], args=(library, enough, done, *kind[1:])) for kind in THEIRS]
        ours = [kind(library, enough) for kind in OURS]
        for each in others + ours:
            each.start()
        time.sleep(seconds)
        enough.set()
        theirs = {}
        for _ in others:
            name, acknowledged, _failures = done.get(timeout=60)
            theirs[name] = acknowledged
        for each in others + ours:
            each.join(90)
        self.assertFalse(any(each.is_alive() for each in others + ours), "somebody waits for ever")
        self.assertEqual([wrong for each in ours for wrong in each.wrong], [])
        return ours, theirs

    def check(self, library, ours, theirs, told):
        # What the killed ones left is for the next save, or for this.
        recovered = ctl("--json", "recover", library=library.root)
        self.assertIn(recovered.code, (0, 1), repr(recovered))
        updater = next(each for each in ours if isinstance(each, FileUpdater))
        wrong = oracle.marks_in_order(library.shared, updater.done, theirs["json"])
        edits = [edit for each in ours for edit in each.edits]
        for report_id in library.reports + library.all_victims:
            report = oracle.Report(library.root, report_id)
            mine = [edit for edit in edits if edit.report == report_id]
            found = oracle.findings(report, mine)
            raw = report.bytes_of_log()
            found += [f"their event {action} is nowhere" for name in ("exists", "flock", "vandal")
                      for where, action in theirs[name] if where == report_id and action.encode() not in raw]
            wrong += [f"{report_id}: {text}" for text in found]
            told.update(oracle.told_counts(report))
        self.assertFalse(wrong, "\n".join(wrong))
        left = [str(path) for path in pathlib.Path(library.root).parent.rglob("*")
                if ".lock" in path.name or path.name.endswith((".new", ".intent"))]
        self.assertEqual(left, [])
        return len(edits) + updater.done


if __name__ == "__main__":
    unittest.main()
