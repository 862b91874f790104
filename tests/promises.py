# SPDX-License-Identifier: MIT
"""The table of promises, and of what people ask for: for each the tests that prove it, the cases they ran, and what failed.

    promises.py RESULTS.xml…

RESULTS.xml is what `ctest --output-junit` writes. A test says what it proves in lines like
`PROOF P4 P5 | errors at every call of a save | 1234 | 0` (tests/support/proof.h). Exits with 1 if anything failed, or
one of them has no proof.
"""

import pathlib
import re
import sys
import xml.etree.ElementTree

PROMISES = {
    "P1": "A reader sees one whole old or new file at any moment",
    "P2": "The same after a power cut, on every file system",
    "P3": "What was acknowledged survives a power cut",
    "P4": "No error is swallowed; a failed save leaves the old file",
    "P5": "A failed sync is never tried again on the same file",
    "P6": "Outline, backup and audit event are one unit",
    "P7": "A backup is what was replaced, and never changes",
    "P8": "A restore is such a unit too, and can be taken back",
    "P9": "A graph transaction is all or nothing",
    "P10": "No update is lost between writers",
    "P11": "What other programs' crashes leave loses and doubles nothing",
    "P12": "What wasn't edited survives every edit, byte for byte",
    "P13": "Mode, owner, ACL, attributes and links are kept",
    "P14": "Looking writes nothing; what is read-only opens",
    "P15": "Nothing of ours is left behind after a crash",
    "P16": "A clock that jumps never overwrites or reorders history",
    "P17": "Out of memory at any point leaves the old or the new",
    "P18": "No input crashes, hangs or corrupts",
    "P19": "Free of data races",
    "P20": "The index is derived: losing it loses nothing",
    "P21": "Verify finds any byte that was changed",
    "P22": "Locks are bounded, can be cancelled, name their holder",
    "P23": "The other programs can still read all that they could",
    "P24": "Speed stays within its ratios",
}
# What people who use such programs ask for.
STATEMENTS = {
    "A1": "A restore can be undone: exactly, after a restart, behind later changes",
    "A2": "A restore tells which later changes it costs, and keeps people's own",
    "A3": "One insight comes back alone",
    "A4": "The preview is the result",
    "A5": "Nothing is lost beside a program that writes all the time",
    "A6": "A conflict has a way out: merge, mine, theirs, both, a copy",
    "A7": "A reload keeps selection, folds and what is being typed",
    "A8": "What a stale copy overwrote is told and put back",
    "A9": "The watch hears renames, and polls where it is deaf",
    "A10": "Saving changes the edited lines alone, and neither link nor mode",
    "A11": "Reordering is moving, not rewriting",
    "A12": "Paragraphs of 10,000 characters wrap, aligned, their changed words marked",
    "A13": "When a text came and when it went is found",
    "A14": "200 saves are one row, which unfolds",
    "A15": "What is pruned is what was shown; the last good, pinned and last before a program stay",
    "A16": "Every backup is checked: restorable, damaged or missing",
    "A17": "A graph of 10,000 nodes doesn't freeze the window",
    "A18": "All of it by keyboard, and by screen reader",
    "A19": "A difference says its direction in words",
    "A20": "The same id and history through a restore; no write without a backup",
}
ELSEWHERE = {
    "A17": "measured by bench_graph_window, in a release build on an idle machine",
    "P19": "by packaging/test --long: a build of its own, under the thread sanitizer",
    "P24": "measured by bench_storage and bench_window, in a release build on an idle machine",
}
LINE = re.compile(r"PROOF ([AP0-9 ]+) \| (.+?) \| (\d+) \| (\d+)")


def proofs(results):
    """{(promise, what, test): (cases, failures)}, and the names of the tests that failed or were skipped. Of a test that
    ran in several builds the one with the most cases counts."""
    found, failed, skipped = {}, set(), set()
    for path in results:
        for case in xml.etree.ElementTree.parse(path).iter("testcase"):
            name = case.get("name")
            if case.get("status") == "fail":
                failed.add(name)
            elif case.get("status") != "run":
                skipped.add(name)
            for promises, what, cases, failures in LINE.findall(case.findtext("system-out") or ""):
                for promise in promises.split():
                    key = promise, what, name
                    found[key] = max(found.get(key, (0, 0)), (int(cases), int(failures)))
    return found, failed, skipped


def main(results):
    found, failed, skipped = proofs(results)
    bad = bool(failed)
    for promise, words in (PROMISES | STATEMENTS).items():
        rows = [(*key[1:], *counts) for key, counts in found.items() if key[0] == promise]
        print(f"{promise:4}{words}")
        for what, test, cases, failures in rows:
            outcome = "FAILED" if test in failed else f"{failures} failures"
            bad = bad or failures > 0
            print(f"      {what:<66.66}  {test:<26.26} {cases:>9,} cases  {outcome}")
        if not rows:
            print(f"      {ELSEWHERE.get(promise, 'NOT PROVED by this run')}")
            bad = bad or promise not in ELSEWHERE
    for name in sorted(failed):
        print(f"failed: {name}")
    for name in sorted(skipped):
        print(f"skipped: {name}")
    return 1 if bad else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main([pathlib.Path(word) for word in sys.argv[1:]]))
