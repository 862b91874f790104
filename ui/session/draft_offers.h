// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QObject>
#include <QString>

#include "core/journal/draft_store.h"
#include "ui/session/draft_writer.h"

namespace stemma::ui {

/// Unsaved edits that a window left which is no more.
struct DraftOffer {
    journal::Draft draft;
    std::string current; ///< the report's text when they were found; of graphs empty
};
using DraftOfferPtr = std::shared_ptr<const DraftOffer>;

/// The drafts that were left of one thing that is open now: offered one after the other. Lives in the
/// window's thread.
class DraftOffers : public QObject {
    Q_OBJECT
public:
    /// `store` and `runner` outlive it.
    DraftOffers(journal::DraftStore& store, TaskRunner& runner, QObject* parent = nullptr);

    /// Looks for them on the pool. Those of which all has become a part of what is there are removed instead;
    /// `isIn` tells that, there.
    void search(std::string library, ReportId report, std::string current,
                std::function<bool(const journal::Draft&)> isIn);
    /// What is on offer; null if nothing is.
    [[nodiscard]] DraftOfferPtr offer() const { return m_offer; }
    /// The offer, which is being taken up from now on; null if there is none, or it is already.
    [[nodiscard]] DraftOfferPtr beginTakingUp();
    /// It was: the draft is removed as soon as `writer` keeps its edits as ours. Then comes the next one.
    void takenUp(DraftWriter& writer);
    /// It could not be: failed() tells why.
    void notTakenUp(const Error& error);
    /// Moves them away. The answer is setAsideAt(), or failed().
    void setAside();

Q_SIGNALS:
    /// offer() is there; the next one comes when this one was taken up or set aside.
    void offered();
    void setAsideAt(const QString& path);
    /// A draft that can't be offered: why, and where it is now.
    void problemFound(const QString& text);
    void failed(const stemma::Error& error);

private:
    struct Found {
        std::vector<DraftOfferPtr> offers;
        std::vector<journal::DraftProblem> problems;
        std::optional<Error> error;
    };
    [[nodiscard]] static Found findOn(journal::DraftStore& store, const std::string& library,
                                      const ReportId& report, const std::string& current,
                                      const std::function<bool(const journal::Draft&)>& isIn);
    void take(Found found);
    void offerNext();

    journal::DraftStore& m_store;
    TaskRunner& m_runner;
    std::deque<DraftOfferPtr> m_waiting;
    DraftOfferPtr m_offer;
    bool m_busy = false; ///< it is being taken up or set aside
};

} // namespace stemma::ui
