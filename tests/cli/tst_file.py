# SPDX-License-Identifier: MIT
"""The contract of `stemmactl file write|write-json|read|update|lock`."""

import json
import os
import signal
import subprocess
import time
import unittest

from ctl import STEMMACTL, TestCase, ctl, sha256, start, wait_until_it_hears


class Write(TestCase):
    def test_replaces_a_file_and_keeps_its_mode(self):
        path = self.folder / "a.txt"
        path.write_text("old")
        path.chmod(0o640)
        answer = ctl("--json", "file", "write", path, stdin="new\n")
        self.assertExit(answer, 0)
        self.assertEqual(path.read_text(), "new\n")
        self.assertEqual(path.stat().st_mode & 0o777, 0o640)
        self.assertEqual(answer.json, {"path": str(path), "bytes": 4, "sha256": sha256(b"new\n")})
        self.assertEqual(os.listdir(self.folder), ["a.txt"])

    def test_makes_folders_unless_told_not_to(self):
        self.assertExit(ctl("file", "write", self.folder / "a" / "b" / "c", stdin="x"), 0)
        self.assertEqual((self.folder / "a" / "b" / "c").read_text(), "x")
        self.assertFails(ctl("--json", "file", "write", self.folder / "z" / "c", "--no-mkdir", stdin="x"), 3, "not-found")
        self.assertFalse((self.folder / "z").exists())

    def test_takes_bytes_that_are_no_text_only_if_told(self):
        path = self.folder / "a"
        self.assertFails(ctl("--json", "file", "write", path, stdin=b"\xff\x00"), 6, "damaged", "--binary")
        self.assertFalse(path.exists())
        self.assertExit(ctl("file", "write", path, "--binary", stdin=b"\xff\x00"), 0)
        self.assertEqual(path.read_bytes(), b"\xff\x00")

    def test_edits_the_target_of_a_link(self):
        target = self.folder / "target"
        target.write_text("old")
        (self.folder / "link").symlink_to("target")
        self.assertExit(ctl("file", "write", self.folder / "link", stdin="new"), 0)
        self.assertTrue((self.folder / "link").is_symlink())
        self.assertEqual(target.read_text(), "new")

    def test_refuses_what_is_no_file(self):
        os.mkfifo(self.folder / "fifo")
        self.assertFails(ctl("--json", "file", "write", self.folder / "fifo", stdin="x"), 8, "unsafe")
        (self.folder / "twin").write_text("x")
        os.link(self.folder / "twin", self.folder / "other")
        self.assertFails(ctl("--json", "file", "write", self.folder / "twin", stdin="y"), 8, "unsafe")
        self.assertEqual((self.folder / "other").read_text(), "x")

    def test_full_disk_keeps_the_old_file(self):
        path = self.folder / "a"
        path.write_text("old")
        done = subprocess.run(["bash", "-c", f'ulimit -f 1; exec "{STEMMACTL}" --json file write "{path}"'],
                              input=b"x" * 100_000, capture_output=True, check=False)
        self.assertEqual(done.returncode, 7, done)
        self.assertEqual(json.loads(done.stderr)["error"]["committed"], "no")
        self.assertEqual(path.read_text(), "old")
        self.assertEqual(os.listdir(self.folder), ["a"])


class WriteJson(TestCase):
    def test_formats_as_python_does(self):
        path = self.folder / "a.json"
        value = {"ü": [1, 2.5, None, True, [], {}], "e": "\u2028\x01\"\\/", "n": {"x": "y"}}
        self.assertExit(ctl("file", "write-json", path, stdin=json.dumps(value)), 0)
        self.assertEqual(path.read_text(encoding="utf-8"), json.dumps(value, indent=2, ensure_ascii=False))
        self.assertExit(ctl("file", "write-json", path, "--indent", "4", stdin=json.dumps(value)), 0)
        self.assertEqual(path.read_text(encoding="utf-8"), json.dumps(value, indent=4, ensure_ascii=False))

    def test_keeps_the_text_of_numbers(self):
        path = self.folder / "a.json"
        self.assertExit(ctl("file", "write-json", path, stdin='[1.10, 1e3, 123456789012345678901234567890, NaN]'), 0)
        self.assertEqual(path.read_text(), "[\n  1.10,\n  1e3,\n  123456789012345678901234567890,\n  NaN\n]")

    def test_refuses_what_is_no_json(self):
        path = self.folder / "a.json"
        path.write_text("{}")
        self.assertFails(ctl("--json", "file", "write-json", path, stdin='{"a":\n 1,}'), 6, "damaged", "line 2, column 4")
        self.assertEqual(path.read_text(), "{}")


class Read(TestCase):
    def test_prints_the_file_or_one_line(self):
        path = self.folder / "a.json"
        path.write_text('{ "b": 1.10,\n  "a": "ü" }')
        self.assertEqual(ctl("file", "read", path).out, '{ "b": 1.10,\n  "a": "ü" }\n')
        self.assertEqual(ctl("--json", "file", "read", path).out, '{"b": 1.10, "a": "ü"}\n')

    def test_says_where_it_is_damaged(self):
        path = self.folder / "a.json"
        path.write_text('{\n  "a": tru\n}')
        self.assertFails(ctl("--json", "file", "read", path), 6, "damaged", "line 2, column 8", str(path))
        path.write_bytes(b'"\xff"')
        self.assertFails(ctl("--json", "file", "read", path), 6, "damaged", "UTF-8")
        path.write_text("[" * 100_000)
        self.assertFails(ctl("--json", "file", "read", path), 6, "damaged")
        self.assertFails(ctl("--json", "file", "read", self.folder / "none"), 3, "not-found")

    def test_never_waits_for_what_is_no_file(self):
        os.mkfifo(self.folder / "fifo")
        self.assertFails(ctl("--json", "file", "read", self.folder / "fifo", timeout=20), 8, "unsafe")


class Update(TestCase):
    def setUp(self):
        super().setUp()
        self.path = self.folder / "a.json"

    def update(self, *words, patch, kind="--merge-patch"):
        return ctl("--json", "--timeout", "0.3", "file", "update", self.path, kind, "-", *words, stdin=json.dumps(patch))

    def test_what_isnt_named_keeps_its_bytes(self):
        self.path.write_text('{"keep":  1.10 ,\n\t"change": 1, "drop": 2, "big": 123456789012345678901}\n')
        answer = self.update(patch={"change": "ü", "drop": None})
        self.assertExit(answer, 0)
        text = self.path.read_text()
        self.assertEqual(text, '{"keep":  1.10 ,\n\t"change": "ü", "big": 123456789012345678901}\n')
        self.assertEqual(answer.json, {"path": str(self.path), "sha256": sha256(text.encode())})
        self.assertEqual(os.listdir(self.folder), ["a.json"])

    def test_no_change_writes_nothing(self):
        self.path.write_text('{"a": 1}')
        answer = self.assertNothingWritten(self.folder, lambda: self.update(patch={"a": 1, "b": None}))
        self.assertExit(answer, 0)
        self.assertIs(answer.json["unchanged"], True)

    def test_json_patch_and_its_test(self):
        self.path.write_text('{"list": [1]}')
        patch = [{"op": "test", "path": "/list/0", "value": 1}, {"op": "add", "path": "/list/-", "value": 2}]
        self.assertExit(self.update(patch=patch, kind="--json-patch"), 0)
        self.assertEqual(json.loads(self.path.read_text()), {"list": [1, 2]})
        patch[0]["value"] = 7
        refused = self.assertNothingWritten(self.folder, lambda: self.update(patch=patch, kind="--json-patch"))
        self.assertFails(refused, 1, "no")
        missing = self.update(patch=[{"op": "remove", "path": "/nothing"}], kind="--json-patch")
        self.assertFails(missing, 2, "usage")

    def test_missing_file(self):
        self.assertFails(self.update(patch={"a": 1}), 3, "not-found")
        self.assertExit(self.update("--default", '{"b": []}', patch={"a": 1}), 0)
        self.assertEqual(self.path.read_text(), '{\n  "b": [],\n  "a": 1\n}')

    def test_a_damaged_file_is_never_replaced(self):
        self.path.write_text('{"a": 1')
        answer = self.assertNothingWritten(self.folder, lambda: self.update("--default", "{}", patch={"a": 1}))
        self.assertFails(answer, 6, "damaged", "line 1, column")

    def test_usage(self):
        self.path.write_text("{}")
        self.assertFails(ctl("--json", "file", "update", self.path), 2, "usage")
        self.assertFails(self.update("--default", "{", patch={}), 2, "usage")
        both = ctl("--json", "file", "update", self.path, "--merge-patch", "-", "--json-patch", "-", stdin="{}")
        self.assertFails(both, 2, "usage")

    def test_a_lock_of_another_program_is_respected(self):
        self.path.write_text("{}")
        lock = self.folder / "a.json.lock"
        lock.touch()
        answer = self.assertNothingWritten(self.folder, lambda: self.update(patch={"a": 1}))
        self.assertFails(answer, 5, "locked", "another program")
        fresh = self.update("--break-lock", patch={"a": 1})
        self.assertFails(fresh, 5, "locked")
        os.utime(lock, (time.time() - 3600, time.time() - 3600))
        self.assertFails(self.update(patch={"a": 1}), 5, "locked", "break the lock")
        self.assertExit(self.update("--break-lock", patch={"a": 1}), 0)
        self.assertEqual(os.listdir(self.folder), ["a.json"])

    def test_the_lock_is_the_same_by_either_name_of_the_file(self):
        self.path.write_text("{}")
        (self.folder / "link.json").symlink_to("a.json")
        holder = start("file", "lock", self.folder / "link.json", "--", "sleep", "30")
        self.addCleanup(holder.communicate)
        self.addCleanup(holder.terminate)
        while not (self.folder / "a.json.lock").exists():
            time.sleep(0.01)
        self.assertFails(self.update(patch={"a": 1}), 5, "locked", str(holder.pid))


class Lock(TestCase):
    def setUp(self):
        super().setUp()
        self.path = self.folder / "a.json"

    def lock(self, *command, **options):
        return ctl("--json", "--timeout", "0.3", "file", "lock", self.path, "--", *command, **options)

    def test_holds_the_lock_while_the_command_runs(self):
        answer = self.lock("sh", "-c", f"cat '{self.path}.lock'; cat")
        self.assertExit(answer, 0)
        self.assertIn("pid=", answer.out)
        self.assertEqual(os.listdir(self.folder), [])

    def test_passes_streams_and_status_through(self):
        answer = self.lock("sh", "-c", "cat; echo err >&2; exit 42", stdin="in")
        self.assertEqual((answer.code, answer.out, answer.err), (42, "in", "err\n"))
        self.assertExit(self.lock("sh", "-c", "kill -TERM $$"), 128 + signal.SIGTERM)
        self.assertExit(self.lock("no-such-command-here"), 127)
        self.path.write_text("x")
        self.assertExit(self.lock(self.path), 126)

    def test_options_behind_the_mark_are_the_commands(self):
        answer = self.lock("printf", "%s|", "--json", "--", "-x")
        self.assertEqual(answer.out, "--json|--|-x|")

    def test_the_command_inherits_no_file_of_ours(self):
        plain = subprocess.run(["ls", "/proc/self/fd"], capture_output=True, check=True, stdin=subprocess.DEVNULL)
        answer = ctl("file", "lock", self.path, "--", "ls", "/proc/self/fd")
        self.assertEqual(answer.out, plain.stdout.decode())

    def test_the_command_has_the_usual_signals(self):
        answer = self.lock("grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status")
        standard = (1 << 31) - 1  # those above are the C library's own
        self.assertEqual([int(line.split()[1], 16) & standard for line in answer.out.splitlines()], [0, 0])

    def test_needs_a_command(self):
        self.assertFails(ctl("--json", "file", "lock", self.path), 2, "usage", "--")

    def test_signals_go_to_the_command(self):
        running = start("file", "lock", self.path, "--", "sh", "-c", "trap 'exit 9' TERM; echo ready; while :; do sleep 0.05; done")
        running.stdout.readline()
        running.send_signal(signal.SIGTERM)
        self.assertEqual(running.wait(timeout=30), 9)
        running.communicate()
        self.assertEqual(os.listdir(self.folder), [])


class Cancelling(TestCase):
    def test_ctrl_c_while_waiting_for_a_lock(self):
        path = self.folder / "a.json"
        path.write_text("{}")
        lock = self.folder / "a.json.lock"
        lock.touch()
        running = start("--json", "file", "update", path, "--merge-patch", "-", stdin=subprocess.PIPE)
        running.stdin.write(b'{"a": 1}')
        running.stdin.close()
        running.stdin = None
        while len(os.listdir(self.folder)) < 3:  # our private lock file stands beside it
            self.assertIsNone(running.poll())
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=30)
        self.assertEqual(running.returncode, 130, err)
        self.assertEqual(json.loads(err)["error"]["code"], "cancelled")
        self.assertEqual(sorted(os.listdir(self.folder)), ["a.json", "a.json.lock"])
        self.assertEqual(path.read_text(), "{}")

    def test_ctrl_c_while_reading_the_standard_input(self):
        running = start("--json", "file", "write", self.folder / "a", stdin=subprocess.PIPE)
        running.stdin.write(b"half")
        running.stdin.flush()
        wait_until_it_hears(running, signal.SIGINT)
        running.send_signal(signal.SIGINT)
        self.assertEqual(running.wait(timeout=30), 130)
        running.communicate()
        self.assertEqual(os.listdir(self.folder), [])

    def test_the_next_command_removes_what_a_killed_one_left(self):
        path = self.folder / "a.json"
        path.write_text("{}")
        gone = subprocess.Popen(["true"])
        gone.wait()
        (self.folder / f".a.json.{gone.pid}-0123456789abcdef.new").write_text("half")
        (self.folder / f".b.json.{gone.pid}-0123456789abcdef.new").write_text("another file's")
        self.assertExit(ctl("file", "update", path, "--merge-patch", "-", stdin='{"a": 1}'), 0)
        self.assertEqual(sorted(os.listdir(self.folder)), [f".b.json.{gone.pid}-0123456789abcdef.new", "a.json"])


if __name__ == "__main__":
    unittest.main()
