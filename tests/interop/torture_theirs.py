# SPDX-License-Identifier: MIT
"""Four of theirs for the torture test, each a process of its own with what it last knew of the index in memory."""

import contextlib
import random
import time
import uuid

import foreign_damage as damage
from foreign_json import AtomicJson
from foreign_locks import Locked
from foreign_writer import ForeignWriter

# Their own ways of failing when they meet each other, or us: a temporary file or a folder that is gone, half a file.
THEIR_FAILURES = (Locked, OSError, ValueError, KeyError, StopIteration)


def agent(library, stop, done, lock):
    """Evolves reports from a copy that it read a while ago, tags, and sometimes reverts in place."""
    writer = ForeignWriter(library.root, lock, window=0.12, gap=0.004)
    acknowledged = []
    failures = 0
    while not stop.is_set():
        report = random.choice(library.reports)
        mark = "theirs-" + uuid.uuid4().hex
        try:
            answer = one_change(writer, report, mark, acknowledged)
            acknowledged.append((report, answer["action_id"]))
        except THEIR_FAILURES:
            failures += 1
        time.sleep(random.uniform(0, 0.05))
    done.put((lock, acknowledged, failures))


def one_change(writer, report, mark, acknowledged):
    kind = random.random()
    mine = [action for where, action in acknowledged[-20:] if where == report]
    if kind < 0.1 and mine:
        return writer.revert(report, random.choice(mine))
    if kind < 0.3:
        return writer.tag(report, [mark])
    return writer.evolve(report, lambda outline: outline["metadata"].update(theirs=mark))


def vandal(library, stop, done):
    """Dies again and again at a bad moment, and moves reports to the trash while others write them."""
    writer = ForeignWriter(library.root)
    acknowledged = []
    victims = list(library.victims)
    while not stop.is_set():
        report = random.choice(library.reports)
        directory = writer.directory(report)
        with contextlib.suppress(*THEIR_FAILURES), writer.locked(report):
            kind = random.randrange(3)
            if kind == 0:
                damage.tear_log(directory)
            elif kind == 1:
                damage.leave_outline_tmp(directory, writer.load(report), random.random())
            else:
                event = {"action_id": str(uuid.uuid4()), "report_id": report, "ts": "2026-01-01T00:00:00+00:00",
                         "actor": "agent", "action_type": "render", "request_id": None, "payload": {}}
                damage.leave_audit_tmp(directory, event)
                acknowledged.append((report, event["action_id"]))
        if victims:
            with contextlib.suppress(*THEIR_FAILURES):
                victim = victims.pop()
                time.sleep(random.uniform(0, 0.3))
                acknowledged.append((victim, writer.delete(victim)["action_id"]))
                library.victims[:] = victims
        time.sleep(random.uniform(0, 0.4))
    done.put(("vandal", acknowledged, 0))


def json_library(library, stop, done):
    store = AtomicJson(library.shared)
    count = 0
    while not stop.is_set():
        count += 1
        mark = f"theirs-{count}"
        store.update(lambda data: data["marks"].append(mark))
        time.sleep(0.01)
    done.put(("json", count, 0))


THEIRS = ((agent, "exists"), (agent, "flock"), (vandal,), (json_library,))
