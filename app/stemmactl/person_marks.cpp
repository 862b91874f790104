// SPDX-License-Identifier: MIT
#include "app/stemmactl/person_marks.h"

#include "app/logging/log_file.h"

namespace stemma::ctl {

Result<std::unique_ptr<PersonMarks>> personMarks(const Context& context) {
    const std::string state = logging::stateDirectory();
    if (state.empty())
        return fail(ErrorCode::notFound, "find what you marked", {}, "no home folder is known",
                    "Name a folder in $XDG_STATE_HOME.");
    return std::make_unique<PersonMarks>(context.disk(), io::joinPath(state, "marks"));
}

void warnOf(const Context& context, const std::vector<marks::MarkProblem>& problems) {
    for (const marks::MarkProblem& problem : problems)
        context.out.warning(
            printable(problem.message + " " + problem.path +
                      (problem.movedTo.empty() ? "" : " lies at " + problem.movedTo + " now.")));
}

} // namespace stemma::ctl
