# SPDX-License-Identifier: MIT
"""The contract of `report export` and `report import`."""

import io
import json
import os
import stat
import tarfile
import unittest
import zlib

from ctl import ctl, state_of
from writing import Writing


class Export(Writing):
    def setUp(self):
        super().setUp()
        self.edit = self.writer.evolve(self.id, lambda outline: outline.update(title="Zwei"))
        self.out = self.folder / "out"
        self.out.mkdir()

    def test_formats_to_standard_output(self):
        def text(*words):
            answer = self.assertUntouched(self.root, lambda: ctl("report", "export", self.id, *words, library=self.root))
            self.assertExit(answer, 0)
            return answer.out

        self.assertEqual(text("--format", "json"), self.bytes().decode())
        self.assertTrue(text("--format", "md").startswith("# Zwei\n"))
        self.assertTrue(text("--format", "md", "--version", "before:" + self.edit["action_id"]).startswith("# Überblick\n"))
        self.assertIn("<title>Zwei</title>", text("--format", "html"))

    def test_files_are_new_unless_asked(self):
        path = self.out / "q3.md"
        answer = self.run_ctl("report", "export", self.id, "--format", "md", "--output", path)
        self.assertExit(answer, 0)
        self.assertEqual((answer.json["path"], answer.json["bytes"]), (str(path), path.stat().st_size))
        path.write_text("mine")
        self.assertRefused(4, "conflict", "report", "export", self.id, "--format", "md", "--output", path)
        self.assertEqual(path.read_text(), "mine")
        self.assertExit(self.run_ctl("report", "export", self.id, "--format", "md", "--output", path, "--replace"), 0)
        self.assertTrue(path.read_text().startswith("# Zwei"))
        self.assertEqual(os.listdir(self.out), ["q3.md"])

    def test_what_is_off(self):
        self.assertExit(self.run_ctl("report", "export", self.id, "--format", "docx"), 2)
        self.assertRefused(2, "usage", "report", "export", self.id, "--format", "bundle", "--version", "@1")
        self.assertRefused(3, "not-found", "report", "export", self.id, "--format", "md", "--version", "@9")


class Bundle(Writing):
    def setUp(self):
        super().setUp()
        self.writer.evolve(self.id, lambda outline: outline.update(title="Zwei"))
        self.path = self.folder / "q3.tar.gz"
        self.assertExit(self.run_ctl("report", "export", self.id, "--format", "bundle", "--output", self.path), 0)
        self.other = self.folder / "other"
        (self.other / "by_id").mkdir(parents=True)

    def contents(self, folder):
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def import_into(self, *words):
        return ctl("--json", "report", "import", self.path, *words, library=self.other)

    def test_other_programs_can_read_it(self):
        unpacked = zlib.decompressobj(wbits=31)
        unpacked.decompress(self.path.read_bytes())
        self.assertEqual((unpacked.eof, unpacked.unused_data), (True, b""))
        with tarfile.open(self.path, "r:gz") as archive:
            names = archive.getnames()
            manifest = json.load(archive.extractfile("manifest.json"))
            self.assertEqual(archive.extractfile("outline.json").read(), self.bytes())
        self.assertEqual(names[0], "manifest.json")
        self.assertEqual([file["name"] for file in manifest["files"]], names[1:])
        self.assertEqual((manifest["format"], manifest["version"], manifest["report"]["id"]),
                         ("stemma-report-bundle", 1, self.id))

    def test_comes_back_byte_for_byte(self):
        dry = self.assertUntouched(self.other, lambda: self.import_into("--dry-run"))
        self.assertExit(dry, 0)
        self.assertEqual((dry.json["id"], dry.json["title"], dry.json["backups"], dry.json["damaged"], dry.json["is_there"]),
                         (self.id, "Zwei", 1, False, False))
        answer = self.import_into()
        self.assertExit(answer, 0)
        self.assertEqual(answer.json["id"], self.id)
        self.assertEqual(self.contents(self.other / "by_id" / self.id), self.contents(self.directory()))
        self.assertExit(ctl("report", "verify", library=self.other), 0)
        self.assertExit(ctl("index", "check", library=self.other), 0)
        again = self.import_into()
        self.assertExit(again, 4)
        self.assertIn("already", again.err)

    def test_as_a_copy(self):
        self.assertExit(self.import_into(), 0)
        before = self.contents(self.other / "by_id" / self.id)
        answer = self.import_into("--copy", "Wie es war")
        self.assertExit(answer, 0)
        self.assertEqual(self.contents(self.other / "by_id" / self.id), before)
        shown = ctl("--json", "report", "show", answer.json["id"], library=self.other).json
        self.assertEqual((shown["title"], shown["metadata"]["forked_from"]), ("Wie es war", self.id))
        self.assertExit(ctl("report", "verify", answer.json["id"], library=self.other), 0)

    def test_hostile_and_broken(self):
        with tarfile.open(self.path, "r:gz") as archive:
            members = [(member, archive.extractfile(member).read()) for member in archive.getmembers()]

        def pack(extra):
            with tarfile.open(self.path, "w:gz") as archive:
                for member, content in members + extra:
                    archive.addfile(member, io.BytesIO(content))

        link = tarfile.TarInfo("backups/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        for extra, code in (([(link, b"")], 8), ([(tarfile.TarInfo("../out"), b"")], 8)):
            pack(extra)
            self.assertExit(self.assertUntouched(self.other, self.import_into), code)
        self.path.write_bytes(b"no archive")
        self.assertExit(self.import_into(), 6)
        self.path.unlink()
        self.assertExit(self.import_into(), 3)


if __name__ == "__main__":
    unittest.main()
