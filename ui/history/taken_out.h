// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include <QString>

#include "core/history/timeline.h"

namespace stemma::ui {

/// Which changes of a report's history are out of it again, as later ones took them out, and what those did
/// in words.
class TakenOut {
public:
    /// `timeline` outlives it.
    explicit TakenOut(const history::Timeline& timeline);

    /// Whether a later change, which itself stands, took this one out or undid it.
    [[nodiscard]] bool isOut(const history::AuditEvent& event) const;
    /// "took out ‘edited’ by agent", "restored 2 parts"; empty if the event brought nothing back.
    [[nodiscard]] QString actionText(const history::AuditEvent& event) const;
    /// When the changes were made that it took out, in a sentence; empty if it took nothing out.
    [[nodiscard]] QString remark(const history::AuditEvent& event) const;

private:
    [[nodiscard]] const history::TimelineRow* rowOf(const std::string& action) const;

    const history::Timeline& m_timeline;
    std::unordered_map<std::string_view, std::size_t> m_rows; ///< by action id
    std::unordered_set<std::string> m_out;
};

} // namespace stemma::ui
