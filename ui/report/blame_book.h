// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include <QString>

#include "core/report/blame.h"
#include "core/report/report_library.h"
#include "ui/report/outline_rows.h"

namespace stemma::ui {

/// Who made something what it is.
struct BlameMark {
    enum class State {
        known,
        unknown, ///< the history doesn't tell
        unsaved, ///< the person, just now: it isn't saved yet
    };
    State state = State::unknown;
    std::string actor, ts;
    QString action;      ///< what the change did, in plain words
    std::string request; ///< that the change was made for; empty: none
    std::string row;     ///< of the timeline, by its key; empty: none
    bool human = false;  ///< a person made or changed it, or anything in it
};

/// The same of a part, and of its fields by the format's names.
struct PartMark {
    BlameMark changed;
    std::vector<std::pair<std::string, BlameMark>> fields;
};

/// Who made the parts of a report what they are, as the outline shows them. A value that is not changed any
/// more once it is made.
class BlameBook {
public:
    /// `blame`: of what is saved. What differs in `shown` from `saved` is the person's, and not saved yet.
    /// For the pool: it compares the two.
    BlameBook(const report::Blame& blame, const report::LoadedReport& saved,
              const report::LoadedReport& shown);

    /// Null: it isn't known yet.
    [[nodiscard]] const PartMark* of(const OutlineRow& row) const;
    /// Of the report's own fields.
    [[nodiscard]] const PartMark* ofReport() const;
    /// Sections and insights.
    [[nodiscard]] int parts() const { return m_parts; }
    /// Those of them that no person is known to have made or changed anything in.
    [[nodiscard]] int neverHuman() const { return m_neverHuman; }

private:
    void addUnsaved(const report::LoadedReport& saved, const report::LoadedReport& shown);
    void touch(const std::string& key, const std::vector<std::string>& fields);
    void count(const report::LoadedReport& shown);

    std::unordered_map<std::string, PartMark> m_marks;                     ///< by what and id
    std::unordered_map<std::string, std::vector<std::string>> m_citations; ///< keys, by their insight's id
    int m_parts = 0;
    int m_neverHuman = 0;
};

/// "agent · 2 d", "you, unsaved", "unknown".
[[nodiscard]] QString blameText(const BlameMark& mark, Timestamp now);
/// Who, when, which change, for what request; a sentence a line.
[[nodiscard]] QString blameDetail(const BlameMark& mark);

} // namespace stemma::ui
