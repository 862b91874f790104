// SPDX-License-Identifier: MIT
#include "ui/shell/settings.h"

namespace stemma::ui {

namespace {

constexpr QLatin1String recentKey("recent_libraries");

QString shortcutKey(const QString& command) {
    return QLatin1String("shortcuts/") + command;
}

QString spellingKey(const QString& report) {
    return QLatin1String("spelling/") + report;
}

} // namespace

Settings::Settings(const QString& file)
    : m_file(file, QSettings::IniFormat) {}

QList<QKeySequence> Settings::shortcuts(const QString& command, const QList<QKeySequence>& standard) const {
    const QString key = shortcutKey(command);
    if (!m_file.contains(key))
        return standard;
    return QKeySequence::listFromString(m_file.value(key).toString(), QKeySequence::PortableText);
}

void Settings::setShortcuts(const QString& command, const QList<QKeySequence>& keys) {
    m_file.setValue(shortcutKey(command), QKeySequence::listToString(keys, QKeySequence::PortableText));
}

void Settings::resetShortcuts(const QString& command) {
    m_file.remove(shortcutKey(command));
}

WindowState::WindowState(const QString& file)
    : m_file(file, QSettings::IniFormat) {}

QByteArray WindowState::bytes(QLatin1String name) const {
    return m_file.value(name).toByteArray();
}
void WindowState::setBytes(QLatin1String name, const QByteArray& bytes) {
    m_file.setValue(name, bytes);
}

int WindowState::number(QLatin1String name, int standard) const {
    bool isNumber = false;
    const int number = m_file.value(name).toInt(&isNumber);
    return isNumber ? number : standard;
}
void WindowState::setNumber(QLatin1String name, int number) {
    m_file.setValue(name, number);
}

QString WindowState::text(QLatin1String name) const {
    return m_file.value(name).toString();
}
void WindowState::setText(QLatin1String name, const QString& text) {
    m_file.setValue(name, text);
}

QString WindowState::spelling(const QString& report) const {
    return m_file.value(spellingKey(report)).toString();
}
void WindowState::setSpelling(const QString& report, const QString& language) {
    m_file.setValue(spellingKey(report), language);
}

QStringList WindowState::recentLibraries() const {
    return m_file.value(recentKey).toStringList();
}

void WindowState::addRecentLibrary(const QString& root, int atMost) {
    QStringList recent = recentLibraries();
    recent.removeAll(root);
    recent.prepend(root);
    m_file.setValue(recentKey, QStringList(recent.mid(0, atMost)));
}

void WindowState::removeRecentLibrary(const QString& root) {
    QStringList recent = recentLibraries();
    recent.removeAll(root);
    m_file.setValue(recentKey, recent);
}

} // namespace stemma::ui
