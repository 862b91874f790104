// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <string_view>

/// What is fed with any bytes: one function for each reader of foreign bytes. None may crash, hang or break
/// what it says in its source; each gives its verdict by require(). Run by libFuzzer (preset `fuzz`) and, on
/// the corpus alone, by every test run.
namespace fuzz {

using Target = void (*)(std::string_view bytes);

void json(std::string_view bytes);
void jsonEdit(std::string_view bytes);
void jsonPatch(std::string_view bytes);
void outline(std::string_view bytes);
void quickOutline(std::string_view bytes);
void outlineEdit(std::string_view bytes);
void auditLog(std::string_view bytes);
void timeline(std::string_view bytes);
void index(std::string_view bytes);
void lockToken(std::string_view bytes);
void intent(std::string_view bytes);
void recovery(std::string_view bytes);
void difference(std::string_view bytes);
void markup(std::string_view bytes);
void yaml(std::string_view bytes);
void graphStore(std::string_view bytes);

struct Named {
    std::string_view name; ///< of the corpus too
    Target run;
};

inline constexpr std::array<Named, 16> targets{{{"json", json},
                                                {"json_edit", jsonEdit},
                                                {"json_patch", jsonPatch},
                                                {"outline", outline},
                                                {"quick_outline", quickOutline},
                                                {"outline_edit", outlineEdit},
                                                {"audit_log", auditLog},
                                                {"timeline", timeline},
                                                {"index", index},
                                                {"lock_token", lockToken},
                                                {"intent", intent},
                                                {"recovery", recovery},
                                                {"difference", difference},
                                                {"markup", markup},
                                                {"yaml", yaml},
                                                {"graph_store", graphStore}}};

} // namespace fuzz
