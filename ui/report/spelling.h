// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <QObject>
#include <QString>

#include "core/base/result.h"
#include "core/report/report_library.h"
#include "core/spelling/dictionary.h"

namespace stemma::ui {

class TaskRunner;
class WindowState;

/// The language that the open report's spelling is checked in, and the dictionaries that there are: one for
/// each window, shared by its texts. Dictionaries are found and loaded on the pool, each language once. Lives
/// in the window's thread.
class Spelling : public QObject {
    Q_OBJECT
public:
    /// `disk`, `runner` and `state`, which remembers the choices, outlive it. `locale`: of the system, as in
    /// "de_AT".
    Spelling(io::Disk& disk, TaskRunner& runner, WindowState& state, std::vector<std::string> folders,
             std::string locale, QObject* parent = nullptr);

    /// Whether reports without a choice of their own are checked, in the language of the system.
    void setStandard(bool checked);
    /// The report whose texts are shown; an empty id: none. Looks for dictionaries again.
    void setReport(const ReportId& report);
    /// The language of the open report ("en_US"); empty: it is not checked.
    [[nodiscard]] QString language() const;
    /// Chooses it for the open report, and remembers that; empty: not to be checked.
    void choose(const QString& language);
    /// What there is to choose from: none until they were looked for.
    [[nodiscard]] const std::vector<spelling::DictionaryFile>& dictionaries() const { return m_found; }
    /// The dictionary of language(); null while it is being loaded, and where it can't be.
    [[nodiscard]] std::shared_ptr<spelling::Dictionary> dictionary() const { return m_dictionary; }
    /// Counts a word as known from now on, in this language and run of the program.
    void accept(const QString& word);
    [[nodiscard]] TaskRunner& runner() const { return m_runner; }

Q_SIGNALS:
    /// dictionary() is another one, or what it knows.
    void changed();
    /// A dictionary can't be used. Told once until it is chosen again.
    void failed(const stemma::Error& error);

private:
    void find();
    void update();
    void load(const spelling::DictionaryFile& file);
    void setDictionary(std::shared_ptr<spelling::Dictionary> dictionary);

    io::Disk& m_disk;
    TaskRunner& m_runner;
    WindowState& m_state;
    std::vector<std::string> m_folders;
    std::string m_locale;
    bool m_standard = false;
    QString m_report;
    std::vector<spelling::DictionaryFile> m_found;
    std::map<std::string, std::shared_ptr<spelling::Dictionary>> m_loaded; ///< by language; null: it can't be
    std::set<std::string> m_loading;
    std::shared_ptr<spelling::Dictionary> m_dictionary;
};

/// A language of a dictionary by its name: "English (United States)".
[[nodiscard]] QString dictionaryName(const std::string& language);

} // namespace stemma::ui
