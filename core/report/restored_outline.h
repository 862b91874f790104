// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/json/json_value.h"
#include "core/report/part_index.h"

/// Private to the files that restore parts.
namespace stemma::report {

/// Where a part goes among those that stand there: behind the nearest one before it in `order` that may be
/// gone by, else before the nearest one behind it, else to the end.
[[nodiscard]] std::size_t placeAmong(const std::vector<std::string>& order, const std::string& name,
                                     const std::vector<std::string>& present,
                                     const std::function<bool(const std::string&)>& mayBeGoneBy);

/// An outline on its way to having the places of some parts as another version has them. Parts keep the names
/// that they have in the two outlines. What isn't touched keeps its bytes.
class RestoredOutline {
public:
    /// `displaced`: parts by partKey() whose place is another one than in the version, until they are placed
    /// here. Both outlines outlive it.
    RestoredOutline(const PartIndex& now, const PartIndex& version,
                    std::unordered_set<std::string> displaced);

    /// Brings a section back, without its insights.
    void addSection(const std::string& name);
    /// Puts a section where the version shows it.
    void placeSection(const std::string& name);
    void removeSection(const std::string& name);

    enum class Citations { with, without };
    /// Brings an insight back, which no section names yet.
    void addInsight(const std::string& name, Citations citations);
    void removeInsight(const std::string& name);
    /// Makes the insight stand where the version has it in that section; at its end if the version doesn't
    /// have it there; nowhere if `section` is empty.
    void placeInsight(const std::string& name, const std::string& section);

    /// Which references of a section to insights that don't stand in it the version has.
    enum class References { all, sound }; ///< sound: none that dangles, or that would move an insight
    void takeOtherReferences(const std::string& section, References which);

    /// To be edited, but for its place. The part must be there.
    [[nodiscard]] json::Value& section(const std::string& name);
    [[nodiscard]] json::Value& insight(const std::string& name);
    [[nodiscard]] json::Value& document() { return m_document; }

private:
    [[nodiscard]] std::vector<std::string> shown() const;
    [[nodiscard]] std::string idOf(const std::string& insight) const;
    [[nodiscard]] bool isSettled(const char* what, const std::string& name) const;
    json::Value& references(const std::string& section);
    void dropReferences(const std::string& insight, const std::string& upTo);

    const PartIndex& m_now;
    const PartIndex& m_version;
    json::Value m_document;
    std::vector<std::string> m_sections, m_insights; ///< in the order of the file
    std::unordered_map<std::string, std::string> m_homes;
    std::unordered_set<std::string> m_displaced;
};

} // namespace stemma::report
