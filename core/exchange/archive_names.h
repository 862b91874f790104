// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

namespace stemma::exchange {

/// Looks through the names of an archive, one by one.
class ArchiveNames {
public:
    /// Why a name can't be taken; empty if it can. A name that ends in `/` is a folder's.
    [[nodiscard]] std::string add(std::string_view name);

private:
    std::unordered_set<std::string> m_files;
    std::unordered_set<std::string> m_folders; ///< those that files or folders are in, too
};

} // namespace stemma::exchange
