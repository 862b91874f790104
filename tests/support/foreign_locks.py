# SPDX-License-Identifier: MIT
"""How the other programs lock, each as it does it: none of them as one would wish.

All are context managers on a path. `Locked` says that the program gives up, as it does at once: only
`blocking_flock` and `polled_flock` wait.
"""

import contextlib
import fcntl
import os
import random
import time


class Locked(RuntimeError):
    """Somebody else is writing; nothing was done."""


@contextlib.contextmanager
def existence_lock(path, gap=0.0):
    """The report program: tests whether the file exists, then creates it, in two steps; removes what is there at the
    end. `gap` is the longest time between the two steps, in which others walk in."""
    if path.exists():
        raise Locked(f"{path} exists")
    if gap:
        time.sleep(random.uniform(0, gap))
    path.write_text("")
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def flock_beside(path):
    """The report program with a working locking library: flock without waiting, the file removed at the end."""
    with open(path, "a", encoding="utf-8") as held:
        _flock_or_refuse(held, path)
        try:
            if not _is_at(held, path):
                raise Locked(f"{path} was replaced")
            # Somebody for whom the file's existence is the lock has it.
            if os.fstat(held.fileno()).st_size > 0:
                raise Locked(f"{path} carries a token")
            yield
        finally:
            if os.fstat(held.fileno()).st_size == 0 and _is_at(held, path):
                path.unlink(missing_ok=True)


@contextlib.contextmanager
def flock_kept(path):
    """The same where the file stays: after it, the file's existence says nothing."""
    with open(path, "a", encoding="utf-8") as held:
        _flock_or_refuse(held, path)
        yield


@contextlib.contextmanager
def no_lock(_path):
    """The older graph program, and everybody with a text editor."""
    yield


@contextlib.contextmanager
def blocking_flock(path):
    """The newer graph program: `<file>.lock`, created or truncated, flocked for as long as it takes, never removed."""
    with open(path, "w", encoding="utf-8") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def polled_flock(path, timeout=30.0, poll=0.01):
    """The atomic JSON library: `<file>.lock`, polled until the deadline, removed by whoever held it."""
    deadline = time.monotonic() + timeout
    while True:
        with open(path, "a", encoding="utf-8") as held:
            try:
                _flock_or_refuse(held, path)
            except Locked:
                if time.monotonic() > deadline:
                    raise
                time.sleep(poll)
                continue
            # Whoever had it before may have removed the file that we have; one that says something is another's.
            if not _is_at(held, path) or os.fstat(held.fileno()).st_size > 0:
                time.sleep(poll)
                continue
            try:
                yield
            finally:
                path.unlink(missing_ok=True)
            return


def _flock_or_refuse(held, path):
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise Locked(str(path)) from error


def _is_at(held, path):
    with contextlib.suppress(FileNotFoundError):
        return os.fstat(held.fileno()).st_ino == path.stat().st_ino
    return False


REPORT_LOCKS = {"exists": existence_lock, "flock": flock_beside, "flock-kept": flock_kept, "none": no_lock}
