# SPDX-License-Identifier: MIT
"""A library of one report, and what every command that changes it must do."""

import json
import os

from ctl import TestCase, ctl, sha256
from foreign_writer import ForeignWriter

SAVED_KEYS = ["id", "action_id", "backup", "outline_version", "sha256"]


class Writing(TestCase):
    def setUp(self):
        super().setUp()
        self.root = self.folder / "reports"
        self.writer = ForeignWriter(self.root)
        self.id = self.writer.create("Überblick", ["b", "a"], sections=2)["id"]

    def directory(self, report_id=None):
        return self.root / "by_id" / (report_id or self.id)

    def bytes(self, report_id=None):
        return (self.directory(report_id) / "outline.json").read_bytes()

    def outline(self, report_id=None):
        return json.loads(self.bytes(report_id))

    def run_ctl(self, *words, **options):
        return ctl("--json", "--timeout", "0.3", *words, library=self.root, **options)

    def write(self, *words, report_id=None, version=None, **options):
        """A change that must succeed as one unit: bytes, backup, event and index agree."""
        target = report_id or self.id
        before = self.bytes(target)
        answer = self.run_ctl(*words, **options)
        self.assertExit(answer, 0)
        self.assertEqual(list(answer.json), SAVED_KEYS)
        saved = answer.json
        self.assertEqual((saved["id"], saved["sha256"]), (target, sha256(self.bytes(target))))
        self.assertEqual((self.directory(target) / "backups" / saved["backup"]).read_bytes(), before)
        outline = self.outline(target)
        self.assertEqual(saved["outline_version"], outline["outline_version"])
        if version is not None:
            self.assertEqual(outline["outline_version"], version)
        self.assertEqual(self.bytes(target).decode(), json.dumps(outline, indent=2, ensure_ascii=False))
        event = self.writer.events(target)[-1]
        self.assertEqual((event["action_id"], event["report_id"], event["actor"]), (saved["action_id"], target, "human"))
        self.assertEqual(event["payload"]["backup_filename"], saved["backup"])
        self.assertEqual(event["ts"], outline["updated_at"])
        self.assertNoLeftovers(target)
        index = [json.loads(line) for line in (self.root / "index.jsonl").read_text().splitlines()]
        entry = [entry for entry in index if entry["report_id"] == target][-1]
        self.assertEqual((entry["current_title"], entry["updated_at"]), (outline["title"], outline["updated_at"]))
        return saved, event

    def assertNoLeftovers(self, report_id=None):
        directory = self.directory(report_id)
        self.assertLessEqual(set(os.listdir(directory)), {"outline.json", "audit.jsonl", "backups"})
        self.assertEqual([name for name in os.listdir(directory / "backups") if not name.endswith(".bak")], [])

    def assertRefused(self, code, word, *words, parts=(), **options):
        answer = self.assertNothingWritten(self.root, lambda: self.run_ctl(*words, **options))
        self.assertFails(answer, code, word, *parts)
        return answer
