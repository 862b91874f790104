# SPDX-License-Identifier: MIT
"""What tst_hostile.py puts in the place of a report's files: things that are no files, and bytes that are no text."""

import os
import socket

HUGE = 3 << 30  # sparse: larger than any file of the formats may be


def _away(path):
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.is_dir():
        path.rename(path.with_name(path.name + "-away"))


def _socket(path):
    here = os.getcwd()
    os.chdir(path.parent)  # its address may be 107 bytes long
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def _folder(path):
    path.mkdir()
    (path / "inside").write_text("x")


def _huge(path):
    with open(path, "wb") as made:
        made.truncate(HUGE)


SPECIAL = {
    "fifo": os.mkfifo,
    "socket": _socket,
    "folder": _folder,
    "link to itself": lambda path: path.symlink_to(path.name),
    "link to nothing": lambda path: path.symlink_to("nothing-there"),
    "link to a device": lambda path: path.symlink_to("/dev/zero"),
    "huge": _huge,
}


def put(kind, path):
    """Puts something that is no file of the formats in its place."""
    _away(path)
    SPECIAL[kind](path)


def damages(outline):
    """Damaged outlines by name: what a person, a disk or another program makes of a whole one."""
    text = outline.decode()
    return {
        "empty": b"",
        "zeros": b"\0" * len(outline),
        "torn": outline[: len(outline) // 2],
        "byte order mark": b"\xef\xbb\xbf" + outline,
        "UTF-16": text.encode("utf-16"),
        "Latin-1": text.replace('"title": "', '"title": "\u00e9', 1).encode("latin-1"),
        "raw surrogate": outline.replace(b'"title": "', b'"title": "\xed\xa0\x80', 1),
        "NUL in a text": outline.replace(b'"title": "', b'"title": "\0', 1),
        "513 levels": outline.replace(b'"metadata": {', b'"metadata": {"deep": ' + b"[" * 511 + b"]" * 511 + b", ", 1),
        "100,000 levels": b"[" * 100_000,
        "a list": b"[]",
        "a number": b"1",
        "no id": outline.replace(b'"report_id"', b'"report-id"', 1),
        "two values": outline + b"{}",
        "long integer": outline.replace(b'"outline_version": 1', b'"outline_version": ' + b"9" * 5000, 1),
        "NaN as version": outline.replace(b'"outline_version": 1', b'"outline_version": NaN', 1),
    }


def oddities(outline):
    """Outlines that igloo-mcp reads and that must stay as they are but for what is edited."""
    return {
        "CRLF": outline.replace(b"\n", b"\r\n"),
        "doubled key": outline.replace(b'"metadata": {', b'"metadata": {"k": 1, "k": 2, ', 1),
        "512 levels": outline.replace(b'"metadata": {', b'"metadata": {"deep": ' + b"[" * 510 + b"]" * 510 + b", ", 1),
        "long integer": outline.replace(b'"metadata": {', b'"metadata": {"n": ' + b"7" * 4300 + b", ", 1),
        "odd numbers": outline.replace(b'"metadata": {', b'"metadata": {"n": [1.10, 1e3, -0, -0.0, 1E400], ', 1),
        "escapes": outline.replace(b'"metadata": {', b'"metadata": {"e": "\\u00e9\\/\\ud83d\\ude00\\u202e", ', 1),
        "line ends in keys": outline.replace(b'"metadata": {', b'"metadata": {"a\\n\\u0000b": null, ', 1),
    }
