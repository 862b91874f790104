# SPDX-License-Identifier: MIT
"""Libraries of the other program, each with one kind of damage: nothing is hidden, crashes, hangs or is written by looking;
what igloo-mcp can't read is not written, and every good backup repairs it."""

import json
import shutil
import unittest

from ctl import TestCase, ctl, state_of
from foreign_writer import ForeignWriter
from proof import proved
from share import share

OURS = 0, 1, 3, 6, 8  # what a look may end with


def change_json(path, change):
    outline = json.loads(path.read_text(encoding="utf-8"))
    change(outline)
    path.write_text(json.dumps(outline, indent=2), encoding="utf-8")


def null_metadata(outline):
    outline["metadata"] = None


def cut(path, size):
    """Keeps the first `size` bytes; all but so many, if it is negative."""
    path.write_bytes(path.read_bytes()[:size])


# Each takes the report's folder. Those in the first table make the outline unreadable for igloo-mcp.
UNREADABLE = {
    "truncated": lambda report: cut(report / "outline.json", 700),
    "empty": lambda report: cut(report / "outline.json", 0),
    "zeros": lambda report: (report / "outline.json").write_bytes(bytes(4096)),
    "not UTF-8": lambda report: (report / "outline.json").write_bytes(
        (report / "outline.json").read_bytes().replace(b"title", b"t\xfftle", 1)),
    "BOM": lambda report: (report / "outline.json").write_bytes(b"\xef\xbb\xbf" + (report / "outline.json").read_bytes()),
    "a list": lambda report: (report / "outline.json").write_bytes(b"[]"),
    "deep": lambda report: (report / "outline.json").write_bytes(b"[" * 100_000),
    "null metadata": lambda report: change_json(report / "outline.json", null_metadata),
    "unknown section key": lambda report: change_json(
        report / "outline.json", lambda outline: outline["sections"][0].update(color="red")),
    "missing": lambda report: (report / "outline.json").unlink(),
}

READABLE = {
    "torn log": lambda report: cut(report / "audit.jsonl", -40),
    "no log": lambda report: (report / "audit.jsonl").unlink(),
    "log with other bytes": lambda report: (report / "audit.jsonl").write_bytes(
        b"\xff\n{\n\n" + (report / "audit.jsonl").read_bytes()),
    "no backups": lambda report: shutil.rmtree(report / "backups"),
    "corrupted backups": lambda report: [cut(each, 300) for each in (report / "backups").iterdir()],
    "left outline.tmp": lambda report: (report / "outline.tmp").write_bytes(b"{"),
    "left audit.tmp": lambda report: (report / "audit.tmp").write_bytes(b'{"action'),
    "left lock": lambda report: (report / ".lock").write_bytes(b""),
    "CRLF": lambda report: (report / "outline.json").write_bytes(
        (report / "outline.json").read_bytes().replace(b"\n", b"\r\n")),
    "poisonous status": lambda report: change_json(
        report / "outline.json", lambda outline: outline["metadata"].update(status="draft")),
    "copied folder": lambda report: shutil.copytree(report, report.parent / "11111111-2222-4333-8444-555555555555"),
    "renamed folder": lambda report: report.rename(report.parent / "11111111-2222-4333-8444-555555555555"),
    "symbolic link": lambda report: (report.parent / "11111111-2222-4333-8444-555555555555").symlink_to(report),
    "dangling link": lambda report: (report.parent / "11111111-2222-4333-8444-555555555555").symlink_to("nowhere"),
    "stubs": lambda report: [(report.parent / name / "backups").mkdir(parents=True)
                             for name in ("Q1 Revenue", "11111111-2222-4333-8444-555555555555")],
    "no index": lambda report: (report.parent.parent / "index.jsonl").unlink(),
    "broken index": lambda report: (report.parent.parent / "index.jsonl").write_bytes(b"\xff\n{\n"),
}


class DamagedLibraries(TestCase):
    def make_library(self, name):
        root = self.folder / name.replace(" ", "-")
        writer = ForeignWriter(root)
        report = writer.create("Häfen", ["a"], sections=2)["id"]
        writer.create("Other", sections=1)
        writer.evolve(report, lambda outline: outline["sections"].reverse())
        writer.tag(report, ["a", "b"])
        return root, report

    looks = 0

    @classmethod
    def tearDownClass(cls):
        proved("P14 P18", "looking at damaged libraries: nothing hidden, written or hung", cls.looks)
        super().tearDownClass()

    def look(self, root, *words):
        type(self).looks += 1
        answer = ctl("--json", "--timeout", "0.2", *words, library=root, timeout=60)
        self.assertIn(answer.code, OURS, answer)
        if answer.code not in (0, 1):
            self.assertTrue(answer.error["message"], answer)
        return answer

    def look_at_all(self, root):
        """Every command that only reads, on everything; gives the rows of the list by id."""
        before = state_of(root)
        listed = self.look(root, "report", "list")
        for words in (("index", "check"), ("index", "rebuild", "--dry-run"), ("report", "verify")):
            self.look(root, *words)
        folders = {each.name for each in (root / "by_id").iterdir()}
        for name in folders:
            self.assertIn(name, listed.out + listed.err, "a folder is hidden")
            for words in (("show", name), ("show", name, "--raw"), ("log", name), ("verify", name)):
                self.look(root, "report", *words)
        self.assertEqual(state_of(root), before, "looking wrote something")
        return {row["id"]: row for row in listed.lines}

    def test_what_is_unreadable_is_refused_and_repaired(self):
        for name, damage in share(UNREADABLE.items()):
            with self.subTest(name):
                root, report = self.make_library(name)
                damage(root / "by_id" / report)
                row = self.look_at_all(root)[report]
                self.assertIn(row["state"], ("damaged", "missing"))
                self.assertTrue(row["problems"])
                self.check_refused(root, report)
                self.check_repaired(root, report)

    def check_refused(self, root, report):
        before = state_of(root, folder_times=False)
        for words in (("tag", report, "+x"), ("rename", report, "T"), ("archive", report), ("fork", report, "F"),
                      ("trash", report)):
            answer = ctl("--json", "report", *words, library=root)
            self.assertExit(answer, 6)
            self.assertTrue(answer.error["detail"], "no reason is given")
        self.assertEqual(state_of(root, folder_times=False), before, "what was refused wrote something")

    def check_repaired(self, root, report):
        backups = sorted(each.name for each in (root / "by_id" / report / "backups").iterdir())
        self.assertEqual(len(backups), 2)
        outline = root / "by_id" / report / "outline.json"
        broken = outline.read_bytes() if outline.exists() else None
        for backup in backups:
            copy = self.folder / "repaired"
            shutil.copytree(root, copy)
            answer = ctl("--json", "report", "restore", report, "backup:" + backup, library=copy)
            self.assertExit(answer, 0)
            rows = {row["id"]: row for row in ctl("--json", "report", "list", library=copy).lines}
            self.assertEqual(rows[report]["state"], "ok")
            if broken is not None:
                kept = copy / "by_id" / report / "backups" / answer.json["backup"]
                self.assertEqual(kept.read_bytes(), broken, "the damaged bytes are not kept")
            self.assertExit(ctl("report", "tag", report, "+x", library=copy), 0)
            shutil.rmtree(copy)

    def test_what_can_be_read_is_shown(self):
        for name, damage in share(READABLE.items()):
            with self.subTest(name):
                root, report = self.make_library(name)
                damage(root / "by_id" / report)
                self.assertTrue(any(row["state"] == "ok" for row in self.look_at_all(root).values()))


if __name__ == "__main__":
    unittest.main()
