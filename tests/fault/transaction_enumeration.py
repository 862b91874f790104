# SPDX-License-Identifier: MIT
"""Transactions of ten files on a real file system, with the power cut at every write that reaches the disk: as
crash_enumeration.py does it for reports."""

import json
import os
import pathlib
import sys

import crash_enumeration
from transaction_state import TRANSACT, make, state_of, transact, wrong_with

TURNS = 3
FOLDER = "users/ada"


def run(phase, store):
    root = pathlib.Path(store) / FOLDER
    if phase == "setup":
        make(root)
        return
    environment = dict(os.environ)
    if preload := os.environ.get("STEMMA_CRASH_PRELOAD"):
        environment.update(LD_PRELOAD=preload, ASAN_OPTIONS="verify_asan_link_order=0")
    for turn in range(1, TURNS + 1):
        done = transact("change", root, env=environment)
        if done.returncode != 0:
            sys.exit(f"{TRANSACT} failed: {done.stderr.decode(errors='replace')}")
        print("ACK", json.dumps({"state": turn}), flush=True)


def check(store, acks):
    root = pathlib.Path(store) / FOLDER
    lock = root / ".stemma" / "lock"
    if lock.exists() and b"nonce=" not in lock.read_bytes():
        lock.unlink()  # void once the machine was started again: these disks are from the time since it was
    done = transact("recover", root)
    if done.returncode != 0:
        sys.exit(f"recovery failed: {done.stderr.decode(errors='replace')}")
    if done.stdout.split()[2] != b"0":
        sys.exit("recovery stopped")
    if wrong := wrong_with(root):
        sys.exit(wrong)
    if transact("recover", root).stdout != b"0 0 0\n":
        sys.exit("a second recovery finds something to do")
    promised = acks[-1]["state"] if acks else 0
    state = state_of(root)
    if state not in (promised, promised + 1):
        sys.exit(f"state {state} where {promised} was acknowledged")
    if transact("change", root).returncode != 0 or state_of(root) != state + 1 or wrong_with(root):
        sys.exit("the next transaction fails")


def main():
    if sys.argv[1:2] == ["check"]:
        check(sys.argv[2], [json.loads(line) for line in sys.stdin])
    elif len(sys.argv) > 1:
        run(*sys.argv[1:3])
    elif tool := os.environ.get("STEMMA_CRASH_ENUMERATE"):
        # Where the file system commits in order, a transaction syncs no directory.
        sys.exit(crash_enumeration.enumerate_all(tool, __file__, ["no file sync"]))
    else:
        print("skipped: STEMMA_CRASH_ENUMERATE names no crash-enumeration tool")
        sys.exit(crash_enumeration.SKIPPED)


main()
