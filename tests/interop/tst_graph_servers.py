# SPDX-License-Identifier: MIT
"""Edits of ours beside a server of each version of the graph program, both at work on one user's folder all the time.

Nothing that the server saved is lost, whatever it locks. What it saves without a lock from its load to its save can
overwrite what we saved in between: that is its way, and beyond us. Then the history tells it and has what our save
replaced, the deep validation finds what fits no more, and an edit mends it. STEMMA_LONG=1: a minute each."""

import json
import multiprocessing
import os
import pathlib
import time
import unittest

from ctl import TestCase, ctl
from foreign_graph_store import USER, load, small_store
from foreign_graphs import GraphWriter
from proof import proved

SECONDS = float(os.environ.get("STEMMA_TEST_SECONDS", "60" if os.environ.get("STEMMA_LONG") else "3"))
# A person's clicks are further apart; without any, every save of ours would come in between.
PAUSE = float(os.environ.get("STEMMA_TEST_PAUSE", "0.03"))
ENOUGH = 4  # saves of ours, however long they take


def serve(folder, version, enough, done, held_over):
    """Adds a node a turn, as the server does: its file, then the registry, loaded and saved whole."""
    writer = GraphWriter(folder, version)
    made = []
    while not enough.is_set():
        name = f"theirs{len(made)}"
        writer.save(f"nodes/{name}.json", {"id": name, "name": name, "morphs": []})
        entry = {"name": name, "graphs": ["chem_1"], "created_at": time.time()}
        if held_over:
            add_under_lock(writer, name, entry)
        else:
            writer.change("node_registry.json", lambda data, name=name, entry=entry: data.update({name: entry}), 0.002)
        made.append(name)
        time.sleep(PAUSE)
    done.put(made)


def add_under_lock(writer, name, entry):
    """A server whose lock lasts from its load to its save."""
    path = writer.folder / "node_registry.json"
    with writer.locked(path):
        data = {**load(path), name: entry}
        temporary = path.with_suffix(".json.tmp")
        temporary.write_text(json.dumps(data, indent=2, ensure_ascii=False), encoding="utf-8")
        temporary.replace(path)


class GraphServers(TestCase):
    def setUp(self):
        super().setUp()
        self.library = pathlib.Path(self.folder) / "graph_data"
        self.user = small_store(self.library).folder

    def graph(self, *words, **options):
        return ctl("--json", "graph", *words, library=self.library, **options)

    def add_node(self, name):
        edit = {"op": "add-node", "base_name": name}
        return self.graph("edit", USER, "chem_1", "--operation", "add_node", stdin=json.dumps([edit]))

    def work_beside(self, version, held_over=False):
        """What each saved: theirs by name, ours by name with the action."""
        enough, done = multiprocessing.Event(), multiprocessing.Queue()
        server = multiprocessing.Process(target=serve, args=(self.user, version, enough, done, held_over))
        server.start()
        ours, given_up = {}, 0
        end = time.monotonic() + SECONDS
        while time.monotonic() < end or (len(ours) < ENOUGH and time.monotonic() < end + 60):
            name = f"ours{len(ours)}"
            answer = self.add_node(name)
            if answer.code == 4:  # it kept changing the same files: told, and nothing was written
                given_up += 1
                self.assertFalse((self.user / "nodes" / f"{name}.json").exists())
                continue
            self.assertExit(answer, 0)
            ours[name] = answer.json["action_id"]
        enough.set()
        theirs = done.get(timeout=60)
        server.join()
        self.assertGreater(len(theirs), 5)
        self.assertGreaterEqual(len(ours), ENOUGH)
        return theirs, ours, given_up

    def registry(self):
        return load(self.user / "node_registry.json")

    def check(self, theirs, ours):
        """Nothing of theirs is lost, nothing is torn or left; gives those of ours that were overwritten."""
        registry = self.registry()
        for name in theirs:
            self.assertIn(name, registry)
            self.assertEqual(load(self.user / "nodes" / f"{name}.json")["id"], name)
        for path in self.user.rglob("*.json"):
            load(path)
        self.assertEqual(sorted(path.name for path in (self.user / ".stemma").iterdir()), ["audit.jsonl", "txn"])
        for name in ours:
            self.assertEqual(load(self.user / "nodes" / f"{name}.json")["id"], name)
        return [name for name in ours if name not in registry]

    def bring_back(self, lost, ours):
        """What a server wrote over is told, and comes back without taking anything of theirs."""
        rows = self.graph("log", USER).lines
        told = [path for row in rows if row["kind"] == "unrecorded-change" for path in row["files"]]
        findings = {each["id"] for each in self.graph("validate", USER, "--deep").json["findings"]}
        states = {row["action_id"]: row["backup_state"] for row in rows}
        edits = []
        for name in lost:
            self.assertIn("node_registry.json", told)
            self.assertIn(f"orphan-node:{name}", findings)
            self.assertEqual(states[ours[name]], "ok")
            edits.append({"op": "add-to-graph", "node": name})
        self.assertExit(self.graph("edit", USER, "chem_1", "--operation", "mend", stdin=json.dumps(edits)), 0)

    def test_beside_a_server_of_version_1(self):
        self.beside(1)

    def test_beside_a_server_of_version_2(self):
        self.beside(2)

    def test_beside_a_server_with_locks_of_single_steps(self):
        self.beside(3)

    def beside(self, version):
        theirs, ours, given_up = self.work_beside(version)
        lost = self.check(theirs, ours)
        self.bring_back(lost, ours)
        self.assertEqual(self.check(theirs, ours), [])
        print(f"version {version}: {len(theirs)} of theirs, {len(ours)} of ours, {len(lost)} of those overwritten and "
              f"brought back, {given_up} given up")
        proved("P10", f"graph edits beside a server of version {version}: nothing of theirs is lost, all of ours is "
               "there or comes back", len(theirs) + len(ours))

    def test_beside_locks_that_last(self):
        (self.user / "node_registry.json.lock").touch()  # there since the server's first look
        theirs, ours, _ = self.work_beside(3, held_over=True)
        self.assertEqual(self.check(theirs, ours), [])
        proved("P10", "graph edits beside one that holds its flock from load to save: nothing of either is lost",
               len(theirs) + len(ours))

    def test_a_rollback_of_theirs(self):
        """It copies the registries of its beginning over what we saved meanwhile."""
        writer = GraphWriter(self.user, 2)
        registries = [f"{kind}_registry.json" for kind in ("node", "relation", "attribute")]
        try:
            with writer.transaction("chem_1", registries):
                answer = self.add_node("ours")
                self.assertExit(answer, 0)
                raise RuntimeError("their operation fails")
        except RuntimeError:
            pass
        self.assertNotIn("ours", self.registry())
        self.assertEqual(load(self.user / "nodes/ours.json")["id"], "ours")
        self.bring_back(["ours"], {"ours": answer.json["action_id"]})
        self.assertEqual(self.registry()["ours"]["graphs"], ["chem_1"])


if __name__ == "__main__":
    unittest.main()
