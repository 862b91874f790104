// SPDX-License-Identifier: MIT
#include "ui/history/timeline_marks.h"

#include <utility>

#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

using Marks = std::map<std::string, marks::VersionMark>;

const marks::VersionMark* markOf(const history::Timeline& timeline, const Marks& marks,
                                 std::optional<std::size_t> version) {
    if (!version || *version >= timeline.versions.size())
        return nullptr;
    const auto found = marks.find(timeline.versions[*version].sha256);
    return found == marks.end() ? nullptr : &found->second;
}

void mark(TimelineEntry& entry, const history::Timeline& timeline, const Marks& marks) {
    if (const marks::VersionMark* after = markOf(timeline, marks, entry.after)) {
        entry.name = fromUtf8(after->name).simplified();
        entry.note = fromUtf8(after->note);
        entry.pinned = after->pinned;
    }
    if (const marks::VersionMark* before = markOf(timeline, marks, entry.before))
        entry.nameBefore = fromUtf8(before->name).simplified();
}

bool isMarked(const TimelineEntry& entry) {
    return entry.pinned || !entry.name.isEmpty();
}

} // namespace

void putMarks(TimelineItems& items, const history::Timeline& timeline, const Marks& marks) {
    if (marks.empty())
        return;
    for (TimelineItem& item : items) {
        mark(item.data, timeline, marks);
        putMarks(item.children, timeline, marks);
        for (const TimelineItem& child : item.children)
            if (!child.data.name.isEmpty() && child.data.name != item.data.name &&
                !item.data.namesWithin.contains(child.data.name))
                item.data.namesWithin << child.data.name;
    }
}

TimelineItems onlyMarked(TimelineItems items) {
    TimelineItems marked;
    for (TimelineItem& item : items) {
        if (item.children.empty() && (isMarked(item.data) || item.data.kind == EntryKind::now))
            marked.push_back(std::move(item));
        for (TimelineItem& child : item.children)
            if (isMarked(child.data))
                marked.push_back(std::move(child));
    }
    return marked;
}

} // namespace stemma::ui
