# SPDX-License-Identifier: MIT
"""What people ask of such a program (the statements A1 … A20 of tests/promises.py), as far as it concerns a report's files."""

import json
import os
import re
import unittest

from ctl import ctl
from proof import proved
from share import share
from writing import Writing


def without_stamps(data):
    """The bytes without the two lines that every save writes anew."""
    return re.sub(rb'^  "(updated_at|outline_version)": [^\n]*\n', b"", data, flags=re.MULTILINE)


class Acceptance(Writing):
    def setUp(self):
        super().setUp()
        writer = self.writer

        def fill(outline):
            for section in outline["sections"]:
                insights = [writer.insight(f"Satz {n} von {section['title']}") for n in range(3)]
                outline["insights"] += insights
                section["insight_ids"] = [insight["insight_id"] for insight in insights]

        writer.evolve(self.id, fill)
        self.rewritten = writer.evolve(self.id, self.rewrite, request_id="nightly")["action_id"]

    @staticmethod
    def rewrite(outline):
        for insight in outline["insights"]:
            insight["summary"] = insight["summary"].upper()

    def rewrite_again(self):
        self.writer.evolve(self.id, self.rewrite)

    def log(self):
        return (self.directory() / "audit.jsonl").read_bytes()

    def restore(self, *words):
        answer = self.run_ctl("report", "restore", self.id, *words)
        self.assertExit(answer, 0)
        return answer.json

    def test_a1_a_restore_is_undone_after_a_hundred_later_changes(self):
        cases = 0
        for way in share([["@1"], ["@2"], ["@2", "--section", self.outline()["sections"][0]["section_id"]],
                          ["@2", "--insight", self.outline()["insights"][4]["insight_id"]]]):
            former = self.bytes()
            restored = self.restore(*way)
            self.assertNotEqual(without_stamps(self.bytes()), without_stamps(former))
            for n in range(100):
                self.writer.evolve(self.id, lambda outline, n=n: outline["sections"][0].update(notes=f"später {n}"))
            undone = self.restore("before:" + restored["action_id"])
            self.assertEqual(without_stamps(self.bytes()), without_stamps(former))
            self.restore("before:" + undone["action_id"])  # and that back, with all hundred
            self.assertEqual(self.outline()["sections"][0]["notes"], "später 99")
            cases += 1
            self.restore("before:" + restored["action_id"])
        proved("A1", "restores undone behind a hundred later changes, by programs started anew", cases)

    def test_a2_what_people_did_is_counted_and_kept(self):
        section = self.outline()["sections"][1]["section_id"]
        self.assertExit(self.run_ctl("report", "tag", self.id, "+mensch"), 0)
        self.writer.evolve(self.id, lambda outline: outline["sections"][1].update(title="Neu"))
        dry = self.assertUntouched(self.folder, lambda: self.run_ctl("report", "restore", self.id, "@2", "--dry-run"))
        self.assertIn("2 later changes by agent", dry.err)
        self.assertIn("1 later change by human", dry.err)
        self.restore("@2", "--keep-human")
        self.assertIn("mensch", self.outline()["metadata"]["tags"])
        self.assertNotEqual(self.outline()["sections"][1]["title"], "Neu")
        self.assertEqual(self.outline()["sections"][1]["section_id"], section)
        proved("A2", "later changes counted by actor, those of people kept", 1)

    def test_a3_one_insight_alone(self):
        insights = [insight["insight_id"] for insight in self.outline()["insights"]]
        for insight in share(insights):
            before = self.outline()
            self.restore("@2", "--insight", insight)
            after = self.outline()
            changed = [new["insight_id"] for old, new in zip(before["insights"], after["insights"]) if old != new]
            self.assertEqual(changed, [insight])
            for outline in (before, after):
                for key in ("insights", "updated_at", "outline_version"):
                    outline.pop(key)
            self.assertEqual(before, after)
        section, other = self.outline()["sections"]
        self.rewrite_again()
        wanted = json.loads(ctl("report", "show", self.id, "--version", "@2", "--raw", library=self.root).bytes)
        before = self.outline()
        self.restore("@2", "--section", section["section_id"])
        after = {insight["insight_id"]: insight for insight in self.outline()["insights"]}
        for insight in wanted["insights"]:
            if insight["insight_id"] in section["insight_ids"]:
                self.assertEqual(after[insight["insight_id"]], insight)
        for insight in before["insights"]:
            if insight["insight_id"] in other["insight_ids"]:
                self.assertEqual(after[insight["insight_id"]], insight)
        proved("A3", "restores of one insight, told by comparing the files", len(share(insights)))

    def test_a4_the_preview_is_the_result(self):
        insight = self.outline()["insights"][2]["insight_id"]
        section = self.outline()["sections"][1]["section_id"]
        self.writer.evolve(self.id, lambda outline: outline["sections"][1].update(title="Neu"))
        ways = [["restore", self.id, "@1"], ["restore", self.id, "@2"], ["restore", self.id, "@2", "--insight", insight],
                ["restore", self.id, "@2", "--section", section], ["restore", self.id, "@2", "--keep-human"],
                ["undo", self.id, self.rewritten], ["undo", self.id, "--request", "nightly"]]
        for way in ways:
            former = self.bytes()
            dry = self.assertUntouched(self.folder, lambda way=way: ctl("report", *way, "--dry-run", library=self.root))
            self.assertExit(dry, 0)
            answer = self.run_ctl("report", *way)
            self.assertExit(answer, 0)
            stamp = rb'^  "updated_at": [^\n]*\n'
            self.assertEqual(re.sub(stamp, b"", dry.bytes, flags=re.MULTILINE),
                             re.sub(stamp, b"", self.bytes(), flags=re.MULTILINE), way)
            self.restore("before:" + answer.json["action_id"])
            self.assertEqual(without_stamps(self.bytes()), without_stamps(former))
        proved("A4", "previews of restores and undos, byte for byte the result but for the time", len(ways))

    def test_a10_one_edit_changes_its_lines_alone(self):
        path = self.directory() / "outline.json"
        os.chmod(path, 0o640)
        aside = self.directory() / "kept.json"
        os.rename(path, aside)
        os.symlink("kept.json", path)
        before = aside.read_bytes().splitlines()
        edits = self.folder / "edits.json"
        insight = self.outline()["insights"][3]
        edits.write_text(json.dumps([{"op": "edit-insight", "insight_id": insight["insight_id"], "fields": {"summary": "Von Hand"}}]))
        for command in (["show", self.id], ["log", self.id], ["diff", self.id, "@1", "now"], ["rename", self.id, "Überblick"]):
            self.assertUntouched(self.folder, lambda command=command: self.run_ctl("report", *command), folder_times=False)
        answer = self.run_ctl("report", "edit", self.id, "--file", str(edits))
        self.assertExit(answer, 0)
        self.assertTrue(path.is_symlink(), "the link stays a link")
        self.assertEqual(aside.stat().st_mode & 0o7777, 0o640)
        after = aside.read_bytes().splitlines()
        self.assertEqual(len(before), len(after))
        changed = [new.split(b":")[0].strip() for old, new in zip(before, after) if old != new]
        self.assertEqual(sorted(changed), [b'"outline_version"', b'"summary"', b'"updated_at"', b'"updated_at"'])
        proved("A10", "an edit changes its own lines; link and mode stay; looking writes nothing", 5)

    def test_a20_the_same_report_and_a_backup_before_the_first_edit(self):
        made = "0b0e7a52-1111-4222-8333-444455556666"
        directory = self.root / "by_id" / made
        directory.mkdir()
        outline = {**self.outline(), "report_id": made}
        (directory / "outline.json").write_text(json.dumps(outline))  # no log, no backups: a person's own file
        first = self.bytes(made)
        renamed = self.run_ctl("report", "rename", made, "Anders")
        self.assertExit(renamed, 0)
        self.assertEqual((directory / "backups" / renamed.json["backup"]).read_bytes(), first)
        log = self.log()
        saved = self.restore("@1")
        self.assertEqual(self.outline()["report_id"], self.id)
        self.assertTrue(self.log().startswith(log), "the same history goes on")
        self.assertEqual(json.loads(self.log().splitlines()[-1])["action_id"], saved["action_id"])
        proved("A20", "a backup before the first edit of an unknown file; one history through a restore", 2)

    def test_a20_no_backup_no_save(self):
        """Where the backup can't be made, nothing is saved."""
        (self.directory() / "backups").rename(self.folder / "backups")
        (self.directory() / "backups").write_text("in the way")
        before = self.bytes(), self.log()
        answer = self.run_ctl("report", "rename", self.id, "Anders")
        self.assertNotEqual(answer.code, 0)
        self.assertEqual((self.bytes(), self.log()), before)
        proved("A20", "a save whose backup can't be made is refused", 1)


if __name__ == "__main__":
    unittest.main()
