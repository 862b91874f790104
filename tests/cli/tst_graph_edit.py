# SPDX-License-Identifier: MIT
"""stemmactl graph edit, new, delete, compose: one transaction each, and what the old program finds afterwards."""

import json
import pathlib
import re
import tempfile
import threading
import unittest

from ctl import ctl, state_of
from foreign_graph_store import USER, load, small_store
from foreign_graphs import GraphWriter

REGISTRIES = ("node_registry.json", "relation_registry.json", "attribute_registry.json")


class Editing(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.library = pathlib.Path(place.name) / "graph_data"
        self.folder = small_store(self.library).folder

    def graph(self, *words, **options):
        return ctl("--json", "--actor", "agent", "--request-id", "r-1", "graph", *words, library=self.library,
                   **options)

    def edit(self, *edits, graph="chem_1", user=USER, operation="edit_node"):
        return self.graph("edit", user, graph, "--operation", operation, "--note", "why not",
                          stdin=json.dumps(edits))

    def done(self, answer):
        self.assertEqual(answer.code, 0, answer)
        return answer.json

    def data(self):
        """The files that the old program knows."""
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in sorted(self.folder.rglob("*"))
                if path.is_file() and path.relative_to(self.folder).parts[0] not in (".stemma", "backups")}

    def composed(self):
        answer = self.graph("list", USER)
        return {each["id"]: each["composed"] for each in answer.lines}

    def refused(self, code, word, *edits, **options):
        before = state_of(self.folder, folder_times=False)
        answer = self.edit(*edits, **options)
        self.assertEqual(answer.code, code, answer)
        self.assertEqual(answer.error["code"], word)
        self.assertEqual(answer.bytes, b"")
        self.assertEqual(state_of(self.folder, folder_times=False), before)
        return answer.error["message"]

    def test_one_edit(self):
        before = self.data()
        answer = self.done(self.edit({"op": "edit-node", "id": "水", "fields": {"name": "water"}}))
        self.assertEqual(sorted(answer), ["action_id", "backup", "files", "graph", "new_ids"])
        after = self.data()
        changed = {path for path in after if before.get(path) != after[path]}
        self.assertEqual(changed, set(answer["files"]))
        self.assertLessEqual({"nodes/水.json", "node_registry.json"}, changed)
        self.assertFalse({path for path in changed if path.startswith(("relation", "attribute", "transition"))})
        old, new = (each["nodes/水.json"].decode().splitlines() for each in (before, after))
        self.assertEqual([pair for pair in zip(old, new) if pair[0] != pair[1]],
                         [('  "name": "水",', '  "name": "water",')])
        self.assertEqual(set(self.composed().values()), {"fresh"})

    def test_the_event(self):
        answer = self.done(self.edit({"op": "activate-morph", "node": "水", "morph_id": "basic_水"}))
        event, = [json.loads(line) for line in (self.folder / ".stemma/audit.jsonl").read_text().splitlines()]
        self.assertEqual({key: event[key] for key in ("action_id", "report_id", "actor", "request_id")},
                         {"action_id": answer["action_id"], "report_id": "chem_1", "actor": "agent",
                          "request_id": "r-1"})
        payload = event["payload"]
        self.assertEqual((payload["operation"], payload["graph"], payload["backup"], payload["stemma"]["note"]),
                         ("edit_node", "chem_1", answer["backup"], "why not"))
        self.assertEqual(sorted(payload["files"]), sorted(answer["files"]))

    def test_the_old_program_lists_the_backup(self):
        before = self.data()
        answer = self.done(self.edit({"op": "delete-node", "id": "水"}))
        self.assertRegex(answer["backup"], r"^chem_1_\d{8}_\d{6}_[0-9a-f]{8}$")
        self.assertEqual(re.match(r"^(.*)_(\d{8}_\d{6})_([0-9a-f]{8})$", answer["backup"]).group(1), "chem_1")
        place = self.folder / "backups" / answer["backup"]
        self.assertEqual({path.name: path.read_bytes() for path in place.iterdir()},
                         {name: before[name] for name in REGISTRIES})

    def test_new_ids(self):
        # Its one node with capitals shows a store of the first version, which keeps them.
        answer = self.done(self.edit({"op": "add-node", "base_name": "Ice", "adjective": "dry"},
                                     {"op": "add-relation", "source": "dry_Ice", "name": "melts to", "target": "gas"},
                                     {"op": "add-attribute", "source": "dry_Ice", "name": "t", "value": -78.50}))
        self.assertEqual(answer["new_ids"][:3], ["dry_Ice", "gas", "dry_Ice::melts to::gas"])
        value = load(self.folder / "attributeNodes" / f"{answer['new_ids'][3]}.json")
        self.assertEqual(value["value"], -78.5)
        self.assertIn(b"-78.5", (self.folder / "attributeNodes" / f"{answer['new_ids'][3]}.json").read_bytes())
        self.assertEqual(load(self.folder / "nodes/dry_Ice.json")["morphs"][0]["attributeNode_ids"],
                         [answer["new_ids"][3]])

    def test_nothing_to_do(self):
        before = state_of(self.folder)
        answer = self.done(self.edit({"op": "edit-node", "id": "水", "fields": {"name": "水"}}))
        self.assertEqual((answer["unchanged"], answer["files"], answer["action_id"]), (True, [], None))
        self.assertEqual(self.done(self.graph("compose", USER, "chem_1"))["unchanged"], True)
        self.assertEqual({path for path in state_of(self.folder) if not path.startswith(".stemma")}, set(before))

    def test_all_or_none(self):
        add = {"op": "add-node", "base_name": "x"}
        self.assertIn("edit 1", self.refused(2, "usage", add, {"op": "delete-node", "id": "nobody"}))
        self.assertIn("edit 1", self.refused(2, "usage", add, {"op": "add-node", "base_name": "y", "why": 1}))
        self.assertIn("edit 1", self.refused(2, "usage", add, {"op": "fly"}))
        self.refused(8, "unsafe", add, {"op": "add-node", "base_name": "../../../outside"})
        self.refused(8, "unsafe", add, {"op": "add-node", "base_name": "x" * 300})
        self.refused(3, "not-found", add, graph="nowhere")
        self.refused(3, "not-found", add, user="typo-in-the-id")
        self.assertFalse((self.library / "users" / "typo-in-the-id").exists())
        answer = self.graph("edit", USER, "chem_1", "--operation", "x", stdin="[{]")
        self.assertEqual((answer.code, answer.error["code"]), (2, "usage"), answer)

    def test_what_is_damaged_is_not_written_over(self):
        (self.folder / "nodes/bare.json").write_text("{\"id\": ")
        self.refused(6, "damaged", {"op": "edit-node", "id": "bare", "fields": {"name": "x"}})
        (self.folder / "relation_registry.json").unlink()
        self.refused(6, "damaged", {"op": "add-relation", "source": "水", "name": "x", "target": "bare"})

    def test_new_and_delete(self):
        before = self.data()
        made = self.done(self.graph("new", USER, "Water cycle", "--description", "round"))
        self.assertEqual((made["graph"], made["new_ids"]), ("Water cycle", ["Water cycle"]))
        self.assertEqual(self.composed()["Water cycle"], "fresh")
        answer = self.graph("new", USER, "Water cycle")
        self.assertEqual((answer.code, answer.error["code"]), (4, "conflict"))
        for title in ("../x", ".x"):
            self.assertEqual(self.graph("new", USER, title).code, 8)
        self.done(self.edit({"op": "add-to-graph", "node": "bare"}, graph="Water cycle"))
        self.done(self.graph("delete", USER, "Water cycle"))
        after = self.data()
        self.assertEqual(set(after), set(before))
        self.assertFalse((self.folder / "graphs/Water cycle").exists())
        self.assertEqual(load(self.folder / "node_registry.json")["bare"]["graphs"], ["second graph"])
        self.done(self.graph("delete", USER, "second graph"))
        self.assertNotIn("bare", load(self.folder / "node_registry.json"))
        self.assertFalse((self.folder / "nodes/bare.json").exists())
        self.assertEqual(self.graph("delete", USER, "second graph").code, 3)

    def test_compose(self):
        path = self.folder / "graphs/chem_1/composed.json"
        whole = load(path)
        path.write_text("{\"nodes\": [")
        answer = self.done(self.graph("compose", USER, "chem_1"))
        self.assertEqual(answer["files"], ["graphs/chem_1/composed.json"])
        self.assertEqual(load(path), whole)

    def test_no_change_of_a_server_is_lost(self):
        """Weakness 3 and 4: the old program puts whole registries back, or loads and saves without a lock."""
        writer = GraphWriter(self.folder, 3)
        done = []

        def serve():
            for number in range(6):
                name = f"served{number}"
                writer.save(f"nodes/{name}.json", {"id": name, "morphs": []})
                done.append(name)

        server = threading.Thread(target=serve)
        server.start()
        for number in range(4):
            self.done(self.edit({"op": "add-node", "base_name": f"ours{number}"}))
        server.join()
        registry = load(self.folder / "node_registry.json")
        self.assertTrue({f"ours{number}" for number in range(4)} <= set(registry))
        for name in done:
            self.assertTrue((self.folder / "nodes" / f"{name}.json").exists())

    def test_for_people(self):
        answer = ctl("graph", "edit", USER[:6], "chem_1", "--operation", "x", library=self.library,
                     stdin=json.dumps([{"op": "add-node", "base_name": "x"}]))
        self.assertEqual(answer.code, 0, answer)
        self.assertRegex(answer.out, r"^Edited chem_1, action [0-9a-f-]{36}, \d+ files, before it backups/chem_1_.*\.\n"
                                     r"  new: x\n$")
        for words in (("edit",), ("new",), ("delete",), ("compose",)):
            self.assertIn("Examples:", ctl("graph", *words, "--help").out)
        self.assertIn("assign-morph", ctl("graph", "edit", "--help").out)

    def test_recover_finds_nothing(self):
        self.done(self.edit({"op": "add-node", "base_name": "x"}))
        answer = ctl("--json", "recover", library=self.library)
        self.assertEqual((answer.code, answer.json), (0, {"steps": []}), answer)


if __name__ == "__main__":
    unittest.main()
