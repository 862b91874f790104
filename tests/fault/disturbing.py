# SPDX-License-Identifier: MIT
"""Runs operations with one call disturbed, many at a time, and collects what went wrong."""

import concurrent.futures
import os
import pathlib
import random
import shutil
import sys
import tempfile
import time
import unittest

import tracing
from operations import OPERATIONS, Wrong, build_store, demand, next_change, without_data

LONG = os.environ.get("STEMMA_LONG") == "1"
LONG_CASES = int(os.environ.get("STEMMA_TEST_LONG_CASES", "0"))  # of each test in the long size; 0: all that there are


def memory_folder():
    """Nothing here depends on what a disk keeps: a file system in memory is quicker."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK | os.X_OK) else None


class Undisturbed:
    """What one operation makes of the store, and the calls that it takes for it."""

    def __init__(self, operation, template, folder, run):
        self.operation, self.template = operation, template
        self.also = ["library/index.jsonl"] if operation.index else []
        self.touched = template.report(operation.report).name.split("_")[0]
        self.old = self.view_of(template)
        store = template.copy(folder)
        traced = run(operation.command(store), stdin=operation.stdin(store))
        if traced.answer.code != 0:
            raise Wrong(operation.name, traced.answer)
        self.calls = traced.calls(str(store.folder))
        self.new = self.view_of(store)
        shutil.rmtree(store.folder)

    def view_of(self, store):
        return (*store.view(), store.index_titles() if self.operation.index else [])


def told_views(undisturbed, answer, causes):
    """The views that the answer allows; the answer itself must be a good one."""
    if answer.code == 0 and undisturbed.operation.index and answer.json["damaged"]:
        return [undisturbed.new, undisturbed.old]  # a report that can't be read keeps the entry it has
    if answer.code == 0:
        return [undisturbed.new]
    error = answer.error
    demand((answer.code, error["code"]) == (7, "io"), "another code than that of the system's errors:", answer)
    demand(any(os.strerror(cause) in error["message"] for cause in causes), "the message hides the cause:", answer)
    demand(answer.bytes == b"", "data on standard output of a failed command:", answer)
    demand(error["committed"] in ("no", "unknown"), answer)
    return [undisturbed.old] + ([undisturbed.new] if error["committed"] == "unknown" else [])


def main(reason=""):
    """Runs the tests, or lets ctest know why they are left out."""
    if reason:
        print(f"SKIPPED: {reason}")
        sys.exit(77)
    unittest.main()


class Disturbed(unittest.TestCase):
    """Has the store, the operations undisturbed, and runs cases side by side."""

    maxDiff = None
    run_undisturbed = staticmethod(tracing.run)

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="stemma-test-", dir=memory_folder()))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.template = build_store(cls.folder / "template")
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            cls.undisturbed = dict(zip((o.name for o in OPERATIONS), pool.map(
                lambda o: Undisturbed(o, cls.template, cls.folder / o.name, cls.run_undisturbed), OPERATIONS)))
        seed = int(os.environ.get("STEMMA_TEST_SEED", str(time.time_ns())))
        cls.random = random.Random(seed)
        print(f"STEMMA_TEST_SEED={seed}", flush=True)

    def sample(self, cases, kind_of, count):
        """All cases in the long size, or LONG_CASES; else `count` of them, as many of each kind as there is room for."""
        if LONG:
            count = LONG_CASES or len(cases)
        kinds = {}
        for case in self.random.sample(cases, len(cases)):
            kinds.setdefault(kind_of(case), []).append(case)
        chosen, waiting = [], list(kinds.values())
        while waiting and len(chosen) < count:
            waiting = [kind for kind in waiting if kind]
            chosen += [kind.pop() for kind in waiting]
        return chosen[:count]

    def judge(self, undisturbed, store, before, answer, causes):
        """The answer is a good one, and the store is as it says; `before` is what the files held, `causes` are errnos."""
        told = told_views(undisturbed, answer, causes)
        if answer.code != 0 and answer.error["committed"] == "no":
            demand(store.raw(*undisturbed.also) == before, "a failure changed a file:", answer)
        self.recover(store, undisturbed)
        view = undisturbed.view_of(store)
        if "not copied" in answer.err:  # data of a fork: it is made without them, and says so
            view, told = without_data(view), list(map(without_data, told))
        demand(view in told, "it is not what was told:", answer)
        self.check_next(store, undisturbed)

    def run_cases(self, cases, run):
        """`run(case, folder)` gives whether the disturbance came; the number of cases in which it did."""
        def one(numbered):
            folder = self.folder / f"case {numbered[0]}"
            try:
                return run(numbered[1], folder), None
            except Exception as error:  # whatever it is, the case is named
                return True, f"{numbered[1]}: {type(error).__name__}: {error}"
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        with concurrent.futures.ThreadPoolExecutor(5) as pool:
            outcomes = list(pool.map(one, enumerate(cases)))
        wrong = [error for _, error in outcomes if error]
        if wrong:
            self.fail(f"{len(wrong)} of {len(outcomes)} cases\n" + "\n".join(wrong[:20]))
        return sum(1 for came, _ in outcomes if came)

    def check_next(self, store, undisturbed):
        next_change(store, undisturbed.operation, undisturbed.touched)

    @staticmethod
    def recover(store, undisturbed):
        """What an interrupted general file leaves is removed by its next write, all else by this."""
        answer = store.ctl("recover")
        if answer.code != 0:
            raise Wrong("recovery fails", answer)
        if not undisturbed.operation.name.startswith("file"):
            store.check_whole()
