// SPDX-License-Identifier: MIT
#pragma once

#include <QApplication>
#include <QDialog>
#include <QPalette>
#include <QTest>
#include <QTextStream>

/// What the programs that take pictures of the window share.
namespace stemma::tests {

inline constexpr int settleMs = 700;

inline QPalette darkPalette() {
    const QColor ground(0x2a, 0x2e, 0x32), deep(0x1b, 0x1e, 0x20), text(0xfc, 0xfc, 0xfc);
    QPalette palette(text, ground, ground.lighter(140), deep.darker(120), ground.darker(120), text, deep);
    palette.setColor(QPalette::Button, QColor(0x31, 0x36, 0x3b));
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::AlternateBase, ground);
    palette.setColor(QPalette::Highlight, QColor(0x3d, 0x7e, 0xa6));
    palette.setColor(QPalette::HighlightedText, text);
    palette.setColor(QPalette::PlaceholderText, QColor(0xa1, 0xa9, 0xb1));
    palette.setColor(QPalette::Link, QColor(0x6c, 0xb8, 0xe6));
    palette.setColor(QPalette::ToolTipBase, ground);
    palette.setColor(QPalette::ToolTipText, text);
    for (const auto role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(0x7f, 0x8c, 0x8d));
    return palette;
}

/// Takes pictures of one window, numbered in the order taken.
class Photographer {
public:
    Photographer(QString folder, QString suffix)
        : m_folder(std::move(folder))
        , m_suffix(std::move(suffix)) {}

    void take(QWidget& widget, const char* name) {
        QTest::qWait(settleMs);
        const QString file = QStringLiteral("%1/%2-%3%4.png")
                                 .arg(m_folder)
                                 .arg(++m_number, 2, 10, QLatin1Char('0'))
                                 .arg(QLatin1String(name), m_suffix);
        QTextStream(stdout) << file << (widget.grab().save(file) ? "\n" : " could not be written\n");
    }
    void takeDialog(const char* name) {
        QTest::qWait(settleMs);
        for (QWidget* widget : QApplication::topLevelWidgets()) {
            if (auto* dialog = qobject_cast<QDialog*>(widget); dialog != nullptr && dialog->isVisible()) {
                take(*dialog, name);
                dialog->reject();
                return;
            }
        }
    }

private:
    QString m_folder, m_suffix;
    int m_number = 0;
};

} // namespace stemma::tests
