// SPDX-License-Identifier: MIT
#pragma once

#include <QListView>

namespace stemma::ui {

/// A list in which letters are commands and no search.
class CommandListView : public QListView {
    Q_OBJECT
public:
    using QListView::QListView;
    void keyboardSearch(const QString&) override {}
};

} // namespace stemma::ui
