# SPDX-License-Identifier: MIT
"""What the other programs' locks, and what they leave when they are killed, mean to one writer of ours."""

import fcntl
import json
import os
import pathlib
import signal
import threading
import time
import unittest

import foreign_damage as damage
from ctl import TestCase, ctl, sha256, start, wait_until_it_hears
from foreign_graphs import GraphWriter
from foreign_json import AtomicJson
from foreign_locks import Locked, blocking_flock, existence_lock, flock_beside
from foreign_writer import ForeignWriter
from proof import proved


class ForeignLocks(TestCase):
    def setUp(self):
        super().setUp()
        self.root = pathlib.Path(self.folder) / "library"
        self.writer = ForeignWriter(self.root)
        self.report = self.writer.create("Held", sections=1)["id"]
        self.directory = self.root / "by_id" / self.report

    def tag(self, tag, *words):
        return ctl("--json", *words, "report", "tag", self.report, "+" + tag, library=self.root)

    def test_a_held_lock_is_waited_for_and_the_holder_is_named(self):
        for lock in (existence_lock, flock_beside):
            with lock(self.directory / ".lock"):
                began = time.monotonic()
                answer = self.tag("x", "--timeout", "0.5")
                self.assertLess(time.monotonic() - began, 20)
                self.assertFails(answer, 5, "locked", "another program")
        self.assertNotIn("tags", self.writer.load(self.report)["metadata"])
        for lock in (existence_lock, flock_beside):
            held = threading.Event()

            def hold(lock=lock, held=held):
                with lock(self.directory / ".lock"):
                    held.set()
                    time.sleep(0.5)

            holder = threading.Thread(target=hold)
            holder.start()
            held.wait()
            self.assertExit(self.tag(lock.__name__, "--timeout", "20"), 0)
            holder.join()
        self.assertFalse((self.directory / ".lock").exists())
        proved("P22", "locks of others: waited for until the timeout, the holder named", 4)

    def test_waiting_can_be_cancelled(self):
        with existence_lock(self.directory / ".lock"):
            waiting = start("--timeout", "60", "report", "tag", self.report, "+x", library=self.root)
            wait_until_it_hears(waiting, signal.SIGINT)
            time.sleep(0.2)  # it waits for the lock, most likely
            waiting.send_signal(signal.SIGINT)
            waiting.communicate(timeout=20)
            self.assertEqual(waiting.returncode, 130)
            self.assertEqual(sorted(path.name for path in self.directory.iterdir() if ".lock" in path.name), [".lock"])
        proved("P22", "a wait for a lock can be cancelled", 1)

    def test_others_run_into_ours(self):
        """Held while a command runs: every kind of lock refuses at once, or waits."""
        target = pathlib.Path(self.folder) / "shared.json"
        target.write_text("{}")
        holding = start("file", "lock", target, "--", "sleep", "1")
        lock = pathlib.Path(f"{target}.lock")
        while not lock.exists():
            time.sleep(0.01)
        for kind in (existence_lock, flock_beside):
            with self.assertRaises(Locked), kind(lock):
                pass
        AtomicJson(target).update(lambda data: data.update(after=True))  # waits
        holding.communicate(timeout=20)
        self.assertEqual(json.loads(target.read_text()), {"after": True})
        self.assertFalse(lock.exists())
        proved("P10 P22", "each kind of foreign lock respects ours", 3)

    def test_a_stale_lock_is_broken_only_on_request(self):
        for seconds, stale in ((20, False), (35, True), (86_400, True)):
            damage.leave_stale_lock(self.directory, seconds)
            self.assertFails(self.tag("never", "--timeout", "0.3"), 5, "locked", "another program")
            told = ctl("--json", "recover", library=self.root)
            self.assertExit(told, 1 if stale else 0)
            self.assertTrue((self.directory / ".lock").exists())
            broken = ctl("--json", "--timeout", "0.3", "recover", "--break-lock", library=self.root)
            self.assertEqual((self.directory / ".lock").exists(), not stale, repr(broken))
            if stale:
                self.assertExit(self.tag(f"after{seconds}"), 0)
        (self.directory / ".lock").unlink(missing_ok=True)
        proved("P22", "stale locks of others: told, and broken only on request", 3)

    def test_a_larger_outline_gives_more_time(self):
        outline = self.writer.load(self.report)
        outline["metadata"]["bulk"] = "x" * 21_000_000
        (self.directory / "outline.json").write_text(json.dumps(outline))
        for seconds, stale in ((35, False), (45, True)):
            damage.leave_stale_lock(self.directory, seconds)
            ctl("--timeout", "0.3", "recover", "--break-lock", library=self.root)
            self.assertEqual((self.directory / ".lock").exists(), not stale)

    def test_what_is_used_is_not_broken(self):
        lock = damage.leave_stale_lock(self.directory, 86_400)
        with open(lock, encoding="utf-8") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            os.utime(lock, (0, 0))
            ctl("--timeout", "0.3", "recover", "--break-lock", library=self.root)
            self.assertTrue(lock.exists())

    def test_what_a_killed_one_leaves_loses_and_doubles_nothing(self):
        outline = self.writer.load(self.report)
        event = {"action_id": "7b0e5f7e-5f0e-4b1e-9d50-111111111111", "report_id": self.report,
                 "ts": "2026-01-01T00:00:00+00:00", "actor": "agent", "action_type": "render", "request_id": None,
                 "payload": {}}
        damage.leave_outline_tmp(self.directory, outline, 0.5)
        damage.leave_audit_tmp(self.directory, event)
        damage.tear_log(self.directory)
        self.assertExit(self.tag("one"), 0)
        self.assertExit(self.tag("two"), 0)
        rows = ctl("--json", "report", "log", self.report, library=self.root).lines
        actions = [row["action_id"] for row in rows if row["action_id"]]
        self.assertEqual(len(actions), len(set(actions)))
        self.assertIn(event["action_id"], actions)
        self.assertEqual(len([row for row in rows if row["action_type"] == "tag_update"]), 2)
        self.assertFalse((self.directory / "audit.tmp").exists())
        kept = b"".join(path.read_bytes() for path in (self.directory / "backups").glob("*.damaged-*"))
        self.assertIn(b'{"action_id": "torn', kept + (self.directory / "audit.jsonl").read_bytes())
        proved("P11", "left-overs of killed foreign programs: nothing lost, nothing doubled", 3)

    def test_a_revert_in_place_that_was_cut_is_told_and_repaired(self):
        self.assertExit(self.tag("one"), 0)
        good = (self.directory / "outline.json").read_bytes()
        self.assertExit(self.tag("two"), 0)
        damage.truncate_outline(self.directory)
        self.assertFails(self.tag("three"), 6, "damaged")
        rows = ctl("--json", "report", "log", self.report, library=self.root).lines
        backup = next(row["backup"] for row in reversed(rows) if row["backup"])
        self.assertExit(ctl("report", "restore", self.report, "backup:" + backup, library=self.root), 0)
        restored = json.loads((self.directory / "outline.json").read_text())
        self.assertEqual(restored["metadata"]["tags"], json.loads(good)["metadata"]["tags"])
        proved("P11", "a torn outline is shown, never overwritten, and restored", 1)

    def test_an_editor_without_a_lock_is_seen(self):
        saved = self.tag("mine")
        self.assertExit(saved, 0)
        damage.copy_over(self.directory, saved.json["backup"])
        checked = ctl("--json", "report", "verify", self.report, library=self.root)
        self.assertExit(checked, 1)
        self.assertIn("no event says so", checked.out)
        proved("P10 A8", "an edit that was overwritten without lock or event is told", 1)

    def test_files_of_the_graph_program(self):
        """Versions 1 and 2 lock nothing. Version 3 keeps its lock file: it is respected, and named."""
        folder = pathlib.Path(self.folder) / "user"
        node = folder / "x.json"
        old = GraphWriter(folder, 2)
        old.save("x.json", {"id": "x", "unknown": 1})
        self.assertExit(self.update(node), 0)
        self.assertEqual(old.load("x.json"), {"id": "x", "unknown": 1, "ours": 1})
        new = GraphWriter(folder, 3)
        with blocking_flock(folder / "x.json.lock"):
            self.assertFails(self.update(node), 5, "locked", "another program")
        new.change("x.json", lambda data: data.update(theirs=1))
        self.assertEqual(new.load("x.json"), {"id": "x", "unknown": 1, "ours": 1, "theirs": 1})
        before = sha256(node.read_bytes())
        self.assertFails(self.update(node), 5, "locked", "another program")
        self.assertEqual(sha256(node.read_bytes()), before)
        proved("P10 P22", "files of the graph program, with no lock and with flock", 4)

    def update(self, path):
        return ctl("--json", "--timeout", "0.5", "file", "update", path, "--merge-patch", "-", stdin='{"ours": 1}')


if __name__ == "__main__":
    unittest.main()
