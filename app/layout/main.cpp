// SPDX-License-Identifier: MIT
#include <clocale>
#include <iostream>
#include <iterator>
#include <string>

#include "core/layout/graphviz.h"
#include "core/layout/layout_text.h"

/// The layout program: a request on standard input (core/layout/layout_text.h), the answer on standard
/// output.
int main() {
    std::setlocale(LC_ALL, "C");
    const std::string text((std::istreambuf_iterator<char>(std::cin)), std::istreambuf_iterator<char>());
    using namespace stemma::layout;
    const auto answer = parseRequest(text).and_then(layOutWithGraphviz);
    std::cout << answerText(answer) << std::flush;
    return answer && std::cout ? 0 : 1;
}
