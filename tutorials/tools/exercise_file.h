// What: ExerciseFile, what a solution.h says about its exercise; starter, the file a student
//       begins with; and task, what a classroom gets instead of the solution.
// Why: statement, hints and solution have one master, so they cannot drift apart.
// Invariants: a solution.h begins with comment lines: "// Exercise 4.2  Title", "// Points: 3",
//      "// Chapter: 4", the statement, and hints, each from "// Hint:" on. The parts to be
//      written stand between "// begin solution: what" and "// end solution".
// Read next: grade.cpp.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace exercise {

struct ExerciseFile {
  std::filesystem::path path;  // of solution.h or task.h
  std::string number;          // "4.2"
  std::string title;
  double points = 0;
  int chapter = 0;  // the one it needs
  std::string statement;
  std::vector<std::string> hints;
  std::vector<std::string> lines;  // the whole file
};

/// Throws std::runtime_error, naming file and line, if the file does not have that form.
ExerciseFile read_exercise(const std::filesystem::path& solution);

/// The text of the starter.
std::string starter(const ExerciseFile& exercise);

/// The same file with nothing between "// begin solution: what" and "// end solution". It is read
/// like the original and has the same starter.
std::string task(const ExerciseFile& exercise);

}  // namespace exercise
