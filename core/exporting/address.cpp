// SPDX-License-Identifier: MIT
#include "core/exporting/address.h"

#include <algorithm>
#include <charconv>

namespace stemma::exporting {

namespace {

/// As browsers read an address: blanks around it, and tabs and line ends within, don't count (WHATWG
/// URL, 4.4). So what is judged is what will be opened.
std::string asOpened(std::string_view address) {
    const auto isOuter = [](char byte) { return static_cast<unsigned char>(byte) <= 0x20; };
    while (!address.empty() && isOuter(address.front()))
        address.remove_prefix(1);
    while (!address.empty() && isOuter(address.back()))
        address.remove_suffix(1);
    std::string opened(address);
    std::erase_if(opened, [](char byte) { return byte == '\t' || byte == '\n' || byte == '\r'; });
    return opened;
}

bool hasControl(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F; });
}

bool beginsWith(const std::string& text, std::string_view lowerCasePrefix) {
    return text.size() >= lowerCasePrefix.size() &&
           std::equal(lowerCasePrefix.begin(), lowerCasePrefix.end(), text.begin(),
                      [](char prefix, char byte) {
                          return prefix == (byte >= 'A' && byte <= 'Z' ? byte + 32 : byte);
                      });
}

/// Nothing if an escape is broken.
std::optional<std::string> withoutPercents(std::string_view path) {
    std::string decoded;
    for (std::size_t at = 0; at < path.size(); ++at) {
        if (path[at] != '%') {
            decoded.push_back(path[at]);
            continue;
        }
        unsigned code = 0;
        const char* end = path.data() + std::min(at + 3, path.size());
        const auto result = std::from_chars(path.data() + at + 1, end, code, 16);
        if (result.ptr != path.data() + at + 3 || result.ec != std::errc())
            return std::nullopt;
        decoded.push_back(static_cast<char>(static_cast<unsigned char>(code)));
        at += 2;
    }
    return decoded;
}

} // namespace

std::optional<std::string> safePicture(std::string_view address) {
    constexpr std::string_view folder = "report_files/";
    const std::string opened = asOpened(address);
    const auto decoded = withoutPercents(opened);
    if (!decoded || hasControl(*decoded) || decoded->find_first_of("\\?#:") != std::string::npos)
        return std::nullopt;
    if (opened.substr(0, folder.size()) != folder || decoded->size() == folder.size())
        return std::nullopt;
    const std::string framed = "/" + *decoded + "/";
    for (const char* step : {"/../", "/./", "//"}) {
        if (framed.find(step) != std::string::npos)
            return std::nullopt;
    }
    return opened;
}

std::optional<std::string> safeLink(std::string_view address) {
    const std::string opened = asOpened(address);
    if (hasControl(opened))
        return std::nullopt;
    for (const char* scheme : {"http://", "https://", "mailto:"}) {
        if (beginsWith(opened, scheme))
            return opened;
    }
    return safePicture(address);
}

} // namespace stemma::exporting
