# SPDX-License-Identifier: MIT
"""Runs stemmactl under strace: which calls it makes of the system, and what it does if one of them fails or kills it."""

import dataclasses
import os
import re
import subprocess
import tempfile

from ctl import STEMMACTL, Answer

CALLS = "%file,%desc"
LINE = re.compile(r"(\d+) +(\w+)\((.*)$")
PATH = re.compile(r'\d<([^<>]*)>|"(/[^"]*)"')


def is_folder(path):
    """By its name alone: it may be gone. Folders are called by ids and plain words, files have an ending."""
    name = path.rsplit("/", 1)[-1]
    return name in (".trash", ".stemma") or name.startswith(".stemma-new-") or "." not in name


@dataclasses.dataclass(frozen=True, order=True)
class Call:
    """The `n`-th call of this name that a thread makes."""

    name: str
    n: int

    def __str__(self):
        return f"{self.name} {self.n}"


@dataclasses.dataclass
class Traced:
    answer: Answer
    lines: list  # (thread, name, the rest of the line), in order

    def calls(self, *folders):
        """The calls that touch something below the folders, in order, each once."""
        counts, found, foreign, begun = {}, {}, set(), False
        for thread, name, rest in self.lines:
            n = counts[thread, name] = counts.get((thread, name), 0) + 1
            inside = name != "execve" and any(path.startswith(folders) for pair in PATH.findall(rest) for path in pair)
            begun = begun or inside
            if inside:
                found.setdefault(Call(name, n), rest)
            elif not begun:
                foreign.add(Call(name, n))  # made by the loader too: disturbed there, the program would never start
        return {call: rest for call, rest in found.items() if call not in foreign}

    def injected(self):
        return [line for line in self.lines if "(INJECTED)" in line[2] or "+++ killed" in line[2]]

    def synced_again(self):
        """Files that were synced once more after a sync of them had failed. A folder may be: it can't be made anew, and
        nothing that is acknowledged rests on what a later sync of it says."""
        failed, again = set(), []
        for _, name, rest in self.lines:
            path = next((first for first, _ in PATH.findall(rest)), "")
            if name in ("fsync", "fdatasync"):
                if path in failed:
                    again.append(path)
                if "= -1" in rest and not is_folder(path):
                    failed.add(path)
        return again


def _environment():
    # The leak checker can't work in a traced program.
    options = os.environ.get("ASAN_OPTIONS", "")
    return os.environ | {"ASAN_OPTIONS": (options + ":" if options else "") + "detect_leaks=0"}


def run(command, *, stdin=b"", trace=CALLS, inject=None, timeout=120):
    """`command` is what follows `stemmactl`; `inject` is strace's: `fsync:error=EIO:when=2`."""
    with tempfile.NamedTemporaryFile(prefix="stemma-strace-") as log:
        words = ["strace", "-f", "-y", "-s", "256", "-o", log.name, "-e", f"trace={trace}"]
        if inject:
            words += ["-e", f"inject={inject}"]
        if not inject or "signal=" not in inject:
            words.append("--seccomp-bpf")  # quicker, but with it a signal comes after the call
        done = subprocess.run(words + [STEMMACTL, *map(str, command)], input=stdin, capture_output=True, timeout=timeout,
                              env=_environment(), check=False)
        text = log.read().decode(errors="replace")
    lines = [match.groups() for match in map(LINE.match, text.splitlines()) if match]
    if "+++ killed by SIGKILL" in text:
        lines.append(("", "", "+++ killed"))
    return Traced(Answer(done.returncode, done.stdout, done.stderr), lines)


def run_untraced(command, *, stdin=b"", timeout=120):
    """The same without strace: no calls are seen."""
    done = subprocess.run([STEMMACTL, *map(str, command)], input=stdin, capture_output=True, timeout=timeout, check=False)
    return Traced(Answer(done.returncode, done.stdout, done.stderr), [])


def unavailable():
    """Why strace can't be used here; empty if it can."""
    words = ["strace", "-f", "--seccomp-bpf", "-e", "trace=openat", "-e", "inject=openat:error=EIO:when=1", "true"]
    try:
        seen = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.SubprocessError) as error:
        return f"strace can't be run: {error}"
    return "" if "(INJECTED)" in seen.stderr else f"strace can't disturb a program here: {seen.stderr.strip()}"
