# SPDX-License-Identifier: MIT
"""Judges what a power cut left of the steps in crash_steps.py. Ends with the fault as the last line of the output."""

import collections
import hashlib
import json
import pathlib
import sys

import crash_steps
from crash_steps import LIBRARY, NOTES, SETTINGS, run_stemmactl

TOKEN_KEYS = (b"pid=", b"start=", b"boot=", b"host=", b"nonce=")


def fault(reason, *details):
    for detail in details:
        print(detail)
    print(reason)
    sys.exit(1)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def void_torn_locks(store):
    """A lock file whose token was torn counts as void once the machine was started again. Only that is left out here:
    these disks are from the time since this machine was started."""
    for path in store.rglob("*"):
        is_lock = path.name.endswith(".lock")
        if is_lock and path.is_file() and not all(key in path.read_bytes() for key in TOKEN_KEYS):
            path.unlink()


def events_of(report):
    log = report / "audit.jsonl"
    return [json.loads(line) for line in log.read_bytes().splitlines()] if log.exists() else []


def check_unrecovered(library):
    """What another program finds, which knows nothing of our recovery."""
    for report in (library / "by_id").iterdir():
        outline = report / "outline.json"
        try:
            json.loads(outline.read_bytes())
        except (OSError, ValueError) as error:
            fault("before recovery, an outline can't be read", report, error)
        for line in (report / "audit.jsonl").read_bytes().splitlines():
            try:
                payload = json.loads(line)["payload"]
            except ValueError:
                continue  # torn: other programs pass over it
            backup = payload.get("backup_filename")
            if backup and sha256((report / "backups" / backup).read_bytes()) != payload["stemma"]["before_sha256"]:
                fault("before recovery, an event names a backup that isn't what was replaced", report, backup)


def recover(library):
    steps = json.loads(run_stemmactl(library, "recover", answers=(0, 1)))["steps"]
    left = [step for step in steps if step.get("needs_person")]
    if left:
        fault("recovery leaves something to the person", *left)
    again = json.loads(run_stemmactl(library, "recover"))["steps"]
    if again:
        fault("a second recovery finds something to do", again)


def check_report(report):
    """Log, outline and backups agree."""
    outline = (report / "outline.json").read_bytes()
    events = events_of(report)
    backups, before = [], None
    for event in events:
        payload = event["payload"]
        hashes = payload["stemma"]
        if hashes["before_sha256"] != before:
            fault("an event doesn't begin where the one before it ended", report, event)
        backup = payload.get("backup_filename")
        if backup:
            backups.append(backup)
            path = report / "backups" / backup
            if not path.exists():
                fault("an event names a backup that is not there", report, event)
            if sha256(path.read_bytes()) != before or path.stat().st_nlink != 1:
                fault("a backup is not what was replaced", report, event)
        before = hashes["after_sha256"]
    if before != sha256(outline):
        fault("the log and the outline do not agree", report, events[-1:])
    if len({event["action_id"] for event in events}) != len(events):
        fault("an event is in the log twice", report)
    names = sorted(entry.name for entry in report.iterdir())
    if names != ["audit.jsonl", "backups", "outline.json"]:
        fault("something is left in a report's folder", report, names)
    names = sorted(entry.name for entry in (report / "backups").iterdir())
    if names != sorted(backups):
        fault("something is left in a report's backups", report, names, backups)
    return crash_steps.Report(report.parent.name, json.loads(outline)["title"],
                              [event["action_type"] for event in events])


def reports_in(library):
    return [report for place in ("by_id", ".trash") if (library / place).exists()
            for report in sorted((library / place).iterdir())]


def check_acknowledged(library, acks):
    """Each acknowledged change is in a log, with the content that was promised."""
    logged = {event["action_id"]: event for report in reports_in(library) for event in events_of(report)}
    for ack in acks:
        event = logged.get(ack.get("action_id"))
        if "action_id" in ack and event is None:
            fault(f"an acknowledged event is lost: {ack['step']}", ack)
        if event and event["payload"]["stemma"]["after_sha256"] != ack["sha256"]:
            fault(f"an acknowledged content is lost: {ack['step']}", ack)


def which_state(store, found, acks):
    """The state that the disk shows: after the acknowledged steps, or after one more."""
    def matches(state):
        notes, settings = store / NOTES, store / SETTINGS
        return (state.keys() == found
                and state.notes == (notes.read_bytes() if notes.exists() else None)
                and state.settings == (json.loads(settings.read_bytes()) if settings.exists() else None))
    for count in (len(acks), len(acks) + 1):
        state = crash_steps.expected(count)
        if count <= len(crash_steps.WORKLOAD) and matches(state):
            return state
    name = acks[-1]["step"] if acks else "the beginning"
    return fault(f"neither what was acknowledged nor what the next step makes: after {name}", *found,
                 "expected:", *crash_steps.expected(len(acks)).keys())


def check_index(library, state):
    """It is derived: whatever a power cut makes of it, what is listed is right, and a rebuild mends it."""
    listed = [json.loads(line) for line in run_stemmactl(library, "report", "list").splitlines()]
    titles = sorted(report.title for report in state.reports.values() if report.place == "by_id")
    if sorted(entry["title"] for entry in listed) != titles or any(entry["state"] != "ok" for entry in listed):
        fault("the list is not what there is", *listed)
    found = json.loads(run_stemmactl(library, "index", "check", answers=(0, 1)))["findings"]
    if found and state.exact_index:
        fault("an acknowledged rebuild of the index is lost", *found)
    if not found and indexed_titles(library) != titles:
        fault("the index is wrong, and the program doesn't say so", indexed_titles(library))
    if found:
        run_stemmactl(library, "index", "rebuild")
        run_stemmactl(library, "index", "check")
        if indexed_titles(library) != titles:
            fault("the index is wrong after a rebuild", indexed_titles(library))


def indexed_titles(library):
    """As a reader takes it: of several lines of one report, the last one holds."""
    titles = {}
    for line in (library / "index.jsonl").read_bytes().splitlines():
        entry = json.loads(line)
        titles[entry["report_id"]] = entry["current_title"]
    return sorted(titles.values())


def write_once_more(store):
    """The next write of a general file cleans up what an interrupted one left."""
    library = store / LIBRARY
    run_stemmactl(library, "file", "update", store / SETTINGS, "--merge-patch", "-", "--default", "{}", given=b'{"n":1}')
    run_stemmactl(library, "file", "write", store / NOTES, given=b"three\n")


def check_nothing_left(store):
    allowed = {store: {LIBRARY, SETTINGS, "notes"}, store / "notes": {"today.txt"},
               store / LIBRARY: {"by_id", ".trash", "index.jsonl"}}
    for folder, names in allowed.items():
        left = sorted({entry.name for entry in folder.iterdir()} - names)
        if left:
            fault("something is left", folder, left)


def check(store, acks):
    store = pathlib.Path(store)
    library = store / LIBRARY
    void_torn_locks(store)
    check_unrecovered(library)
    recover(library)
    found = [check_report(report) for report in reports_in(library)]
    check_acknowledged(library, acks)
    state = which_state(store, sorted(report.key() for report in found), acks)
    run_stemmactl(library, "report", "verify")
    check_index(library, state)
    write_once_more(store)
    check_nothing_left(store)
