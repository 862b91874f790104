// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <QWidget>

#include "core/report/report_library.h"
#include "ui/session/version_places.h"

class QComboBox;
class QLabel;

namespace stemma::ui {

class LibrarySession;

/// Chooses one version: of this report, of another one, of one in the trash, or a file.
class VersionPicker : public QWidget {
    Q_OBJECT
public:
    /// Asks for a file; the answer may come later, or never.
    using AskFile = std::function<void(std::function<void(const QString&)>)>;

    /// `library` outlives it. `unsaved`: of this report, if there are edits that aren't saved.
    VersionPicker(LibrarySession& library, const ReportId& report, const std::optional<std::string>& unsaved,
                  AskFile askFile, QWidget* parent = nullptr);

    /// Nothing while none is chosen, or the versions are being read.
    [[nodiscard]] std::optional<VersionPlace> place() const;
    /// Another version of this report than the newest, once they are known.
    void preferEarlier() { m_preferEarlier = true; }
    [[nodiscard]] QComboBox* reports() const { return m_reports; }
    [[nodiscard]] QComboBox* versions() const { return m_versions; }

Q_SIGNALS:
    void changed();

private:
    void addPlace(const QString& text, VersionPlace place);
    void addOthers(const report::LibrarySnapshot& snapshot, const ReportId& report);
    void take(int place);
    void readVersions();
    void fill(std::vector<ListedVersion> versions);
    void setOnly(const QString& text);

    LibrarySession& m_library;
    AskFile m_askFile;
    std::vector<VersionPlace> m_places; ///< by row of m_reports
    std::vector<ListedVersion> m_listed;
    bool m_preferEarlier = false;
    quint64 m_generation = 0;
    QComboBox* m_reports = nullptr;
    QComboBox* m_versions = nullptr;
};

} // namespace stemma::ui
