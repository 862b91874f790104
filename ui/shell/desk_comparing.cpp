// SPDX-License-Identifier: MIT
// The desk's side of comparing any two versions: of reports, in the trash, in files, and what isn't saved.
#include "ui/history/compare_dialog.h"
#include "ui/history/diff_view.h"
#include "ui/history/history_pane.h"
#include "ui/session/edit_session.h"
#include "ui/shell/report_desk.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

struct ReadSides {
    ReadVersion from, to;
};

/// For the pool.
Result<ReadSides> readSides(io::Disk& disk, const std::string& root, const VersionPlace& from,
                            const VersionPlace& to) {
    auto first = readVersionAt(disk, root, from);
    if (!first)
        return fail(std::move(first.error()));
    auto second = readVersionAt(disk, root, to);
    if (!second)
        return fail(std::move(second.error()));
    return ReadSides{std::move(*first), std::move(*second)};
}

/// Parts can come from any version but the report's own as it is now.
std::optional<PartsOrigin> originOf(const VersionPlace& place, const std::string& path,
                                    const ReportId& report) {
    if (place.kind == VersionPlace::Kind::unsaved)
        return std::nullopt;
    if (place.kind == VersionPlace::Kind::trashed)
        return PartsOrigin{place.version, place.where, place.text};
    const bool own = place.kind == VersionPlace::Kind::report && place.where == report.text();
    if (own && place.version == "now")
        return std::nullopt;
    return PartsOrigin{own ? place.version : path, {}, place.text};
}

} // namespace

void ReportDesk::compareWith(const VersionPicker::AskFile& askFile) {
    if (!m_open.session || m_library == nullptr)
        return;
    std::optional<std::string> unsaved;
    if (m_open.edit->isModified() && m_open.edit->report())
        unsaved = m_open.edit->report()->bytes;
    auto* dialog = new CompareDialog(*m_library, m_open.session->id(), unsaved, askFile, this);
    connect(dialog, &CompareDialog::wanted, m_open.session.get(),
            [this](const VersionPlace& from, const VersionPlace& to) { compare(from, to); });
    dialog->open();
}

void ReportDesk::compare(const VersionPlace& from, const VersionPlace& to) {
    ReportSession* session = m_open.session.get();
    if (session == nullptr || m_library == nullptr)
        return;
    m_library->runner().run(
        session,
        [&disk = m_library->environment().disk, root = toUtf8(m_library->root()), from, to] {
            return readSides(disk, root, from, to);
        },
        [this, session, from, to](Result<ReadSides> read) {
            if (session != m_open.session.get())
                return;
            if (!read) {
                Q_EMIT failed(read.error());
                return;
            }
            auto source = std::make_shared<DiffSource>();
            source->beforeText = from.text;
            source->afterText = to.text;
            source->before = std::move(read->from.bytes);
            source->after = std::move(read->to.bytes);
            setHistoryShown(true);
            m_history->showDifference(std::move(source), originOf(from, read->from.path, session->id()));
            m_history->diffView()->setFocus(Qt::OtherFocusReason);
        });
}

void ReportDesk::restorePartsInto(const QString& key, const PartsOrigin& origin) {
    m_pendingParts = PendingParts{key, origin};
    Q_EMIT reportWanted(key);
}

} // namespace stemma::ui
