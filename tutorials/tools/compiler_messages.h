// What: about_answer, what a compiler's output says about a student's file.
// Why: one wrong type in an answer can make a hundred lines about the library's templates.
// Invariants: what is shown is the compiler's own words; there is always something to show.
// Read next: compiler_messages.cpp.
#pragma once

#include <string>

namespace gradus::grade {

/// The errors of `output` that concern the file `answer`, at most three. For an error elsewhere
/// that comes from there, the lines of the answer that lead to it. If none does, the first error.
std::string about_answer(const std::string& output, const std::string& answer);

}  // namespace gradus::grade
