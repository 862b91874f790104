# SPDX-License-Identifier: MIT
"""stemmactl search: a text in reports, and in their history."""

import os
import unittest

from ctl import TestCase, ctl
from foreign_writer import ForeignWriter

HIT_KEYS = ["report", "title", "what", "id", "field", "matches", "excerpt"]
HISTORY_KEYS = ["report", "title", "n", "action_id", "action_type", "ts", "actor", "change", "what", "id", "field",
                "matches_before", "matches_after", "exact", "since", "excerpt"]


class Search(TestCase):
    def setUp(self):
        super().setUp()
        self.root = self.folder / "reports"
        self.writer = ForeignWriter(self.root)
        self.id = self.writer.create("Überblick", ["churn"], sections=2)["id"]
        self.other = self.writer.create("Other", sections=1)["id"]
        self.came = self.write("The “Churn” rate \x1b[31mis high")
        self.writer.evolve(self.id, lambda outline: outline.update(title="Überblick II"))
        self.went = self.write("All is well", actor="human")

    def write(self, content, actor="agent"):
        change = self.writer.evolve(self.id, lambda outline: outline["sections"][1].update(content=content), actor)
        return change["action_id"]

    def section(self):
        return self.writer.load(self.id)["sections"][1]["section_id"]

    def search(self, *words, code=0):
        answer = self.assertUntouched(self.root, lambda: ctl("--json", "search", *words, library=self.root))
        self.assertExit(answer, code)
        return answer

    def test_reports_as_they_are_now(self):
        answer = self.search("überBLICK")
        hit, = answer.lines
        self.assertEqual(list(hit), HIT_KEYS)
        self.assertEqual(hit, {"report": self.id, "title": "Überblick II", "what": "report", "id": None, "field": "title",
                               "matches": 1, "excerpt": {"before": "", "match": "Überblick", "after": " II"}})
        self.assertEqual(answer.err, "")
        hit, = self.search("well").lines
        self.assertEqual((hit["what"], hit["id"], hit["field"]), ("section", self.section(), "content"))
        self.search("überBLICK", "--case", code=1)

    def test_none(self):
        answer = self.search("Nirgendwo", code=1)
        self.assertEqual((answer.out, answer.err), ("", ""))
        self.search("Nirgendwo", "--history", code=1)
        self.search("Überblick", "--report", self.other, code=1)

    def test_history(self):
        answer = self.search("churn", "--history", "--report", self.id[:8])
        tag, came, went = answer.lines
        self.assertEqual(list(came), HISTORY_KEYS)
        self.assertEqual((tag["n"], tag["field"], tag["change"], tag["action_type"]), (1, "metadata.tags", "came", "create"))
        self.assertEqual((came["n"], came["action_id"], came["actor"], came["change"]), (2, self.came, "agent", "came"))
        self.assertEqual((went["n"], went["action_id"], went["actor"], went["change"]), (4, self.went, "human", "went"))
        self.assertEqual((went["matches_before"], went["matches_after"], went["exact"], went["since"]), (1, 0, True, None))
        for hit in (came, went):
            self.assertEqual((hit["what"], hit["id"], hit["field"]), ("section", self.section(), "content"))
            self.assertEqual(hit["excerpt"]["match"], "Churn")

    def test_lost_versions_are_told(self):
        for backup in os.listdir(self.writer.directory(self.id) / "backups"):
            os.remove(self.writer.directory(self.id) / "backups" / backup)
        answer = self.search("well", "--history")
        hit, = answer.lines
        self.assertEqual((hit["exact"], hit["since"]), (False, 0))
        self.assertEqual(answer.err.count("could not be searched: it is missing"), 3)

    def test_text(self):
        answer = ctl("search", "churn", "--history", library=self.root)
        self.assertExit(answer, 0)
        lines = answer.out.splitlines()
        self.assertEqual(lines[0], self.id + "  Überblick II")
        self.assertIn("  @2  ", lines[2])
        self.assertIn("  came  section " + self.section() + ", content: The “«Churn»” rate ", lines[2])
        self.assertIn(self.came, lines[2])
        self.assertNotIn("\x1b", answer.out)
        answer = ctl("search", "well", library=self.root)
        self.assertEqual(answer.out.splitlines()[1], f"  section {self.section()}, content: All is «well»")

    def test_limit(self):
        for options in ([], ["--history"]):
            answer = self.search("e", "--limit", "1", *options)
            self.assertEqual(len(answer.lines), 1)
            self.assertIn("warning: there are more hits than 1", answer.err)

    def test_damaged_reports_are_told(self):
        (self.writer.directory(self.other) / "outline.json").write_text('{"title": "Over')
        answer = self.search("blick")
        self.assertEqual([hit["report"] for hit in answer.lines], [self.id])
        self.assertIn(self.other + "/outline.json could not be searched", answer.err)

    def test_usage(self):
        for words in ([], [""], ["a", "--limit", "0"], ["a", "--limit", "x"], ["a", "b"]):
            self.assertFails(ctl("--json", "search", *words, library=self.root), 2, "usage")
        self.assertFails(ctl("--json", "search", "a", "--report", "nothing", library=self.root), 3, "not-found")
        self.assertFails(ctl("--json", "search", "a", "--report", "../by_id", library=self.root), 8, "unsafe")
        self.assertFails(ctl("--json", "search", "a", library=self.folder / "gone"), 3, "not-found")


if __name__ == "__main__":
    unittest.main()
