// SPDX-License-Identifier: MIT
#include <QStringList>
#include <QTest>

#include <algorithm>

#include "core/diff/tree_diff.h"

using namespace stemma;
using namespace stemma::diff;

namespace {

Part part(const char* what, const std::string& id, const std::string& parent = "r", int value = 0) {
    return {what, id, parent, "Title of " + id, {{"value", json::Value::integer(value)}}};
}

Tree sections(const std::vector<std::string>& ids) {
    Tree tree;
    for (const std::string& id : ids)
        tree.push_back(part("section", id));
    return tree;
}

QStringList words(const Changes& changes) {
    QStringList list;
    for (const Change& change : changes)
        list << QString::fromLatin1(changeKindWord(change.kind)) + QLatin1Char(' ') +
                    QString::fromStdString(change.id);
    return list;
}

QStringList texts(std::initializer_list<const char*> rows) {
    QStringList list;
    for (const char* row : rows)
        list << QString::fromLatin1(row);
    return list;
}

} // namespace

class TestTreeDiff : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSameIsNoDifference() {
        const Tree tree = sections({"a", "b"});
        QVERIFY(difference(tree, tree).empty());
        QVERIFY(difference({}, {}).empty());
    }

    void addedAndRemoved() {
        const Changes changes = difference(sections({"a", "b", "c"}), sections({"a", "x", "c", "y"}));
        QCOMPARE(words(changes), texts({"removed b", "added x", "added y"}));
        QCOMPARE(changes[0].oldPosition, std::size_t{1});
        QCOMPARE(changes[1].newPosition, std::size_t{1});
        QCOMPARE(changes[2].newPosition, std::size_t{3});
        QVERIFY(changes[0].fields.front().hadBefore && !changes[0].fields.front().hasAfter);
        QVERIFY(!changes[1].fields.front().hadBefore && changes[1].fields.front().hasAfter);
        QCOMPARE(changes[1].title, std::string("Title of x"));
    }

    void theFewestPartsAreMoved() {
        QCOMPARE(words(difference(sections({"a", "b", "c", "d", "e"}), sections({"e", "a", "b", "c", "d"}))),
                 texts({"moved e"}));
        QCOMPARE(words(difference(sections({"a", "b", "c", "d"}), sections({"b", "c", "d", "a"}))),
                 texts({"moved a"}));
        QCOMPARE(words(difference(sections({"a", "b", "c"}), sections({"c", "b", "a"}))).size(), 2);
        // What comes and goes between them moves nobody.
        QCOMPARE(words(difference(sections({"a", "b", "c"}), sections({"x", "y", "b", "c"}))),
                 texts({"removed a", "added x", "added y"}));
    }

    void kindsAndParentsAreOrderedForThemselves() {
        Tree before = {part("section", "s"), part("insight", "i", "s"), part("note", "n", "s")};
        Tree after = {part("section", "s"), part("note", "n", "s"), part("insight", "i", "s")};
        QVERIFY(difference(before, after).empty());
    }

    void movedToAnotherParent() {
        Tree before = {part("section", "s"), part("insight", "i", "s"), part("section", "t")};
        Tree after = {part("section", "s"), part("section", "t"), part("insight", "i", "t")};
        const Changes changes = difference(before, after);
        QCOMPARE(words(changes), texts({"moved i"}));
        QCOMPARE(changes[0].parent, std::string("t"));
        QCOMPARE(changes[0].oldParent, std::string("s"));
    }

    void movedAndEditedAreTwoChanges() {
        Tree before = sections({"a", "b", "c"});
        Tree after = sections({"c", "a", "b"});
        after[0].fields[0].second = json::Value::integer(7);
        const Changes changes = difference(before, after);
        QCOMPARE(words(changes), texts({"moved c", "edited c"}));
        QVERIFY(changes[0].fields.empty());
        QCOMPARE(changes[1].fields.size(), std::size_t{1});
        QCOMPARE(changes[1].oldPosition, std::size_t{2});
    }

    void fieldsThatChangeComeAndGo() {
        Tree before = sections({"a"});
        Tree after = sections({"a"});
        before[0].fields = {{"kept", json::Value::string("x")},
                            {"changed", json::Value::numberFromText("1.1")},
                            {"gone", json::Value::boolean(true)}};
        after[0].fields = {{"new", json::Value()},
                           {"changed", json::Value::numberFromText("1.10")},
                           {"kept", json::Value::string("x")}};
        const Changes changes = difference(before, after);
        QCOMPARE(words(changes), texts({"edited a"}));
        const auto& fields = changes[0].fields;
        QCOMPARE(fields.size(), std::size_t{3});
        QCOMPARE(fields[0].name, std::string("new"));
        QVERIFY(!fields[0].hadBefore && fields[0].hasAfter);
        QCOMPARE(fields[1].name, std::string("changed"));
        QCOMPARE(fields[1].after.text(), std::string("1.10"));
        QCOMPARE(fields[2].name, std::string("gone"));
        QVERIFY(fields[2].hadBefore && !fields[2].hasAfter);
    }

    void doubledIdsAreToldApart() {
        Tree before = sections({"a", "a", "b"});
        Tree after = sections({"a", "a", "b", "a"});
        after[1].fields[0].second = json::Value::integer(1);
        QCOMPARE(words(difference(before, after)), texts({"edited a#2", "added a#3"}));
        QCOMPARE(words(difference(sections({"a", "a#2", "a"}), sections({"a"}))),
                 texts({"removed a#2", "removed a#3"}));
    }

    void theSameIdOfTwoKinds() {
        Tree before = {part("section", "x"), part("insight", "x", "x")};
        Tree after = {part("section", "x")};
        const Changes changes = difference(before, after);
        QCOMPARE(changes.size(), std::size_t{1});
        QCOMPARE(changes[0].what, std::string("insight"));
    }

    void removedPartsAreToldWhereTheyStood() {
        const Changes changes =
            difference(sections({"gone1", "a", "gone2", "b", "gone3"}), sections({"a", "new", "b"}));
        QCOMPARE(words(changes), texts({"removed gone1", "removed gone2", "added new", "removed gone3"}));
    }

    void itCanBeUndone() {
        // Whatever is removed one way is added the other way, with the same positions.
        const Tree before = sections({"a", "b", "c", "d", "e", "f"});
        const Tree after = sections({"f", "b", "x", "a", "e"});
        const Changes there = difference(before, after);
        const Changes back = difference(after, before);
        const auto count = [](const Changes& changes, ChangeKind kind) {
            return std::count_if(changes.begin(), changes.end(),
                                 [kind](const Change& change) { return change.kind == kind; });
        };
        QCOMPARE(count(there, ChangeKind::added), count(back, ChangeKind::removed));
        QCOMPARE(count(there, ChangeKind::removed), count(back, ChangeKind::added));
        QCOMPARE(count(there, ChangeKind::moved), count(back, ChangeKind::moved));
    }

    void manyParts() {
        Tree before;
        Tree after;
        for (int i = 0; i < 20'000; ++i)
            before.push_back(part("section", std::to_string(i)));
        after.assign(before.rbegin(), before.rend());
        QCOMPARE(difference(before, after).size(), std::size_t{19'999});
        std::rotate(before.begin(), before.begin() + 1, before.end());
        after.assign(before.begin(), before.end());
        std::rotate(after.begin(), after.begin() + 1, after.end());
        QCOMPARE(difference(before, after).size(), std::size_t{1});
    }
};

QTEST_APPLESS_MAIN(TestTreeDiff)
#include "tst_tree_diff.moc"
