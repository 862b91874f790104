# SPDX-License-Identifier: MIT
"""The contract of the commands that make reports from nothing, or of others."""

import json
import unittest

from ctl import TestCase, ctl
from foreign_writer import ForeignWriter

try:
    from peer_models import reads
except ImportError:  # no pydantic 2 on this machine
    reads = None

MARKDOWN = """# Abwanderung in Q3

Was geschah.

## Befunde

Alle Kunden wurden betrachtet.

- Die Quote stieg um 4 % ([Tabelle](https://a.example/t))
- Kleine gingen zuerst

## Risiken

1. erstens
2. zweitens
"""


class Making(TestCase):
    def setUp(self):
        super().setUp()
        self.root = self.folder / "reports"
        self.writer = ForeignWriter(self.root)

    def run_ctl(self, *words, **options):
        return ctl("--json", "--timeout", "0.3", *words, library=self.root, **options)

    def make(self, *words, **options):
        """A report that must be made, and that the other program reads as it is."""
        answer = self.run_ctl("report", *words, **options)
        self.assertExit(answer, 0)
        report = answer.json["id"]
        data = (self.root / "by_id" / report / "outline.json").read_bytes()
        outline = json.loads(data)
        self.assertEqual(data.decode(), json.dumps(outline, indent=2, ensure_ascii=False))
        self.assertEqual(self.writer.load(report), outline)
        if reads is not None:
            verdict, reason = reads(data)
            self.assertTrue(verdict, reason)
        shown = self.run_ctl("report", "list", "--query", report)
        self.assertEqual([entry["problems"] for entry in shown.lines], [[]])
        self.assertExit(ctl("index", "check", library=self.root), 0)
        self.assertExit(ctl("report", "verify", report, library=self.root), 0)
        return answer.json, outline

    def assertRefused(self, code, word, *words, parts=(), **options):
        answer = self.assertNothingWritten(self.root, lambda: self.run_ctl("report", *words, **options))
        self.assertFails(answer, code, word, *parts)
        return answer


class Templates(Making):
    def test_each(self):
        shapes = {"default": ["summary", "analysis", "recommendations"],
                  "deep_dive": ["overview", "methodology", "findings", "recommendations"],
                  "analyst_v1": ["summary", "methodology", "findings", "analysis", "recommendations"],
                  "empty": []}
        for name, categories in shapes.items():
            with self.subTest(name):
                _, outline = self.make("new", "Neu", "--template", name, "--tag", "b", "--tag", "a")
                self.assertEqual([section["metadata"]["category"] for section in outline["sections"]], categories)
                self.assertEqual([section["order"] for section in outline["sections"]], list(range(len(categories))))
                self.assertEqual(outline["metadata"], {"tags": ["b", "a"], "template": name})
                self.assertEqual((outline["title"], outline["outline_version"]), ("Neu", 1))

    def test_refusals(self):
        self.make("new", "Da")
        self.assertRefused(2, "usage", "new", "T", "--template", "nonsense")
        self.assertRefused(2, "usage", "new", "T", "--template", "empty", "--markdown", "-", stdin=b"x")
        self.assertRefused(2, "usage", "new", "T", "--file", "-", "--markdown", "-", stdin=b"x")
        self.assertRefused(2, "usage", "new", "", "--template", "empty")


class Markdown(Making):
    def test_a_text(self):
        path = self.folder / "text.md"
        path.write_text(MARKDOWN)
        for words, options in ((("--markdown", str(path)), {}), (("--markdown", "-"), {"stdin": MARKDOWN.encode()})):
            _, outline = self.make("new", "Abwanderung in Q3", "--tag", "x", *words, **options)
            self.assertEqual([section["title"] for section in outline["sections"]],
                             ["Introduction", "Befunde", "Risiken"])
            self.assertEqual(outline["sections"][1]["content"], "Alle Kunden wurden betrachtet.")
            self.assertEqual([insight["summary"] for insight in outline["insights"]],
                             ["Die Quote stieg um 4 % ([Tabelle](https://a.example/t))", "Kleine gingen zuerst"])
            citation, = outline["insights"][0]["citations"]
            self.assertEqual((citation["source"], citation["url"], citation["title"]),
                             ("url", "https://a.example/t", "Tabelle"))
            self.assertEqual(outline["sections"][1]["insight_ids"],
                             [insight["insight_id"] for insight in outline["insights"]])
            self.assertEqual(outline["metadata"], {"tags": ["x"], "template": "empty"})

    def test_another_title_makes_a_section_of_the_first_heading(self):
        _, outline = self.make("new", "Anders", "--markdown", "-", stdin=MARKDOWN.encode())
        self.assertEqual((outline["title"], outline["sections"][0]["title"]), ("Anders", "Abwanderung in Q3"))

    def test_front_matter(self):
        text = "---\ntags: [b, a]\nauthor: Ana\n---\nText\n"
        answer = self.run_ctl("report", "new", "T", "--tag", "c", "--markdown", "-", stdin=text.encode())
        self.assertExit(answer, 0)
        self.assertIn("author", answer.err)
        self.assertEqual(self.writer.load(answer.json["id"])["metadata"]["tags"], ["b", "a", "c"])

    def test_refusals(self):
        self.make("new", "Da")
        self.assertRefused(6, "damaged", "new", "T", "--markdown", "-", stdin=b"\xff\xfe")
        self.assertRefused(2, "usage", "new", "T", "--markdown", "-", stdin=b" \n")
        self.assertRefused(2, "usage", "new", "T", "--markdown", "-", stdin=b"x" * (2 << 20) + b"x")
        self.assertRefused(3, "not-found", "new", "T", "--markdown", "/no/such/file")


class Synthesis(Making):
    def setUp(self):
        super().setUp()
        self.sources = [self.writer.create(f"Quelle {n}", ["t", f"t{n}"], sections=2)["id"] for n in range(3)]
        for source in self.sources:
            self.writer.evolve(source, self.with_insights)

    def with_insights(self, outline):
        insight = self.writer.insight("Etwas " + outline["title"])
        outline["insights"].append(insight)
        outline["sections"][0]["insight_ids"].append(insight["insight_id"])

    def test_of_three(self):
        before = {source: self.writer.load(source) for source in self.sources}
        saved, outline = self.make("synthesize", "Alle", *(source[:13] for source in self.sources))
        self.assertEqual([section["title"] for section in outline["sections"]],
                         [section["title"] for source in self.sources for section in before[source]["sections"]])
        self.assertEqual([section["order"] for section in outline["sections"]], list(range(6)))
        self.assertEqual([insight["summary"] for insight in outline["insights"]],
                         ["Etwas Quelle 0", "Etwas Quelle 1", "Etwas Quelle 2"])
        self.assertEqual(list(outline["metadata"]), ["tags", "template", "synthesized_from", "synthesis_note"])
        self.assertEqual(outline["metadata"]["tags"], ["synthesized", "t", "t0", "t1", "t2"])
        self.assertEqual(outline["metadata"]["synthesized_from"], self.sources)
        create, evolve = self.writer.events(saved["id"])
        self.assertEqual((create["action_type"], evolve["action_type"]), ("create", "evolve"))
        self.assertEqual(saved["outline_version"], outline["outline_version"])
        self.assertEqual((evolve["payload"]["sections_added"], evolve["payload"]["insights_added"]), (6, 3))
        self.assertEqual({source: self.writer.load(source) for source in self.sources}, before)

    def test_of_a_fork_and_its_source(self):
        fork = self.writer.fork(self.sources[0], "Gabel")
        fork = fork["id"] if isinstance(fork, dict) else fork
        _, outline = self.make("synthesize", "Beide", self.sources[0], fork)
        for parts, key in (("sections", "section_id"), ("insights", "insight_id")):
            ids = [part[key] for part in outline[parts]]
            self.assertEqual(len(set(ids)), len(ids))
        named = [name for section in outline["sections"] for name in section["insight_ids"]]
        self.assertEqual(sorted(named), sorted(insight["insight_id"] for insight in outline["insights"]))

    def test_the_other_program_takes_it_back(self):
        saved, _ = self.make("synthesize", "Alle", *self.sources)
        self.writer.revert(saved["id"], saved["action_id"])
        self.assertEqual(self.writer.load(saved["id"])["sections"], [])

    def test_refusals(self):
        self.assertRefused(2, "usage", "synthesize", "T", self.sources[0])
        self.assertRefused(2, "usage", "synthesize", "T", self.sources[0], self.sources[0])
        self.assertRefused(2, "usage", "synthesize", "", *self.sources)
        self.assertRefused(3, "not-found", "synthesize", "T", self.sources[0], "00000000-0000-4000-8000-000000000000")
        outline = self.root / "by_id" / self.sources[1] / "outline.json"
        outline.write_bytes(outline.read_bytes()[:100])
        self.assertRefused(6, "damaged", "synthesize", "T", *self.sources)


if __name__ == "__main__":
    unittest.main()
