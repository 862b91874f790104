// SPDX-License-Identifier: MIT
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "core/graph/edit_links.h"

// How the files of relations and attributes are read and written in pieces. Only for the files that
// implement graph_edit.h.

namespace stemma::graph {

/// The file of something, if it is there and an object; null pointer otherwise.
[[nodiscard]] const json::Value* fileOf(const EditDraft& draft, Registry which, const std::string& id);
/// The first of these members that isn't null, of the first object that has one; null pointers are passed
/// over.
[[nodiscard]] const json::Value* firstOf(std::initializer_list<const json::Value*> objects,
                                         std::string_view key);
/// The first text that isn't empty.
[[nodiscard]] std::string firstText(std::initializer_list<const json::Value*> objects,
                                    std::initializer_list<const char*> keys);
/// Puts what a stub of version 3 lost before what it has.
void completeStub(json::Value& file, const json::Value& whole);
/// Sets a text, null if it is empty; whether that changed anything.
bool setText(json::Value& object, std::string_view key, const std::string& text);
/// Those whose morphs list it are changed by what happens to it.
void touchHolders(EditDraft& draft, Registry which, const std::string& id);

} // namespace stemma::graph
