// SPDX-License-Identifier: MIT
#include "app/stemmactl/arguments.h"

#include <algorithm>

namespace stemma::ctl {

namespace {

bool isOption(const std::string& word) {
    return word.size() > 1 && word[0] == '-';
}

/// The position behind `group command`, with flags allowed between them; 0 if that is not what the words ask
/// for.
std::size_t behindCommand(const std::vector<std::string>& words, const char* group, const char* command) {
    auto at = std::find(words.begin(), words.end(), group);
    if (at == words.end())
        return 0;
    ++at;
    while (at != words.end() && isOption(*at) && *at != "--")
        ++at;
    return at != words.end() && *at == command ? static_cast<std::size_t>(at - words.begin()) + 1 : 0;
}

/// Takes `-b` (which looks like an option), `+a`, and everything behind `--`, out of the words of `report
/// tag`.
void takeTags(Arguments& arguments, std::size_t from) {
    std::vector<std::string> kept(arguments.words.begin(),
                                  arguments.words.begin() + static_cast<std::ptrdiff_t>(from));
    bool onlyTags = false;
    for (std::size_t i = from; i < arguments.words.size(); ++i) {
        const std::string& word = arguments.words[i];
        const bool sign = word.size() > 1 && (word[0] == '+' || (word[0] == '-' && word[1] != '-'));
        if (!onlyTags && word == "--")
            onlyTags = true;
        else if (onlyTags || sign)
            arguments.tags.push_back(word);
        else
            kept.push_back(word);
    }
    arguments.words = std::move(kept);
}

void takeCommand(Arguments& arguments, std::size_t from) {
    const auto begin = arguments.words.begin() + static_cast<std::ptrdiff_t>(from);
    const auto mark = std::find(begin, arguments.words.end(), "--");
    if (mark == arguments.words.end())
        return;
    arguments.command.assign(mark + 1, arguments.words.end());
    arguments.words.erase(mark, arguments.words.end());
}

} // namespace

Arguments splitArguments(std::vector<std::string> words) {
    Arguments arguments;
    arguments.words = std::move(words);
    if (const std::size_t tag = behindCommand(arguments.words, "report", "tag"); tag != 0)
        takeTags(arguments, tag);
    else if (const std::size_t lock = behindCommand(arguments.words, "file", "lock"); lock != 0)
        takeCommand(arguments, lock);
    const auto end = std::find(arguments.words.begin(), arguments.words.end(), "--");
    arguments.json = std::find(arguments.words.begin(), end, "--json") != end;
    return arguments;
}

} // namespace stemma::ctl
