# SPDX-License-Identifier: MIT
"""What stemmactl does to a store, operation by operation, and how a store is judged after one was disturbed.

A store is a folder with a library and two general files. Every operation starts on a copy of the same store; what it
makes of it undisturbed is the new state, the store as it was is the old one.
"""

import contextlib
import dataclasses
import hashlib
import json
import os
import pathlib
import re
import shutil

from ctl import ctl

DATA = ("report_files", "dataset_sources.json")
MOVING = ("created_at", "updated_at")  # differ between two runs of the same operation
MAKER = re.compile(r"\.(\d+)-[0-9a-f]{16}\.new$|\.new\.(\d+)\.[0-9a-f]{16}$")  # of a left-over, by its name


def sha256(data):
    return hashlib.sha256(data).hexdigest()


class Wrong(AssertionError):
    """What a store must never look like."""


def demand(holds, *what):
    if not holds:
        raise Wrong(" ".join(map(str, what)))


class Store:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.library = self.folder / "library"
        self.notes = self.folder / "notes" / "today.txt"
        self.settings = self.folder / "settings.json"

    def ctl(self, *words, **options):
        return ctl("--json", *words, library=self.library, **options)

    def copy(self, folder):
        """A file of two names is one again in the copy."""
        made = {}

        def copy_file(source, target):
            seen = os.lstat(source)
            if seen.st_nlink > 1 and seen.st_ino in made:
                os.link(made[seen.st_ino], target)
            else:
                shutil.copy2(source, target)
                made[seen.st_ino] = target
        shutil.copytree(self.folder, folder, symlinks=True, copy_function=copy_file)
        return Store(folder)

    def makers_live(self):
        """Whether a process has the id that a left-over carries: of a copy nobody can tell whether it is its maker."""
        names = filter(None, (MAKER.search(path.name) for path in self.folder.rglob("*")))
        return any(os.path.exists(f"/proc/{name[1] or name[2]}") for name in names)

    def reports(self, places=("by_id", ".trash")):
        folders = [self.library / place for place in places]
        return [report for folder in folders if folder.exists() for report in sorted(folder.iterdir())]

    def report(self, title):
        """The directory of the report of that title."""
        for report in self.reports():
            if json.loads((report / "outline.json").read_bytes())["title"] == title:
                return report
        raise Wrong(f"no report {title}")

    # --- what it says

    def raw(self, *more):
        """The bytes of what other programs read, wherever it stands."""
        paths = [path for report in self.reports() for path in (report / "outline.json", report / "audit.jsonl")]
        paths += [self.notes, self.settings, *(self.folder / name for name in more)]
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in paths if path.exists()}

    def view(self):
        """Reports and files, without what differs between two runs."""
        seen = []
        for report in self.reports():
            outline = json.loads((report / "outline.json").read_bytes())
            same = {key: value for key, value in outline.items() if key not in MOVING and key != "report_id"}
            same["metadata"].pop("forked_at", None)
            own_id = outline["report_id"] == report.name.split("_")[0]
            types = tuple(event["action_type"] for event in events(report))
            data = tuple((report / name).read_bytes() for name in ("report_files/chart.csv", "dataset_sources.json")
                         if (report / name).exists())
            seen.append((report.parent.name, own_id, json.dumps(same), types, data))
        files = tuple(path.read_bytes() if path.exists() else None for path in (self.notes, self.settings))
        return sorted(seen), files

    def index_titles(self):
        """As a reader takes it: of several lines of one report the last one holds."""
        lines = [json.loads(line) for line in (self.library / "index.jsonl").read_bytes().splitlines()]
        return sorted({line["report_id"]: line["current_title"] for line in lines}.values())

    # --- what must hold

    def check_raw(self):
        """As another program may find it before anything is recovered: whole outlines, no event ahead of its backup."""
        for report in self.reports(("by_id", ".trash")):
            with contextlib.suppress(FileNotFoundError):
                json.loads((report / "outline.json").read_bytes())
            for event in events(report, torn_end=True):
                name = event["payload"].get("backup_filename")
                before = event["payload"]["stemma"]["before_sha256"]
                path = report / "backups" / name if name else None
                demand(not path or sha256(path.read_bytes()) == before, "a backup is not what was replaced", path)

    def check_whole(self):
        """Logs, outlines and backups agree, and there is nothing else."""
        for report in self.reports():
            check_report(report)
        allowed = {self.folder: {"library", "settings.json", "notes", "inputs"}, self.notes.parent: {"today.txt"},
                   self.library: {"by_id", ".trash", "index.jsonl"}}
        for folder, names in allowed.items():
            left = sorted({path.name for path in folder.iterdir()} - names)
            demand(not left, "something is left in", folder, left)


def without_data(view):
    return [report[:-1] for report in view[0]], *view[1:]


def events(report, torn_end=False):
    lines = (report / "audit.jsonl").read_bytes().split(b"\n")
    if not torn_end:
        demand(lines[-1] == b"", "the log's end is torn", report)
    return [json.loads(line) for line in lines[:-1]]


def check_report(report):
    before, backups, actions = None, set(), set()
    for event in events(report):
        payload, hashes = event["payload"], event["payload"]["stemma"]
        demand(hashes["before_sha256"] == before, "an event does not begin where the one before ended", report, event)
        if name := payload.get("backup_filename"):
            backups.add(name)
            path = report / "backups" / name
            demand(path.exists(), "an event names a backup that is not there", path)
            demand(sha256(path.read_bytes()) == before, "a backup is not what was replaced", path)
            demand(path.stat().st_nlink == 1, "a backup has a second name", path)
        demand(event["action_id"] not in actions, "an event stands twice", report, event)
        actions.add(event["action_id"])
        before = hashes["after_sha256"]
    demand(before == sha256((report / "outline.json").read_bytes()), "log and outline do not agree", report)
    names = {path.name for path in report.iterdir()}
    demand(names <= {"outline.json", "audit.jsonl", "backups", *DATA}, "something is left in", report, names)
    names = {path.name for path in (report / "backups").iterdir()} if (report / "backups").exists() else set()
    demand(names == backups, "something is left in the backups of", report, names ^ backups)


@dataclasses.dataclass
class Operation:
    name: str
    words: object  # of a store: the words of the command
    stdin: object = lambda store: b""
    report: str = "Kept"  # the title of the report that it touches
    index: bool = False  # it is the index that it changes

    def command(self, store):
        return ["--json", "--timeout", "2", "--library", store.library, *self.words(store)]


def edited(store):
    """An outline with another title and more text than fits into one page."""
    outline = json.loads((store.report("Kept") / "outline.json").read_bytes())
    outline["title"] = "Kept, saved"
    outline["metadata"]["padding"] = "x" * 40_000
    return json.dumps(outline, indent=2).encode()


def save(store):
    report = store.report("Kept")
    return ["report", "save", report.name, "--base", sha256((report / "outline.json").read_bytes())]


def last_action(store):
    return events(store.report("Kept"))[-1]["action_id"]


def first_save(store):
    report = store.report("Fresh")
    return ["report", "save", report.name, "--base", sha256((report / "outline.json").read_bytes())]


def of(title, *words):
    """A command on the report of that title: `@` stands for its id."""
    return lambda store: [store.report(title).name if word == "@" else word for word in words]


OPERATIONS = [
    Operation("save", save, edited),
    Operation("first save", first_save, lambda s: edited(s).replace(s.report("Kept").name.encode(),
                                                                   s.report("Fresh").name.encode()),
              report="Fresh"),
    Operation("new", lambda s: ["report", "new", "Made"]),
    Operation("restore", of("Kept", "report", "restore", "@", "@2")),
    Operation("undo", lambda s: ["report", "restore", s.report("Kept").name, f"before:{last_action(s)}"]),
    Operation("rename", of("Kept", "report", "rename", "@", "Renamed")),
    Operation("tag", of("Kept", "report", "tag", "@", "+new", "-old")),
    Operation("status", of("Kept", "report", "archive", "@")),
    Operation("fork", of("Kept", "report", "fork", "@", "Forked")),
    Operation("synthesize", lambda s: ["report", "synthesize", "Both", s.report("Kept").name, s.report("Fresh").name]),
    Operation("trash", of("Kept", "report", "trash", "@")),
    Operation("untrash", of("Gone", "report", "untrash", "@"), report="Gone"),
    Operation("index rebuild", lambda s: ["index", "rebuild"], index=True),
    Operation("file write", lambda s: ["file", "write", s.notes], lambda s: b"new notes\n" * 2000),
    Operation("file update", lambda s: ["file", "update", s.settings, "--merge-patch", "-"], lambda s: b'{"size": 2}'),
]


def build_store(folder):
    """The store that every operation starts on: two reports with a history, a new one, one in the trash, two files."""
    store = Store(folder)
    store.library.mkdir(parents=True)

    def done(*words, **options):
        answer = store.ctl(*words, **options)
        demand(answer.code == 0, words, answer)
        return answer.json
    for title, tag in (("Kept", "old"), ("Other", "t"), ("Gone", "t")):
        made = done("report", "new", title, "--tag", tag)["id"]
        done("report", "rename", made, title + " meanwhile")
        done("report", "tag", made, "+second")
        done("report", "rename", made, title)
    done("report", "trash", store.report("Gone").name)
    done("report", "new", "Fresh")
    kept = store.report("Kept")  # a fork copies its data, too
    (kept / "report_files").mkdir()
    (kept / "report_files" / "chart.csv").write_bytes(b"1,2\n" * 3000)
    (kept / "dataset_sources.json").write_bytes(b"[]")
    done("file", "write", store.notes, stdin=b"old notes\n")
    done("file", "write", store.settings, stdin=b'{"theme": "dark"}')
    done("index", "rebuild")
    index = store.library / "index.jsonl"  # one entry is stale: there is something to rebuild
    index.write_bytes(index.read_bytes().replace(b'"current_title": "Kept"', b'"current_title": "Stale"'))
    demand("Stale" in store.index_titles(), store.index_titles())
    store.check_whole()
    return store


def next_change(store, operation, touched):
    """What is done next works, whatever became of the operation before. `touched` is the id of its report."""
    if operation.name.startswith("file"):
        answers = [store.ctl("file", "write", store.notes, stdin=b"next\n"),
                   store.ctl("file", "update", store.settings, "--merge-patch", "-", "--default", "{}", stdin=b'{"n": 1}')]
    elif operation.index:
        answers = [store.ctl("index", "rebuild"), store.ctl("index", "check")]
    else:
        there = (store.library / "by_id" / touched).exists()
        answers = [store.ctl("report", "rename", touched if there else store.report("Other").name, "Next")]
    for answer in answers:
        demand(answer.code == 0, "the next change fails:", answer)
    store.check_whole()
