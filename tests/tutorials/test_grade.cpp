// The program `grade` as students and teachers meet it: on small courses made here, with answers
// that do everything answers do, and on the exercises of the real one.
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>

#include "nn/files.h"
#include "tests/support.h"

using namespace gradus;
using namespace gradus::test;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

struct Outcome {
  int code = 0;
  std::string out, err;
};

/// A course, a student's folder beside it, and the program started there.
class Classroom {
 public:
  explicit Classroom(const fs::path& root) {
    json settings = json::parse(read_file(GRADUS_GRADE_SETTINGS));
    sanitized_ = settings["memory_mib"] == 0;
    settings["root"] = root.string();
    write_file(folder_ / "settings.json", settings.dump());
  }

  std::string command(const std::string& arguments) const {
    return fmt::format("cd '{}' && exec '{}' --settings settings.json {}", folder_.path().string(),
                       GRADUS_GRADE_PROGRAM, arguments);
  }
  Outcome grade(const std::string& arguments, const std::string& input = "") const {
    write_file(folder_ / "in", input);
    const int status = std::system((command(arguments) + " < in > out 2> err").c_str());
    return {WEXITSTATUS(status), read_file(folder_ / "out"), read_file(folder_ / "err")};
  }
  /// What the JSON report says about an exercise.
  json reported(const std::string& number) const {
    const json all = json::parse(grade("report " + number + " --format json").out);
    REQUIRE(all["exercises"].size() == 1);
    return all["exercises"][0];
  }
  fs::path answer(const std::string& file) const { return folder_ / ("exercises/" + file); }
  fs::path operator/(const std::string& name) const { return folder_ / name; }
  bool sanitized() const { return sanitized_; }

 private:
  Folder folder_;
  bool sanitized_ = false;
};

std::string twice(const std::string& body) {
  return "#pragma once\n#include \"tutorials/support/exercise.h\"\n"
         "inline double twice(double x) {\n" +
         body + "\n}\n";
}

/// Exercises that all ask for twice(x), each in the folder that is named.
struct Course {
  Folder root;

  explicit Course(std::initializer_list<std::string> exercises) {
    for (const std::string& exercise : exercises) {  // "01_first/2_name"
      const std::size_t slash = exercise.find('/');
      const std::string number = fmt::format("{}.{}", std::stoi(exercise.substr(0, slash)),
                                             std::stoi(exercise.substr(slash + 1)));
      const fs::path folder =
          root / fmt::format("tutorials/{}/exercises/{}", exercise.substr(0, slash),
                             exercise.substr(slash + 1));
      fs::create_directories(folder);
      write_file(folder / "solution.h",
                 fmt::format("// Exercise {}  Twice <x>\n// Points: 3\n// Chapter: 1\n//\n"
                             "// Return 2 x.\n//\n// Hint: Add.\n// Hint: Add x.\n",
                             number) +
                     twice("  // begin solution: 2 x\n  return x + x;\n  // end solution"));
      write_file(folder / "wrong_square.h",
                 "// Explained: this is the square of x\n" + twice("  return x * x;"));
      write_file(folder / "test.cpp", R"END(inline void check(Grader& grader) {
  grader.test("of 1", 1, [] { expect_near("twice(1)", twice(1), 2.0); });
  grader.test("of 3", 2, [] { expect_near("twice(3)", twice(3), 6.0); });
  grader.mistake("this is the square of x", [] { return twice(3) == 9; });
}
)END");
    }
  }
  operator const fs::path&() const { return root.path(); }
};

/// That every tag of an XML text is closed in turn, and nothing but tags has angle brackets.
bool well_formed(std::string text) {
  std::vector<std::string> open;
  static const std::regex tag(R"(^[^<>]*<([/?]?)([a-z]+)( [a-z]+="[^"<>]*")*([/?]?)>)");
  for (std::smatch match; std::regex_search(text, match, tag); text = match.suffix()) {
    if (match[1] == "/") {
      if (open.empty() || open.back() != match[2]) return false;
      open.pop_back();
    } else if (match[4].length() == 0) {
      open.push_back(match[2]);
    }
  }
  return open.empty() && text == "\n";
}

}  // namespace

TEST_CASE("grade start writes each starter once and never over a student's work") {
  const Course course{"01_first/1_a", "01_first/2_b"};
  const Classroom room(course);
  check_says(room.grade("").out, {"01_first", "1.2", "not started", "grade start"});
  check_says(room.grade("run").err, {"grade: there is no folder exercises", "grade start"});
  check_says(room.grade("start").out, {"2 new exercises", "open exercises/01_first/1_a.h"});
  const std::string starter = read_file(room.answer("01_first/1_a.h"));
  check_says(starter, {"// Return 2 x.", "throw NotYetWritten(\"1.1 2 x\");"});
  CHECK(starter.find("Hint") == starter.npos);
  CHECK(starter.find("x + x") == starter.npos);
  write_file(room.answer("01_first/1_a.h"), "mine");
  fs::remove(room.answer("01_first/2_b.h"));
  check_says(room.grade("start").out, {"1 new exercises"});
  CHECK(read_file(room.answer("01_first/1_a.h")) == "mine");
  CHECK(fs::exists(room.answer("01_first/2_b.h")));
}

TEST_CASE("an answer that goes wrong in any way costs its own exercise only, and is told why") {
  const Course course{"01_first/1_a", "01_first/2_b", "01_first/3_c",  "01_first/4_d",
                      "01_first/5_e", "01_first/6_f", "01_first/7_g",  "01_first/8_h",
                      "01_first/9_i", "02_next/1_j",  "01_first/10_k", "02_next/2_l"};
  const Classroom room(course);
  REQUIRE(room.grade("start").code == 0);
  const auto write = [&](const std::string& file, const std::string& body) {
    write_file(room.answer(file), twice(body));
  };
  write("01_first/1_a.h", "  if (x > 2) for (volatile int i = 0;;) i = 0;\n  return x + x;");
  write("01_first/2_b.h", "  volatile int* nothing = nullptr;\n  return x + *nothing;");
  write("01_first/3_c.h", "  if (x > 2) std::exit(0);\n  return x + x;");
  write("01_first/4_d.h", "  while (true) fmt::print(\"the same line\\n\");\n  return x;");
  write("01_first/5_e.h", "  const Tensor<double> t = std::string(\"x\");\n  return t;");
  write("01_first/6_f.h", "  throw std::runtime_error(\"<&\\\"\\x01\\xff]]>\");");
  write_file(room.answer("01_first/7_g.h"),
             "#include <map>\n#include <valarray>\n" +
                 twice("  fmt::print(\"case\\twrong\\t9\\tof 9\\tnoise\\nend\\n\");\n"
                       "  return std::valarray<double>{x, x}.sum();"));
  write("01_first/8_h.h", "  return x > 2 ? 7 : x + x;");
  write("01_first/9_i.h",
        "  const std::vector<char> all(std::size_t{1} << 42);\n"
        "  return x + x + all[0];");
  write("01_first/10_k.h", "  throw NotYetWritten(\"later\");");
  write("02_next/1_j.h", "  if (x > 0) x += x;");

  const Outcome all = room.grade("--seconds 2 run");
  CAPTURE(all.out);
  CAPTURE(all.err);
  CHECK(all.code == 1);
  check_says(all.out,
             {"stopped after 2 s in \"of 3\": an endless loop?", "1 of 12 exercises", "Next: 1.1"});
  CHECK(all.out.find("1.10 ") > all.out.find("1.9 "));

  const auto check_state = [&](const std::string& number, const std::string& state, double points) {
    CAPTURE(number);
    const json row = room.reported(number);
    CHECK(row["state"] == state);
    CHECK(row["points"] == points);
    CHECK(row["possible"] == 3);
    return row;
  };
  check_state("1.1", "stopped", 1);
  const json crash = check_state("1.2", "stopped", 0);
  check_says(crash["tests"]["trouble"], {"in \"of 1\""});
  if (!room.sanitized()) check_says(crash["tests"]["trouble"], {"segmentation fault"});
  check_says(check_state("1.3", "stopped", 1)["tests"]["trouble"], {"in \"of 3\"", "exit()"});
  const json flood = check_state("1.4", "stopped", 0);
  check_says(flood["tests"]["trouble"], {"printed 1 MB", "a print in a loop?"});
  check_says(flood["tests"]["printed"], {"the same line\nthe same line\n", "..."});
  CHECK(flood["tests"]["printed"].get<std::string>().size() < 1000);
  const std::string words = check_state("1.5", "does not compile", 0)["tests"]["printed"];
  check_says(words, {"exercises/01_first/5_e.h:4:", "error: "});
  CHECK(std::count(words.begin(), words.end(), '\n') <= 12);
  check_says(check_state("1.6", "wrong", 0)["tests"]["cases"][0]["message"],
             {"your code threw an exception: <&\"??]]>"});
  const json right = check_state("1.7", "passed", 3);
  CHECK(right["tests"]["cases"].size() == 2);
  check_says(right["tests"]["printed"], {"case\twrong\t9"});
  const json half = check_state("1.8", "partly", 1);
  CHECK(half["tests"]["cases"][1]["message"] == "twice(3): your value 7, true value 6");
  if (!room.sanitized())
    check_says(check_state("1.9", "wrong", 0)["tests"]["cases"][0]["message"], {"more memory"});
  check_state("1.10", "not written", 0);
  check_says(check_state("2.1", "does not compile", 0)["tests"]["printed"], {"return"});
  check_state("2.2", "not written", 0);

  const Outcome junit = room.grade("report --format junit --out r.xml");
  CHECK(junit.code == 0);
  const std::string xml = read_file(room / "r.xml");
  CAPTURE(xml);
  CHECK(well_formed(xml));
  CHECK_FALSE(well_formed(xml.substr(0, xml.size() - 3)));
  check_says(xml, {"<testsuite name=\"1.8 Twice &lt;x&gt;\" tests=\"2\" failures=\"1\"",
                   "<error message=\"stopped after 2 s"});

  const std::string csv = room.grade("report --format csv").out;
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 13);
  check_says(csv, {"\n1.8,\"Twice <x>\",1,3,partly,0,no,"});

  const json scope = json::parse(room.grade("report --format gradescope").out);
  double score = 0;
  for (const json& test : scope["tests"]) {
    score += test["score"].get<double>();
    CHECK(test["max_score"] == 3);
    const bool is_right = test["number"] == "1.7";
    CHECK(test["status"] == (is_right ? "passed" : "failed"));
    CHECK_FALSE(test["output"].get<std::string>().empty());
  }
  CHECK(scope["tests"].size() == 12);
  CHECK(score == 6);
}

TEST_CASE("grade: wrong answers of the course's own exercise are explained, its solution passes") {
  const fs::path folder =
      fs::path(GRADUS_ROOT) / "tutorials/04_gradient_checking/exercises/1_central_difference";
  if (!fs::exists(folder / "solution.h")) return;  // in a classroom's copy
  const Classroom room(GRADUS_ROOT);
  REQUIRE(room.grade("start").code == 0);
  const fs::path answer = room.answer("04_gradient_checking/1_central_difference.h");
  const Outcome starter = room.grade("run 4.1");
  CHECK(starter.code == 1);
  check_says(starter.out, {"not written, 0 of 3 points"});

  int wrong = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!entry.path().filename().string().starts_with("wrong_")) continue;
    fs::copy_file(entry.path(), answer, fs::copy_options::overwrite_existing);
    const std::string text = read_file(answer);
    const std::string start = "// Explained: ";
    const std::string out = room.grade("run 4.1").out;
    REQUIRE(text.starts_with(start));
    check_says(out,
               {"well-known mistake", text.substr(start.size(), text.find('\n') - start.size())});
    ++wrong;
  }
  CHECK(wrong >= 3);
  fs::copy_file(folder / "solution.h", answer, fs::copy_options::overwrite_existing);
  const Outcome right = room.grade("run 4.1");
  CHECK(right.code == 0);
  check_says(right.out, {"passed, 3 of 3 points"});
}

TEST_CASE("grade counts hints, asks before it shows a solution, and remembers both") {
  const Course course{"01_first/1_a"};
  const Classroom room(course);
  REQUIRE(room.grade("start").code == 0);
  CHECK(room.grade("hint 1.1").out == "Hint 1 of 2: Add.\n");
  CHECK(room.grade("hint 1.1").out == "Hint 2 of 2: Add x.\n");
  check_says(room.grade("hint 1.1").out, {"Hint 1 of 2", "Hint 2 of 2", "no more"});
  CHECK(room.reported("1.1")["hints"] == 2);

  for (const char* answer : {"", "n\n"}) {
    const Outcome asked = room.grade("reveal 1.1", answer);
    CHECK(asked.code == 1);
    CHECK(asked.out.find("x + x") == asked.out.npos);
  }
  CHECK(room.reported("1.1")["solution_seen"] == false);
  check_says(room.grade("reveal 1.1", "y\n").out, {"return x + x;"});
  CHECK(room.reported("1.1")["solution_seen"] == true);
  check_says(room.grade("").out, {"2 hints, solution seen"});
  check_says(room.grade("reveal 1.1 --yes").out, {"return x + x;"});

  check_says(room.grade("hint 1").err, {"grade: 1 is a chapter", "1.1"});
  check_says(room.grade("run 7.1").err, {"grade: there is no exercise 7.1"});
  write_file(room.answer(".grade.json"), "{");
  const Outcome damaged = room.grade("");
  CHECK(damaged.code == 2);
  check_says(damaged.err, {".grade.json is damaged", "delete it"});
}

TEST_CASE("grade: a teacher's hidden tests count, and a report can do without earlier results") {
  const Course course{"01_first/1_a", "01_first/2_b"};
  const Classroom room(course);
  REQUIRE(room.grade("start").code == 0);
  write_file(room.answer("01_first/1_a.h"), twice("  return x < 5 ? x + x : 0;"));
  check_says(room.grade("run 1.1").out, {"passed, 3 of 3 points"});
  const std::string test =
      "inline void check(Grader& grader) {\n"
      "  grader.test(\"of 0\", 1, [] { expect_near(\"twice(0)\", twice(0), 0.0); });\n"
      "  grader.test(\"of 9\", 3, [] { expect_near(\"twice(9)\", twice(9), 18.0); });\n}\n";
  fs::create_directories(room / "secret/1.1");
  fs::create_directories(room / "secret/01_first/2_b");
  write_file(room / "secret/1.1/test.cpp", test);
  check_says(room.grade("--hidden secret run 1.1").err, {"1.1/test.cpp:1: expected \"// Points:"});
  for (const char* file : {"secret/1.1/test.cpp", "secret/01_first/2_b/test.cpp"})
    write_file(room / file, "// Points: 4\n" + test);

  check_says(room.grade("--hidden secret report 1.1 --format csv").out, {",4,7,partly,"});
  const Outcome run = room.grade("--hidden secret run 1.1");
  CHECK(run.code == 1);
  check_says(run.out, {"partly, 4 of 7 points", "twice(9): your value 0, true value 18"});
  // A student who writes results by hand gains nothing where they are not believed.
  const std::string kept = read_file(room.answer(".grade.json"));
  write_file(room.answer(".grade.json"),
             std::regex_replace(kept, std::regex("\"points\": [0-9.]+"), "\"points\": 99"));
  const auto total = [](const json& report) {
    double score = 0, most = 0;
    for (const json& each : report["tests"]) {
      score += each["score"].get<double>();
      most += each["max_score"].get<double>();
    }
    return std::pair{score, most};
  };
  const std::string gradescope = "report --anew --format gradescope";
  CHECK(total(json::parse(room.grade(gradescope).out)) == std::pair{3.0, 6.0});
  const json report = json::parse(room.grade("--hidden secret " + gradescope).out);
  CHECK(total(report) == std::pair{4.0, 14.0});
  CHECK(report["tests"][1]["visibility"] == "after_published");
}

TEST_CASE("grade watch gives its verdict when a file is saved") {
  const Course course{"01_first/1_a"};
  const Classroom room(course);
  REQUIRE(room.grade("start").code == 0);
  struct Watch {
    std::FILE* pipe;
    pid_t id = 0;
    ~Watch() {  // also when a line is not what it should be: it would watch for ever
      if (id != 0) ::kill(id, SIGTERM);
      if (pipe) ::pclose(pipe);
    }
  };
  Watch watch{::popen(("echo $$; " + room.command("watch 1.1")).c_str(), "r")};
  REQUIRE(watch.pipe != nullptr);
  const auto wait_for = [&](const std::string& words) {
    char line[1000];
    while (std::fgets(line, sizeof line, watch.pipe))
      if (std::string(line).find(words) != std::string::npos) return std::string(line);
    return std::string("it ended");
  };
  watch.id = std::stoi(wait_for(""));
  REQUIRE(wait_for("1.1").find("not written") != std::string::npos);
  wait_for("Watching");
  const auto saved = std::chrono::steady_clock::now();
  write_file(room.answer("01_first/1_a.h"), twice("  return x * x;"));
  REQUIRE(wait_for("1.1 ").find("wrong, 0 of 3") != std::string::npos);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - saved;
  MESSAGE("from saving to the verdict: ", took.count(), " s");
  CHECK(wait_for("square").find("this is the square of x") != std::string::npos);
}

TEST_CASE("grade classroom leaves out what would give the solutions away") {
  const Course course{"01_first/1_a", "01_first/2_b"};
  const Classroom room(course);
  REQUIRE(room.grade("start").code == 0);
  const std::string starter = read_file(room.answer("01_first/1_a.h"));
  CHECK(room.grade("classroom copy").code == 0);
  int tasks = 0;
  for (const auto& entry : fs::recursive_directory_iterator(room / "copy")) {
    if (!entry.is_regular_file()) continue;
    const std::string name = entry.path().filename().string();
    CHECK(name != "solution.h");
    CHECK_FALSE(name.starts_with("wrong_"));
    CHECK(read_file(entry.path()).find("x + x") == std::string::npos);
    tasks += name == "task.h";
  }
  CHECK(tasks == 2);
  check_says(room.grade("classroom copy").err, {"not empty"});

  const Classroom student(room / "copy");
  REQUIRE(student.grade("start").code == 0);
  CHECK(read_file(student.answer("01_first/1_a.h")) == starter);
  check_says(student.grade("hint 1.1").out, {"Hint 1 of 2: Add."});
  check_says(student.grade("reveal 1.1 --yes").err, {"no solutions", "teacher"});
  CHECK(student.grade("next").code == 1);
  write_file(student.answer("01_first/1_a.h"), twice("  return 2 * x;"));
  CHECK(student.grade("next").code == 0);
}

TEST_CASE("the copy for a classroom builds and runs by itself" * doctest::skip()) {
  const Classroom room(GRADUS_ROOT);
  REQUIRE(room.grade("classroom copy").code == 0);
  const std::string copy = (room / "copy").string();
  const auto run = [&](const std::string& command) {
    const std::string log = (room / "log").string();
    const int status =
        std::system(fmt::format("cd '{}' && {} > '{}' 2>&1", copy, command, log).c_str());
    CAPTURE(command);
    CAPTURE(read_file(log));
    CHECK(status == 0);
    return read_file(log);
  };
  run("cmake --preset release");
  run("cmake --build build/release --target course weave");
  check_says(run("build/release/bin/grade start"), {"new exercises"});
  const std::string file = "04_gradient_checking/1_central_difference.h";
  fs::copy_file(fs::path(GRADUS_ROOT) /
                    "tutorials/04_gradient_checking/exercises/1_central_difference/solution.h",
                room / ("copy/exercises/" + file), fs::copy_options::overwrite_existing);
  check_says(run("build/release/bin/grade run 4.1"), {"passed, 3 of 3 points"});
  run("ctest --preset release -R 'layout.(files|includes|readme)|book'");
}
