// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <QAbstractItemView>
#include <QAccessible>
#include <QTest>
#include <QWidget>

namespace stemma::tests {

/// Where a widget stands, by classes, to find it again.
inline QString pathOf(const QWidget* widget) {
    QString path = QLatin1String(widget->metaObject()->className());
    for (const QWidget* above = widget->parentWidget(); above != nullptr; above = above->parentWidget())
        path.prepend(QLatin1String(above->metaObject()->className()) + QLatin1Char('/'));
    return path;
}

/// How many controls of a window can be seen and are reached by Tab. One without a name or a role for who
/// can't see it, or a list whose rows say nothing, fails the test.
inline std::size_t namedIn(const QWidget& window) {
    std::size_t named = 0;
    for (QWidget* widget : window.findChildren<QWidget*>()) {
        if (!widget->isVisible() || (widget->focusPolicy() & Qt::TabFocus) == 0 ||
            widget->focusProxy() != nullptr)
            continue;
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(widget);
        if (spoken == nullptr || spoken->text(QAccessible::Name).isEmpty() ||
            spoken->role() == QAccessible::NoRole) {
            QTest::qFail(qPrintable(QStringLiteral("no name: ") + pathOf(widget)), __FILE__, __LINE__);
            return 0;
        }
        const auto* list = qobject_cast<QAbstractItemView*>(widget);
        if (list != nullptr && list->model() != nullptr && list->model()->rowCount(list->rootIndex()) > 0) {
            const QModelIndex first = list->model()->index(0, 0, list->rootIndex());
            if (first.data(Qt::AccessibleTextRole).toString().isEmpty() &&
                first.data(Qt::DisplayRole).toString().isEmpty()) {
                QTest::qFail(qPrintable(QStringLiteral("no words: ") + pathOf(widget)), __FILE__, __LINE__);
                return 0;
            }
        }
        ++named;
    }
    return named;
}

} // namespace stemma::tests
