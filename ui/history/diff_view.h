// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <QWidget>

#include "core/report/restore_parts.h"
#include "ui/history/diff_cells.h"
#include "ui/history/diff_plan.h"
#include "ui/shell/theme.h"

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QMenu;
class QTextDocument;
class QToolButton;

namespace stemma::ui {

class DiffCanvas;
class TaskRunner;

/// What is compared, and what to call the sides.
struct DiffSource {
    QString beforeText;      ///< "before “edited” by agent, 14:02"
    QString afterText;       ///< may refer to the former: "after it"
    QString afterAlone = {}; ///< in its place where it comes first; empty: afterText can stand there
    std::string before;      ///< the files, where they are outlines
    std::string after;
    /// In their place, whatever is compared: its difference by meaning, and that of its files. Called on the
    /// pool.
    std::function<DiffPlan(Unchanged)> plan = {}, rawPlan = {};
    KeepChanges keep = {};                         ///< of two files: what of their difference is told
    bool choosing = false;                         ///< parts of it can be ticked
    std::vector<report::PartChoice> byPeople = {}; ///< which of them people changed since
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

    [[nodiscard]] int changeCount() const;
    [[nodiscard]] QString plainText() const;
    [[nodiscard]] DiffCanvas* canvas() const { return m_canvas; }
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
    /// What else can be done, behind a button and for a right click; not owned.
    void setMenu(QMenu* menu);

    /// Two columns where there is room, unless the person chose.
    enum class Layout { automatic, one, two };
    void setLayout(Layout layout);
    [[nodiscard]] bool inTwoColumns() const;

    /// Whether a difference is on show.
    [[nodiscard]] bool isShown() const { return m_isShown; }
    /// Whether it is one of two files.
    [[nodiscard]] bool isOfFiles() const { return m_isShown && m_source && !m_source->plan; }
    [[nodiscard]] bool isRaw() const;
    [[nodiscard]] bool unchangedShown() const;
    [[nodiscard]] bool stampsShown() const { return m_stamps == Stamps::show; }
    [[nodiscard]] bool isSwapped() const { return m_swapped; }
    [[nodiscard]] QLineEdit* filterEdit() const { return m_filter; }
    [[nodiscard]] QToolButton* kindButton(diff::ChangeKind kind) const {
        return m_kinds[static_cast<std::size_t>(kind)];
    }

    /// What is selected, or else all that is to be seen, goes to the clipboard as Markdown; worked out on the
    /// pool.
    void copyMarkdown();
    /// The same of the files' difference as `patch` takes it.
    void copyPatch();
    /// Makes it as it is printed, on the pool: in dark on white, whatever the window looks like.
    void makePrintable(std::function<void(std::shared_ptr<QTextDocument>)> done);
    /// Shows how it will be printed.
    void print();

public Q_SLOTS:
    void nextChange();
    void previousChange();
    void setRaw(bool raw);
    void setUnchangedShown(bool shown);
    /// What says only when something was written.
    void setStampsShown(bool shown);
    void setSwapped(bool swapped);
    /// The person chose it.
    void setTwoColumns(bool two);
    /// Only changes that hold this text are shown.
    void setFilter(const QString& text);
    /// Every change by its meaning: neither the raw files nor what a filter left.
    void showAllChanges();

Q_SIGNALS:
    /// A difference is on show, or none is any more, or it is shown in another way.
    void shown();
    void layoutChosen(stemma::ui::DiffView::Layout layout);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildBar();
    void buildKinds();
    [[nodiscard]] QToolButton* button(const QString& text, std::optional<IconName> icon, const QString& tip);
    void make();
    void forget();
    void take(std::shared_ptr<const DiffPlan> plan);
    void takeWish();
    void showPlace(const DiffPlace& place);
    void takeLayout();
    void showHeader();
    void showCount();
    void copyMade(std::function<QString()> make);
    [[nodiscard]] QString direction() const;

    TaskRunner* m_runner = nullptr;
    std::shared_ptr<const DiffSource> m_source;
    QLabel* m_header = nullptr;
    QWidget* m_bar = nullptr;
    QToolButton* m_previous = nullptr;
    QToolButton* m_next = nullptr;
    QLabel* m_count = nullptr;
    QToolButton* m_unchanged = nullptr;
    QToolButton* m_raw = nullptr;
    QToolButton* m_swap = nullptr;
    QToolButton* m_more = nullptr;
    QLineEdit* m_filter = nullptr;
    std::array<QToolButton*, 4> m_kinds{};
    QHBoxLayout* m_second = nullptr;
    DiffCanvas* m_canvas = nullptr;
    Layout m_layout = Layout::automatic;
    Stamps m_stamps = Stamps::leaveOut;
    bool m_swapped = false;
    bool m_isShown = false;
    bool m_making = false;             ///< another difference is being worked out
    std::optional<DiffPlace> m_toShow; ///< as soon as it is there
    bool m_another = true;             ///< another source than is on show
    quint64 m_generation = 0;
    quint64 m_copies = 0; ///< the last one counts
};

} // namespace stemma::ui
