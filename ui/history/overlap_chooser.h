// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <vector>

#include <QWidget>

#include "core/report/outline_merge.h"
#include "ui/merge/conflict_text.h"

class QListWidget;
class QPushButton;

namespace stemma::ui {

class ReadView;

/// Asks, in its place, about each part of a report that later changes made something else of than the changes
/// that are to be taken out: what is there now stays, unless the person takes back what was there before.
class OverlapChooser : public QWidget {
    Q_OBJECT
public:
    explicit OverlapChooser(QWidget* parent = nullptr);

    /// In each, base is what the change made, ours what is there now, theirs what was there before. What was
    /// chosen about those that stay the same is kept, and so is their order. None: it is hidden.
    void setConflicts(std::vector<report::MergeConflict> conflicts, PartNames names = {});
    /// Forgets what was chosen too.
    void clear();
    /// What the person chose; what isn't among it stays as it is now.
    [[nodiscard]] std::vector<report::Resolution> resolutions() const;
    [[nodiscard]] QListWidget* list() const { return m_list; }
    [[nodiscard]] QPushButton* keepButton() const { return m_keep; }
    [[nodiscard]] QPushButton* takeBackButton() const { return m_takeBack; }
    [[nodiscard]] ReadView* sides() const { return m_sides; }

Q_SIGNALS:
    /// Something else was chosen.
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void choose(report::Choice choice);
    [[nodiscard]] report::Choice chosen(const report::MergeConflict& conflict) const;
    void fill();
    void showCurrent();

    std::vector<report::MergeConflict> m_conflicts;
    std::map<std::string, report::Choice> m_chosen; ///< by MergeConflict::key()
    PartNames m_names;
    QListWidget* m_list = nullptr;
    ReadView* m_sides = nullptr;
    QPushButton* m_keep = nullptr;
    QPushButton* m_takeBack = nullptr;
};

} // namespace stemma::ui
