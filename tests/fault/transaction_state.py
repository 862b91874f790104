# SPDX-License-Identifier: MIT
"""The folder that `transact` changes: how it begins, and what is wrong with it after a crash and its recovery."""

import hashlib
import json
import os
import pathlib
import subprocess

TRANSACT = os.environ.get("STEMMA_TRANSACT", "transact")
REGISTRY = "node_registry.json"


def text(state, size):
    return ('{"n": %d, "text": "%s"}' % (state, "x" * size)).encode()


def expected(state):
    """Every file but ours."""
    files = {REGISTRY: text(state, 200), "graphs/air/composed.json": text(state, 20000),
             f"graphs/g{state}/metadata.yaml": text(state, 10)}
    files |= {f"nodes/{name}.json": text(state, 3000) for name in "abcde"}
    return files | {f"backups/b{n}/{REGISTRY}": text(n - 1, 200) for n in range(1, state + 1)}


def make(root, state=0):
    for name, content in expected(state).items():
        path = pathlib.Path(root) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def transact(what, root, **options):
    return subprocess.run([TRANSACT, what, str(root)], capture_output=True, check=False, **options)


def files_below(root):
    root = pathlib.Path(root)
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def state_of(root):
    """The state that all files but ours are in; None if they are in none, a mix."""
    files = {name: content for name, content in files_below(root).items() if not name.startswith(".stemma/")}
    state = json.loads(files.get(REGISTRY, b'{"n": -1}'))["n"]
    folders = {entry.name for entry in (pathlib.Path(root) / "graphs").iterdir()}
    return state if state >= 0 and files == expected(state) and folders == {"air", f"g{state}"} else None


def wrong_with(root, began=0):
    """What is wrong with a folder at rest, which began in that state; empty if nothing is."""
    state = state_of(root)
    if state is None:
        return f"a mix of states: {sorted(files_below(root))}"
    ours = pathlib.Path(root) / ".stemma"
    log = ours / "audit.jsonl"
    events = [json.loads(line) for line in log.read_bytes().splitlines()] if log.exists() else []
    if [event["payload"]["state"] for event in events] != list(range(began + 1, state + 1)):
        return f"in state {state}, and the log says {events}"
    names = {entry.name for entry in ours.iterdir()} if ours.exists() else set()
    if not names <= {"audit.jsonl", "txn"}:
        return f"something is left: {names}"
    history = {entry.name for entry in (ours / "txn").iterdir()} if (ours / "txn").exists() else set()
    if history != {event["action_id"] for event in events}:
        return f"history and log do not agree: {history}"
    return "".join(wrong_with_history(ours / "txn" / event["action_id"], event["payload"]["state"])
                   for event in events)


def wrong_with_history(folder, state):
    """Its before-images are what was replaced."""
    lines = (folder / "manifest").read_bytes().decode().splitlines()
    hashes = [line.split()[1] for line in lines if line.startswith("change ")]
    places = [line.split(" ", 1)[1] for line in lines if line.startswith("place ")]
    before = expected(state - 1)
    names = {"manifest", "committed"}  # an empty mark, left where putting it away was cut off
    for number, (old, place) in enumerate(zip(hashes, places)):
        if old == "-":
            continue
        names.add(f"old-{number}")
        image = folder / f"old-{number}"
        if not image.exists() or hashlib.sha256(image.read_bytes()).hexdigest() != old:
            return f"a before-image is missing or wrong: {image}"
        if image.read_bytes() != before[place]:
            return f"a before-image is not what was replaced: {image}"
    left = {entry.name for entry in folder.iterdir()} - names
    return f"something is left in the history: {left}" if left else ""
