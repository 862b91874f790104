// SPDX-License-Identifier: MIT
#include "core/base/problem.h"

namespace stemma {

const char* severityWord(Severity severity) {
    switch (severity) {
    case Severity::info:
        return "info";
    case Severity::warning:
        return "warning";
    case Severity::error:
        return "error";
    }
    return "error";
}

} // namespace stemma
