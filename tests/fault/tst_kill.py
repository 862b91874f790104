# SPDX-License-Identifier: MIT
"""Programs are killed in the middle of saving, restoring, forking and trashing; recovery leaves old or new, and nothing else."""

import json
import os
import pathlib
import random
import shutil
import signal
import time
import unittest

from ctl import TestCase, ctl, sha256, start
from foreign_writer import ForeignWriter

ROUNDS = int(os.environ.get("STEMMA_TEST_KILLS", "200"))


class Kill(TestCase):
    def setUp(self):
        super().setUp()
        self.root = self.folder / "reports"
        self.writer = ForeignWriter(self.root)
        self.id = self.writer.create("Start", ["t"], sections=3)["id"]
        self.filled = "x" * 200_000  # a file that takes its time to write
        self.writer.evolve(self.id, lambda outline: outline["sections"][0].update(content=self.filled))
        seed = int(os.environ.get("STEMMA_TEST_SEED", str(time.time_ns())))
        self.random = random.Random(seed)
        print(f"STEMMA_TEST_SEED={seed}", flush=True)

    # --- the operations, each with the states that it may leave

    def directory(self, report_id=None):
        return self.root / "by_id" / (report_id or self.id)

    def bytes(self):
        return (self.directory() / "outline.json").read_bytes()

    def content(self):
        """The outline without what every save changes."""
        outline = json.loads(self.bytes())
        for key in ("updated_at", "outline_version"):
            del outline[key]
        return outline

    def events(self, directory=None):
        text = ((directory or self.directory()) / "audit.jsonl").read_text()
        self.assertTrue(text.endswith("\n"))
        events = [json.loads(line) for line in text.splitlines()]
        self.assertEqual(len({event["action_id"] for event in events}), len(events), "an event stands twice")
        return events

    def kill(self, *words, duration):
        """Starts a command and kills it at a random moment of its life; true if it was still alive."""
        running = start("--quiet", *words, library=self.root)
        time.sleep(self.random.random() * duration)
        running.send_signal(signal.SIGKILL)
        running.communicate()
        return running.returncode == -signal.SIGKILL

    def recover(self):
        answer = ctl("--json", "recover", library=self.root)
        self.assertExit(answer, 0)
        self.assertEqual(ctl("--json", "recover", library=self.root).json, {"steps": []}, "recovery is not done at once")

    def assertClean(self):
        """Nothing of ours is left behind, and never a lock."""
        self.assertLessEqual(set(os.listdir(self.root)), {"by_id", "index.jsonl", ".trash"})
        places = [self.root / "by_id", self.root / ".trash"]
        for directory in (report for place in places if place.exists() for report in place.iterdir()):
            self.assertLessEqual(set(os.listdir(directory)), {"outline.json", "audit.jsonl", "backups"}, directory)
            self.assertEqual([name for name in os.listdir(directory / "backups") if not name.endswith(".bak")], [])
            self.assertTrue((directory / "outline.json").exists())

    def assertHistoryAgrees(self, old, events, backups):
        """The live outline is the old one and no event was added, or the new one and the event names the old bytes."""
        live, now = self.bytes(), self.events()
        self.assertEqual(now[:len(events)], events)
        names = set(os.listdir(self.directory() / "backups"))
        if live == old:
            self.assertEqual(len(now), len(events), "an event without its change")
            self.assertEqual(names, backups, "a backup of nothing")
            return False
        self.assertEqual(len(now), len(events) + 1, "a change without its event")
        name = now[-1]["payload"]["backup_filename"]
        self.assertEqual(names, backups | {name})
        self.assertEqual((self.directory() / "backups" / name).read_bytes(), old)
        self.assertEqual(now[-1]["ts"], json.loads(live)["updated_at"])
        return True

    def assertOneUnit(self, wanted, *words, duration):
        old, before, events = self.bytes(), self.content(), self.events()
        backups = set(os.listdir(self.directory() / "backups"))
        killed = self.kill(*words, duration=duration)
        self.recover()
        self.assertClean()
        if self.assertHistoryAgrees(old, events, backups):
            self.assertEqual(self.content(), wanted)
        else:
            self.assertEqual(self.content(), before)
            self.assertTrue(killed, "it ended by itself and did nothing")
        return killed

    def save(self, duration):
        new = json.loads(self.bytes())
        new["title"] = f"Saved {self.random.random()}"
        new["sections"][0]["content"] = self.filled + str(self.random.random())
        path = self.folder / "new.json"
        path.write_text(json.dumps(new))
        wanted = {key: value for key, value in new.items() if key not in ("updated_at", "outline_version")}
        base = sha256(self.bytes())
        return self.assertOneUnit(wanted, "report", "save", self.id, "--base", base, "--file", path, duration=duration)

    def restore(self, duration):
        names = sorted(os.listdir(self.directory() / "backups"))
        name = self.random.choice(names[-5:])
        wanted = json.loads((self.directory() / "backups" / name).read_text())
        for key in ("updated_at", "outline_version"):
            del wanted[key]
        if wanted == self.content():
            return False
        return self.assertOneUnit(wanted, "report", "restore", self.id, f"backup:{name}", duration=duration)

    def fork(self, duration):
        old, reports = self.bytes(), set(os.listdir(self.root / "by_id"))
        killed = self.kill("report", "fork", self.id, "Fork", duration=duration)
        self.recover()
        self.assertClean()
        self.assertEqual(self.bytes(), old)
        for new in set(os.listdir(self.root / "by_id")) - reports:
            outline = json.loads((self.directory(new) / "outline.json").read_text())
            self.assertEqual((outline["report_id"], outline["title"]), (new, "Fork"))
            self.assertEqual([event["action_type"] for event in self.events(self.directory(new))], ["fork"])
        return killed

    def trash(self, duration):
        old, events = self.bytes(), self.events()
        killed = self.kill("report", "trash", self.id, duration=duration)
        self.recover()
        self.assertClean()
        trash = pathlib.Path(self.root / ".trash")
        trashed = os.listdir(trash) if trash.exists() else []
        self.assertEqual(len(trashed) + self.directory().exists(), 1, "the report is there twice, or nowhere")
        if trashed:
            now = self.events(trash / trashed[0])
            self.assertEqual((now[:-1], now[-1]["action_type"]), (events, "delete"))
            self.assertExit(ctl("report", "untrash", trashed[0], library=self.root), 0)
            self.assertClean()
        else:
            self.assertEqual(self.events(), events)
        self.assertEqual(self.bytes(), old)
        return killed

    def measure(self):
        """How long a command takes here, so that kills fall all over its life."""
        begin = time.monotonic()
        for n in range(3):
            self.assertExit(ctl("report", "rename", self.id, f"Measured {n}", library=self.root), 0)
        return (time.monotonic() - begin) / 3

    def test_kill_at_random_moments(self):
        duration = self.measure()
        operations = [self.save, self.restore, self.fork, self.trash]
        killed = 0
        for n in range(ROUNDS):
            try:
                killed += operations[n % 4](duration)
            except BaseException:
                print(f"in round {n}, {operations[n % 4].__name__}", flush=True)
                raise
            self.forget_forks()
        self.assertGreater(killed, ROUNDS // 4, "the kills came too late to prove anything")
        self.assertExit(ctl("report", "verify", self.id, library=self.root), 0)

    def forget_forks(self):
        """Keeps the library small."""
        for name in os.listdir(self.root / "by_id"):
            if name != self.id:
                shutil.rmtree(self.root / "by_id" / name)


if __name__ == "__main__":
    unittest.main()
