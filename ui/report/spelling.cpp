// SPDX-License-Identifier: MIT
#include "ui/report/spelling.h"

#include <utility>

#include <QLocale>

#include "ui/session/task_runner.h"
#include "ui/shell/settings.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

const QString off = QStringLiteral("off");

} // namespace

Spelling::Spelling(io::Disk& disk, TaskRunner& runner, WindowState& state, std::vector<std::string> folders,
                   std::string locale, QObject* parent)
    : QObject(parent)
    , m_disk(disk)
    , m_runner(runner)
    , m_state(state)
    , m_folders(std::move(folders))
    , m_locale(std::move(locale)) {}

void Spelling::setStandard(bool checked) {
    m_standard = checked;
    update();
}

void Spelling::setReport(const ReportId& report) {
    m_report = fromUtf8(report.text());
    if (!m_report.isEmpty())
        find(); // one may have been installed since
    update();
}

QString Spelling::language() const {
    if (m_report.isEmpty())
        return {};
    const QString chosen = m_state.spelling(m_report);
    if (chosen == off)
        return {};
    if (!chosen.isEmpty())
        return chosen;
    return m_standard ? fromUtf8(spelling::languageFor(m_found, m_locale)) : QString();
}

void Spelling::choose(const QString& language) {
    if (m_report.isEmpty())
        return;
    m_state.setSpelling(m_report, language.isEmpty() ? off : language);
    if (const auto known = m_loaded.find(toUtf8(language)); known != m_loaded.end() && !known->second)
        m_loaded.erase(known);
    update();
}

void Spelling::accept(const QString& word) {
    if (!m_dictionary)
        return;
    m_dictionary->accept(toUtf8(word));
    Q_EMIT changed();
}

void Spelling::find() {
    m_runner.run(
        this, [&disk = m_disk, folders = m_folders] { return spelling::findDictionaries(disk, folders); },
        [this](std::vector<spelling::DictionaryFile> found) {
            if (m_found == found)
                return;
            m_found = std::move(found);
            update();
        });
}

/// Takes the dictionary of the language up, as soon as it is there.
void Spelling::update() {
    const std::string wanted = toUtf8(language());
    if (const auto known = m_loaded.find(wanted); known != m_loaded.end()) {
        setDictionary(known->second);
        return;
    }
    setDictionary(nullptr);
    for (const spelling::DictionaryFile& file : m_found)
        if (file.language == wanted && m_loading.insert(wanted).second)
            load(file);
}

void Spelling::load(const spelling::DictionaryFile& file) {
    m_runner.run(
        this, [&disk = m_disk, file] { return spelling::Dictionary::load(disk, file); },
        [this, language = file.language](Result<spelling::Dictionary> loaded) {
            m_loading.erase(language);
            auto& place = m_loaded[language];
            if (loaded)
                place = std::make_shared<spelling::Dictionary>(std::move(*loaded));
            else
                Q_EMIT failed(loaded.error());
            update();
        });
}

void Spelling::setDictionary(std::shared_ptr<spelling::Dictionary> dictionary) {
    if (m_dictionary == dictionary)
        return;
    m_dictionary = std::move(dictionary);
    Q_EMIT changed();
}

QString dictionaryName(const std::string& language) {
    const QString code = fromUtf8(language);
    const QLocale locale(code);
    if (locale.language() == QLocale::C)
        return code;
    if (!code.contains(QLatin1Char('_')))
        return QLocale::languageToString(locale.language());
    const QString name = QStringLiteral("%1 (%2)").arg(QLocale::languageToString(locale.language()),
                                                       QLocale::territoryToString(locale.territory()));
    return locale.name() == code ? name : QStringLiteral("%1, %2").arg(name, code);
}

} // namespace stemma::ui
