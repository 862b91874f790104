# SPDX-License-Identifier: MIT
"""The contract of the inbox, and of what a person marks: seen changes, names, notes and pins of versions."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

from ctl import ctl, sha256
from writing import Writing

CARD_KEYS = ["card", "report", "title", "trashed", "made", "request_id", "actor", "ts", "changes", "counts", "before", "after",
             "state", "problems", "token"]


class Marking(Writing):
    """Has a state directory of its own."""

    def setUp(self):
        super().setUp()
        self.state = self.folder / "state"
        self.environment = {**os.environ, "XDG_STATE_HOME": str(self.state)}
        self.marks = self.state / "stemma" / "marks"

    def own(self, *words, library=None):
        return ctl("--json", "--timeout", "5", *words, library=library or self.root, env=self.environment)

    def cards(self, library=None):
        answer = self.own("inbox", library=library)
        self.assertExit(answer, 0)
        for card in answer.lines:
            self.assertEqual(list(card), CARD_KEYS)
        return answer.lines

    def title(self, title, **options):
        return self.writer.evolve(self.id, lambda outline: outline.update(title=title), **options)["action_id"]

    def actions(self, library=None):
        return [[change["action_id"] for change in card["changes"]] for card in self.cards(library)]

    def accept(self, *cards):
        answer = self.own("inbox", "accept", *cards)
        self.assertExit(answer, 0)
        return answer.json


class Inbox(Marking):
    def setUp(self):
        super().setUp()
        self.assertEqual(self.cards(), [], "what is there at first counts as seen")

    def test_changes_by_others_are_cards(self):
        before = sha256(self.bytes())
        first = self.title("Zwei")
        self.assertExit(self.own("report", "rename", self.id, "Meins"), 0)
        third = self.writer.evolve(self.id, lambda outline: outline["sections"].pop())["action_id"]
        last, one = self.cards()
        self.assertEqual(([change["action_id"] for change in one["changes"]], one["before"]), ([first], before))
        self.assertEqual([change["action_id"] for change in last["changes"]], [third])
        self.assertEqual((last["actor"], last["state"], last["after"]), ("agent", "ok", sha256(self.bytes())))
        self.assertEqual(last["counts"], {"added": 0, "edited": 0, "moved": 0, "removed": 1})
        self.assertEqual(one["counts"], {"added": 0, "edited": 1, "moved": 0, "removed": 0})
        self.assertEqual((last["report"], last["title"], last["made"], last["trashed"]), (self.id, "Meins", False, False))

    def test_looking_writes_nothing_to_the_library(self):
        self.title("Zwei")
        self.assertUntouched(self.root, self.cards)

    def test_one_request_is_one_card(self):
        before = sha256(self.bytes())
        mine = [self.title(title, request_id="nightly") for title in ("A", "B", "C")]
        other = self.title("D", request_id="daily")
        rest = self.title("E", request_id="nightly")
        cards = self.cards()
        self.assertEqual(self.actions(), [[rest], [other], mine])
        self.assertEqual((cards[2]["request_id"], cards[2]["before"]), ("nightly", before))
        self.assertEqual(cards[2]["counts"], {"added": 0, "edited": 1, "moved": 0, "removed": 0})
        self.assertEqual(cards[2]["after"], cards[1]["before"])

    def test_accepted_cards_are_gone(self):
        first, second = self.title("A"), self.title("B")
        card = self.cards()[1]
        self.assertEqual(self.accept(card["card"]), {"accepted": [card["card"]], "changes": 1})
        self.assertEqual(self.actions(), [[second]])
        self.assertFails(self.own("inbox", "accept", card["card"]), 3, "not-found")
        third = self.title("C")
        self.assertEqual(self.actions(), [[third], [second]])
        self.accept(*[card["card"] for card in self.cards()])
        self.assertEqual(self.cards(), [])
        self.assertNotEqual(first, third)

    def unaccept(self, *cards):
        answer = self.own("inbox", "unaccept", *cards)
        self.assertExit(answer, 0)
        return answer.json

    def accepted(self):
        answer = self.own("inbox", "--accepted")
        self.assertExit(answer, 0)
        return [card["card"] for card in answer.lines]

    def test_an_accepted_card_is_new_again(self):
        """Whatever was accepted before or after it stays accepted, and what is new stays new."""
        ids = []
        for request in "abcd":
            self.title(request, request_id=request)
            ids.insert(0, self.cards()[0]["card"])
        before = self.own("inbox").lines
        self.accept(*ids[1:])
        new = self.title("e", request_id="e")
        self.assertEqual(self.accepted(), ids[1:])
        self.assertEqual(self.own("inbox", "unaccept", "--dry-run", ids[2]).json,
                         {"dry_run": True, "unaccepted": [ids[2]], "changes": 1})
        self.assertEqual(self.accepted(), ids[1:])
        self.assertEqual(self.unaccept(ids[2]), {"dry_run": False, "unaccepted": [ids[2]], "changes": 1})
        cards = self.cards()
        self.assertEqual([card["card"] for card in cards[1:]], [ids[0], ids[2]])
        self.assertEqual(cards[0]["changes"][0]["action_id"], new)
        self.assertEqual(cards[2], {**before[2], "title": "e", "token": cards[0]["token"]})
        self.assertEqual(self.accepted(), [ids[1], ids[3]])
        self.assertFails(self.own("inbox", "unaccept", ids[1], ids[2]), 3, "not-found")
        self.assertEqual(len(self.cards()), 3)
        self.accept(*[card["card"] for card in self.cards()])
        self.assertEqual(self.cards(), [])
        self.unaccept(ids[3], ids[1])
        self.assertEqual([card["card"] for card in self.cards()], [ids[1], ids[3]])

    def test_cards_of_one_request_that_were_accepted_one_by_one(self):
        self.title("A", request_id="r")
        first, = self.cards()
        self.accept(first["card"])
        self.title("B", request_id="r")
        second, = self.cards()
        self.accept(second["card"])
        self.assertEqual(self.accepted(), [second["card"], first["card"]])
        self.unaccept(first["card"])
        self.assertEqual(self.actions(), [[change["action_id"] for change in first["changes"]]])

    def test_what_was_there_at_first_stays_seen(self):
        """Also where the file that tells how far the histories were known is lost."""
        self.title("A")
        card = self.cards()[0]["card"]
        self.accept(card)
        self.title("B")
        for file in self.marks.glob("*.library"):
            file.unlink()
        self.assertEqual(self.cards(), [], "a first look")
        self.unaccept(card)
        self.assertEqual([card["card"] for card in self.cards()], [card])
        self.assertFails(self.own("inbox", "unaccept"), 2, "usage")

    def test_a_hand_edit_is_new_again(self):
        path = self.directory() / "outline.json"
        path.write_text(path.read_text().replace("Überblick", "Von Hand"))
        card, = self.cards()
        self.accept(card["card"])
        self.assertEqual(self.cards(), [])
        self.unaccept(card["card"])
        self.assertEqual([each["card"] for each in self.cards()], [card["card"]])
        self.accept(card["card"])
        self.assertEqual(self.cards(), [])

    def test_a_card_that_grew_is_another(self):
        self.title("A", request_id="r")
        card, = self.cards()
        self.title("B", request_id="r")
        self.assertFails(self.own("inbox", "accept", card["card"]), 3, "not-found")
        self.assertEqual(len(self.cards()), 1)

    def test_all_are_accepted_only_as_they_were_shown(self):
        self.title("A")
        token = self.cards()[0]["token"]
        self.title("B")
        self.assertFails(self.own("inbox", "accept", "--all", "--token", token), 4, "conflict")
        cards = self.cards()
        self.assertEqual(len(cards), 2)
        self.assertEqual(self.own("inbox", "accept", "--all", "--token", cards[0]["token"]).json["changes"], 2)
        self.assertEqual(self.cards(), [])
        for words in ([], ["--all"], ["--all", "--token", "x", "y"], ["y", "--token", "x"]):
            self.assertFails(self.own("inbox", "accept", *words), 2, "usage")

    def test_own_saves_dont_change_the_token(self):
        self.title("A")
        token = self.cards()[0]["token"]
        self.assertExit(self.own("report", "tag", self.id, "+x"), 0)
        self.assertExit(self.own("inbox", "accept", "--all", "--token", token), 0)

    def test_a_change_that_nobody_recorded(self):
        path = self.directory() / "outline.json"
        path.write_text(path.read_text().replace("Überblick", "Von Hand"))
        card, = self.cards()
        self.assertEqual((card["state"], card["actor"], card["after"]), ("unrecorded", None, sha256(self.bytes())))
        self.accept(card["card"])
        self.assertEqual(self.cards(), [])
        path.write_text(path.read_text().replace("Von Hand", "Noch einmal"))
        self.assertEqual(len(self.cards()), 1)

    def test_new_forked_and_trashed_reports(self):
        new = self.writer.create("Neu", sections=1)["id"]
        card, = self.cards()
        self.assertEqual((card["report"], card["made"], card["title"]), (new, True, "Neu"))
        self.accept(card["card"])
        fork = self.writer.fork(self.id, "Abzweig")["id"]
        card, = self.cards()
        self.assertEqual((card["report"], card["made"]), (fork, True))
        self.accept(card["card"])
        self.writer.delete(new)
        card, = self.cards()
        self.assertEqual((card["report"], card["trashed"], card["changes"][-1]["action_type"]), (new, True, "delete"))
        self.accept(card["card"])
        self.assertExit(self.own("report", "untrash", new), 0)
        self.assertEqual(self.cards(), [])

    def test_a_report_that_was_in_the_trash_at_first_comes_back_as_seen(self):
        self.writer.delete(self.id)
        self.accept(*[card["card"] for card in self.cards()])
        shutil.rmtree(self.state)
        self.assertEqual(self.cards(), [])
        self.assertExit(self.own("report", "untrash", self.id), 0)
        self.assertEqual(self.cards(), [])

    def test_events_that_change_no_content_are_no_hand_edits(self):
        """A deletion shows no state: what lies behind it isn't a change that nobody recorded."""
        self.title("A")
        self.accept(self.cards()[0]["card"])
        self.cards()
        self.writer.delete(self.id)
        card, = self.cards()
        self.assertEqual([change["action_type"] for change in card["changes"]], ["delete"])
        self.assertEqual(card["state"], "ok")

    def test_own_reports_are_not_new(self):
        self.assertExit(self.own("report", "new", "Eigener"), 0)
        self.assertEqual(self.cards(), [])

    def test_a_missing_backup_is_told(self):
        self.writer.evolve(self.id, lambda outline: outline.update(title="Zwei"))
        backup = self.writer.evolve(self.id, lambda outline: outline.update(title="Drei"))["backup"]
        (self.directory() / "backups" / backup).unlink()
        last, first = self.cards()
        self.assertEqual((last["state"], last["before"], last["counts"]), ("backup-missing", None, None))
        self.assertEqual(first["state"], "ok")

    def test_damaged_logs(self):
        self.title("A")
        log = self.directory() / "audit.jsonl"
        log.write_bytes(log.read_bytes() + b"{not json\n")
        second = self.title("B")
        cards = self.cards()
        self.assertIn("unreadable-line", [card["state"] for card in cards])
        self.assertEqual([change["action_id"] for change in cards[0]["changes"]], [second])
        self.accept(*[card["card"] for card in cards])
        self.assertEqual(self.cards(), [])
        lines = log.read_bytes().splitlines(keepends=True)
        log.write_bytes(b"".join(lines[:-1]) + b"torn")
        self.assertLessEqual(len(self.cards()), 2)
        log.unlink()
        self.assertLessEqual(len(self.cards()), 1)

    def test_an_index_that_is_rebuilt_or_lost_changes_nothing(self):
        first = self.title("A")
        self.accept(self.cards()[0]["card"])
        second = self.title("B")
        (self.root / "index.jsonl").unlink()
        self.assertEqual(self.actions(), [[second]])
        self.assertExit(self.own("index", "rebuild"), 0)
        self.assertEqual(self.actions(), [[second]])
        self.assertNotEqual(first, second)

    def test_a_moved_or_copied_library_keeps_its_marks(self):
        self.title("A")
        self.accept(self.cards()[0]["card"])
        second = self.title("B")
        copy, moved = self.folder / "copy", self.folder / "moved"
        shutil.copytree(self.root, copy)
        self.assertEqual(self.actions(copy), [[second]])
        os.rename(self.root, moved)
        new = type(self.writer)(moved).create("Neu")["id"]
        self.assertEqual([card["report"] for card in self.cards(moved)], [new, self.id])

    def test_another_library_begins_anew(self):
        other = type(self.writer)(self.folder / "other")
        for title in "abc":
            other.create(title)
        self.assertEqual(self.cards(self.folder / "other"), [])

    def test_damaged_marks_cost_those_of_one_report(self):
        other = self.writer.create("Neu")["id"]
        self.accept(self.cards()[0]["card"])
        self.title("A")
        self.accept(self.cards()[0]["card"])
        self.title("B")
        files = list(self.marks.glob("*.marks"))
        self.assertEqual(len(files), 2)
        for file in files:
            if self.id in file.read_text():
                file.write_text("{")
        answer = self.own("inbox")
        self.assertExit(answer, 0)
        self.assertIn("set aside", answer.err)
        self.assertEqual({card["report"] for card in answer.lines}, {self.id})
        self.assertEqual(len(list((self.marks / "set-aside").iterdir())), 1)
        self.assertNotIn("set aside", self.own("inbox").err)
        self.assertNotEqual(other, self.id)

    def test_a_state_directory_that_can_not_be_written_is_told(self):
        self.title("A")
        shutil.rmtree(self.state)
        self.state.write_text("a file")
        answer = self.own("inbox")
        self.assertExit(answer, 0)
        self.assertNotEqual(answer.err, "")

    def test_two_programs_accept_at_once(self):
        self.title("A", request_id="a")
        self.title("B", request_id="b")
        command = [os.environ.get("STEMMACTL", "stemmactl"), "--library", str(self.root), "inbox", "accept"]
        running = [subprocess.Popen([*command, card["card"]], env=self.environment, stdout=subprocess.DEVNULL)
                   for card in self.cards()]
        self.assertEqual([process.wait() for process in running], [0, 0])
        self.assertEqual(self.cards(), [])

    def test_as_text(self):
        self.assertEqual(ctl("inbox", library=self.root, env=self.environment).out, "Nothing is new.\n")
        self.title("A", request_id="nightly")
        answer = ctl("inbox", library=self.root, env=self.environment)
        self.assertIn("evolve (nightly)", answer.out)
        self.assertIn("inbox accept --all --token " + self.cards()[0]["token"], answer.out)
        card = self.cards()[0]["card"]
        self.assertEqual(ctl("inbox", "accept", card, library=self.root, env=self.environment).out,
                         "Accepted 1 change on 1 card.\n")


class Versions(Marking):
    def setUp(self):
        super().setUp()
        self.change = self.title("Zwei")

    def row(self):
        return self.own("report", "log", self.id).lines[-1]

    def test_names_notes_and_pins(self):
        plain = self.row()
        answer = self.own("report", "name", self.id, "after:" + self.change[:8], "für den Vorstand")
        self.assertExit(answer, 0)
        self.assertEqual(answer.json, {"id": self.id, "sha256": sha256(self.bytes()), "name": "für den Vorstand"})
        self.own("report", "note", self.id, "now", "geprüft\nzweimal")
        self.own("report", "pin", self.id, "now")
        self.assertEqual(self.row(), {**plain, "name": "für den Vorstand", "note": "geprüft\nzweimal", "pinned": True})
        text = ctl("report", "log", self.id, library=self.root, env=self.environment).out
        self.assertIn("“für den Vorstand”, pinned, note: geprüft", text)
        self.own("report", "unpin", self.id, "now")
        self.own("report", "note", self.id, "now")
        self.assertEqual(self.own("report", "name", self.id, "now").json, {"id": self.id, "sha256": sha256(self.bytes())})
        self.assertEqual(self.row(), plain)

    def test_marks_stay_with_the_content(self):
        self.own("report", "pin", self.id, "before:" + self.change)
        later = self.title("Drei")
        rows = self.own("report", "log", self.id).lines
        self.assertEqual([row.get("pinned") for row in rows], [True, None, None])
        self.assertNotEqual(later, self.change)
        os.rename(self.root, self.folder / "moved")
        rows = self.own("report", "log", self.id, library=self.folder / "moved").lines
        self.assertEqual([row.get("pinned") for row in rows], [True, None, None])

    def test_the_library_is_left_alone(self):
        self.assertUntouched(self.root, lambda: self.own("report", "name", self.id, "@1", "x"))
        self.assertEqual(self.marks.stat().st_mode & 0o777, 0o700)
        self.assertEqual({path.stat().st_mode & 0o777 for path in self.marks.iterdir()}, {0o600})

    def test_what_is_off(self):
        self.assertFails(self.own("report", "name", self.id, "after:01234567", "x"), 3, "not-found")
        self.assertFails(self.own("report", "pin", "nothing", "now"), 3, "not-found")
        other = self.folder / "other.json"
        other.write_text("{}")
        self.assertFails(self.own("report", "pin", self.id, str(other)), 3, "not-found")
        self.assertFails(self.own("report", "note", self.id, "now", "x" * 70000), 2, "usage")
        self.assertFalse(self.marks.exists())


if __name__ == "__main__":
    unittest.main()
