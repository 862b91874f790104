# SPDX-License-Identifier: MIT
"""Saves of stemmactl on a real file system, with the power cut at every write that reaches the disk.

STEMMA_CRASH_ENUMERATE names a tool that records a workload's block writes, makes the disks that a power cut could have
left, and calls a checker on each: `TOOL --fs NAME --workload CMD --check CMD`. It needs root and loop devices; without
it the test is skipped. STEMMA_CRASH_FS lists the file systems (default: ext4).
"""

import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import sys

SAVES = 4
SKIPPED = 77
STEMMACTL = os.environ.get("STEMMACTL", "stemmactl")


def stemmactl(library, *arguments, given=None):
    done = subprocess.run([STEMMACTL, "--library", str(library), "--json", *arguments], input=given, capture_output=True)
    if done.returncode != 0:
        sys.exit(f"stemmactl {arguments[0]}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def only_report(library):
    (report,) = [entry for entry in (library / "by_id").iterdir() if (entry / "outline.json").exists()]
    return report


def workload(phase, directory):
    library = pathlib.Path(directory) / "library"
    if phase == "setup":
        library.mkdir()
        stemmactl(library, "report", "new", "Crash test")
        return
    outline_file = only_report(library) / "outline.json"
    for number in range(1, SAVES + 1):
        old = outline_file.read_bytes()
        outline = json.loads(old)
        outline["title"] = f"Crash test {number}"
        outline["metadata"]["padding"] = "x" * (60_000 if number % 2 else 300)
        stemmactl(library, "report", "save", outline["report_id"], "--base", hashlib.sha256(old).hexdigest(),
                  given=json.dumps(outline, indent=2, ensure_ascii=False).encode())
        print("ACK", number, flush=True)


def saves_in(outline_bytes):
    """Which save wrote the outline; 0: none of them."""
    title = json.loads(outline_bytes)["title"]
    return int(title.rsplit(" ", 1)[1]) if title != "Crash test" else 0


def check(directory, last_ack):
    library = pathlib.Path(directory) / "library"
    report = only_report(library)
    lock = report / ".lock"
    if lock.exists() and b"nonce=" not in lock.read_bytes():
        lock.unlink()  # a torn one counts as void once the machine was started again, which only this test leaves out
    stemmactl(library, "recover")
    names = sorted(entry.name for entry in [*library.iterdir(), *report.iterdir(), *(report / "backups").iterdir()])
    for name in names:
        if name.startswith(".") and name != ".trash":
            sys.exit("something is left")
    outline_bytes = (report / "outline.json").read_bytes()
    number = saves_in(outline_bytes)
    if number < int(last_ack or 0):
        sys.exit("an acknowledged save is lost")
    events = [json.loads(line) for line in (report / "audit.jsonl").read_bytes().splitlines()]
    saves = [event for event in events if event["payload"].get("backup_filename")]
    if len(saves) != number:
        sys.exit("the log and the outline do not agree")
    for before, event in enumerate(saves):
        backup = report / "backups" / event["payload"]["backup_filename"]
        if not backup.exists():
            sys.exit("an event names a backup that is not there")
        if saves_in(backup.read_bytes()) != before:
            sys.exit("a backup is not what was replaced")
    if len(list((report / "backups").glob("outline.json.*.bak"))) != number:
        sys.exit("a backup of a save that never was is left")


def main():
    if sys.argv[1:2] == ["check"]:
        check(*sys.argv[2:4])
    elif len(sys.argv) > 1:
        workload(*sys.argv[1:3])
    else:
        tool = os.environ.get("STEMMA_CRASH_ENUMERATE")
        if not tool:
            print("skipped: STEMMA_CRASH_ENUMERATE names no crash-enumeration tool")
            sys.exit(SKIPPED)
        command = shlex.join([sys.executable, "-B", os.path.abspath(__file__)])
        codes = [subprocess.run([tool, "--fs", name, "--workload", command, "--check", command + " check"]).returncode
                 for name in os.environ.get("STEMMA_CRASH_FS", "ext4").split()]
        sys.exit(next((code for code in codes if code != 0), 0))


main()
