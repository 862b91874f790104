// SPDX-License-Identifier: MIT
#include "ui/history/parts_text.h"

#include <algorithm>

#include <QCoreApplication>
#include <QStringList>

#include "ui/history/restore_panel.h"
#include "ui/text/content_text.h"

namespace stemma::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::PartsText)
};

using diff::ChangeKind;

constexpr qsizetype mostNamed = 3;

const diff::Change* changeOf(const report::RestorePartsPreview& preview, const report::PartChoice& part) {
    const auto found =
        std::find_if(preview.changes.begin(), preview.changes.end(), [&](const diff::Change& change) {
            return change.what == part.what && change.id == part.id;
        });
    return found == preview.changes.end() ? nullptr : &*found;
}

QString shortTitle(const diff::Change& change) {
    return isolated(oneLine(fromUtf8(change.title), 40));
}

QString alongText(const diff::Change& change) {
    const QString title = shortTitle(change);
    const bool section = change.what == "section";
    switch (change.kind) {
    case ChangeKind::added:
        return section ? Words::tr("section “%1” comes back").arg(title)
                       : Words::tr("“%1” comes back").arg(title);
    case ChangeKind::removed:
        return Words::tr("“%1” goes too").arg(title);
    case ChangeKind::moved:
        return Words::tr("“%1” moves").arg(title);
    case ChangeKind::edited:
        break;
    }
    return Words::tr("“%1” changes").arg(title);
}

QString joined(const QStringList& texts) {
    return texts.join(Words::tr(", ", "between items of a list"));
}

} // namespace

QString partsText(const report::RestorePartsPreview& preview) {
    if (preview.unchanged)
        return Words::tr("All of that is so already: there is nothing to restore.");
    QStringList lines, along;
    qsizetype more = 0;
    for (const report::PartChoice& part : preview.along)
        if (const diff::Change* change = changeOf(preview, part))
            along.size() < mostNamed ? static_cast<void>(along << alongText(*change))
                                     : static_cast<void>(++more);
    if (more > 0)
        along << Words::tr("%n more", nullptr, static_cast<int>(more));
    if (!along.isEmpty())
        lines << Words::tr("With that: %1.").arg(joined(along));
    QStringList lost;
    for (const report::RestorePreview::Lost& one : preview.lost)
        lost << changesBy(one.actor, one.changes);
    if (!lost.isEmpty())
        lines << Words::tr("Later changes of these parts will no longer be in the report: %1. They stay in "
                           "the history.")
                     .arg(joined(lost));
    lines << Words::tr("Nothing else changes. This can be undone.");
    return lines.join(QLatin1Char('\n'));
}

QString broughtBackText(const report::RestorePartsPreview& preview) {
    for (const report::PartChoice& part : preview.along) {
        const diff::Change* change = part.what == "section" ? changeOf(preview, part) : nullptr;
        if (change != nullptr && change->kind == ChangeKind::added)
            return Words::tr("Bring “%1” back").arg(shortTitle(*change));
    }
    return {};
}

} // namespace stemma::ui
