# SPDX-License-Identifier: MIT
"""Holds the table of verdicts that core/report is tested with against pydantic itself, where that is installed."""
import base64
import json
import os
import unittest

try:
    from peer_models import reads
except ImportError:  # no pydantic 2 on this machine
    reads = None


@unittest.skipIf(reads is None, "pydantic 2 is not installed")
class VerdictTable(unittest.TestCase):
    def test_pydantic_agrees(self):
        path = os.path.join(os.environ["STEMMA_TEST_DATA"], "reports", "verdicts.jsonl")
        with open(path, encoding="utf-8") as table:
            for line in table:
                case = json.loads(line)
                data = base64.b64decode(case["base64"]) if "base64" in case else case["text"].encode()
                with self.subTest(case["name"]):
                    verdict, reason = reads(data)
                    self.assertEqual(verdict, case["reads"], reason)


if __name__ == "__main__":
    unittest.main()
