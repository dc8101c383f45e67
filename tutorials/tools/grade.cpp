// grade: runs the exercises of the course on what a student wrote, and keeps account.
//
//   grade                      all exercises, points, and what is next
//   grade start [DIR]          makes the folder of exercises
//   grade run [4.1 | 4]        one, a chapter's, or all;  grade next: the next one
//   grade watch [4.1]          again whenever a file is saved
//   grade hint 4.1             grade reveal 4.1
//   grade report [4] --format text|json|csv|junit|gradescope [--anew] [--out FILE]
//   grade classroom DIR        a copy of the project without solutions
//
// Read course.h, run_exercise.h, records.h and report.h, in this order.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "nn/files.h"
#include "tensor/errors.h"
#include "tutorials/tools/report.h"

namespace fs = std::filesystem;

namespace gradus::grade {
namespace {

/// The commands. Each returns the program's exit code.
class Commands {
 public:
  explicit Commands(Runner runner)
      : runner_(std::move(runner)),
        records_(runner_.exercises),
        all_(find_exercises(runner_.settings.root)) {}

  int status() const {
    fmt::print("{}", table(rows(all_)));
    if (!fs::exists(runner_.exercises))
      fmt::print("Begin with: grade start\n");
    else
      say_next();
    return 0;
  }

  int start() const {
    make_folder(runner_.exercises);
    const std::size_t written = write_starters(all_, runner_.exercises);
    fmt::print("{} new exercises in {}; what was there is as it was.\n", written,
               runner_.exercises.string());
    say_next();
    return 0;
  }

  int run(const std::string& what) const {
    need_folder();
    const std::vector<Exercise> chosen = choose(all_, what);
    bool passed = true;
    for (const Exercise& exercise : chosen) passed &= run_one(exercise);
    if (chosen.size() > 1) fmt::print("\n{}", table(rows(chosen)));
    say_next();
    return passed ? 0 : 1;
  }

  int next() const {
    need_folder();
    const Exercise* const exercise = find_next();
    if (!exercise) return say_next(), 0;
    return run_one(*exercise) ? 0 : 1;
  }

  int watch(const std::string& what) const {
    need_folder();
    const std::vector<Exercise> chosen = choose(all_, what);
    std::vector<std::int64_t> seen;
    for (const Exercise& exercise : chosen) {
      seen.push_back(file_time(exercise.answer(runner_.exercises)));
      if (chosen.size() == 1) run_one(exercise);
    }
    fmt::print("Watching {}. Ctrl-C ends it.\n", runner_.exercises.string());
    std::fflush(stdout);
    while (true) {
      for (std::size_t i = 0; i < chosen.size(); ++i) {
        const std::int64_t now = file_time(chosen[i].answer(runner_.exercises));
        if (now == 0 || now == std::exchange(seen[i], now)) continue;  // or just being saved
        if (run_one(chosen[i])) say_next();
        std::fflush(stdout);
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  }

  int hint(const std::string& what) const {
    need_folder();
    const Exercise exercise = one(what);
    const std::vector<std::string>& hints = exercise.file.hints;
    const std::size_t shown = records_.get(what).hints;
    if (shown < hints.size()) {
      fmt::print("Hint {} of {}: {}\n", shown + 1, hints.size(), hints[shown]);
      records_.change(what, [](Record& record) { ++record.hints; });
      return 0;
    }
    for (std::size_t i = 0; i < hints.size(); ++i)
      fmt::print("Hint {} of {}: {}\n", i + 1, hints.size(), hints[i]);
    fmt::print("There are no more. To see the solution: grade reveal {}\n", what);
    return 0;
  }

  int reveal(const std::string& what, bool yes) const {
    need_folder();
    const Exercise exercise = one(what);
    if (!exercise.has_solution())
      throw Error("this copy of the course has no solutions: ask your teacher");
    if (!yes) {
      fmt::print("Show the solution of {}? Reports will say so. [y/N] ", exercise.name());
      std::fflush(stdout);
      std::string answer;
      if (!std::getline(std::cin, answer) || !answer.starts_with('y')) return 1;
    }
    records_.change(what, [](Record& record) { record.revealed = true; });
    bool head = true;
    for (const std::string& line : exercise.file.lines)
      if (!(head = head && line.starts_with("//"))) fmt::print("{}\n", line);
    return 0;
  }

  int report(const std::string& what, const std::string& format, bool anew,
             const std::string& out) const {
    need_folder();
    const std::vector<Exercise> chosen = choose(all_, what);
    for (const Row& row : rows(chosen)) {
      const bool known = !row.changed && row.record.result.file_time != 0;
      if (anew || !known || !runner_.hidden.empty()) keep(row.exercise, runner_.run(row.exercise));
    }
    const std::string text = grade::report(rows(chosen), format);
    if (out.empty())
      fmt::print("{}", text);
    else
      write_file(out, text);
    return 0;
  }

  int classroom(const std::string& to) const {
    export_classroom(runner_.settings.root, to);
    fmt::print("{}: the course without its solutions. In it: bash tutorials/start.sh\n", to);
    return 0;
  }

 private:
  void need_folder() const {
    if (!fs::exists(runner_.exercises))
      throw Error(
          fmt::format("there is no folder {}: `grade start` makes it, --exercises names "
                      "another one",
                      runner_.exercises.string()));
  }

  Exercise one(const std::string& what) const {
    const std::vector<Exercise> chosen = choose(all_, what);
    if (chosen.front().number() != what)
      throw Error(fmt::format("{} is a chapter: name one exercise, such as {}", what,
                              chosen.front().number()));
    return chosen.front();
  }

  std::vector<Row> rows(const std::vector<Exercise>& exercises) const {
    std::vector<Row> list;
    for (const Exercise& exercise : exercises) {
      Record record = records_.get(exercise.number());
      const std::int64_t now = file_time(exercise.answer(runner_.exercises));
      const bool ran = record.result.file_time != 0;
      if (!ran && now != 0) record.result.own.state = State::not_written;
      list.push_back({exercise, std::move(record), ran && now != record.result.file_time});
    }
    return list;
  }

  void keep(const Exercise& exercise, const Result& result) const {
    records_.change(exercise.number(), [&](Record& record) { record.result = result; });
  }

  bool run_one(const Exercise& exercise) const {
    const Result result = runner_.run(exercise);
    keep(exercise, result);
    const Row row{exercise, records_.get(exercise.number())};
    fmt::print("{}", verdict(row));
    std::fflush(stdout);
    return has_passed(row);
  }

  const Exercise* find_next() const {
    for (const Exercise& exercise : all_)
      if (!has_passed({exercise, records_.get(exercise.number())})) return &exercise;
    return nullptr;
  }

  int say_next() const {
    if (const Exercise* const exercise = find_next())
      fmt::print("Next: {}\n  open {}\n  then: grade watch {}\n", exercise->name(),
                 exercise->answer(runner_.exercises).string(), exercise->number());
    else
      fmt::print("All exercises are done.\n");
    return 0;
  }

  Runner runner_;
  Records records_;
  std::vector<Exercise> all_;
};

int main(int argc, char** argv) {
  CLI::App app{"Runs the exercises of the course and keeps account of them.", "grade"};
  std::string settings = GRADUS_GRADE_SETTINGS, what, out, format = "text";
  Runner runner{.settings = {}, .exercises = "exercises", .hidden = {}};
  bool yes = false, anew = false;
  app.add_option("--exercises", runner.exercises, "the student's folder (default: exercises)");
  app.add_option("--hidden", runner.hidden, "a teacher's further tests: FOLDER/4.1/test.cpp")
      ->check(CLI::ExistingDirectory);
  app.add_option("--seconds", runner.seconds, "for the tests of one exercise (default: 10)")
      ->check(CLI::PositiveNumber);
  app.add_option("--settings", settings, "how to compile (default: as CMake found out)");
  app.require_subcommand(0, 1);
  app.fallthrough();

  const auto command = [&](const char* name, const char* help) {
    return app.add_subcommand(name, help);
  };
  CLI::App* const start = command("start", "makes the folder of exercises");
  start->add_option("folder", runner.exercises, "default: exercises");
  CLI::App* const run = command("run", "runs one exercise (4.1), a chapter's (4), or all");
  run->add_option("what", what);
  CLI::App* const next = command("next", "runs the first that has not passed");
  CLI::App* const watch = command("watch", "runs an exercise whenever its file is saved");
  watch->add_option("what", what);
  CLI::App* const hint = command("hint", "shows the next hint for an exercise");
  hint->add_option("exercise", what)->required();
  CLI::App* const reveal = command("reveal", "shows the solution; reports will say so");
  reveal->add_option("exercise", what)->required();
  reveal->add_flag("--yes", yes, "without a question");
  CLI::App* const report = command("report", "the results, after running what has changed");
  report->add_option("what", what, "4.1, 4, or all");
  report->add_option("--format", format, "text, json, csv, junit or gradescope")
      ->check(CLI::IsMember({"text", "json", "csv", "junit", "gradescope"}));
  report->add_option("--out", out, "a file; else it is printed");
  report->add_flag("--anew", anew, "runs everything, whatever earlier runs said");
  CLI::App* const classroom = command("classroom", "copies the project without the solutions");
  classroom->add_option("folder", out)->required();
  CLI11_PARSE(app, argc, argv);

  ::setenv("LC_ALL", "C", 1);  // compilers then say "error" in every country
  runner.settings = read_settings(settings);
  const Commands commands(std::move(runner));
  if (*start) return commands.start();
  if (*run) return commands.run(what);
  if (*next) return commands.next();
  if (*watch) return commands.watch(what);
  if (*hint) return commands.hint(what);
  if (*reveal) return commands.reveal(what, yes);
  if (*report) return commands.report(what, format, anew, out);
  if (*classroom) return commands.classroom(out);
  return commands.status();
}

}  // namespace
}  // namespace gradus::grade

int main(int argc, char** argv) {
  try {
    return gradus::grade::main(argc, argv);
  } catch (const std::exception& e) {
    fmt::print(stderr, "grade: {}\n", e.what());
    return 2;
  }
}
