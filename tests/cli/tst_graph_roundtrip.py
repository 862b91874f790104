# SPDX-License-Identifier: MIT
"""Open, edit, restore, undo: the very bytes again, whatever form the files have. Looking writes nothing, and one
edit changes nothing but its files and lines. STEMMA_TEST_GRAPHS names another library, of which a copy is taken."""

import collections
import json
import os
import pathlib
import shutil
import unittest

from ctl import TestCase, ctl, state_of
from foreign_graph_variants import all_variants
from proof import proved

MOST_NODES = int(os.environ.get("STEMMA_TEST_NODES", "40"))
STRIDE = 1 if os.environ.get("STEMMA_LONG") else 3  # five edits of each node: it comes to all kinds
COMPOSED = ("composed.json", "composed.yaml", "polymorphic_composed.json")


class RoundTrip(TestCase):
    def setUp(self):
        super().setUp()
        self.library = pathlib.Path(self.folder) / "graph_data"
        sample = os.environ.get("STEMMA_TEST_GRAPHS")
        if sample:
            shutil.copytree(sample, self.library, symlinks=True)
        else:
            all_variants(self.library)

    def graph(self, *words, **options):
        return ctl("--json", "graph", *words, library=self.library, **options)

    def users(self):
        return [user for user in self.graph("list").lines if user["graphs"]]

    def data(self, user):
        folder = self.library / "users" / user
        return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*"))
                if path.is_file() and path.relative_to(folder).parts[0] not in (".stemma", "backups")}

    def test_looking_writes_nothing(self):
        before = state_of(self.library)
        for user in self.users():
            for words in (["list", user["id"]], ["validate", user["id"]], ["validate", user["id"], "--deep"],
                          ["log", user["id"]], ["repair", user["id"], "--dry-run"],
                          ["cleanup", user["id"], "--max-age-hours", "0", "--dry-run"]):
                self.assertIn(self.graph(*words).code, (0, 1))
            for graph in user["graphs"]:
                self.graph("show", user["id"], graph["id"])
                self.graph("log", user["id"], graph["id"])
        self.assertEqual(state_of(self.library), before)

    def test_saving_without_an_edit_writes_nothing(self):
        cases = 0
        for user, graph in self.composed_graphs():
            before = state_of(self.library, folder_times=False)  # a lock comes and goes
            for edits in ([], *([edit] for edit in self.edits_without_effect(user, graph))):
                answer = self.graph("edit", user, graph, "--operation", "nothing", stdin=json.dumps(edits))
                self.assertExit(answer, 0)
                self.assertTrue(answer.json["unchanged"], answer)
                self.assertEqual(state_of(self.library, folder_times=False), before)
                cases += 1
        proved("P14", "opening and saving graphs of all forms without an edit", cases)

    def composed_graphs(self):
        """Each graph, with fresh composed files: stale ones would be mended by any edit."""
        found = []
        for user in self.users():
            for graph in user["graphs"]:
                if self.graph("compose", user["id"], graph["id"]).code == 0:
                    found.append((user["id"], graph["id"]))
        self.assertTrue(found)
        return found

    def nodes(self, user, graph):
        return [each for each in self.graph("show", user, graph).json["nodes"] if each["state"] == "ok"][:MOST_NODES]

    def edits_without_effect(self, user, graph):
        for node in self.nodes(user, graph):
            yield {"op": "edit-node", "id": node["id"], "fields": {"description": node["description"]}}
            yield {"op": "add-to-graph", "node": node["id"]}

    def edits(self, user, graph):
        shown = self.graph("show", user, graph).json
        nodes = self.nodes(user, graph)
        for node in nodes:
            yield {"op": "edit-node", "id": node["id"], "fields": {"description": "Ein neuer Text – 水"}}
            yield {"op": "add-attribute", "source": node["id"], "name": "tested", "value": 1.5, "unit": "u"}
            yield {"op": "add-morph", "node": node["id"], "name": "tested"}
            yield {"op": "remove-from-graph", "node": node["id"]}
            yield {"op": "delete-node", "id": node["id"]}
        for each in shown["relations"][:MOST_NODES]:
            yield {"op": "edit-relation", "id": each["id"], "fields": {"modality": "tested"}}
            yield {"op": "delete-relation", "id": each["id"]}
        for each in shown["attributes"][:MOST_NODES]:
            yield {"op": "edit-attribute", "id": each["id"], "fields": {"value": "tested"}}
            yield {"op": "delete-attribute", "id": each["id"]}
        yield {"op": "add-node", "base_name": "newly made"}
        yield {"op": "set-graph", "title": "Another title"}

    def test_there_and_back(self):
        done, refused = collections.Counter(), collections.Counter()
        for user, graph in self.composed_graphs():
            for edit in list(self.edits(user, graph))[::STRIDE]:
                before = self.data(user)
                answer = self.graph("edit", user, graph, "--operation", "test", stdin=json.dumps([edit]))
                if answer.code in (2, 6, 8):  # what is damaged can't be edited
                    self.assertEqual(self.data(user), before)
                    refused[edit["op"]] += 1
                    continue
                self.assertExit(answer, 0)
                if answer.json.get("unchanged"):
                    continue
                self.go_back(user, graph, answer.json["action_id"], before, edit)
                done[edit["op"]] += 1
        self.assertGreater(sum(done.values()), 25)
        print(f"there and back: {dict(done)}; refused: {dict(refused)}")
        proved("P8 P12", "edit, restore, undo, undo of graphs of all forms: the same bytes", sum(done.values()))

    def go_back(self, user, graph, action, before, edit):
        after = self.data(user)
        self.assertNotEqual(after, before)
        restored = self.graph("restore", user, graph, f"before:{action}")
        self.assertExit(restored, 0)
        self.assertSame(self.data(user), before, f"restored after {edit}")
        self.assertExit(self.graph("undo", user, graph, restored.json["action_id"]), 0)
        self.assertSame(self.data(user), after, f"the restore undone after {edit}")
        self.assertExit(self.graph("undo", user, graph, action), 0)
        self.assertSame(self.data(user), before, f"undone: {edit}")

    def assertSame(self, files, expected, what):
        self.assertEqual([path for path in sorted({*files, *expected}) if files.get(path) != expected.get(path)], [],
                         what)

    def test_one_edit_changes_only_its_files_and_lines(self):
        cases = 0
        for user, graph in self.composed_graphs():
            for node in self.nodes(user, graph):
                before = self.data(user)
                edit = {"op": "edit-node", "id": node["id"], "fields": {"role": "tested"}}
                answer = self.graph("edit", user, graph, "--operation", "test", stdin=json.dumps([edit]))
                if answer.code != 0 or answer.json.get("unchanged"):
                    continue
                after = self.data(user)
                own = {f"nodes/{node['id']}.json", "node_registry.json"}
                composed = {f"graphs/{each}/{name}" for each in node["graphs"] for name in COMPOSED}
                changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
                self.assertLessEqual(changed, own | composed)
                for path in changed & own:
                    self.assertLessEqual(self.changed_lines(before[path], after[path]), 3, f"{path} by {edit}")
                self.assertExit(self.graph("undo", user, graph, answer.json["action_id"]), 0)
                self.assertSame(self.data(user), before, f"undone: {edit}")
                cases += 1
        self.assertGreater(cases, 3)
        proved("P12", "one edit of a node in each form changes its own lines alone", cases)

    @staticmethod
    def changed_lines(before, after):
        """Of files that are several lines: those that are not in the other one."""
        lines = collections.Counter(after.split(b"\n"))
        lines.subtract(collections.Counter(before.split(b"\n")))
        return max(sum(count for count in lines.values() if count > 0),
                   -sum(count for count in lines.values() if count < 0))


if __name__ == "__main__":
    unittest.main()
