// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/diff/tree_diff.h"
#include "core/history/timeline.h"

/// Private to core/report.
namespace stemma::report {

/// A part, or a field of one, as a number.
using PartNumber = std::uint32_t;

/// Numbers for parts and fields, so that what a thousand changes touched needs little memory.
class PartNumbers {
public:
    PartNumber part(const std::string& what, const std::string& id);
    PartNumber field(PartNumber part, const std::string& name);
    [[nodiscard]] std::size_t size() const { return m_numbers.size(); }

private:
    PartNumber number(std::string key);

    std::unordered_map<std::string, PartNumber> m_numbers;
};

/// Which parts one change touched, and how, without their values.
class Touches {
public:
    struct Touch {
        PartNumber part = 0;
        diff::ChangeKind kind = diff::ChangeKind::edited;
        std::uint32_t fieldsEnd = 0;  ///< in m_numbers; they begin where those of the touch before end
        std::uint32_t holdersEnd = 0; ///< behind the fields
    };

    Touches(const history::Comparison& comparison, PartNumbers& numbers);

    [[nodiscard]] std::size_t size() const { return m_touches.size(); }
    [[nodiscard]] const Touch& touch(std::size_t at) const { return m_touches[at]; }
    /// The fields that changed; all of a part that was added or removed.
    [[nodiscard]] std::span<const PartNumber> fields(std::size_t at) const;
    /// What the part stands in, before or after; but for the report, in which everything stands.
    [[nodiscard]] std::span<const PartNumber> holders(std::size_t at) const;

private:
    std::vector<Touch> m_touches;
    std::vector<PartNumber> m_numbers;
};

} // namespace stemma::report
