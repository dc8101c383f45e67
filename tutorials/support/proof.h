// What: Proof, which shows that an exercise does what it says: the solution passes, the starter is
//       told that everything is still to be written, and each wrong answer is rejected with its
//       own explanation.
// Why: an exercise that accepts a wrong answer teaches it.
// Invariants: one Proof for each exercise, written by CMake, which includes all answers into one
//      file, each in a namespace of its own.
// Read next: exercise.h.
#pragma once

#include <fstream>

#include "tutorials/support/exercise.h"

namespace exercise {

using Check = void (*)(Grader&);

struct Answer {
  const char* file;
  Check check;
};

struct Proof {
  const char* number;
  Answer solution, starter;
  std::vector<Answer> wrong;
};

/// All proofs of a program; each file adds its own.
inline std::vector<Proof>& proofs() {
  static std::vector<Proof> all;
  return all;
}
inline bool add(Proof proof) {
  proofs().push_back(std::move(proof));
  return true;
}

inline Grader graded(Check check) {
  Grader grader;
  check(grader);
  return grader;
}

/// The text behind "// Explained: " at the beginning of a wrong answer, up to the first line that
/// is no comment.
inline std::string promised_explanation(const std::string& path) {
  std::ifstream file(path);
  const std::string start = "// Explained: ";
  std::string line, text;
  while (std::getline(file, line) && line.starts_with("//")) {
    const std::size_t begin = text.empty() ? start.size() : line.find_first_not_of("/ ");
    if (text.empty() && !line.starts_with(start)) return "";
    text += (text.empty() ? "" : " ") + line.substr(begin);
  }
  return text;
}

/// What is wrong with an exercise; empty if nothing is.
inline std::vector<std::string> faults(const Proof& proof) {
  std::vector<std::string> found;
  const auto fault = [&](const std::string& text) {
    found.push_back(fmt::format("exercise {}: {}", proof.number, text));
  };
  const Grader solution = graded(proof.solution.check);
  for (const Outcome& outcome : solution.outcomes())
    if (outcome.status != Status::passed)
      fault(fmt::format("the solution fails \"{}\": {}", outcome.name, outcome.message));
  if (solution.outcomes().empty()) fault("no graded case");
  for (const std::string& text : solution.recognised())
    fault(fmt::format("the solution is taken for the mistake \"{}\"", text));
  const Grader starter = graded(proof.starter.check);
  for (const Outcome& outcome : starter.outcomes())
    if (outcome.status != Status::not_written ||
        !outcome.message.starts_with(std::string(proof.number) + " "))
      fault(fmt::format("the starter does not throw NotYetWritten(\"{} ...\") in \"{}\": {}",
                        proof.number, outcome.name, outcome.message));
  if (proof.wrong.size() < 3) fault("fewer than three wrong answers");
  for (const Answer& answer : proof.wrong) {
    const std::string promised = promised_explanation(answer.file);
    const Grader grader = graded(answer.check);
    if (promised.empty()) fault(fmt::format("{} begins without \"// Explained: \"", answer.file));
    if (grader.all(Status::passed)) fault(fmt::format("{} is accepted", answer.file));
    const std::vector<std::string> explanations = grader.recognised();
    if (explanations != std::vector<std::string>{promised})
      fault(fmt::format("{} should be explained by \"{}\" alone, but gets: \"{}\"", answer.file,
                        promised, fmt::join(explanations, "\", \"")));
  }
  return found;
}

}  // namespace exercise
