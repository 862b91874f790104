// SPDX-License-Identifier: MIT
#include "ui/shell/about_dialog.h"

#include <QApplication>
#include <QDialogButtonBox>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/shell/theme.h"

namespace stemma::ui {

namespace {
constexpr int iconSide = 72;
}

AboutDialog::AboutDialog(QWidget* parent)
    : QDialog(parent) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("About Stemma"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(28, 24, 28, 16);
    layout->setSpacing(10);
    auto* picture = new QLabel(this);
    picture->setPixmap(
        themeIcon(IconName::application).pixmap(QSize(iconSide, iconSide), devicePixelRatio()));
    picture->setAlignment(Qt::AlignCenter);
    layout->addWidget(picture);
    const auto addText = [this, layout](const QString& text, qreal scale, QFont::Weight weight) {
        auto* label = new QLabel(text, this);
        QFont font = label->font();
        font.setPointSizeF(font.pointSizeF() * scale);
        font.setWeight(weight);
        label->setFont(font);
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        layout->addWidget(label);
    };
    addText(tr("Stemma"), 1.6, QFont::Bold);
    addText(tr("Version %1, on Qt %2").arg(QApplication::applicationVersion(), QLatin1String(qVersion())),
            1.0, QFont::Normal);
    addText(tr("Opens libraries of reports that programs and people write together, shows every change and "
               "takes any "
               "of them back."),
            1.0, QFont::Normal);
    addText(tr("Free software under the MIT licence."), 0.92, QFont::Normal);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addSpacing(8);
    layout->addWidget(buttons);
    setMinimumWidth(fontMetrics().averageCharWidth() * 60);
}

} // namespace stemma::ui
