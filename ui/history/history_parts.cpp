// SPDX-License-Identifier: MIT
// The way back for parts of a report: they are ticked in the difference between now and a version.
#include <utility>

#include <QPushButton>

#include "ui/history/diff_canvas.h"
#include "ui/history/diff_view.h"
#include "ui/history/history_pane.h"
#include "ui/history/overlap_chooser.h"
#include "ui/history/parts_options.h"
#include "ui/history/parts_text.h"
#include "ui/history/restore_panel.h"
#include "ui/session/task_runner.h"
#include "ui/text/content_text.h"
#include "ui/text/error_text.h"

namespace stemma::ui {

void HistoryPane::buildParts() {
    m_partsOptions = new PartsOptions;
    m_partsOptions->hide();
    restorePanel()->addPart(m_partsOptions);
    connect(m_partsOptions, &PartsOptions::placeChanged, this, [this] {
        m_remade = false;
        previewTicked();
    });
    connect(m_partsOptions, &PartsOptions::resultToggled, this, &HistoryPane::showPartsDifference);
    connect(diffView()->canvas(), &DiffCanvas::ticksChanged, this, [this] {
        if (!diffView()->canvas()->isChoosing())
            return;
        m_remade = false;
        m_ticked = diffView()->canvas()->ticks();
        previewTicked();
    });
    connect(diffView()->canvas(), &DiffCanvas::accepted, this, [this] {
        if (restorePanel()->acceptButton()->isEnabled())
            acceptRestore();
    });
    connect(diffView(), &DiffView::shown, this, &HistoryPane::takeTicks);
}

bool HistoryPane::canRestoreParts() const {
    const bool other = m_other && m_otherOrigin;
    return m_session && (other || (m_shown && m_choice.restorable)) && liveIsReadable() && !isAsking();
}

void HistoryPane::offerParts() {
    if (!canRestoreParts())
        return;
    m_remade = false;
    m_wantedPart = currentPart();
    if (m_other && m_otherOrigin)
        m_session->openParts(*m_otherOrigin);
    else
        m_session->openParts({ReportSession::versionName(m_shown->versions[*m_choice.restorable]),
                              {},
                              m_choice.restorableText});
}

void HistoryPane::offerParts(const PartsOrigin& origin) {
    if (!m_session)
        return;
    if (isAsking())
        closePanel();
    m_remade = false;
    m_wantedPart = {};
    m_session->openParts(origin);
}

/// What the person was looking at is what they mean.
report::PartChoice HistoryPane::currentPart() const {
    const DiffCanvas& canvas = *diffView()->canvas();
    if (!canvas.plan())
        return {};
    for (int row = canvas.currentRow(); row >= 0; --row) {
        const int part = canvas.block(row).part;
        if (part < 0)
            continue;
        const DiffPart& found = canvas.plan()->parts[static_cast<std::size_t>(part)];
        return {found.what, found.id, {}};
    }
    return {};
}

void HistoryPane::onPartsReady(const std::shared_ptr<const PartsBasis>& basis) {
    const auto former = std::exchange(m_partsBasis, basis);
    const report::PartsSource& source = basis->source;
    m_partsOffer.reset();
    m_offer.reset();
    m_takeOut.reset();
    m_overlaps->clear();
    if (!former) {
        m_ticked = {};
        m_partsOptions->reset();
        diffView()->showAllChanges(); // what isn't in sight can't be ticked
    }
    if (!former || former->source.byPeople.empty()) { // nobody was asked before
        m_keepPeople = source.begunByProgram && !source.byPeople.empty();
        m_ticked.setKeeping(m_keepPeople);
    }
    m_partsOptions->show();
    askParts();
    showPanel();
    showPartsDifference();
    if (!former)
        diffView()->setFocus(Qt::OtherFocusReason);
    else if (m_partsOptions->resultWanted() || diffView()->isRaw())
        tickUnseen();
    showButtons();
}

/// What is ticked stays so where the report became another one while no boxes are on show.
void HistoryPane::tickUnseen() {
    const Stamps stamps = diffView()->stampsShown() ? Stamps::show : Stamps::leaveOut;
    m_session->library().runner().run(
        this,
        [basis = m_partsBasis, stamps] {
            const report::PartsSource& source = basis->source;
            DiffPlan plan = planDifference(source.now, source.version, Unchanged::fold, stamps);
            markPeoplesParts(plan, source.byPeople);
            return PartTicks(std::move(plan.parts));
        },
        [this, basis = m_partsBasis](PartTicks ticks) {
            if (m_partsBasis != basis)
                return;
            ticks.takeFrom(m_ticked);
            m_ticked = std::move(ticks);
            previewTicked();
        });
}

/// Now → the version, to tick in; or now → what comes of it, as soon as that is known.
void HistoryPane::showPartsDifference() {
    const bool result = m_partsOptions->resultWanted();
    if (!m_partsBasis || (result && !m_partsOffer))
        return;
    auto source = std::make_shared<DiffSource>();
    source->beforeText = tr("now");
    source->before = m_partsBasis->source.now;
    source->afterText =
        result ? tr("what restoring %1 would make of it").arg(m_partsOffer->partsText)
               : tr("the version %1", "… before “edited” by agent, 14:02").arg(m_partsBasis->origin.text);
    source->after = result ? m_partsOffer->preview.bytes : m_partsBasis->source.version;
    source->choosing = !result;
    if (!result)
        source->byPeople = m_partsBasis->source.byPeople;
    diffView()->showDifference(std::move(source));
    m_comparing.clear();
}

/// The plan to tick in is made on the pool: what was ticked in the one before is ticked in it.
void HistoryPane::takeTicks() {
    DiffCanvas* canvas = diffView()->canvas();
    if (!m_partsBasis || !canvas->isChoosing() || canvas->plan() == m_tickedPlan)
        return;
    const bool first = std::exchange(m_tickedPlan, canvas->plan()) == nullptr;
    canvas->setTicks(m_ticked);
    if (first) {
        if (!m_wantedPart.what.empty())
            canvas->tick(m_wantedPart);
        canvas->setKeeping(m_keepPeople); // tells what is ticked now
    } else {
        m_ticked = canvas->ticks();
        previewTicked();
    }
}

void HistoryPane::previewTicked() {
    if (!m_partsBasis)
        return;
    m_partsOffer.reset();
    if (m_ticked.none()) {
        m_session->cancelPreview();
        m_partsOptions->showChoice();
        askParts();
        return;
    }
    restorePanel()->setBusy(true);
    report::RestorePartsRequest request{m_partsBasis->origin.version, m_ticked.choices(),
                                        m_partsBasis->origin.trashed};
    request.company = report::Company::alone; // what stands in a part is ticked by itself
    if (const std::string into = m_partsOptions->into(); !into.empty())
        request.into = into;
    m_session->previewParts(std::move(request), m_ticked.text(), m_partsBasis->origin.text);
}

void HistoryPane::onPartsOffered(const std::shared_ptr<const PartsOffer>& offer) {
    if (!m_partsBasis)
        return;
    if (offer->preview.baseSha256 != m_partsBasis->source.baseSha256) { // somebody wrote since
        m_remade = true;
        askParts();
        lookAgain();
        return;
    }
    m_partsOffer = offer;
    askParts();
    if (m_partsOptions->resultWanted())
        showPartsDifference();
}

void HistoryPane::onPartsRefused(const Error& error) {
    if (!m_partsBasis)
        return;
    m_partsOffer.reset();
    m_partsOptions->showChoice();
    askParts(errorText(error));
}

QString HistoryPane::partsBody() const {
    if (m_partsOffer)
        return partsText(m_partsOffer->preview);
    return m_ticked.none() ? tr("Tick below what is to be as it was then: with the Space key, or by a click. "
                                "Nothing else changes.")
                           : tr("Working out what that changes …");
}

void HistoryPane::askParts(const QString& problem) {
    const QString& version = m_partsBasis->origin.text;
    RestoreQuestion question;
    question.possible = m_partsOffer && !m_partsOffer->preview.unchanged;
    question.question =
        m_partsOffer
            ? tr("Restore %1 from the version %2?", "parts; … before “edited” by agent, 14:02")
                  .arg(m_partsOffer->partsText, version)
            : tr("Restore parts of the version %1?", "… before “edited” by agent, 14:02").arg(version);
    question.body = !problem.isEmpty() ? problem : partsBody();
    if (m_remade)
        question.body = tr("The report was changed meanwhile: this preview is made anew.") +
                        QLatin1Char('\n') + question.body;
    question.act = m_partsOffer ? tr("Restore %1").arg(oneLine(m_partsOffer->partsText, 40)) : QString();
    question.icon = IconName::restore;
    if (!m_partsBasis->source.byPeople.empty())
        question.choice =
            RestoreCheck{tr("&Keep what people changed since"),
                         tr("Leaves out what a person changed after that version. Each of it can still be "
                            "ticked by itself."),
                         m_keepPeople};
    restorePanel()->ask(question);
    const auto report = m_session->report();
    m_partsOptions->setSections(report ? report->outline.sections : std::vector<report::Section>(),
                                m_partsOffer ? broughtBackText(m_partsOffer->preview) : QString());
    m_partsOptions->setResultPossible(question.possible || m_partsOptions->resultWanted());
}

void HistoryPane::changePartsWish() {
    if (m_keepPeople == restorePanel()->wantsChoice())
        return;
    m_keepPeople = restorePanel()->wantsChoice();
    if (diffView()->canvas()->isChoosing()) {
        diffView()->canvas()->setKeeping(m_keepPeople); // tells what is ticked now
        return;
    }
    m_remade = false;
    m_ticked.setKeeping(m_keepPeople);
    previewTicked();
}

void HistoryPane::forgetParts() {
    if (std::exchange(m_partsBasis, nullptr) && m_other)
        diffView()->showDifference(m_other);
    m_partsOffer.reset();
    m_tickedPlan.reset();
    m_ticked = {};
    m_partsOptions->reset();
    m_partsOptions->hide();
}

} // namespace stemma::ui
