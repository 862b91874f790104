// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdlib>

#include <pwd.h>
#include <unistd.h>

#include "core/io/posix_disk.h"
#include "core/json/json_document.h"
#include "core/report/report_library.h"

namespace stemma::report {

namespace {

std::string variable(const char* name) {
    const char* value =
        std::getenv(name); // NOLINT(concurrency-mt-unsafe): nothing sets variables while running
    return value ? value : "";
}

std::string homeDirectory() {
    if (std::string home = variable("HOME"); !home.empty())
        return home;
    const passwd* user = ::getpwuid(::getuid()); // NOLINT(concurrency-mt-unsafe)
    return user ? user->pw_dir : "/";
}

std::string currentDirectory() {
    char* path = ::getcwd(nullptr, 0);
    std::string text = path ? path : "/";
    std::free(path); // NOLINT(cppcoreguidelines-no-malloc): getcwd's own contract
    return text;
}

std::string expanded(const std::string& path) {
    if (path == "~" || path.starts_with("~/"))
        return homeDirectory() + path.substr(1);
    return path;
}

std::string parentOf(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos || slash == 0 ? "/" : path.substr(0, slash);
}

bool exists(io::Disk& disk, const std::string& directory, const std::string& name) {
    const auto opened = io::openDirectory(disk, directory);
    return opened && disk.statAt(opened->get(), name).has_value();
}

/// The nearest folder upwards that has a `.git`, else the current one.
std::string repositoryRoot(io::Disk& disk) {
    const std::string here = currentDirectory();
    for (std::string path = here;; path = parentOf(path)) {
        if (exists(disk, path, ".git"))
            return path;
        if (path == "/")
            return here;
    }
}

bool isBelow(const std::string& path, const std::string& root) {
    return path == root || path.starts_with(root == "/" ? root : root + '/');
}

/// Rule 2: the dot folder before a `logs` or `artifacts` component of one of two other variables.
std::optional<std::string> rootBesideArtifacts(const std::string& given) {
    const std::string path = expanded(given);
    if (!path.starts_with('/'))
        return std::nullopt;
    for (const char* part : {"/logs", "/artifacts"}) {
        for (std::size_t at = path.find(part); at != std::string::npos; at = path.find(part, at + 1)) {
            const std::size_t end = at + std::string_view(part).size();
            if (end != path.size() && path[end] != '/')
                continue;
            const std::string before = path.substr(0, at);
            const std::string name = before.substr(before.rfind('/') + 1);
            if (name.starts_with(".igloo-mcp") || name.starts_with(".igloo_mcp"))
                return before + "/reports";
        }
    }
    return std::nullopt;
}

std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

LibraryPlace peerPlace(io::Disk& disk) {
    if (const std::string given = variable("IGLOO_MCP_REPORTS_ROOT"); !given.empty()) {
        const std::string path = expanded(given);
        return {path.starts_with('/') ? path : io::joinPath(repositoryRoot(disk), path),
                "IGLOO_MCP_REPORTS_ROOT"};
    }
    for (const char* name : {"IGLOO_MCP_QUERY_HISTORY", "IGLOO_MCP_ARTIFACT_ROOT"}) {
        const auto root = rootBesideArtifacts(variable(name));
        if (root && (isBelow(*root, homeDirectory()) || isBelow(*root, currentDirectory())))
            return {*root, name};
    }
    const std::string scope = lowered(variable("IGLOO_MCP_LOG_SCOPE"));
    if (scope.empty() || scope == "global")
        return {homeDirectory() + "/.igloo_mcp/reports", "default place"};
    return {repositoryRoot(disk) + "/reports", "repository"};
}

/// The roots that the `env` blocks of a client's configuration name.
void addConfiguredRoots(const json::Value& configuration, const std::string& origin,
                        std::vector<LibraryPlace>& places) {
    const json::Value* servers = configuration.find("mcpServers");
    for (const json::Member& server : servers ? servers->members() : std::vector<json::Member>{}) {
        const json::Value* environment = server.value.find("env");
        const auto root = environment ? environment->stringAt("IGLOO_MCP_REPORTS_ROOT") : std::nullopt;
        if (root && expanded(*root).starts_with('/'))
            places.push_back({expanded(*root), origin});
    }
}

void addClientPlaces(io::Disk& disk, const std::string& home, std::vector<LibraryPlace>& places) {
    constexpr std::uint64_t limit = 4 << 20;
    for (const char* name :
         {"/.cursor/mcp.json", "/.claude.json", "/.config/Claude/claude_desktop_config.json",
          "/.codeium/windsurf/mcp_config.json"}) {
        const auto content = io::readFile(disk, home + name, limit);
        const auto parsed = content ? json::parse(content->bytes) : tl::unexpected(json::ParseProblem{});
        if (parsed)
            addConfiguredRoots(*parsed, home + name, places);
    }
}

bool isLibrary(io::Disk& disk, const std::string& path) {
    return exists(disk, path, "by_id") || exists(disk, path, "index.jsonl");
}

/// Every place worth looking at, the peer's own first.
std::vector<LibraryPlace> candidates(io::Disk& disk) {
    const std::string home = homeDirectory();
    std::vector<LibraryPlace> places{peerPlace(disk),
                                     {home + "/.igloo_mcp/reports", "home folder"},
                                     {home + "/.igloo-mcp/reports", "home folder"}};
    const auto opened = io::openDirectory(disk, home);
    const auto entries = opened ? disk.list(opened->get()) : Result<std::vector<io::DirEntry>>();
    std::vector<LibraryPlace> named;
    for (const io::DirEntry& entry : opened&& entries ? *entries : std::vector<io::DirEntry>{}) {
        if (entry.name.starts_with(".igloo-mcp-") || entry.name.starts_with(".igloo_mcp_"))
            named.push_back({home + '/' + entry.name + "/reports", "home folder"});
    }
    std::sort(named.begin(), named.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    places.insert(places.end(), named.begin(), named.end());
    addClientPlaces(disk, home, places);
    places.push_back({repositoryRoot(disk) + "/reports", "repository"});
    return places;
}

} // namespace

std::string defaultLibraryRoot() {
    const auto disk = io::makePosixDisk();
    const std::string path = peerPlace(*disk).path;
    return disk->resolve(path).value_or(path);
}

std::vector<LibraryPlace> findLibraries(io::Disk& disk) {
    std::vector<LibraryPlace> found;
    for (LibraryPlace& place : candidates(disk)) {
        if (!isLibrary(disk, place.path))
            continue;
        place.path = disk.resolve(place.path).value_or(place.path);
        const bool known = std::any_of(found.begin(), found.end(),
                                       [&](const LibraryPlace& one) { return one.path == place.path; });
        if (!known)
            found.push_back(std::move(place));
    }
    return found;
}

} // namespace stemma::report
