# SPDX-License-Identifier: MIT
"""A transaction of ten files, killed at each call that it makes of the system, and disturbed by errors there; and its
recovery, killed the same way and run again. Never a mix of two states, and nothing is left."""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

import tracing
from proof import proved
from transaction_state import TRANSACT, make, state_of, transact, wrong_with

LONG = os.environ.get("STEMMA_LONG") == "1"
EVERY = int(os.environ.get("STEMMA_TEST_TRANSACTION_STRIDE", "1" if LONG else "3"))
ERRORS = ("EIO", "ENOSPC", "EACCES", "EMFILE") if LONG else ("EIO",)
CHANGING = {"openat", "write", "pwrite64", "fsync", "fdatasync", "fallocate", "ftruncate", "renameat", "renameat2", "linkat",
            "unlinkat", "mkdirat", "fchmod", "fchown", "fsetxattr", "utimensat"}
tracing.STEMMACTL = TRANSACT


class TransactionKills(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stemma-transact-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.template = self.folder / "template"
        make(self.template)
        self.assertEqual(transact("change", self.template).returncode, 0)  # so that there is a log, and a history
        self.assertEqual(wrong_with(self.template), "")
        self.made = 0

    def copy(self, source):
        self.made += 1
        copy = self.folder / str(self.made)
        copy_all(source, copy)
        return copy

    def calls(self, what, source):
        root = self.copy(source)
        traced = tracing.run([what, root])
        self.assertEqual(traced.answer.code, 0, traced.answer)
        return [call for call in traced.calls(str(root)) if call.name in CHANGING]

    def settle(self, root, allowed):
        done = transact("recover", root)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(wrong_with(root), "")
        self.assertIn(state_of(root), allowed)
        self.assertEqual(transact("recover", root).stdout, b"0 0 0\n")
        state = state_of(root)
        self.assertEqual(transact("change", root).returncode, 0)
        self.assertEqual((state_of(root), wrong_with(root)), (state + 1, ""))
        shutil.rmtree(root)

    def killed(self, what, source, call):
        root = self.copy(source)
        traced = tracing.run([what, root], trace=call.name, inject=f"{call.name}:signal=KILL:when={call.n}")
        self.assertIn(traced.answer.code, (0, -signal.SIGKILL), traced.answer)
        return root, traced

    def test_killed_at_each_call(self):
        came = 0
        for call in self.calls("change", self.template)[::EVERY]:
            with self.subTest(call=str(call)):
                root, traced = self.killed("change", self.template, call)
                came += bool(traced.injected())
                self.settle(root, {2} if traced.answer.code == 0 else {1, 2})
        self.assertGreater(came, 80 // EVERY)
        proved("P1 P9 P15", "a transaction killed at each call", came)

    def test_recovery_killed_at_each_call(self):
        came = 0
        crashes = self.calls("change", self.template)
        renames = [call for call in crashes if call.name == "renameat2"]
        for crash in [renames[1], renames[len(renames) // 2], renames[-1], crashes[len(crashes) // 3]]:
            left, _ = self.killed("change", self.template, crash)
            for call in self.calls("recover", left)[::EVERY]:
                with self.subTest(crash=str(crash), call=str(call)):
                    root, traced = self.killed("recover", left, call)
                    came += bool(traced.injected())
                    self.settle(root, {1, 2})
        self.assertGreater(came, 40 // EVERY)
        proved("P9 P15", "recovery of a transaction killed at each call", came)

    def test_errors_at_each_call(self):
        came = 0
        for error in ERRORS:
            for call in self.calls("change", self.template)[::EVERY]:
                with self.subTest(error=error, call=str(call)):
                    root = self.copy(self.template)
                    traced = tracing.run(["change", root], inject=f"{call.name}:error={error}:when={call.n}")
                    came += bool(traced.injected())
                    self.assertEqual(traced.synced_again(), [])
                    self.assertIn(traced.answer.code, (0, 1, 3), traced.answer)
                    told = {0: {2}, 1: {1}, 3: {1, 2}}[traced.answer.code]
                    if traced.answer.code != 3:
                        self.assertIn(state_of(root), told, traced.answer)
                    self.settle(root, told)
        self.assertGreater(came, 80 // EVERY)
        proved("P4 P5 P9", "a transaction with an error of the system at each call", came)


def copy_all(source, target):
    """With the times, and names of one file as such."""
    subprocess.run(["cp", "-a", source, target], check=True)


if __name__ == "__main__":
    reason = tracing.unavailable()
    if reason:
        print("skipped:", reason)
        sys.exit(77)
    unittest.main()
