# SPDX-License-Identifier: MIT
"""The contract of `index check|rebuild` and `recover`."""

import json
import os
import time
import unittest

from ctl import TestCase, ctl
from foreign_writer import ForeignWriter


class Library(TestCase):
    def setUp(self):
        super().setUp()
        self.root = self.folder / "reports"
        self.writer = ForeignWriter(self.root)
        self.ids = [self.writer.create(f"Report {n}", ["t"])["id"] for n in range(3)]
        self.index = self.root / "index.jsonl"

    def directory(self, n=0):
        return self.root / "by_id" / self.ids[n]

    def entries(self):
        return [json.loads(line) for line in self.index.read_text().splitlines()]

    def run_ctl(self, *words):
        return ctl("--json", "--timeout", "0.3", *words, library=self.root)

    def look(self, *words):
        return self.assertUntouched(self.root, lambda: self.run_ctl(*words))


class Index(Library):
    def test_a_good_index(self):
        answer = self.look("index", "check")
        self.assertExit(answer, 0)
        self.assertEqual(answer.json, {"reports": 3, "damaged": 0, "added": 0, "removed": 0, "changed": 0, "findings": []})

    def test_what_is_wrong_is_found(self):
        entries = self.entries()
        entries[0]["current_title"] = "Alt"
        ghost = {**entries[1], "report_id": "12345678-1234-4234-8234-123456789abc"}
        self.index.write_text("".join(json.dumps(entry) + "\n" for entry in (entries[0], entries[1], ghost)) + "{\n")
        answer = self.look("index", "check")
        self.assertExit(answer, 1)
        self.assertEqual({finding["kind"] for finding in answer.json["findings"]},
                         {"stale-entry", "ghost-entry", "missing-entry", "unreadable-line"})
        self.assertEqual([finding["line"] for finding in answer.json["findings"] if finding["kind"] == "unreadable-line"], [4])
        self.assertEqual([answer.json[key] for key in ("added", "removed", "changed")], [1, 1, 1])

    def test_rebuild(self):
        good = self.entries()
        self.index.write_text("{\n")
        (self.directory(2) / "outline.json").write_text("{")
        preview = self.look("index", "rebuild", "--dry-run")
        self.assertExit(preview, 0)
        answer = self.run_ctl("index", "rebuild")
        self.assertExit(answer, 0)
        self.assertEqual(answer.json, preview.json)
        self.assertEqual(set(answer.json), {"reports", "damaged", "added", "removed", "changed"})
        self.assertEqual((answer.json["reports"], answer.json["damaged"]), (2, 1))
        self.assertEqual(sorted(self.entries(), key=lambda entry: entry["report_id"]),
                         sorted(good[:2], key=lambda entry: entry["report_id"]))
        self.assertEqual(sorted(os.listdir(self.root)), ["by_id", "index.jsonl"])

    def test_missing_index(self):
        self.index.unlink()
        self.assertExit(self.look("index", "check"), 1)
        self.assertExit(self.run_ctl("index", "rebuild"), 0)
        self.assertEqual(len(self.entries()), 3)


class Recover(Library):
    def test_nothing_to_do_writes_nothing(self):
        answer = self.look("recover")
        self.assertExit(answer, 0)
        self.assertEqual(answer.json, {"steps": []})

    def test_an_event_that_the_other_program_left_in_its_temporary_file(self):
        self.writer.evolve(self.ids[0], lambda outline: outline.update(title="Neu"))
        log = self.directory() / "audit.jsonl"
        lines = log.read_text().splitlines(keepends=True)
        log.write_text(lines[0])
        (self.directory() / "audit.tmp").write_text(lines[1])
        answer = self.run_ctl("recover")
        self.assertExit(answer, 0)
        self.assertTrue(answer.json["steps"])
        for step in answer.json["steps"]:
            self.assertEqual(set(step), {"rule", "path", "message", "needs_person"})
        self.assertEqual(log.read_text(), "".join(lines))
        self.assertFalse((self.directory() / "audit.tmp").exists())
        self.assertEqual(self.run_ctl("recover").json, {"steps": []})

    def test_an_abandoned_lock(self):
        lock = self.directory() / ".lock"
        lock.touch()
        os.utime(lock, (time.time() - 3600, time.time() - 3600))
        answer = self.look("recover")
        self.assertExit(answer, 1)
        step, = answer.json["steps"]
        self.assertTrue(step["needs_person"])
        self.assertIn("--break-lock", step["message"])
        self.assertExit(self.run_ctl("recover", "--break-lock"), 0)
        self.assertFalse(lock.exists())
        self.assertEqual(self.run_ctl("recover").json, {"steps": []})

    def test_a_lock_in_use_is_left_alone(self):
        (self.directory() / ".lock").touch()
        self.assertExit(self.look("recover", "--break-lock"), 0)
        self.assertTrue((self.directory() / ".lock").exists())

    def test_changes_without_an_event_are_recorded_when_asked(self):
        path = self.directory() / "outline.json"
        outline = json.loads(path.read_text())
        outline.update(title="Von Hand", updated_at="2099-01-01T00:00:00+00:00")
        path.write_text(json.dumps(outline, indent=2, ensure_ascii=False))
        self.assertEqual(len(self.writer.events(self.ids[0])), 1)
        self.run_ctl("recover")
        self.assertEqual(len(self.writer.events(self.ids[0])), 1)
        answer = self.run_ctl("recover", "--record-changes")
        self.assertExit(answer, 0)
        self.assertEqual(self.writer.events(self.ids[0])[-1]["action_type"], "manual_edit_detected")
        self.assertEqual(json.loads(path.read_text())["title"], "Von Hand")
        self.assertEqual(self.run_ctl("recover", "--record-changes").json, {"steps": []})


if __name__ == "__main__":
    unittest.main()
