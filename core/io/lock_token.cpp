// SPDX-License-Identifier: MIT
#include "core/io/lock_token.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <ctime>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "core/base/ids.h"

namespace stemma::io {

namespace {

constexpr std::string_view magic = "stemma-lock";
constexpr std::int64_t second = 1'000'000'000;

/// The beginning of a file of /proc: the kernel's own words, not a file of any library.
std::string kernelText(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return {};
    std::string text;
    std::array<char, 4096> buffer{};
    ssize_t got = 0;
    while ((got = ::read(file, buffer.data(), buffer.size())) > 0 || (got < 0 && errno == EINTR)) {
        if (got > 0)
            text.append(buffer.data(), static_cast<std::size_t>(got));
    }
    ::close(file);
    return text;
}

template <class Number>
bool parseNumber(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> found;
    while (!text.empty()) {
        const std::size_t space = text.find(' ');
        found.push_back(text.substr(0, space));
        text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    }
    return found;
}

/// Only what stays one word of a token.
std::string plainWord(std::string_view text) {
    std::string word;
    for (const char character : text) {
        const bool plain = (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
                           (character >= 'A' && character <= 'Z') || character == '-' || character == '.' ||
                           character == '_';
        if (character == '\n')
            break;
        word += plain ? character : '_';
    }
    return word;
}

std::string thisHost() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0)
        return {};
    return plainWord(name.data());
}

std::string thisBoot() {
    return plainWord(kernelText("/proc/sys/kernel/random/boot_id"));
}

struct ProcessFacts {
    char state = '\0';
    std::uint64_t start = 0;
};

/// proc(5): field 3 is the state, field 22 the start; field 2, in parentheses, may hold anything.
std::optional<ProcessFacts> processFacts(int pid) {
    const std::string text = kernelText("/proc/" + std::to_string(pid) + "/stat");
    const std::size_t end = text.rfind(')');
    if (end == std::string::npos || end + 2 >= text.size())
        return std::nullopt;
    const std::vector<std::string_view> fields = words(std::string_view(text).substr(end + 2));
    constexpr std::size_t startField = 22 - 3;
    ProcessFacts facts;
    if (fields.size() <= startField || fields[0].empty() || !parseNumber(fields[startField], facts.start))
        return std::nullopt;
    facts.state = fields[0].front();
    return facts;
}

std::optional<std::int64_t> clockNs(clockid_t clock) {
    struct timespec time {};
    if (::clock_gettime(clock, &time) != 0)
        return std::nullopt;
    return time.tv_sec * second + time.tv_nsec;
}

LockToken processToken() {
    LockToken token;
    token.pid = ::getpid();
    if (const auto facts = processFacts(token.pid))
        token.processStart = facts->start;
    token.bootId = thisBoot();
    token.host = thisHost();
    return token;
}

} // namespace

LockToken newLockToken() {
    // Asking the kernel takes longer than all the rest of a lock, and the answer stays the same.
    static const LockToken process = processToken();
    LockToken token = process.pid == ::getpid() ? process : processToken();
    token.nonce = randomHex(8);
    return token;
}

std::string tokenText(const LockToken& token) {
    return std::string(magic) + " 1 pid=" + std::to_string(token.pid) +
           " start=" + std::to_string(token.processStart) + " boot=" + plainWord(token.bootId) +
           " host=" + plainWord(token.host) + " nonce=" + plainWord(token.nonce) +
           " inode=" + std::to_string(token.inode) + "\n";
}

std::optional<LockToken> parseToken(std::string_view text) {
    if (!text.ends_with('\n') || text.find('\n') != text.size() - 1)
        return std::nullopt;
    const std::vector<std::string_view> parts = words(text.substr(0, text.size() - 1));
    constexpr std::array<std::string_view, 6> keys = {"pid=", "start=", "boot=", "host=", "nonce=", "inode="};
    if (parts.size() != keys.size() + 2 || parts[0] != magic || parts[1] != "1")
        return std::nullopt;
    std::array<std::string_view, keys.size()> values;
    for (std::size_t at = 0; at < keys.size(); ++at) {
        if (!parts[at + 2].starts_with(keys[at]))
            return std::nullopt;
        values[at] = parts[at + 2].substr(keys[at].size());
    }
    LockToken token;
    if (!parseNumber(values[0], token.pid) || token.pid <= 0 || !parseNumber(values[1], token.processStart) ||
        values[4].empty() || !parseNumber(values[5], token.inode))
        return std::nullopt;
    token.bootId = values[2];
    token.host = values[3];
    token.nonce = values[4];
    return token;
}

OwnerState ownerState(const LockToken& token) {
    if (token.host.empty() || token.host != thisHost())
        return OwnerState::unknown;
    const std::string boot = thisBoot();
    if (boot.empty() || token.bootId.empty())
        return OwnerState::unknown;
    if (token.bootId != boot || !processLives(token.pid))
        return OwnerState::dead;
    const auto facts = processFacts(token.pid);
    const bool known = facts && token.processStart != 0;
    return known && facts->start != token.processStart ? OwnerState::dead : OwnerState::alive;
}

bool processLives(int pid) {
    if (pid <= 0)
        return false;
    if (::kill(pid, 0) != 0 && errno == ESRCH)
        return false;
    const auto facts = processFacts(pid);
    return !facts || (facts->state != 'Z' && facts->state != 'X');
}

bool makerMayLive(int pid, std::int64_t madeNs) {
    constexpr std::int64_t margin = second; // files are stamped by the clock's last tick
    if (!processLives(pid))
        return false;
    const auto facts = processFacts(pid);
    const long ticks = ::sysconf(_SC_CLK_TCK);
    const auto sinceBoot = clockNs(CLOCK_BOOTTIME);
    const auto now = clockNs(CLOCK_REALTIME);
    if (!facts || ticks <= 0 || !sinceBoot || !now)
        return true;
    const auto start = static_cast<std::int64_t>(facts->start);
    const std::int64_t startNs = start / ticks * second + start % ticks * (second / ticks);
    return *now - (*sinceBoot - startNs) <= madeNs + margin;
}

std::int64_t bootTimeNs() {
    const std::string text = kernelText("/proc/stat");
    constexpr std::string_view key = "\nbtime ";
    const std::size_t at = text.find(key);
    if (at == std::string::npos)
        return 0;
    std::int64_t seconds = 0;
    std::from_chars(text.data() + at + key.size(), text.data() + text.size(), seconds);
    return seconds * second;
}

} // namespace stemma::io
