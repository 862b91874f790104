// SPDX-License-Identifier: MIT
#include "ui/history/version_picker.h"

#include <algorithm>
#include <utility>

#include <QComboBox>
#include <QCompleter>
#include <QFormLayout>
#include <QSignalBlocker>

#include "ui/session/library_session.h"
#include "ui/text/content_text.h"
#include "ui/text/error_text.h"

namespace stemma::ui {
namespace {

using Kind = VersionPlace::Kind;

QComboBox* narrowBox(const QString& name, QWidget* parent) {
    auto* box = new QComboBox(parent);
    box->setAccessibleName(name);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(30);
    return box;
}

QString titleOr(const std::string& title, const std::string& id) {
    return isolated(oneLine(fromUtf8(title.empty() ? id : title), 90));
}

} // namespace

VersionPicker::VersionPicker(LibrarySession& library, const ReportId& report,
                             const std::optional<std::string>& unsaved, AskFile askFile, QWidget* parent)
    : QWidget(parent)
    , m_library(library)
    , m_askFile(std::move(askFile))
    , m_reports(narrowBox(tr("Report"), this))
    , m_versions(narrowBox(tr("Version"), this)) {
    m_reports->setEditable(true); // many are found by typing
    m_reports->setInsertPolicy(QComboBox::NoInsert);
    m_reports->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_reports->completer()->setFilterMode(Qt::MatchContains);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(tr("Report:"), m_reports);
    form->addRow(tr("Version:"), m_versions);
    addPlace(tr("This report"), {Kind::report, report.text(), "now", {}});
    if (unsaved)
        addPlace(tr("This report with its unsaved edits"),
                 {Kind::unsaved, {}, {}, tr("with the unsaved edits"), *unsaved});
    addPlace(tr("A file…"), {Kind::file, {}, {}, {}});
    if (const auto snapshot = library.snapshot())
        addOthers(*snapshot, report);
    connect(m_reports, &QComboBox::activated, this, &VersionPicker::take);
    connect(m_versions, &QComboBox::activated, this, &VersionPicker::changed);
    take(0);
}

void VersionPicker::addPlace(const QString& text, VersionPlace place) {
    m_places.push_back(std::move(place));
    m_reports->addItem(text);
}

void VersionPicker::addOthers(const report::LibrarySnapshot& snapshot, const ReportId& report) {
    std::vector<std::pair<QString, VersionPlace>> others;
    for (const report::ReportSummary& one : snapshot.reports)
        if (one.id != report && one.state != report::ReportState::stub)
            others.push_back({titleOr(one.title, one.id.text()), {Kind::report, one.id.text(), "now", {}}});
    for (const report::TrashedReport& one : snapshot.trash)
        others.push_back({tr("%1 (in the trash)", "a report").arg(titleOr(one.title, one.id.text())),
                          {Kind::trashed, one.name, "now", {}}});
    std::sort(others.begin(), others.end(),
              [](const auto& a, const auto& b) { return QString::localeAwareCompare(a.first, b.first) < 0; });
    for (auto& [text, place] : others)
        addPlace(text, std::move(place));
}

void VersionPicker::take(int place) {
    if (place < 0 || place >= static_cast<int>(m_places.size()))
        return;
    const VersionPlace& chosen = m_places[static_cast<std::size_t>(place)];
    if (chosen.kind == Kind::file) {
        ++m_generation;
        m_listed.clear();
        setOnly(chosen.where.empty() ? tr("No file is chosen yet.") : fromUtf8(chosen.where));
        m_askFile([this, guard = QPointer<VersionPicker>(this), place](const QString& file) {
            if (guard.isNull())
                return;
            m_places[static_cast<std::size_t>(place)].where = toUtf8(file);
            setOnly(file);
            Q_EMIT changed();
        });
    } else if (chosen.kind == Kind::unsaved) {
        ++m_generation;
        m_listed.clear();
        setOnly(tr("as it is in the window"));
    } else {
        readVersions();
    }
    Q_EMIT changed();
}

void VersionPicker::setOnly(const QString& text) {
    m_versions->clear();
    m_versions->addItem(text);
    m_versions->setEnabled(false);
}

void VersionPicker::readVersions() {
    m_listed.clear();
    setOnly(tr("Reading the history …"));
    const VersionPlace place = m_places[static_cast<std::size_t>(m_reports->currentIndex())];
    m_library.runner().run(
        this,
        [&disk = m_library.environment().disk, root = toUtf8(m_library.root()), place,
         now = m_library.environment().clock.now()] { return listVersions(disk, root, place, now); },
        [this, generation = ++m_generation](Result<std::vector<ListedVersion>> listed) {
            if (generation != m_generation)
                return;
            if (listed)
                fill(std::move(*listed));
            else
                setOnly(errorText(listed.error()));
            Q_EMIT changed();
        });
}

void VersionPicker::fill(std::vector<ListedVersion> versions) {
    m_listed = std::move(versions);
    if (m_listed.empty())
        return setOnly(tr("It has no version that could be read."));
    m_versions->clear();
    for (const ListedVersion& version : m_listed)
        m_versions->addItem(version.text);
    m_versions->setEnabled(true);
    if (std::exchange(m_preferEarlier, false) && m_listed.size() > 1)
        m_versions->setCurrentIndex(1);
}

std::optional<VersionPlace> VersionPicker::place() const {
    const int row = m_reports->currentIndex();
    if (row < 0)
        return std::nullopt;
    VersionPlace place = m_places[static_cast<std::size_t>(row)];
    if (place.kind == Kind::unsaved)
        return place;
    if (place.kind == Kind::file) {
        const QString path = fromUtf8(place.where);
        place.text = tr("in the file %1").arg(isolated(path.section(QLatin1Char('/'), -1)));
        return path.isEmpty() ? std::nullopt : std::optional(place);
    }
    const int version = m_versions->currentIndex();
    if (version < 0 || version >= static_cast<int>(m_listed.size()))
        return std::nullopt;
    const ListedVersion& listed = m_listed[static_cast<std::size_t>(version)];
    place.version = listed.name;
    place.text = row == 0 ? listed.text
                          : tr("“%1” %2", "another report, a version of it: now")
                                .arg(m_reports->itemText(row), listed.text);
    return place;
}

} // namespace stemma::ui
