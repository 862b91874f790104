# SPDX-License-Identifier: MIT
"""Every operation in an unfriendly environment: no room, limits, no permission, read-only and locked files and places."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import unittest
import unittest.mock

import disturbing
import tracing
from ctl import STEMMACTL, Answer, state_of
from disturbing import LONG, Disturbed
from operations import OPERATIONS, demand
from proof import proved

PRIVATE = "STEMMA_TEST_PRIVATE_MOUNTS"  # set in the run whose mounts nobody else sees
NOBODY = 65534
SAMPLE = int(os.environ.get("STEMMA_TEST_OBSTACLES", "0"))  # cases of each test in the usual size
PAGE = 4096
LOADER = 127  # it could not even be started
REFUSED = (errno.EACCES, errno.EPERM)


def succeeds(*words):
    return subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


def in_private_mounts():
    return os.environ.get(PRIVATE) == "1"


def needs(holds, reason):
    return unittest.skipUnless(holds, reason)


def resize(mount, size):
    subprocess.run(["mount", "-o", f"remount,size={size}", mount], check=True)


def run_program(operation, store, *before):
    """The operation, with other words before the program's name."""
    words = [*map(str, before), STEMMACTL, *map(str, operation.command(store))]
    return subprocess.run(words, input=operation.stdin(store), capture_output=True, timeout=120, check=False)


def run_limited(operation, store, *before):
    done = run_program(operation, store, *before)
    return Answer(done.returncode, done.stdout, done.stderr)


class Environment(Disturbed):
    run_undisturbed = staticmethod(tracing.run_untraced)

    def cases(self, labels, surely):
        """Operations with labels: all in the long size; else a sample, with the save that surely meets the obstacle."""
        cases = [(operation, label) for operation in OPERATIONS for label in labels]
        met = (OPERATIONS[0], surely)
        cases.remove(met)
        return [met, *self.sample(cases, lambda case: case[0].name, SAMPLE - 1 if SAMPLE else len(cases) // 6)]

    def meet(self, operation, folder, *before, causes, obstacle=lambda store: None, remove=lambda store: None):
        """One operation, with other words before the program's name, against the obstacle; gives the exit code."""
        undisturbed = self.undisturbed[operation.name]
        store = self.template.copy(folder)
        raw = store.raw(*undisturbed.also)
        obstacle(store)
        try:
            answer = run_limited(operation, store, *before)
            store.check_raw()
            if LONG or self.random.random() < 0.25:
                self.check_looking(store)
        finally:
            remove(store)
        self.judge(undisturbed, store, raw, answer, causes)
        return answer.code

    @staticmethod
    def check_looking(store):
        """Everything can still be looked at, and that writes nothing."""
        before = state_of(store.folder)
        report = store.reports(["by_id"])[0].name
        for words in (["report", "list"], ["report", "show", report], ["report", "log", report], ["index", "check"],
                      ["report", "verify", report], ["file", "read", store.settings]):
            answer = store.ctl(*words)
            demand(answer.code in (0, 1), "it can't be looked at:", words, answer)
        demand(state_of(store.folder) == before, "looking wrote something")

    def meet_all(self, promises, what, cases, meet, least_failures=1):
        """Runs meet(operation, label, folder) for each; wants some of them to have met the obstacle."""
        failed = self.run_cases(cases, lambda case, folder: meet(*case, folder) != 0)
        self.assertGreaterEqual(failed, least_failures, f"{what}: nothing was in the way")
        proved(promises, what, len(cases))

    # --- no room

    @needs(in_private_mounts(), "needs root and mounts of its own")
    def test_full_file_system(self):
        def meet(operation, pages, folder):
            undisturbed = self.undisturbed[operation.name]
            folder.mkdir()
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "stemma", folder], check=True)
            try:
                store = self.template.copy(folder / "store")
                raw = store.raw(*undisturbed.also)
                seen = os.statvfs(folder)
                resize(folder, (seen.f_blocks - seen.f_bfree + pages) * seen.f_frsize)
                answer = run_limited(operation, store)
                store.check_raw()
                resize(folder, "64m")
                self.judge(undisturbed, store, raw, answer, [errno.ENOSPC])
            finally:
                subprocess.run(["umount", "--lazy", folder], check=True)
            return answer.code
        self.meet_all("P4 P6", "a full file system, with room for 0 to 24 pages", self.cases(range(25), 0), meet)

    @needs(in_private_mounts(), "needs root and mounts of its own")
    def test_file_system_of_64_kilobytes(self):
        folder = self.folder / "small"
        folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "stemma", folder], check=True)
        self.addCleanup(subprocess.run, ["umount", "--lazy", folder], check=True)
        path, old = folder / "file.json", b"x" * (4 * PAGE)
        path.write_bytes(old)
        for size in range(40_000, 60_000, 500):
            answer = subprocess.run([STEMMACTL, "file", "write", path], input=b"y" * size, capture_output=True, check=False)
            self.assertEqual(answer.returncode, 0 if size <= 12 * PAGE else 7, size)
            self.assertEqual(path.read_bytes(), old if answer.returncode else b"y" * size)
            self.assertEqual(os.listdir(folder), ["file.json"])
            path.write_bytes(old)
        proved("P4", "writes that fit a file system of 64 KiB, or don't by a few bytes", 40)

    # --- limits

    def test_limit_of_file_size(self):
        sizes = [0, 1, 100, 127, 300, 900, 1500, 3000, 10_000, 30_000, 45_000]
        self.meet_all("P4", "a limit of the size of files (SIGXFSZ, EFBIG)", self.cases(sizes, sizes[0]),
                      lambda operation, size, folder: self.meet(operation, folder, "prlimit", f"--fsize={size}",
                                                                causes=[errno.EFBIG]))

    def test_limit_of_open_files(self):
        if not self.starts_with(1_000_000):
            self.skipTest("a sanitizer opens files of its own")
        self.meet_all("P4", "a limit of open files (EMFILE)", self.cases(range(7, 22), 7),
                      lambda operation, count, folder: self.meet(operation, folder, "prlimit", f"--nofile={count}",
                                                                 causes=[errno.EMFILE]))

    def test_limit_of_memory(self):
        needed = next((kb for kb in range(8_000, 1_000_000, 100) if self.starts_with(kb)), None) if self.starts_with(
            1_000_000) else None
        if not needed:
            self.skipTest("this build can't run with a limit of memory (a sanitizer's)")

        def meet(operation, more, folder):
            undisturbed = self.undisturbed[operation.name]
            store = self.template.copy(folder)
            done = run_program(operation, store, "prlimit", f"--as={(needed + more) << 10}")
            demand(done.returncode in (0, 7, LOADER, -signal.SIGABRT), "it ended otherwise:", done)
            store.check_raw()
            self.recover(store, undisturbed)
            views = [undisturbed.new] + ([] if done.returncode == 0 or done.stdout else [undisturbed.old])
            demand(undisturbed.view_of(store) in views, "neither old nor new:", done)
            self.check_next(store, undisturbed)
            return done.returncode
        sizes = [*range(0, 1600, 40), 4_000, 9_000, 17_000, 26_000, 60_000]
        self.meet_all("P17", "operations of stemmactl with a limit of memory", self.cases(sizes, sizes[0]), meet)

    @staticmethod
    def starts_with(kilobytes):
        return succeeds("prlimit", f"--as={kilobytes << 10}", STEMMACTL, "--version")

    # --- permission

    @needs(os.geteuid() == 0 and shutil.which("setpriv"), "needs root and setpriv")
    def test_user_without_permission(self):
        def meet(operation, place, folder):
            return self.meet(operation, folder, "setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups",
                             causes=REFUSED, obstacle=lambda store: give_away(store, place), remove=take_back)
        places = ["nothing", "by_id", "report", "backups", "outline.json", "audit.jsonl", "index.jsonl", "settings.json"]
        program = self.folder / "stemmactl"
        shutil.copy2(STEMMACTL, program)
        self.folder.chmod(0o755)
        patch = unittest.mock.patch.dict(globals(), STEMMACTL=str(program))
        patch.start()
        self.addCleanup(patch.stop)
        self.meet_all("P4 P14", "a user who may not write (parts of) the store", self.cases(places, "report"), meet)

    @needs(in_private_mounts(), "needs root and mounts of its own")
    def test_read_only_mount(self):
        def mount(store):
            subprocess.run(["mount", "--bind", store.folder, store.folder], check=True)
            subprocess.run(["mount", "-o", "remount,bind,ro", store.folder], check=True)

        def unmount(store):
            subprocess.run(["umount", "--lazy", store.folder], check=True)
        cases = [(operation, "mount") for operation in OPERATIONS]
        self.meet_all("P4 P14", "a read-only mount", cases, lambda operation, _, folder: self.meet(
            operation, folder, causes=[errno.EROFS], obstacle=mount, remove=unmount), least_failures=len(cases))

    @needs(os.geteuid() == 0 and shutil.which("chattr"), "needs root and chattr")
    def test_immutable_and_append_only(self):
        probe = self.folder / "probe"
        probe.write_bytes(b"")
        if not succeeds("chattr", "+i", probe):
            self.skipTest("this file system has no immutable files")
        subprocess.run(["chattr", "-i", probe], check=True)
        probe.unlink()

        def meet(operation, label, folder):
            flag, place = label
            return self.meet(operation, folder, causes=REFUSED, obstacle=lambda store: subprocess.run(
                ["chattr", flag, *places_called(store, place)], check=True), remove=lambda store: subprocess.run(
                    ["chattr", "-R", "-i", "-a", store.folder], check=True))
        places = ["library", "by_id", "report", "backups", "outline.json", "audit.jsonl", "index.jsonl", "settings.json",
                  "today.txt"]
        self.meet_all("P4", "immutable and append-only files and folders",
                      self.cases([(flag, place) for flag in ("+i", "+a") for place in places],
                                 ("+i", "report")), meet)

    def test_read_only_file(self):
        """The folder decides whether a file can be replaced: a read-only one is, and stays read-only."""
        def meet(operation, place, folder):
            def check_mode(store):
                for path in places_called(store, place):
                    demand(path.stat().st_mode & 0o777 == 0o444, "the mode was not kept:", path)
            return self.meet(operation, folder, causes=REFUSED, remove=check_mode, obstacle=lambda store: [
                path.chmod(0o444) for path in places_called(store, place)])
        cases = [(operation, "outline.json") for operation in OPERATIONS if operation.name not in ("new", "fork", "synthesize")]
        cases += [(operation, "today.txt") for operation in OPERATIONS if operation.name == "file write"]
        self.meet_all("P13 P14", "read-only files", cases, meet, least_failures=0)


def places_called(store, name):
    """Every file or folder of that name in the store; `report` is each report's folder."""
    if name == "report":
        return store.reports()
    return [path for path in [store.library, *store.folder.rglob("*")] if path.name == name]


def give_away(store, but):
    """The store is nobody's, but for these places: they are root's, and only root may write there."""
    for path in [store.folder, *store.folder.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)
    if but == "nothing":
        return
    for path in places_called(store, but):
        os.chown(path, 0, 0)
        path.chmod(0o755 if path.is_dir() else 0o644)


def take_back(store):
    for path in [store.folder, *store.folder.rglob("*")]:
        os.chown(path, 0, 0)


def main():
    if os.geteuid() == 0 and not in_private_mounts() and succeeds("unshare", "-m", "--propagation", "private", "true"):
        os.environ[PRIVATE] = "1"
        os.execvp("unshare", ["unshare", "-m", "--propagation", "private", sys.executable, "-B", *sys.argv])
    disturbing.main()


if __name__ == "__main__":
    main()
