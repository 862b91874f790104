# SPDX-License-Identifier: MIT
"""stemmactl graph validate --deep, repair and cleanup."""

import json
import os
import pathlib
import tempfile
import time
import unittest

from ctl import ctl
from foreign_graph_store import USER, load, save, small_store

NOBODY = 65534


def tree(folder):
    return {str(path): path.read_bytes() for path in sorted(pathlib.Path(folder).rglob("*")) if path.is_file()}


class GraphTest(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.library = pathlib.Path(place.name) / "graph_data"
        self.store = small_store(self.library)
        self.user = self.store.folder

    def graph(self, *words):
        return ctl("graph", *words, "--json", library=self.library)

    def findings(self):
        answer = self.graph("validate", USER, "--deep")
        self.assertIn(answer.code, (0, 1), answer)
        return {each["id"]: each for each in json.loads(answer.out)["findings"]}


class Repairing(GraphTest):
    def setUp(self):
        super().setUp()
        answer = self.graph("repair", USER)  # what the program itself leaves
        self.assertIn(answer.code, (0, 1), answer)
        self.before = set(self.findings())

    def new_findings(self):
        return set(self.findings()) - self.before

    def register_ghost(self):
        path = self.user / "node_registry.json"
        save(path, {**load(path), "ghost": {"name": "ghost", "graphs": []}})

    def test_counts_that_match_hide_nothing(self):
        save(self.user / "nodes" / "spirit.json", {"id": "spirit", "morphs": []})
        self.register_ghost()
        self.assertEqual(self.new_findings(), {"phantom-node:ghost", "orphan-node:spirit"})
        self.assertIn("phantom-node:ghost", ctl("graph", "validate", USER, "--deep", library=self.library).out)

    def test_a_dry_run_writes_nothing(self):
        self.register_ghost()
        before = tree(self.library)
        answer = self.graph("repair", USER, "phantom-node:ghost", "--dry-run")
        self.assertEqual(answer.code, 0, answer)
        said = json.loads(answer.out)
        self.assertEqual((said["dry_run"], said["paths"], said["action_id"]), (True, ["node_registry.json"], None))
        self.assertEqual(tree(self.library), before)

    def test_one_finding(self):
        self.register_ghost()
        (self.user / "nodes" / "bare.json").write_text("{")
        answer = self.graph("repair", USER, "phantom-node:ghost")
        self.assertEqual(answer.code, 0, answer)
        self.assertEqual(json.loads(answer.out)["paths"], ["node_registry.json"])
        self.assertNotIn("ghost", load(self.user / "node_registry.json"))
        self.assertIn("unreadable-file:nodes/bare.json", self.new_findings())

    def test_what_a_person_must_decide_is_exit_1(self):
        (self.user / "nodes" / "bare.json").write_text("{")
        answer = self.graph("repair", USER)
        self.assertEqual(answer.code, 1, answer)
        self.assertIn("unreadable-file:nodes/bare.json", [each["id"] for each in json.loads(answer.out)["left"]])
        self.assertEqual((self.user / "nodes" / "bare.json").read_text(), "{")

    def test_a_finding_that_is_not_there(self):
        self.assertEqual(self.graph("repair", USER, "phantom-node:nobody").code, 3)

    def test_a_second_repair_writes_nothing(self):
        before = tree(self.library)
        self.assertTrue(json.loads(self.graph("repair", USER).out)["unchanged"])
        self.assertEqual(tree(self.library), before)


class Cleaning(GraphTest):
    def backup(self, name, hours):
        folder = self.user / "backups" / name
        folder.mkdir(parents=True)
        (folder / "node_registry.json").write_text("{}")
        for path in (folder / "node_registry.json", folder):
            moment = time.time() - hours * 3600
            os.utime(path, (moment, moment))

    def test_by_age(self):
        for name, hours in (("chem_1_20240101_120000_aaaaaaaa", 50), ("chem_1_20240101_120000_bbbbbbbb", 2),
                            ("india_20240101_120000_cccccccc", 99)):
            self.backup(name, hours)
        before = tree(self.library)
        answer = self.graph("cleanup", USER, "--dry-run")
        self.assertEqual(answer.code, 0, answer)
        gone = ["chem_1_20240101_120000_aaaaaaaa"]
        self.assertEqual([each["folder"] for each in json.loads(answer.out)["gone"]], gone)
        self.assertEqual(tree(self.library), before)
        self.assertEqual(self.graph("cleanup", USER, "--max-age-hours", "100").code, 0)
        self.assertEqual(tree(self.library), before)
        answer = self.graph("cleanup", USER)
        self.assertEqual([each["folder"] for each in json.loads(answer.out)["gone"]], gone)
        self.assertEqual(sorted(path.name for path in (self.user / "backups").iterdir()),
                         ["chem_1_20240101_120000_bbbbbbbb", "india_20240101_120000_cccccccc"])

    def test_what_the_system_refuses_is_exit_1(self):
        for name, hours in (("x_20240101_120000_aaaaaaaa", 90), ("x_20240101_120000_bbbbbbbb", 80),
                            ("x_20240101_120000_cccccccc", 70)):
            self.backup(name, hours)
        options = {}
        if os.geteuid() == 0:  # whom permissions don't stop
            options = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
            place = self.library.parent
            for path in (place, *place.rglob("*")):
                os.chown(path, NOBODY, NOBODY)
        kept = self.user / "backups" / "x_20240101_120000_aaaaaaaa"
        kept.chmod(0o555)  # a folder that can't be written can't be moved to another one
        answer = ctl("graph", "cleanup", USER, "--json", library=self.library, **options)
        self.assertEqual(answer.code, 1, answer)
        self.assertEqual([each["folder"] for each in answer.json["gone"]], ["x_20240101_120000_bbbbbbbb"])
        self.assertIn("Permission denied", answer.json["stayed"][0]["reason"])
        self.assertEqual(sorted(path.name for path in kept.parent.iterdir()),
                         ["x_20240101_120000_aaaaaaaa", "x_20240101_120000_cccccccc"])
        kept.chmod(0o755)

    def test_one_that_was_cut_off(self):
        for place in ("leaving/x_20240101_120000_aaaaaaaa", "left/x_20240101_120000_bbbbbbbb"):
            folder = self.user / ".stemma" / place
            folder.mkdir(parents=True)
            (folder / "node_registry.json").write_text("{}")
        answer = ctl("recover", "--json", library=self.library)
        self.assertEqual(answer.code, 0, answer)
        self.assertIn("put 1 backup of an interrupted cleanup back",
                      [step["message"] for step in answer.json["steps"]])
        self.assertEqual([path.name for path in (self.user / "backups").iterdir()], ["x_20240101_120000_aaaaaaaa"])
        self.assertFalse((self.user / ".stemma").exists())

    def test_an_age_that_is_none(self):
        self.assertEqual(self.graph("cleanup", USER, "--max-age-hours", "-1").code, 2)


if __name__ == "__main__":
    unittest.main()
