# SPDX-License-Identifier: MIT
"""Python's json module as the judge of what the writer writes, what edits leave behind, and what the parser takes."""
import copy
import json
import os
import random
import subprocess
import tempfile
import unittest

DAMAGED = 6
PIECES = [
    "a", "plain words ", '"', "\\", "\n", "\t", "/", "\x00", "\x01", "\x1f", "\x7f", "\x80", "é", "שלום", "\u2028",
    "\u2029", "😀", "👨\u200d👩\u200d👧", "e\u0301", "\ufeff", "\b", "\f", "\r", "\ufffd", "\ud7ff", "\ue000", "\U0010ffff", "</script>",
]
NUMBERS = [
    0, -1, 2**53 + 1, 2**200, -(2**63), 1.0, -0.0, 0.1, 1e16, 1e-07, 1.5e300, 5e-324, 123456789.123456789, 1e22, 1e21,
    float("inf"), float("-inf"), float("nan"),
]

ROUNDS = int(os.environ.get("STEMMA_TEST_ROUNDS", "20"))


def canonical(value):
    return json.dumps(value, indent=2, ensure_ascii=False).encode()


class Documents:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def text(self):
        return "".join(self.random.choices(PIECES, k=self.random.randrange(6)))

    def tree(self, depth):
        kind = self.random.randrange(4 if depth == 0 else 8)
        if kind == 0:
            return self.random.choice([None, True, False])
        if kind == 1:
            return self.random.choice(NUMBERS + [self.random.uniform(-1e6, 1e6), self.random.random() ** 50])
        if kind < 4:
            return self.text()
        if kind < 6:
            return [self.tree(depth - 1) for _ in range(self.random.randrange(5))]
        return self.object(depth)

    def object(self, depth):
        return {self.text(): self.tree(depth - 1) for _ in range(self.random.randrange(5))}

    def patch(self, document, operations):
        """A JSON patch of random additions, removals, replacements and moves, and the document after it."""
        after = copy.deepcopy(document)
        made = []
        for _ in range(operations):
            container, pointer = self.descend(after)
            value = self.tree(2)
            if isinstance(container, list):
                at = self.random.randrange(len(container) + 1)
                kind = self.random.choice(["add", "remove", "replace", "move"]) if at < len(container) else "add"
                operation = {"op": kind, "path": f"{pointer}/{at}"}
                if kind == "add":
                    container.insert(at, copy.deepcopy(value))
                elif kind == "replace":
                    container[at] = copy.deepcopy(value)
                elif kind == "remove":
                    del container[at]
                else:
                    source = self.random.randrange(len(container))
                    operation["from"] = f"{pointer}/{source}"
                    container.insert(at, container.pop(source))
            else:
                key = self.random.choice(list(container)) if container and self.random.random() < 0.7 else self.text()
                kind = self.random.choice(["replace", "remove"]) if key in container else "add"
                operation = {"op": kind, "path": pointer + "/" + key.replace("~", "~0").replace("/", "~1")}
                if kind == "remove":
                    del container[key]
                else:
                    container[key] = copy.deepcopy(value)
            if operation["op"] in ("add", "replace"):
                operation["value"] = value
            made.append(operation)
        return made, after

    def descend(self, document):
        here, pointer = document, ""
        while here and self.random.random() < 0.7:
            key = self.random.choice(range(len(here)) if isinstance(here, list) else list(here))
            if not isinstance(here[key], (list, dict)):
                break
            here = here[key]
            pointer += "/" + str(key).replace("~", "~0").replace("/", "~1")
        return here, pointer


class JsonAndPython(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "document.json")

    def run_file(self, *arguments, stdin=b""):
        return subprocess.run([os.environ["STEMMACTL"], "file", *arguments], input=stdin, capture_output=True)

    def succeed(self, *arguments, stdin=b""):
        done = self.run_file(*arguments, stdin=stdin)
        self.assertEqual(done.returncode, 0, done.stderr.decode(errors="replace"))
        return done.stdout

    def written(self):
        with open(self.path, "rb") as file:
            return file.read()

    def write(self, data):
        with open(self.path, "wb") as file:
            file.write(data)

    def test_formats_as_python(self):
        documents = Documents(1)
        for _ in range(ROUNDS):
            tree = [documents.tree(5) for _ in range(40)]
            for text in (json.dumps(tree), json.dumps(tree, ensure_ascii=False, indent="\t")):
                self.succeed("write-json", self.path, stdin=text.encode())
                self.assertEqual(self.written(), canonical(tree))

    def test_edits_as_python(self):
        documents = Documents(2)
        for _ in range(3 * ROUNDS):
            document = {str(key): documents.tree(5) for key in range(6)}
            patch, after = documents.patch(document, 25)
            self.write(canonical(document))
            patch_path = self.path + ".patch"
            with open(patch_path, "w", encoding="utf-8") as file:
                json.dump(patch, file)
            self.succeed("update", self.path, "--json-patch", patch_path)
            # what the patch brings keeps its own spelling of strings, so escapes are compared as what they mean
            self.assertEqual(canonical(json.loads(self.written())), canonical(after))
            with open(patch_path, "w", encoding="utf-8") as file:
                json.dump(patch, file, ensure_ascii=False)
            self.write(canonical(document))
            self.succeed("update", self.path, "--json-patch", patch_path)
            self.assertEqual(self.written(), canonical(after))

    def test_reads_what_python_reads(self):
        chance = random.Random(3)
        documents = Documents(4)
        alphabet = b'{}[]:,"\\ \n\t\r0123456789.-+eEuabfnrtlsNIy/\x00\x0b\x1f\x7f\xc3\xa9\xed\xa0\xbd\xf4\xef\xbb\xbf'
        verdicts = {True: 0, False: 0}
        for _ in range(20 * ROUNDS):
            data = bytearray(json.dumps(documents.tree(3), ensure_ascii=chance.random() < 0.5).encode())
            for _ in range(chance.randrange(3)):
                at = chance.randrange(len(data) + 1)
                data[at : at + chance.randrange(2)] = bytes([chance.choice(alphabet)]) * chance.randrange(2)
            try:
                json.loads(data.decode("utf-8"))
                readable = True
            except ValueError:  # JSONDecodeError and UnicodeDecodeError
                readable = False
            self.write(data)
            done = self.run_file("read", self.path)
            self.assertEqual(done.returncode, 0 if readable else DAMAGED, bytes(data))
            verdicts[readable] += 1
        self.assertGreater(min(verdicts.values()), 2 * ROUNDS)

    def test_the_corpus(self):
        folder = os.path.join(os.environ["STEMMA_TEST_DATA"], "json")
        names = sorted(os.listdir(folder))
        self.assertGreater(len(names), 20)
        for name in names:
            with self.subTest(name):
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    data = file.read()
                try:
                    json.loads(data.decode("utf-8"))
                    readable = True
                except (ValueError, RecursionError):
                    readable = False
                self.assertEqual(readable, name.startswith("y-"), "the name tells what Python says")
                done = self.run_file("read", path)
                self.assertEqual(done.returncode, 0 if readable else DAMAGED)


if __name__ == "__main__":
    unittest.main()
