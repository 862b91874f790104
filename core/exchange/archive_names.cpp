// SPDX-License-Identifier: MIT
#include "core/exchange/archive_names.h"

#include <algorithm>

#include "core/json/utf8.h"

namespace stemma::exchange {

namespace {

constexpr std::size_t longestPart = 255;
constexpr std::size_t deepest = 16;

bool isControl(char byte) {
    return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F;
}

std::string badPart(std::string_view part) {
    if (part.empty())
        return "it has an empty part";
    if (part == "." || part == "..")
        return "it leads out of its folder";
    return part.size() > longestPart ? "it is longer than a file's name can be" : "";
}

std::string badName(std::string_view name) {
    if (name.empty())
        return "it is empty";
    if (json::firstBadByte(name, json::Surrogates::refused) != std::string_view::npos)
        return "it is no valid text (UTF-8)";
    if (std::any_of(name.begin(), name.end(), isControl))
        return "it holds a control character";
    if (name.find('\\') != std::string_view::npos)
        return "it holds a backslash, which leads out of its folder on some systems";
    if (name.front() == '/')
        return "it is an absolute path";
    std::size_t depth = 0;
    for (std::size_t begin = 0; begin <= name.size(); ++depth) {
        const std::size_t end = std::min(name.find('/', begin), name.size());
        if (std::string bad = badPart(name.substr(begin, end - begin)); !bad.empty())
            return bad;
        begin = end + 1;
    }
    return depth > deepest ? "it is nested too deeply" : "";
}

} // namespace

std::string ArchiveNames::add(std::string_view given) {
    const bool isFolder = given.size() > 1 && given.ends_with('/');
    const std::string_view name = isFolder ? given.substr(0, given.size() - 1) : given;
    if (std::string bad = badName(name); !bad.empty())
        return bad;
    for (std::size_t slash = name.find('/'); slash != std::string_view::npos;
         slash = name.find('/', slash + 1)) {
        std::string folder(name.substr(0, slash));
        if (m_files.contains(folder))
            return "a file of that name is a folder elsewhere in it";
        m_folders.insert(std::move(folder));
    }
    std::string own(name);
    if (isFolder) {
        if (m_files.contains(own))
            return "a file of that name is a folder elsewhere in it";
        m_folders.insert(std::move(own));
        return {};
    }
    if (m_folders.contains(own))
        return "a file of that name is a folder elsewhere in it";
    return m_files.insert(std::move(own)).second ? "" : "it comes twice";
}

} // namespace stemma::exchange
