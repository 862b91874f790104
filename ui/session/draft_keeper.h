// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <QObject>
#include <QString>

#include "core/journal/draft_store.h"
#include "ui/session/draft_writer.h"
#include "ui/session/edit_session.h"

namespace stemma::ui {

/// Unsaved edits that a window left which is no more.
struct DraftOffer {
    journal::Draft draft;
    std::string current; ///< the report's text when they were found
};

/// Keeps the unsaved edits of one open report in the draft store, on every change, and offers what was left
/// by windows that are gone. What has become a part of the report meanwhile isn't offered. Lives in the
/// window's thread.
class DraftKeeper : public QObject {
    Q_OBJECT
public:
    /// `store` and `edit` outlive it.
    DraftKeeper(journal::DraftStore& store, EditSession& edit, QObject* parent = nullptr);

    /// Everything is kept as it is now.
    [[nodiscard]] bool isSettled() const { return m_writer.isSettled(); }
    /// What is on offer; null if nothing is.
    [[nodiscard]] std::shared_ptr<const DraftOffer> offer() const { return m_offer; }

    /// Makes the edits on offer the person's unsaved ones, as one step; what others saved since is merged.
    /// The answer is tookUp(), or failed().
    void takeUp();
    /// Moves them away. The answer is setAsideAt(), or failed().
    void setAside();

Q_SIGNALS:
    /// offer() is there; the next one comes when this one was taken up or set aside.
    void offered(const std::shared_ptr<const stemma::ui::DraftOffer>& offer);
    /// offer() is no more.
    void withdrawn();
    void tookUp();
    void setAsideAt(const QString& path);
    /// A draft that can't be offered: why, and where it is now.
    void problemFound(const QString& text);
    void failed(const stemma::Error& error);
    /// The edits can't be kept: told once, until keptAgain().
    void cannotKeep(const stemma::Error& error);
    void keptAgain();

private:
    struct Found;
    void keep(const std::shared_ptr<const EditState>& state);
    void search();
    void take(Found found);
    void offerNext();
    void withdraw();
    [[nodiscard]] static Found findOn(journal::DraftStore& store, const std::string& library,
                                      const ReportId& report, const std::string& current);

    journal::DraftStore& m_store;
    EditSession& m_edit;
    DraftWriter m_writer;
    std::deque<std::shared_ptr<const DraftOffer>> m_waiting;
    std::shared_ptr<const DraftOffer> m_offer;
    bool m_searched = false;
    bool m_busy = false; ///< an offer is being taken up or set aside
};

} // namespace stemma::ui
