// What: what is remembered about a student's exercises: results, hints that were shown, solutions
//       that were looked at. Kept in exercises/.grade.json.
// Why: `grade` starts anew for each command.
// Invariants: nothing is kept in memory between two questions, so a `grade watch` in one window
//      and a `grade hint` in another do not undo each other. The file is the student's: a teacher
//      runs everything anew.
// Read next: report.h.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>

#include "tutorials/tools/run_exercise.h"

namespace gradus::grade {

struct Record {
  std::size_t hints = 0;  // shown so far
  bool revealed = false;
  Result result;
};

/// For nlohmann::json; the report in JSON uses it too.
void to_json(nlohmann::json& json, const Part& part);

class Records {
 public:
  explicit Records(const std::filesystem::path& exercises) : file_(exercises / ".grade.json") {}

  /// The record of an exercise; a new one if there is none. Throws Error if the file is damaged.
  Record get(const std::string& number) const;
  void change(const std::string& number, const std::function<void(Record&)>& how) const;

 private:
  std::filesystem::path file_;
};

}  // namespace gradus::grade
