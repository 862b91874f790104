# SPDX-License-Identifier: MIT
"""The contract of the watch: one line a change, as it happens."""

import json
import os
import signal
import time
import unittest

from ctl import ctl, start, wait_until_it_hears
from writing import Writing

ENTRY_KEYS = ["report", "title", "trashed", "kind", "action_id", "action_type", "actor", "ts", "request_id", "line"]


class Watch(Writing):
    def watch(self, *words):
        """A watch that has begun: what is done from now on is told."""
        process = start("--json", "watch", *words, library=self.root)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        while b"Watching" not in (line := process.stderr.readline()):
            self.assertNotEqual(line, b"", "it ended")
        return process

    def next(self, process):
        entry = json.loads(process.stdout.readline())
        self.assertEqual(list(entry), ENTRY_KEYS)
        return entry

    def end(self, process):
        """What it told on top of what was read, when it is ended by Ctrl-C."""
        wait_until_it_hears(process, signal.SIGINT)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130)
        return out

    def test_each_change_once_and_only_what_comes(self):
        process = self.watch()
        edit = self.writer.evolve(self.id, lambda outline: outline.update(title="Zwei"), request_id="nightly")["action_id"]
        seen = self.next(process)
        self.assertEqual((seen["action_id"], seen["actor"], seen["request_id"], seen["title"]), (edit, "agent", "nightly", "Zwei"))
        self.run_ctl("report", "tag", self.id, "+mensch")
        self.assertEqual(self.next(process)["actor"], "human")
        born = self.writer.create("Neu")
        self.assertEqual(self.next(process)["action_id"], born["action_id"])
        later = self.writer.evolve(born["id"], lambda outline: outline.update(title="Neuer"))["action_id"]
        self.assertEqual(self.next(process)["action_id"], later)
        self.writer.delete(born["id"])
        gone = self.next(process)
        self.assertEqual((gone["report"], gone["action_type"], gone["trashed"]), (born["id"], "delete", True))
        self.assertEqual(self.end(process), b"")

    def test_a_burst_is_told_whole_and_in_order(self):
        process = self.watch()
        done = [self.writer.evolve(self.id, lambda outline, n=n: outline.update(title=f"T{n}"))["action_id"] for n in range(30)]
        self.assertEqual([self.next(process)["action_id"] for _ in done], done)
        self.assertEqual(self.end(process), b"")

    def test_what_cant_be_read_is_told(self):
        log = self.directory() / "audit.jsonl"
        whole = log.read_bytes()
        process = self.watch()
        log.write_bytes(whole + b"{torn")
        while b"no end" not in (line := process.stderr.readline()):
            self.assertNotEqual(line, b"", "it ended")
        log.write_bytes(whole)
        self.end(process)

    def test_filters_and_limit(self):
        process = self.watch("--actor", "human", "--report", self.id[:8], "--limit", "1")
        other = self.writer.create("Andere")["id"]
        self.run_ctl("report", "tag", other, "+x")
        self.writer.evolve(self.id, lambda outline: outline.update(title="Zwei"))
        self.run_ctl("report", "tag", self.id, "+mensch")
        seen = self.next(process)
        self.assertEqual((seen["report"], seen["actor"]), (self.id, "human"))
        self.assertEqual(process.wait(timeout=60), 0)

    def test_a_change_without_an_event_waits_until_it_stays_so(self):
        process = self.watch()
        path = self.directory() / "outline.json"
        outline = json.loads(path.read_text())
        path.write_text(json.dumps({**outline, "title": "Von Hand", "updated_at": "2024-01-01T00:00:00+00:00"}))
        written = time.monotonic()
        seen = self.next(process)
        self.assertEqual((seen["kind"], seen["action_id"], seen["report"]), ("unrecorded-change", None, self.id))
        self.assertGreaterEqual(time.monotonic() - written, 2)

    def test_an_event_that_comes_behind_its_outline_is_one_change(self):
        process = self.watch()
        log = self.directory() / "audit.jsonl"
        before = log.read_bytes()
        edit = self.writer.evolve(self.id, lambda outline: outline.update(title="Zwei"))["action_id"]
        after = log.read_bytes()
        self.assertEqual(self.next(process)["action_id"], edit)
        log.write_bytes(before + after[len(before):-20])  # as it is while a line is being written
        time.sleep(0.5)
        log.write_bytes(after)
        last = self.writer.evolve(self.id, lambda outline: outline.update(title="Drei"))["action_id"]
        self.assertEqual(self.next(process)["action_id"], last)

    def test_the_first_report_of_a_library(self):
        empty = self.folder / "empty"
        empty.mkdir()
        self.root, root = empty, self.root
        process = start("--json", "watch", "--limit", "1", library=empty)
        self.addCleanup(process.communicate)
        self.assertIn(b"no report library yet", process.stderr.readline())
        self.assertIn(b"Watching", process.stderr.readline())
        os.rename(root, self.folder / "made")
        for name in os.listdir(self.folder / "made"):
            os.rename(self.folder / "made" / name, empty / name)
        self.assertEqual(self.next(process)["report"], self.id)

    def test_writes_nothing(self):
        def watched():
            process = self.watch()
            return self.end(process)
        self.assertUntouched(self.root, watched)

    def test_a_reader_that_goes_away_ends_it(self):
        process = self.watch()
        process.stdout.close()
        for n in range(2):
            self.writer.evolve(self.id, lambda outline, n=n: outline.update(title=f"T{n}"))
            time.sleep(0.4)
        self.assertEqual(process.wait(timeout=60), 0)

    def test_off(self):
        for words in (["--limit", "0"], ["--limit", "x"]):
            self.assertFails(ctl("--json", "watch", *words, library=self.root), 2, "usage")
        self.assertFails(ctl("--json", "watch", "--report", "beefbeef", library=self.root), 3, "not-found")
        self.assertFails(ctl("--json", "watch", library=self.folder / "nothing"), 3, "not-found")


if __name__ == "__main__":
    unittest.main()
