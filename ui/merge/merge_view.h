// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <string>
#include <vector>

#include <QWidget>

#include "core/report/outline_merge.h"
#include "ui/merge/conflict_text.h"

class QLabel;
class QListView;
class QPlainTextEdit;
class QPushButton;
class QSplitter;
class QToolButton;

namespace stemma::ui {

class ConflictModel;
class ReadView;

/// Asks, in its place and not in a dialog, what to do where a person and somebody else changed the same: the
/// text as it was, mine and theirs side by side with the changed words marked, and a choice for each. What
/// didn't overlap is merged already. Nothing is lost by leaving: the work stays unsaved as it is.
class MergeView : public QWidget {
    Q_OBJECT
public:
    explicit MergeView(QWidget* parent = nullptr);

    /// `who` wrote meanwhile, as actorText() calls them. Decisions on conflicts that stay the same are kept.
    void setConflicts(const QString& who, std::vector<report::MergeConflict> conflicts, PartNames names = {});
    [[nodiscard]] ConflictModel* model() const { return m_model; }
    [[nodiscard]] QListView* list() const { return m_list; }
    /// The text of one side of the current conflict.
    [[nodiscard]] ReadView* sideText(MergeSide side) const {
        return m_sideTexts[static_cast<std::size_t>(side)];
    }

public Q_SLOTS:
    /// Decides the current conflict and goes to the next one that is open.
    void choose(stemma::report::Choice choice);
    void chooseForAll(stemma::report::Choice choice);

Q_SIGNALS:
    /// All conflicts are decided, and the person wants the result.
    void applied(const std::vector<stemma::report::Resolution>& resolutions);
    /// The person's own version is to become a report of its own; the open one takes theirs.
    void copyRequested();
    /// The person goes back to the outline without deciding.
    void postponed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildList();
    void buildSides();
    void buildChoices();
    void buildEnd();
    void showCurrent();
    void showState();
    void takeEdited();
    [[nodiscard]] int row() const;

    QString m_who;
    PartNames m_names;
    ConflictModel* m_model = nullptr;
    QLabel* m_heading = nullptr;
    QListView* m_list = nullptr;
    QLabel* m_what = nullptr;
    QLabel* m_sentence = nullptr;
    QSplitter* m_sides = nullptr;
    std::array<QLabel*, 3> m_sideNames{};
    std::array<ReadView*, 3> m_sideTexts{};
    QWidget* m_choices = nullptr;
    std::array<QPushButton*, 4> m_choose{}; ///< by report::Choice
    QPlainTextEdit* m_edit = nullptr;
    QWidget* m_end = nullptr;
    QLabel* m_state = nullptr;
    QPushButton* m_apply = nullptr;
    QPushButton* m_copy = nullptr;
    QPushButton* m_later = nullptr;
};

} // namespace stemma::ui
