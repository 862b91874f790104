// SPDX-License-Identifier: MIT
// Pictures of how each of the conflicts in tests/data/merge is asked about.
//     stemma_merge_pictures OUT FOLDER light|dark
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QListView>
#include <QStyleFactory>
#include <QTest>

#include "core/json/json_document.h"
#include "core/report/outline_merge.h"
#include "ui/merge/conflict_model.h"
#include "ui/merge/merge_desk.h"
#include "ui/merge/merge_view.h"

using namespace stemma;

namespace {

QPalette darkPalette() {
    QPalette dark;
    dark.setColor(QPalette::Window, QColor(0x2a, 0x2e, 0x32));
    dark.setColor(QPalette::WindowText, QColor(0xfc, 0xfc, 0xfc));
    dark.setColor(QPalette::Base, QColor(0x1b, 0x1e, 0x20));
    dark.setColor(QPalette::AlternateBase, QColor(0x23, 0x26, 0x29));
    dark.setColor(QPalette::Text, QColor(0xfc, 0xfc, 0xfc));
    dark.setColor(QPalette::Button, QColor(0x31, 0x36, 0x3b));
    dark.setColor(QPalette::ButtonText, QColor(0xfc, 0xfc, 0xfc));
    dark.setColor(QPalette::Highlight, QColor(0x3d, 0xae, 0xe9));
    dark.setColor(QPalette::HighlightedText, QColor(0xfc, 0xfc, 0xfc));
    return dark;
}

/// The pictures of one file's conflicts; how many there are, or -1 if it can't be merged.
int take(const QString& file, const QString& out) {
    QFile input(file);
    if (!input.open(QIODevice::ReadOnly))
        return -1;
    const auto parsed = json::parse(input.readAll().toStdString());
    if (!parsed)
        return -1;
    const auto bytes = [&parsed](const char* side) { return json::bytesOf(*parsed->find(side)); };
    const auto merged = report::mergeOutlines(bytes("base"), bytes("ours"), bytes("theirs"));
    if (!merged)
        return -1;
    ui::MergeView view;
    view.resize(1000, 640);
    view.show();
    view.setConflicts(QStringLiteral("agent"), merged->conflicts,
                      ui::partNames(report::outlineFrom(*parsed->find("ours"))));
    const int count = view.model()->rowCount();
    for (int row = 0; row < count; ++row) {
        view.list()->setCurrentIndex(view.model()->index(row));
        QTest::qWait(30);
        view.grab().save(QStringLiteral("%1/%2-%3.png").arg(out, QFileInfo(file).baseName()).arg(row + 1));
    }
    return count;
}

} // namespace

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() != 4) {
        qCritical("usage: stemma_merge_pictures OUT FOLDER light|dark");
        return 2;
    }
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    if (arguments[3] == QLatin1String("dark"))
        QApplication::setPalette(darkPalette());
    QDir().mkpath(arguments[1]);
    int failed = 0;
    const QDir folder(arguments[2]);
    for (const QString& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files)) {
        const int count = take(folder.filePath(name), arguments[1]);
        qInfo("%s: %d", qPrintable(name), count);
        failed += count < 0 ? 1 : 0;
    }
    return failed == 0 ? 0 : 1;
}
