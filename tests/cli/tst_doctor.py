# SPDX-License-Identifier: MIT
"""The contract of the doctor: all that is wrong in a library, what would mend it, and mending it."""

import json
import os
import time
import unittest

from ctl import ctl
from foreign_graph_store import USER, load, save, small_store
from writing import Writing

KEYS = ["id", "kind", "severity", "subject", "path", "message", "evidence", "fix", "outcome", "done"]


class Doctor(Writing):
    def setUp(self):
        super().setUp()
        self.edit = self.writer.evolve(self.id, lambda outline: outline.update(title="Zwei"))

    def doctor(self, *words, code=0):
        answer = ctl("--json", "--timeout", "0.3", "doctor", *words, library=self.root)
        self.assertExit(answer, code)
        for finding in answer.lines:
            self.assertEqual(list(finding), KEYS)
        return [finding for finding in answer.lines if finding["severity"] != "info"]

    def only(self, *words, code=1):
        finding, = self.doctor(*words, code=code)
        return finding

    def test_all_is_well(self):
        self.assertUntouched(self.root, self.doctor)
        answer = ctl("doctor", library=self.root)
        self.assertIn("Looked at 1 report", answer.out)
        self.assertExit(ctl("doctor", "--fix", library=self.root), 0)

    def test_an_index_that_disagrees(self):
        (self.root / "index.jsonl").write_text("")
        finding = self.assertUntouched(self.root, lambda: self.only("--fix", "--dry-run"))
        self.assertEqual((finding["id"], finding["outcome"]), ("index", "would-fix"))
        self.assertIn("1 line added", finding["fix"])
        self.assertEqual(self.only("--fix", code=0)["outcome"], "fixed")
        self.assertEqual(self.doctor(), [])
        self.assertExit(ctl("index", "check", library=self.root), 0)

    def test_a_damaged_outline_comes_back_from_its_newest_good_version(self):
        before = self.bytes()
        (self.directory() / "outline.json").write_bytes(before[:100])
        finding = next(each for each in self.doctor(code=1) if each["kind"] == "damaged-outline")
        self.assertEqual((finding["id"], finding["severity"]), ("damaged-outline:" + self.id, "error"))
        self.assertIn(self.edit["backup"], finding["fix"])
        self.assertTrue(finding["evidence"])
        self.doctor("--fix", finding["id"], code=1 if len(self.doctor(code=1)) > 1 else 0)
        self.assertEqual(self.outline()["title"], "Überblick")
        kept = [path.read_bytes() for path in (self.directory() / "backups").iterdir()]
        self.assertIn(before[:100], kept, "the damaged bytes are kept")
        self.assertEqual(self.doctor("--fix"), [])
        told, = ctl("--json", "doctor", library=self.root).lines  # the backup that holds them
        self.assertEqual((told["kind"], told["severity"], told["fix"]), ("history", "info", None))
        kept, = (path for path in (self.directory() / "backups").iterdir() if path.read_bytes() == before[:100])
        kept.write_bytes(before[:99])
        self.assertEqual(self.only()["kind"], "history", "it is no longer what was damaged")

    def test_an_outline_that_is_gone(self):
        (self.directory() / "outline.json").unlink()
        self.doctor("--fix", "damaged-outline:" + self.id, code=1)
        self.assertEqual(self.outline()["title"], "Überblick")

    def test_nothing_to_restore_is_left_to_the_person(self):
        (self.directory() / "outline.json").write_bytes(b"{")
        (self.directory() / "backups" / self.edit["backup"]).write_bytes(b"{")
        finding = next(each for each in self.doctor("--fix", code=1) if each["kind"] == "damaged-outline")
        self.assertEqual((finding["fix"], finding["outcome"]), (None, "left"))

    def test_backups_that_are_damaged_or_gone(self):
        backup = self.directory() / "backups" / self.edit["backup"]
        for spoil in (lambda: backup.write_bytes(b"{"), backup.unlink):
            spoil()
            finding = self.only()
            self.assertEqual((finding["kind"], finding["fix"]), ("history", None))
            self.assertIn(self.edit["backup"], json.dumps(finding))

    def test_a_change_without_event(self):
        outline = self.outline()
        (self.directory() / "outline.json").write_text(json.dumps({**outline, "title": "Von Hand",
                                                                   "updated_at": "2024-01-01T00:00:00+00:00"}))
        finding = next(each for each in self.doctor(code=1) if each["kind"] == "unrecorded-change")
        answer = ctl("--json", "doctor", "--fix", finding["id"], library=self.root)
        fixed = next(each for each in answer.lines if each["id"] == finding["id"])
        self.assertEqual(fixed["outcome"], "fixed")
        self.assertEqual(self.writer.events(self.id)[-1]["action_type"], "manual_edit_detected")
        self.assertEqual(self.doctor(), [])

    def test_an_abandoned_lock(self):
        lock = self.directory() / ".lock"
        lock.write_text("")
        old = time.time() - 3600
        os.utime(lock, (old, old))
        finding = self.only()
        self.assertEqual(finding["kind"], "abandoned-lock")
        self.assertTrue(lock.exists())
        self.assertEqual(self.only("--fix", code=0)["outcome"], "fixed")
        self.assertFalse(lock.exists())

    def test_an_event_that_another_program_left_behind(self):
        log = self.directory() / "audit.jsonl"
        lines = log.read_bytes().splitlines(keepends=True)
        log.write_bytes(b"".join(lines[:-1]))
        (self.directory() / "audit.tmp").write_bytes(lines[-1])
        finding = next(each for each in self.doctor(code=1) if each["kind"] == "interrupted-save")
        answer = ctl("--json", "doctor", "--fix", finding["id"], library=self.root)
        self.assertEqual([each["outcome"] for each in answer.lines if each["id"] == finding["id"]], ["fixed"], answer)
        self.assertEqual(log.read_bytes(), b"".join(lines))
        self.assertEqual(self.doctor(), [])

    def test_graphs(self):
        store = small_store(self.folder / "graph_data")
        self.root = self.folder / "graph_data"
        ctl("doctor", "--fix", library=self.root)  # what the program itself leaves
        left = {each["id"] for each in ctl("--json", "doctor", library=self.root).lines}
        path = store.folder / "node_registry.json"
        save(path, {**load(path), "ghost": {"name": "ghost", "graphs": []}})
        found = {each["id"]: each for each in self.doctor(code=1)}
        new, = set(found) - left
        self.assertEqual(new, f"graphs:{USER}:phantom-node:ghost")
        self.assertEqual((found[new]["kind"], found[new]["subject"]), ("graphs", USER))
        answer = ctl("--json", "doctor", "--fix", new, library=self.root)
        self.assertEqual([each["outcome"] for each in answer.lines if each["id"] == new], ["fixed"])
        self.assertNotIn("ghost", load(path))

    def test_what_is_off(self):
        self.assertFails(ctl("--json", "doctor", "--fix", "nothing", library=self.root), 3, "not-found")
        self.assertFails(ctl("--json", "doctor", "--dry-run", library=self.root), 2, "usage")
        self.assertFails(ctl("--json", "doctor", "index", library=self.root), 2, "usage")
        self.assertFails(ctl("--json", "doctor", library=self.folder / "nothing"), 3, "not-found")


if __name__ == "__main__":
    unittest.main()
