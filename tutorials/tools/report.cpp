#include "tutorials/tools/report.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "tensor/errors.h"

namespace gradus::grade {
namespace {

using nlohmann::json;

std::string dumped(const json& all) {
  return all.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

double possible(const Row& row) {
  const std::optional<Part>& hidden = row.record.result.hidden;
  return row.exercise.file.points + (hidden ? hidden->possible : 0);
}

/// The state of an exercise as a whole: the hidden part can only make it worse.
State state(const Row& row) {
  const Result& result = row.record.result;
  if (result.own.state == State::passed && result.hidden && result.hidden->state != State::passed)
    return State::partly;
  return result.own.state;
}

std::string description(const Part& part) {
  std::string text;
  for (const Case& each : part.cases)
    text += fmt::format("  {:<11}  {}{}\n", each.status, each.name,
                        each.message.empty() ? "" : "\n                 " + each.message);
  if (!part.trouble.empty()) text += fmt::format("  {}\n", part.trouble);
  for (const std::string& mistake : part.mistakes)
    text += fmt::format("  This looks like a well-known mistake:\n    {}\n", mistake);
  if (!part.printed.empty())
    text += (part.state == State::not_compiling ? "" : "  printed\n") + part.printed + "\n";
  return text;
}

std::string notes(const Row& row) {
  const Record& record = row.record;
  std::string text;
  if (row.changed) text += ", changed since";
  if (record.hints > 0) text += fmt::format(", {} hints", record.hints);
  if (record.revealed) text += ", solution seen";
  return text;
}

std::string csv_cell(const std::string& text) {
  std::string cell;
  for (const char c : text) cell += c == '"' ? "\"\"" : std::string(1, c);
  return "\"" + cell + "\"";
}

std::string csv(const std::vector<Row>& rows) {
  std::string text = "exercise,title,points,possible,state,hints,solution_seen,seconds\n";
  for (const Row& row : rows)
    text += fmt::format("{},{},{:g},{:g},{},{},{},{:.2f}\n", row.exercise.number(),
                        csv_cell(row.exercise.file.title), row.record.result.points(),
                        possible(row), name(state(row)), row.record.hints,
                        row.record.revealed ? "yes" : "no", row.record.result.seconds);
  return text;
}

json everything(const std::vector<Row>& rows) {
  json exercises = json::array();
  double points = 0, most = 0;
  for (const Row& row : rows) {
    const Result& result = row.record.result;
    json entry = {{"exercise", row.exercise.number()},
                  {"title", row.exercise.file.title},
                  {"state", name(state(row))},
                  {"points", result.points()},
                  {"possible", possible(row)},
                  {"hints", row.record.hints},
                  {"solution_seen", row.record.revealed},
                  {"seconds", result.seconds},
                  {"tests", result.own}};
    if (result.hidden) entry["hidden"] = *result.hidden;
    exercises.push_back(entry);
    points += result.points();
    most += possible(row);
  }
  return {{"points", points}, {"possible", most}, {"exercises", exercises}};
}

std::string xml(const std::string& text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\n':
        result += "&#10;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string junit(const std::vector<Row>& rows) {
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  for (const Row& row : rows) {
    std::string cases;
    const auto add = [&](const std::string& title, const std::string& inside) {
      cases += fmt::format("    <testcase classname=\"{}\" name=\"{}\">{}</testcase>\n",
                           row.exercise.number(), xml(title), inside);
    };
    int failures = 0, errors = 0, skipped = 0, count = 0;
    const auto add_part = [&](const Part& part, const std::string& prefix) {
      for (const Case& each : part.cases) {
        const bool passed = each.status == "passed";
        failures += !passed;
        ++count;
        add(prefix + each.name,
            passed ? "" : fmt::format("<failure message=\"{}\"/>", xml(each.message)));
      }
      if (!part.trouble.empty()) {
        ++errors, ++count;
        add(prefix + "runs to its end",
            fmt::format("<error message=\"{}\">{}</error>", xml(part.trouble), xml(part.printed)));
      } else if (part.cases.empty()) {
        ++skipped, ++count;
        add(prefix + name(part.state), "<skipped/>");
      }
    };
    add_part(row.record.result.own, "");
    if (row.record.result.hidden) add_part(*row.record.result.hidden, "hidden: ");
    text += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" "
        "time=\"{:.2f}\">\n{}  </testsuite>\n",
        xml(row.exercise.name()), count, failures, errors, skipped, row.record.result.seconds,
        cases);
  }
  return text + "</testsuites>\n";
}

/// gradescope-autograders.readthedocs.io/en/latest/specs: the score is the sum over the tests.
json gradescope(const std::vector<Row>& rows) {
  json tests = json::array();
  double seconds = 0;
  const auto add = [&](const Row& row, const Part& part, double most, bool hidden) {
    std::string output = description(part);
    if (output.empty()) output = name(part.state);
    if (row.record.revealed && !hidden) output += "\n(the solution was looked at)";
    tests.push_back({{"number", row.exercise.number()},
                     {"name", (hidden ? "hidden: " : "") + row.exercise.name()},
                     {"score", part.points},
                     {"max_score", most},
                     {"status", part.state == State::passed ? "passed" : "failed"},
                     {"output", output},
                     {"output_format", "text"},
                     {"visibility", hidden ? "after_published" : "visible"}});
  };
  for (const Row& row : rows) {
    const Result& result = row.record.result;
    add(row, result.own, row.exercise.file.points, false);
    if (result.hidden) add(row, *result.hidden, result.hidden->possible, true);
    seconds += result.seconds;
  }
  return {{"execution_time", seconds}, {"tests", tests}};
}

}  // namespace

bool has_passed(const Row& row) { return state(row) == State::passed; }

std::string verdict(const Row& row) {
  const Result& result = row.record.result;
  std::string text = fmt::format("{}: {}, {:g} of {:g} points ({:.1f} s)\n", row.exercise.name(),
                                 name(state(row)), result.points(), possible(row), result.seconds);
  text += description(result.own);
  if (result.hidden)
    text += "  Hidden tests: " + name(result.hidden->state) + "\n" + description(*result.hidden);
  return text;
}

std::string table(const std::vector<Row>& rows) {
  std::string text, chapter;
  double points = 0, most = 0;
  std::size_t passed = 0;
  for (const Row& row : rows) {
    if (row.exercise.chapter_folder() != chapter) {
      chapter = row.exercise.chapter_folder();
      text += chapter + "\n";
    }
    const double got = row.record.result.points();
    text += fmt::format("  {:>5}  {:<50} {:>3g}/{:<3g} {}{}\n", row.exercise.number(),
                        row.exercise.file.title, got, possible(row), name(state(row)), notes(row));
    points += got;
    most += possible(row);
    passed += has_passed(row);
  }
  return text + fmt::format("{} of {} exercises, {:g} of {:g} points\n", passed, rows.size(),
                            points, most);
}

std::string report(const std::vector<Row>& rows, const std::string& format) {
  if (format == "json") return dumped(everything(rows));
  if (format == "csv") return csv(rows);
  if (format == "junit") return junit(rows);
  if (format == "gradescope") return dumped(gradescope(rows));
  std::string text = table(rows);
  for (const Row& row : rows)
    if (row.record.result.seconds > 0 && !has_passed(row)) text += "\n" + verdict(row);
  return text;
}

}  // namespace gradus::grade
