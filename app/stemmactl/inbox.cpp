// SPDX-License-Identifier: MIT
#include <algorithm>

#include "app/stemmactl/commands.h"
#include "app/stemmactl/counts_text.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/person_marks.h"
#include "app/stemmactl/report_json.h"
#include "core/report/inbox.h"

namespace stemma::ctl {

namespace {

struct InboxOptions {
    bool accepted = false;
};

struct UnacceptOptions {
    std::vector<std::string> cards;
    bool dryRun = false;
};

struct AcceptOptions {
    std::vector<std::string> cards;
    bool all = false;
    std::string token;
};

json::Value cardChangesValue(const report::InboxCard& card) {
    json::Value list = json::Value::array();
    for (const report::InboxChange& change : card.changes)
        list.appendItem(json::Value::object({{"kind", json::Value::string(history::rowKindWord(change.kind))},
                                             {"action_id", textOrNull(change.action)},
                                             {"action_type", textOrNull(change.type)},
                                             {"actor", textOrNull(change.actor)},
                                             {"ts", textOrNull(change.ts)}}));
    return list;
}

json::Value shaOf(const std::optional<history::Version>& version) {
    return version ? textOrNull(version->sha256) : json::Value();
}

json::Value cardValue(const report::InboxCard& card, const std::string& token) {
    return json::Value::object(
        {{"card", json::Value::string(card.id)},
         {"report", json::Value::string(card.report.text())},
         {"title", json::Value::string(card.title)},
         {"trashed", json::Value::boolean(card.trashed)},
         {"made", json::Value::boolean(card.made)},
         {"request_id", json::Value::stringOrNull(card.requestId)},
         {"actor", textOrNull(card.actor)},
         {"ts", textOrNull(card.ts)},
         {"changes", cardChangesValue(card)},
         {"counts", countsValue(card.counts)},
         {"before", shaOf(card.before)},
         {"after", shaOf(card.after)},
         {"state", json::Value::string(report::cardStateWord(card.state))},
         {"problems", problemsValue(card.problems)},
         card.accepted.empty() ? std::pair(std::string("token"), json::Value::string(token))
                               : std::pair(std::string("accepted"), json::Value::string(card.accepted))});
}

std::string whatOf(const report::InboxCard& card) {
    const report::InboxChange& last = card.changes.back();
    std::string what = last.type.empty() ? history::rowKindWord(last.kind) : last.type;
    if (card.changes.size() > 1)
        what = std::to_string(card.changes.size()) + " changes";
    if (card.requestId && !card.requestId->empty())
        what += " (" + *card.requestId + ")";
    if (card.trashed)
        what += ", in the trash";
    if (card.state != report::CardState::ok)
        what += std::string(", ") + report::cardStateWord(card.state);
    return printable(what);
}

std::string countOf(std::size_t number, const char* what) {
    return std::to_string(number) + ' ' + what + (number == 1 ? "" : "s");
}

void printCards(Output& out, const report::Inbox& inbox) {
    if (inbox.cards.empty()) {
        out.line("Nothing is new.");
        return;
    }
    constexpr std::size_t titleWidth = 40;
    Table table({"CARD", "WHEN", "BY", "CHANGES", "REPORT", "TITLE", "WHAT"});
    for (const report::InboxCard& card : inbox.cards)
        table.add({card.id, localTime(card.ts), card.actor.empty() ? "?" : printable(card.actor),
                   countsText(card.counts), printable(card.report.text()).substr(0, 8),
                   shortened(printable(card.title), titleWidth), whatOf(card)});
    table.print(out);
    out.line(countOf(inbox.changes, "change") + " on " + countOf(inbox.cards.size(), "card") +
             ". To accept all: stemmactl inbox accept --all --token " + inbox.token);
}

void printAccepted(Output& out, const report::Inbox& inbox) {
    if (inbox.cards.empty()) {
        out.line("Nothing was accepted.");
        return;
    }
    constexpr std::size_t titleWidth = 40;
    Table table({"CARD", "ACCEPTED", "WHEN", "BY", "REPORT", "TITLE", "WHAT"});
    for (const report::InboxCard& card : inbox.cards)
        table.add({card.id, localTime(card.accepted), localTime(card.ts),
                   card.actor.empty() ? "?" : printable(card.actor),
                   printable(card.report.text()).substr(0, 8), shortened(printable(card.title), titleWidth),
                   whatOf(card)});
    table.print(out);
}

void warnOfInbox(const Context& context, const report::Inbox& inbox) {
    for (const report::Problem& problem : inbox.problems)
        context.out.warning(printable(problem.message));
}

/// One look at the library of the options.
struct LookedAt {
    std::unique_ptr<PersonMarks> marks;
    std::shared_ptr<const report::LibrarySnapshot> snapshot;
    std::unique_ptr<report::InboxReader> reader;
};

Result<LookedAt> openInbox(const Context& context) {
    const auto root = libraryRoot(context);
    if (!root)
        return fail(root.error());
    auto marks = personMarks(context);
    if (!marks)
        return fail(marks.error());
    const auto snapshot =
        report::scanLibrary(context.disk(), *root, nullptr, context.progress("reading report"));
    if (!snapshot)
        return fail(snapshot.error());
    noteLibrary(context, **snapshot);
    auto reader = std::make_unique<report::InboxReader>(context.disk(), context.environment().clock,
                                                        (*marks)->marks, (*marks)->baselines);
    return LookedAt{std::move(*marks), *snapshot, std::move(reader)};
}

int showInbox(Context& context, const InboxOptions& options) {
    const auto opened = openInbox(context);
    if (!opened)
        return context.out.failure(opened.error());
    const Progress progress = context.progress("reading history");
    const auto inbox = options.accepted ? opened->reader->accepted(*opened->snapshot, progress)
                                        : opened->reader->look(*opened->snapshot, progress);
    if (!inbox)
        return context.out.failure(inbox.error());
    if (context.out.json())
        for (const report::InboxCard& card : inbox->cards)
            context.out.value(cardValue(card, inbox->token));
    else if (options.accepted)
        printAccepted(context.out, *inbox);
    else
        printCards(context.out, *inbox);
    warnOfInbox(context, *inbox);
    return exitDone;
}

/// What was accepted, of all that is in the inbox or of the cards that were named.
Result<report::Inbox> acceptCards(Context& context, const LookedAt& opened, const AcceptOptions& options) {
    const Progress progress = context.progress("reading history");
    if (options.all)
        return opened.reader->acceptAll(*opened.snapshot, options.token, context.lockOptions(), progress);
    auto inbox = opened.reader->look(*opened.snapshot, progress);
    if (!inbox)
        return inbox;
    if (const Status accepted = opened.reader->accept(*inbox, options.cards, context.lockOptions());
        !accepted)
        return fail(accepted.error());
    std::erase_if(inbox->cards, [&](const report::InboxCard& card) {
        return std::find(options.cards.begin(), options.cards.end(), card.id) == options.cards.end();
    });
    return inbox;
}

std::size_t changesOn(const report::Inbox& cards) {
    std::size_t changes = 0;
    for (const report::InboxCard& card : cards.cards)
        changes += card.changes.size();
    return changes;
}

json::Value cardIds(const report::Inbox& cards) {
    json::Value ids = json::Value::array();
    for (const report::InboxCard& card : cards.cards)
        ids.appendItem(json::Value::string(card.id));
    return ids;
}

int acceptInbox(Context& context, const AcceptOptions& options) {
    if (options.all == options.token.empty() || options.all == !options.cards.empty())
        return context.out.failure(ErrorCode::usage, "accept changes", {},
                                   "it takes either cards, or --all with the --token that “inbox” shows");
    const auto opened = openInbox(context);
    if (!opened)
        return context.out.failure(opened.error());
    const auto accepted = acceptCards(context, *opened, options);
    if (!accepted)
        return context.out.failure(accepted.error());
    context.out.markCommitted();
    const std::size_t changes = changesOn(*accepted);
    if (context.out.json())
        context.out.value(
            json::Value::object({{"accepted", cardIds(*accepted)}, {"changes", numberValue(changes)}}));
    else
        context.out.line("Accepted " + countOf(changes, "change") + " on " +
                         countOf(accepted->cards.size(), "card") + ".");
    warnOfInbox(context, *accepted);
    return exitDone;
}

int unacceptInbox(Context& context, const UnacceptOptions& options) {
    const auto opened = openInbox(context);
    if (!opened)
        return context.out.failure(opened.error());
    using How = report::InboxReader::Unaccepting;
    const auto cards =
        opened->reader->unaccept(*opened->snapshot, options.cards, options.dryRun ? How::look : How::act,
                                 context.lockOptions(), context.progress("reading history"));
    if (!cards)
        return context.out.failure(cards.error());
    if (!options.dryRun)
        context.out.markCommitted();
    const std::size_t changes = changesOn(*cards);
    const char* verb = options.dryRun ? " would be" : changes == 1 ? " is" : " are";
    if (context.out.json())
        context.out.value(json::Value::object({{"dry_run", json::Value::boolean(options.dryRun)},
                                               {"unaccepted", cardIds(*cards)},
                                               {"changes", numberValue(changes)}}));
    else
        context.out.line(countOf(changes, "change") + " on " + countOf(cards->cards.size(), "card") + verb +
                         " new again.");
    warnOfInbox(context, *cards);
    return exitDone;
}

} // namespace

void addInbox(const CommandSet& top) {
    CLI::App* inbox = addCommand<InboxOptions>(
        top,
        {"inbox", "what others changed since you last looked, a row a card",
         "  stemmactl inbox\n"
         "  stemmactl inbox --json | jq -r '.card + \" \" + .title'     (one object a line)\n"
         "  What one request did to a report is one card. CHANGES counts as in `report log`. When a library "
         "is "
         "looked\n"
         "  at for the first time, all that is there counts as seen. What you saw is kept in "
         "$XDG_STATE_HOME/stemma/marks.\n"
         "  With --accepted: the cards that were accepted, for `inbox unaccept`.\n"},
        Writes::no,
        [](CLI::App& command, InboxOptions& options) {
            command.add_flag("--accepted", options.accepted, "the cards that were accepted instead");
        },
        showInbox);
    addCommand<AcceptOptions>(
        {*inbox, top.options, top.arguments, top.chosen},
        {"accept", "note that you saw these changes; exit 4 if somebody wrote since the token was shown",
         "  stemmactl inbox accept 0f3a91c2d4e5 77ab01d2c3f4\n"
         "  stemmactl inbox accept --all --token 5d41402abc4b2a76\n"},
        Writes::no,
        [](CLI::App& command, AcceptOptions& options) {
            command.add_option("CARD", options.cards, "the cards, as `inbox` names them")->type_name("");
            command.add_flag("--all", options.all, "all cards that there are");
            command.add_option("--token", options.token, "what `inbox` showed with them")->type_name("T");
        },
        acceptInbox);
    addCommand<UnacceptOptions>(
        {*inbox, top.options, top.arguments, top.chosen},
        {"unaccept", "make cards that were accepted new again; exit 3 for one that wasn't",
         "  stemmactl inbox unaccept 0f3a91c2d4e5\n"
         "  stemmactl inbox unaccept --dry-run 0f3a91c2d4e5 77ab01d2c3f4\n"
         "  Takes the same ids as `inbox accept` took; `inbox --accepted` lists them. Reports stay as they "
         "are.\n"},
        Writes::no,
        [](CLI::App& command, UnacceptOptions& options) {
            command.add_option("CARD", options.cards, "the cards")->required()->type_name("");
            command.add_flag("--dry-run", options.dryRun, "only say which changes would be new again");
        },
        unacceptInbox);
}

} // namespace stemma::ctl
