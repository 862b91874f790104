// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/io/disk.h"

namespace stemma::spelling {

/// A Hunspell dictionary of the system: `<stem>.aff` and `<stem>.dic`.
struct DictionaryFile {
    std::string language; ///< "en_US", "de_DE"
    std::string stem;     ///< path without the ending
    friend bool operator==(const DictionaryFile&, const DictionaryFile&) = default;
};

/// The folders in which dictionaries are looked for: those of `$DICPATH` (parted by colons), then the
/// system's.
[[nodiscard]] std::vector<std::string> dictionaryFolders(std::string_view dicPath);

/// The dictionaries of these folders, by language, each language once (the first folder counts). Folders that
/// are missing or can't be read have none. Hyphenation and thesaurus files are no dictionaries.
[[nodiscard]] std::vector<DictionaryFile> findDictionaries(io::Disk& disk,
                                                           const std::vector<std::string>& folders);

/// One of `languages` for a locale such as "de_AT.UTF-8": that very one, else another of the same language
/// (the one named like the language's main country first); empty if there is none.
[[nodiscard]] std::string languageFor(const std::vector<DictionaryFile>& dictionaries,
                                      std::string_view locale);

/// A loaded dictionary. Words are UTF-8, whatever encoding the files have. Thread-safe.
class Dictionary {
public:
    /// Blocks on the disk, some 10 ms to a second. ErrorCode::notFound, or damaged if the files can't be
    /// used.
    [[nodiscard]] static Result<Dictionary> load(io::Disk& disk, const DictionaryFile& file);
    Dictionary(Dictionary&&) noexcept;
    Dictionary& operator=(Dictionary&&) noexcept;
    ~Dictionary();

    [[nodiscard]] const std::string& language() const;
    /// Words that can't be written in the dictionary's encoding are unknown to it.
    [[nodiscard]] bool knows(std::string_view word) const;
    /// The likeliest first, at most `most`. May take 100 ms and more for long words.
    [[nodiscard]] std::vector<std::string> suggestions(std::string_view word, std::size_t most = 8) const;
    /// Counts the word as known from now on, in this program's run only.
    void accept(std::string_view word);

private:
    struct Loaded;
    explicit Dictionary(std::unique_ptr<Loaded> loaded);
    std::unique_ptr<Loaded> m_loaded;
};

} // namespace stemma::spelling
