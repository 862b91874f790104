// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

struct cmark_node;

/// Texts and links of parsed Markdown. Private to core/report.
namespace stemma::report {

/// The text of a block without any marks, on one line.
[[nodiscard]] std::string plainText(cmark_node* node);

/// Whether there is a link or a picture in it.
[[nodiscard]] bool hasLinks(cmark_node* node);

struct WebLink {
    std::string address; ///< http or https
    std::string text;
};
/// The web addresses in it, bare ones too, each once, in order.
[[nodiscard]] std::vector<WebLink> webLinks(cmark_node* node);

/// It, or what is in it, written as Markdown again.
enum class CommonMark { whole, inlines };
[[nodiscard]] std::string commonMark(cmark_node* node, CommonMark part);

/// The source of a block, if it stands for itself; if an address that it needs is defined elsewhere in the
/// text: the block written anew, with the address in place.
[[nodiscard]] std::string sourceOf(cmark_node* node, std::string source);

} // namespace stemma::report
