// SPDX-License-Identifier: MIT
// Runs every file of the corpus through its target, and each with many small damages.
//
//     fuzz_corpus CORPUS [TARGET…]
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "tests/fuzz/targets.h"
#include "tests/support/proof.h"

namespace {

std::vector<std::string> inputsOf(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> inputs;
    for (const auto& path : paths) {
        std::ifstream in(path, std::ios::binary);
        inputs.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    return inputs;
}

/// Damages by bytes and pieces, the same for the same seed.
class Damage {
public:
    std::string of(std::string text) {
        for (std::size_t change = 1 + below(4); change > 0 && !text.empty(); --change)
            damage(text);
        return text;
    }

private:
    std::size_t below(std::size_t end) { return end == 0 ? 0 : m_random() % end; }

    void damage(std::string& text) {
        static const std::string bytes = "{}[]:,\"\\ \n\t0123456789.-+eE<>&#\x00\x1f\x7f\xc3\xed\xf4\xff";
        const std::size_t at = below(text.size());
        const std::size_t length = 1 + below(std::min<std::size_t>(text.size() - at, 40));
        switch (below(6)) {
        case 0:
            text[at] = bytes[below(bytes.size())];
            return;
        case 1:
            text.insert(at, 1, bytes[below(bytes.size())]);
            return;
        case 2:
            text.erase(at, length);
            return;
        case 3:
            text.insert(below(text.size()), text.substr(at, length));
            return;
        case 4:
            text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
            return;
        default:
            text.resize(at);
        }
    }

    std::mt19937 m_random{1};
};

std::size_t run(const fuzz::Named& target, const std::filesystem::path& corpus, int damages) {
    Damage damage;
    std::size_t cases = 0;
    for (const std::string& input : inputsOf(corpus / target.name)) {
        target.run(input);
        for (int round = 0; round < damages; ++round)
            target.run(damage.of(input));
        cases += 1 + static_cast<std::size_t>(damages);
    }
    return cases;
}

} // namespace

int main(int count, char** words) {
    if (count < 2)
        return EXIT_FAILURE;
    const std::vector<std::string_view> wanted(words + 2, words + count);
    const int damages = std::getenv("STEMMA_LONG") != nullptr ? 5000 : 20;
    std::size_t cases = 0;
    for (const fuzz::Named& target : fuzz::targets) {
        if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), target.name) == wanted.end())
            continue;
        const std::size_t some = run(target, words[1], damages);
        std::cout << target.name << ": " << some << " inputs" << std::endl;
        if (some == 0)
            return EXIT_FAILURE;
        cases += some;
    }
    stemma::tests::proved("P18", "hostile bytes for every reader (corpus and damages)", cases);
    return EXIT_SUCCESS;
}
