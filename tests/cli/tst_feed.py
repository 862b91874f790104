# SPDX-License-Identifier: MIT
"""The contract of the feed: everything that changed in a library, newest first."""

import json
import shutil
import unittest

from ctl import ctl
from writing import Writing

ENTRY_KEYS = ["report", "title", "trashed", "kind", "action_id", "action_type", "actor", "ts", "request_id", "line"]


class Feed(Writing):
    def feed(self, *words, code=0):
        answer = ctl("--json", "feed", *words, library=self.root)
        self.assertExit(answer, code)
        for entry in answer.lines:
            self.assertEqual(list(entry), ENTRY_KEYS)
        return answer.lines

    def actions(self, *words, code=0):
        return [entry["action_id"] for entry in self.feed(*words, code=code)]

    def setUp(self):
        super().setUp()
        self.other = self.writer.create("Andere")
        self.edit = self.writer.evolve(self.id, lambda outline: outline.update(title="Zwei"), request_id="nightly")["action_id"]

    def test_newest_first_from_all_reports(self):
        create = self.writer.events(self.id)[0]["action_id"]
        self.assertEqual(self.actions(), [self.edit, self.other["action_id"], create])
        newest = self.feed()[0]
        self.assertEqual((newest["report"], newest["title"], newest["actor"], newest["action_type"], newest["request_id"]),
                         (self.id, "Zwei", "agent", "evolve", "nightly"))

    def test_is_every_event_of_every_log(self):
        for n in range(3):
            self.run_ctl("report", "tag", self.id, f"+t{n}")
            self.writer.evolve(self.other["id"], lambda outline: outline.update(title=f"A{n}"))
        self.writer.fork(self.id, "Abzweig")
        trashed = self.writer.delete(self.other["id"])["trash"]
        events = {json.loads(line)["action_id"] for path in (self.root / "by_id").glob("*/audit.jsonl")
                  for line in path.read_text().splitlines()}
        events |= {json.loads(line)["action_id"]
                   for line in (self.root / ".trash" / trashed / "audit.jsonl").read_text().splitlines()}
        feed = [entry for entry in self.feed() if entry["kind"] == "change"]
        self.assertEqual(len(feed), len(events))
        self.assertEqual({entry["action_id"] for entry in feed}, events)
        self.assertEqual([entry["ts"] for entry in feed], sorted((entry["ts"] for entry in feed), reverse=True))
        self.assertEqual({entry["report"] for entry in feed if entry["trashed"]}, {self.other["id"]})

    def test_filters(self):
        self.run_ctl("report", "tag", self.id, "+mensch")
        human, = self.feed("--actor", "human")
        self.assertEqual(human["action_type"], "tag_update")
        self.assertEqual(self.actions("--request", "nightly"), [self.edit])
        self.assertEqual(self.actions("--report", self.other["id"][:8]), [self.other["action_id"]])
        self.assertEqual(self.actions("--since", human["ts"]), [human["action_id"]])
        self.assertEqual(self.actions("--until", human["ts"]), self.actions())
        day = human["ts"][:10]
        self.assertEqual(self.actions("--since", day, "--until", day), self.actions())
        self.assertEqual(self.actions("--until", "2001-01-01", code=1), [])
        self.assertEqual(self.actions("--limit", "2"), self.actions()[:2])

    def test_counts_are_those_of_the_history(self):
        """Of every entry, also of old ones in the middle of long histories; only where they are asked for."""
        for n in range(12):
            self.writer.evolve(self.id, lambda outline: outline["sections"].append(
                {**outline["sections"][0], "section_id": f"00000000-0000-4000-8000-0000000000{n:02}", "order": n}))
            self.run_ctl("report", "tag", self.id, f"+t{n}")
        (self.directory() / "backups" / self.writer.events(self.id)[9]["payload"]["backup_filename"]).unlink()
        known = {row["action_id"]: row["counts"] for row in self.run_ctl("report", "log", self.id).lines}
        for limit in ("3", "1000"):
            answer = ctl("--json", "feed", "--counts", "--report", self.id, "--limit", limit, library=self.root)
            self.assertExit(answer, 0)
            self.assertEqual(list(answer.lines[0]), [*ENTRY_KEYS, "counts"])
            for entry in answer.lines:
                self.assertEqual(entry["counts"], known[entry["action_id"]], entry)
        self.assertIn("CHANGES", ctl("feed", "--counts", library=self.root).out)

    def test_what_is_left_out_is_told(self):
        answer = ctl("feed", "--limit", "1", library=self.root)
        self.assertIn("2 older changes are left out", answer.err)
        self.assertEqual(len(answer.out.splitlines()), 2)

    def test_the_trash_by_its_id(self):
        self.writer.delete(self.other["id"])
        self.assertEqual(len(self.feed("--report", self.other["id"])), 2)
        self.assertEqual(len(self.feed("--report", self.other["id"][:8])), 2)
        self.assertFails(ctl("--json", "feed", "--report", "0123456789", library=self.root), 3, "not-found")

    def test_a_change_that_nobody_recorded(self):
        path = self.directory() / "outline.json"
        outline = json.loads(path.read_text())
        path.write_text(json.dumps({**outline, "title": "Von Hand", "updated_at": "2024-01-01T00:00:00+00:00"}))
        entry = self.feed()[0]
        self.assertEqual((entry["kind"], entry["report"], entry["actor"]), ("unrecorded-change", self.id, None))

    def test_damaged_logs_are_told(self):
        log = self.directory() / "audit.jsonl"
        log.write_bytes(log.read_bytes() + b"{torn")
        answer = ctl("--json", "feed", library=self.root)
        self.assertIn("unreadable-line", [entry["kind"] for entry in answer.lines])
        self.assertIn("no end", answer.err)
        self.assertIn(self.edit, [entry["action_id"] for entry in answer.lines])

    def test_writes_nothing(self):
        self.assertUntouched(self.root, self.feed)

    def test_empty_and_off(self):
        for words in (["--since", "yesterday"], ["--limit", "x"], ["--until", "2025-13-40"]):
            self.assertFails(ctl("--json", "feed", *words, library=self.root), 2, "usage")
        shutil.rmtree(self.root / "by_id")
        self.assertEqual(self.feed(), [])
        self.assertFails(ctl("--json", "feed", library=self.folder / "nothing"), 3, "not-found")


if __name__ == "__main__":
    unittest.main()
