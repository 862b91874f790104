// SPDX-License-Identifier: MIT
#pragma once

#include <map>

#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QRegularExpression>

#include "tests/ui/voyage.h"
#include "ui/report/outline_editing.h"
#include "ui/report/part_editor.h"
#include "ui/report/prose_editor.h"
#include "ui/session/edit_session.h"

namespace stemma::tests {

/// Ids by the order of their first appearance, and every time as "T": what is left is what was edited.
inline std::string masked(const std::string& bytes) {
    static const QRegularExpression id(
        QStringLiteral("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"));
    static const QRegularExpression time(
        QStringLiteral("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?\\+00:00"));
    QString text = QString::fromStdString(bytes).replace(time, QStringLiteral("T"));
    std::map<QString, QString> names;
    QString out;
    qsizetype from = 0;
    for (auto found = id.globalMatch(text); found.hasNext();) {
        const auto match = found.next();
        out += text.mid(from, match.capturedStart() - from);
        const auto known = names.try_emplace(match.captured(), QStringLiteral("id-%1").arg(names.size() + 1));
        out += known.first->second;
        from = match.capturedEnd();
    }
    return (out + text.mid(from)).toStdString();
}

/// The window with a report that is edited by its keys.
class EditingVoyage : public Voyage {
public:
    explicit EditingVoyage(const char* report = "quarterly") {
        const bool there =
            QTest::qWaitFor([this] { return window->list()->view()->model()->rowCount() == 2; });
        Q_ASSERT(there);
        Q_UNUSED(there)
        // The section that a new report begins with goes.
        for (ReportBuilder* builder : {&writer, &other})
            builder->evolve([](Value& outline) { outline.edit("sections")->removeItem(0); });
        window->activateWindow();
        trigger(Command::showOutline);
        const bool quarterly = QLatin1String(report) == QLatin1String("quarterly");
        turnTo(report, quarterly ? writer : other);
        QTRY_COMPARE(edit()->state()->report->outline.sections.size(), std::size_t(quarterly ? 1 : 0));
        settle();
        outline().focusContent();
    }
    /// Opens a report: rows that are passed quickly are opened a little later.
    void turnTo(const char* words, const ReportBuilder& report) const {
        find(words);
        QTRY_VERIFY(edit() != nullptr && edit()->session().id().text() == report.id() &&
                    edit()->state() != nullptr && edit()->isEditable());
    }
    [[nodiscard]] EditSession* edit() const { return window->desk()->edit(); }
    [[nodiscard]] OutlinePage& outline() const { return *page().outlinePage(); }
    [[nodiscard]] QTreeView& tree() const { return *outline().tree(); }
    [[nodiscard]] OutlineModel& model() const { return *outline().model(); }
    /// Until all that was asked for is done and shown.
    void settle() const {
        for (int quiet = 0; quiet < 2;) {
            QVERIFY(QTest::qWaitFor([this] { return edit()->isIdle(); }));
            runner->waitForDone();
            QTest::qWait(1);
            quiet = edit()->isIdle() ? quiet + 1 : 0;
        }
    }
    /// Presses keys where the focus is, one after the other.
    void keys(const char* sequence) const {
        for (const QString& one : QString::fromLatin1(sequence).split(QLatin1Char(' '))) {
            const QKeyCombination combination = QKeySequence(one)[0];
            QTest::keyClick(QApplication::focusWidget(), combination.key(), combination.keyboardModifiers());
            settle();
        }
    }
    void type(const char* text) const {
        QTest::keyClicks(QApplication::focusWidget(), QString::fromUtf8(text));
        Q_EMIT edit()->flushRequested();
        settle();
    }
    /// The rows as text: sections, and their insights indented.
    [[nodiscard]] QStringList rows() const {
        QStringList lines;
        for (int row = 0; row < model().rowCount(); ++row) {
            const QModelIndex section = model().index(row, 0);
            lines.append(section.data().toString());
            for (int below = 0; below < model().rowCount(section); ++below)
                lines.append(QStringLiteral("  ") + model().index(below, 0, section).data().toString());
        }
        return lines;
    }
    void choose(const QModelIndex& index) const {
        outline().choose(index);
        tree().setFocus();
    }
    [[nodiscard]] QModelIndex section(int row) const { return model().index(row, 0); }
    [[nodiscard]] QModelIndex insight(int section, int row) const {
        return model().index(row, 0, model().index(section, 0));
    }
    [[nodiscard]] std::string working() const { return edit()->state()->report->bytes; }
    [[nodiscard]] std::string onDisk(const ReportBuilder& report) const { return report.outlineBytes(); }
    /// Another program makes it three sections with two insights each.
    void fill() {
        writer.evolve([](Value& outline) {
            for (const int number : {20, 30}) {
                outline.edit("sections")
                    ->appendItem(sectionValue(number, "Content", {number + 1, number + 2}));
                for (const int insight : {number + 1, number + 2})
                    outline.edit("insights")
                        ->appendItem(insightValue(insight, "Insight " + std::to_string(insight)));
            }
        });
        QTRY_COMPARE(rows().size(), 9);
        settle();
    }
    /// Saves by its keys and waits for the disk.
    void save() const {
        keys("Ctrl+S");
        QTRY_VERIFY(!edit()->isModified() && !edit()->isSaving());
        settle();
    }
};

} // namespace stemma::tests
