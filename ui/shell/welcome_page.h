// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <QScrollArea>
#include <QStringList>

#include "core/report/report_library.h"

class QVBoxLayout;

namespace stemma::ui {

/// What the window shows when no library is open: open one, recent ones, those found on this machine, the
/// sample.
class WelcomePage : public QScrollArea {
    Q_OBJECT
public:
    explicit WelcomePage(QWidget* parent = nullptr);

    void setRecent(const QStringList& roots);
    /// `found`: null while still looking.
    void setFound(const std::vector<report::LibraryPlace>* found);

Q_SIGNALS:
    void openRequested();
    void sampleRequested();
    void libraryChosen(const QString& root);
    void forgetRequested(const QString& root);

private:
    QWidget* heading();
    QWidget* buttons();
    QVBoxLayout* addGroup(QVBoxLayout& column, const QString& title);

    QVBoxLayout* m_recent = nullptr;
    QVBoxLayout* m_found = nullptr;
};

} // namespace stemma::ui
