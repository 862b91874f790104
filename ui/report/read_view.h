// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <QTextBrowser>

#include "ui/report/find_bar.h"

namespace stemma::ui {

/// Shows a finished document, and nothing that is not in it: no file and no page of the net is ever loaded.
/// Links within go to their place; links to the outside are opened by the desktop when the person follows
/// them.
class ReadView : public QTextBrowser, public Findable {
    Q_OBJECT
public:
    explicit ReadView(QWidget* parent = nullptr);

    /// Shows another document at the same place in the text, where the place is still there; null shows
    /// nothing.
    void setShown(std::shared_ptr<QTextDocument> document);
    /// As setShown(), from the beginning.
    void setShownFromTop(std::shared_ptr<QTextDocument> document);

    QVariant loadResource(int type, const QUrl& name) override;

    [[nodiscard]] QString findableText() const override;
    [[nodiscard]] int findOrigin() const override;
    void showFound(int position, int length) override;
    void focusContent() override { setFocus(Qt::OtherFocusReason); }

private:
    struct Place {
        QString anchor; ///< the last one above the top of the view, empty if none
        int below = 0;  ///< pixels from it to the top of the view
    };
    [[nodiscard]] Place place() const;
    void goTo(const Place& place);
    [[nodiscard]] int anchorTop(const QString& anchor) const;
    void follow(const QUrl& link);

    std::shared_ptr<QTextDocument> m_shown;
};

} // namespace stemma::ui
