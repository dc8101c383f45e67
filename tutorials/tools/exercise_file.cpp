#include "tutorials/tools/exercise_file.h"

#include <fmt/format.h>

#include <fstream>
#include <regex>
#include <stdexcept>

namespace exercise {
namespace {

[[noreturn]] void wrong(const std::filesystem::path& path, std::size_t line, const char* what) {
  throw std::runtime_error(fmt::format("{}:{}: {}", path.string(), line + 1, what));
}

/// Comment lines without their "// ".
std::string bare(const std::string& line) { return line.size() > 3 ? line.substr(3) : ""; }

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \n");
  return begin == text.npos ? "" : text.substr(begin, text.find_last_not_of(" \n") + 1 - begin);
}

const std::regex begin_solution(R"(^( *)// begin solution: (.+)$)");
const std::regex end_solution(R"(^ *// end solution$)");

}  // namespace

ExerciseFile read_exercise(const std::filesystem::path& solution) {
  ExerciseFile exercise;
  exercise.path = solution;
  std::ifstream file(solution);
  if (!file) throw std::runtime_error(fmt::format("cannot read {}", solution.string()));
  for (std::string line; std::getline(file, line);) exercise.lines.push_back(line);

  const auto& lines = exercise.lines;
  const auto need = [&](std::size_t i, const char* pattern, const char* what) {
    std::smatch parts;
    if (i >= lines.size() || !std::regex_match(lines[i], parts, std::regex(pattern)))
      wrong(solution, i, what);
    return parts;
  };
  const std::smatch title =
      need(0, R"(// Exercise (\d+\.\d+)  (.+))", "expected \"// Exercise 4.2  Title\"");
  exercise.number = title[1];
  exercise.title = title[2];
  exercise.points = std::stod(need(1, R"(// Points: (\d+))", "expected \"// Points: 3\"")[1]);
  exercise.chapter = std::stoi(need(2, R"(// Chapter: (\d+))", "expected \"// Chapter: 4\"")[1]);
  std::size_t i = 3;
  for (; i < lines.size() && lines[i].starts_with("//"); ++i) {
    const std::string text = bare(lines[i]);
    if (text.starts_with("Hint: "))
      exercise.hints.push_back(text.substr(6));
    else if (exercise.hints.empty())
      exercise.statement += text + "\n";
    else
      exercise.hints.back() += " " + trimmed(text);
  }
  exercise.statement = trimmed(exercise.statement);
  if (exercise.statement.empty()) wrong(solution, 3, "expected the statement");
  if (exercise.hints.empty()) wrong(solution, i, "expected \"// Hint: ...\"");
  return exercise;
}

std::string starter(const ExerciseFile& exercise) {
  std::string text;
  bool in_hints = false;
  bool open = false;
  std::size_t opened_at = 0;
  int parts = 0;
  for (std::size_t i = 0; i < exercise.lines.size(); ++i) {
    const std::string& line = exercise.lines[i];
    if (line.starts_with("// Hint: ") && !in_hints) {
      in_hints = true;
      if (text.ends_with("\n//\n")) text.resize(text.size() - 3);  // the empty line before them
    }
    if (in_hints && line.starts_with("//")) continue;
    in_hints = false;
    std::smatch match;
    if (std::regex_match(line, match, begin_solution)) {
      if (open) wrong(exercise.path, i, "a solution begins inside another");
      open = true;
      opened_at = i;
      ++parts;
      text += fmt::format("{}throw NotYetWritten(\"{} {}\");\n", match[1].str(), exercise.number,
                          match[2].str());
    } else if (std::regex_match(line, end_solution)) {
      if (!open) wrong(exercise.path, i, "a solution ends that did not begin");
      open = false;
    } else if (!open) {
      text += line + "\n";
    }
  }
  if (open) wrong(exercise.path, opened_at, "this solution has no \"// end solution\"");
  if (parts == 0) wrong(exercise.path, 0, "nothing to be written: no \"// begin solution: ...\"");
  return text;
}

std::string task(const ExerciseFile& exercise) {
  starter(exercise);  // complains if a solution does not end, and would be given away
  std::string text;
  bool inside = false;
  for (const std::string& line : exercise.lines) {
    if (std::regex_match(line, end_solution)) inside = false;
    if (!inside) text += line + "\n";
    if (std::regex_match(line, begin_solution)) inside = true;
  }
  return text;
}

}  // namespace exercise
