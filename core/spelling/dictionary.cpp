// SPDX-License-Identifier: MIT
#include "core/spelling/dictionary.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

#include <iconv.h>

#include <hunspell/hunspell.hxx>

namespace stemma::spelling {

namespace {

constexpr const char* action = "load the dictionary";
constexpr std::size_t longestWord = 100; // in bytes; Hunspell has a limit of its own beyond

/// Text from one encoding to another, or nothing if it can't be written in that.
class Converter {
public:
    Converter(const char* from, const char* to)
        : m_handle(iconv_open(to, from)) {}
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;
    ~Converter() {
        if (works())
            iconv_close(m_handle);
    }
    // iconv_open() answers (iconv_t)-1 where it can't.
    [[nodiscard]] bool works() const { return m_handle != reinterpret_cast<iconv_t>(-1); }

    [[nodiscard]] std::optional<std::string> convert(std::string_view text) const {
        std::string in(text);
        std::string out(in.size() * 4 + 4, '\0');
        char* from = in.data();
        char* to = out.data();
        std::size_t left = in.size();
        std::size_t room = out.size();
        iconv(m_handle, nullptr, nullptr, nullptr, nullptr);
        if (iconv(m_handle, &from, &left, &to, &room) == static_cast<std::size_t>(-1) || left != 0)
            return std::nullopt;
        out.resize(out.size() - room);
        return out;
    }

private:
    iconv_t m_handle;
};

std::string encodingName(std::string name) {
    // Hunspell writes "ISO8859-1" and "microsoft-cp1251".
    if (name.starts_with("ISO8859"))
        return "ISO-" + name.substr(3);
    if (name.starts_with("microsoft-"))
        return name.substr(name.find('-') + 1);
    return name;
}

bool isDictionaryName(const std::string& stem) {
    return !stem.starts_with("hyph_") && !stem.starts_with("th_") && !stem.empty();
}

std::string_view languageOnly(std::string_view locale) {
    return locale.substr(0, locale.find_first_of("_-.@"));
}

} // namespace

std::vector<std::string> dictionaryFolders(std::string_view dicPath) {
    std::vector<std::string> folders;
    while (!dicPath.empty()) {
        const std::size_t end = std::min(dicPath.find(':'), dicPath.size());
        if (end > 0)
            folders.emplace_back(dicPath.substr(0, end));
        dicPath.remove_prefix(std::min(end + 1, dicPath.size()));
    }
    for (const char* usual : {"/usr/share/hunspell", "/usr/share/myspell", "/usr/share/myspell/dicts"})
        folders.emplace_back(usual);
    return folders;
}

std::vector<DictionaryFile> findDictionaries(io::Disk& disk, const std::vector<std::string>& folders) {
    std::map<std::string, DictionaryFile> found;
    for (const std::string& folder : folders) {
        const auto opened = io::openDirectory(disk, folder);
        const auto entries = opened ? disk.list(opened->get()) : tl::unexpected(opened.error());
        if (!entries)
            continue; // most systems have but one of these folders
        std::set<std::string> names;
        for (const auto& entry : *entries)
            names.insert(entry.name);
        for (const std::string& name : names) {
            if (!name.ends_with(".dic"))
                continue;
            const std::string stem = name.substr(0, name.size() - 4);
            if (isDictionaryName(stem) && names.contains(stem + ".aff"))
                found.try_emplace(stem, DictionaryFile{stem, io::joinPath(folder, stem)});
        }
    }
    std::vector<DictionaryFile> all;
    for (auto& [language, file] : found)
        all.push_back(std::move(file));
    return all;
}

std::string languageFor(const std::vector<DictionaryFile>& dictionaries, std::string_view locale) {
    const std::string wanted(locale.substr(0, locale.find_first_of(".@")));
    const std::string language(languageOnly(locale));
    std::string main = language + '_';
    for (const char letter : language)
        main += static_cast<char>(letter >= 'a' && letter <= 'z' ? letter - 'a' + 'A' : letter);
    std::string any;
    for (const std::string& candidate : {wanted, main, language == "en" ? std::string("en_US") : language}) {
        for (const DictionaryFile& file : dictionaries)
            if (file.language == candidate)
                return candidate;
    }
    for (const DictionaryFile& file : dictionaries)
        if (languageOnly(file.language) == language && !language.empty())
            return file.language;
    return {};
}

struct Dictionary::Loaded {
    Loaded(std::string languageName, const std::string& stem)
        : language(std::move(languageName))
        , hunspell((stem + ".aff").c_str(), (stem + ".dic").c_str())
        , encode("UTF-8", encodingName(hunspell.get_dict_encoding()).c_str())
        , decode(encodingName(hunspell.get_dict_encoding()).c_str(), "UTF-8") {}

    std::string language;
    std::mutex mutex; ///< Hunspell is not for several threads
    Hunspell hunspell;
    Converter encode, decode;
    std::set<std::string, std::less<>> accepted;
};

Dictionary::Dictionary(std::unique_ptr<Loaded> loaded)
    : m_loaded(std::move(loaded)) {}
Dictionary::Dictionary(Dictionary&&) noexcept = default;
Dictionary& Dictionary::operator=(Dictionary&&) noexcept = default;
Dictionary::~Dictionary() = default;

Result<Dictionary> Dictionary::load(io::Disk& disk, const DictionaryFile& file) {
    for (const char* ending : {".aff", ".dic"}) {
        const auto path = disk.resolve(file.stem + ending); // many a language is a link to another one's
        const auto bytes = path ? io::readFile(disk, *path) : tl::unexpected(path.error());
        if (!bytes)
            return fail(bytes.error());
        if (bytes->bytes.empty())
            return fail(ErrorCode::damaged, action, file.stem + ending, "the file is empty",
                        "Install the dictionary again.");
    }
    auto loaded = std::make_unique<Loaded>(file.language, file.stem);
    if (!loaded->encode.works() || !loaded->decode.works())
        return fail(ErrorCode::damaged, action, file.stem + ".aff",
                    "its encoding “" + loaded->hunspell.get_dict_encoding() + "” is not known here",
                    "Choose another dictionary.");
    return Dictionary(std::move(loaded));
}

const std::string& Dictionary::language() const {
    return m_loaded->language;
}

bool Dictionary::knows(std::string_view word) const {
    if (word.size() > longestWord)
        return true;
    const std::scoped_lock lock(m_loaded->mutex);
    if (m_loaded->accepted.contains(word))
        return true;
    const auto encoded = m_loaded->encode.convert(word);
    return encoded && m_loaded->hunspell.spell(*encoded);
}

std::vector<std::string> Dictionary::suggestions(std::string_view word, std::size_t most) const {
    std::vector<std::string> words;
    if (word.size() > longestWord)
        return words;
    const std::scoped_lock lock(m_loaded->mutex);
    const auto encoded = m_loaded->encode.convert(word);
    if (!encoded)
        return words;
    for (const std::string& suggestion : m_loaded->hunspell.suggest(*encoded)) {
        if (words.size() == most)
            break;
        if (auto decoded = m_loaded->decode.convert(suggestion))
            words.push_back(std::move(*decoded));
    }
    return words;
}

void Dictionary::accept(std::string_view word) {
    const std::scoped_lock lock(m_loaded->mutex);
    m_loaded->accepted.emplace(word);
}

} // namespace stemma::spelling
