# SPDX-License-Identifier: MIT
"""The graph program, as far as others meet it: how its three versions write one JSON file of a user's folder."""

import contextlib
import json
import pathlib
import time
from datetime import datetime

from foreign_locks import blocking_flock, no_lock


class GraphWriter:
    """`version` 1 and 2 lock nothing; 3 locks each file while it loads it and while it saves it, not in between."""

    def __init__(self, user_folder, version):
        self.folder = pathlib.Path(user_folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.lock = blocking_flock if version >= 3 else no_lock

    def locked(self, path):
        return self.lock(path.with_name(path.name + ".lock"))

    def load(self, name):
        """A file that is not there is empty, and so is what its loss leaves."""
        path = self.folder / name
        with self.locked(path):
            if not path.exists():
                return {}
            return json.loads(path.read_text(encoding="utf-8"))

    def save(self, name, data):
        """One temporary name for everybody, no sync; a failed save leaves it."""
        path = self.folder / name
        with self.locked(path):
            temporary = path.with_suffix(path.suffix + ".tmp")
            with open(temporary, "w", encoding="utf-8") as out:
                json.dump(data, out, indent=2, ensure_ascii=False)
            temporary.replace(path)

    def change(self, name, change, window=0.0):
        """Load, modify, save: what others wrote in between is gone."""
        data = self.load(name)
        change(data)
        time.sleep(window)
        self.save(name, data)

    @contextlib.contextmanager
    def transaction(self, graph, registries):
        """Copies the registries aside, and back over everything when it fails."""
        place = self.folder / "backups" / f"{graph}_{datetime.now():%Y%m%d_%H%M%S}_{id(self) & 0xffffffff:08x}"
        place.mkdir(parents=True)
        for name in registries:
            if (self.folder / name).exists():
                (place / name).write_bytes((self.folder / name).read_bytes())
        try:
            yield place
        except Exception:
            for copy in place.glob("*.json"):
                (self.folder / copy.name).write_bytes(copy.read_bytes())
            raise
