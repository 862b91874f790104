# SPDX-License-Identifier: MIT
"""The atomic JSON library: one file, read, changed and written while `<file>.lock` is held."""

import json
import os
import pathlib
import tempfile

from foreign_locks import polled_flock


class AtomicJson:
    def __init__(self, path, lock=polled_flock):
        self.path = pathlib.Path(path)
        self.lock = lock

    def read(self, default=None):
        try:
            return json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return default

    def write(self, data):
        """Through a temporary name of its own, synced, renamed."""
        handle, temporary = tempfile.mkstemp(dir=self.path.parent, prefix=self.path.name + ".", suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(data, out, indent=2, ensure_ascii=False)
            out.flush()
            os.fsync(out.fileno())
        os.replace(temporary, self.path)

    def update(self, change, default=None):
        with self.lock(pathlib.Path(f"{self.path}.lock")):
            data = self.read(default)
            change(data)
            self.write(data)
            return data
