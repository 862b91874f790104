# SPDX-License-Identifier: MIT
"""stemmactl graph list, show, validate: reading alone, and nothing that it is shown is written."""

import json
import os
import pathlib
import tempfile
import unittest

from ctl import ctl
from foreign_graph_store import USER, load, save, small_store


def tree(folder):
    """Every name with its bytes and times."""
    found = {}
    for path in sorted(pathlib.Path(folder).rglob("*")):
        stat = path.lstat()
        found[str(path)] = (stat.st_mode, stat.st_mtime_ns, stat.st_ctime_ns,
                            path.read_bytes() if path.is_file() and not path.is_symlink() else None)
    return found


class GraphTest(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.library = pathlib.Path(place.name) / "graph_data"
        self.store = small_store(self.library)

    def graph(self, *words):
        return ctl("graph", *words, "--json", library=self.library)

    def graphs(self):
        answer = self.graph("list", USER)
        self.assertEqual(answer.code, 0, answer)
        return {each["id"]: each for each in answer.lines}


class Listing(GraphTest):
    def test_users_and_counts(self):
        answer = self.graph("list")
        self.assertEqual(answer.code, 0, answer)
        (user,) = answer.lines
        self.assertEqual((user["id"], user["nodes"], user["relations"], user["attributes"], user["transitions"]),
                         (USER, 3, 3, 4, 1))
        self.assertEqual([(each["id"], each["title"], each["nodes"], each["transitions"]) for each in user["graphs"]],
                         [("chem_1", "Chemistry", 2, 1), ("second graph", "Second", 2, 1)])
        self.assertEqual(user["graphs"][0]["description"], "a: b # c")
        self.assertIn("Chemistry", ctl("graph", "list", USER[:6], library=self.library).out)

    def test_composed_files_equal_what_the_program_wrote(self):
        self.assertEqual({each["composed"] for each in self.graphs().values()}, {"fresh"})

    def test_a_change_that_was_not_composed_shows(self):
        path = self.store.folder / "nodes" / "bare.json"
        save(path, {**load(path), "name": "renamed"})
        self.assertEqual({name: each["composed"] for name, each in self.graphs().items()},
                         {"chem_1": "fresh", "second graph": "stale"})
        (self.store.folder / "graphs/chem_1/composed.json").write_text("{")
        self.assertEqual(self.graphs()["chem_1"]["composed"], "unreadable")
        (self.store.folder / "graphs/chem_1/composed.json").unlink()
        self.assertEqual(self.graphs()["chem_1"]["composed"], "missing")

    def test_any_of_the_folders_can_be_named(self):
        for library in (self.library.parent, self.library, self.store.folder):
            answer = ctl("graph", "list", "--json", library=library)
            self.assertEqual([each["id"] for each in answer.lines], [USER], library)
            self.assertEqual(len(ctl("graph", "list", USER, "--json", library=library).lines), 2)

    def test_a_folder_without_hyphens(self):
        os.rename(self.store.folder, self.store.folder.with_name(USER.replace("-", "")))
        self.assertEqual(len(self.graphs()), 2)

    def test_what_is_no_library_lists_nothing(self):
        with tempfile.TemporaryDirectory() as empty:
            answer = ctl("graph", "list", "--json", library=empty)
            self.assertEqual((answer.code, answer.out), (0, ""))
            self.assertIn("no graph library", answer.err)

    def test_names_that_leave_the_library(self):
        for user in ("..", "../x", "/etc", "."):
            self.assertEqual(self.graph("list", user).code, 8, user)
        self.assertEqual(self.graph("list", "nobody").code, 3)


class Showing(GraphTest):
    def test_a_graph(self):
        shown = self.graph("show", USER, "chem_1").json
        self.assertEqual([each["id"] for each in shown["nodes"]], ["水", "AC/DC"])
        self.assertEqual(len(shown["relations"]), 3)
        self.assertEqual([each["value"] for each in shown["attributes"]], [0, "", 15.999, True])
        self.assertEqual(shown["transitions"][0]["inputs"], [{"node": "水", "morph": "basic_水"}])

    def test_a_node_with_its_relations_both_ways(self):
        shown = self.graph("show", USER, "chem_1", "--node", "水").json
        self.assertEqual(shown["active_morph"], "solid_水")
        self.assertEqual({each["target"] for each in shown["relations"]}, {"AC/DC", "outside", "水"})
        self.assertEqual(self.graph("show", USER, "chem_1", "--node", "bare").code, 3)
        self.assertEqual(self.graph("show", USER, "nothing").code, 3)

    def test_one_bad_file_hides_no_other(self):
        (self.store.folder / "nodes/AC/DC.json").write_bytes(b"\xef\xbb\xbf{}")
        (self.store.folder / "relation_registry.json").write_text("[1, {}]")
        answer = self.graph("show", USER, "chem_1")
        self.assertEqual(answer.code, 0, answer)
        self.assertIn("nodes/AC/DC.json can't be read", answer.err)
        self.assertEqual([each["state"] for each in answer.json["nodes"]], ["ok", "damaged"])
        self.assertEqual({each["state"] for each in answer.json["relations"]}, {"unregistered"})


class Validating(GraphTest):
    def verdict(self):
        answer = self.graph("validate", USER)
        found = answer.json
        self.assertEqual(list(found), ["user_id", "timestamp", "status", "issues", "statistics"])
        self.assertEqual(answer.code, 0 if found["status"] == "valid" else 1)
        return found

    def test_a_sub_folder_is_not_counted(self):
        found = self.verdict()
        self.assertEqual(found["statistics"],
                         {"node_registry.json": 3, "relation_registry.json": 3, "attribute_registry.json": 4})
        self.assertEqual(found["status"], "warning")
        self.assertIn("Mismatch in node: 2 files vs 3 registry entries", found["issues"])

    def test_blind_where_counts_match_by_chance(self):
        for folder, count in (("nodes", 1), ("relationNodes", 2), ("attributeNodes", 1)):
            for number in range(3):
                here = len(list((self.store.folder / folder).glob("*.json")))
                wanted = {"nodes": 3, "relationNodes": 3, "attributeNodes": 4}[folder]
                if here < wanted:
                    (self.store.folder / folder / f"stranger {number}.json").write_text("no JSON at all")
        self.assertEqual(self.verdict()["status"], "valid")

    def test_a_missing_and_a_broken_registry(self):
        (self.store.folder / "node_registry.json").write_text("{")
        self.assertEqual(self.verdict()["status"], "warning")  # a later mismatch covers it
        (self.store.folder / "attribute_registry.json").write_text("{")
        self.assertEqual(self.verdict()["status"], "invalid")
        (self.store.folder / "attribute_registry.json").unlink()
        self.assertEqual(self.verdict()["status"], "warning")


class Untouched(GraphTest):
    def test_reading_writes_nothing(self):
        (self.store.folder / "nodes" / "bare.json.tmp").write_text("half")
        before = tree(self.library)
        for words in (["list"], ["list", USER], ["show", USER, "chem_1"], ["validate", USER],
                      ["show", USER, "chem_1", "--node", "水"]):
            self.graph(*words)
        self.assertEqual(tree(self.library), before)

    def test_hostile_names_are_told_and_left(self):
        os.mkfifo(self.store.folder / "nodes" / "pipe.json")
        os.symlink("loop.json", self.store.folder / "nodes" / "loop.json")
        os.symlink("/", self.store.folder / "graphs" / "root")
        registry = load(self.store.folder / "node_registry.json")
        registry["../../../../outside"] = {"name": "out", "graphs": ["chem_1"]}
        save(self.store.folder / "node_registry.json", registry)
        (self.library.parent / "outside.json").write_text(json.dumps({"id": "outside", "name": "secret"}))
        answer = self.graph("show", USER, "chem_1")
        self.assertEqual(answer.code, 0, answer)
        for name in ("nodes/pipe.json", "nodes/loop.json", "graphs/root"):
            self.assertIn(name + " can't be read", answer.err)
        self.assertNotIn("secret", answer.out)
        self.assertEqual(set(self.graphs()), {"chem_1", "second graph"})


if __name__ == "__main__":
    unittest.main()
