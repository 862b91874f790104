# SPDX-License-Identifier: MIT
"""The steps that crash_enumeration.py takes with stemmactl, and what each one must leave on the disk.

Every step is acknowledged when stemmactl has returned. A power cut then leaves either what the acknowledged steps made
or that and the whole of the next step: `expected(n)` is the state after n of them.
"""

import copy
import dataclasses
import hashlib
import json
import os
import pathlib
import subprocess
import sys

STEMMACTL = os.environ.get("STEMMACTL", "stemmactl")
PRELOAD = os.environ.get("STEMMA_CRASH_PRELOAD", "")  # what the steps are run with: the controls leave syncs out
LIBRARY, SETTINGS, NOTES = "library", "settings.json", "notes/today.txt"


def run_stemmactl(library, *arguments, given=None, answers=(0,), preload=""):
    """What it printed. Ends the program where the exit status is none of `answers`."""
    environment = dict(os.environ)
    if preload:
        environment.update(LD_PRELOAD=preload, ASAN_OPTIONS="verify_asan_link_order=0")
    done = subprocess.run([STEMMACTL, "--library", str(library), "--json", *map(str, arguments)], input=given or b"",
                          capture_output=True, env=environment)
    if done.returncode not in answers:
        sys.exit(f"stemmactl {' '.join(map(str, arguments[:2]))} failed: "
                 f"{(done.stderr or done.stdout).decode(errors='replace').strip()}")
    return done.stdout


@dataclasses.dataclass
class Report:
    place: str  # by_id or .trash
    title: str
    events: list  # the action types in its log

    def key(self):
        return (self.place, self.title, tuple(self.events))


@dataclasses.dataclass
class Expected:
    reports: dict  # the name that the steps use -> Report
    settings: dict | None = None
    notes: bytes | None = None
    exact_index: bool = False  # the index was rebuilt, and no step has changed it since

    def keys(self):
        return sorted(report.key() for report in self.reports.values())


class Steps:
    """The steps on one store. Each gives what is acknowledged: what stemmactl printed."""

    def __init__(self, store):
        self.store = pathlib.Path(store)
        self.library = self.store / LIBRARY
        self.ids = {}
        self.last_action = None

    def stemmactl(self, *arguments, given=None):
        printed = json.loads(run_stemmactl(self.library, *arguments, given=given, preload=PRELOAD))
        self.last_action = printed.get("action_id")
        return printed

    def find(self, name):
        (self.ids[name],) = [entry.name for entry in (self.library / "by_id").iterdir()]

    def make(self, name, title):
        printed = self.stemmactl("report", "new", title)
        self.ids[name] = printed["id"]
        return printed

    def save(self, name, title, padding):
        old = (self.library / "by_id" / self.ids[name] / "outline.json").read_bytes()
        outline = json.loads(old)
        outline["title"] = title
        outline["metadata"]["padding"] = "x" * padding
        return self.stemmactl("report", "save", self.ids[name], "--base", hashlib.sha256(old).hexdigest(),
                              given=json.dumps(outline, indent=2, ensure_ascii=False).encode())

    def rename(self, name, title):
        return self.stemmactl("report", "rename", self.ids[name], title)

    def restore(self, name, version):
        return self.stemmactl("report", "restore", self.ids[name], version or f"before:{self.last_action}")

    def fork(self, name, source, title):
        printed = self.stemmactl("report", "fork", self.ids[source], title)
        self.ids[name] = printed["id"]
        return printed

    def trash(self, name):
        return self.stemmactl("report", "trash", self.ids[name])

    def untrash(self, name):
        return self.stemmactl("report", "untrash", self.ids[name])

    def rebuild(self):
        (self.library / "index.jsonl").write_bytes(b'{"report_id"')  # as another program's crash may leave it
        return self.stemmactl("index", "rebuild")

    def write(self, text):
        return self.stemmactl("file", "write", self.store / NOTES, given=text)

    def update(self, patch):
        return self.stemmactl("file", "update", self.store / SETTINGS, "--merge-patch", "-", "--default", "{}",
                              given=json.dumps(patch).encode())


def changed(name, event, title=None, place=None):
    """What a step does to the report `name`: it makes it where that isn't there yet."""
    def apply(state):
        report = state.reports.setdefault(name, Report("by_id", "", []))
        report.events.append(event)
        report.title = title or report.title
        report.place = place or report.place
        state.exact_index = False
    return apply


def with_values(**values):
    def apply(state):
        for key, value in values.items():
            setattr(state, key, value)
    return apply


BIG, SMALL = 60_000, 300
FIRST, SECOND = {"theme": "dark"}, {"size": 2}
WORKLOAD = [  # what it is called, what is done, what that changes
    ("save", lambda s: s.save("kept", "Kept 1", BIG), changed("kept", "evolve", "Kept 1")),
    ("save again", lambda s: s.save("kept", "Kept 2", SMALL), changed("kept", "evolve", "Kept 2")),
    ("rename", lambda s: s.rename("kept", "Kept 3"), changed("kept", "rename", "Kept 3")),
    ("restore", lambda s: s.restore("kept", "@2"), changed("kept", "revert", "Kept 1")),
    ("undo of the restore", lambda s: s.restore("kept", None), changed("kept", "revert", "Kept 3")),
    ("new", lambda s: s.make("new", "New"), changed("new", "create", "New")),
    ("first save", lambda s: s.save("new", "New 1", BIG), changed("new", "evolve", "New 1")),
    ("fork", lambda s: s.fork("fork", "kept", "Fork"), changed("fork", "fork", "Fork")),
    ("trash", lambda s: s.trash("new"), changed("new", "delete", place=".trash")),
    ("trash of a fork", lambda s: s.trash("fork"), changed("fork", "delete", place=".trash")),
    ("untrash", lambda s: s.untrash("new"), changed("new", "status_change", place="by_id")),
    ("index rebuild", lambda s: s.rebuild(), with_values(exact_index=True)),
    ("file write", lambda s: s.write(b"one\n" * 5000), with_values(notes=b"one\n" * 5000)),
    ("file write again", lambda s: s.write(b"two\n"), with_values(notes=b"two\n")),
    ("file update", lambda s: s.update(FIRST), with_values(settings=FIRST)),
    ("file update again", lambda s: s.update(SECOND), with_values(settings=FIRST | SECOND)),
]


def expected(count):
    """The state after the first `count` steps."""
    state = Expected({"kept": Report("by_id", "Kept", ["create"])})
    for _, _, change in WORKLOAD[:count]:
        change(state)
    return copy.deepcopy(state)


def run(phase, store):
    steps = Steps(store)
    if phase == "setup":
        steps.library.mkdir()
        run_stemmactl(steps.library, "report", "new", "Kept")
        return
    steps.find("kept")
    for name, act, _ in WORKLOAD:
        printed = act(steps)
        print("ACK", json.dumps({"step": name} | printed), flush=True)
