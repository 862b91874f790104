# SPDX-License-Identifier: MIT
"""What the desktop is told of exported reports: their MIME type, and that Stemma opens them."""

import configparser
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest
from xml.etree import ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
ID = "io.github.stemma_desktop.Stemma"


def constant(name):
    header = (ROOT / "core/exchange/report_bundle.h").read_text()
    return re.search(rf'{name} = "([^"]+)"', header).group(1)


class MimeType(unittest.TestCase):
    def setUp(self):
        self.type = constant("bundleMimeType")

    def test_is_known_to_the_desktop(self):
        with tempfile.TemporaryDirectory() as folder:
            packages = pathlib.Path(folder) / "mime/packages"
            packages.mkdir(parents=True)
            shutil.copy(ROOT / f"packaging/{ID}.mime.xml", packages / f"{ID}.xml")
            data = str(packages.parent.parent)
            made = subprocess.run(["update-mime-database", str(packages.parent)], capture_output=True, text=True,
                                  check=True, env={**os.environ, "XDG_DATA_HOME": data, "XDG_DATA_DIRS": data})
            self.assertEqual(made.stderr, "")
            globs = (packages.parent / "globs2").read_text().splitlines()
            self.assertIn(f"50:{self.type}:*.{constant('bundleEnding')}", globs)
            subclasses = (packages.parent / "subclasses").read_text().splitlines()
            self.assertIn(f"{self.type} application/gzip", subclasses)

    def test_is_opened_by_the_program(self):
        entry = configparser.ConfigParser(interpolation=None)
        entry.read(ROOT / f"packaging/{ID}.desktop")
        self.assertIn(self.type, entry["Desktop Entry"]["MimeType"].split(";"))
        self.assertEqual(entry["Desktop Entry"]["Exec"], "stemma %f")
        metainfo = ElementTree.parse(ROOT / f"packaging/{ID}.metainfo.xml")
        self.assertIn(self.type, [each.text for each in metainfo.iterfind("./provides/mediatype")])


if __name__ == "__main__":
    unittest.main()
