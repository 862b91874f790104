# SPDX-License-Identifier: MIT
"""Every operation, killed at each call that it makes for the store; and recovery, killed the same way.

The usual size takes the calls that change something, the long one every call; under sanitizers as many of them as
STEMMA_TEST_LONG_CASES says.
"""

import collections
import os
import signal
import time

import tracing
from disturbing import LONG, Disturbed, main
from operations import Operation, demand
from proof import proved

SAMPLE = int(os.environ.get("STEMMA_TEST_TRACED_KILLS", "300"))
CHANGING = {"openat", "write", "pwrite64", "fsync", "fdatasync", "fallocate", "ftruncate", "copy_file_range", "renameat",
            "renameat2", "linkat", "unlinkat", "mkdirat", "fchmod", "fchown", "fsetxattr", "fremovexattr", "utimensat"}
Case = collections.namedtuple("Case", "operation call")
RecoveryCase = collections.namedtuple("RecoveryCase", "crash call")

Crash = collections.namedtuple("Crash", "store view calls operation")
CRASHED = ("save", "first save", "new", "restore", "fork", "trash", "untrash", "index rebuild")
CRASHES_EACH = 6 if LONG else 2  # of one operation, whose recovery is killed


def killed(operation, store, call):
    """Runs the operation; it is killed as it makes the call. What it left is found a minute later."""
    traced = tracing.run(operation.command(store), stdin=operation.stdin(store), trace=call.name,
                         inject=f"{call.name}:signal=KILL:when={call.n}")
    for lock in store.folder.rglob("*.lock"):
        os.utime(lock, (time.time() - 60,) * 2)
    return traced


class SyscallKills(Disturbed):
    def run_case(self, case, folder):
        undisturbed = self.undisturbed[case.operation]
        store = self.template.copy(folder)
        traced = killed(undisturbed.operation, store, case.call)
        store.check_raw()
        self.recover(store, undisturbed)
        acknowledged = traced.answer.code == 0 or traced.answer.bytes
        demand(traced.answer.code in (0, -signal.SIGKILL), "it ended otherwise:", traced.answer)
        demand(undisturbed.view_of(store) in ([] if acknowledged else [undisturbed.old]) + [undisturbed.new],
               "neither old nor new" if not acknowledged else "acknowledged, and not there")
        self.check_next(store, undisturbed)
        return bool(traced.injected())

    def test_killed_at_each_call(self):
        cases = [Case(name, call) for name, undisturbed in self.undisturbed.items() for call in undisturbed.calls
                 if LONG or call.name in CHANGING]
        cases = self.sample(cases, lambda case: (case.operation, case.call.name), SAMPLE)
        came = self.run_cases(cases, self.run_case)
        self.assertGreater(came, len(cases) * 3 // 4, "the kills did not come")
        proved("P1 P6 P8 P15 P22", f"killed at each call of {len(self.undisturbed)} operations", came)

    # --- recovery

    def crash(self, case):
        """The store as the kill left it, and what recovery makes of it by which calls; None if there is nothing to do."""
        undisturbed = self.undisturbed[case.operation]
        store = self.template.copy(self.folder / f"crash {case.operation} {case.call}")
        killed(undisturbed.operation, store, case.call)
        whole = store.copy(self.folder / f"recovered {case.operation} {case.call}")
        traced = tracing.run(RECOVERY.command(whole))
        demand(traced.answer.code == 0, traced.answer)
        if not traced.answer.json["steps"]:
            return None
        whole.check_whole()
        return Crash(store, whole.view(), traced.calls(str(whole.folder)), case.operation)

    def run_recovery_case(self, case, folder):
        crash = self.crashes[case.crash]
        store = crash.store.copy(folder)
        if store.makers_live():
            return False
        traced = killed(RECOVERY, store, case.call)
        store.check_raw()
        self.recover(store, self.undisturbed[crash.operation])
        demand(store.view() == crash.view, "recovered otherwise than without the kill")
        self.check_next(store, self.undisturbed[crash.operation])
        return bool(traced.injected())

    def test_recovery_killed_at_each_call(self):
        self.crashes = {}
        for name in CRASHED:
            calls = [call for call in self.undisturbed[name].calls if call.name in CHANGING]
            found = 0
            for call in self.random.sample(calls, len(calls)):
                crash = self.crash(Case(name, call)) if found < CRASHES_EACH else None
                if crash:
                    self.crashes[Case(name, call)] = crash
                    found += 1
        cases = [RecoveryCase(name, call) for name, crash in self.crashes.items() for call in crash.calls
                 if LONG or call.name in CHANGING]
        cases = self.sample(cases, lambda case: (case.crash.operation, case.call.name), SAMPLE // 3)
        came = self.run_cases(cases, self.run_recovery_case)
        self.assertGreater(came, len(cases) * 3 // 4, "the kills did not come")
        proved("P1 P6 P15", f"recovery after {len(self.crashes)} kills, killed at each call and run again", came)


RECOVERY = Operation("recover", lambda store: ["recover"])


if __name__ == "__main__":
    main(tracing.unavailable())
