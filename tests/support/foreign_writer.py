#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The other program that writes report libraries, as small as it can be while behaving as the real one does on disk.

It keeps the real program's manners, the bad ones too: it reads without a lock, takes the lock by testing whether
the file exists, never waits, copies the backup without syncing it, writes through `outline.tmp`, appends events
through an `audit.tmp` that is opened for appending, rewrites the whole index from what it last knew, and reverts
by copying a backup over the outline in place. Unknown keys at the top of an outline are dropped by its saves.

    foreign_writer.py ROOT list
    foreign_writer.py ROOT create TITLE [--tag T]… [--sections N]
    foreign_writer.py ROOT rename ID TITLE
    foreign_writer.py ROOT add-section ID TITLE [--content TEXT]
    foreign_writer.py ROOT edit-section ID N CONTENT
    foreign_writer.py ROOT tag ID TAG…
    foreign_writer.py ROOT archive ID
    foreign_writer.py ROOT revert ID ACTION
    foreign_writer.py ROOT delete ID
    foreign_writer.py ROOT fork ID TITLE
    foreign_writer.py ROOT storm ID COUNT [--pause SECONDS] [--marks]      (one edit after the other, retrying when
                                              locked; --marks: each adds its number to metadata.marks)

Prints one JSON object: the id, the action and the backup. Exit 3: the report is locked.
"""

import argparse
import contextlib
import copy
import json
import pathlib
import random
import shutil
import sys
import time
import uuid
from datetime import datetime, timezone

from foreign_locks import REPORT_LOCKS, Locked, existence_lock

TOP_KEYS = ["report_id", "title", "created_at", "updated_at", "version", "outline_version", "sections", "insights",
            "metadata"]
INDEX_KEYS = ["report_id", "current_title", "created_at", "updated_at", "tags", "status", "path"]


def stamp(moment):
    """As isoformat() has it: the fraction is left out where it is 0."""
    return moment.isoformat()


def dump(value):
    return json.dumps(value, indent=2, ensure_ascii=False)


def line(value):
    return json.dumps(value, ensure_ascii=False) + "\n"


class ForeignWriter:
    """`window` is the longest time, in seconds, between reading an outline and locking it, and `gap` between testing
    for a lock file and making it: both are as long as the outline is large and the machine busy."""

    def __init__(self, root, lock="exists", clock=None, window=0.0, gap=0.0):
        self.root = pathlib.Path(root)
        self.lock_kind = lock
        self.window = window
        self.gap = gap
        self.clock = clock or (lambda: datetime.now(timezone.utc))
        (self.root / "by_id").mkdir(parents=True, exist_ok=True)
        self.index = self._load_index()

    # --- places

    def directory(self, report_id):
        path = self.root / "by_id" / report_id
        (path / "backups").mkdir(parents=True, exist_ok=True)  # reading makes folders, too
        return path

    def load(self, report_id):
        text = (self.directory(report_id) / "outline.json").read_text(encoding="utf-8")
        outline = json.loads(text)
        return {key: outline[key] for key in TOP_KEYS if key in outline}

    def events(self, report_id):
        path = self.directory(report_id) / "audit.jsonl"
        if not path.exists():
            return []
        found = []
        for text in path.read_text(encoding="utf-8").splitlines():
            with contextlib.suppress(ValueError):
                found.append(json.loads(text))
        return found

    def locked(self, report_id):
        path = self.directory(report_id) / ".lock"
        if self.lock_kind == "exists":
            return existence_lock(path, self.gap)
        return REPORT_LOCKS[self.lock_kind](path)

    # --- the steps of a save

    def _backup(self, directory):
        outline = directory / "outline.json"
        if not outline.exists():
            return None
        name = "outline.json." + datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%S_%f") + ".bak"
        shutil.copy2(outline, directory / "backups" / name)
        return name

    @staticmethod
    def _write_outline(directory, outline):
        temporary = directory / "outline.tmp"
        temporary.write_text(dump(outline), encoding="utf-8")
        temporary.replace(directory / "outline.json")

    def _append_event(self, directory, report_id, actor, action_type, payload, request_id=None, now=None):
        event = {"action_id": str(uuid.uuid4()), "report_id": report_id, "ts": stamp(now or self.clock()),
                 "actor": actor, "action_type": action_type, "request_id": request_id, "payload": payload}
        temporary = directory / "audit.tmp"
        with open(temporary, "a", encoding="utf-8") as out:
            out.write(line(event))
        with open(directory / "audit.jsonl", "a", encoding="utf-8") as log:
            log.write(temporary.read_text(encoding="utf-8"))
        temporary.unlink()
        return event["action_id"]

    # --- the index

    def _load_index(self):
        entries = {}
        path = self.root / "index.jsonl"
        if path.exists():
            for text in path.read_text(encoding="utf-8").splitlines():
                if text.strip():
                    entry = json.loads(text)
                    entries[entry["report_id"]] = entry
        return entries

    def _index_entry(self, outline):
        return {"report_id": outline["report_id"], "current_title": outline["title"],
                "created_at": outline["created_at"], "updated_at": outline["updated_at"],
                "tags": outline["metadata"].get("tags", []), "status": outline["metadata"].get("status", "active"),
                "path": "by_id/" + outline["report_id"]}

    def _save_index(self):
        temporary = self.root / "index.tmp"
        temporary.write_text("".join(line(entry) for entry in self.index.values()), encoding="utf-8")
        temporary.replace(self.root / "index.jsonl")

    def rebuild_index(self):
        self.index = {}
        for directory in sorted((self.root / "by_id").iterdir()):
            if (directory / "outline.json").exists():
                with contextlib.suppress(ValueError, KeyError):
                    outline = json.loads((directory / "outline.json").read_text(encoding="utf-8"))
                    self.index[outline["report_id"]] = self._index_entry(outline)
        self._save_index()

    # --- what it can do

    def create(self, title, tags=(), sections=0, actor="agent"):
        report_id = str(uuid.uuid4())
        now = self.clock()
        metadata = {"tags": list(tags)} if tags else {}
        metadata["template"] = "default"
        outline = {"report_id": report_id, "title": title, "created_at": stamp(now), "updated_at": stamp(now),
                   "version": "1.0", "outline_version": 1,
                   "sections": [self.section(f"Section {n + 1}", n, now=now) for n in range(sections)],
                   "insights": [], "metadata": metadata}
        directory = self.directory(report_id)
        with self.locked(report_id):
            self._write_outline(directory, outline)
            action = self._append_event(directory, report_id, actor, "create", {"initial_title": title}, now=now)
        self.index[report_id] = self._index_entry(outline)
        self._save_index()
        return {"id": report_id, "action_id": action, "backup": None}

    def evolve(self, report_id, change, actor="agent", request_id=None):
        """`change(outline)` edits a copy. Read without the lock, as the real one does."""
        old = self.load(report_id)
        new = copy.deepcopy(old)
        change(new)
        if self.window:
            time.sleep(random.uniform(0, self.window))
        now = self.clock()
        new["updated_at"] = stamp(now)
        new["outline_version"] = old["outline_version"] + 1
        directory = self.directory(report_id)
        with self.locked(report_id):
            backup = self._backup(directory)
            self._write_outline(directory, new)
            action = self._append_event(directory, report_id, actor, "evolve",
                                        self._evolve_payload(old, new, backup), request_id, now)
        self.index[report_id] = self._index_entry(new)
        self._save_index()
        return {"id": report_id, "action_id": action, "backup": backup}

    @staticmethod
    def _evolve_payload(old, new, backup):
        def ids(outline, kind):
            return [part[kind + "_id"] for part in outline[kind + "s"]]

        payload = {"old_title": old["title"], "new_title": new["title"]}
        for kind in ("section", "insight"):
            payload[kind + "s_changed"] = len(ids(old, kind)) != len(ids(new, kind))
        for kind in ("section", "insight"):
            payload[kind + "s_added"] = len(ids(new, kind)) - len(ids(old, kind))
        for kind in ("section", "insight"):
            before, after = set(ids(old, kind)), set(ids(new, kind))
            payload[kind + "_ids_added"] = sorted(after - before)
            payload[kind + "_ids_modified"] = sorted(after & before)
            payload[kind + "_ids_removed"] = sorted(before - after)
        payload["backup_filename"] = backup
        payload["outline_version"] = new["outline_version"]
        return payload

    def _change_metadata(self, report_id, action_type, change, payload):
        directory = self.directory(report_id)
        with self.locked(report_id):
            outline = self.load(report_id)
            now = self.clock()
            change(outline["metadata"])
            outline["updated_at"] = stamp(now)  # outline_version stays
            backup = self._backup(directory)
            self._write_outline(directory, outline)
            action = self._append_event(directory, report_id, "cli", action_type,
                                        {**payload(outline), "backup_filename": backup}, now=now)
        self.index[report_id] = self._index_entry(outline)
        self._save_index()
        return {"id": report_id, "action_id": action, "backup": backup}

    def tag(self, report_id, tags):
        def change(metadata):
            metadata["tags"] = sorted(set(metadata.get("tags", [])) | set(tags))

        return self._change_metadata(report_id, "tag_update", change, lambda outline: {
            "tags_added": list(tags), "tags_removed": [], "final_tags": outline["metadata"]["tags"]})

    def archive(self, report_id):
        return self._change_metadata(report_id, "archive", lambda metadata: metadata.update(status="archived"),
                                     lambda outline: {})

    def revert(self, report_id, action_id, actor="cli"):
        """Takes the state before that action, byte for byte, and copies it over the outline in place."""
        directory = self.directory(report_id)
        with self.locked(report_id):
            event = next(each for each in self.events(report_id) if each["action_id"] == action_id)
            name = event["payload"]["backup_filename"]
            backup = directory / "backups" / name
            json.loads(backup.read_text(encoding="utf-8"))
            current = self._backup(directory)
            shutil.copy2(backup, directory / "outline.json")
            action = self._append_event(directory, report_id, actor, "revert", {
                "reverted_from_action_id": action_id, "reverted_from_action_type": event["action_type"],
                "reverted_from_timestamp": event["ts"], "backup_restored": name, "current_state_backup": current})
        outline = self.load(report_id)
        self.index[report_id] = {**self._index_entry(outline), "updated_at": stamp(self.clock())}
        self._save_index()
        return {"id": report_id, "action_id": action, "backup": current}

    def delete(self, report_id):
        """Moves the directory away without looking at the lock."""
        trash = self.root / ".trash"
        trash.mkdir(exist_ok=True)
        now = self.clock()
        target = trash / (report_id + "_" + now.strftime("%Y%m%dT%H%M%S"))
        shutil.move(str(self.root / "by_id" / report_id), target)
        self.index.pop(report_id, None)
        self._save_index()
        action = self._append_event(target, report_id, "cli", "delete", {
            "trash_location": str(target.resolve()), "deleted_at": stamp(now)}, now=now)
        return {"id": report_id, "action_id": action, "backup": None, "trash": target.name}

    def fork(self, report_id, title):
        """Copies the whole directory, history and all, then rewrites id, title and dates."""
        new_id = str(uuid.uuid4())
        directory = self.root / "by_id" / new_id
        shutil.copytree(self.root / "by_id" / report_id, directory)
        now = self.clock()
        with self.locked(new_id):
            outline = self.load(new_id)
            outline.update(report_id=new_id, title=title, created_at=stamp(now), updated_at=stamp(now),
                           outline_version=1)
            outline["metadata"]["forked_from"] = report_id
            outline["metadata"]["forked_at"] = stamp(now)
            self._backup(directory)
            self._write_outline(directory, outline)
            action = self._append_event(directory, new_id, "cli", "fork",
                                        {"source_report_id": report_id, "new_title": title}, now=now)
        self.index[new_id] = self._index_entry(outline)
        self._save_index()
        return {"id": new_id, "action_id": action, "backup": None}

    # --- parts

    def section(self, title, order, content=None, insight_ids=(), now=None):
        moment = stamp(now or self.clock())
        return {"section_id": str(uuid.uuid4()), "title": title, "order": order, "insight_ids": list(insight_ids),
                "notes": None, "content": content, "content_format": "markdown", "created_at": moment,
                "updated_at": moment, "metadata": {}}

    def insight(self, summary, importance=5, citations=(), now=None):
        moment = stamp(now or self.clock())
        return {"insight_id": str(uuid.uuid4()), "importance": importance, "status": "active", "summary": summary,
                "supporting_queries": [], "citations": list(citations), "created_at": moment, "updated_at": moment,
                "draft_changes": None, "metadata": {}}


def storm(writer, arguments):
    done = 0

    def change(outline):
        outline["metadata"].update(storm=done + 1)
        if arguments.marks:
            outline["metadata"].setdefault("marks", []).append(done + 1)

    while done < arguments.count:
        try:
            writer.evolve(arguments.id, change)
            done += 1
        except Locked:
            time.sleep(0.002)
        time.sleep(arguments.pause)
    return {"id": arguments.id, "done": done}


def edit_section(writer, arguments):
    def change(outline):
        outline["sections"][arguments.n]["content"] = arguments.content

    return writer.evolve(arguments.id, change, arguments.actor)


def add_section(writer, arguments):
    return writer.evolve(arguments.id, lambda outline: outline["sections"].append(
        writer.section(arguments.title, len(outline["sections"]), arguments.content)), arguments.actor)


COMMANDS = {
    "list": lambda writer, _: {"reports": sorted(path.name for path in (writer.root / "by_id").iterdir())},
    "create": lambda writer, a: writer.create(a.title, a.tag, a.sections, a.actor),
    "rename": lambda writer, a: writer.evolve(a.id, lambda outline: outline.update(title=a.title), a.actor),
    "add-section": add_section,
    "edit-section": edit_section,
    "tag": lambda writer, a: writer.tag(a.id, a.tags),
    "archive": lambda writer, a: writer.archive(a.id),
    "revert": lambda writer, a: writer.revert(a.id, a.action),
    "delete": lambda writer, a: writer.delete(a.id),
    "fork": lambda writer, a: writer.fork(a.id, a.title),
    "storm": storm,
}


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root")
    parser.add_argument("--lock", choices=sorted(REPORT_LOCKS), default="exists")
    parser.add_argument("--actor", choices=["agent", "cli", "human"], default="agent")
    commands = parser.add_subparsers(dest="command", required=True)
    positional = {"create": ["title"], "rename": ["id", "title"], "add-section": ["id", "title"],
                  "edit-section": ["id", "n", "content"], "tag": ["id"], "archive": ["id"], "revert": ["id", "action"],
                  "delete": ["id"], "fork": ["id", "title"], "storm": ["id", "count"], "list": []}
    for name, words in positional.items():
        command = commands.add_parser(name)
        for word in words:
            command.add_argument(word, type=int if word in ("n", "count") else str)
    commands.choices["create"].add_argument("--tag", action="append", default=[])
    commands.choices["create"].add_argument("--sections", type=int, default=0)
    commands.choices["add-section"].add_argument("--content")
    commands.choices["tag"].add_argument("tags", nargs="+")
    commands.choices["storm"].add_argument("--pause", type=float, default=0)
    commands.choices["storm"].add_argument("--marks", action="store_true")
    return parser.parse_args()


def main():
    arguments = parse()
    writer = ForeignWriter(arguments.root, arguments.lock)
    try:
        print(json.dumps(COMMANDS[arguments.command](writer, arguments)))
    except Locked as error:
        print(f"locked: {error}", file=sys.stderr)
        sys.exit(3)


if __name__ == "__main__":
    main()
