// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

class QAbstractItemView;
class QPalette;

namespace stemma::ui {

/// Lets the selection of a view stand back while the focus is elsewhere: of several lists in a window, one
/// shows where the keys go. Follows the palette. Lives as long as the view.
class QuietSelection : public QObject {
    Q_OBJECT
public:
    explicit QuietSelection(QAbstractItemView& view);

    /// Whether a selected row is to be drawn on the view's own ground, in its usual text.
    [[nodiscard]] static bool standsBack(const QPalette& palette);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void apply(bool focused);

    QAbstractItemView& m_view;
    bool m_focused = false;
};

} // namespace stemma::ui
