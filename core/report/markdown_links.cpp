// SPDX-License-Identifier: MIT
#include "core/report/markdown_links.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string_view>

#include <cmark-gfm.h>

namespace stemma::report {

namespace {

struct FreeIterator {
    void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};

/// Calls `visit(node)` for the node and all below, in order.
template <class Visit>
void visitAll(cmark_node* node, Visit visit) {
    const std::unique_ptr<cmark_iter, FreeIterator> iterator(cmark_iter_new(node));
    for (cmark_event_type event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(iterator.get()))
        if (event == CMARK_EVENT_ENTER)
            visit(cmark_iter_get_node(iterator.get()));
}

std::string literalOf(cmark_node* node) {
    const char* text = cmark_node_get_literal(node);
    return text ? text : "";
}

std::string addressOf(cmark_node* node) {
    const char* text = cmark_node_get_url(node);
    return text ? text : "";
}

bool isLink(cmark_node* node) {
    const cmark_node_type type = cmark_node_get_type(node);
    return type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE;
}

bool isWebAddress(std::string_view address) {
    const auto startsWith = [&](std::string_view scheme) {
        return address.size() > scheme.size() &&
               std::equal(scheme.begin(), scheme.end(), address.begin(),
                          [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b); });
    };
    return startsWith("http://") || startsWith("https://");
}

void addLink(std::vector<WebLink>& links, WebLink link) {
    const bool isNew = std::none_of(links.begin(), links.end(),
                                    [&](const WebLink& other) { return other.address == link.address; });
    if (isNew && isWebAddress(link.address))
        links.push_back(std::move(link));
}

/// Addresses that stand in a text as they are. A full stop, or a bracket that was not opened, behind one is
/// no part of it.
void addBareAddresses(std::vector<WebLink>& links, std::string_view text) {
    for (std::size_t at = text.find("http"); at != std::string_view::npos; at = text.find("http", at + 4)) {
        std::string_view address = text.substr(at, text.find_first_of(" \t\n<>\"“”«»", at) - at);
        while (!address.empty()) {
            const char last = address.back();
            const bool unopened = last == ')' && std::count(address.begin(), address.end(), '(') <
                                                     std::count(address.begin(), address.end(), ')');
            if (!unopened && std::string_view(".,;:!?'*_~]").find(last) == std::string_view::npos)
                break;
            address.remove_suffix(1);
        }
        addLink(links, {std::string(address), {}});
    }
}

bool isInLink(cmark_node* node) {
    for (cmark_node* parent = cmark_node_parent(node); parent; parent = cmark_node_parent(parent))
        if (isLink(parent))
            return true;
    return false;
}

} // namespace

std::string plainText(cmark_node* node) {
    std::string text;
    visitAll(node, [&](cmark_node* each) {
        const cmark_node_type type = cmark_node_get_type(each);
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_HTML_INLINE)
            text += literalOf(each);
        else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
            text += ' ';
    });
    return text;
}

bool hasLinks(cmark_node* node) {
    bool has = false;
    visitAll(node, [&](cmark_node* each) { has = has || isLink(each); });
    return has;
}

std::vector<WebLink> webLinks(cmark_node* node) {
    std::vector<WebLink> links;
    visitAll(node, [&](cmark_node* each) {
        if (cmark_node_get_type(each) == CMARK_NODE_LINK)
            addLink(links, {addressOf(each), plainText(each)});
        else if (cmark_node_get_type(each) == CMARK_NODE_TEXT && !isInLink(each))
            addBareAddresses(links, literalOf(each));
    });
    return links;
}

std::string commonMark(cmark_node* node, CommonMark part) {
    std::string text;
    const bool blocks = part == CommonMark::inlines && cmark_node_get_type(node) == CMARK_NODE_ITEM;
    const auto add = [&](cmark_node* each) {
        const std::unique_ptr<char, void (*)(void*)> written(
            cmark_render_commonmark(each, CMARK_OPT_DEFAULT, 0), std::free);
        std::string_view words(written.get());
        while (words.ends_with('\n'))
            words.remove_suffix(1);
        text.append(blocks && !text.empty() ? "\n\n" : "").append(words);
    };
    if (part == CommonMark::whole) {
        add(node);
        return text;
    }
    for (cmark_node* each = cmark_node_first_child(node); each; each = cmark_node_next(each))
        add(each);
    return text;
}

std::string sourceOf(cmark_node* node, std::string source) {
    std::size_t links = 0;
    std::size_t elsewhere = 0;
    visitAll(node, [&](cmark_node* each) {
        if (!isLink(each))
            return;
        ++links;
        // An address can be written in many ways (entities, escapes): then only its brackets tell that it is
        // here.
        if (source.find(addressOf(each)) == std::string::npos)
            ++elsewhere;
    });
    std::size_t brackets = 0;
    for (std::size_t at = source.find("]("); at != std::string::npos; at = source.find("](", at + 2))
        ++brackets;
    if (elsewhere == 0 || brackets >= links)
        return source;
    const bool isItem = cmark_node_get_type(node) == CMARK_NODE_ITEM;
    return commonMark(node, isItem ? CommonMark::inlines : CommonMark::whole);
}

} // namespace stemma::report
