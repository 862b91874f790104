// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/diff/tree_diff.h"
#include "core/history/timeline.h"
#include "tests/core/report/library_fixture.h"
#include "tests/core/report/random_edits.h"

/// What differs between two outlines, told by comparing all values of all parts.
struct Touched {
    Touched(const stemma::diff::Tree& before, const stemma::diff::Tree& after);

    std::set<std::string> parts;  ///< "insight ID": was made, went, has another value or place
    std::set<std::string> fields; ///< "insight ID|summary"
    std::set<std::string> added;  ///< of the parts
    std::set<std::string> around; ///< the parts and all that they stand in
};

/// A report with a random history by people and programs, of which all is known that the files may have lost.
class RandomHistory {
public:
    enum class Damage { none, lostBackups, changesByHand };
    enum class Begin { created, found }; ///< found: the log doesn't reach back to where it was made

    RandomHistory(unsigned seed, Damage damage, Begin begin, std::size_t steps);

    struct Step {
        std::size_t before = 0; ///< in states
        std::size_t after = 0;
        Touched touched;
        [[nodiscard]] bool exact() const { return after == before + 1; }
    };
    /// From one state that a file still holds to the next one, up to a state; oldest first.
    [[nodiscard]] std::vector<Step> steps(std::size_t until) const;
    [[nodiscard]] std::vector<std::size_t> knownStates() const;
    /// The row of the history, from 0, whose change made a state; none: it was found so.
    [[nodiscard]] std::optional<std::size_t> rowOf(std::size_t state) const;
    /// Whether people alone made the changes after one state and up to another.
    [[nodiscard]] bool byPeople(std::size_t before, std::size_t after) const;
    [[nodiscard]] stemma::diff::Tree tree(std::size_t state) const;
    /// As the command line names the state.
    [[nodiscard]] std::string nameOf(std::size_t state) const;
    [[nodiscard]] std::size_t last() const { return m_states.size() - 1; }
    [[nodiscard]] std::string directory() const;
    /// One more change.
    void change();

    LibraryFixture library;
    RandomEdits random;

private:
    struct State {
        std::string bytes;
        std::string actor;
        std::string backup; ///< the file that holds it, once it was replaced
        bool lost = false;
    };

    void begin(Begin begin);
    void changeByHand();
    void noteState(const std::string& actor, const std::string& backup);
    void loseBackups();

    std::string m_id;
    Begin m_begin;
    std::vector<State> m_states;
};

/// "what ID"
[[nodiscard]] std::string keyOf(const std::string& what, const std::string& id);
