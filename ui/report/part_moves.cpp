// SPDX-License-Identifier: MIT
#include "ui/report/part_moves.h"

#include "ui/report/part_copies.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

using json::Value;
using report::LoadedReport;

void addIds(const Value& copies, const char* list, const char* idKey, std::vector<std::string>& ids) {
    if (const Value* parts = copies.find(list))
        for (const Value& part : parts->items())
            if (auto id = part.stringAt(idKey))
                ids.push_back(std::move(*id));
}

std::size_t countIn(const Value& copies, const char* list) {
    const Value* parts = copies.find(list);
    return parts == nullptr ? 0 : parts->items().size();
}

report::EditLabel labelFor(const char* op, const std::string& title, const LoadedReport& other,
                           std::size_t count) {
    return {op, title, other.outline.title, count};
}

Result<std::pair<NamedEdits, NamedEdits>> gone(const LoadedReport& source) {
    return fail(ErrorCode::notFound, "move the parts", source.directory,
                "another program changed or deleted them", "Look at the report, and move them again.");
}

} // namespace

PartSet partsIn(const Value& copies) {
    PartSet parts;
    addIds(copies, "sections", "section_id", parts.sections); // others' drags may lack anything
    addIds(copies, "insights", "insight_id", parts.insights);
    return parts;
}

JointPlan moveAcrossPlan(const Dropped& dropped, const std::string& newSection,
                         const std::shared_ptr<std::vector<std::string>>& made) {
    return
        [dropped, newSection, made](const LoadedReport& source,
                                    const LoadedReport& target) -> Result<std::pair<NamedEdits, NamedEdits>> {
            Value out, in;
            std::string title;
            std::size_t count = 0;
            if (dropped.citations) {
                out = deleteCitationEdits(source, dropped.copies);
                in = pasteCitationEdits(target, dropped.copies, *dropped.citations);
                title = toUtf8(citationsText(dropped.copies).section(QLatin1Char('\n'), 0, 0));
                count = countIn(dropped.copies, "citations");
                if (out.items().size() != count)
                    return gone(source);
            } else {
                const PartSet parts = partsIn(dropped.copies);
                const Value copies = copyOf(source, parts);
                count = countIn(copies, "sections") + countIn(copies, "insights");
                if (count != parts.size())
                    return gone(source);
                made->clear();
                out = deleteEdits(source, parts);
                in = pasteEdits(target, copies, dropped.place, newSection, *made);
                if (const Value* sections = copies.find("sections"); !sections->items().empty())
                    title = sections->items().front().stringAt("title").value_or("");
                else if (const Value* insights = copies.find("insights"); !insights->items().empty())
                    title = insights->items().front().stringAt("summary").value_or("");
            }
            return std::pair(NamedEdits{std::move(out), labelFor("move-out", title, target, count)},
                             NamedEdits{std::move(in), labelFor("move-in", title, source, count)});
        };
}

} // namespace stemma::ui
