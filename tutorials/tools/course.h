// What: the exercises of the course, found in the folders of its chapters, and the files a student
//       works on.
// Why: the folders are the only list of exercises there is, so none can be missing from it.
// Invariants: an exercise is the folder tutorials/NN_chapter/exercises/M_name, with test.cpp and
//      solution.h (in a classroom's copy task.h, which is the same without the solution). A
//      student's file is NN_chapter/M_name.h and is never overwritten.
// Read next: run_exercise.h.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tutorials/tools/exercise_file.h"

namespace gradus::grade {

/// What grade.json says.
struct Settings {
  std::filesystem::path root;  // of the repository
  std::string compiler;
  std::vector<std::string> compile, link;  // arguments before and after the file
  std::int64_t memory_mib = 0;             // for an answer; 0: no limit
};

/// Throws Error if the file is missing or damaged.
Settings read_settings(const std::filesystem::path& file);

struct Exercise {
  std::filesystem::path folder;
  exercise::ExerciseFile file;

  const std::string& number() const { return file.number; }
  std::string chapter() const { return number().substr(0, number().find('.')); }
  std::string chapter_folder() const { return folder.parent_path().parent_path().filename(); }
  /// "4.2 The title".
  std::string name() const { return number() + " " + file.title; }
  /// False in a classroom's copy.
  bool has_solution() const { return file.path.filename() == "solution.h"; }
  /// Where the student's file is in the folder `exercises`.
  std::filesystem::path answer(const std::filesystem::path& exercises) const {
    return exercises / chapter_folder() / (folder.filename().string() + ".h");
  }
};

/// All exercises, in the order of their numbers. Throws Error if two have the same.
std::vector<Exercise> find_exercises(const std::filesystem::path& root);

/// Those that `what` names: "4.2" one, "4" a chapter, "" all. Throws Error if there are none.
std::vector<Exercise> choose(const std::vector<Exercise>& all, const std::string& what);

/// Writes the starters that are not there yet; how many.
std::size_t write_starters(const std::vector<Exercise>& all,
                           const std::filesystem::path& exercises);

/// Copies the project to the folder `to`, which must be empty or new, without the solutions and
/// without the wrong answers: solution.h becomes task.h.
void export_classroom(const std::filesystem::path& root, const std::filesystem::path& to);

}  // namespace gradus::grade
