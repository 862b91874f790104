# SPDX-License-Identifier: MIT
"""What must be true of a report that was tortured: nothing of ours is gone without a word."""

import collections
import json
import pathlib

from ctl import ctl, sha256

TOLD = {"lost-update", "unrecorded-change", "backup-damaged"}


def is_json(data):
    try:
        json.loads(data)
    except ValueError:
        return False
    return True


class Report:
    """One report as its folder, its history and its check show it."""

    def __init__(self, root, report_id):
        self.id = report_id
        self.directory = next(iter(sorted(pathlib.Path(root).glob(f"by_id/{report_id}")) +
                                   sorted(pathlib.Path(root).glob(f".trash/{report_id}_*"))))
        self.in_place = self.directory.parent.name == "by_id"
        self.contents = {}
        outline = self.directory / "outline.json"
        for path in [outline] + sorted((self.directory / "backups").glob("outline.json.*.bak")):
            data = path.read_bytes()
            self.contents[sha256(data)] = data
        self.live = outline.read_bytes()
        # Half an outline, copied during a revert in place, doesn't say what was there.
        self.readable = {digest for digest, data in self.contents.items() if is_json(data)}
        self.rows = []
        self.verified = []
        if self.in_place:
            self.rows = ctl("--json", "report", "log", report_id, library=root).lines
            self.verified = ctl("--json", "report", "verify", report_id, library=root)

    def bytes_of_log(self):
        paths = [self.directory / "audit.jsonl"] + sorted((self.directory / "backups").glob("*.damaged-*"))
        return b"".join(path.read_bytes() for path in paths if path.exists())

    def holds(self, digest, mark):
        return mark.encode() in self.contents[digest]


def is_told(row):
    return row["kind"] in ("unrecorded-change", "unreadable-line") or \
        any(problem["rule"] in TOLD for problem in row["problems"])


def takes_back(row):
    return row["action_type"] == "revert"


def findings(report, edits):
    """Everything that is wrong with the report, as texts; none is right."""
    wrong = []
    logged = collections.Counter(row["action_id"] for row in report.rows if row["action_id"])
    for edit in edits:
        if edit.sha256 not in report.contents:
            wrong.append(f"the bytes of our edit {edit.action} are nowhere")
        if not report.in_place:
            if report.bytes_of_log().count(f'"action_id": "{edit.action}"'.encode()) != 1:
                wrong.append(f"the event of {edit.action} is not once in the log of the trashed report")
            continue
        if logged[edit.action] != 1:
            wrong.append(f"the event of {edit.action} is {logged[edit.action]} times in the log")
        if edit.mark and edit.mark.encode() not in report.live:
            lost = unseen_loss(report, edit)
            if lost is not None:
                wrong.append(f"our edit {edit.action} vanished unseen in row {lost}\n" + as_text(report, lost))
    for action, count in logged.items():
        if count != 1:
            wrong.append(f"{action} is {count} times in the log")
    return wrong


def unseen_loss(report, edit):
    """The number of the row in which the mark went without a word: it neither takes changes back nor is told to have
    overwritten some. 0: no row ever shows it. None: it did not go, or was seen to."""
    rows = [row for row in report.rows if row["action_id"] == edit.action]
    there = shown = False
    for row in report.rows[rows[0]["n"] - 1:] if rows else []:
        for digest in (row["before"], row["after"]):
            was, there = there, report.holds(digest, edit.mark) if digest in report.readable else there
            shown = shown or there
            if was and not there:
                seen = is_told(row) or (takes_back(row) and row["action_id"] != edit.action)
                return None if seen else row["n"]
    return None if shown else 0


def told_counts(report):
    return collections.Counter(problem["rule"] for row in report.rows for problem in row["problems"])


def as_text(report, near):
    def short(row):
        rules = ",".join(problem["rule"] for problem in row["problems"])
        return (f"{row['n']:4} {row['kind']:18} {row['action_type'] or '':12} {row['actor'] or '':6} "
                f"{(row['action_id'] or '')[:8]} {(row['before'] or '')[:8]} -> {(row['after'] or '')[:8]} "
                f"{row['backup'] or '':45} {rules}")

    return "\n".join(short(row) for row in report.rows[max(0, near - 6):near + 5])


def marks_in_order(path, ours, theirs):
    """Every update of the shared file, in the order in which its writer made it."""
    marks = json.loads(pathlib.Path(path).read_text())["marks"]
    wrong = []
    for name, count in (("ours", ours), ("theirs", theirs)):
        mine = [mark for mark in marks if mark.startswith(name + "-")]
        if mine != [f"{name}-{n + 1}" for n in range(count)]:
            wrong.append(f"updates of {name} to the shared file were lost: {len(mine)} of {count}")
    return wrong
