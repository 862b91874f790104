# SPDX-License-Identifier: MIT
"""The contract of the commands that only look: `report list|show|log|blame|diff|verify`."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from ctl import TestCase, ctl, sha256
from foreign_writer import ForeignWriter

LIST_KEYS = ["id", "title", "status", "tags", "created_at", "updated_at", "outline_version", "last_change", "sections",
             "insights", "state", "problems"]
LOG_KEYS = {"n", "action_id", "action_type", "actor", "ts", "request_id", "before", "after", "counts", "backup",
            "backup_state", "problems"}


class Reading(TestCase):
    """A library of the other program: one report with a history, one archived, one damaged."""

    def setUp(self):
        super().setUp()
        self.root = self.folder / "reports"
        self.writer = ForeignWriter(self.root)
        self.id = self.writer.create("Überblick", ["b", "a"], sections=2)["id"]
        self.edit = self.writer.evolve(self.id, self.edit_first_section, request_id="r-1")
        self.rename = self.writer.evolve(self.id, lambda outline: outline.update(title="Überblick, neu"), actor="human")
        self.archived = self.writer.create("Alt")["id"]
        self.writer.archive(self.archived)
        self.damaged = self.writer.create("Kaputt")["id"]
        (self.directory(self.damaged) / "outline.json").write_text('{"report_id": "x", "title": "Kap')

    @staticmethod
    def edit_first_section(outline):
        outline["sections"][0]["content"] = "The quick brown fox"

    def directory(self, report_id):
        return self.root / "by_id" / report_id

    def look(self, *words, **options):
        """A command that must not change anything, whatever it says."""
        return self.assertUntouched(self.folder, lambda: ctl(*words, library=self.root, **options))


class List(Reading):
    def test_json_has_one_object_a_line(self):
        rows = {row["id"]: row for row in self.look("--json", "report", "list").lines}
        self.assertEqual(set(rows), {self.id, self.archived, self.damaged})
        row = rows[self.id]
        self.assertEqual(list(row), LIST_KEYS)
        outline = self.writer.load(self.id)
        self.assertEqual((row["title"], row["status"], row["tags"], row["created_at"], row["updated_at"]),
                         (outline["title"], "active", ["b", "a"], outline["created_at"], outline["updated_at"]))
        self.assertEqual((row["outline_version"], row["sections"], row["insights"], row["state"]), (3, 2, 0, "ok"))
        self.assertEqual(row["last_change"], {"ts": outline["updated_at"], "actor": "human", "action_type": "evolve"})
        self.assertEqual(row["problems"], [])

    def test_agrees_with_the_index_of_the_other_program(self):
        index = [json.loads(line) for line in (self.root / "index.jsonl").read_text().splitlines()]
        rows = {row["id"]: row for row in self.look("--json", "report", "list").lines if row["state"] == "ok"}
        expected = {entry["report_id"]: (entry["current_title"], entry["status"], entry["tags"], entry["updated_at"])
                    for entry in index if entry["report_id"] != self.damaged}
        self.assertEqual({key: (row["title"], row["status"], row["tags"], row["updated_at"]) for key, row in rows.items()},
                         expected)

    def test_a_damaged_report_is_listed_with_the_reason(self):
        row = next(row for row in self.look("--json", "report", "list").lines if row["id"] == self.damaged)
        self.assertEqual(row["state"], "damaged")
        problem = row["problems"][0]
        self.assertEqual(problem["severity"], "error")
        self.assertTrue(problem["rule"] and problem["message"])
        answer = self.look("report", "list")
        self.assertIn("damaged", answer.out)
        self.assertIn(self.damaged + ": ", answer.out)

    def test_filters(self):
        def ids(*words):
            answer = self.look("--json", "report", "list", *words)
            self.assertExit(answer, 0 if answer.out else 1)
            return [row["id"] for row in answer.lines]

        self.assertEqual(ids("--status", "archived"), [self.archived])
        self.assertEqual(ids("--tag", "a", "--tag", "b"), [self.id])
        self.assertEqual(ids("--tag", "a", "--tag", "c"), [])
        self.assertEqual(ids("--query", "überBLICK"), [self.id])
        self.assertEqual(ids("--query", self.archived[:8]), [self.archived])
        self.assertEqual(ids("--query", "no such text"), [])

    def test_sorting(self):
        def titles(field):
            rows = self.look("--json", "report", "list", "--sort", field).lines
            return [row["title"] for row in rows if row["state"] == "ok"]

        self.assertEqual(titles("title"), ["Alt", "Überblick, neu"])
        self.assertEqual(titles("outline_version"), ["Überblick, neu", "Alt"])
        self.assertEqual(titles("updated_at"), ["Alt", "Überblick, neu"])
        self.assertFails(self.look("--json", "report", "list", "--sort", "colour"), 2, "usage")

    def test_a_title_can_not_act_on_the_terminal(self):
        evil = "\x1b]0;owned\x07 a\u202eb\u0085\nnew line"
        report = self.writer.create(evil)["id"]
        answer = self.look("report", "list")
        for character in "\x1b\x07\u202e\u0085":
            self.assertNotIn(character, answer.out)
        self.assertEqual(len([line for line in answer.out.splitlines() if report in line]), 1)
        self.assertEqual(next(row["title"] for row in self.look("--json", "report", "list").lines if row["id"] == report), evil)

    def test_libraries_that_are_none(self):
        empty = self.folder / "empty"
        empty.mkdir()
        answer = self.assertUntouched(empty, lambda: ctl("report", "list", library=empty))
        self.assertExit(answer, 0)
        self.assertEqual(answer.out, "")
        self.assertIn("no report library", answer.err)
        self.assertFails(ctl("--json", "report", "list", library=self.folder / "missing"), 3, "not-found", "missing")
        self.assertFalse((self.folder / "missing").exists())

    def test_the_library_comes_from_option_environment_or_the_default(self):
        home = self.folder / "home"
        shutil.copytree(self.root, home / ".igloo_mcp" / "reports")
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("IGLOO_MCP", "STEMMA_LIB"))}
        environment["HOME"] = str(home)
        self.assertEqual(len(ctl("--json", "report", "list", env=environment).lines), 3)
        environment["STEMMA_LIBRARY"] = str(self.folder)
        self.assertEqual(ctl("--json", "report", "list", env=environment).out, "")
        self.assertEqual(len(ctl("--json", "report", "list", library=self.root, env=environment).lines), 3)


class Show(Reading):
    def test_raw_is_the_file(self):
        for report in (self.id, self.damaged):
            answer = self.look("report", "show", report, "--raw")
            self.assertExit(answer, 0)
            self.assertEqual(answer.bytes, (self.directory(report) / "outline.json").read_bytes())

    def test_json_is_the_outline(self):
        self.assertEqual(self.look("--json", "report", "show", self.id).json, self.writer.load(self.id))

    def test_text_can_be_read(self):
        text = self.look("report", "show", self.id).out
        for part in ("Überblick, neu", "Section 1", "The quick brown fox", "Section 2", "a, "):
            self.assertIn(part, text.replace("b, a", "a, b"))

    def test_versions(self):
        def title(version):
            return self.look("--json", "report", "show", self.id, "--version", version).json["title"]

        self.assertEqual(title("now"), "Überblick, neu")
        self.assertEqual(title("before:" + self.rename["action_id"]), "Überblick")
        self.assertEqual(title("after:" + self.rename["action_id"][:8]), "Überblick, neu")
        self.assertEqual(title("backup:" + self.rename["backup"]), "Überblick")
        self.assertEqual([title(f"@{n}") for n in (1, 2, 3)], ["Überblick", "Überblick", "Überblick, neu"])
        self.assertEqual(title(str(self.directory(self.id) / "backups" / self.edit["backup"])), "Überblick")

    def test_versions_that_are_none(self):
        def show(version):
            return self.look("--json", "report", "show", self.id, "--version", version)

        create = self.writer.events(self.id)[0]["action_id"]
        self.assertFails(show("before:" + create), 3, "not-found")
        self.assertFails(show("before:ffffffff-ffff"), 3, "not-found")
        self.assertFails(show("@99"), 3, "not-found")
        self.assertFails(show("@x"), 2, "usage")
        self.assertFails(show("backup:../outline.json"), 8, "unsafe")
        self.assertFails(show("backup:outline.json.20010101T000000_000000.bak"), 3, "not-found")
        self.assertFails(show("/no/such/file"), 3, "not-found", "@N")

    def test_damaged_says_where(self):
        self.assertFails(self.look("--json", "report", "show", self.damaged), 6, "damaged", "line 1, column")

    def test_ids(self):
        answer = self.look("--json", "report", "show", self.id[:8])
        self.assertEqual(answer.json["report_id"], self.id)
        self.assertIn(self.id, answer.err)
        self.assertFails(self.look("--json", "report", "show", self.id[:3]), 3, "not-found")
        self.assertFails(self.look("--json", "report", "show", "ffffffff-0000"), 3, "not-found")
        for name in ("../outside", "..", ".", "a/b", ""):
            self.assertIn(self.look("--json", "report", "show", name).code, (2, 8), name)

    def test_a_shortened_id_must_be_unique(self):
        twin = self.directory(self.id[:8] + "-twin")
        shutil.copytree(self.directory(self.id), twin)
        self.assertFails(self.look("--json", "report", "show", self.id[:8]), 2, "usage", self.id, twin.name)
        (twin / "outline.json").unlink()
        (twin / "audit.jsonl").unlink()
        self.assertExit(self.look("--json", "report", "show", self.id[:8]), 0)

    def test_reading_a_wrong_id_makes_no_folder(self):
        self.look("report", "show", "12345678-1234-4234-8234-123456789abc")
        self.assertFalse(self.directory("12345678-1234-4234-8234-123456789abc").exists())


class Log(Reading):
    def test_rows(self):
        rows = self.look("--json", "report", "log", self.id).lines
        self.assertEqual([row["n"] for row in rows], [1, 2, 3])
        for row in rows:
            self.assertLessEqual(LOG_KEYS, set(row))
        events = self.writer.events(self.id)
        for row, event in zip(rows, events):
            self.assertEqual([row[key] for key in ("action_id", "action_type", "actor", "ts", "request_id")],
                             [event[key] for key in ("action_id", "action_type", "actor", "ts", "request_id")])
        self.assertEqual(rows[1]["counts"], {"added": 0, "edited": 1, "moved": 0, "removed": 0})
        self.assertEqual([row["backup_state"] for row in rows], ["none", "ok", "ok"])
        live = sha256((self.directory(self.id) / "outline.json").read_bytes())
        self.assertEqual((rows[0]["before"], rows[2]["after"], rows[1]["after"]), (None, live, rows[2]["before"]))

    def test_a_change_without_an_event_is_a_row(self):
        path = self.directory(self.id) / "outline.json"
        outline = self.writer.load(self.id)
        outline.update(title="Von Hand", updated_at="2099-01-01T00:00:00+00:00")
        path.write_text(json.dumps(outline, indent=2, ensure_ascii=False))
        row = self.look("--json", "report", "log", self.id).lines[-1]
        self.assertEqual((row["n"], row["action_id"], row["action_type"], row["kind"]), (4, None, None, "unrecorded-change"))

    def test_holes_and_unreadable_lines_are_rows(self):
        directory = self.directory(self.id)
        (directory / "backups" / self.edit["backup"]).unlink()
        lines = (directory / "audit.jsonl").read_text().splitlines(keepends=True)
        (directory / "audit.jsonl").write_text(lines[0] + "{garbage\n" + "".join(lines[1:]))
        rows = self.look("--json", "report", "log", self.id).lines
        self.assertEqual(len(rows), 4)
        self.assertEqual(rows[1]["problems"][0]["line"], 2)
        self.assertEqual((rows[2]["backup_state"], rows[2]["counts"]), ("missing", None))
        self.assertTrue(rows[2]["problems"])

    def test_only_what_concerns_a_section(self):
        first, second = (section["section_id"] for section in self.writer.load(self.id)["sections"])
        rows = self.look("--json", "report", "log", self.id, "--section", first).lines
        self.assertEqual([row["n"] for row in rows], [1, 2])
        self.assertEqual([row["n"] for row in self.look("--json", "report", "log", self.id, "--section", second).lines], [1])
        self.assertExit(self.look("--json", "report", "log", self.id, "--insight", "none"), 1)

    def test_how_a_part_changed(self):
        first = self.writer.load(self.id)["sections"][0]["section_id"]
        rows = self.look("--json", "report", "log", self.id, "--section", first).lines
        self.assertEqual([row["certain"] for row in rows], [True, True])
        change, = rows[1]["changes"]
        self.assertEqual((change["kind"], change["what"], change["id"]), ("edited", "section", first))
        field, = change["fields"]
        rows = self.look("--json", "report", "log", self.id, "--section", first, "--field", field["name"]).lines
        self.assertEqual([row["n"] for row in rows], [2], "it had none before")
        self.assertEqual(self.look("report", "diff", self.id, "@1", "@2", "--format", "json").json, rows[0]["changes"])
        rows = self.look("--json", "report", "log", self.id, "--field", "title").lines
        self.assertEqual([row["n"] for row in rows], [1, 3])
        self.assertEqual([row["n"] for row in self.look("--json", "report", "log", self.id, "--itself").lines], [1, 3])
        text = self.look("report", "log", self.id, "--section", first).out
        self.assertIn("@2: edited section " + first + ": " + field["name"], text)
        self.assertFails(self.look("--json", "report", "log", self.id, "--section", first, "--insight", "x"), 2, "usage")

    def test_where_a_part_may_have_changed(self):
        first, second = (section["section_id"] for section in self.writer.load(self.id)["sections"])
        (self.directory(self.id) / "backups" / self.rename["backup"]).unlink()
        rows = self.look("--json", "report", "log", self.id, "--section", first).lines
        self.assertEqual([(row["n"], row["certain"]) for row in rows], [(1, True), (2, False), (3, False)])
        self.assertEqual([len(row["changes"]) for row in rows], [1, 0, 1])
        self.assertEqual([row["n"] for row in self.look("--json", "report", "log", self.id, "--section", second).lines], [1])
        self.assertIn("@2: it may have changed here", self.look("report", "log", self.id, "--section", first).out)

    def test_text(self):
        text = self.look("report", "log", self.id).out
        self.assertIn("@3", text)
        self.assertIn(self.rename["action_id"], text)
        self.assertIn("<- now", text)


class Blame(Reading):
    KEYS = ["what", "id", "parent", "title", "action_id", "ts", "actor", "request_id", "n", "before_row", "made_by", "human"]

    def blame(self, *words):
        return self.look("--json", "report", "blame", self.id, *words)

    def test_every_part(self):
        first, second = (section["section_id"] for section in self.writer.load(self.id)["sections"])
        rows = {row["id"]: row for row in self.blame().lines}
        self.assertEqual(set(rows), {"report", first, second})
        for row in rows.values():
            self.assertEqual(list(row), self.KEYS)
            self.assertEqual(list(row["made_by"]), self.KEYS[4:10])
        self.assertEqual([rows[name]["n"] for name in ("report", first, second)], [3, 2, 1])
        self.assertEqual({row["made_by"]["n"] for row in rows.values()}, {1})
        event = self.writer.events(self.id)[1]
        self.assertEqual([rows[first][key] for key in ("action_id", "ts", "actor", "request_id")],
                         [event[key] for key in ("action_id", "ts", "actor", "request_id")])

    def test_fields_and_versions(self):
        rows = {(row["what"], row["field"]): row["n"] for row in self.blame("--fields").lines if row["what"] == "report"}
        self.assertEqual((rows["report", "title"], rows["report", "created_at"]), (3, 1))
        before = self.blame("--fields", "--version", "before:" + self.rename["action_id"]).lines
        self.assertEqual([row["n"] for row in before if row["field"] == "title" and row["what"] == "report"], [1])
        self.assertEqual({row["n"] for row in self.blame("--version", "@1").lines}, {1})
        self.assertFails(self.blame("--version", "@99"), 3, "not-found")

    def test_what_no_person_touched(self):
        first, second = (section["section_id"] for section in self.writer.load(self.id)["sections"])
        self.assertEqual([row["id"] for row in self.blame("--never-human").lines], [first, second], "a person renamed it")
        edits = [{"op": "edit-section", "section_id": second, "fields": {"content": "Von Hand"}}]
        answer = ctl("--json", "report", "edit", self.id, library=self.root, stdin=json.dumps(edits))
        self.assertExit(answer, 0)
        self.assertEqual([row["id"] for row in self.blame("--never-human").lines], [first])
        self.assertEqual([(row["id"], row["n"]) for row in self.blame("--actor", "human").lines],
                         [("report", 3), (second, 4)])
        self.assertExit(self.blame("--actor", "unknown"), 1)
        self.assertFails(self.blame("--actor", "nobody"), 2, "usage")

    def test_holes(self):
        first = self.writer.load(self.id)["sections"][0]["section_id"]
        (self.directory(self.id) / "backups" / self.edit["backup"]).unlink()
        row, = (row for row in self.blame().lines if row["id"] == first)
        self.assertEqual([row[key] for key in ("action_id", "ts", "actor", "n", "before_row")], [None, None, None, None, 3])
        self.assertIn("before @3", self.look("report", "blame", self.id).out)

    def test_text(self):
        text = self.look("report", "blame", self.id).out
        self.assertEqual(len(text.splitlines()), 4)
        self.assertRegex(text.splitlines()[0], "BY +WHEN +CHANGE +MADE +PERSON +WHAT +TITLE +ID")


class Diff(Reading):
    def diff(self, *words):
        return self.look("report", "diff", self.id, *words)

    def test_exit_codes(self):
        self.assertExit(self.diff("now", "now"), 0)
        self.assertEqual(self.diff("now", "now", "--format", "json").json, [])
        self.assertExit(self.diff("@1", "now"), 1)
        self.assertFails(ctl("--json", "report", "diff", self.id, "@1", "@9", library=self.root), 3, "not-found")

    def test_json(self):
        section = self.writer.load(self.id)["sections"][0]
        changes = self.look("--json", "report", "diff", self.id, "@1", "now").json
        self.assertEqual(changes, self.diff("@1", "now", "--format", "json").json)
        report, edited = changes
        for change in changes:
            self.assertLessEqual({"kind", "what", "id", "parent", "title", "fields"}, set(change))
        self.assertEqual((report["kind"], report["what"], report["fields"]),
                         ("edited", "report", [{"name": "title", "old": "Überblick", "new": "Überblick, neu"}]))
        self.assertEqual((edited["kind"], edited["what"], edited["id"], edited["title"]),
                         ("edited", "section", section["section_id"], "Section 1"))
        self.assertEqual(edited["fields"], [{"name": "content", "old": None, "new": "The quick brown fox"}])

    def test_text_marks_words(self):
        self.writer.evolve(self.id, lambda outline: outline["sections"][0].update(content="The slow brown fox"))
        self.assertIn("The [-quick-]{+slow+} brown fox", self.diff("@3", "now").out)

    def test_patch(self):
        answer = self.diff("@1", "now", "--format", "patch")
        self.assertExit(answer, 1)
        self.assertIn("\n-  \"title\": \"Überblick\",\n+  \"title\": \"Überblick, neu\",\n", answer.out)
        if shutil.which("patch") is None:
            self.skipTest("there is no program `patch` to try it with")
        target = self.folder / "old.json"
        target.write_bytes(self.look("report", "show", self.id, "--version", "@1", "--raw").bytes)
        subprocess.run(["patch", "-s", str(target)], input=answer.bytes, check=True)
        self.assertEqual(target.read_bytes(), (self.directory(self.id) / "outline.json").read_bytes())

    def test_what_every_save_changes_is_no_difference(self):
        self.writer.evolve(self.id, lambda outline: None)
        self.assertExit(self.diff("@3", "now"), 0)
        self.assertExit(self.diff("@3", "now", "--format", "patch"), 1)

    def test_a_file_is_a_version(self):
        path = self.folder / "other.json"
        path.write_bytes((self.directory(self.id) / "outline.json").read_bytes())
        self.assertExit(self.diff("now", path), 0)


class Verify(Reading):
    def test_a_good_history(self):
        answer = self.look("--json", "report", "verify", self.id)
        self.assertExit(answer, 0)
        for row in answer.lines:
            self.assertEqual(set(row), {"report", "what", "name", "state", "message"})
            self.assertIn(row["state"], ("ok", "restorable"))

    def test_what_is_lost_is_told(self):
        backups = self.directory(self.id) / "backups"
        (backups / self.edit["backup"]).unlink()
        (backups / self.rename["backup"]).write_text("{")
        answer = self.look("--json", "report", "verify", self.id)
        self.assertExit(answer, 1)
        states = {row["name"]: row["state"] for row in answer.lines}
        self.assertEqual(states[self.rename["backup"]], "damaged")
        self.assertIn("missing", states.values())
        self.assertExit(self.look("report", "verify"), 1)

    def trust(self, *words):
        return self.look("--json", "report", "verify", self.id, "--trust", *words, env={**os.environ, "XDG_STATE_HOME": str(self.state)})

    def test_what_is_remembered(self):
        self.state = pathlib.Path(tempfile.mkdtemp(prefix="stemma-state-"))
        self.addCleanup(shutil.rmtree, self.state, ignore_errors=True)
        answer = self.trust()
        self.assertExit(answer, 0)
        self.assertEqual([(row["what"], row["state"]) for row in answer.lines][-1], ("chain", "begun"))
        self.assertEqual(self.trust().lines[-1]["state"], "ok")
        log = self.directory(self.id) / "audit.jsonl"
        log.write_bytes(log.read_bytes().replace(b'"agent"', b'"human"', 1))
        answer = self.trust()
        self.assertExit(answer, 1)
        self.assertEqual(answer.lines[-1]["state"], "broken")
        self.assertIn("changed", answer.lines[-1]["message"])
        self.assertIn("not what somebody changed who can write to", answer.err)
        self.assertFails(self.look("--json", "report", "verify", "--accept"), 2, "usage")
        self.assertEqual(self.trust("--accept").lines[-1]["state"], "begun")
        self.assertEqual(self.trust().lines[-1]["state"], "ok")


if __name__ == "__main__":
    unittest.main()
