// What: run_process, which runs a program in a process of its own, within limits.
// Why: what a student wrote may loop, crash, eat the memory or print without end, and that must
//      cost this exercise only.
// Invariants: when it returns, the program and what it started are gone. If `grade` itself is
//      killed, the limit on processor time ends the program.
// Read next: run_exercise.h.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace gradus::grade {

struct Limits {
  double seconds = 10;          // of wall clock
  std::int64_t memory_mib = 0;  // of addresses; 0: no limit
  std::int64_t file_mib = 1;    // of each file it writes, its output among them
};

/// How a process ended.
struct Ending {
  bool too_long = false;  // stopped by us
  int signal = 0;         // that ended it, or 0
  int code = 0;           // its exit code
};

/// Runs `command` (a program and its arguments) in `folder`, without input; what it prints goes to
/// the file `output`. Throws Error if no process can be started.
Ending run_process(const std::vector<std::string>& command, const std::filesystem::path& folder,
                   const std::filesystem::path& output, const Limits& limits);

/// A folder for one run, removed at the end with all that is in it.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace gradus::grade
