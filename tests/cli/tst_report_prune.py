# SPDX-License-Identifier: MIT
"""The contract of `report backups`, `prune`, `pruned`, `unprune`, `empty-pruned` and `retention`."""

import json
import os
import shutil
import signal
import unittest

from ctl import ctl, start, state_of
from proof import proved
from writing import Writing

PREVIEW_KEYS = ["dry_run", "rule", "token", "bytes", "staying_bytes", "bytes_over", "gone", "stayed"]
SET_KEYS = ["id", "set", "state", "ts", "actor", "rule", "bytes", "backups", "lost"]


class Pruning(Writing):
    """A report that an agent wrote, with nine backups and a state directory of its own."""

    def setUp(self):
        super().setUp()
        self.environment = {**os.environ, "XDG_STATE_HOME": str(self.folder / "state")}
        for number in range(9):
            self.writer.evolve(self.id, lambda outline, number=number: outline.update(title=f"Titel {number}"))
        self.backups = self.directory() / "backups"

    def own(self, *words, **options):
        return ctl("--json", "--timeout", "5", *words, library=self.root, env=self.environment, **options)

    def names(self):
        return sorted(os.listdir(self.backups))

    def content(self):
        """What other programs see of the history."""
        return {name: ((self.backups / name).read_bytes(), (self.backups / name).stat().st_mtime_ns) for name in self.names()}

    def preview(self, *words):
        answer = self.assertUntouched(self.root, lambda: self.own("report", "prune", *words, "--dry-run"))
        self.assertExit(answer, 0)
        self.assertEqual(list(answer.json), PREVIEW_KEYS)
        return answer.json

    def prune(self, *words):
        answer = self.own("report", "prune", *words)
        self.assertExit(answer, 0)
        self.assertEqual(list(answer.json), PREVIEW_KEYS + ["sets", "refused"])
        return answer.json

    def sets(self):
        answer = self.own("report", "pruned")
        self.assertExit(answer, 0)
        for one in answer.lines:
            self.assertEqual(list(one), SET_KEYS)
        return answer.lines


class Counting(Pruning):
    def test_counts_sizes_and_states(self):
        count = self.own("report", "backups").json
        self.assertEqual((count["id"], count["count"], count["states"], count["shared_bytes"]), (self.id, 9, None, None))
        self.assertEqual(count["bytes"], sum(path.stat().st_size for path in self.backups.iterdir()))
        first, second, third = self.names()[:3]
        (self.backups / first).write_text("{ torn")
        (self.backups / second).unlink()
        shutil.copy(self.backups / third, self.backups / "outline.json.20200101T000000_000000.bak")
        answer = self.assertUntouched(self.root, lambda: self.own("report", "backups", self.id[:8], "--verify"))
        self.assertExit(answer, 1)
        census = answer.json
        self.assertEqual({name: count for name, count in census["states"].items() if count},
                         {"restorable": 8, "damaged": 1, "missing": 1})
        states = {row["name"]: row["state"] for row in census["backups"]}
        self.assertEqual((states[first], states[second]), ("damaged", "missing"))
        self.assertEqual(census["shared_bytes"], (self.backups / third).stat().st_size)
        proved("A16", "backups judged: restorable, damaged, missing", 10)

    def test_words_for_a_person(self):
        text = ctl("report", "backups", "--verify", library=self.root, env=self.environment)
        self.assertExit(text, 0)
        self.assertIn("9 restorable", text.out)
        self.assertIn("all can be restored", text.out)


class Letting(Pruning):
    def test_what_was_listed_goes_and_comes_back(self):
        names, content = self.names(), self.content()
        preview = self.preview("--keep", "3")
        self.assertEqual([row["backup"] for row in preview["gone"]], names[:6])
        self.assertEqual([row["backup"] for row in preview["stayed"]], names[6:])
        self.assertEqual({tuple(row["reasons"]) for row in preview["gone"]}, {("beyond-newest",)})
        self.assertIn("newest-good", preview["stayed"][-1]["reasons"])
        done = self.prune("--keep", "3", "--token", preview["token"])
        self.assertEqual((done["gone"], done["stayed"]), (preview["gone"], preview["stayed"]))
        self.assertEqual(self.names(), names[6:])
        self.assertEqual(self.sets(), done["sets"])
        self.assertEqual(done["sets"][0]["backups"], names[:6])
        log = self.own("report", "log", self.id).lines
        self.assertEqual([row["backup_state"] for row in log], ["none"] + ["pruned"] * 6 + ["ok"] * 3)
        self.assertExit(self.own("report", "verify", self.id), 0)
        self.writer.evolve(self.id, lambda outline: outline.update(title="Weiter"))  # the other program goes on
        newest = self.names()[-1]
        self.assertExit(self.own("report", "unprune", self.id, done["sets"][0]["set"][:8]), 0)
        after = self.content()
        after.pop(newest)
        self.assertEqual(after, content)
        self.assertEqual(self.sets(), [])
        self.assertFalse((self.directory() / ".stemma-pruned").exists())
        proved("P7 A15", "what was shown goes, and comes back", 6)

    def test_a_stale_token_moves_nothing(self):
        token = self.preview("--keep", "3")["token"]
        for words in (["--keep", "2", "--token", token], ["--keep", "3", "--token", "1-00"], ["--thin", "--token", token]):
            answer = self.assertUntouched(self.root, lambda words=words: self.own("report", "prune", *words), False)
            self.assertFails(answer, 4, "conflict", "Look again")
        self.writer.evolve(self.id, lambda outline: outline.update(title="Anders"))
        before = self.names()
        self.assertFails(self.own("report", "prune", "--keep", "3", "--token", token), 4, "conflict")
        self.assertEqual(self.names(), before)
        self.assertFails(self.own("report", "prune", "--keep", "3", "--token", "x"), 2, "usage")

    def test_off_until_it_is_asked_for(self):
        self.assertFails(self.assertUntouched(self.root, lambda: self.own("report", "prune")), 2, "usage", "nothing says")
        self.assertFalse(self.own("report", "retention").json["on"])
        kept = self.own("report", "retention", "--keep", "4", "--older-than", "0h", "--max-bytes", "1KiB", "--thin").json
        self.assertEqual((kept["keep"], kept["older_than_seconds"], kept["max_bytes"], kept["thin"]), (4, 0, 2**10, True))
        self.assertEqual(len(self.names()), 9, "keeping a rule prunes nothing")
        self.assertEqual(self.own("report", "retention").json, kept)
        self.assertEqual(len(self.preview()["stayed"]), 4)
        self.assertExit(self.own("report", "retention", "--off"), 0)
        self.assertFails(self.own("report", "prune"), 2, "usage")
        for words in (["--older-than", "90"], ["--older-than", "d"], ["--max-bytes", "5X"], ["--keep", "-1"]):
            self.assertEqual(self.own("report", "prune", *words).code, 2, words)

    def test_what_never_goes(self):
        names = self.names()
        self.assertExit(self.own("report", "pin", self.id, f"backup:{names[2]}"), 0)
        self.write("report", "rename", self.id, "Von Hand", env=self.environment)
        self.writer.evolve(self.id, lambda outline: outline.update(title="Agent"))
        self.writer.evolve(self.id, lambda outline: outline.update(title="Agent 2"))
        (self.backups / names[4]).write_text("torn")
        now = self.names()
        preview = self.preview("--keep", "0")
        stayed = {row["backup"]: row["reasons"] for row in preview["stayed"]}
        self.assertEqual(stayed, {names[2]: ["marked"], names[4]: ["not-restorable"], now[10]: ["before-agent"],
                                  now[11]: ["newest-good"]})
        self.prune("--keep", "0")
        self.assertEqual(self.names(), sorted(stayed))
        again = self.preview("--keep", "0")
        self.assertEqual(again["gone"], [])

    def test_lost_pins_let_nothing_go(self):
        names = self.names()
        self.assertExit(self.own("report", "pin", self.id, f"backup:{names[2]}"), 0)
        self.assertEqual(self.own("report", "lost-marks", self.id).json["files"], [])
        [marks] = (self.folder / "state/stemma/marks").glob("*.marks")
        marks.write_text("damaged")
        self.assertExit(self.own("report", "log", self.id), 0)  # sets it aside
        for words in (["--dry-run"], []):
            answer = self.own("report", "prune", "--keep", "1", *words)
            self.assertFails(answer, 6, "damaged", "nobody knows what was pinned", "lost-marks")
        self.assertEqual(self.names(), names)
        lost = self.own("report", "lost-marks", self.id)
        self.assertExit(lost, 1)
        self.assertEqual(len(lost.json["files"]), 1)
        self.assertExit(self.own("report", "pin", self.id, f"backup:{names[3]}"), 0)
        accepted = self.own("report", "lost-marks", self.id, "--accept")
        self.assertExit(accepted, 0)
        self.assertEqual([os.path.exists(path) for path in accepted.json["files"]], [True])
        self.assertExit(self.own("report", "lost-marks", self.id), 0)
        self.prune("--keep", "1")
        self.assertEqual(self.names(), [names[3], names[8]])

    def test_what_was_pruned_is_not_lost(self):
        one = self.prune("--keep", "1")["sets"][0]
        action = self.own("report", "log", self.id).lines[2]["action_id"]
        way = f"stemmactl report unprune {self.id} {one['set']}"
        for version in (f"before:{action}", "@1", f"backup:{one['backups'][0]}"):
            self.assertFails(self.own("report", "show", self.id, "--version", version), 3, "not-found", "was pruned", way)
        self.assertFails(self.own("report", "restore", self.id, f"before:{action}"), 3, "not-found", "was pruned", way)
        self.assertFails(self.own("report", "undo", self.id, action), 3, "not-found", "was pruned", way)
        self.assertExit(self.own("doctor"), 0)
        found = self.own("search", "--history", "Titel 1")
        self.assertIn("it was pruned, and can be brought back", found.out + found.err)
        moment = self.own("report", "log", self.id).lines[1]["ts"]
        [then] = self.own("report", "list", "--at", moment).lines
        self.assertIn(f"was pruned: its backup lies in the trash of the backups, from where it can be brought back, also by `{way}`",
                      then["problems"][0]["message"])
        self.own("report", "empty-pruned", self.id, one["set"])
        [then] = self.own("report", "list", "--at", moment).lines
        self.assertIn("removed for good", then["problems"][0]["message"])
        self.assertFails(self.own("report", "show", self.id, "--version", f"before:{action}"), 3, "not-found", "for good")

    def test_the_inbox_tells_pruned_from_lost(self):
        self.own("inbox")  # what was before isn't new
        for title in ("A", "B"):
            self.writer.evolve(self.id, lambda outline, title=title: outline.update(title=title))
        self.prune("--keep", "1")
        self.assertEqual([card["state"] for card in self.own("inbox").lines], ["ok", "backup-pruned"])
        pruned = self.sets()[0]
        (self.directory() / ".stemma-pruned" / pruned["set"] / pruned["backups"][-1]).unlink()
        self.assertEqual([card["state"] for card in self.own("inbox").lines], ["ok", "backup-missing"])

    def test_for_good_only_by_a_command_of_its_own(self):
        done = self.prune("--keep", "1")
        name = done["sets"][0]["set"]
        self.assertUntouched(self.root, lambda: self.own("report", "empty-pruned", self.id, "--dry-run"))
        self.assertExit(self.own("report", "empty-pruned", self.id, name), 0)
        self.assertEqual(self.sets()[0]["state"], "emptied")
        self.assertFails(self.own("report", "unprune", self.id, name), 3, "not-found", "for good")
        self.assertExit(self.own("report", "unprune", self.id), 1)
        self.assertEqual({row["backup_state"] for row in self.own("report", "log", self.id).lines}, {"none", "pruned", "ok"})

    def two(self):
        """Two reports with backups, in the order of the library."""
        other = self.writer.create("Zweiter", sections=1)["id"]
        for number in range(3):
            self.writer.evolve(other, lambda outline, number=number: outline.update(title=f"Z {number}"))
        return sorted((self.id, other))

    def count(self, report):
        return len(os.listdir(self.directory(report) / "backups"))

    def test_gone_is_what_went(self):
        locked, free = self.two()
        (self.directory(locked) / ".lock").touch()
        before = self.count(locked)
        answer = ctl("--json", "--timeout", "0.3", "report", "prune", "--keep", "1", library=self.root, env=self.environment)
        self.assertExit(answer, 5)
        done = answer.json
        self.assertEqual([one["id"] for one in done["refused"]], [locked])
        self.assertEqual({row["id"] for row in done["gone"]}, {free})
        self.assertEqual(done["bytes"], sum(row["bytes"] for row in done["gone"]))
        self.assertEqual(self.count(locked), before)
        sizes = sum(path.stat().st_size for one in (locked, free) for path in (self.directory(one) / "backups").iterdir())
        self.assertEqual(done["staying_bytes"], sizes)

    def test_ctrl_c_midway_says_what_went(self):
        free, locked = self.two()
        (self.directory(locked) / ".lock").touch()
        running = start("--json", "report", "prune", "--keep", "1", library=self.root, env=self.environment)
        while not [name for name in os.listdir(self.directory(locked)) if name.startswith(".lock.")]:
            self.assertIsNone(running.poll())
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
        self.assertEqual(running.returncode, 130, err)
        self.assertEqual({row["id"] for row in json.loads(out)["gone"]}, {free})
        self.assertEqual(self.count(free), 1)
        self.assertEqual(json.loads(err.splitlines()[-1])["error"]["code"], "cancelled")

    def test_a_cut_off_pruning_is_in_the_trash(self):
        one = self.prune("--keep", "1")["sets"][0]
        trash = self.directory() / ".stemma-pruned"
        for ending in (".leaving", ".coming"):
            (trash / one["set"]).rename(trash / (one["set"] + ending))
            text = ctl("report", "pruned", library=self.root, env=self.environment)
            self.assertIn("in the trash", text.out)
            self.assertEqual(self.own("report", "backups").json["trash_bytes"], one["bytes"])
            (trash / (one["set"] + ending)).rename(trash / one["set"])
        self.assertExit(self.own("report", "empty-pruned", self.id, one["set"]), 0)
        self.assertFails(self.own("report", "empty-pruned", self.id, one["set"], "--dry-run"), 3, "not-found", "for good")
        self.assertEqual(self.own("report", "backups").json["trash_bytes"], 0)

    def test_damage_in_the_trash_is_found(self):
        one = self.prune("--keep", "1")["sets"][0]
        self.assertExit(self.own("report", "verify", self.id, "--trust"), 0)
        trash = self.directory() / ".stemma-pruned" / one["set"]
        first, second = one["backups"][:2]
        (trash / first).unlink()
        (trash / second).write_bytes(b"x" * (trash / second).stat().st_size)
        answer = self.own("report", "verify", self.id, "--trust")
        self.assertExit(answer, 1)
        states = {(row["what"], row["name"]): row["state"] for row in answer.lines}
        self.assertEqual((states["backup", first], states["backup", second]), ("missing", "missing"))
        self.assertEqual(states["chain", first], "broken")
        self.assertEqual((self.sets()[0]["lost"], first in self.sets()[0]["backups"]), ([first], False))
        proved("P21", "damage of pruned backups that verify finds", 2)

    def test_what_is_damaged_in_the_trash_stays_there(self):
        one = self.prune("--keep", "1")["sets"][0]
        trash = self.directory() / ".stemma-pruned" / one["set"]
        (trash / one["backups"][0]).unlink()
        (trash / one["backups"][1]).write_text("rubbish")
        answer = ctl("report", "unprune", self.id, library=self.root, env=self.environment)
        self.assertExit(answer, 0)
        self.assertIn(f"Brought back {len(one['backups']) - 2} backups", answer.out)
        for name in one["backups"][:2]:
            self.assertIn(name, answer.err)
        self.assertEqual(self.names(), one["backups"][2:] + self.names()[-1:])
        self.assertEqual(sorted(os.listdir(trash)), sorted(["manifest", one["backups"][1]]))
        self.assertFails(self.own("report", "unprune", self.id), 6, "damaged", "Copies from elsewhere")

    def test_several_reports_and_a_damaged_one(self):
        other = self.writer.create("Zweiter", sections=1)["id"]
        for number in range(3):
            self.writer.evolve(other, lambda outline, number=number: outline.update(title=f"Z {number}"))
        (self.directory() / "outline.json").write_text("{ torn")
        done = self.prune("--keep", "1")
        self.assertEqual([one["id"] for one in done["sets"]], [other])
        self.assertEqual(len(self.names()), 9, "a report that can't be read keeps all that it had")
        reasons = {reason for row in done["stayed"] if row["id"] == self.id for reason in row["reasons"]}
        self.assertIn("report-damaged", reasons)

    def test_the_other_program_notices_nothing(self):
        before = state_of(self.directory(), folder_times=False)
        actions = [event["action_id"] for event in self.writer.events(self.id)]
        self.prune("--keep", "2")
        after = state_of(self.directory(), folder_times=False)
        for name in ("outline.json", "audit.jsonl"):
            self.assertEqual(after[name], before[name])
        self.assertEqual([event["action_id"] for event in self.writer.events(self.id)], actions)
        self.writer.revert(self.id, actions[-1])
        self.writer.rebuild_index()
        fork = self.writer.fork(self.id, "Gabel")["id"]
        self.assertExit(self.own("report", "show", fork), 0)


if __name__ == "__main__":
    unittest.main()
