# SPDX-License-Identifier: MIT
"""stemmactl on a real file system, with the power cut at every write that reaches the disk.

STEMMA_CRASH_ENUMERATE names a tool that records a workload's block writes, makes the disks that a power cut could have
left, and calls a checker on each: `TOOL --fs NAME --workload CMD --check CMD`. It needs root and loop devices; without
it the test is skipped. STEMMA_CRASH_FS lists the file systems (default: ext4), STEMMA_CRASH_OPTIONS more options for
the tool. The controls, which leave out the syncs of files or of directories, must be found out.
"""

import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

import crash_check
import crash_steps

GOOD, BAD, SKIPPED = 0, 1, 77
CONTROLS = {"no file sync": [], "no directory sync": ["-DSKIP_DIRECTORIES"]}
CONTROL_STATES = 60
HERE = pathlib.Path(__file__).resolve().parent


def enumerate_states(tool, file_system, script, preload="", options=()):
    """Exit status, number of states, number of bad ones."""
    command = shlex.join([sys.executable, "-B", os.path.abspath(script)])
    done = subprocess.run([tool, "--fs", file_system, "--workload", command, "--check", command + " check", *options],
                          env=dict(os.environ, STEMMA_CRASH_PRELOAD=str(preload)), stdout=subprocess.PIPE, text=True)
    print(done.stdout, end="", flush=True)
    counted = re.search(r"states (\d+), bad (\d+)", done.stdout)
    return done.returncode, *(map(int, counted.groups()) if counted else (0, 0))


def build_control(folder, name):
    library = pathlib.Path(folder) / (name.replace(" ", "_") + ".so")
    subprocess.run([*shlex.split(os.environ.get("CC", "cc")), "-shared", "-fPIC", "-O1", *CONTROLS[name], "-o",
                    str(library), str(HERE / "skip_sync.c"), "-ldl"], check=True)
    return library


def enumerate_all(tool, script=__file__, controls=tuple(CONTROLS)):
    """`script` is what takes the steps and judges them: called as this one."""
    more = shlex.split(os.environ.get("STEMMA_CRASH_OPTIONS", ""))
    rows, worst = [], GOOD
    with tempfile.TemporaryDirectory() as folder:
        for file_system in os.environ.get("STEMMA_CRASH_FS", "ext4").split():
            code, states, bad = enumerate_states(tool, file_system, script, options=more)
            if code == SKIPPED:
                return SKIPPED
            rows.append((file_system, states, bad, "0 are to be bad"))
            worst = max(worst, code)
            for name in controls:
                print(f"control: {name}", flush=True)
                code, states, bad = enumerate_states(tool, file_system, script, build_control(folder, name),
                                                     ["--max-states", str(CONTROL_STATES)])
                rows.append((f"{file_system}, {name}", states, bad, "a control: some are to be bad"))
                worst = max(worst, GOOD if code == BAD else code or BAD)
    print(f"{'file system':40} {'states':>6} {'bad':>5}")
    for name, states, bad, wanted in rows:
        print(f"{name:40} {states:6} {bad:5}  {wanted}")
    return worst


def main():
    if sys.argv[1:2] == ["check"]:
        crash_check.check(sys.argv[2], [json.loads(line) for line in sys.stdin])
    elif len(sys.argv) > 1:
        crash_steps.run(*sys.argv[1:3])
    elif tool := os.environ.get("STEMMA_CRASH_ENUMERATE"):
        sys.exit(enumerate_all(tool))
    else:
        print("skipped: STEMMA_CRASH_ENUMERATE names no crash-enumeration tool")
        sys.exit(SKIPPED)


if __name__ == "__main__":
    main()
