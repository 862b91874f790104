# SPDX-License-Identifier: MIT
"""Four of ours for the torture test: each loops over one way of writing and keeps what was acknowledged."""

import json
import random
import threading
import uuid

from ctl import ctl, sha256

# What may be answered while others write as they do: changed meanwhile, locked, half a file of a revert in place,
# or a report that has just been moved away.
PATIENT = {0: "done", 3: "not-found", 4: "conflict", 5: "locked", 6: "damaged"}


class Edit:
    """An acknowledged change of ours: what was said of it."""

    def __init__(self, report, said, mark=None):
        self.report = report
        self.action = said["action_id"]
        self.sha256 = said["sha256"]
        self.mark = mark  # a text that stands nowhere but in what this edit wrote, and in what came after it


class Ours(threading.Thread):
    def __init__(self, library, stop):
        super().__init__(name=type(self).__name__)
        self.library = library
        self.stop = stop
        self.edits = []
        self.answers = {}
        self.wrong = []

    def run(self):
        turn = 0
        while not self.stop.is_set():
            turn += 1
            try:
                self.step(turn)
            except Exception as error:  # told by the test, in its own thread
                self.wrong.append(repr(error))
                return

    def mark(self):
        return "ours-" + uuid.uuid4().hex

    def write(self, report, *words, mark=None, stdin=b""):
        answer = ctl("--json", "--timeout", "20", *words, library=self.library.root, stdin=stdin)
        self.answers[answer.code] = self.answers.get(answer.code, 0) + 1
        if answer.code not in PATIENT:
            self.wrong.append(f"{words}: {answer!r}")
        if answer.code == 5 and "it is held by" not in answer.err and "without respecting the lock" not in answer.err:
            self.wrong.append(f"the holder is not named: {answer!r}")
        if answer.code == 0 and not answer.json.get("unchanged"):
            self.edits.append(Edit(report, answer.json, mark))
        return answer


class Tagger(Ours):
    def step(self, turn):
        report = random.choice(self.library.reports)
        mark = self.mark()
        self.write(report, "report", "tag", report, "+" + mark, mark=mark)


class Saver(Ours):
    """Edits the whole outline, by hand as it were: reads it, and saves on the base that it read."""

    def step(self, turn):
        report = random.choice(self.library.reports)
        read = ctl("report", "show", report, "--raw", library=self.library.root)
        if read.code != 0:
            return
        try:
            outline = json.loads(read.bytes)
        except ValueError:
            return  # in the middle of a revert, which is not written at once
        mark = self.mark()
        outline["metadata"].setdefault("notes", []).append(mark)
        self.write(report, "report", "save", report, "--base", sha256(read.bytes), mark=mark,
                   stdin=json.dumps(outline))


class Restorer(Ours):
    """Takes changes back and names things, also what another program is moving to the trash."""

    def step(self, turn):
        if turn % 3 == 0 and self.edits:
            edit = self.edits[-1]
            self.write(edit.report, "report", "restore", edit.report, "before:" + edit.action)
        elif turn % 3 == 1 and (victims := list(self.library.victims)):
            report = victims[-1]
            mark = self.mark()
            self.write(report, "report", "tag", report, "+" + mark, mark=mark)
        else:
            report = random.choice(self.library.reports)
            self.write(report, "report", "rename", report, "Renamed " + self.mark())


class FileUpdater(Ours):
    """Appends marks to a file that the atomic JSON library writes too. All of them must stay, in order."""

    def step(self, turn):
        patch = json.dumps([{"op": "add", "path": "/marks/-", "value": f"ours-{turn}"}])
        answer = ctl("--timeout", "60", "file", "update", self.library.shared, "--json-patch", "-", stdin=patch)
        self.answers[answer.code] = self.answers.get(answer.code, 0) + 1
        if answer.code != 0:
            self.wrong.append(repr(answer))
        self.done = turn


OURS = (Tagger, Saver, Restorer, FileUpdater)
