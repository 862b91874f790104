# SPDX-License-Identifier: MIT
"""What holds for every command: options, help, exit codes, standard streams, the log."""

import json
import os
import re
import subprocess
import unittest

from ctl import STEMMACTL, TestCase, ctl
from foreign_writer import ForeignWriter

COMMANDS = {
    "report": ["list", "show", "new", "save", "edit", "rename", "tag", "status", "archive", "unarchive", "trash", "untrash",
               "fork", "synthesize", "log", "diff", "merge", "restore", "undo", "blame", "name", "note", "pin", "unpin", "lost-marks",
               "export", "import", "verify", "backups", "prune", "pruned", "unprune", "empty-pruned", "retention"],
    "index": ["check", "rebuild"],
    "file": ["write", "write-json", "read", "update", "lock"],
}


class Help(TestCase):
    def test_every_command_shows_examples(self):
        words = [[group, command] for group, commands in COMMANDS.items() for command in commands] + [
            ["inbox"], ["inbox", "accept"], ["feed"], ["doctor"], ["recover"], ["search"], ["watch"]]
        for command in words:
            answer = ctl(*command, "--help")
            self.assertExit(answer, 0)
            self.assertEqual(answer.err, "")
            self.assertIn("Examples:\n  ", answer.out, command)
            self.assertIn("stemmactl " + " ".join(command), answer.out)

    def test_the_groups_list_their_commands(self):
        for group, commands in COMMANDS.items():
            listed = re.search(r"Subcommands:\n(.*?)\n\n", ctl(group, "--help").out, re.DOTALL).group(1)
            self.assertEqual([line.split()[0] for line in listed.splitlines()].sort(), commands.copy().sort())
            self.assertEqual({line.split()[0] for line in listed.splitlines()}, set(commands))

    def test_top(self):
        self.assertIn("Exit codes:", ctl("--help").out)
        self.assertRegex(ctl("--version").out, r"^stemmactl \d+\.\d+\.\d+\n$")


class Usage(TestCase):
    def test_wrong_words(self):
        for words in ([], ["nonsense"], ["report"], ["report", "nonsense"], ["report", "show"], ["--nonsense", "recover"],
                      ["report", "list", "--nonsense"], ["--timeout", "-1", "recover"], ["--timeout", "x", "recover"],
                      ["--log-level", "loud", "recover"], ["file", "read", "a", "b"]):
            self.assertFails(ctl("--json", *words), 2, "usage")
        self.assertIn("nonsense", ctl("report", "nonsense").err)
        self.assertTrue(ctl("nonsense").err.startswith("stemmactl: "))

    def test_options_may_stand_before_or_behind_the_command(self):
        path = self.folder / "a.json"
        path.write_text("[1]")
        for words in (["--json", "file", "read", path], ["file", "--json", "read", path], ["file", "read", path, "--json"]):
            self.assertEqual(ctl(*words).out, "[1]\n")
            self.assertEqual(ctl(*words, "--quiet").code, 0)


class Streams(TestCase):
    def test_quiet_leaves_remarks_out(self):
        self.assertNotEqual(ctl("report", "list", library=self.folder).err, "")
        self.assertEqual(ctl("--quiet", "report", "list", library=self.folder).err, "")

    def test_a_result_that_can_not_be_printed(self):
        path = self.folder / "a.json"
        path.write_text("[1]")
        with open("/dev/full", "wb") as full:
            read = subprocess.run([STEMMACTL, "--json", "file", "read", path], stdout=full, stderr=subprocess.PIPE, check=False)
            write = subprocess.run([STEMMACTL, "file", "write", path], input=b"[2]", stdout=full, stderr=subprocess.PIPE,
                                   check=False)
        self.assertEqual(read.returncode, 7)
        self.assertEqual(json.loads(read.stderr)["error"]["code"], "io")
        self.assertEqual((write.returncode, path.read_text()), (0, "[2]"), "what was written stays done")
        self.assertIn(b"warning", write.stderr)

    def test_a_reader_that_goes_away_is_no_error(self):
        path = self.folder / "a.json"
        path.write_text(json.dumps(list(range(200_000))))
        done = subprocess.run(["bash", "-c", f"set -o pipefail; '{STEMMACTL}' file read '{path}' | head -c 10"],
                              capture_output=True, check=False)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, path.read_bytes()[:10], b""))


class Log(TestCase):
    def setUp(self):
        super().setUp()
        self.root = self.folder / "reports"
        self.report = ForeignWriter(self.root).create("T")["id"]
        self.environment = {**os.environ, "XDG_STATE_HOME": str(self.folder / "state")}
        self.directory = self.folder / "state" / "stemma" / "log"

    def rename(self, *words):
        answer = ctl(*words, "--json", "report", "rename", self.report, os.urandom(4).hex(), library=self.root,
                     env=self.environment)
        self.assertExit(answer, 0)
        return answer.json

    def test_each_step_of_a_unit_carries_its_transaction(self):
        saved = self.rename()
        lines = [json.loads(line) for line in (self.directory / "stemmactl.log").read_text().splitlines()]
        self.assertGreater(len(lines), 2)
        for line in lines:
            self.assertLessEqual({"ts", "level", "pid", "event", "transaction", "path"}, set(line))
        self.assertEqual({line["transaction"] for line in lines}, {saved["action_id"]})
        self.assertEqual(self.directory.stat().st_mode & 0o777, 0o700)

    def test_off_and_reading_log_nothing(self):
        self.rename("--log-level", "off")
        ctl("report", "list", library=self.root, env=self.environment)
        self.assertFalse(self.directory.exists())

    def test_a_log_that_can_not_be_written_is_no_hurdle(self):
        (self.folder / "state").write_text("a file where the folder should be")
        self.rename()


if __name__ == "__main__":
    unittest.main()
