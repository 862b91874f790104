# SPDX-License-Identifier: MIT
"""A graph library in which every form lies that some version of the graph program wrote (graphs-format.md, 4)."""

from foreign_graph_store import attribute, load, node, morph, relation, save, small_store

ODD = 12345678901234567890123
NODES = {
    "parsed": {"node_id": "parsed", "name": "**parsed** thing", "base_name": "thing", "qualifier": "parsed",
               "quantifier": "", "description": "from text",
               "attributes": [{"target_node": "parsed", "node_id": "parsed", "attribute_name": "size", "value": "1",
                               "unit": "", "adverb": "", "modality": ""}], "relations": [], "role": "class"},
    "created": {"id": "created", "name": "created", "base": "created", "quantifier": "", "qualifier": "",
                "description": "", "attributes": [], "relations": []},
    "older": {"id": "older", "name": "older", "qualifier": None, "quantifier": None, "role": "class",
              "description": "ä", "attributes": [{"id": "x", "name": "mass", "value": 1, "unit": None,
                                                  "adverb": None, "modality": None}],
              "relations": [{"type": "is_a", "target": "bare"}]},
    "oxygen": {"id": "oxygen", "name": "Oxygen", "base_name": "oxygen", "role": "individual",
               "description": "O\u2082 \U0001f9ea", "x_own": {"a": [ODD, 1.5e300, None]},
               "morphs": [morph("oxygen", "neutral"), morph("oxygen", "charged")], "nbh": "gone_oxygen"},
    "living_cell": node("cell", [morph("cell", "basic")], "basic_cell", adjective="living"),
}
NODE_ENTRIES = {
    "parsed": {"name": "**parsed** thing", "graphs": ["chem_1"], "created_at": "", "updated_at": ""},
    "created": {"name": "Created", "graphs": ["chem_1"], "created_at": "2025-06-18T14:03:11",
                "updated_at": "2025-06-18T14:03:11"},
    "older": {"id": "older", "name": "older", "graphs": ["chem_1"], "created_at": "2025-06-28T05:10:47.048930"},
    "oxygen": {"id": "oxygen", "name": "Oxygen", "graphs": ["chem_1", "second graph"]},
    "living_cell": {"name": None, "role": None, "graphs": ["chem_1"], "created_at": 1751085209.5,
                    "updated_at": "2025-06-28T06:26:08.977261"},
    "ghost": {"name": "ghost", "role": "class", "graphs": [], "created_at": 1.0, "updated_at": 1.0},
}


def add_links(store):
    imported, whole, old = (relation("oxygen", name, "水") for name in ("imported", "whole", "old"))
    for each in (imported, whole, old):
        store.add_relation(each, ["chem_1"])
    store.registries["relation"][imported["id"]] = {"name": "imported", "graphs": ["chem_1"], "created_at": 1.5,
                                                    "updated_at": 1.5}
    store.registries["relation"][whole["id"]] = whole
    store.registries["relation"][old["id"]] = {"source": "oxygen", "type": "old", "target": "水", "adverb": None,
                                               "modality": None, "created_at": "2025-06-18T14:03:11",
                                               "updated_at": "2025-06-18T14:03:11"}
    stub = relation("oxygen", "stub", "bare")
    store.add_relation(stub, ["chem_1"])
    save(store.folder / "relationNodes" / f"{stub['id']}.json", {"morph_id": "neutral_oxygen"})
    for name, entry in (("mass", {"name": "mass", "graphs": ["chem_1"], "created_at": 1.5, "updated_at": 1.5}),
                        ("odd", {"node_id": "oxygen", "name": "odd", "value": ODD, "unit": None, "adverb": None,
                                 "modality": None, "created_at": "2025-06-18T14:03:11"})):
        each = attribute("oxygen", name, ODD if name == "odd" else 1.5e300)
        each["morph_id"] = None
        store.add_attribute(each, ["chem_1"])
        store.registries["attribute"][each["id"]] = entry


def all_variants(library):
    """As small_store(), with all of them in it; composed files are as old as they get."""
    store = small_store(library)
    for node_id, data in NODES.items():
        store.registries["node"][node_id] = NODE_ENTRIES[node_id]
        save(store.folder / "nodes" / f"{node_id}.json", data, ascii_only=node_id == "oxygen")
    store.registries["node"]["ghost"] = NODE_ENTRIES["ghost"]
    add_links(store)
    store.save_registries()
    oxygen = load(store.folder / "nodes/oxygen.json")
    oxygen["morphs"][0]["relationNode_ids"] = [each for each in store.registries["relation"]
                                               if each.startswith("oxygen::")]
    save(store.folder / "nodes/oxygen.json", oxygen, ascii_only=True)
    (store.folder / "graphs/second graph/CNL.md").write_text("# *two* texts\n", encoding="utf-8")
    (store.folder / "graphs/second graph/polymorphic_composed.json").write_text("[]", encoding="utf-8")
    (store.folder / "nodes/bare.json.lock").touch()
    (store.folder / "nodes/bare.json.tmp").write_text('{"half', encoding="utf-8")
    (store.folder / "nodes/broken.json").write_text('{"id": "broken', encoding="utf-8")
    return store
