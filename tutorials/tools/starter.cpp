// starter: prints the starter of an exercise, made from its solution.h.
//
//   starter tutorials/04_gradient_checking/exercises/2_directional/solution.h
//
// The lines from "// begin solution: TEXT" to "// end solution" become
//     throw NotYetWritten("4.2 TEXT");
// and the hints, which are asked for one by one, are left out.
#include <fmt/format.h>

#include <fstream>
#include <iostream>

#include "tutorials/tools/exercise_file.h"

int main(int argc, char** argv) {
  try {
    if (argc != 2) throw std::runtime_error("usage: starter <solution.h>");
    fmt::print("{}", exercise::starter(exercise::read_exercise(argv[1])));
    return 0;
  } catch (const std::exception& e) {
    fmt::print(stderr, "starter: {}\n", e.what());
    return 2;
  }
}
