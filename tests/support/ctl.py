# SPDX-License-Identifier: MIT
"""How the Python tests run stemmactl and look at what it did."""

import hashlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

STEMMACTL = os.environ.get("STEMMACTL", "stemmactl")


def _usual_signals():
    """A test run in the background would hand its ignored Ctrl-C down."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(*words, library=None, **options):
    """A running stemmactl."""
    command = [STEMMACTL] + (["--library", str(library)] if library else []) + [str(word) for word in words]
    return subprocess.Popen(command, preexec_fn=_usual_signals, stdin=options.pop("stdin", subprocess.DEVNULL),
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def wait_until_it_hears(process, number):
    """Until the program, which is being started, takes that signal by itself (signalfd: proc(5), SigBlk)."""
    while process.poll() is None:
        with open(f"/proc/{process.pid}/status") as status:
            blocked = next(line for line in status if line.startswith("SigBlk:")).split()[1]
        if int(blocked, 16) >> (number - 1) & 1:
            return
        time.sleep(0.01)


class Answer:
    def __init__(self, code, out, err):
        self.code = code
        self.bytes = out
        self.out = out.decode("utf-8", "surrogateescape")
        self.err = err.decode("utf-8", "surrogateescape")
        for word in ("Sanitizer", "runtime error:", "terminate called"):
            assert word not in self.err, self.err

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def lines(self):
        return [json.loads(line) for line in self.bytes.split(b"\n") if line]

    @property
    def error(self):
        return json.loads(self.err.splitlines()[-1])["error"]

    def __repr__(self):
        return f"exit {self.code}\n{self.out}\n{self.err}"


def ctl(*words, library=None, stdin=b"", timeout=120, **options):
    """Runs stemmactl to its end."""
    command = [STEMMACTL] + (["--library", str(library)] if library else []) + [str(word) for word in words]
    if isinstance(stdin, str):
        stdin = stdin.encode()
    done = subprocess.run(command, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout,
                          preexec_fn=_usual_signals, check=False, **options)
    return Answer(done.returncode, done.stdout, done.stderr)


def state_of(folder, folder_times=True):
    """Everything below a folder: names, kinds, bytes, modes and times of change.

    Without `folder_times` it is blind to files that came and went, as a lock does.
    """
    state = {}
    for path in sorted(pathlib.Path(folder).rglob("*")):
        seen = path.lstat()
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
        time = seen.st_mtime_ns if folder_times or not path.is_dir() else None
        state[str(path.relative_to(folder))] = (content, seen.st_mode, time, seen.st_ino)
    return state


def sha256(data):
    return hashlib.sha256(data).hexdigest()


class TestCase(unittest.TestCase):
    """Has a folder of its own, `self.folder`."""

    maxDiff = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stemma-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def assertExit(self, answer, code):
        self.assertEqual(answer.code, code, repr(answer))

    def assertFails(self, answer, code, word, *parts):
        """A refusal: exit code, the code's word, and what the message must say."""
        self.assertExit(answer, code)
        self.assertEqual(answer.bytes, b"", "data on standard output of a failed command")
        self.assertEqual(answer.error["code"], word, repr(answer))
        for key in ("message", "path", "detail"):
            self.assertIsInstance(answer.error[key], str)
        for part in parts:
            self.assertIn(part, answer.error["message"])

    def assertUntouched(self, folder, action, folder_times=True):
        """Runs the action and checks that nothing below the folder changed."""
        before = state_of(folder, folder_times)
        result = action()
        self.assertEqual(state_of(folder, folder_times), before, repr(result))
        return result

    def assertNothingWritten(self, folder, action):
        """As assertUntouched(), for commands that may take a lock before they refuse."""
        return self.assertUntouched(folder, action, folder_times=False)
