// SPDX-License-Identifier: MIT
#include "core/graph/graph_ids.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <memory>
#include <vector>

#include <openssl/evp.h>

#include "core/graph/lower_case.h"
#include "core/json/number_text.h"
#include "core/json/python_format.h"

namespace stemma::graph {

namespace {

std::string joined(std::string_view separator, std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const std::string_view part : parts) {
        if (part.empty())
            continue;
        if (!text.empty())
            text += separator;
        text += part;
    }
    return text;
}

/// As 32 hexadecimal digits (RFC 1321). In a context of its own, as a system's policy may forbid MD5: here it
/// protects nothing, it only makes a name.
std::string md5(std::string_view bytes) {
    static const std::unique_ptr<OSSL_LIB_CTX, void (*)(OSSL_LIB_CTX*)> context(OSSL_LIB_CTX_new(),
                                                                                OSSL_LIB_CTX_free);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    std::size_t size = 0;
    if (EVP_Q_digest(context.get(), "MD5", nullptr, bytes.data(), bytes.size(), digest.data(), &size) != 1)
        return {};
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < size; ++i) {
        text += digits[digest[i] >> 4U];
        text += digits[digest[i] & 15U];
    }
    return text;
}

std::string numberText(const json::Value& number) {
    const std::string& text = number.text();
    const bool integer = text.find_first_not_of("-0123456789") == std::string::npos;
    if (!integer)
        return json::pythonFloat(number.asDouble());
    return text == "-0" ? "0" : text;
}

bool leavesItsFolder(std::string_view path) {
    std::size_t begin = 0;
    while (begin <= path.size()) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        if (path.substr(begin, end - begin) == "..")
            return true;
        begin = end + 1;
    }
    return false;
}

} // namespace

std::string nodeId(const NodeName& name, NodeIdRule rule) {
    return joined("_", {name.quantifier, name.adjective,
                        rule == NodeIdRule::lowerCase ? lowerCase(name.baseName) : name.baseName});
}

std::string relationId(std::string_view source, std::string_view adverb, std::string_view name,
                       std::string_view target, std::string_view modality) {
    return joined("::", {source, adverb, name, target, modality});
}

std::string attributeId(std::string_view source, std::string_view name, const json::Value& value,
                        std::string_view unit, std::string_view adverb, std::string_view modality) {
    const std::string text = pythonStr(value);
    const std::string hash = md5(joined("::", {source, name, text, unit, adverb, modality}));
    constexpr std::size_t shown = 12;
    return std::string(source).append("::").append(name).append("::").append(hash.substr(0, shown));
}

std::string morphId(std::string_view name, std::string_view nodeId) {
    return std::string(name).append("_").append(nodeId);
}

std::string pythonStr(const json::Value& value) {
    switch (value.kind()) {
    case json::Kind::null:
        return "None";
    case json::Kind::boolean:
        return value.asBoolean() ? "True" : "False";
    case json::Kind::number:
        return numberText(value);
    case json::Kind::string:
        return value.text();
    case json::Kind::array:
    case json::Kind::object:
        break;
    }
    return json::pythonLine(value);
}

Status checkNewId(std::string_view id, std::string_view what) {
    constexpr std::size_t longest = 255 - std::string_view(".json.lock").size();
    const auto refuse = [&](ErrorCode code, const char* why, const char* advice) {
        return fail(code, "use the id of the " + std::string(what), std::string(id), why, advice);
    };
    constexpr const char* another = "Choose another name.";
    if (id.empty())
        return refuse(ErrorCode::unsafe, "it is empty", "Give it a name.");
    if (id.find('/') != std::string_view::npos || id.find('\0') != std::string_view::npos)
        return refuse(ErrorCode::unsafe, "no file can have that name: it holds ‘/’ or a zero byte", another);
    if (id.front() == '.')
        return refuse(ErrorCode::unsafe, "it begins with a dot, so its file would be hidden", another);
    if (id.size() > longest)
        return refuse(ErrorCode::unsafe, "it is longer than the 245 bytes that a file's name has room for",
                      "Choose a shorter name.");
    for (const char byte : id)
        if (static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F)
            return refuse(ErrorCode::usage, "it holds a control character", another);
    return {};
}

Status checkNewLinkId(std::string_view id, std::string_view what, const std::vector<std::string>& nodes) {
    std::string rest(id);
    for (const std::string& node : nodes)
        for (std::size_t at = rest.find(node); !node.empty() && at != rest.npos;
             at = rest.find(node, at + node.size()))
            std::replace(rest.begin() + static_cast<std::ptrdiff_t>(at),
                         rest.begin() + static_cast<std::ptrdiff_t>(at + node.size()), '/', '_');
    if (auto form = checkNewId(rest, what); !form || rest == id)
        return form;
    for (std::size_t begin = 0; begin <= id.size();) {
        const std::size_t end = std::min(id.find('/', begin), id.size());
        const std::string_view part = id.substr(begin, end - begin);
        if (part.empty() || part.front() == '.' || (end < id.size() && part.ends_with(".json")))
            return fail(ErrorCode::unsafe, "use the id of the " + std::string(what), std::string(id),
                        "its ‘/’ would make a folder that the graph program takes for something else",
                        "Give the node another name first.");
        begin = end + 1;
    }
    return {};
}

std::optional<std::string> pathOfId(std::string_view folder, std::string_view id) {
    std::string name = std::string(id) + ".json";
    if (name.front() == '/' || name.find('\0') != std::string::npos || leavesItsFolder(name))
        return std::nullopt;
    std::string path(folder);
    for (std::size_t begin = 0; begin < name.size();) {
        const std::size_t end = std::min(name.find('/', begin), name.size());
        const std::string_view part = std::string_view(name).substr(begin, end - begin);
        if (!part.empty() && part != ".")
            path.append("/").append(part);
        begin = end + 1;
    }
    return path;
}

} // namespace stemma::graph
