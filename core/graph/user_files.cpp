// SPDX-License-Identifier: MIT
#include "core/graph/user_files.h"

#include <algorithm>
#include <utility>

namespace stemma::graph {

namespace {

void insertSorted(std::vector<std::string>& names, const std::string& name) {
    const auto place = std::lower_bound(names.begin(), names.end(), name);
    if (place == names.end() || *place != name)
        names.insert(place, name);
}

std::shared_ptr<UserFile> fileOfBytes(const std::string& path, std::string bytes) {
    auto file = std::make_shared<UserFile>();
    file->bytes = std::move(bytes);
    if (!path.ends_with(".json"))
        return file;
    if (auto parsed = json::parse(file->bytes))
        file->document = std::move(*parsed);
    else
        file->problem = "line " + std::to_string(parsed.error().line) + ", column " +
                        std::to_string(parsed.error().column) + ": " + parsed.error().message;
    return file;
}

} // namespace

UserFilePtr UserFile::ofBytes(const std::string& path, std::string bytes) {
    return fileOfBytes(path, std::move(bytes));
}

UserFilePtr UserFile::ofDisk(const std::string& path, std::string bytes, const io::FileStamp& stamp,
                             bool settled) {
    const auto file = fileOfBytes(path, std::move(bytes));
    file->stamp = stamp;
    file->settled = settled;
    return file;
}

UserFilePtr UserFiles::find(const std::string& path) const {
    const auto found = m_files.find(path);
    return found == m_files.end() ? nullptr : found->second;
}

const json::Value* UserFiles::document(const std::string& path) const {
    const auto found = m_files.find(path);
    return found == m_files.end() || !found->second->document ? nullptr : &*found->second->document;
}

std::vector<std::string> UserFiles::below(const std::string& folder) const {
    const std::string prefix = folder + "/";
    std::vector<std::string> paths;
    for (auto at = m_files.lower_bound(prefix); at != m_files.end() && at->first.starts_with(prefix); ++at)
        paths.push_back(at->first);
    return paths;
}

void UserFiles::put(const std::string& path, UserFilePtr file) {
    m_files.insert_or_assign(m_files.end(), path, std::move(file));
}

void UserFiles::setBytes(const std::string& path, std::string bytes) {
    put(path, UserFile::ofBytes(path, std::move(bytes)));
}

void UserFiles::setDocument(const std::string& path, const json::Value& document) {
    auto file = std::make_shared<UserFile>();
    file->bytes = json::bytesOf(document);
    file->document = document;
    put(path, std::move(file));
}

void UserFiles::remove(const std::string& path) {
    m_files.erase(path);
}

void UserFiles::addGraphFolder(const std::string& name) {
    insertSorted(m_graphFolders, name);
}

void UserFiles::removeGraphFolder(const std::string& name) {
    std::erase(m_graphFolders, name);
    const std::string prefix = "graphs/" + name + "/";
    auto at = m_files.lower_bound(prefix);
    while (at != m_files.end() && at->first.starts_with(prefix))
        at = m_files.erase(at);
}

void UserFiles::addStray(const std::string& path) {
    insertSorted(m_strays, path);
}

std::vector<FileDifference> differences(const UserFiles& before, const UserFiles& after) {
    std::vector<FileDifference> found;
    auto old = before.all().begin();
    auto now = after.all().begin();
    while (old != before.all().end() || now != after.all().end()) {
        const bool gone = now == after.all().end() || (old != before.all().end() && old->first < now->first);
        const bool made = !gone && (old == before.all().end() || now->first < old->first);
        if (gone) {
            found.push_back({old->first, old->second, nullptr});
            ++old;
        } else if (made) {
            found.push_back({now->first, nullptr, now->second});
            ++now;
        } else {
            if (old->second != now->second && !sameContent(*old->second, *now->second))
                found.push_back({old->first, old->second, now->second});
            ++old;
            ++now;
        }
    }
    return found;
}

bool sameContent(const UserFile& a, const UserFile& b) {
    if (a.read && b.read)
        return a.bytes == b.bytes;
    return a.stamp.inode != 0 && a.stamp.sameStateAs(b.stamp);
}

} // namespace stemma::graph
