# SPDX-License-Identifier: MIT
"""stemmactl graph log, diff, restore, undo."""

import json
import pathlib
import unittest

from ctl import TestCase, ctl
from foreign_graph_store import USER, small_store

OLD = "chem_1_20250628_100117_6018366c"
ROW_KEYS = ["n", "kind", "action_id", "action_type", "operation", "actor", "ts", "request_id", "note", "graph", "graphs",
            "nodes", "files", "counts", "backup", "backup_state", "problems"]


class GraphHistory(TestCase):
    def setUp(self):
        super().setUp()
        self.library = self.folder / "graph_data"
        self.store = small_store(self.library)
        self.user = pathlib.Path(self.store.folder)

    def graph(self, *words, **options):
        return ctl("--json", "graph", *words, library=self.library, **options)

    def edit(self, *edits):
        answer = self.graph("edit", USER, "chem_1", "--operation", "test", stdin=json.dumps(edits))
        self.assertExit(answer, 0)
        return answer.json["action_id"]

    def log(self, *words):
        answer = self.graph("log", USER, *words)
        self.assertExit(answer, 0)
        return answer.lines

    def data(self):
        return {str(path.relative_to(self.user)): path.read_bytes() for path in sorted(self.user.rglob("*"))
                if path.is_file() and path.relative_to(self.user).parts[0] not in (".stemma", "backups")}

    def plant_backup(self, name=OLD):
        folder = self.user / "backups" / name
        folder.mkdir(parents=True)
        for kind in ("node", "relation", "attribute"):
            (folder / f"{kind}_registry.json").write_bytes((self.user / f"{kind}_registry.json").read_bytes())

    def plant_log(self):
        logs = self.folder / "logs"
        logs.mkdir()
        entry = {"timestamp": "2025-06-28T04:31:14.486966+00:00", "user_id": USER, "category": "ATOMIC",
                 "message": "Starting graph transaction", "transaction_id": "6018366c-f658-47a7-9ed3-4fe53a096533",
                 "operation": "create_node", "graph_id": "chem_1"}
        (logs / "atomic.log").write_text(f"2025-06-28 10:01:14 | ndf.atomic | INFO | {json.dumps(entry)}\n")

    def test_there_and_back(self):
        before = self.data()
        action = self.edit({"op": "edit-node", "id": "水", "fields": {"role": "process"}},
                           {"op": "add-node", "base_name": "iron"},
                           {"op": "add-relation", "source": "iron", "name": "rusts in", "target": "水"})
        after = self.data()
        self.assertNotEqual(before, after)
        version = f"before:{action[:8]}"
        answer = self.assertUntouched(self.user, lambda: self.graph("restore", USER, "chem_1", version, "--dry-run"))
        self.assertExit(answer, 0)
        self.assertEqual(list(answer.json), ["files", "changes", "orphans"])
        self.assertIn({"path": "nodes/iron.json", "kind": "removed"}, answer.json["files"])
        self.assertIn(("removed", "node", "iron"),
                      [(each["kind"], each["what"], each["id"]) for each in answer.json["changes"]])
        restored = self.graph("restore", USER, "chem_1", version)
        self.assertExit(restored, 0)
        self.assertEqual(self.data(), before)
        undone = self.graph("undo", USER, "chem_1", restored.json["action_id"])
        self.assertExit(undone, 0)
        self.assertEqual(self.data(), after)
        self.assertExit(self.graph("undo", USER, "chem_1", action), 0)
        self.assertEqual(self.data(), before)
        self.assertEqual([row["operation"] for row in self.log("chem_1")],
                         ["test", "restore_graph", "undo", "undo"])

    def test_log(self):
        self.plant_backup()
        self.plant_log()
        action = self.edit({"op": "edit-node", "id": "水", "fields": {"role": "process"}})
        old, ours = self.log("chem_1")
        self.assertEqual(list(old), ROW_KEYS)
        self.assertEqual((old["kind"], old["operation"], old["ts"], old["backup"], old["graph"]),
                         ("old-backup", "create_node", "2025-06-28T04:31:14.486966+00:00", OLD, "chem_1"))
        self.assertEqual((ours["n"], ours["kind"], ours["action_id"], ours["operation"], ours["nodes"]),
                         (2, "change", action, "test", ["水"]))
        self.assertIn("nodes/水.json", ours["files"])
        self.assertEqual([row["graph"] for row in self.log()], ["chem_1", "chem_1"])
        self.assertEqual(len(self.log("chem_1", "--node", "水")), 1)
        self.assertIn("create_node", ctl("graph", "log", USER, "chem_1", library=self.library).out)
        (self.user / "nodes/水.json").write_text("{}")
        self.assertEqual(self.log("chem_1")[-1]["kind"], "unrecorded-change")

    def test_diff(self):
        action = self.edit({"op": "edit-node", "id": "水", "fields": {"role": "process"}})
        answer = self.graph("diff", USER, "chem_1", f"before:{action}", "now")
        self.assertExit(answer, 1)
        (change,) = answer.json
        self.assertEqual((change["kind"], change["what"], change["id"]), ("edited", "node", "水"))
        self.assertEqual(change["fields"], [{"name": "role", "old": "individual", "new": "process"}])
        self.assertExit(self.graph("diff", USER, "chem_1", "now", "@1"), 0)
        self.assertIn("[-individual-]{+process+}",
                      ctl("graph", "diff", USER, "chem_1", f"before:{action}", "now", library=self.library).out)

    def test_one_node(self):
        action = self.edit({"op": "edit-node", "id": "水", "fields": {"role": "process"}},
                           {"op": "edit-node", "id": "AC/DC", "fields": {"role": "process"}})
        self.assertExit(self.graph("restore", USER, "chem_1", f"before:{action}", "--node", "水"), 0)
        roles = [json.loads((self.user / "nodes" / f"{each}.json").read_text())["role"] for each in ("水", "AC/DC")]
        self.assertEqual(roles, ["individual", "process"])

    def test_old_backup(self):
        self.plant_backup()
        registry = (self.user / "node_registry.json").read_bytes()
        self.edit({"op": "remove-from-graph", "node": "水"}, {"op": "add-node", "base_name": "iron"})
        member = self.graph("restore", USER, "chem_1", f"backup:{OLD}")
        self.assertExit(member, 0)
        entries = json.loads((self.user / "node_registry.json").read_text())
        self.assertEqual((sorted(entries["水"]["graphs"]), entries["iron"]["graphs"]), (["chem_1", "second graph"], []))
        whole = self.graph("restore", USER, "chem_1", f"backup:{OLD}", "--whole-user")
        self.assertExit(whole, 0)
        self.assertEqual((self.user / "node_registry.json").read_bytes(), registry)
        self.assertEqual(len(whole.json["warnings"]), 1)

    def test_overlap_and_refusals(self):
        action = self.edit({"op": "edit-node", "id": "水", "fields": {"role": "process"}})
        self.edit({"op": "edit-node", "id": "水", "fields": {"role": "class"}})

        def refused(code, word, *words):
            answer = self.assertNothingWritten(self.user, lambda: self.graph(*words))
            self.assertFails(answer, code, word)
            return answer.error["detail"]

        self.assertIn("nodes/水.json", refused(4, "conflict", "undo", USER, "chem_1", action))
        refused(4, "conflict", "undo", USER, "chem_1", action, "--dry-run")
        refused(3, "not-found", "undo", USER, "chem_1", "ffffffff")
        refused(3, "not-found", "restore", USER, "nothing", "now")
        refused(2, "usage", "restore", USER, "chem_1", "yesterday")
        refused(8, "unsafe", "restore", USER, "chem_1", "backup:../x")
        refused(3, "not-found", "diff", USER, "nothing", "now", "now")
        refused(2, "usage", "restore", USER, "chem_1", "now", "--node", "水", "--whole-user")


if __name__ == "__main__":
    unittest.main()
