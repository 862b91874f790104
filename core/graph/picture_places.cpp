// SPDX-License-Identifier: MIT
#include "core/graph/picture_places.h"

#include <array>
#include <charconv>
#include <cmath>

#include "core/base/sha256.h"
#include "core/io/atomic_write.h"
#include "core/json/json_file.h"
#include "core/json/python_format.h"

namespace stemma::graph {

namespace {

using json::Value;

constexpr const char* format = "stemma-places";

Value coordinate(double points) {
    std::array<char, 40> room{};
    const auto [end, failed] =
        std::to_chars(room.data(), room.data() + room.size(), points, std::chars_format::fixed, 2);
    return Value::numberFromText(std::string(room.data(), failed == std::errc{} ? end : room.data()));
}

std::optional<layout::Point> pointFrom(const Value& value) {
    if (value.items().size() != 2 || !value.items()[0].isNumber() || !value.items()[1].isNumber())
        return std::nullopt;
    const layout::Point point{value.items()[0].asDouble(), value.items()[1].asDouble()};
    return std::isfinite(point.x) && std::isfinite(point.y) ? std::optional(point) : std::nullopt;
}

} // namespace

PlaceStore::PlaceStore(io::Disk& disk, std::string directory)
    : m_disk(disk)
    , m_directory(std::move(directory)) {}

std::string PlaceStore::pathOf(const std::string& userFolder, const std::string& graph) const {
    const std::string whole = m_disk.resolve(userFolder).value_or(userFolder);
    return io::joinPath(m_directory, sha256(whole + '\0' + graph).substr(0, 32) + ".json");
}

Result<PicturePlaces> PlaceStore::load(const std::string& userFolder, const std::string& graph) {
    const std::string path = pathOf(userFolder, graph);
    const auto document = json::readJsonFile(m_disk, path);
    if (!document && document.error().code == ErrorCode::notFound)
        return PicturePlaces{};
    if (!document)
        return fail(document.error());
    const Value* kinds = document->find("kinds");
    if (document->stringAt("format") != format || !kinds)
        return fail(ErrorCode::damaged, "read where the picture's nodes lie", path,
                    "it is of another kind or version");
    PicturePlaces places;
    for (const json::Member& member : kinds->members()) {
        const auto kind = layout::kindFrom(member.key);
        if (!kind)
            continue;
        for (const json::Member& node : member.value.members()) {
            if (const auto point = pointFrom(node.value))
                places.kinds[*kind][node.key] = *point;
        }
    }
    return places;
}

Status PlaceStore::save(const std::string& userFolder, const std::string& graph,
                        const PicturePlaces& places) {
    Value kinds = Value::object();
    for (const auto& [kind, points] : places.kinds) {
        std::vector<std::pair<std::string, Value>> members;
        for (const auto& [id, point] : points)
            members.emplace_back(id, Value::array({coordinate(point.x), coordinate(point.y)}));
        kinds.set(layout::kindWord(kind), Value::object(std::move(members)));
    }
    const Value document = Value::object({{"format", Value::string(format)},
                                          {"version", Value::integer(1)},
                                          {"folder", Value::string(userFolder)},
                                          {"graph", Value::string(graph)},
                                          {"kinds", std::move(kinds)}});
    return io::atomicWrite(m_disk, pathOf(userFolder, graph), json::pythonLine(document));
}

} // namespace stemma::graph
