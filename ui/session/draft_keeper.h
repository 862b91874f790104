// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <QObject>
#include <QString>

#include "ui/session/draft_offers.h"
#include "ui/session/edit_session.h"

namespace stemma::ui {

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
    [[nodiscard]] DraftOfferPtr offer() const { return m_offers.offer(); }

    /// Makes the edits on offer the person's unsaved ones, as one step; what others saved since is merged.
    /// The answer is tookUp(), or failed().
    void takeUp();
    /// Moves them away. The answer is setAsideAt(), or failed().
    void setAside() { m_offers.setAside(); }

Q_SIGNALS:
    /// offer() is there; the next one comes when this one was taken up or set aside.
    void offered();
    void tookUp();
    void setAsideAt(const QString& path);
    /// A draft that can't be offered: why, and where it is now.
    void problemFound(const QString& text);
    void failed(const stemma::Error& error);
    /// The edits can't be kept: told once, until keptAgain().
    void cannotKeep(const stemma::Error& error);
    void keptAgain();

private:
    void keep(const std::shared_ptr<const EditState>& state);
    void search();

    EditSession& m_edit;
    DraftWriter m_writer;
    DraftOffers m_offers;
    bool m_searched = false;
};

} // namespace stemma::ui
