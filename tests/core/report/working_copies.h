// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <QtGlobal>

#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "core/report/working_copy.h"
#include "tests/core/report/edit_lists.h"
#include "tests/core/report/report_texts.h"

/// A working copy of the sample, and what happens to it.
namespace working_copies {

inline stemma::report::WorkingCopy opened() {
    auto copy = stemma::report::WorkingCopy::open(stemma::json::pythonText(texts::sample()));
    if (!copy)
        qFatal("the sample can't be opened");
    return *copy;
}

inline bool change(stemma::report::WorkingCopy& copy, const std::string& edits,
                   const std::string& burst = {}) {
    return copy.apply(edit_lists::list(edits), edit_lists::moment, burst).has_value();
}

inline bool setTitle(stemma::report::WorkingCopy& copy, const std::string& title,
                     const std::string& burst = {}) {
    return change(copy, "[{'op':'set-title','title':'" + title + "'}]", burst);
}

inline std::string titleOf(const stemma::report::WorkingCopy& copy) {
    return copy.document().stringAt("title").value_or("");
}

/// The bytes as another program leaves them after these edits.
inline std::string changedOnDisk(const std::string& bytes, const std::string& edits, int version = 9) {
    stemma::json::Value document = stemma::json::parse(bytes).value();
    if (!stemma::report::applyEdits(document, edit_lists::list(edits),
                                    stemma::Timestamp{edit_lists::moment.micros + 5'000'000}))
        qFatal("the foreign edit does not fit");
    document.set("updated_at",
                 stemma::json::Value::string(stemma::isoText({edit_lists::moment.micros + 5'000'000})));
    document.set("outline_version", stemma::json::Value::integer(version));
    return stemma::json::bytesOf(document);
}

inline std::string stamped(const std::string& bytes, int version) {
    return changedOnDisk(bytes, "[]", version);
}

} // namespace working_copies
