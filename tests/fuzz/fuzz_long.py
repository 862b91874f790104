# SPDX-License-Identifier: MIT
"""Builds the libFuzzer programs (preset `fuzz`) and runs each for a minute; what it finds is kept and printed.

    fuzz_long.py [--seconds N] [--keep FOLDER] [TARGET…]

Runs only with STEMMA_LONG=1 and where clang and its libFuzzer are; else it says so and exits with 77. What it
learned goes to FOLDER (build/fuzz/found): take an input that broke something into tests/fuzz/corpus/TARGET.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from proof import proved

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent.parent
BUILD = SOURCE / "build" / "fuzz"
DICTIONARIES = {"json": "json", "json_edit": "json", "json_patch": "json", "outline": "report", "quick_outline": "report", "outline_edit": "report",
                "audit_log": "report", "timeline": "report", "index": "report", "intent": "journal",
                "recovery": "journal"}
LIMITS = ["-max_len=6000", "-timeout=20", "-rss_limit_mb=3000", "-print_final_stats=1"]


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def has_libfuzzer():
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "empty.cpp"
        source.write_text('extern "C" int LLVMFuzzerTestOneInput(const char*, unsigned long) { return 0; }\n')
        built = subprocess.run(["clang++", "-fsanitize=fuzzer,address", source, "-o", pathlib.Path(folder) / "empty"],
                               capture_output=True, check=False)
        return built.returncode == 0


def build():
    if not (BUILD / "build.ninja").exists():
        subprocess.run(["cmake", "--preset", "fuzz"], cwd=SOURCE, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", BUILD, "--target", "fuzzers"], check=True, stdout=subprocess.DEVNULL)


def fuzz(target, seconds, keep):
    """How many inputs it was given, and whether it withstood them all."""
    found = keep / target
    found.mkdir(parents=True, exist_ok=True)
    command = [BUILD / "tests" / "bin" / f"fuzz_{target}", f"-max_total_time={seconds}", *LIMITS,
               f"-artifact_prefix={keep}/broken-{target}-"]
    if target in DICTIONARIES:
        command.append(f"-dict={HERE / DICTIONARIES[target]}.dict")
    done = subprocess.run([*command, found, HERE / "corpus" / target], capture_output=True, check=False)
    report = done.stderr.decode(errors="replace")
    executed = re.search(r"number_of_executed_units: (\d+)", report)
    cases = int(executed.group(1)) if executed else 0
    print(f"{target}: {cases} inputs" + ("" if done.returncode == 0 else f"\n{report[-6000:]}"), flush=True)
    return cases, done.returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--keep", type=pathlib.Path, default=BUILD / "found")
    parser.add_argument("targets", nargs="*", default=sorted(path.name for path in (HERE / "corpus").iterdir()))
    arguments = parser.parse_args()
    if os.environ.get("STEMMA_LONG") != "1":
        skip("runs with STEMMA_LONG=1")
    if shutil.which("clang++") is None or not has_libfuzzer():
        skip("clang++ with libFuzzer is missing (Debian: clang, libclang-rt-14-dev)")
    build()
    results = [fuzz(target, arguments.seconds, arguments.keep) for target in arguments.targets]
    broken = sum(1 for _, withstood in results if not withstood)
    proved("P18", f"libFuzzer, {len(results)} targets of {arguments.seconds} s", sum(cases for cases, _ in results), broken)
    sys.exit(1 if broken or not all(cases for cases, _ in results) else 0)


if __name__ == "__main__":
    main()
