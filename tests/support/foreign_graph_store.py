# SPDX-License-Identifier: MIT
"""A small graph library as the first version of the graph program leaves it, composed files included."""

import json
import pathlib

USER = "3f2a9c1e-0000-4000-8000-000000000001"


def save(path, data, ascii_only=False):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, indent=2, ensure_ascii=ascii_only), encoding="utf-8")


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def morph(node, name, relations=(), attributes=()):
    return {"morph_id": f"{name}_{node}", "node_id": node, "name": name,
            "relationNode_ids": list(relations), "attributeNode_ids": list(attributes)}


def node(node_id, morphs, nbh=None, **fields):
    made = {"id": node_id, "name": node_id, "base_name": node_id, "adjective": None, "quantifier": None,
            "role": "individual", "description": "", "morphs": morphs, "nbh": nbh}
    made.update(fields)
    return made


def relation(source, name, target, adverb=None, modality=None):
    parts = [part for part in (source, adverb, name, target, modality) if part]
    return {"id": "::".join(parts), "name": name, "source_id": source, "target_id": target, "adverb": adverb,
            "modality": modality, "morph_id": [f"basic_{source}"]}


def attribute(source, name, value, unit=None, adverb=None, mark="000000000000"):
    return {"id": f"{source}::{name}::{mark}", "name": name, "source_id": source, "value": value, "unit": unit,
            "adverb": adverb, "modality": None, "morph_id": [f"basic_{source}"]}


TRANSITION = {"id": "melting", "name": "melting", "adjective": "slow", "tense": None,
              "inputs": [{"id": "水", "nbh": "basic_水"}], "outputs": [{"id": "AC/DC", "nbh": None}],
              "description": None}


def with_basic(data):
    """What the program adds in memory to a node that has no morph of that name."""
    whole = dict(data)
    if not any(each["name"] == "basic" for each in data.get("morphs", [])):
        inner = data.get("id", data.get("node_id"))
        whole["morphs"] = [morph(inner, "basic")] + data.get("morphs", [])
        whole["nbh"] = data.get("nbh") or f"basic_{inner}"
    return whole


def attribute_elements(data):
    label = " ".join(str(part) for part in (data["adverb"], data["value"], data["unit"]) if part not in (None, ""))
    value = f"attrval_{data['id']}"
    return ({"data": {"id": value, "label": label, "type": "attribute_value"}},
            {"data": {"id": data["id"], "source": data["source_id"], "target": value,
                      "label": f"has {data['name']}", "type": "attribute"}})


def transition_elements(data):
    middle = f"transition_{data['id']}"
    label = f"{data['adjective']} {data['name']}" if data["adjective"] else data["name"]
    nodes = [{"data": {"id": middle, "label": label, "type": "transition", "tense": data["tense"],
                       "description": data["description"]}}]
    edges = [{"data": {"id": f"input_{data['id']}_{end['id']}", "source": end["id"], "target": middle,
                       "label": "input", "type": "transition_input"}} for end in data["inputs"]]
    edges += [{"data": {"id": f"output_{data['id']}_{end['id']}", "source": middle, "target": end["id"],
                        "label": "output", "type": "transition_output"}} for end in data["outputs"]]
    return nodes, edges


class GraphStore:
    """One user's folder. The change of a file is not composed until compose() is called."""

    def __init__(self, library):
        self.library = pathlib.Path(library)
        self.folder = self.library / "users" / USER
        (self.library / "global").mkdir(parents=True)
        for name in ("nodes", "relationNodes", "attributeNodes", "transitions", "functions", "schemas", "backups"):
            (self.folder / name).mkdir(parents=True)
        self.registries = {"node": {}, "relation": {}, "attribute": {}}
        self.transitions = [TRANSITION]

    def graph(self, graph_id, title, description=""):
        folder = self.folder / "graphs" / graph_id
        folder.mkdir(parents=True)
        (folder / "cnl.md").write_text("", encoding="utf-8")
        (folder / "metadata.yaml").write_text(
            f"title: {title}\ndescription: {description or repr('')}\ncreated: ''\n"
            "modified: '2025-06-28T04:32:00.527334'\n", encoding="utf-8")

    def add(self, kind, folder, data, entry):
        self.registries[kind][data["id"]] = entry
        save(self.folder / folder / f"{data['id']}.json", data)

    def add_node(self, data, graphs):
        self.add("node", "nodes", data, {"name": data["name"], "role": data["role"], "graphs": graphs,
                                         "created_at": 1751085209.1630168, "updated_at": "2025-06-28T06:26:08"})

    def add_relation(self, data, graphs):
        self.add("relation", "relationNodes", data,
                 {"id": data["id"], "name": data["name"], "source_id": data["source_id"],
                  "target_id": data["target_id"], "morph_id": [data["morph_id"]], "graphs": graphs,
                  "created_at": "2025-06-28T06:26:08.977261"})

    def add_attribute(self, data, graphs):
        self.add("attribute", "attributeNodes", data,
                 {"id": data["id"], "name": data["name"], "source_id": data["source_id"],
                  "morph_id": data["morph_id"], "graphs": graphs, "created_at": "2025-06-28T06:26:08"})

    def save_registries(self):
        for kind, entries in self.registries.items():
            save(self.folder / f"{kind}_registry.json", entries)
        save(self.folder / "transition_registry.json", self.transitions, ascii_only=True)
        (self.folder / "function_registry.json").write_text("{}", encoding="utf-8")

    def compose(self, graph_id, description=""):
        nodes, edges, whole, relations, attributes = [], [], [], {}, {}
        for node_id, entry in self.registries["node"].items():
            path = self.folder / "nodes" / f"{node_id}.json"
            if graph_id not in entry["graphs"] or not path.exists():
                continue
            data = with_basic(load(path))
            whole.append(data)
            nodes.append({"data": {"id": data["id"], "label": data["name"]}})
            for each in data["morphs"]:
                self.collect("relationNodes", each["relationNode_ids"], relations)
                self.collect("attributeNodes", each["attributeNode_ids"], attributes)
                if each["morph_id"] == data["nbh"]:
                    self.draw(each, nodes, edges)
        for each in self.transitions:
            more_nodes, more_edges = transition_elements(each)
            nodes += more_nodes
            edges += more_edges
        folder = self.folder / "graphs" / graph_id
        save(folder / "composed.json", {"nodes": nodes, "edges": edges})
        # YAML 1.1 reads JSON that is laid out like this.
        (folder / "composed.yaml").write_text(json.dumps({"nodes": nodes, "edges": edges}), encoding="utf-8")
        save(folder / "polymorphic_composed.json",
             {"nodes": whole, "relations": list(relations.values()), "attributes": list(attributes.values()),
              "transitions": self.transitions, "graph_id": graph_id, "description": description}, ascii_only=True)

    def collect(self, folder, ids, found):
        for each in ids:
            if (self.folder / folder / f"{each}.json").exists():
                found.setdefault(each, load(self.folder / folder / f"{each}.json"))

    def draw(self, active, nodes, edges):
        for each in active["relationNode_ids"]:
            data = load(self.folder / "relationNodes" / f"{each}.json")
            edges.append({"data": {"id": data["id"], "source": data["source_id"], "target": data["target_id"],
                                   "label": data["name"], "type": "relation"}})
        for each in active["attributeNode_ids"]:
            value, edge = attribute_elements(load(self.folder / "attributeNodes" / f"{each}.json"))
            nodes.append(value)
            edges.append(edge)


def small_store(library):
    """Two graphs that share a node; ids with a slash and beyond ASCII, an active morph, a node without morphs."""
    store = GraphStore(library)
    store.graph("chem_1", "Chemistry", "'a: b # c'")
    store.graph("second graph", "Second")
    links = [relation("水", "is_a", "AC/DC"), relation("水", "bonds with", "outside", "strongly", "maybe"),
             relation("AC/DC", "part of", "水")]
    values = [attribute("水", "temperature", 0, "°C"), attribute("水", "mass", 15.999, "u", "about"),
              attribute("水", "note", ""), attribute("AC/DC", "is band", True)]
    store.add_node(node("水", [morph("水", "basic", [links[0]["id"]], [values[0]["id"], values[2]["id"]]),
                              morph("水", "solid", [links[1]["id"]], [values[1]["id"], values[0]["id"]])],
                        "solid_水"), ["chem_1", "second graph"])
    store.add_node(node("AC/DC", [morph("AC/DC", "basic", [links[2]["id"]], [values[3]["id"]])], "basic_AC/DC",
                        name=None), ["chem_1"])
    store.add_node(node("bare", []), ["second graph"])
    for each in links:
        store.add_relation(each, ["chem_1"])
    for each in values:
        store.add_attribute(each, ["chem_1"])
    store.save_registries()
    for graph_id in ("chem_1", "second graph"):
        store.compose(graph_id)
    return store
