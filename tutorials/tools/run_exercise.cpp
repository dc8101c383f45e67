#include "tutorials/tools/run_exercise.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <csignal>
#include <regex>
#include <sstream>

#include "nn/files.h"
#include "tensor/errors.h"
#include "tutorials/tools/compiler_messages.h"
#include "tutorials/tools/process.h"

namespace fs = std::filesystem;

namespace gradus::grade {
namespace {

constexpr std::array names = {"not started", "not written", "does not compile", "stopped", "wrong",
                              "partly",      "passed"};

/// How many bytes the character at `at` has; 0 if no terminal, JSON or XML can take it.
std::size_t character(const std::string& text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const unsigned first = byte(at);
  if (first < 0x80) return first == '\t' || first == '\n' || (first >= 0x20 && first < 0x7f);
  const std::size_t length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  for (std::size_t i = 1; i < length; ++i)
    if (byte(at + i) >> 6 != 2) return 0;  // of a character of several bytes: binary 10...
  return length;
}

std::string readable(const std::string& text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character(text, at);
    result += length > 0 ? text.substr(at, length) : "?";
    at += std::max<std::size_t>(length, 1);
  }
  return result;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

/// The first lines of what an answer printed.
std::string beginning(const std::string& text) {
  constexpr std::size_t most_lines = 20, most_bytes = 2000;
  std::size_t end = 0;
  for (std::size_t line = 0; line < most_lines && end < text.size(); ++line)
    end = std::min(text.find('\n', end), text.size() - 1) + 1;
  end = std::min(end, most_bytes);
  return readable(text.substr(0, end)) + (end < text.size() ? "\n...\n" : "");
}

/// The file that is compiled. An #include <...> of the answer moves out of the namespace.
std::string program(const fs::path& answer, const fs::path& test) {
  static const std::regex include(R"(^[ \t]*#[ \t]*include[ \t]*<[^>]+>)");
  std::string text = "#include \"tutorials/support/exercise.h\"\n";
  std::istringstream lines(read_file(answer));
  for (std::string line; std::getline(lines, line);)
    if (std::smatch match; std::regex_search(line, match, include)) text += match.str() + "\n";
  return text + fmt::format(R"(namespace answer {{
using namespace exercise;
#include "{}"
#include "{}"
}}  // namespace answer
int main(int, char** arguments) {{
  exercise::Grader grader(std::fopen(arguments[1], "w"));
  answer::check(grader);
  grader.finish();
}}
)",
                            answer.string(), test.string());
}

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> parts;
  std::istringstream stream(line);
  for (std::string part; std::getline(stream, part, '\t');) parts.push_back(part);
  return parts;
}

/// What the lines of the report say; exercise.h describes them.
struct Report {
  std::vector<Case> cases;
  std::vector<std::string> mistakes;
  std::string under_way;  // the case that began and did not end
  bool complete = false;

  explicit Report(const std::string& text) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      std::vector<std::string> parts = split(line);
      parts.resize(5);
      if (parts[0] == "begin") under_way = parts[1];
      if (parts[0] == "mistake") mistakes.push_back(parts[1]);
      if (parts[0] == "end") complete = true;
      if (parts[0] != "case") continue;
      under_way.clear();
      cases.push_back({parts[3], parts[1], parts[4], std::strtod(parts[2].c_str(), nullptr)});
    }
  }
};

/// Why an answer did not come to its end.
std::string trouble(const Ending& ending, const Limits& limits, const std::string& under_way) {
  const std::string where = under_way.empty() ? "" : fmt::format(" in \"{}\"", under_way);
  if (ending.too_long)
    return fmt::format("stopped after {:g} s{}: an endless loop?", limits.seconds, where);
  if (ending.signal == SIGXFSZ)
    return fmt::format("stopped{}: it printed {} MB; a print in a loop?", where, limits.file_mib);
  if (ending.signal == SIGSEGV || ending.signal == SIGBUS)
    return fmt::format(
        "crashed{} (segmentation fault): an index out of range, endless recursion, or memory used "
        "after its end?",
        where);
  if (ending.signal == SIGFPE)
    return fmt::format("crashed{}: a whole number was divided by zero", where);
  if (ending.signal == SIGABRT) return fmt::format("aborted{}: its last words are below", where);
  if (ending.signal != 0)
    return fmt::format("ended by signal {}{}: out of memory?", ending.signal, where);
  return fmt::format("ended{} with exit code {}, before the tests were over: is there an exit()?",
                     where, ending.code);
}

State state(const Report& report) {
  std::size_t passed = 0, not_written = 0;
  for (const Case& each : report.cases) {
    passed += each.status == "passed";
    not_written += each.status == "not written";
  }
  if (passed == report.cases.size()) return State::passed;
  if (passed > 0) return State::partly;
  return not_written == report.cases.size() ? State::not_written : State::wrong;
}

Part run_part(const Runner& runner, const fs::path& answer, const fs::path& test, double possible) {
  const ScratchFolder scratch;
  const fs::path source = scratch.path() / "answer.cpp", binary = scratch.path() / "answer",
                 said = scratch.path() / "said", report = scratch.path() / "report";
  Part part;
  part.possible = possible;
  write_file(source, program(answer, test));

  std::vector<std::string> command = {runner.settings.compiler};
  command.insert(command.end(), runner.settings.compile.begin(), runner.settings.compile.end());
  for (const fs::path& word : {fs::path("-Werror=return-type"), source, fs::path("-o"), binary})
    command.push_back(word.string());
  command.insert(command.end(), runner.settings.link.begin(), runner.settings.link.end());
  const Limits compiler{.seconds = 120, .file_mib = 256};
  const Ending compiled = run_process(command, runner.settings.root, said, compiler);
  if (compiled.signal != 0 || compiled.code != 0) {
    part.state = State::not_compiling;
    part.trouble = "the compiler says";
    if (compiled.too_long) part.trouble = "the compiler was stopped after 2 minutes";
    const std::string about = readable(about_answer(read_file(said), answer.string()));
    part.printed = replaced(about, answer.string(), fs::proximate(answer).string());
    return part;
  }

  const Limits limits{runner.seconds, runner.settings.memory_mib};
  const Ending ending =
      run_process({binary.string(), report.string()}, scratch.path(), said, limits);
  Report lines(fs::exists(report) ? readable(read_file(report)) : "");
  part.state = state(lines);
  part.printed = beginning(read_file(said));
  if (!lines.complete || lines.cases.empty() || ending.signal != 0) {
    part.state = State::stopped;
    part.trouble = trouble(ending, limits, lines.under_way);
  }
  for (const Case& each : lines.cases)
    if (each.status == "passed") part.points += each.points;
  part.points = std::min(part.points, possible);
  part.cases = std::move(lines.cases);
  part.mistakes = std::move(lines.mistakes);
  return part;
}

/// A teacher's test file for an exercise: its first line says "// Points: 2".
struct Hidden {
  fs::path test;
  double points = 0;
};

std::optional<Hidden> find_hidden(const fs::path& folder, const Exercise& exercise) {
  if (folder.empty()) return std::nullopt;
  const fs::path by_name =
      fs::path(exercise.chapter_folder()) / exercise.folder.filename() / "test.cpp";
  for (const fs::path& test : {folder / exercise.number() / "test.cpp", folder / by_name}) {
    if (!fs::exists(test)) continue;
    const std::string text = read_file(test);
    std::smatch points;
    if (!std::regex_search(text, points, std::regex(R"(^// Points: (\d+)\n)")))
      throw Error(fmt::format("{}:1: expected \"// Points: 2\"", test.string()));
    return Hidden{fs::absolute(test), std::stod(points[1])};
  }
  return std::nullopt;
}

}  // namespace

std::string name(State state) { return names[static_cast<std::size_t>(state)]; }

State state_of(const std::string& name) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == name) return static_cast<State>(i);
  return State::not_started;
}

std::int64_t file_time(const fs::path& answer) {
  std::error_code missing;
  const auto time = fs::last_write_time(answer, missing);
  return missing ? 0 : static_cast<std::int64_t>(time.time_since_epoch().count());
}

Result Runner::run(const Exercise& exercise) const {
  const auto start = std::chrono::steady_clock::now();
  const fs::path answer = fs::absolute(exercise.answer(exercises));
  const std::optional<Hidden> more = find_hidden(hidden, exercise);
  Result result;
  result.file_time = file_time(answer);
  result.own.possible = exercise.file.points;
  if (more) result.hidden = Part{.possible = more->points};
  if (!fs::exists(answer)) return result;
  if (read_file(answer) == exercise::starter(exercise.file)) {  // no need to ask the compiler
    result.own.state = State::not_written;
    if (more) result.hidden->state = State::not_written;
    return result;
  }
  result.own = run_part(*this, answer, exercise.folder / "test.cpp", exercise.file.points);
  if (more) result.hidden = run_part(*this, answer, more->test, more->points);
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace gradus::grade
