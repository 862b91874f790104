// SPDX-License-Identifier: MIT
#include "tests/core/report/library_fixture.h"

#include <algorithm>

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

#include "core/json/json_document.h"
#include "core/json/jsonl.h"

using namespace stemma;

LibraryFixture::LibraryFixture()
    : root(directory.path().toStdString() + "/reports")
    , m_disk(io::makePosixDisk())
    , m_locks(std::make_unique<io::LockKeeper>())
    , m_environment(
          std::make_unique<journal::Environment>(journal::Environment{*m_disk, m_clock, *m_locks, {}})) {
    QDir().mkpath(QString::fromStdString(root));
}

void LibraryFixture::endLinger() {
    m_environment.reset();
    m_locks = std::make_unique<io::LockKeeper>(); // the old one waits until all is released
    m_environment =
        std::make_unique<journal::Environment>(journal::Environment{*m_disk, m_clock, *m_locks, {}});
}

void LibraryFixture::write(const std::string& relative, const std::string& bytes) const {
    const QString target = QString::fromStdString(path(relative));
    QDir().mkpath(QFileInfo(target).path());
    QFile file(target);
    if (!file.open(QIODevice::WriteOnly) || file.write(QByteArray::fromStdString(bytes)) < 0)
        qFatal("could not write %s", qPrintable(target));
}

std::string LibraryFixture::read(const std::string& relative) const {
    QFile file(QString::fromStdString(path(relative)));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

bool LibraryFixture::exists(const std::string& relative) const {
    const QFileInfo info(QString::fromStdString(path(relative)));
    return info.exists() || info.isSymLink();
}

std::vector<std::string> LibraryFixture::names(const std::string& relative) const {
    std::vector<std::string> out;
    const QDir folder(QString::fromStdString(path(relative)));
    for (const QString& name :
         folder.entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot))
        out.push_back(name.toStdString());
    return out;
}

std::vector<std::string> LibraryFixture::picture() const {
    std::vector<std::string> out;
    QDirIterator all(QString::fromStdString(root),
                     QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                     QDirIterator::Subdirectories);
    while (all.hasNext()) {
        all.next();
        if (all.fileName() == QLatin1String(".lock")) // lingers after a change
            continue;
        QByteArray bytes;
        if (QFile file(all.filePath()); all.fileInfo().isFile() && file.open(QIODevice::ReadOnly))
            bytes = file.readAll();
        out.push_back(all.filePath().toStdString() + '\0' + bytes.toStdString());
    }
    std::sort(out.begin(), out.end());
    return out;
}

void LibraryFixture::addReport(const std::string& id, const std::string& outline) const {
    write("by_id/" + id + "/outline.json", outline);
    write("by_id/" + id + "/audit.jsonl", "");
    QDir().mkpath(QString::fromStdString(reportPath(id, "backups")));
}

json::Value LibraryFixture::lastEvent(const std::string& id) const {
    const json::JsonLines lines = json::readJsonLines(read("by_id/" + id + "/audit.jsonl"));
    return lines.lines.empty() ? json::Value() : lines.lines.back().value;
}
