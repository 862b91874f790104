# SPDX-License-Identifier: MIT
"""The contract of `stemmactl report merge`, alone and as git's merge driver."""

import copy
import json
import os
import pathlib
import shutil
import subprocess
import unittest

from ctl import STEMMACTL, TestCase, ctl

DATA = pathlib.Path(os.environ.get("STEMMA_TEST_DATA", pathlib.Path(__file__).parent.parent / "data")) / "merge"


def written(outline):
    return json.dumps(outline, indent=2, ensure_ascii=False).encode()


class OutlineTexts(TestCase):
    def setUp(self):
        super().setUp()
        case = json.loads((DATA / "prose-same-words.json").read_text(encoding="utf-8"))
        self.base, self.ours, self.theirs = case["base"], case["ours"], case["theirs"]

    def put(self, base, ours, theirs):
        paths = []
        for name, outline in (("base", base), ("ours", ours), ("theirs", theirs)):
            path = self.folder / name
            path.write_bytes(outline if isinstance(outline, bytes) else written(outline))
            paths.append(path)
        return paths

    def disjoint(self):
        """Two changes that don't touch, and what they make together."""
        ours, theirs = copy.deepcopy(self.base), copy.deepcopy(self.base)
        ours["title"] = "Our title"
        theirs["insights"][2]["importance"] = 10
        both = copy.deepcopy(theirs)
        both["title"] = "Our title"
        return ours, theirs, both


class Merge(OutlineTexts):
    def test_merges_changes_that_do_not_touch(self):
        ours, theirs, both = self.disjoint()
        answer = ctl("report", "merge", *self.put(self.base, ours, theirs))
        self.assertExit(answer, 0)
        self.assertEqual(answer.bytes, written(both))
        self.assertEqual(answer.err, "")

    def test_writes_the_output_and_keeps_its_mode(self):
        ours, theirs, both = self.disjoint()
        paths = self.put(self.base, ours, theirs)
        paths[1].chmod(0o640)
        answer = ctl("report", "merge", *paths, "--output", paths[1])
        self.assertExit(answer, 0)
        self.assertEqual(answer.bytes, b"")
        self.assertEqual(paths[1].read_bytes(), written(both))
        self.assertEqual(paths[1].stat().st_mode & 0o777, 0o640)
        self.assertEqual(sorted(os.listdir(self.folder)), ["base", "ours", "theirs"])

    def test_lists_conflicts_and_prefers_ours(self):
        paths = self.put(self.base, self.ours, self.theirs)
        answer = ctl("report", "merge", *paths, "--output", self.folder / "merged")
        self.assertExit(answer, 1)
        self.assertIn("conflict field: insight", answer.out)
        self.assertIn("Churn rose to 4.4 % in March.", answer.out)
        merged = json.loads((self.folder / "merged").read_bytes())
        self.assertEqual(merged["insights"][0]["summary"], "Churn rose to 5 % in March.")
        self.assertEqual(merged["outline_version"], 5)

    def test_lists_conflicts_as_json(self):
        paths = self.put(self.base, self.ours, self.theirs)
        answer = ctl("--json", "report", "merge", *paths, "--output", self.folder / "merged")
        self.assertExit(answer, 1)
        self.assertEqual(answer.json, [{
            "kind": "field", "what": "insight", "id": self.base["insights"][0]["insight_id"],
            "title": "Churn rose to 5 % in March.", "field": "summary", "base": "Churn rose to 4 % in March.",
            "ours": "Churn rose to 5 % in March.", "theirs": "Churn rose to 4.4 % in March."}])
        printed = ctl("--json", "report", "merge", *paths)
        self.assertExit(printed, 1)
        self.assertEqual(printed.json, {"conflicts": answer.json,
                                        "outline": json.loads((self.folder / "merged").read_bytes())})

    def test_conflicts_do_not_mix_with_a_printed_outline(self):
        answer = ctl("report", "merge", *self.put(self.base, self.ours, self.theirs))
        self.assertExit(answer, 1)
        self.assertEqual(answer.json["outline_version"], 5)
        self.assertIn("conflict field: insight", answer.err)

    def test_an_empty_base_is_none(self):
        answer = ctl("--json", "report", "merge", *self.put(b"", self.base, self.theirs))
        self.assertExit(answer, 1)
        self.assertEqual([conflict["field"] for conflict in answer.json["conflicts"]], ["summary"])

    def test_damaged_input_writes_nothing(self):
        for damaged in (b"{", b"[]", b'{"sections": 1}', b"\xff"):
            for at in range(3):
                texts = [self.base, self.base, self.base]
                texts[at] = damaged
                paths = self.put(*texts)
                with self.subTest(damaged=damaged, at=at):
                    self.assertNothingWritten(self.folder, lambda: self.assertFails(
                        ctl("--json", "report", "merge", *paths, "--output", paths[1]), 6, "damaged", str(paths[at])))

    def test_missing_input_is_told(self):
        paths = self.put(self.base, self.ours, self.theirs)
        self.assertFails(ctl("--json", "report", "merge", paths[0], paths[1], self.folder / "none"), 3, "not-found")


@unittest.skipUnless(shutil.which("git"), "git is not installed")
class MergeDriver(OutlineTexts):
    """Git merges outlines with the two lines of configuration that the README names."""

    def git(self, *words, check=True):
        environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(self.folder),
                       "PATH": f"{pathlib.Path(STEMMACTL).parent}:{os.environ['PATH']}"}
        return subprocess.run(["git", "-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", *words],
                              cwd=self.folder, env=environment, capture_output=True, text=True, check=check)

    def branches(self, base, ours, theirs):
        """A repository whose branches `main` and `other` changed the outline."""
        self.git("init", "-q", "-b", "main")
        self.git("config", "merge.stemma.driver", "stemmactl report merge %O %A %B --output %A")
        (self.folder / ".gitattributes").write_text("outline.json merge=stemma\n")
        outline = self.folder / "by_id" / "one" / "outline.json"
        outline.parent.mkdir(parents=True)
        for branch, start, text in (("main", None, base), ("other", "main", theirs), ("main", None, ours)):
            self.git("checkout", "-q", *(["-b", branch, start] if start else ["-B", branch] if text is base else [branch]))
            outline.write_bytes(written(text))
            self.git("add", "-A")
            self.git("commit", "-q", "-m", branch)
        return outline

    def test_git_merges_by_meaning(self):
        ours, theirs, both = self.disjoint()
        outline = self.branches(self.base, ours, theirs)
        self.git("merge", "-q", "other")
        self.assertEqual(outline.read_bytes(), written(both))
        self.assertEqual(self.git("status", "--porcelain").stdout, "")

    def test_git_tells_of_conflicts_and_the_file_stays_an_outline(self):
        outline = self.branches(self.base, self.ours, self.theirs)
        done = self.git("merge", "-q", "other", check=False)
        self.assertEqual(done.returncode, 1, done)
        self.assertIn("Churn rose to 4.4 % in March.", done.stdout + done.stderr)
        self.assertIn("UU by_id/one/outline.json", self.git("status", "--porcelain").stdout)
        self.assertEqual(json.loads(outline.read_bytes())["insights"][0]["summary"], "Churn rose to 5 % in March.")


if __name__ == "__main__":
    unittest.main()
