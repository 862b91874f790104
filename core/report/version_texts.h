// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/history/timeline.h"
#include "core/report/search_crew.h"
#include "core/report/text_query.h"

/// Where a text stands in the versions of a report. Private to core/report.
namespace stemma::report {

/// Looks at each version as its bytes are read, and keeps little of it: most fields are the same in most
/// versions, and are kept once. Thread-safe until it is asked.
class VersionTexts {
public:
    VersionTexts(const TextMatcher& matcher, QuickReaders& readers)
        : m_matcher(matcher)
        , m_readers(readers) {}

    /// What the history wants to know of the bytes, as interpretOutline() tells it, but for the tree.
    [[nodiscard]] history::Content examine(std::string_view bytes, const std::string& sha256);

    /// The fields with the text, sorted by part and field; nothing if the bytes can't be searched.
    using Fields = std::vector<const FoundText*>;
    [[nodiscard]] std::optional<Fields> fieldsOf(const history::Version& version) const;

    /// How many different contents were searched.
    [[nodiscard]] std::size_t searched() const;

private:
    /// What is known of some bytes.
    struct Known {
        history::Content content;
        std::optional<Fields> fields;
    };

    [[nodiscard]] Known look(std::string_view bytes);
    [[nodiscard]] Known lookClosely(std::string_view bytes);
    [[nodiscard]] Fields keep(std::vector<FoundText> found);

    const TextMatcher& m_matcher;
    QuickReaders& m_readers;
    mutable std::mutex m_mutex;
    std::unordered_map<std::string, Known> m_known;      ///< by the hash of the bytes
    std::unordered_map<std::string, FoundText> m_fields; ///< by all that they say
};

} // namespace stemma::report
