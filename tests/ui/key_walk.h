// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

#include <QAccessible>
#include <QApplication>
#include <QTest>
#include <QTextStream>

/// A window that is driven with nothing but keys.
namespace stemma::tests {

/// One step: keys (portable text, one after the other), then plain words to type.
struct KeyStep {
    const char* name;
    QStringList keys;
    QString words;
};
inline KeyStep keyStep(const char* name, const char* keys, const QString& words = {}) {
    return {name, QString::fromLatin1(keys).split(QLatin1Char(' '), Qt::SkipEmptyParts), words};
}

/// What has the keys now, of all windows.
inline QWidget* keyTarget() {
    if (QWidget* popup = QApplication::activePopupWidget())
        return popup;
    if (QWidget* focus = QApplication::focusWidget())
        return focus;
    return QApplication::activeWindow();
}

/// Does what a window manager does: after a dialog, and beside a popup, the window is active.
inline void keepActive(QWidget& window) {
    const QWidget* active = QApplication::activeWindow();
    if (active != nullptr && active->isVisible() && active->windowType() != Qt::Popup)
        return;
    QWidget* modal = QApplication::activeModalWidget();
    QWidget& next = modal != nullptr ? *modal : window;
    next.activateWindow();
    (void)QTest::qWaitForWindowActive(&next);
}

inline void pressKey(QWidget& window, const QString& key) {
    keepActive(window);
    const QKeyCombination combination = QKeySequence(key)[0];
    QTest::keyClick(keyTarget(), combination.key(), combination.keyboardModifiers());
    QTest::qWait(60);
}

inline QString focusName() {
    QWidget* focus = QApplication::focusWidget();
    if (focus == nullptr)
        return QStringLiteral("NOTHING");
    QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(focus);
    const QString name = spoken != nullptr ? spoken->text(QAccessible::Name) : QString();
    return QStringLiteral("%1 “%2”%3")
        .arg(QLatin1String(focus->metaObject()->className()), name,
             focus->isVisible() ? QString() : QStringLiteral(" HIDDEN"));
}

/// Goes through the steps, prints what has the focus after each, and calls `settled` then. Answers how often
/// nothing in sight had it.
inline int walkByKeys(QWidget& window, const QList<KeyStep>& steps,
                      const std::function<void(const KeyStep&)>& settled) {
    int lost = 0;
    int number = 0;
    QTextStream out(stdout);
    for (const KeyStep& step : steps) {
        for (const QString& key : step.keys)
            pressKey(window, key);
        keepActive(window);
        if (!step.words.isEmpty())
            QTest::keyClicks(keyTarget(), step.words);
        keepActive(window);
        settled(step);
        const QWidget* focus = QApplication::focusWidget();
        lost += focus == nullptr || !focus->isVisible() ? 1 : 0;
        out << QStringLiteral("%1-").arg(++number, 2, 10, QLatin1Char('0')) << step.name << ": "
            << step.keys.join(QLatin1Char(' ')) << ' ' << step.words << " → " << focusName() << Qt::endl;
    }
    return lost;
}

} // namespace stemma::tests
