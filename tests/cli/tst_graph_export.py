# SPDX-License-Identifier: MIT
"""stemmactl graph export: what other programs read of a graph."""

import csv
import io
import json
import re
import unittest
import xml.etree.ElementTree as ET
from pathlib import Path

from ctl import TestCase, ctl
from foreign_graph_store import USER, attribute, load, morph, node, relation, save, small_store

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
NMTOKEN = re.compile(r"[-.\w·]+\Z")


class ExportTest(TestCase):
    def setUp(self):
        super().setUp()
        self.library = self.folder / "graph_data"
        self.store = small_store(self.library)
        self.user = self.store.folder

    def export(self, *words, graph="chem_1"):
        return ctl("graph", "export", USER, graph, *words, library=self.library)

    def exported(self, *words, **options):
        answer = self.export(*words, **options)
        self.assertExit(answer, 0)
        return answer.bytes.decode("utf-8")

    def add(self, made, relations=(), attributes=(), graphs=("chem_1",)):
        """A node with what hangs on it, all in its basic morph."""
        made["morphs"] = [morph(made["id"], "basic", [each["id"] for each in relations],
                                [each["id"] for each in attributes])]
        made["nbh"] = made["morphs"][0]["morph_id"]
        self.store.add_node(made, list(graphs))
        for each in relations:
            self.store.add_relation(each, list(graphs))
        for each in attributes:
            self.store.add_attribute(each, list(graphs))
        self.store.save_registries()


class Graphml(ExportTest):
    def parsed(self):
        root = ET.fromstring(self.exported("--format", "graphml"))
        self.check_schema(root)
        return root

    def check_schema(self, root):
        """What the schema of GraphML 1.0 asks: order, names, references, unique ids and keys."""
        self.assertEqual(root.tag, GRAPHML + "graphml")
        tags = [child.tag.removeprefix(GRAPHML) for child in root]
        self.assertEqual(tags, ["key"] * (len(tags) - 1) + ["graph"])
        keys = {}
        for key in root.iter(GRAPHML + "key"):
            self.assertLessEqual(set(key.attrib), {"id", "for", "attr.name", "attr.type"})
            self.assertRegex(key.get("id"), NMTOKEN)
            self.assertRegex(key.get("attr.name"), NMTOKEN)
            self.assertIn(key.get("attr.type"), ("boolean", "int", "long", "float", "double", "string"))
            self.assertNotIn(key.get("id"), keys)
            keys[key.get("id")] = key
        graph = root.find(GRAPHML + "graph")
        self.assertEqual(graph.get("edgedefault"), "directed")
        ids = [each.get("id") for each in graph.iter(GRAPHML + "node")]
        self.assertEqual(len(ids), len(set(ids)))
        for each in graph.iter():
            kind = each.tag.removeprefix(GRAPHML)
            used = [data.get("key") for data in each.findall(GRAPHML + "data")]
            self.assertEqual(len(used), len(set(used)), "a key twice in one element")
            self.assertEqual({keys[key].get("for") for key in used} - {kind}, set())
            if kind == "edge":
                self.assertLessEqual({each.get("source"), each.get("target")}, set(ids))

    def values(self, root):
        """The nodes by id: {name of the key: text}."""
        names = {key.get("id"): key.findtext(GRAPHML + "desc") or key.get("attr.name")
                 for key in root.iter(GRAPHML + "key")}
        nodes = {}
        for each in root.iter(GRAPHML + "node"):
            data = {names[value.get("key")]: value.text for value in each.findall(GRAPHML + "data")}
            nodes[data["id"], data["kind"]] = data
        return nodes

    def test_a_graph(self):
        root = self.parsed()
        nodes = self.values(root)
        registry = load(self.user / "node_registry.json")
        ours = {(key, "node") for key, entry in registry.items() if "chem_1" in entry["graphs"]}
        self.assertLessEqual(ours, set(nodes))
        self.assertIn(("melting", "transition"), nodes)

    def test_types_of_attributes(self):
        self.add(node("probe", []), attributes=[
            attribute("probe", "whole", "-5", mark="1" * 12), attribute("probe", "part", 1.5, mark="2" * 12),
            attribute("probe", "flag", True, mark="3" * 12), attribute("probe", "word", "<a & \"b\">", mark="4" * 12),
            attribute("probe", "mass", 2, unit="kg/m³", adverb="about", mark="5" * 12)])
        self.add(node("other", []), attributes=[
            attribute("other", "part", 2, mark="1" * 12), attribute("other", "whole", 7, mark="2" * 12),
            attribute("other", "whole", 8, mark="3" * 12)])
        root = self.parsed()
        types = {key.findtext(GRAPHML + "desc"): (key.get("attr.name"), key.get("attr.type"))
                 for key in root.iter(GRAPHML + "key")}
        self.assertEqual(types["whole"], ("whole", "long"))
        self.assertEqual(types["part"], ("part", "double"))
        self.assertEqual(types["flag"], ("flag", "boolean"))
        self.assertEqual(types["word"], ("word", "string"))
        self.assertEqual(types["about mass (kg/m³)"][1], "long")
        self.assertEqual(types["whole (2)"], ("whole__2_", "long"))
        nodes = self.values(root)
        self.assertEqual(nodes["probe", "node"]["word"], '<a & "b">')
        self.assertEqual(nodes["probe", "node"]["flag"], "true")
        self.assertEqual((nodes["other", "node"]["whole"], nodes["other", "node"]["whole (2)"]), ("7", "8"))

    def test_names_that_are_taken(self):
        self.add(node("probe", []), attributes=[
            attribute("probe", "label", "x", mark="1" * 12), attribute("probe", "a b", "y", mark="2" * 12),
            attribute("probe", "a/b", "z", mark="3" * 12)])
        names = [key.get("attr.name") for key in self.parsed().iter(GRAPHML + "key") if key.get("for") == "node"]
        self.assertEqual(len(names), len(set(names)))

    def test_where_edges_lead(self):
        self.add(node("far", []), graphs=("india",))
        self.add(node("probe", []), [relation("probe", "is", "far"), relation("probe", "is", "nowhere")])
        nodes = self.values(self.parsed())
        self.assertIn(("far", "elsewhere"), nodes)
        self.assertIn(("nowhere", "missing"), nodes)

    def test_text_that_xml_has_no_place_for(self):
        self.add(node("probe", [], name="a\x00\x1b\ufffe\r\nb", description="<![CDATA[ ]]> & \u202e"))
        data = self.values(self.parsed())["probe", "node"]
        self.assertEqual(data["name"], "a\ufffd\ufffd\ufffd\r\nb")
        self.assertEqual(data["description"], "<![CDATA[ ]]> & \u202e")


class Tables(ExportTest):
    def table(self, name, *words):
        text = self.exported("--format", "csv", "--table", name, *words)
        self.assertTrue(text.endswith("\r\n"))
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def test_every_relation_and_attribute_has_its_nodes(self):
        nodes = {row["id"] for row in self.table("nodes")}
        relations = self.table("relations")
        self.assertTrue(relations)
        for row in relations:
            self.assertLessEqual({row["source"], row["target"]} - nodes, set())
        for row in self.table("attributes"):
            self.assertIn(row["node"], nodes)

    def test_quotes_and_lines(self):
        text = 'a "b", c\nd'
        self.add(node("probe", [], description=text))
        self.assertIn(text, [row["description"] for row in self.table("nodes")])

    def test_formulas_are_disarmed(self):
        texts = ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", " =HYPERLINK(0)"]
        numbers = ["-5", "+1e3", "-0.5"]
        self.add(node("probe", []), attributes=[
            attribute("probe", "x", text, mark=f"{at:012x}") for at, text in enumerate(texts + numbers)])
        values = [row["value"] for row in self.table("attributes") if row["node"] == "probe"]
        self.assertEqual(values, ["'" + text for text in texts] + numbers)
        values = [row["value"] for row in self.table("attributes", "--formulas") if row["node"] == "probe"]
        self.assertEqual(values, texts + numbers)

    def test_three_files_or_none(self):
        target = self.folder / "out.csv"
        answer = self.export("--format", "csv", "--output", target, "--json")
        self.assertExit(answer, 0)
        names = ["out-nodes.csv", "out-relations.csv", "out-attributes.csv"]
        self.assertEqual([each["path"] for each in answer.json["files"]], [str(self.folder / name) for name in names])
        for name in names[:2]:
            (self.folder / name).unlink()
        self.assertFails(self.export("--format", "csv", "--output", target, "--json"), 4, "conflict", names[2])
        self.assertFalse((self.folder / names[0]).exists())

    def test_three_files_replaced_or_none(self):
        target = self.folder / "out.csv"
        nodes, relations, attributes = (self.folder / f"out-{part}.csv" for part in ("nodes", "relations", "attributes"))
        for path in (nodes, relations):
            path.write_text("mine")
        attributes.mkdir()
        before = sorted(path.name for path in self.folder.iterdir())
        answer = self.export("--format", "csv", "--output", target, "--replace", "--json")
        self.assertFails(answer, 8, "unsafe", str(attributes))
        self.assertEqual([nodes.read_text(), relations.read_text()], ["mine", "mine"])
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), before)
        attributes.rmdir()
        answer = self.export("--format", "csv", "--output", target, "--replace", "--json")
        self.assertExit(answer, 0)
        for each in answer.json["files"]:
            self.assertEqual(each["bytes"], Path(each["path"]).stat().st_size)
        self.assertNotIn("mine", nodes.read_text() + relations.read_text())

    def test_one_table_a_stream(self):
        self.assertFails(self.export("--format", "csv", "--json"), 2, "usage", "--table")
        self.assertFails(self.export("--format", "dot", "--table", "nodes", "--json"), 2, "usage")


class Files(ExportTest):
    def test_a_file_that_is_there_stays(self):
        target = self.folder / "graph.dot"
        target.write_text("mine")
        self.assertFails(self.export("--format", "dot", "--output", target, "--json"), 4, "conflict", str(target))
        self.assertEqual(target.read_text(), "mine")
        self.assertExit(self.export("--format", "dot", "--output", target, "--replace"), 0)
        self.assertTrue(target.read_text().startswith("digraph"))
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["graph.dot", "graph_data"])

    def test_places_that_are_none(self):
        for path, code in ((self.folder / "no" / "x.dot", 3), (self.folder, 4), ("", 0)):
            answer = self.export("--format", "dot", "--output", path)
            self.assertExit(answer, code)

    def test_the_library_stays_as_it_is(self):
        for form in ("graphml", "dot", "json"):
            self.assertUntouched(self.library, lambda form=form: self.exported("--format", form))

    def test_json_is_what_the_composed_file_would_hold(self):
        found = json.loads(self.exported("--format", "json"))
        self.assertEqual(found.pop("description"), "a: b # c")
        composed = load(self.user / "graphs" / "chem_1" / "polymorphic_composed.json")
        self.assertEqual(found, {key: value for key, value in composed.items() if key != "description"})

    def test_what_is_missing_is_told(self):
        self.add(node("probe", []))
        save(self.user / "nodes" / "probe.json", [])
        answer = self.export("--format", "graphml")
        self.assertExit(answer, 0)
        self.assertIn("‘probe’", answer.err)

    def test_what_cannot_be_read_is_told(self):
        transition = self.user / "transitions" / (self.store.transitions[0]["id"] + ".json")
        transition.write_text("{")
        folder = self.user / "graphs" / "chem_1"
        for name in ("metadata.yaml", "CNL.md"):
            (folder / name).unlink(missing_ok=True)
            (folder / name).symlink_to("elsewhere")
        for form in ("graphml", "csv", "json", "dot", "ndf"):
            answer = self.export("--format", form, "--output", self.folder / ("out." + form))
            self.assertExit(answer, 0)
            for name in (transition.stem, "metadata.yaml", "CNL.md"):
                self.assertIn(name, answer.err, form)

    def test_no_such_graph(self):
        self.assertFails(self.export("--format", "dot", "--json", graph="nothing"), 3, "not-found")


if __name__ == "__main__":
    unittest.main()
