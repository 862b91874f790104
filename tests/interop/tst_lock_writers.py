# SPDX-License-Identifier: MIT
"""No update is lost between `stemmactl file update` and the two kinds of locking that other programs use."""

import contextlib
import fcntl
import json
import multiprocessing
import os
import pathlib
import subprocess
import time
import unittest

from ctl import STEMMACTL, TestCase
from proof import proved

LOOPS = 4
UPDATES = int(os.environ.get("STEMMA_TEST_UPDATES", "500"))

# Each turn is a process of its own that appends one mark of its loop to the shared list.
LOOP = r"""
for n in $(seq "$4"); do
    "$1" --quiet --timeout 120 file update "$2" --json-patch - <<< "[{\"op\":\"add\",\"path\":\"/marks/-\",\"value\":\"$3-$n\"}]" || exit
done
"""


@contextlib.contextmanager
def flocked(lock):
    """Locks as programs do that take a flock, and remove the file at the end."""
    while True:
        with open(lock, "a", encoding="utf-8") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            # Whoever had it before may have removed the file that we waited for.
            with contextlib.suppress(FileNotFoundError):
                if os.fstat(held.fileno()).st_ino == os.stat(lock).st_ino:
                    try:
                        yield
                    finally:
                        os.unlink(lock)
                    return


@contextlib.contextmanager
def created(lock):
    """Locks as programs do for which the file's existence is the lock."""
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            break
        except FileExistsError:
            time.sleep(0.001)
    try:
        yield
    finally:
        os.unlink(lock)


def keep_appending(path, locking, name, turn, enough, done):
    """Appends marks until told that it is enough. `turn` keeps the two kinds from each other, who don't know of it."""
    count = 0
    while not enough.is_set():
        with turn, locking(f"{path}.lock"):
            document = json.loads(path.read_text())
            count += 1
            document["marks"].append(f"{name}-{count}")
            temporary = path.with_name(f"{name}.tmp")
            temporary.write_text(json.dumps(document))
            os.replace(temporary, path)
        time.sleep(0.004)
    done.put((name, count))


class LockWriters(TestCase):
    def test_four_loops_a_flock_writer_and_an_existence_lock_writer(self):
        path = pathlib.Path(self.folder) / "shared.json"
        path.write_text('{"kept": 1.10, "marks": []}')
        enough, done, turn = multiprocessing.Event(), multiprocessing.Queue(), multiprocessing.Lock()
        others = [multiprocessing.Process(target=keep_appending, args=(path, locking, name, turn, enough, done))
                  for locking, name in ((flocked, "flock"), (created, "exists"))]
        for other in others:
            other.start()
        loops = [subprocess.Popen(["bash", "-c", LOOP, "loop", STEMMACTL, str(path), str(n), str(UPDATES)],
                                  stderr=subprocess.PIPE) for n in range(LOOPS)]
        errors = [loop.communicate()[1].decode() for loop in loops]
        enough.set()
        expected = {str(n): UPDATES for n in range(LOOPS)} | dict(done.get() for _ in others)
        for other in others:
            other.join()
        self.assertEqual([loop.returncode for loop in loops], [0] * LOOPS, errors)

        text = path.read_text()
        self.assertTrue(text.startswith('{"kept": 1.1'), text[:40])
        marks = json.loads(text)["marks"]
        for name, count in expected.items():
            self.assertGreater(count, 0)
            mine = [mark for mark in marks if mark.split("-")[0] == name]
            self.assertEqual(mine, [f"{name}-{n + 1}" for n in range(count)], f"updates of {name} were lost")
        self.assertEqual(len(marks), sum(expected.values()))
        self.assertEqual(os.listdir(self.folder), ["shared.json"])
        proved("P10 P15", "updates of one file by four of ours, a flock writer and an existence-lock writer", len(marks))


if __name__ == "__main__":
    unittest.main()
