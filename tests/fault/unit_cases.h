// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/crash_explorer.h"
#include "unit_program.h"

namespace stemma::test {

inline const std::string firstBackup = "outline.json.20240102T030405_000006.bak";

inline void plantReport(CrashDisk& disk) {
    disk.plant(sweptPath + "/outline.json", sweptOutline(1));
    disk.plant(sweptPath + "/backups/" + firstBackup, sweptOutline(0));
    disk.plant(sweptPath + "/audit.jsonl",
               sweptEvent("11111111-1111-4111-8111-111111111111", firstBackup, sha256(sweptOutline(1))) +
                   "\n");
}

inline Recovery recoverUnits(CrashDisk& disk) {
    UnitProgram program(disk);
    const auto recovered = program.recover();
    if (!recovered)
        return {"recovery failed: " + describe(recovered.error()), 0};
    for (const auto& step : recovered->steps) {
        if (step.needsPerson)
            return {"recovery asks a person: " + step.message, 0};
    }
    return {{}, recovered->steps.size()};
}

/// The acts of a program, one after the other. Each makes its promise when it is committed.
using Act = std::function<std::string(UnitProgram&)>;
inline CrashCase caseOf(std::vector<Act> acts) {
    CrashCase made;
    made.plant = plantReport;
    made.run = [acts = std::move(acts)](CrashDisk& disk, const CrashCase::Steps& steps) -> std::string {
        for (const Act& act : acts) {
            bool promised = false;
            UnitProgram program(disk, [&] {
                promised = true;
                steps.promised();
            });
            if (std::string wrong = act(program); !wrong.empty())
                return wrong;
            if (!promised)
                steps.promised();
            steps.settled();
        }
        return {};
    };
    made.recover = recoverUnits;
    return made;
}

/// The same on a disk that commits in order.
inline CrashCase inOrder(CrashCase made) {
    made.plant = [plant = made.plant](CrashDisk& disk) {
        disk.commitInOrder();
        plant(disk);
    };
    return made;
}

template <class T>
std::string wrongOf(const Result<T>& result) {
    return result ? std::string() : describe(result.error());
}

inline Act saving(int n) {
    return [n](UnitProgram& program) { return wrongOf(program.save(n)); };
}

} // namespace stemma::test
