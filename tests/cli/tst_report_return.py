# SPDX-License-Identifier: MIT
"""The contract of the commands that bring reports and versions back: trash, fork, restore."""

import json
import os
import unittest

from ctl import ctl, sha256, state_of
from writing import Writing


class TrashAndFork(Writing):
    def test_to_the_trash_and_back(self):
        before = self.bytes()
        answer = self.run_ctl("report", "trash", self.id)
        self.assertExit(answer, 0)
        self.assertFalse(self.directory().exists())
        trashed, = ctl("--json", "report", "list", "--trash", library=self.root).lines
        self.assertEqual((trashed["id"], trashed["title"]), (self.id, "Überblick"))
        self.assertRegex(trashed["name"], self.id + r"_\d{8}T\d{6}$")
        self.assertEqual(ctl("--json", "report", "list", library=self.root).out, "")
        event = json.loads((self.root / ".trash" / trashed["name"] / "audit.jsonl").read_text().splitlines()[-1])
        self.assertEqual((event["action_type"], event["action_id"]), ("delete", answer.json["action_id"]))
        self.assertIn(trashed["name"], event["payload"]["trash_location"])
        self.assertNotIn(self.id, (self.root / "index.jsonl").read_text())
        self.assertExit(self.run_ctl("report", "untrash", trashed["name"]), 0)
        self.assertEqual(self.bytes(), before)
        self.assertNoLeftovers()
        self.assertExit(ctl("index", "check", library=self.root), 0)

    def test_untrash_by_id_and_over_a_stub(self):
        self.run_ctl("report", "trash", self.id)
        (self.directory() / "backups").mkdir(parents=True)
        self.assertExit(self.run_ctl("report", "untrash", self.id), 0)
        self.assertEqual(self.outline()["title"], "Überblick")

    def test_untrash_never_replaces_a_report(self):
        self.run_ctl("report", "trash", self.id)
        name, = os.listdir(self.root / ".trash")
        self.directory().mkdir()
        (self.directory() / "outline.json").write_text("{}")
        self.assertRefused(4, "conflict", "report", "untrash", name)
        self.assertRefused(3, "not-found", "report", "untrash", "nothing_20250101T000000")
        self.assertRefused(8, "unsafe", "report", "untrash", "../by_id")

    def test_fork(self):
        before = state_of(self.directory())
        answer = self.run_ctl("report", "fork", self.id, "Abzweig")
        self.assertExit(answer, 0)
        fork = answer.json["id"]
        source, copy = self.outline(), self.outline(fork)
        self.assertNotEqual(fork, self.id)
        self.assertEqual((copy["report_id"], copy["title"], copy["outline_version"]), (fork, "Abzweig", 1))
        self.assertEqual(copy["metadata"]["forked_from"], self.id)
        self.assertEqual([section["title"] for section in copy["sections"]], [section["title"] for section in source["sections"]])
        events = self.writer.events(fork)
        self.assertEqual([event["action_type"] for event in events], ["fork"])
        self.assertEqual({event["report_id"] for event in events}, {fork})
        self.assertEqual(state_of(self.directory()), before)
        self.assertExit(ctl("index", "check", library=self.root), 0)


class Restore(Writing):
    def setUp(self):
        super().setUp()
        self.first = self.bytes()
        self.edit = self.writer.evolve(self.id, lambda outline: outline.update(title="Zwei"))
        self.later = self.writer.evolve(self.id, lambda outline: outline["sections"].pop())

    def without_stamps(self, data):
        return [line for line in data.decode().splitlines() if '"outline_version"' not in line] if isinstance(data, bytes) else data

    def assertSameContent(self, one, other):
        """Byte for byte, but for the report's two stamps."""
        def lines(data):
            skipped = ('  "outline_version"', '  "updated_at"')
            return [line for line in data.decode().splitlines() if not line.startswith(skipped)]

        self.assertEqual(lines(one), lines(other))

    def test_restore_and_undo(self):
        before = self.bytes()
        saved, event = self.write("report", "restore", self.id, "before:" + self.edit["action_id"], version=4)
        self.assertSameContent(self.bytes(), self.first)
        self.assertEqual(event["action_type"], "revert")
        payload = event["payload"]
        self.assertEqual((payload["reverted_from_action_id"], payload["reverted_from_action_type"]),
                         (self.edit["action_id"], "evolve"))
        self.assertEqual((payload["backup_restored"], payload["current_state_backup"]), (self.edit["backup"], saved["backup"]))
        self.write("report", "restore", self.id, "before:" + saved["action_id"], version=5)
        self.assertSameContent(self.bytes(), before)

    def test_every_kind_of_version(self):
        for version in ("@1", "backup:" + self.edit["backup"], "before:" + self.edit["action_id"][:8],
                        str(self.directory() / "backups" / self.edit["backup"])):
            self.write("report", "restore", self.id, version)
            self.assertSameContent(self.bytes(), self.first)
            self.writer.evolve(self.id, lambda outline: outline.update(title="Wieder anders"))

    def test_the_other_program_can_undo_it(self):
        before = self.bytes()
        saved, _ = self.write("report", "restore", self.id, "@1")
        self.writer.revert(self.id, saved["action_id"])
        self.assertEqual(self.bytes(), before)

    def test_dry_run_prints_and_writes_nothing(self):
        answer = self.assertUntouched(self.folder, lambda: ctl(
            "report", "restore", self.id, "@1", "--dry-run", library=self.root))
        self.assertExit(answer, 0)
        self.assertSameContent(answer.bytes, self.first)
        self.assertIn("2 later changes by agent", answer.err)
        answer = self.assertUntouched(self.folder, lambda: self.run_ctl("report", "restore", self.id, "@1", "--dry-run"))
        self.assertEqual(answer.json["title"], "Überblick")

    def test_restoring_what_is_there_writes_nothing(self):
        answer = self.assertNothingWritten(self.root, lambda: self.run_ctl("report", "restore", self.id, "now"))
        self.assertExit(answer, 0)
        self.assertIs(answer.json["unchanged"], True)

    def test_repairs_a_damaged_report(self):
        (self.directory() / "outline.json").write_bytes(self.bytes()[:100])
        self.assertRefused(6, "damaged", "report", "rename", self.id, "X")
        self.assertExit(self.run_ctl("report", "restore", self.id, "before:" + self.later["action_id"]), 0)
        self.assertEqual(self.outline()["title"], "Zwei")
        kept = [path.read_bytes() for path in (self.directory() / "backups").iterdir()]
        self.assertIn(100, [len(data) for data in kept], "the damaged bytes are kept")

    def test_repairs_a_report_whose_outline_is_gone(self):
        (self.directory() / "outline.json").unlink()
        self.assertExit(self.run_ctl("report", "restore", self.id, "before:" + self.later["action_id"]), 0)
        self.assertEqual(self.outline()["title"], "Zwei")

    def test_refusals(self):
        create = self.writer.events(self.id)[0]["action_id"]
        self.assertRefused(3, "not-found", "report", "restore", self.id, "before:" + create)
        self.assertRefused(8, "unsafe", "report", "restore", self.id, "backup:../outline.json")
        backup = self.directory() / "backups" / self.edit["backup"]
        backup.write_text("{")
        self.assertRefused(6, "damaged", "report", "restore", self.id, "before:" + self.edit["action_id"])
        backup.unlink()
        self.assertRefused(3, "not-found", "report", "restore", self.id, "before:" + self.edit["action_id"])
        other = self.writer.create("Andere")["id"]
        backup.write_bytes(self.bytes(other))
        self.assertRefused(6, "damaged", "report", "restore", self.id, "before:" + self.edit["action_id"])

    def test_a_backup_that_a_fork_inherited_gets_the_forks_id(self):
        fork = self.writer.fork(self.id, "Abzweig")["id"]
        answer = self.run_ctl("report", "restore", fork, "backup:" + self.edit["backup"])
        self.assertExit(answer, 0)
        self.assertEqual(self.outline(fork)["report_id"], fork)
        self.assertIn("note:", answer.err)


class RestoreParts(Writing):
    def setUp(self):
        super().setUp()
        self.first = self.outline()
        self.edit = self.writer.evolve(self.id, lambda outline: outline.update(title="Zwei"))
        self.version = "before:" + self.edit["action_id"]
        self.section, self.other = (section["section_id"] for section in self.first["sections"])

    def restore(self, *words, **options):
        return self.write("report", "restore", self.id, self.version, *words, **options)

    def without(self, outline, *keys):
        return {key: value for key, value in outline.items() if key not in ("updated_at", "outline_version", *keys)}

    def test_a_field_of_the_report(self):
        self.writer.evolve(self.id, lambda outline: outline["sections"][0].update(title="Anders"))
        before = self.outline()
        _, event = self.restore("--field", "title", version=4)
        self.assertEqual(self.outline()["title"], "Überblick")
        self.assertEqual(self.without(self.outline(), "title"), self.without(before, "title"))
        self.assertEqual(event["action_type"], "rename")
        self.assertEqual(event["payload"]["stemma"]["restored"],
                         {"version": self.edit["backup"], "parts": [{"what": "report", "id": "report", "field": "title"}]})

    def test_a_section_that_is_gone_and_one_field_of_another(self):
        def change(outline):
            outline["sections"][0].update(title="Anders", notes="Neu")
            outline["sections"].pop()

        self.writer.evolve(self.id, change)
        self.restore("--section", self.other)
        self.assertEqual(self.outline()["sections"][1], self.first["sections"][1])
        self.assertEqual((self.outline()["title"], self.outline()["sections"][0]["title"]), ("Zwei", "Anders"))
        self.restore("--section", self.section, "--field", "title")
        section = self.outline()["sections"][0]
        self.assertEqual((section["title"], section["notes"]), (self.first["sections"][0]["title"], "Neu"))

    def with_insight(self):
        """An insight with a citation in the second section; then an agent deletes the whole section."""
        insight = {"summary": "Sechs Schiffe", "importance": 5, "citations": [{"source": "url", "url": "https://example.org/a"}]}
        edits = self.folder / "edits.json"
        edits.write_text(json.dumps([{"op": "add-insight", "section_id": self.other, "insight": insight}]))
        answer = self.run_ctl("report", "edit", self.id, "--file", str(edits))
        self.assertExit(answer, 0)
        self.version = "after:" + answer.json["action_id"]
        full = self.outline()

        def drop(outline):
            outline["sections"].pop()
            outline["insights"] = []

        self.writer.evolve(self.id, drop)
        return answer.json["new_ids"][0], full

    def test_an_insight_with_its_section_or_into_another(self):
        insight, full = self.with_insight()
        dry = self.assertUntouched(self.folder, lambda: self.run_ctl(
            "report", "restore", self.id, self.version, "--insight", insight, "--dry-run"))
        self.assertExit(dry, 0)
        self.assertIn("the section " + self.other, dry.err)
        self.assertIn("1 later change by agent touched", dry.err)
        self.restore("--insight", insight)
        self.assertEqual({**dry.json, "updated_at": None}, {**self.outline(), "updated_at": None})
        self.assertEqual(self.without(self.outline()), self.without(full))
        undo = self.writer.events(self.id)[-1]["action_id"]
        self.write("report", "undo", self.id, undo)
        self.restore("--insight", insight, "--into", self.section)
        self.assertEqual([section["insight_ids"] for section in self.outline()["sections"]], [[insight]])

    def test_a_citation_and_a_section_alone(self):
        insight, _ = self.with_insight()
        self.restore("--section", self.other, "--alone")
        self.assertEqual((self.outline()["insights"], len(self.outline()["sections"])), ([], 2))
        self.restore("--citation", insight + "/url:https://example.org/a")
        self.assertEqual(self.outline()["insights"][0]["citations"][0]["url"], "https://example.org/a")
        self.version = "@1"
        self.restore("--insight", insight)  # that version has none: it is taken out
        self.assertEqual(self.outline()["insights"], [])

    def test_out_of_the_trash(self):
        other = self.writer.create("Andere", sections=1)["id"]
        section, = self.outline(other)["sections"]
        self.assertExit(self.run_ctl("report", "trash", other), 0)
        self.version = "now"
        self.restore("--from", other, "--section", section["section_id"])
        self.assertEqual(self.without(self.outline()["sections"][2], "order"), self.without(section, "order"))
        self.assertEqual((self.outline()["report_id"], self.outline()["title"]), (self.id, "Zwei"))
        self.assertRefused(3, "not-found", "report", "restore", self.id, "now", "--from", "nothing", "--field", "title")
        self.assertRefused(8, "unsafe", "report", "restore", self.id, "now", "--from", "../by_id", "--field", "title")

    def test_keep_what_people_changed(self):
        self.assertExit(self.run_ctl("report", "tag", self.id, "+mensch"), 0)
        dry = self.assertUntouched(self.folder, lambda: self.run_ctl(
            "report", "restore", self.id, self.version, "--keep-human", "--dry-run"))
        self.assertEqual(dry.json["title"], "Überblick")
        self.restore("--keep-human")
        self.assertEqual(self.outline()["title"], "Überblick")
        self.assertIn("mensch", self.outline()["metadata"]["tags"])
        answer = self.assertNothingWritten(self.root, lambda: self.run_ctl("report", "restore", self.id, "now", "--keep-human"))
        self.assertExit(answer, 0)
        self.assertIs(answer.json["unchanged"], True)

    def test_what_people_changed_on_top_is_asked(self):
        self.assertExit(self.run_ctl("report", "rename", self.id, "Mensch"), 0)
        answer = self.assertNothingWritten(self.root, lambda: self.run_ctl(
            "report", "restore", self.id, self.version, "--keep-human"))
        self.assertExit(answer, 4)
        self.assertEqual(answer.json[0]["field"], "title")
        self.restore("--keep-human", "--conflicts", "before")
        self.assertEqual(self.outline()["title"], "Überblick")

    def test_what_is_off(self):
        refuse = lambda code, word, *words: self.assertRefused(code, word, "report", "restore", self.id, self.version, *words)
        refuse(3, "not-found", "--section", "nothing")
        refuse(3, "not-found", "--field", "colour")
        refuse(2, "usage", "--field", "report_id")
        refuse(2, "usage", "--keep-human", "--field", "title")
        refuse(2, "usage", "--into", self.section)
        refuse(2, "usage", "--conflicts", "now")
        refuse(3, "not-found", "--section", self.other, "--into", "nothing")
        answer = self.assertNothingWritten(self.root, lambda: self.run_ctl(
            "report", "restore", self.id, self.version, "--section", self.other))
        self.assertIs(answer.json["unchanged"], True)


class Undo(Writing):
    def setUp(self):
        super().setUp()
        self.first = self.bytes()
        self.edit = self.writer.evolve(self.id, lambda outline: outline.update(title="Zwei"))
        self.later = self.writer.evolve(self.id, lambda outline: outline["sections"][0].update(title="Später"))

    def test_one_change_and_back(self):
        saved, event = self.write("report", "undo", self.id, self.edit["action_id"][:8], version=4)
        self.assertEqual((self.outline()["title"], self.outline()["sections"][0]["title"]), ("Überblick", "Später"))
        self.assertEqual(event["payload"]["stemma"]["undoes"], [self.edit["action_id"]])
        self.write("report", "undo", self.id, saved["action_id"], version=5)
        self.assertEqual((self.outline()["title"], self.outline()["sections"][0]["title"]), ("Zwei", "Später"))

    def test_several_at_once(self):
        _, event = self.write("report", "undo", self.id, self.later["action_id"], self.edit["action_id"])
        self.assertEqual(event["payload"]["stemma"]["undoes"], [self.edit["action_id"], self.later["action_id"]])
        self.assertEqual(self.outline()["sections"][0]["title"], json.loads(self.first)["sections"][0]["title"])

    def test_dry_run_is_what_is_written(self):
        dry = self.assertUntouched(self.folder, lambda: self.run_ctl("report", "undo", self.id, self.edit["action_id"], "--dry-run"))
        self.assertExit(dry, 0)
        self.write("report", "undo", self.id, self.edit["action_id"])
        self.assertEqual({**dry.json, "updated_at": None}, {**self.outline(), "updated_at": None})

    def test_conflicts_are_listed_and_decided(self):
        self.writer.evolve(self.id, lambda outline: outline.update(title="Drei"))
        answer = self.assertNothingWritten(self.root, lambda: self.run_ctl("report", "undo", self.id, self.edit["action_id"]))
        self.assertExit(answer, 4)
        conflict, = answer.json
        self.assertEqual((conflict["field"], conflict["base"], conflict["ours"], conflict["theirs"]),
                         ("title", "Zwei", "Drei", "Überblick"))
        self.assertIn('"code": "conflict"', answer.err)
        plain = ctl("report", "undo", self.id, self.edit["action_id"], library=self.root)
        self.assertIn("theirs: Überblick", plain.out)
        self.write("report", "undo", self.id, self.edit["action_id"], "--conflicts", "before")
        self.assertEqual(self.outline()["title"], "Überblick")

    def test_parts_of_a_change(self):
        def change(outline):
            outline.update(title="Drei")
            outline["sections"][0].update(title="Anders")

        section, title = self.outline()["sections"][0], self.outline()["title"]
        action = self.writer.evolve(self.id, change)["action_id"]
        saved, event = self.write("report", "undo", self.id, action, "--section", section["section_id"])
        self.assertEqual((self.outline()["title"], self.outline()["sections"][0]["title"]), ("Drei", section["title"]))
        self.assertEqual(event["payload"]["stemma"]["undoes"], [action])
        self.assertEqual(event["payload"]["stemma"]["parts"], [{"what": "section", "id": section["section_id"]}])
        self.write("report", "undo", self.id, action, "--field", "title")
        self.assertEqual(self.outline()["title"], title)
        self.write("report", "undo", self.id, saved["action_id"])
        self.assertEqual((self.outline()["title"], self.outline()["sections"][0]["title"]), (title, "Anders"))

    def test_a_request_and_what_programs_did(self):
        self.assertExit(self.run_ctl("--request-id", "nightly", "report", "tag", self.id, "+nachts"), 0)
        self.assertRefused(3, "not-found", "report", "undo", self.id, "--request", "daily")
        self.write("report", "undo", self.id, "--request", "nightly")
        self.assertNotIn("nachts", self.outline()["metadata"].get("tags", []))
        self.assertExit(self.run_ctl("report", "tag", self.id, "+mensch"), 0)
        self.write("report", "undo", self.id, "--programs-since", "before:" + self.edit["action_id"])
        self.assertEqual(self.outline()["title"], "Überblick")
        self.assertIn("mensch", self.outline()["metadata"]["tags"])

    def test_what_is_off(self):
        self.assertRefused(2, "usage", "report", "undo", self.id)
        self.assertRefused(3, "not-found", "report", "undo", self.id, "0123456789")
        self.assertExit(self.run_ctl("report", "undo", self.id, self.edit["action_id"], "--conflicts", "mine"), 2)


if __name__ == "__main__":
    unittest.main()
