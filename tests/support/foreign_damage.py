# SPDX-License-Identifier: MIT
"""What the report program leaves when it is killed, and what people do to a report with other tools."""

import os
import random
import shutil
import time

from foreign_writer import line, dump


def leave_stale_lock(directory, seconds=3600):
    """Killed while it held the lock, that long ago."""
    lock = directory / ".lock"
    lock.write_text("")
    then = time.time() - seconds
    os.utime(lock, (then, then))
    return lock


def leave_outline_tmp(directory, outline, part=1.0):
    """Killed before the rename of a save: a fixed name that the next save writes over."""
    text = dump(outline)
    (directory / "outline.tmp").write_text(text[:int(len(text) * part)], encoding="utf-8")


def leave_audit_tmp(directory, event, part=1.0):
    """Killed between the two steps of an append: the next append resurrects it."""
    text = line(event)
    with open(directory / "audit.tmp", "a", encoding="utf-8") as out:
        out.write(text[:int(len(text) * part)])


def tear_log(directory, text='{"action_id": "torn'):
    """Killed within an append: no newline, so that the next one glues its event onto it."""
    with open(directory / "audit.jsonl", "a", encoding="utf-8") as log:
        log.write(text)


def truncate_outline(directory, part=0.5):
    """Killed within a revert, which copies in place."""
    path = directory / "outline.json"
    os.truncate(path, int(path.stat().st_size * part))


def copy_over(directory, backup):
    """What a person does with a backup and a file manager: in place, without a lock, an event or a backup."""
    shutil.copy2(directory / "backups" / backup, directory / "outline.json")


def move_to_trash(writer, report_id, pause=0.0):
    """The report program's delete, at some moment of somebody else's save."""
    time.sleep(random.uniform(0, pause))
    return writer.delete(report_id)
