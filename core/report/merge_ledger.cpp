// SPDX-License-Identifier: MIT
#include "core/report/merge_ledger.h"

namespace stemma::report {

const char* conflictKindWord(ConflictKind kind) {
    switch (kind) {
    case ConflictKind::field:
        return "field";
    case ConflictKind::deletedByUs:
        return "deleted-by-us";
    case ConflictKind::deletedByThem:
        return "deleted-by-them";
    case ConflictKind::place:
        return "place";
    }
    return "field";
}

std::string MergeConflict::key() const {
    return what + '|' + id + '|' + field + '|' + conflictKindWord(kind);
}

MergeLedger::MergeLedger(Prefer prefer, const std::vector<Resolution>& resolutions)
    : m_prefer(prefer) {
    for (const Resolution& resolution : resolutions)
        m_resolutions[resolution.key] = &resolution;
}

MergeLedger::Decision MergeLedger::decide(MergeConflict conflict) {
    const auto found = m_resolutions.find(conflict.key());
    if (found == m_resolutions.end()) {
        conflicts.push_back(std::move(conflict));
        return {prefersTheirs() ? Choice::theirs : Choice::ours, nullptr, false};
    }
    resolved.push_back(std::move(conflict));
    const Resolution& resolution = *found->second;
    return {resolution.choice, resolution.value ? &*resolution.value : nullptr, true};
}

} // namespace stemma::report
