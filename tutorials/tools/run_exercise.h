// What: run_exercise, which compiles a student's answer with its tests, runs it, and says what
//       became of it.
// Why: this is the place where a person learns what is wrong, so every way to fail has its words.
// Invariants: whatever the answer does, run_exercise returns; points are those of the cases that
//      were reported as passed before it did it.
// Read next: records.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tutorials/tools/course.h"

namespace gradus::grade {

enum class State { not_started, not_written, not_compiling, stopped, wrong, partly, passed };

/// "not written", for people and for files.
std::string name(State state);
/// The other way round; State::not_started if there is no such name.
State state_of(const std::string& name);

/// A graded case, as the answer's process reported it.
struct Case {
  std::string name, status, message;  // status: passed, wrong, not written
  double points = 0;
};

/// What became of an answer under one test file.
struct Part {
  State state = State::not_started;
  double points = 0, possible = 0;
  std::vector<Case> cases = {};
  std::vector<std::string> mistakes = {};  // explanations of those it was recognised by
  std::string trouble = {};                // why it did not come to its end, in one line
  std::string printed = {};                // by the compiler or by the answer, shortened
};

struct Result {
  Part own;
  std::optional<Part> hidden;  // a teacher's tests
  double seconds = 0;          // it took, compiler included
  std::int64_t file_time = 0;  // of the answer when it ran

  double points() const { return own.points + (hidden ? hidden->points : 0); }
  double possible() const { return own.possible + (hidden ? hidden->possible : 0); }
};

/// Where and how exercises are run.
struct Runner {
  Settings settings;
  std::filesystem::path exercises;  // the student's folder
  std::filesystem::path hidden;     // a teacher's, or empty
  double seconds = 10;              // for the tests of one exercise

  Result run(const Exercise& exercise) const;
};

/// When the answer was last saved; 0 if there is none.
std::int64_t file_time(const std::filesystem::path& answer);

}  // namespace gradus::grade
