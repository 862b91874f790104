# SPDX-License-Identifier: MIT
"""The contract of `--at`: the list, and a report, as they were at a moment."""

import json
import unittest

from ctl import ctl
from writing import Writing


class Past(Writing):
    def setUp(self):
        super().setUp()
        self.other = self.writer.create("Andere")["id"]
        self.states = [(self.last_ts(self.id), self.outline())]
        for n in range(3):
            self.writer.evolve(self.id, lambda outline: outline.update(title=f"Titel {n}"))
            self.states.append((self.last_ts(self.id), self.outline()))

    def outline(self):
        return json.loads((self.directory() / "outline.json").read_text())

    def last_ts(self, id):
        return self.writer.events(id)[-1]["ts"]

    def listed(self, *words, code=0):
        answer = ctl("--json", "report", "list", *words, library=self.root)
        self.assertExit(answer, code)
        return {each["id"]: each for each in answer.lines}

    def show(self, *words, code=0):
        answer = ctl("--json", "report", "show", self.id, *words, library=self.root)
        self.assertExit(answer, code)
        return json.loads(answer.out) if code == 0 else json.loads(answer.err.splitlines()[-1])["error"]

    def test_each_state_is_what_it_was(self):
        for ts, outline in self.states:
            self.assertEqual(self.show("--at", ts), outline)
            self.assertEqual(self.listed("--at", ts)[self.id]["title"], outline["title"])
            self.assertEqual(self.listed("--at", ts)[self.id]["last_change"]["ts"], ts)

    def test_the_list_has_the_same_shape(self):
        then = self.listed("--at", self.states[0][0])
        now = self.listed()
        self.assertEqual(list(then[self.id]), list(now[self.id]))
        self.assertEqual(self.listed("--at", "2100-01-01")[self.id], now[self.id])

    def test_what_wasnt_there_yet(self):
        self.assertEqual(self.listed("--at", "2001-01-01"), {})
        self.assertEqual(self.show("--at", "2001-01-01", code=3)["code"], "not-found")

    def test_trashed_reports_were_there(self):
        before = self.last_ts(self.other)
        self.writer.delete(self.other)
        self.assertEqual(set(self.listed()), {self.id})
        self.assertEqual(set(self.listed("--at", before)), {self.id, self.other})
        for given in (self.other, self.other[:8]):
            shown = ctl("--json", "report", "show", given, "--at", before, library=self.root)
            self.assertExit(shown, 0)
            self.assertEqual(json.loads(shown.out)["title"], "Andere")
        self.assertFails(ctl("--json", "report", "show", self.other, library=self.root), 3, "not-found")
        self.assertEqual(set(self.listed("--at", "2100-01-01")), {self.id})

    def test_a_lost_version_is_told(self):
        lost = self.writer.events(self.id)[2]["payload"]["backup_filename"]
        (self.directory() / "backups" / lost).unlink()
        report = self.listed("--at", self.states[1][0])[self.id]
        self.assertEqual(report["state"], "damaged")
        self.assertIn("lost", report["problems"][0]["message"])
        self.assertEqual(self.show("--at", self.states[2][0]), self.states[2][1])

    def test_usage(self):
        self.assertEqual(self.show("--at", "gestern", code=2)["code"], "usage")
        self.assertEqual(self.show("--at", "2100-01-01", "--version", "now", code=2)["code"], "usage")
        self.assertExit(ctl("report", "list", "--at", "bald", library=self.root), 2)


if __name__ == "__main__":
    unittest.main()
