// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QWidget>

#include "ui/history/diff_document.h"

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QTextCursor;
class QToolButton;

namespace stemma::ui {

class ReadView;
class TaskRunner;

/// What is compared, and what to call the sides.
struct DiffSource {
    QString beforeText; ///< "before “edited” by agent, 14:02"
    QString afterText;
    std::string before; ///< the files, where they are outlines
    std::string after;
    /// In their place, whatever is compared: its difference by meaning, and that of its files. Called on the
    /// pool.
    std::function<DiffPlan(Unchanged)> plan = {}, rawPlan = {};
};

/// A place in a difference: the change of a part, and a text in it.
struct DiffPlace {
    std::string what, id; ///< as diff::Part has them; a citation is known by its insight
    QString text;         ///< as it stands there
};

/// The difference of two versions, old to new, with a header that says so in words. It is worked out on the
/// pool.
class DiffView : public QWidget {
    Q_OBJECT
public:
    explicit DiffView(QWidget* parent = nullptr);

    /// Outlives its use.
    void setRunner(TaskRunner* runner);
    void showDifference(std::shared_ptr<const DiffSource> source);
    /// Nothing to compare, and why.
    void showMessage(const QString& text);

    [[nodiscard]] int changeCount() const { return static_cast<int>(m_changes.size()); }
    [[nodiscard]] QString plainText() const;
    [[nodiscard]] ReadView* view() const { return m_view; }
    [[nodiscard]] QString headerText() const;
    /// Goes to that place and marks it, at once or when the difference that is being worked out is there.
    /// Only what is left of it is shown where the place itself isn't.
    void reveal(const DiffPlace& place);
    /// What reveal() came to: the part (partKey()) of the change, and the text that is marked; empty: none.
    struct Revealed {
        std::string part;
        QString text;
    };
    [[nodiscard]] Revealed revealed() const;
    /// Puts the cursor in the filter.
    void focusFilter();
    /// Puts a control of the pane's own beside the filter.
    void addTool(QWidget* tool);

public Q_SLOTS:
    void nextChange();
    void previousChange();
    void setRaw(bool raw);
    void setUnchangedShown(bool shown);
    /// Only changes that hold this text are shown.
    void setFilter(const QString& text);

Q_SIGNALS:
    /// A difference is on show.
    void shown();

protected:
    void changeEvent(QEvent* event) override;

private:
    void buildBar();
    void make();
    void forget();
    void take(DiffDocument document);
    void goTo(int change);
    void showPlace(const DiffPlace& place);
    [[nodiscard]] QTextCursor findIn(int change, const QString& text) const;
    void showCount();

    TaskRunner* m_runner = nullptr;
    std::shared_ptr<const DiffSource> m_source;
    QLabel* m_header = nullptr;
    QWidget* m_bar = nullptr;
    QToolButton* m_previous = nullptr;
    QToolButton* m_next = nullptr;
    QLabel* m_count = nullptr;
    QToolButton* m_unchanged = nullptr;
    QToolButton* m_raw = nullptr;
    QLineEdit* m_filter = nullptr;
    QHBoxLayout* m_second = nullptr;
    ReadView* m_view = nullptr;
    std::vector<int> m_changes;
    std::vector<std::string> m_parts;  ///< of each of them
    std::optional<DiffPlace> m_toShow; ///< as soon as the difference is there
    bool m_making = false;
    int m_current = -1;
    bool m_another = true; ///< another source than is on show
    quint64 m_generation = 0;
};

} // namespace stemma::ui
