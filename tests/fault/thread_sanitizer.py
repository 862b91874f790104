# SPDX-License-Identifier: MIT
"""Builds the core's tests with the thread sanitizer (preset `tsan`) and runs them: no data race may be told.

Runs only with STEMMA_LONG=1, as it builds the core anew; else it says so and exits with 77. By hand:
`cmake --preset tsan && cmake --build build/tsan --target tests/core/all && ctest --preset tsan -L core`.
"""

import os
import pathlib
import re
import subprocess
import sys

from proof import proved

SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = SOURCE / "build" / "tsan"


def main():
    if os.environ.get("STEMMA_LONG") != "1":
        print("skipped: runs with STEMMA_LONG=1")
        return 77
    if not (BUILD / "build.ninja").exists():
        subprocess.run(["cmake", "--preset", "tsan"], cwd=SOURCE, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", BUILD, "--target", "tests/core/all"], check=True, stdout=subprocess.DEVNULL)
    usual = {key: value for key, value in os.environ.items() if key != "STEMMA_LONG"}
    done = subprocess.run(["ctest", "--test-dir", BUILD, "-L", "core", "--output-on-failure"], capture_output=True,
                          env=usual, check=False)
    report = done.stdout.decode(errors="replace")
    failed, cases = 0, 0
    if counts := re.search(r"(\d+) tests failed out of (\d+)", report):
        failed, cases = map(int, counts.groups())
    print(report[-20000:] if done.returncode or not cases else report.splitlines()[-1])
    proved("P19", "the core's tests under the thread sanitizer", cases, failed)
    return 0 if done.returncode == 0 and cases else 1


if __name__ == "__main__":
    sys.exit(main())
