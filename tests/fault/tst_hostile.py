# SPDX-License-Identifier: MIT
"""Hostile things in a library: nothing crashes, hangs, writes by looking, follows a name out, or drops a report.

Whatever stands in one report's place, every command ends with a clear error or with the rest of the library.
"""

import json
import os
import shutil
import unittest

from ctl import TestCase, ctl
from hostile_files import SPECIAL, damages, oddities, put
from proof import proved
from share import share

LONG = os.environ.get("STEMMA_LONG") == "1"
LOOKING = [["report", "log", "ID"], ["report", "verify", "ID"]]
WRITING = [["report", "rename", "ID", "Other"], ["recover"]]
KINDS = ["fifo", "folder", "link to itself"]
KINDS = KINDS[:int(os.environ.get("STEMMA_TEST_KINDS", "3"))]
if LONG:
    LOOKING += [["report", "list"], ["report", "show", "ID"], ["report", "verify"], ["report", "diff", "ID", "@1", "now"],
                ["index", "check"]]
    WRITING += [["report", "tag", "ID", "+x"], ["report", "restore", "ID", "@1"], ["report", "fork", "ID", "Fork"],
                ["index", "rebuild"]]
    KINDS = list(SPECIAL)
ANSWERS = {0, 1, 3, 5, 6, 7, 8}
SECONDS = 60  # far above what any of these takes: a hang


class Hostile(TestCase):
    cases = 0

    @classmethod
    def tearDownClass(cls):
        proved("P18", cls.what, cls.cases)

    def setUp(self):
        super().setUp()
        self.root = self.folder / "reports"
        self.root.mkdir()
        self.id = self.ctl("report", "new", "One").json["id"]
        self.other = self.ctl("report", "new", "Two").json["id"]
        self.ctl("report", "rename", self.id, "Uno")
        self.report = self.root / "by_id" / self.id
        self.kept = self.folder / "kept"
        shutil.copytree(self.root, self.kept)

    def again(self):
        """The library as it was."""
        for path in self.folder.glob("reports*"):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        shutil.copytree(self.kept, self.root)

    def ctl(self, *words):
        type(self).cases += 1
        words = [self.id if word == "ID" else word for word in words]
        return ctl("--json", "--timeout", "0.2", *words, library=self.root, timeout=SECONDS)

    def check(self, answer):
        """An answer or an error that says which file and why."""
        self.assertIn(answer.code, ANSWERS, repr(answer))
        if not answer.bytes and answer.code > 1:
            for key in ("code", "message", "path", "detail"):
                self.assertTrue(answer.error[key], repr(answer))

    def rows(self):
        answer = self.ctl("report", "list")
        self.assertExit(answer, 0)
        return {row["id"]: row for row in answer.lines}

    def stamps(self):
        """Whatever a write would change, without reading what may be endless."""
        seen = {path: path.lstat() for path in self.root.rglob("*")}
        return {path: (at.st_mode, at.st_ino, at.st_size, at.st_mtime_ns, at.st_ctime_ns) for path, at in seen.items()}

    def looks(self):
        """Every command that looks: each answers, and nothing is written."""
        before = self.stamps()
        for words in LOOKING:
            self.check(self.ctl(*words))
        self.assertEqual(self.stamps(), before)

    def writes(self):
        """Every command that writes: each answers, and the other report stays whole."""
        for words in WRITING:
            self.check(self.ctl(*words))
        self.assertEqual(self.ctl("report", "show", self.other).json["title"], "Two")
        self.assertExit(self.ctl("report", "rename", self.other, "Due"), 0)


class SpecialFiles(Hostile):
    what = "FIFO, socket, folder, loop, device, 3 GiB in a file's place"

    def everywhere(self, name, check, kinds=()):
        """`check` gets the kind and the rows of the list."""
        for kind in [*KINDS, *(kind for kind in kinds if kind not in KINDS)]:
            with self.subTest(name=name, kind=kind):
                self.again()
                put(kind, self.root / name.replace("ID", self.id))
                self.looks()
                check(kind, self.rows())
                self.writes()

    def test_in_place_of_the_outline(self):
        def check(kind, rows):
            self.assertIn(rows[self.id]["state"], ("damaged", "missing"))
            self.assertTrue(rows[self.id]["problems"][0]["message"])
            self.assertEqual(rows[self.other]["state"], "ok")
            row = self.ctl("report", "verify", self.id).lines[0]
            self.assertEqual(row["what"], "outline")
            self.assertEqual(row["state"], "missing" if kind == "link to nothing" else "damaged")
            self.assertTrue(row["message"])
        self.everywhere("by_id/ID/outline.json", check, ["huge", "link to a device"])

    def test_in_place_of_the_log(self):
        def check(_, rows):
            self.assertEqual(rows[self.id]["state"], "ok")
            self.assertTrue(rows[self.id]["problems"])
        self.everywhere("by_id/ID/audit.jsonl", check, ["huge"])

    def test_in_place_of_the_index(self):
        def check(_, rows):
            self.assertEqual({row["state"] for row in rows.values()}, {"ok"})
        self.everywhere("index.jsonl", check, ["huge"])

    def test_in_place_of_the_backups(self):
        def check(kind, rows):
            self.assertEqual(rows[self.id]["state"], "ok")
            self.assertExit(self.ctl("report", "verify", self.id), 1)
        self.everywhere("by_id/ID/backups", check)

    def test_in_place_of_a_backup(self):
        backup = next((self.report / "backups").iterdir()).name

        def check(_, __):
            states = {row["name"]: row["state"] for row in self.ctl("report", "verify", self.id).lines}
            self.assertIn(states[backup], ("damaged", "missing", "mismatch", "unsafe"))
        self.everywhere("by_id/ID/backups/" + backup, check, ["huge"])

    def test_in_place_of_the_lock(self):
        self.everywhere("by_id/ID/.lock", lambda kind, rows: self.assertEqual(rows[self.id]["state"], "ok"))

    def test_in_place_of_the_trash(self):
        self.everywhere(".trash", lambda kind, rows: self.assertEqual(set(rows), {self.id, self.other}))

    def test_left_over_by_others(self):
        for name in ("audit.tmp", "outline.tmp", "backups/.3f2504e0-4f89-41d3-9a0c-0305e82c3301.intent"):
            self.everywhere("by_id/ID/" + name, lambda kind, rows: self.assertEqual(rows[self.id]["state"], "ok"))

    def test_in_place_of_the_library(self):
        for kind in KINDS:
            for place in ("reports/by_id", "reports"):
                with self.subTest(kind=kind, place=place):
                    self.again()
                    put(kind, self.folder / place)
                    for words in LOOKING + WRITING:
                        self.check(self.ctl(*words))


class HostileBytes(Hostile):
    what = "damaged, deep, odd and foreign bytes in outline, log and index"

    def test_damaged_outlines_are_listed_with_a_reason_and_kept(self):
        whole = (self.kept / "by_id" / self.id / "outline.json").read_bytes()
        for name, outline in share(damages(whole.replace(b'"outline_version": 2', b'"outline_version": 1')).items()):
            with self.subTest(name):
                self.again()
                (self.report / "outline.json").write_bytes(outline)
                self.looks()
                row = self.rows()[self.id]
                self.assertEqual(row["state"], "damaged", name)
                self.assertTrue(row["problems"][0]["message"], name)
                answer = self.ctl("report", "rename", self.id, "Other")
                self.assertFails(answer, 6, "damaged", "outline.json")
                self.assertEqual((self.report / "outline.json").read_bytes(), outline)
                restored = self.ctl("report", "restore", self.id, "@1")
                self.assertExit(restored, 0)
                self.assertEqual(self.ctl("report", "show", self.id).json["title"], "One")
                kept = [path.read_bytes() for path in (self.report / "backups").iterdir()]
                self.assertIn(outline, kept, "the damaged bytes are kept")

    def test_odd_outlines_keep_their_bytes(self):
        whole = (self.kept / "by_id" / self.id / "outline.json").read_bytes()
        for name, outline in share(oddities(whole).items()):
            with self.subTest(name):
                self.again()
                (self.report / "outline.json").write_bytes(outline)
                self.looks()
                self.assertEqual(self.rows()[self.id]["state"], "ok", name)
                self.assertExit(self.ctl("report", "rename", self.id, "Other"), 0)
                self.assertEqual(self.unstamped((self.report / "outline.json").read_bytes()),
                                 self.unstamped(outline.replace(b'"Uno"', b'"Other"')))

    @staticmethod
    def unstamped(outline):
        lines = outline.split(b"\n")
        return [line for line in lines if b"updated_at" not in line and b"outline_version" not in line]

    def event(self, number, **fields):
        event = {"action_id": f"3f2504e0-4f89-41d3-9a0c-0305e82c33{number:02}", "report_id": self.id,
                 "ts": "2025-03-11T10:12:00+00:00", "actor": "agent", "action_type": "evolve", "request_id": None,
                 "payload": {}}
        event.update(fields)
        return json.dumps(event).encode()

    def test_names_that_lead_out_of_the_backups(self):
        outside = self.folder / "outside.bak"
        shutil.copy(self.report / "outline.json", outside)
        names = ["../outline.json", "../../../../outside.bak", str(outside), "/etc/passwd", "..", ".", "a\0b", "x" * 300,
                 "backups/../../audit.jsonl", "\u202eoutline.json.bak", "sub/" + "y" * 10]
        with open(self.report / "audit.jsonl", "ab") as log:
            for number, name in enumerate(names):
                log.write(self.event(number, payload={"backup_filename": name}) + b"\n")
        self.looks()
        rows = self.ctl("report", "log", self.id).lines
        states = {row["backup"]: row["backup_state"] for row in rows if row["backup"]}
        for name in names:
            self.assertIn(states[name], ("unsafe", "missing"), name)
            for words in (["show", self.id, "--version", f"backup:{name}"], ["restore", self.id, f"backup:{name}"]):
                if "\0" not in name:
                    answer = self.ctl("report", *words)
                    self.assertIn(answer.code, (3, 8), repr(answer))
        for name in names[:6]:
            self.assertEqual(states[name], "unsafe", name)
        self.writes()

    def test_logs_of_any_bytes(self):
        good = (self.kept / "by_id" / self.id / "audit.jsonl").read_bytes()
        deep = b'{"action_id": ' + b"[" * 600 + b"]" * 600 + b"}\n"
        for name, log in {"zeros": b"\0" * 5000, "torn": good[:-20], "zeros at the end": good + b"\0" * 4096,
                          "BOM": b"\xef\xbb\xbf" + good, "CRLF": good.replace(b"\n", b"\r\n"), "deep": good + deep,
                          "not UTF-8": good + b'{"action_id": "\xff"}\n', "long line": good + b"x" * 5_000_000,
                          "lists": b"[]\n[[]]\n1\nnull\n" + good, "doubled": good + good,
                          "wrong kinds": good + self.event(1, payload=[], actor=None, ts=3) + b"\n"}.items():
            with self.subTest(name):
                self.again()
                (self.report / "audit.jsonl").write_bytes(log)
                self.looks()
                self.assertEqual(self.rows()[self.id]["state"], "ok")
                self.writes()
                lines = (self.report / "audit.jsonl").read_bytes().split(b"\n")
                kept = [path.read_bytes() for path in (self.report / "backups").iterdir()]
                for line in log.split(b"\n"):
                    self.assertTrue(line in lines or any(line in one for one in kept), f"{name}: a line is gone")

    def test_indexes_of_any_bytes(self):
        entry = json.loads((self.kept / "index.jsonl").read_text().splitlines()[0])
        for change in ({"path": "../../etc"}, {"path": "/etc"}, {"report_id": "../x"}, {"current_title": "\u202e\u0007"},
                       {"status": []}, {"extra": 1}, {"tags": {"a": 1}}):
            (self.root / "index.jsonl").write_text(json.dumps({**entry, **change}) + "\n")
            self.looks()
            self.assertEqual({row["state"] for row in self.rows().values()}, {"ok"})
            self.writes()
            self.assertExit(self.ctl("index", "rebuild"), 0)
            self.assertExit(self.ctl("index", "check"), 0)
            self.again()


class HostileNames(Hostile):
    what = "ids and titles that lead elsewhere or garble the screen"

    def test_ids_that_are_no_names(self):
        names = ["..", "../by_id/" + self.id, self.id + "/", "x" * 300]
        commands = ["show", "rename", "untrash", "restore"]
        if LONG:
            names += [".", "/etc", "a/b", "./" + self.id]
            commands += ["log", "verify", "trash", "fork"]
        last = {"rename": ["T"], "fork": ["T"], "restore": ["@1"]}
        for name in names:
            for words in ([word, name, *last.get(word, [])] for word in commands):
                with self.subTest(name=name, command=words[0]):
                    answer = self.assertUntouched(self.folder, lambda words=words: self.ctl("report", *words))
                    self.assertIn(answer.code, (2, 3, 8), repr(answer))
                    self.check(answer)

    def test_strange_folders_are_no_reports_and_stay(self):
        strange = ["with\nnewline", "\u202eright", "..hidden", "a b", "\x07bell", "x" * 255]
        for name in strange:
            (self.root / "by_id" / name).mkdir()
            (self.root / "by_id" / name / "outline.json").write_text("{}")
        (self.root / "by_id" / os.fsdecode(b"not-\xff-text")).mkdir()
        self.looks()
        self.assertLessEqual({self.id, self.other}, set(self.rows()))
        self.writes()
        for name in strange:
            self.assertEqual((self.root / "by_id" / name / "outline.json").read_text(), "{}")

    def test_titles_cannot_garble_the_terminal(self):
        for title in ("\x1b[2J\x1b]0;owned\x07", "a\u202egnp.exe", "line\nbreak\r", "\u2028\u2029\x85", "\x00".strip("\x00") + "tab\t"):
            answer = ctl("--json", "report", "rename", self.id, title, library=self.root)
            self.assertIn(answer.code, (0, 2), repr(answer))
            type(self).cases += 1
            for words in (["list"], ["log", self.id], ["show", self.id], ["verify", self.id]):
                shown = ctl("report", *words, library=self.root).out
                for control in ("\x1b", "\x07", "\r", "\u202e", "\x85"):
                    self.assertNotIn(control, shown, f"{words} shows {title!r} as it is")


if __name__ == "__main__":
    unittest.main()
