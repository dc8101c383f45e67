// What: what the tests of the program need: to start it, to wait or to kill it, and to see what it
//       said and left behind.
// Why: a person meets the program, not the library: its flags, its messages, its files.
// Invariants: the program is the real one, in a process of its own; its output goes to files of a
//      folder that is removed at the end.
// Read next: test_training.cpp.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/support.h"

namespace gradus::test {

using Arguments = std::vector<std::string>;

/// How a process is started.
struct Surroundings {
  std::map<std::string, std::string> environment = {};
  std::optional<std::int64_t> largest_file = {};  // bytes
  std::string output = {};                        // a file; else it is collected
  bool closed_pipe = false;                       // the output is a pipe nobody reads
  bool as_nobody = false;  // started by root, who may write everywhere, it becomes somebody else
};

/// How a process ended.
struct Outcome {
  int code = 0;  // 128 + the signal's number if a signal ended it
  std::string out, err;
  std::int64_t peak_bytes = 0;  // the most memory it had at once
};

class Process {
 public:
  explicit Process(const Arguments& arguments, const Surroundings& surroundings = {});
  /// Kills what has not been waited for.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void kill();
  void signal(int number);
  bool running();
  Outcome wait();

 private:
  void reap(int options);

  Folder folder_;
  pid_t id_ = -1;
  int status_ = 0;
  std::int64_t peak_bytes_ = 0;
  bool ended_ = false;
};

/// Runs the program to its end.
Outcome vae(const Arguments& arguments, const Surroundings& surroundings = {});
/// Runs it with a terminal as its output; gives all that the terminal received.
std::optional<std::string> vae_on_terminal(const Arguments& arguments);

/// `vae train` of a network so small that a run takes a moment, with `more` arguments.
Arguments small_run(const std::filesystem::path& out, const Arguments& more = {});
Arguments operator+(Arguments a, const Arguments& b);

/// Goes on with a run that was stopped. Before config.json there is no run yet: it starts again.
void finish(const std::filesystem::path& out, const Arguments& more,
            const Surroundings& surroundings = {});
/// That two runs ended in the same state, to the last bit, time aside.
void check_same_runs(const std::filesystem::path& a, const std::filesystem::path& b);

double seconds_of(const std::function<void()>& f);
void sleep_for(double seconds);

}  // namespace gradus::test
