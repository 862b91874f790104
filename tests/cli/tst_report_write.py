# SPDX-License-Identifier: MIT
"""The contract of the commands that change reports."""

import json
import os
import signal
import time
import unittest
import uuid

from ctl import ctl, sha256, start, state_of
from writing import SAVED_KEYS, Writing


class New(Writing):
    def test_a_new_report(self):
        answer = self.run_ctl("report", "new", "Neu ✓", "--tag", "x", "--tag", "y")
        self.assertExit(answer, 0)
        report = answer.json["id"]
        self.assertEqual(str(uuid.UUID(report)), report)
        outline = self.outline(report)
        self.assertEqual(list(outline), ["report_id", "title", "created_at", "updated_at", "version", "outline_version",
                                         "sections", "insights", "metadata"])
        self.assertEqual((outline["report_id"], outline["title"], outline["outline_version"]), (report, "Neu ✓", 1))
        self.assertEqual(outline["metadata"]["tags"], ["x", "y"])
        self.assertEqual(self.bytes(report).decode(), json.dumps(outline, indent=2, ensure_ascii=False))
        event, = self.writer.events(report)
        self.assertEqual((event["action_type"], event["action_id"]), ("create", answer.json["action_id"]))
        self.assertEqual(event["payload"]["initial_title"], "Neu ✓")
        self.assertExit(ctl("index", "check", library=self.root), 0)
        self.assertEqual(self.writer.load(report)["title"], "Neu ✓")

    def test_with_content(self):
        content = self.outline()
        content["sections"][0]["metadata"] = {"mine": 1}
        taken = self.run_ctl("report", "new", "T", "--file", "-", stdin=json.dumps(content))
        self.assertFails(taken, 4, "conflict")
        del content["report_id"]
        path = self.folder / "content.json"
        path.write_text(json.dumps(content))
        for words, options in ((("--file", str(path)), {}), (("--file", "-"), {"stdin": json.dumps(content)})):
            answer = self.run_ctl("report", "new", "Aus Datei", *words, **options)
            self.assertExit(answer, 0)
            outline = self.outline(answer.json["id"])
            self.assertEqual((outline["title"], outline["report_id"]), ("Aus Datei", answer.json["id"]))
            self.assertEqual([section["title"] for section in outline["sections"]], ["Section 1", "Section 2"])
            self.assertEqual(outline["sections"][0]["metadata"], {"mine": 1})

    def test_refusals(self):
        self.assertRefused(2, "usage", "report", "new", "")
        self.assertRefused(6, "damaged", "report", "new", "T", "--file", "-", stdin="{")
        self.assertRefused(3, "not-found", "report", "new", "T", "--file", "/no/such/file")

    def test_into_a_folder_that_is_no_library_yet(self):
        empty = self.folder / "empty"
        empty.mkdir()
        answer = ctl("--json", "report", "new", "Erster", library=empty)
        self.assertExit(answer, 0)
        self.assertEqual(os.listdir(empty / "by_id"), [answer.json["id"]])


class Edit(Writing):
    def edit(self, *edits, words=()):
        return self.run_ctl("report", "edit", self.id, *words, stdin=json.dumps(list(edits)))

    def section(self, at=0):
        return self.outline()["sections"][at]["section_id"]

    def test_a_list_is_one_change(self):
        before = self.bytes()
        answer = self.edit({"op": "set-title", "title": "Von Hand"},
                           {"op": "add-insight", "section_id": self.section(), "insight": {
                               "summary": "neu", "citations": [{"source": "query", "execution_id": "e"}]}},
                           words=("--note", "Zahlen vom Mai"))
        self.assertExit(answer, 0)
        self.assertEqual(list(answer.json), SAVED_KEYS + ["new_ids"])
        outline = self.outline()
        new, = answer.json["new_ids"]
        self.assertEqual(outline["title"], "Von Hand")
        self.assertEqual((outline["insights"][-1]["insight_id"], outline["sections"][0]["insight_ids"]), (new, [new]))
        self.assertEqual(outline["insights"][-1]["supporting_queries"][0]["execution_id"], "e")
        self.assertEqual((self.directory() / "backups" / answer.json["backup"]).read_bytes(), before)
        event = self.writer.events(self.id)[-1]
        self.assertEqual((event["action_type"], event["payload"]["stemma"]["note"]), ("evolve", "Zahlen vom Mai"))
        self.assertEqual(event["payload"]["insight_ids_added"], [new])
        self.assertEqual(self.writer.load(self.id)["title"], "Von Hand")
        self.assertNoLeftovers()

    def test_from_a_file_and_in_words(self):
        path = self.folder / "edits.json"
        path.write_text(json.dumps([{"op": "duplicate-section", "section_id": self.section()}]))
        answer = ctl("report", "edit", self.id, "--file", path, library=self.root)
        self.assertExit(answer, 0)
        self.assertRegex(answer.out, r"^Edited .*\n  new: [0-9a-f-]{36}\n$")
        self.assertEqual(len(self.outline()["sections"]), 3)

    def test_the_event_is_what_the_change_is(self):
        for edit, event in (({"op": "set-title", "title": "Neu"}, "rename"),
                            ({"op": "tag", "add": ["z"], "remove": []}, "tag_update"),
                            ({"op": "set-status", "status": "archived"}, "archive"),
                            ({"op": "set-status", "status": "active"}, "status_change"),
                            ({"op": "move-section", "section_id": self.section(1), "at": 0}, "evolve")):
            self.assertExit(self.edit(edit), 0)
            self.assertEqual(self.writer.events(self.id)[-1]["action_type"], event)
        self.assertExit(self.edit({"op": "set-title", "title": "Neu"}), 0)
        self.assertIs(self.edit({"op": "set-title", "title": "Neu"}).json["unchanged"], True)

    def test_untouched_bytes_stay(self):
        path = self.directory() / "outline.json"
        text = path.read_text().replace('"template": "default"', '"template" :"default",\n\t"n": [1.10,2e3]')
        path.write_text(text)
        self.assertExit(self.edit({"op": "set-metadata", "key": "owner", "value": {"a": None}}), 0)
        self.assertIn('"template" :"default",\n\t"n": [1.10,2e3]', path.read_text())

    def test_refusals_name_the_element(self):
        good = {"op": "set-title", "title": "x"}
        for bad, *parts in (({"op": "explode"}, "explode"), ({"op": "set-title", "title": ""}, "title"),
                            ({"op": "set-status", "status": "draft"}, "active, archived, deleted"),
                            ({"op": "set-metadata", "key": "tags", "value": "x"}, "tags"),
                            ({"op": "delete-insight", "insight_id": "nowhere"}, "nowhere"),
                            ({"op": "edit-section", "section_id": self.section(), "fields": {"colour": 1}}, "colour"),
                            ({"title": "x"}, "op")):
            self.assertRefused(2, "usage", "report", "edit", self.id, stdin=json.dumps([good, bad]),
                               parts=("edit 1", *parts))
        self.assertRefused(2, "usage", "report", "edit", self.id, stdin='[{"op": ', parts=("line 1",))
        self.assertRefused(2, "usage", "report", "edit", self.id, stdin='{}')
        self.assertRefused(3, "not-found", "report", "edit", "ffffffff", stdin="[]")

    def test_help_lists_the_edits(self):
        answer = ctl("report", "edit", "--help")
        for name in ("set-title", "duplicate-section", "split-insight", "join-insights", "paste-insight", "move-citation"):
            self.assertIn(name, answer.out)


class Save(Writing):
    def test_saves_what_was_edited(self):
        outline = self.outline()
        outline["title"] = "Geändert"
        outline["sections"][1]["content"] = "neu"
        saved, event = self.write("report", "save", self.id, "--base", sha256(self.bytes()), stdin=json.dumps(outline),
                                  version=2)
        self.assertEqual(self.outline()["title"], "Geändert")
        self.assertEqual(event["action_type"], "evolve")
        self.assertEqual((event["payload"]["old_title"], event["payload"]["new_title"]), ("Überblick", "Geändert"))
        self.assertEqual(event["payload"]["outline_version"], saved["outline_version"])

    def test_conflict_when_the_base_is_another(self):
        base = sha256(self.bytes())
        self.writer.evolve(self.id, lambda outline: outline.update(title="Inzwischen"))
        edited = {**self.outline(), "title": "Meins"}
        self.assertRefused(4, "conflict", "report", "save", self.id, "--base", base, stdin=json.dumps(edited))

    def test_nothing_changed_writes_nothing(self):
        answer = self.assertNothingWritten(self.root, lambda: self.run_ctl(
            "report", "save", self.id, "--base", sha256(self.bytes()), stdin=self.bytes()))
        self.assertExit(answer, 0)
        self.assertIs(answer.json["unchanged"], True)

    def test_number_text_and_unknown_keys_survive(self):
        text = self.bytes().decode().replace('"template": "default"', '"template": "default",\n    "n": [1.10, 1e3, 2E+9, 123456789012345678901234567890]')
        answer = self.run_ctl("report", "save", self.id, "--base", sha256(self.bytes()), stdin=text)
        self.assertExit(answer, 0)
        written = self.bytes().decode()
        for number in ("1.10", "1e3", "2E+9", "123456789012345678901234567890"):
            self.assertIn("      " + number, written)

    def test_refuses_what_the_other_program_could_not_read(self):
        base = sha256(self.bytes())

        def refused(change, *parts):
            outline = self.outline()
            change(outline)
            self.assertRefused(6, "damaged", "report", "save", self.id, "--base", base, stdin=json.dumps(outline),
                               parts=parts)

        refused(lambda outline: outline["sections"][0].update(unknown=1), "unknown")
        refused(lambda outline: outline.update(title=""))
        refused(lambda outline: outline["metadata"].update(status="draft"))
        refused(lambda outline: outline["metadata"].update(tags="a"))
        refused(lambda outline: outline["metadata"].update(text="\ud800"))
        self.assertRefused(6, "damaged", "report", "save", self.id, "--base", base, stdin='{"title": ', parts=("line 1",))
        self.assertRefused(6, "damaged", "report", "save", self.id, "--base", base, stdin=b"\xef\xbb\xbf" + self.bytes())


class Fields(Writing):
    def test_rename(self):
        _, event = self.write("report", "rename", self.id, "Neuer Titel 🎉", version=2)
        self.assertEqual(self.outline()["title"], "Neuer Titel 🎉")
        self.assertEqual((event["payload"]["old_title"], event["payload"]["new_title"]), ("Überblick", "Neuer Titel 🎉"))
        self.assertRefused(2, "usage", "report", "rename", self.id, "")

    def test_only_what_changes_is_rewritten(self):
        path = self.directory() / "outline.json"
        text = self.bytes().decode().replace('"sections": [', '"sections":   [').replace('"default"', '"def\\u0061ult"')
        text = text.replace('"metadata": {\n    ', '"metadata": {\n    "n": 1.10,\n    ')
        path.write_text(text)
        self.assertExit(self.run_ctl("report", "rename", self.id, "Anders"), 0)
        old, new = text.splitlines(), self.bytes().decode().splitlines()
        self.assertEqual(len(old), len(new))
        self.assertEqual([line.split(":")[0].strip() for line, other in zip(old, new) if line != other],
                         ['"title"', '"updated_at"', '"outline_version"'])

    def test_tags(self):
        _, event = self.write("report", "tag", self.id, "+neu", "-a", "+zwei drei", version=2)
        self.assertEqual(self.outline()["metadata"]["tags"], ["b", "neu", "zwei drei"])
        self.assertEqual(event["action_type"], "tag_update")
        payload = event["payload"]
        self.assertEqual((sorted(payload["tags_added"]), payload["tags_removed"], payload["final_tags"]),
                         (["neu", "zwei drei"], ["a"], ["b", "neu", "zwei drei"]))
        self.write("report", "tag", self.id, "-b", "-neu")
        self.assertEqual(self.outline()["metadata"]["tags"], ["zwei drei"])
        self.write("report", "tag", self.id, "--", "+-x", "+--y")
        self.assertEqual(self.outline()["metadata"]["tags"], ["--y", "-x", "zwei drei"])
        self.write("report", "tag", self.id, "--", "--x")
        self.assertEqual(self.outline()["metadata"]["tags"], ["--y", "zwei drei"])

    def test_tags_that_change_nothing(self):
        answer = self.assertNothingWritten(self.root, lambda: self.run_ctl("report", "tag", self.id, "+a", "-c"))
        self.assertExit(answer, 0)
        self.assertIs(answer.json["unchanged"], True)

    def test_wrong_tags(self):
        self.assertRefused(2, "usage", "report", "tag", self.id, "a")
        self.assertRefused(2, "usage", "report", "tag", self.id)
        self.assertRefused(2, "usage", "report", "tag", self.id, "+a", "--no-such-option")

    def test_status(self):
        self.write("report", "status", self.id, "archived")
        self.assertEqual(self.outline()["metadata"]["status"], "archived")
        self.write("report", "unarchive", self.id)
        self.assertEqual(self.outline()["metadata"].get("status", "active"), "active")
        _, event = self.write("report", "archive", self.id)
        self.assertEqual(event["action_type"], "archive")
        self.assertRefused(2, "usage", "report", "status", self.id, "draft")

    def test_actor_and_request_id_go_to_the_history(self):
        answer = self.run_ctl("--actor", "agent", "--request-id", "req ü", "report", "rename", self.id, "X")
        self.assertExit(answer, 0)
        event = self.writer.events(self.id)[-1]
        self.assertEqual((event["actor"], event["request_id"]), ("agent", "req ü"))
        self.assertRefused(2, "usage", "--actor", "nobody", "report", "rename", self.id, "Y")

    def test_what_is_damaged_is_not_written(self):
        path = self.directory() / "outline.json"
        good = self.bytes()
        for bad in (good[:-20], b"", b"\xef\xbb\xbf" + good, good.replace(b'"version": "1.0"', b'"version": 1', 1),
                    good.replace(b'"notes": null', b'"notes": null, "unknown": 1', 1)):
            path.write_bytes(bad)
            for words in (("rename", self.id, "X"), ("tag", self.id, "+x"), ("archive", self.id), ("fork", self.id, "X")):
                self.assertRefused(6, "damaged", "report", *words)

    def test_a_missing_report(self):
        for words in (("rename", "12345678", "X"), ("tag", "12345678", "+x"), ("trash", "12345678"),
                      ("fork", "12345678", "X"), ("restore", "12345678", "now")):
            self.assertRefused(3, "not-found", "report", *words)
        self.assertRefused(8, "unsafe", "report", "rename", "../x", "X")

    def test_a_locked_report(self):
        lock = self.directory() / ".lock"
        lock.touch()
        self.assertRefused(5, "locked", "report", "rename", self.id, "X", parts=("another program",))
        os.utime(lock, (time.time() - 3600, time.time() - 3600))
        self.assertRefused(5, "locked", "report", "rename", self.id, "X", parts=("60 min",))
        self.write("report", "rename", self.id, "X", "--break-lock")

    def test_ctrl_c_while_waiting_leaves_nothing(self):
        (self.directory() / ".lock").touch()
        before = state_of(self.root, folder_times=False)
        running = start("--json", "report", "rename", self.id, "X", library=self.root)
        while set(state_of(self.root)) == set(before):
            self.assertIsNone(running.poll())
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=30)
        self.assertEqual(running.returncode, 130, err)
        self.assertEqual(json.loads(err)["error"]["code"], "cancelled")
        self.assertEqual(state_of(self.root, folder_times=False), before)


if __name__ == "__main__":
    unittest.main()
