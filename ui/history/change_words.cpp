// SPDX-License-Identifier: MIT
#include "ui/history/change_words.h"

#include <QCoreApplication>

namespace stemma::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::Difference)
};

using diff::ChangeKind;

} // namespace

QString changeWords(const diff::Change& change) {
    const bool section = change.what == "section";
    const bool insight = change.what == "insight";
    const bool citation = change.what == "citation";
    switch (change.kind) {
    case ChangeKind::added:
        return section    ? Words::tr("Added section")
               : insight  ? Words::tr("Added insight")
               : citation ? Words::tr("Added citation")
                          : Words::tr("Added");
    case ChangeKind::removed:
        return section    ? Words::tr("Removed section")
               : insight  ? Words::tr("Removed insight")
               : citation ? Words::tr("Removed citation")
                          : Words::tr("Removed");
    case ChangeKind::moved:
        return section    ? Words::tr("Moved section")
               : insight  ? Words::tr("Moved insight")
               : citation ? Words::tr("Moved citation")
                          : Words::tr("Moved");
    case ChangeKind::edited:
        break;
    }
    return section    ? Words::tr("Edited section")
           : insight  ? Words::tr("Edited insight")
           : citation ? Words::tr("Edited citation")
                      : Words::tr("Edited");
}

} // namespace stemma::ui
