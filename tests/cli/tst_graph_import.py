# SPDX-License-Identifier: MIT
"""stemmactl graph import, of what Stemma and NDF Studio export, and of what means harm."""

import io
import json
import unittest
import zipfile

from ctl import TestCase, ctl
from foreign_graph_store import USER, load, morph, node, save, small_store


def archive(files, mark=b"NDFX", **attributes):
    """The bytes of a .ndf as the other program writes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = attributes.get("mode", 0o100644) << 16
            packed.writestr(info, content)
    return mark + out.getvalue()


def graph_of(nodes, graph="borrowed", relations=(), attributes=(), **more):
    files = {f"{graph}/manifest.json": json.dumps({"graph_id": graph, "manifest_version": 1, "exported_by": "them"}),
             f"{graph}/graph_data/metadata.yaml": "title: Borrowed\ndescription: ''\ncreated: ''\n",
             f"{graph}/graph_data/CNL.md": "# Borrowed text\n",
             f"{graph}/graph_data/polymorphic_composed.json": json.dumps(
                 {"nodes": nodes, "relations": list(relations), "attributes": list(attributes), "transitions": [],
                  "graph_id": graph, "description": ""})}
    files.update(more)
    return files


class ImportTest(TestCase):
    def setUp(self):
        super().setUp()
        self.library = self.folder / "graph_data"
        self.user = small_store(self.library).folder
        self.file = self.folder / "x.ndf"
        (self.library / "users" / "empty").mkdir()

    def graph(self, *words, user=USER):
        return ctl("graph", words[0], user, *words[1:], "--json", library=self.library)

    def take(self, files, *words, user="empty", **options):
        self.file.write_bytes(archive(files, **options))
        return self.graph("import", self.file, *words, user=user)

    def assertRefused(self, answer, *codes):
        self.assertIn(answer.code, codes, answer)
        self.assertEqual(list((self.library / "users" / "empty").iterdir()), [])


class Taking(ImportTest):
    def test_there_and_back(self):
        self.assertExit(self.graph("export", "chem_1", "--format", "ndf", "--output", self.file), 0)
        with zipfile.ZipFile(self.file) as packed:  # the other program's own reader
            self.assertIsNone(packed.testzip())
            self.assertEqual({name.split("/")[0] for name in packed.namelist()}, {"chem_1"})
            manifest = json.loads(packed.read("chem_1/manifest.json"))
            self.assertEqual(set(manifest["files"]), {name.removeprefix("chem_1/") for name in packed.namelist()}
                             - {"manifest.json"})
            composed = json.loads(packed.read("chem_1/graph_data/polymorphic_composed.json"))
        self.assertEqual(len(composed["nodes"]), 2)
        self.assertTrue(self.file.read_bytes().startswith(b"NDFX"))
        answer = self.graph("import", self.file, user="empty")
        self.assertExit(answer, 0)
        theirs = self.library / "users" / "empty"
        for folder in ("nodes", "relationNodes", "attributeNodes"):
            for path in (theirs / folder).rglob("*.json"):
                self.assertEqual(load(path), load(self.user / folder / path.relative_to(theirs / folder)))
        ours = ctl("graph", "show", USER, "chem_1", "--json", library=self.library).json
        shown = ctl("graph", "show", "empty", "chem_1", "--json", library=self.library).json
        for key in ("title", "description", "nodes", "relations", "attributes"):
            strip = [{k: v for k, v in each.items() if k != "graphs"} if isinstance(each, dict) else each
                     for each in (ours[key] or [])]
            self.assertEqual([{k: v for k, v in each.items() if k != "graphs"} if isinstance(each, dict) else each
                              for each in (shown[key] or [])], strip)
        self.assertTrue(self.graph("import", self.file, user="empty").json["unchanged"])

    def test_of_the_other_program(self):
        made = node("borrowed node", [morph("borrowed node", "basic")], "basic_borrowed node", x_unknown=[1, 1.50])
        answer = self.take(graph_of([made]))
        self.assertExit(answer, 0)
        self.assertEqual(answer.json["new_ids"], ["borrowed", "borrowed node"])
        user = self.library / "users" / "empty"
        self.assertEqual(load(user / "nodes" / "borrowed node.json"), made)
        self.assertEqual(load(user / "node_registry.json")["borrowed node"]["graphs"], ["borrowed"])
        self.assertEqual((user / "graphs" / "borrowed" / "CNL.md").read_text(), "# Borrowed text\n")
        self.assertEqual(self.graph("validate", user="empty").json["status"], "warning")  # no other registries yet
        action = answer.json["action_id"]
        self.assertExit(self.graph("undo", "borrowed", action, user="empty"), 0)
        self.assertEqual([path for path in user.rglob("*") if path.is_file() and ".stemma" not in path.parts
                          and "backups" not in path.parts], [])
        self.assertFalse((user / "graphs" / "borrowed").exists())

    def test_dry_run(self):
        changed = load(self.user / "nodes" / "bare.json")
        changed["role"] = "other"
        files = graph_of([changed, node("fresh", [])])
        self.file.write_bytes(archive(files))
        answer = self.assertUntouched(self.library, lambda: self.graph("import", self.file, "--dry-run"))
        self.assertExit(answer, 1)
        self.assertEqual(answer.json["counts"]["node"], {"clash": 1, "add": 1} | {})
        self.assertEqual((answer.json["graph"], answer.json["graph_is_there"]), ("borrowed", False))
        answer = self.assertUntouched(self.library,
                                      lambda: self.graph("import", self.file, "--dry-run", "--on-clash", "ours"))
        self.assertExit(answer, 0)
        self.assertEqual(answer.json["counts"]["node"], {"keep": 1, "add": 1})

    def test_clashes(self):
        changed = load(self.user / "nodes" / "bare.json")
        changed["role"] = "other"
        self.file.write_bytes(archive(graph_of([changed])))
        self.assertNothingWritten(self.library, lambda: self.assertFails(
            self.graph("import", self.file), 4, "conflict", "‘bare’"))
        self.assertExit(self.graph("import", self.file, "--on-clash", "ours", "--as", "mine"), 0)
        self.assertEqual(load(self.user / "nodes" / "bare.json")["role"], "individual")
        self.assertExit(self.graph("import", self.file, "--on-clash", "theirs"), 0)
        self.assertEqual(load(self.user / "nodes" / "bare.json")["role"], "other")
        self.assertEqual(load(self.user / "node_registry.json")["bare"]["graphs"], ["second graph", "mine", "borrowed"])

    def test_standard_input(self):
        answer = ctl("graph", "import", "empty", "-", "--json", library=self.library,
                     stdin=archive(graph_of([node("a", [])])))
        self.assertExit(answer, 0)


class Hostile(ImportTest):
    """Refused whole, with a reason, and nothing is written, neither in the library nor beside it."""

    def test_names(self):
        for name in ("../outside", "borrowed/../../outside", "/tmp/outside", "borrowed\\..\\x", "C:/outside",
                     "borrowed/a//b", "borrowed/graph_data/../../../../x"):
            # No drive: only one more folder beside the graph's.
            self.assertRefused(self.take(graph_of([], **{name: "x"})), 6 if name.startswith("C:") else 8)

    def test_ids(self):
        for bad in ("../../../../outside", "/etc/outside", "..", ".hidden", "a/../../b", "x" * 400, "a\u0000b"):
            self.assertRefused(self.take(graph_of([node(bad, [])])), 8, 2)

    def test_links(self):
        self.assertRefused(self.take(graph_of([]), mode=0o120777), 8)

    def test_bombs(self):
        self.assertRefused(self.take(graph_of([], **{"borrowed/graph_data/x.json": b"\0" * (30 << 20)})), 8)

    def test_nesting(self):
        deep = "[" * 100_000 + "]" * 100_000
        self.assertRefused(self.take(graph_of([], **{"borrowed/graph_data/polymorphic_composed.json": deep})), 6)

    def test_no_archive(self):
        for content in (b"", b"NDF", b"NDFX", b"NDFXPK\3\4", b"PK\5\6" + b"\0" * 18,
                        archive(graph_of([]), mark=b"")):
            self.file.write_bytes(content)
            self.assertRefused(self.graph("import", self.file, user="empty"), 6)

    def test_cut_off(self):
        whole = archive(graph_of([node("a", [])]))
        for length in range(0, len(whole), 97):
            self.file.write_bytes(whole[:length])
            self.assertRefused(self.graph("import", self.file, user="empty"), 6)

    def test_several_graphs(self):
        self.assertRefused(self.take({**graph_of([]), **graph_of([], graph="second")}), 6)

    def test_types_that_are_off(self):
        odd = {"id": "a", "morphs": {"x": 1}, "nbh": 5, "name": ["n"], "role": {}}
        answer = self.take(graph_of([odd], relations=[{"id": "r", "source_id": 5, "target_id": None}]))
        self.assertExit(answer, 0)  # as odd as it is, it harms nobody, and is kept as it is
        self.assertEqual(load(self.library / "users" / "empty" / "nodes" / "a.json"), odd)
        self.assertExit(self.graph("show", "borrowed", user="empty"), 0)


if __name__ == "__main__":
    unittest.main()
