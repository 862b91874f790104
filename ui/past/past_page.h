// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <QWidget>

#include "ui/session/past_session.h"

class QAction;
class QHBoxLayout;
class QLabel;
class QStackedWidget;
class QTabBar;

namespace stemma::ui {

class OutlinePage;
class PastBlame;
class ReadView;

/// A report as it was, only to be looked at.
class PastPage : public QWidget {
    Q_OBJECT
public:
    PastPage(TaskRunner& runner, const Clock& clock, QWidget* parent = nullptr);

    void setActions(const QList<QAction*>& actions);
    /// `disk` outlives its use. Of the same report: what is chosen in it stays.
    void showContent(io::Disk& disk, const std::shared_ptr<const PastContent>& content);
    /// Nothing to show, and why.
    void showNothing(const QString& text);
    [[nodiscard]] const std::shared_ptr<const PastContent>& content() const { return m_content; }
    [[nodiscard]] OutlinePage* outlinePage() const { return m_outline; }
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString note() const;
    /// Who wrote what is shown beside the outline, or not.
    void setBlameShown(bool shown);
    void focusContent();

private:
    [[nodiscard]] QWidget* makeHeader();
    void make();
    void showFacts();

    TaskRunner& m_runner;
    const Clock& m_clock;
    io::Disk* m_disk = nullptr;
    std::shared_ptr<const PastContent> m_content;
    QLabel* m_title = nullptr;
    QLabel* m_facts = nullptr;
    QHBoxLayout* m_buttons = nullptr;
    QTabBar* m_tabs = nullptr;
    QStackedWidget* m_pages = nullptr;
    QStackedWidget* m_whole = nullptr; ///< a note, or the report
    QLabel* m_note = nullptr;
    QWidget* m_shown = nullptr;
    OutlinePage* m_outline = nullptr;
    PastBlame* m_blame = nullptr;
    ReadView* m_read = nullptr;
    std::string m_outlineOf, m_readOf; ///< the reports that they show
    quint64 m_generation = 0;
};

} // namespace stemma::ui
