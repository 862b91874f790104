// SPDX-License-Identifier: MIT
#include <QtTest>

#include "core/diff/merge3.h"

using namespace stemma::diff;
using Names = std::vector<std::string>;

namespace {

std::string shown(const TextMerge& merge) {
    std::string out;
    for (const MergeChunk& chunk : merge.chunks)
        out += chunk.conflict ? "<" + chunk.base + "|" + chunk.ours + "|" + chunk.theirs + ">" : chunk.text;
    return out;
}

std::string joined(const Names& names) {
    std::string out;
    for (const std::string& name : names)
        out += name + ' ';
    return out;
}

} // namespace

/// Three-way merges of texts, sets and orders.
class TestMerge3 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void mergesTexts_data();
    void mergesTexts();
    void keepsBothAsParagraphs_data();
    void keepsBothAsParagraphs();
    void mergesSets_data();
    void mergesSets();
    void mergesOrders_data();
    void mergesOrders();
};

void TestMerge3::mergesTexts_data() {
    QTest::addColumn<QString>("base");
    QTest::addColumn<QString>("ours");
    QTest::addColumn<QString>("theirs");
    QTest::addColumn<QString>("merged");
    QTest::newRow("nothing") << ""
                             << ""
                             << ""
                             << "";
    QTest::newRow("ours alone") << "one two"
                                << "one 2"
                                << "one two"
                                << "one 2";
    QTest::newRow("theirs alone") << "one two"
                                  << "one two"
                                  << "1 two"
                                  << "1 two";
    QTest::newRow("the same") << "one two"
                              << "one 2"
                              << "one 2"
                              << "one 2";
    QTest::newRow("two lines") << "a\nb\nc\n"
                               << "A\nb\nc\n"
                               << "a\nb\nC\n"
                               << "A\nb\nC\n";
    QTest::newRow("neighbouring lines") << "a\nb\n"
                                        << "A\nb\n"
                                        << "a\nB\n"
                                        << "A\nB\n";
    QTest::newRow("words of a line") << "churn rose in March by four"
                                     << "Churn rose in March by four"
                                     << "churn rose in March by five"
                                     << "Churn rose in March by five";
    QTest::newRow("words that touch") << "churn rose 4 %"
                                      << "churn fell 4 %"
                                      << "churn rose 5 %"
                                      << "churn <rose 4|fell 4|rose 5> %";
    QTest::newRow("the same word") << "a b c"
                                   << "a x c"
                                   << "a y c"
                                   << "a <b|x|y> c";
    QTest::newRow("both at the end") << "a"
                                     << "a b"
                                     << "a c"
                                     << "a<| b| c>";
    QTest::newRow("out of nothing") << ""
                                    << "x"
                                    << "y"
                                    << "<|x|y>";
    QTest::newRow("deleted and edited") << "one\ntwo words here\nthree\n"
                                        << "one\nthree\n"
                                        << "one\ntwo odd words here\nthree\n"
                                        << "one\n<two words here\n||two odd words here\n>three\n";
    QTest::newRow("new line and edit") << "a long line\n"
                                       << "new\na long line\n"
                                       << "a long end\n"
                                       << "new\na long end\n";
    QTest::newRow("emoji") << "ok \U0001F44D so far"
                           << "ok \U0001F44E so far"
                           << "ok \U0001F44D so near"
                           << "ok \U0001F44E so near";
}

void TestMerge3::mergesTexts() {
    QFETCH(QString, base);
    QFETCH(QString, ours);
    QFETCH(QString, theirs);
    QFETCH(QString, merged);
    const auto merge = mergeTexts(base.toStdString(), ours.toStdString(), theirs.toStdString());
    QCOMPARE(QString::fromStdString(shown(merge)), merged);
    QCOMPARE(merge.hasConflict(), merged.contains(QLatin1Char('<')));
    QCOMPARE(merge.text().has_value(), !merge.hasConflict());
    const auto swapped = mergeTexts(base.toStdString(), theirs.toStdString(), ours.toStdString());
    QCOMPARE(swapped.textWith(MergeSide::ours), merge.textWith(MergeSide::theirs));
    QCOMPARE(swapped.textWith(MergeSide::theirs), merge.textWith(MergeSide::ours));
}

void TestMerge3::keepsBothAsParagraphs_data() {
    QTest::addColumn<QString>("ours");
    QTest::addColumn<QString>("theirs");
    QTest::addColumn<QString>("both");
    QTest::newRow("equal") << "a\nb"
                           << "a\nb"
                           << "a\nb";
    QTest::newRow("one line") << "mine"
                              << "yours"
                              << "mine\n\nyours";
    QTest::newRow("a line of three") << "a\nmine\nc\n"
                                     << "a\nyours\nc\n"
                                     << "a\nmine\n\nyours\nc\n";
    QTest::newRow("only theirs") << "a\n"
                                 << "a\nb\n"
                                 << "a\nb\n";
}

void TestMerge3::keepsBothAsParagraphs() {
    QFETCH(QString, ours);
    QFETCH(QString, theirs);
    QFETCH(QString, both);
    QCOMPARE(QString::fromStdString(bothTexts(ours.toStdString(), theirs.toStdString())), both);
}

void TestMerge3::mergesSets_data() {
    QTest::addColumn<Names>("base");
    QTest::addColumn<Names>("ours");
    QTest::addColumn<Names>("theirs");
    QTest::addColumn<Names>("merged");
    QTest::newRow("added by both") << Names{"a"} << Names{"a", "b"} << Names{"a", "c"}
                                   << Names{"a", "b", "c"};
    QTest::newRow("taken out by each")
        << Names{"a", "b", "c"} << Names{"b", "c"} << Names{"a", "b"} << Names{"b"};
    QTest::newRow("in its place") << Names{"a", "z"} << Names{"a", "z", "n"} << Names{"a", "m", "z"}
                                  << Names{"a", "m", "z", "n"};
    QTest::newRow("the same") << Names{} << Names{"x"} << Names{"x"} << Names{"x"};
    QTest::newRow("doubled") << Names{"a"} << Names{"a", "a"} << Names{"a", "b"} << Names{"a", "a", "b"};
}

void TestMerge3::mergesSets() {
    QFETCH(Names, base);
    QFETCH(Names, ours);
    QFETCH(Names, theirs);
    QFETCH(Names, merged);
    QCOMPARE(joined(mergeSets(base, ours, theirs)), joined(merged));
}

void TestMerge3::mergesOrders_data() {
    QTest::addColumn<Names>("base");
    QTest::addColumn<Names>("ours");
    QTest::addColumn<Names>("theirs");
    QTest::addColumn<Names>("merged");
    QTest::addColumn<bool>("conflict");
    const Names abcd{"a", "b", "c", "d"};
    QTest::newRow("ours moved") << abcd << Names{"d", "a", "b", "c"} << abcd << Names{"d", "a", "b", "c"}
                                << false;
    QTest::newRow("theirs moved") << abcd << abcd << Names{"b", "c", "d", "a"} << Names{"b", "c", "d", "a"}
                                  << false;
    QTest::newRow("each moved one") << abcd << Names{"a", "b", "d", "c"} << Names{"b", "a", "c", "d"}
                                    << Names{"b", "a", "d", "c"} << false;
    QTest::newRow("the same") << abcd << Names{"d", "a", "b", "c"} << Names{"d", "a", "b", "c"}
                              << Names{"d", "a", "b", "c"} << false;
    QTest::newRow("to two places") << Names{"a", "b", "c", "d", "e"} << Names{"e", "a", "b", "c", "d"}
                                   << Names{"a", "b", "e", "c", "d"} << Names{"e", "a", "b", "c", "d"}
                                   << true;
    QTest::newRow("new ones") << abcd << Names{"a", "x", "b", "c", "d"} << Names{"a", "y", "b", "c", "d"}
                              << Names{"a", "x", "y", "b", "c", "d"} << false;
    QTest::newRow("out of nothing") << Names{} << Names{"x", "y"} << Names{"z"} << Names{"x", "y", "z"}
                                    << false;
}

void TestMerge3::mergesOrders() {
    QFETCH(Names, base);
    QFETCH(Names, ours);
    QFETCH(Names, theirs);
    QFETCH(Names, merged);
    QFETCH(bool, conflict);
    const OrderMerge merge = mergeOrders(base, ours, theirs);
    QCOMPARE(joined(merge.order), joined(merged));
    QCOMPARE(merge.conflict, conflict);
    QCOMPARE(mergeOrders(base, theirs, ours).conflict, conflict);
    QCOMPARE(joined(mergeOrders(base, base, theirs).order), joined(theirs));
    QCOMPARE(joined(mergeOrders(base, ours, base).order), joined(ours));
}

QTEST_GUILESS_MAIN(TestMerge3)
#include "tst_merge3.moc"
