// What: Worker, a child process that is asked for training steps and answers how long they took.
// Why: what is compared must not share memory, threads or a BLAS, and must take turns: whatever
//      slows the machine down for a second then slows down everybody.
// Invariants: between two questions a worker waits and computes nothing; it is gone when the object
//      is. One that cannot start says why, in one line.
// Read next: worker.cpp, then bench_step.cpp.
#pragma once

#include <sys/types.h>

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace gradus::bench {

using Arguments = std::vector<std::string>;                            // of a program, itself first
using Environment = std::vector<std::pair<std::string, std::string>>;  // name, value

class Worker {
 public:
  /// Starts the program; a value of the environment that is empty unsets the variable.
  Worker(const Arguments& command, const Environment& environment);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Waits until it is ready; the name it gives itself. Throws Error with the reason if it is not.
  std::string name();
  /// Milliseconds for each of `count` training steps. Throws Error if the worker has died.
  double milliseconds(int count);
  /// Ends it; its peak resident memory in MiB.
  double end();

 private:
  std::string answer();

  std::string program_;
  pid_t id_;
  std::FILE* questions_;
  std::FILE* answers_;
};

/// Peak resident memory of this process in MiB.
double peak_mib();

/// The other side: says that it is ready, and answers until the input ends, by calling
/// milliseconds(count).
template <class F>
void serve(const std::string& name, const F& milliseconds) {
  std::printf("ready %s\n", name.c_str());
  std::fflush(stdout);
  for (int count = 0; std::scanf(" steps %d", &count) == 1;) {
    std::printf("%.6f\n", milliseconds(count));
    std::fflush(stdout);
  }
  std::printf("%.1f\n", peak_mib());
}

}  // namespace gradus::bench
