// SPDX-License-Identifier: MIT
// Parts of random versions, taken into what random edits made of them: they come, and nothing else changes.
#include <QtTest>

#include <algorithm>
#include <map>
#include <set>

#include "core/json/json_document.h"
#include "core/report/outline.h"
#include "core/report/outline_rules.h"
#include "core/report/restored_parts.h"
#include "tests/core/report/edit_lists.h"
#include "tests/core/report/random_edits.h"
#include "tests/support/proof.h"

using namespace stemma;
using json::Value;
using report::PartChoice;

namespace {

int cases(int usual, int all) {
    return qEnvironmentVariableIntValue("STEMMA_LONG") == 1 ? all : usual;
}

Value edited(const Value& document, RandomEdits& random, std::size_t times) {
    Value result = document;
    for (std::size_t i = 0; i < times; ++i)
        if (!report::applyEdits(result, random.edits(result), edit_lists::moment))
            qFatal("an edit that should fit was refused");
    return json::parse(json::bytesOf(result)).value();
}

std::string nameOf(const diff::Change& change) {
    return change.what + ' ' + change.id;
}

/// What is taken, and of what.
struct Taking {
    Value now, version;
    report::RestorePartsRequest request;
    std::vector<PartChoice> along = {};
};

Result<Value> take(Taking& taking) {
    const report::PartIndex now(taking.now);
    const report::PartIndex version(taking.version);
    auto selection =
        report::selectParts(now, version, diff::difference(now.tree(), version.tree()), taking.request);
    if (!selection)
        return fail(std::move(selection.error()));
    auto result = report::withParts(now, version, *selection);
    taking.along = std::move(selection->along);
    return result;
}

/// The parts that may differ: whole ones, and those of which only fields may.
struct Allowed {
    explicit Allowed(const Taking& taking) {
        for (const auto* parts : {&taking.request.parts, &taking.along})
            for (const PartChoice& part : *parts) {
                if (part.field.empty())
                    whole.insert(part.what + ' ' + part.id);
                else
                    fields[part.what + ' ' + part.id].insert(part.field);
            }
    }
    [[nodiscard]] bool allows(const diff::Change& change) const {
        // What an insight cites comes and goes with it.
        if (whole.contains(nameOf(change)) ||
            (change.what == "citation" && whole.contains("insight " + change.parent)))
            return true;
        const auto found = fields.find(nameOf(change));
        return change.kind == diff::ChangeKind::edited &&
               std::all_of(change.fields.begin(), change.fields.end(), [&](const diff::FieldChange& field) {
                   return field.name == "insight_ids (other)" || field.name == "supporting_queries" ||
                          (found != fields.end() && found->second.contains(field.name));
               });
    }
    std::set<std::string> whole;
    std::map<std::string, std::set<std::string>> fields;
};

/// A choice of some of the differences, a field here and there.
std::vector<PartChoice> someOf(const diff::Changes& changes, RandomEdits& random) {
    std::vector<PartChoice> parts;
    for (const diff::Change& change : changes) {
        if (!random.oneIn(3))
            continue;
        const bool field = change.kind == diff::ChangeKind::edited && random.oneIn(2);
        parts.push_back({change.what, change.id,
                         field ? change.fields[random.below(change.fields.size())].name : std::string()});
    }
    if (parts.empty() && !changes.empty())
        parts.push_back({changes.front().what, changes.front().id, {}});
    return parts;
}

/// What of the chosen parts is not as the version has it.
std::string notRestored(const Value& result, const Taking& taking) {
    for (const diff::Change& change : report::outlineDifference(result, taking.version)) {
        for (const PartChoice& part : taking.request.parts) {
            if (part.what != change.what || part.id != change.id ||
                (!part.field.empty() && change.kind != diff::ChangeKind::edited))
                continue;
            if (part.field.empty() && change.kind != diff::ChangeKind::edited &&
                change.kind != diff::ChangeKind::moved)
                return std::string(diff::changeKindWord(change.kind)) + ' ' + nameOf(change);
            if (change.kind == diff::ChangeKind::moved && change.parent != change.oldParent)
                return "elsewhere: " + nameOf(change);
            for (const diff::FieldChange& field : change.fields)
                if ((part.field.empty() || part.field == field.name) && field.name != "insight_ids (other)" &&
                    field.name != "supporting_queries")
                    return nameOf(change) + ": " + field.name;
        }
    }
    return {};
}

} // namespace

class TestRestorePartsRandom : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingElseChanges();
    void allOfThemIsTheVersion();
    void untouchedPartsKeepTheirBytes();
};

void TestRestorePartsRandom::nothingElseChanges() {
    std::size_t done = 0;
    std::size_t refused = 0;
    for (int seed = 0; seed < cases(100, 40'000); ++seed) {
        RandomEdits random(static_cast<unsigned>(seed) + 10'000);
        const Value old = json::parse(random.text(random.outline())).value();
        Taking taking{edited(old, random, 1 + random.below(4)), old, {}};
        const auto differences = report::outlineDifference(taking.now, taking.version);
        taking.request.parts = someOf(differences, random);
        if (random.oneIn(4))
            taking.request.company = report::Company::alone;
        if (taking.request.parts.empty())
            continue;
        const auto result = take(taking);
        if (!result) {
            QCOMPARE(result.error().code, ErrorCode::usage);
            ++refused;
            continue;
        }
        const Allowed allowed(taking);
        for (const diff::Change& change : report::outlineDifference(taking.now, *result)) {
            const bool isFine = allowed.allows(change) ||
                                (change.kind == diff::ChangeKind::moved && change.parent == change.oldParent);
            QVERIFY2(isFine,
                     (std::to_string(seed) + ": " + diff::changeKindWord(change.kind) + ' ' + nameOf(change))
                         .c_str());
        }
        const std::string left = notRestored(*result, taking);
        QVERIFY2(left.empty(), (std::to_string(seed) + ": " + left).c_str());
        QVERIFY(report::judgeOutline(*result).peerReads);
        ++done;
    }
    qInfo("%zu taken, %zu refused", done, refused);
    QVERIFY(refused * 20 < done);
    stemma::tests::proved("P8", "choices of parts of random versions", done);
}

void TestRestorePartsRandom::allOfThemIsTheVersion() {
    std::size_t done = 0;
    for (int seed = 0; seed < cases(50, 10'000); ++seed) {
        RandomEdits random(static_cast<unsigned>(seed) + 50'000);
        const Value old = json::parse(random.text(random.outline())).value();
        Taking taking{edited(old, random, 1 + random.below(5)), old, {}};
        for (const diff::Change& change : report::outlineDifference(taking.now, taking.version))
            taking.request.parts.push_back({change.what, change.id, {}});
        if (taking.request.parts.empty())
            continue;
        const auto result = take(taking);
        QVERIFY2(result, (std::to_string(seed) + (result ? "" : describe(result.error()))).c_str());
        for (const diff::Change& change : report::outlineDifference(*result, taking.version))
            QVERIFY2(false, (std::to_string(seed) + ": " + diff::changeKindWord(change.kind) + ' ' +
                             nameOf(change) + (change.fields.empty() ? "" : ' ' + change.fields.front().name))
                                .c_str());
        ++done;
    }
    stemma::tests::proved("P8", "restores of all parts that differ", done);
}

void TestRestorePartsRandom::untouchedPartsKeepTheirBytes() {
    for (int seed = 0; seed < cases(40, 5'000); ++seed) {
        RandomEdits random(static_cast<unsigned>(seed) + 90'000);
        const std::string text = random.text(random.outline());
        const Value now = json::parse(text).value();
        Taking taking{now, edited(now, random, 1 + random.below(3)), {}};
        taking.request.parts = someOf(report::outlineDifference(taking.now, taking.version), random);
        if (taking.request.parts.empty())
            continue;
        const auto result = take(taking);
        if (!result)
            continue;
        const std::string bytes = json::bytesOf(*result);
        std::set<std::string> touched;
        for (const diff::Change& change : report::outlineDifference(now, *result))
            touched.insert(change.what == "citation" ? change.parent : change.id);
        const report::PartIndex index(now);
        for (const std::string& name : index.insightNames()) {
            const std::string own = json::bytesOf(*index.insight(name));
            if (!touched.contains(name) && text.find(own) != std::string::npos)
                QVERIFY2(bytes.find(own) != std::string::npos, (std::to_string(seed) + ' ' + name).c_str());
        }
        if (report::outlineDifference(now, *result).empty())
            QVERIFY(report::outlineDifference(*result, now).empty());
    }
}

QTEST_GUILESS_MAIN(TestRestorePartsRandom)
#include "tst_restore_parts_random.moc"
