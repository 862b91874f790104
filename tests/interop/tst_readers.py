# SPDX-License-Identifier: MIT
"""Readers that parse in a loop beside four of ours never see half a file. STEMMA_LONG=1: for two minutes."""

import json
import multiprocessing
import os
import pathlib
import time
import unittest

from ctl import TestCase, ctl
from foreign_writer import ForeignWriter
from proof import proved
from torture_ours import FileUpdater, Restorer, Saver, Tagger

SECONDS = float(os.environ.get("STEMMA_TEST_SECONDS", "120" if os.environ.get("STEMMA_LONG") else "6"))


class Library:
    def __init__(self, root, shared):
        self.root = root
        self.shared = shared
        writer = ForeignWriter(root)
        self.reports = [writer.create(f"Report {n}", sections=40)["id"] for n in range(2)]
        self.victims = []
        shared.write_text('{"marks": []}')


def keep_reading(paths, stop, done):
    """Every file must be whole, and every line of the logs."""
    reads, wrong = 0, []
    while not stop.is_set() and not wrong:
        for path in paths:
            data = path.read_bytes()
            try:
                if path.suffix == ".jsonl":
                    # The last line may be on its way: it is written by one call, but read by another.
                    [json.loads(line) for line in data.split(b"\n")[:-1]]
                else:
                    json.loads(data)
            except ValueError as error:
                wrong.append(f"{path}: {error}: {data[-200:]!r}")
            reads += 1
    done.put((reads, wrong))


class Readers(TestCase):
    def test_no_reader_sees_half_a_file(self):
        place = pathlib.Path(self.folder)
        library = Library(place / "library", place / "shared.json")
        paths = [library.root / "by_id" / report / name for report in library.reports
                 for name in ("outline.json", "audit.jsonl")] + [library.root / "index.jsonl", library.shared]
        stop, done = multiprocessing.Event(), multiprocessing.Queue()
        readers = [multiprocessing.Process(target=keep_reading, args=(paths, stop, done)) for _ in range(2)]
        ours = [kind(library, stop) for kind in (Tagger, Saver, Restorer, FileUpdater)]
        for each in readers + ours:
            each.start()
        time.sleep(SECONDS)
        stop.set()
        results = [done.get(timeout=60) for _ in readers]
        for each in readers + ours:
            each.join(60)
        self.assertEqual([wrong for _, found in results for wrong in found], [])
        self.assertEqual([wrong for each in ours for wrong in each.wrong], [])
        saves = sum(len(each.edits) for each in ours)
        self.assertGreater(saves, 5)
        reads = sum(reads for reads, _ in results)
        print(f"{reads} reads beside {saves} saves")
        proved("P1 P23", "two readers beside four of ours: whole files only, as the other program reads them", reads)
        self.assertEqual(ctl("report", "verify", library=library.root).code, 0)


if __name__ == "__main__":
    unittest.main()
