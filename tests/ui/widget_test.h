// SPDX-License-Identifier: MIT
#pragma once

#include <QApplication>
#include <QRegularExpression>
#include <QTest>

namespace stemma::tests {

/// Every warning fails the test, but for those that the offscreen platform gives for each window with a least
/// size, and for each menu. Call it in init().
inline void failOnWarnings() {
    QTest::failOnWarning(QRegularExpression(
        QStringLiteral("^(?!This plugin does not support (propagateSizeHints|raise|grabbing))")));
}

/// main() of a test with windows: QT_FATAL_WARNINGS knows no exception, failOnWarnings() stands in for it.
template <class Test>
int runWidgetTest(int argc, char** argv) {
    qunsetenv("QT_FATAL_WARNINGS");
    const QApplication application(argc, argv);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace stemma::tests

#define STEMMA_WIDGET_TEST_MAIN(Test)                                                                        \
    int main(int argc, char** argv) {                                                                        \
        return stemma::tests::runWidgetTest<Test>(argc, argv);                                               \
    }
