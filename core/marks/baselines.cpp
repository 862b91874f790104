// SPDX-License-Identifier: MIT
#include "core/marks/baselines.h"

#include <algorithm>
#include <utility>

#include "core/base/sha256.h"

namespace stemma::marks {

namespace {

using json::Value;

constexpr const char* format = "stemma-library-marks";
constexpr const char* ending = ".library";

std::string fileName(const std::string& library) {
    constexpr std::size_t digits = 32;
    return sha256(library).substr(0, digits) + ending;
}

std::string anyContent(const Value&) {
    return {};
}

std::vector<std::string> textsAt(const Value& value, const char* key) {
    std::vector<std::string> texts;
    if (const Value* list = value.find(key))
        for (const Value& item : list->items())
            if (item.isString())
                texts.push_back(item.text());
    return texts;
}

Value listOf(const std::vector<std::string>& texts) {
    Value list = Value::array();
    for (const std::string& text : texts)
        list.appendItem(Value::string(text));
    return list;
}

Baselines baselinesFrom(const Value& content) {
    Baselines baselines;
    if (const Value* reports = content.find("reports"))
        for (const json::Member& member : reports->members())
            baselines[member.key] = {textsAt(member.value, "last"), textsAt(member.value, "also"),
                                     member.value.stringAt("stamps").value_or("")};
    return baselines;
}

/// Keys that a later version adds stay.
Value withBaseline(Value there, const Baseline& baseline) {
    if (!there.isObject())
        there = Value::object();
    there.set("last", listOf(baseline.last));
    there.set("also", listOf(baseline.also));
    there.set("stamps", Value::string(baseline.stamps));
    return there;
}

/// Looking for each key in an object would take long where there are many.
Value merged(const Value* there, const Baselines& baselines, BaselineStore::Known known) {
    std::vector<std::pair<std::string, Value>> reports;
    Baselines left = baselines;
    const Value none = Value::object();
    for (const json::Member& member : there ? there->members() : none.members()) {
        const auto own = left.find(member.key);
        const bool replaces = own != left.end() && known == BaselineStore::Known::replace;
        reports.emplace_back(member.key, replaces ? withBaseline(member.value, own->second) : member.value);
        if (own != left.end())
            left.erase(own);
    }
    for (const auto& [report, baseline] : left)
        reports.emplace_back(report, withBaseline(Value::object(), baseline));
    return Value::object(std::move(reports));
}

} // namespace

BaselineStore::BaselineStore(io::Disk& disk, std::string directory)
    : m_disk(disk)
    , m_folder(disk, std::move(directory), format) {}

/// A library has one name, whichever links lead to it.
std::string BaselineStore::realPath(const std::string& library) const {
    return m_disk.resolve(library).value_or(library);
}

FoundBaselines BaselineStore::find(const std::string& library) const {
    const std::string real = realPath(library);
    MarkFolder::Content content = m_folder.read(fileName(real), anyContent);
    FoundBaselines found{std::nullopt, std::move(content.problems)};
    if (content.value.stringAt("library") == real)
        found.baselines = baselinesFrom(content.value);
    return found;
}

std::optional<Baselines> BaselineStore::mostAlike(const std::vector<std::string>& reports) const {
    std::optional<Baselines> best;
    std::size_t most = 0;
    for (const std::string& name : m_folder.names(ending)) {
        Baselines other = baselinesFrom(m_folder.read(name, anyContent).value);
        const auto same = static_cast<std::size_t>(std::count_if(
            reports.begin(), reports.end(), [&](const auto& report) { return other.contains(report); }));
        if (same <= most || 2 * same < reports.size())
            continue;
        most = same;
        best = std::move(other);
    }
    return best;
}

Status BaselineStore::add(const std::string& library, const Baselines& baselines, Known known,
                          const io::LockOptions& lock) {
    const std::string real = realPath(library);
    const auto edit = [&](Value& content) {
        Value reports = merged(content.find("reports"), baselines, known);
        content.set("library", Value::string(real));
        content.set("reports", std::move(reports));
        return true;
    };
    const auto written = m_folder.update(fileName(real), anyContent, edit, lock);
    return written ? Status() : fail(written.error());
}

} // namespace stemma::marks
