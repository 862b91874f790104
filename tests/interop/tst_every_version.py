# SPDX-License-Identifier: MIT
"""Every version of every report of the other program's library can be shown, compared, restored, and the restore undone."""

import json
import os
import re
import unittest

from ctl import TestCase, ctl, sha256
from foreign_writer import ForeignWriter
from share import share


def without_stamps(data):
    """The bytes without the two lines that every save writes anew."""
    return re.sub(rb'^  "(updated_at|outline_version)": [^\n]*\n', b"", data, flags=re.MULTILINE)


class EveryVersion(TestCase):
    def setUp(self):
        super().setUp()
        self.root = self.folder / "reports"
        self.writer = ForeignWriter(self.root)

    def make_reports(self):
        writer = self.writer
        first = writer.create("Überblick – 四半期 📈 תקציב", ["défi"], sections=2)["id"]
        writer.evolve(first, self.fill)
        move = writer.evolve(first, lambda outline: outline["sections"].reverse())
        writer.evolve(first, lambda outline: outline["metadata"].update(big=2**200, small=1e-07, list=[], none=None))
        writer.tag(first, ["x", "a b"])
        writer.archive(first)
        writer.revert(first, move["action_id"])
        writer.evolve(first, lambda outline: None)
        writer.evolve(first, lambda outline: outline["insights"].clear() or outline["sections"][0].update(insight_ids=[]))
        second = writer.fork(first, "Abzweig")["id"]
        writer.evolve(second, lambda outline: outline["sections"].pop())
        return first, second

    def fill(self, outline):
        insight = self.writer.insight("Ein Satz\nmit \"Zeichen\" \\ / \u2028 \x01", citations=[{"source": "url", "url": "https://example.org/ä"}])
        outline["insights"].append(insight)
        outline["sections"][0].update(content="# Titel\n\nText " + "wort " * 500, insight_ids=[insight["insight_id"]])

    def bytes(self, report):
        return (self.root / "by_id" / report / "outline.json").read_bytes()

    def run_ctl(self, *words, **options):
        return ctl("--json", *words, library=self.root, **options)

    def restore(self, report, version):
        before = json.loads(self.bytes(report))["outline_version"]
        answer = self.run_ctl("report", "restore", report, version)
        self.assertExit(answer, 0)
        if not answer.json.get("unchanged"):
            self.assertEqual(json.loads(self.bytes(report))["outline_version"], before + 1, "the version only rises")
        return answer.json

    def check_version(self, report, version):
        shown = self.run_ctl("report", "show", report, "--version", version, "--raw")
        self.assertExit(shown, 0)
        wanted = shown.bytes
        inside = json.loads(wanted)["report_id"]
        if inside != report:  # inherited by a fork
            wanted = wanted.replace(inside.encode(), report.encode())
        self.assertIn(self.run_ctl("report", "diff", report, version, "now").code, (0, 1))
        live = self.bytes(report)
        saved = self.restore(report, version)
        self.assertEqual(without_stamps(self.bytes(report)), without_stamps(wanted))
        if not saved.get("unchanged"):
            self.restore(report, "before:" + saved["action_id"])
            self.assertEqual(without_stamps(self.bytes(report)), without_stamps(live))

    def test_every_version_of_every_report(self):
        checked = 0
        for report in self.make_reports():
            rows = self.run_ctl("report", "log", report).lines
            for row in share(rows):
                for side in ("before", "after"):
                    if row[side] is None:
                        continue
                    name = f"{side}:{row['action_id']}" if row["action_id"] else f"@{row['n']}"
                    with self.subTest(report=report, version=name):
                        self.check_version(report, name)
                        checked += 1
            self.assertExit(self.run_ctl("report", "verify", report), 0)
            left = os.listdir(self.root / "by_id" / report)
            self.assertEqual(sorted(left), ["audit.jsonl", "backups", "outline.json"])
        self.assertGreater(checked, 8)
        self.assertExit(self.run_ctl("index", "check"), 0)
        self.assertExit(self.run_ctl("recover"), 0)

    def test_raw_bytes_and_saves_without_a_change(self):
        for report in self.make_reports():
            data = self.bytes(report)
            self.assertEqual(self.run_ctl("report", "show", report, "--raw").bytes, data)
            answer = self.assertNothingWritten(self.root, lambda report=report, data=data: self.run_ctl(
                "report", "save", report, "--base", sha256(data), stdin=data))
            self.assertIs(answer.json["unchanged"], True)

    def test_an_edits_bytes_are_pythons(self):
        for report in self.make_reports():
            for words in (("rename", report, "Neu ü 🎉 \"x\" \\"), ("tag", report, "+ünï", "-x"), ("status", report, "archived")):
                expected = json.loads(self.bytes(report))
                self.assertExit(self.run_ctl("report", *words), 0)
                written = json.loads(self.bytes(report))
                self.assertEqual(self.bytes(report).decode(), json.dumps(written, indent=2, ensure_ascii=False))
                self.assertEqual(list(written), list(expected))
                self.assertEqual((written["sections"], written["insights"]), (expected["sections"], expected["insights"]))

    def test_the_other_program_goes_on_as_if_nothing_was(self):
        report, _ = self.make_reports()
        saved = self.restore(report, "@1")
        self.writer.evolve(report, lambda outline: outline.update(title="Danach"))
        self.writer.revert(report, saved["action_id"])
        rows = self.run_ctl("report", "log", report).lines
        self.assertEqual([row["action_type"] for row in rows[-3:]], ["revert", "evolve", "revert"])
        self.assertEqual([row["backup_state"] for row in rows[-3:]], ["ok"] * 3)
        self.assertEqual([row["problems"] for row in rows[-3:]], [[]] * 3)


if __name__ == "__main__":
    unittest.main()
