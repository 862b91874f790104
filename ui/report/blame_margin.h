// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include <QFrame>
#include <QPointer>

#include "ui/session/blame_reader.h"

class QLabel;
class QToolButton;

namespace stemma::ui {

class BlameBook;
class EditSession;
class FieldBlame;
class OutlinePage;
struct OutlineRow;

/// Who wrote what, beside the outline: the margin of the tree, the fields of the chosen part, and what no
/// person ever touched. Itself it is the bar above the tree that says how much that is.
class BlameMargin : public QFrame {
    Q_OBJECT
public:
    /// Puts its parts into the page, which outlives it.
    explicit BlameMargin(OutlinePage& page);

    /// Not owned; null: no report.
    void setSession(ReportSession* session, EditSession* edit);
    void setShown(bool shown);
    [[nodiscard]] bool isShown() const { return m_shown; }
    /// Lets all that a person made or changed stand back.
    void setNeverHuman(bool only);
    [[nodiscard]] bool isNeverHuman() const { return m_neverHuman; }
    /// Whether a change is known that made the chosen part what it is.
    [[nodiscard]] bool canGoToChange() const;
    /// Asks for it to be shown in the timeline.
    void goToChange();
    /// Null until it was made.
    [[nodiscard]] std::shared_ptr<const BlameBook> book() const { return m_book; }
    [[nodiscard]] QString text() const;
    [[nodiscard]] FieldBlame* fields() const { return m_fields; }

public Q_SLOTS:
    void nextUntouched() { step(1); }
    void previousUntouched() { step(-1); }

Q_SIGNALS:
    /// The person wants to see the change with that key in the timeline.
    void changeWanted(const std::string& key);
    /// canGoToChange() may have changed.
    void abilityChanged();

private:
    void buildBar();
    void buildColumn();
    void make();
    void take(std::shared_ptr<const BlameBook> book);
    void showBar();
    void showFields();
    void step(int by);
    [[nodiscard]] const std::string& chosenChange() const;

    OutlinePage& m_page;
    BlameReader m_reader;
    QPointer<ReportSession> m_session;
    QPointer<EditSession> m_edit;
    std::shared_ptr<const BlameBook> m_book;
    FieldBlame* m_fields = nullptr;
    QLabel* m_text = nullptr;
    QToolButton* m_previous = nullptr;
    QToolButton* m_next = nullptr;
    bool m_shown = false;
    bool m_neverHuman = false;
    bool m_making = false;
    bool m_makeAgain = false;
    quint64 m_generation = 0;
};

} // namespace stemma::ui
