// SPDX-License-Identifier: MIT
#include "ui/session/draft_keeper.h"

#include "core/report/outline_merge.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

/// Whether the report has all of it already: it was saved, and the window died before its draft was removed.
bool isIn(const journal::Draft& draft, const std::string& current) {
    if (draft.working == current || draft.working == draft.base)
        return true;
    const auto merged = report::mergeOutlines(draft.base, draft.working, current, report::Prefer::theirs);
    return merged && merged->conflicts.empty() && merged->bytes == current;
}

} // namespace

DraftKeeper::DraftKeeper(journal::DraftStore& store, EditSession& edit, QObject* parent)
    : QObject(parent)
    , m_edit(edit)
    , m_writer(store, edit.session().library().runner(), edit.session().library().environment().clock,
               toUtf8(edit.session().library().root()), edit.session().id())
    , m_offers(store, edit.session().library().runner()) {
    connect(&edit, &EditSession::workingTextChanged, this, &DraftKeeper::keep);
    connect(&edit, &EditSession::changed, this, &DraftKeeper::search);
    connect(&edit, &EditSession::givenUp, this, [this] {
        disconnect(&m_edit, &EditSession::workingTextChanged, this, nullptr);
        m_writer.drop();
    });
    connect(&m_writer, &DraftWriter::failed, this, &DraftKeeper::cannotKeep);
    connect(&m_writer, &DraftWriter::keptAgain, this, &DraftKeeper::keptAgain);
    connect(&m_offers, &DraftOffers::offered, this, &DraftKeeper::offered);
    connect(&m_offers, &DraftOffers::setAsideAt, this, &DraftKeeper::setAsideAt);
    connect(&m_offers, &DraftOffers::problemFound, this, &DraftKeeper::problemFound);
    connect(&m_offers, &DraftOffers::failed, this, &DraftKeeper::failed);
    search();
}

void DraftKeeper::keep(const std::shared_ptr<const EditState>& state) {
    if (!state->modified) {
        m_writer.drop();
        return;
    }
    m_writer.keep({state->saved, {state->report, &state->report->bytes}, state->report->outline.title});
}

/// Once, as soon as there is something to compare with.
void DraftKeeper::search() {
    const auto state = m_edit.state();
    if (m_searched || !state)
        return;
    m_searched = true;
    m_offers.search(
        toUtf8(m_edit.session().library().root()), m_edit.session().id(), state->report->bytes,
        [report = state->report](const journal::Draft& draft) { return isIn(draft, report->bytes); });
}

void DraftKeeper::takeUp() {
    const DraftOfferPtr offer = m_offers.beginTakingUp();
    if (!offer)
        return;
    m_edit.takeUp(offer->draft.base, offer->draft.working, [this](const Status& taken) {
        if (!taken)
            return m_offers.notTakenUp(taken.error());
        Q_EMIT tookUp();
        m_offers.takenUp(m_writer);
    });
}

} // namespace stemma::ui
