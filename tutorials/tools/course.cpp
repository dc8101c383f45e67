#include "tutorials/tools/course.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "nn/files.h"
#include "tensor/errors.h"

namespace fs = std::filesystem;

namespace gradus::grade {
namespace {

std::vector<std::string> words(const nlohmann::json& list) {
  std::vector<std::string> result;
  for (const std::string word : list)
    if (!word.empty()) result.push_back(word);  // CMake's lists may have empty entries
  return result;
}

/// 4.10 stands behind 4.9.
std::pair<int, int> order(const std::string& number) {
  const std::size_t point = number.find('.');
  return {std::stoi(number), std::stoi(number.substr(point + 1))};
}

bool belongs_to_solutions(const fs::path& file) {
  const std::string name = file.filename();
  return file.parent_path().parent_path().filename() == "exercises" &&
         (name == "solution.h" || name.starts_with("wrong_"));
}

}  // namespace

Settings read_settings(const fs::path& file) {
  try {
    const auto json = nlohmann::json::parse(read_file(file));
    return {fs::path(json.at("root").get<std::string>()), json.at("compiler"),
            words(json.at("compile")), words(json.at("link")), json.at("memory_mib")};
  } catch (const std::exception& e) {
    throw Error(
        fmt::format("{} cannot be used ({}): build `grade` again", file.string(), e.what()));
  }
}

std::vector<Exercise> find_exercises(const fs::path& root) {
  std::vector<Exercise> found;
  for (const auto& chapter : fs::directory_iterator(root / "tutorials")) {
    if (!fs::is_directory(chapter.path() / "exercises")) continue;
    for (const auto& folder : fs::directory_iterator(chapter.path() / "exercises"))
      for (const char* name : {"solution.h", "task.h"})
        if (fs::exists(folder.path() / name)) {
          found.push_back({folder.path(), exercise::read_exercise(folder.path() / name)});
          break;
        }
  }
  std::sort(found.begin(), found.end(), [](const Exercise& a, const Exercise& b) {
    return order(a.number()) < order(b.number());
  });
  for (std::size_t i = 1; i < found.size(); ++i)
    if (found[i].number() == found[i - 1].number())
      throw Error(fmt::format("two exercises are {}: {} and {}", found[i].number(),
                              found[i - 1].folder.string(), found[i].folder.string()));
  return found;
}

std::vector<Exercise> choose(const std::vector<Exercise>& all, const std::string& what) {
  std::vector<Exercise> chosen;
  for (const Exercise& exercise : all)
    if (what.empty() || what == exercise.number() || what == exercise.chapter())
      chosen.push_back(exercise);
  if (chosen.empty())
    throw Error(fmt::format("there is no exercise {}: `grade` lists them all", what));
  return chosen;
}

std::size_t write_starters(const std::vector<Exercise>& all, const fs::path& exercises) {
  std::size_t written = 0;
  for (const Exercise& exercise : all) {
    const fs::path answer = exercise.answer(exercises);
    if (fs::exists(answer)) continue;
    make_folder(answer.parent_path());
    write_file(answer, exercise::starter(exercise.file));
    ++written;
  }
  return written;
}

void export_classroom(const fs::path& root, const fs::path& to) {
  if (fs::exists(to) && !fs::is_empty(to))
    throw Error(to.string() + " is not empty: name a new folder");
  std::vector<fs::path> files;
  for (const char* name : {".clang-format", ".gitignore", "CMakeLists.txt", "CMakePresets.json",
                           "LICENSE", "README.md"})
    if (fs::exists(root / name)) files.push_back(name);
  for (const char* name : {"tensor", "autograd", "nn", "vae", "tutorials", "tests"})
    if (fs::exists(root / name))
      for (const auto& entry : fs::recursive_directory_iterator(root / name))
        if (entry.is_regular_file()) files.push_back(fs::relative(entry.path(), root));

  for (const fs::path& file : files) {
    make_folder((to / file).parent_path());
    if (!belongs_to_solutions(file))
      fs::copy_file(root / file, to / file);
    else if (file.filename() == "solution.h")
      write_file((to / file).replace_filename("task.h"),
                 exercise::task(exercise::read_exercise(root / file)));
  }
}

}  // namespace gradus::grade
