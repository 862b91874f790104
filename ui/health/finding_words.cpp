// SPDX-License-Identifier: MIT
#include "ui/health/finding_words.h"

#include <algorithm>

#include <QCoreApplication>

#include "ui/shell/theme.h"
#include "ui/text/content_text.h"
#include "ui/text/error_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

namespace {

using health::FindingKind;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::Health)
};

/// The core's clauses begin small and have no full stop. A file's or a program's name stays as it is.
QString sentenceOf(QString clause) {
    if (clause.isEmpty())
        return clause;
    const QString first = clause.section(QLatin1Char(' '), 0, 0);
    if (std::all_of(first.begin(), first.end(), [](QChar sign) { return sign.isLetter(); }))
        clause[0] = clause[0].toUpper();
    return clause.endsWith(QLatin1Char('.')) ? clause : clause + QLatin1Char('.');
}

} // namespace

QString severityText(Severity severity) {
    switch (severity) {
    case Severity::error:
        return Words::tr("Error");
    case Severity::warning:
        return Words::tr("Warning");
    case Severity::info:
        break;
    }
    return Words::tr("Remark");
}

QIcon severityIcon(Severity severity) {
    switch (severity) {
    case Severity::error:
        return toneIcon(IconName::error, Tone::bad);
    case Severity::warning:
        return toneIcon(IconName::warning, Tone::warning);
    case Severity::info:
        break;
    }
    return toneIcon(IconName::information, Tone::accent);
}

QString findingKindText(FindingKind kind) {
    switch (kind) {
    case FindingKind::index:
        return Words::tr("Index");
    case FindingKind::interruptedSave:
        return Words::tr("Interrupted save");
    case FindingKind::abandonedLock:
        return Words::tr("Abandoned lock");
    case FindingKind::damagedOutline:
        return Words::tr("Damaged outline");
    case FindingKind::outlineProblem:
        return Words::tr("Outline");
    case FindingKind::unrecordedChange:
        return Words::tr("Unrecorded change");
    case FindingKind::damagedHistory:
        return Words::tr("History");
    case FindingKind::library:
        return Words::tr("Library");
    case FindingKind::graphs:
        return Words::tr("Graphs");
    case FindingKind::interruptedTransaction:
        return Words::tr("Interrupted change");
    }
    return {};
}

QString whereText(const HealthRow& row) {
    return row.where.isEmpty() ? Words::tr("This library") : row.where;
}

QString messageText(const health::Finding& finding) {
    return sentenceOf(fromUtf8(finding.message));
}

QString findingFacts(const health::Finding& finding) {
    const QString facts = Words::tr("%1 · %2", "severity, kind of finding")
                              .arg(severityText(finding.severity), findingKindText(finding.kind));
    return finding.fix.empty() ? facts : Words::tr("%1 · can be fixed", "facts on a finding").arg(facts);
}

QString fixCommandText(const health::Finding& finding) {
    if (finding.fix.empty())
        return {};
    switch (finding.kind) {
    case FindingKind::index:
        return Words::tr("&Write the Index Anew");
    case FindingKind::interruptedSave:
        return Words::tr("&Finish the Save or Take It Back");
    case FindingKind::abandonedLock:
        return Words::tr("&Set the Lock Aside");
    case FindingKind::damagedOutline:
        return Words::tr("&Restore the Newest Good Version");
    case FindingKind::unrecordedChange:
        return Words::tr("&Record the Change");
    case FindingKind::graphs:
        return Words::tr("&Repair This in the Graphs");
    case FindingKind::interruptedTransaction:
        return Words::tr("&Finish the Change or Take It Back");
    case FindingKind::outlineProblem:
    case FindingKind::damagedHistory:
    case FindingKind::library:
        break;
    }
    return Words::tr("&Fix");
}

QString fixSentence(const health::Finding& finding) {
    if (finding.kind == FindingKind::damagedOutline && !finding.fix.empty()) {
        const QString restores =
            Words::tr("Restores the newest version that can be read, as a new change: the one of %1.")
                .arg(exactTime(finding.versionAt));
        return finding.base.empty()
                   ? restores
                   : Words::tr("%1 The damaged bytes are kept as a backup.", "a sentence").arg(restores);
    }
    return sentenceOf(fromUtf8(finding.fix));
}

QString takingBackText(const health::Finding& finding) {
    if (health::canTakeBack(finding))
        return finding.kind == FindingKind::graphs
                   ? Words::tr("It is a change like any other: Undo takes it back, and what it removes stays "
                               "in the history.")
                   : Words::tr("Undo puts the damaged outline back, byte for byte.");
    switch (finding.kind) {
    case FindingKind::index:
        return Words::tr("It can't be taken back, and need not be: the index is made of the reports, which "
                         "stay as they are.");
    case FindingKind::unrecordedChange:
        return Words::tr("It can't be taken back: a history only grows. The content isn't touched.");
    case FindingKind::damagedOutline:
        return Words::tr("There is nothing to go back to: no outline is there. The restored one can be moved "
                         "to the trash.");
    case FindingKind::abandonedLock:
        return Words::tr("It can't be taken back. If a program does hold the lock, nothing is done.");
    default:
        return Words::tr("It can't be taken back. What isn't surely left over is kept.");
    }
}

QString toDoText(const health::Finding& finding) {
    if (finding.severity == Severity::info)
        return Words::tr("Nothing needs to be done.");
    switch (finding.kind) {
    case FindingKind::damagedHistory:
        return Words::tr(
            "What is lost of a history can't be made anew. Show in History tells what is still there.");
    case FindingKind::damagedOutline:
        return Words::tr("No version of it can be read by Stemma now. Its folder holds what is there of it.");
    default:
        return Words::tr("Stemma can't mend that without you.");
    }
}

QString doneText(const FixOutcome& outcome, const QString& where) {
    const QString what = isolated(where);
    switch (outcome.finding.kind) {
    case FindingKind::index:
        return Words::tr("The index is written anew from the reports.");
    case FindingKind::abandonedLock:
        return Words::tr("Set the abandoned lock of “%1” aside.").arg(what);
    case FindingKind::damagedOutline:
        return Words::tr("Restored the newest good version of “%1”.").arg(what);
    case FindingKind::unrecordedChange:
        return Words::tr("Recorded the change of “%1”.").arg(what);
    case FindingKind::graphs:
        return Words::tr("Repaired in the graphs of “%1”: %2", "user, what was wrong: a sentence")
            .arg(what, messageText(outcome.finding));
    default:
        return Words::tr("Fixed “%1”: %2", "where, what was done: a sentence")
            .arg(what, sentenceOf(outcome.words));
    }
}

QString outcomeText(const FixOutcome& outcome) {
    switch (outcome.state) {
    case FixOutcome::State::done:
        if (outcome.finding.kind == FindingKind::graphs)
            return Words::tr("Repaired: %1", "what was wrong: a sentence").arg(messageText(outcome.finding));
        return Words::tr("Done: %1", "what was done").arg(sentenceOf(outcome.words));
    case FixOutcome::State::gone:
        return Words::tr("Not done: it was no longer as it had been looked at.");
    case FixOutcome::State::failed:
        return Words::tr("Not done. %1", "why: sentences")
            .arg(outcome.error ? errorText(*outcome.error) : QString());
    case FixOutcome::State::left:
        break;
    }
    return Words::tr("Not done: cancelled before its turn.");
}

} // namespace stemma::ui
