// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QWidget>

#include "core/report/report_library.h"
#include "ui/shell/theme.h"

class QLabel;
class QListWidget;
class QToolButton;

namespace stemma::ui {

class CitationForm;
class EditSession;
struct ShownCitations;

/// The citations of one insight: add, change, move, delete; the chosen one is open below the list.
class CitationList : public QWidget {
    Q_OBJECT
public:
    explicit CitationList(QWidget* parent = nullptr);

    void setSession(EditSession* session);
    /// `open`: which one is chosen; none: as it was.
    void showCitations(const report::Insight& insight, std::optional<std::size_t> open);
    /// Adds one, like the chosen one in its source, and opens it.
    void add(const std::string& source);
    [[nodiscard]] QListWidget* list() const { return m_list; }
    [[nodiscard]] CitationForm* form() const { return m_form; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildButtons();
    QToolButton* button(IconName icon, const QString& text);
    [[nodiscard]] int rowIn(const ShownCitations& now) const;
    void showOpen();
    void remove();
    void move(int by);

    EditSession* m_session = nullptr;
    std::string m_insight;
    std::shared_ptr<const ShownCitations> m_shown;
    QLabel* m_heading = nullptr;
    QToolButton* m_add = nullptr;
    QToolButton* m_remove = nullptr;
    QToolButton* m_up = nullptr;
    QToolButton* m_down = nullptr;
    QListWidget* m_list = nullptr;
    CitationForm* m_form = nullptr;
    std::optional<int> m_wanted; ///< the row to open when it is there
    bool m_filling = false;
};

} // namespace stemma::ui
