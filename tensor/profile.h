// What: Profile, which says how long each kernel took while it lived, and Timed, the line in a
//       kernel that tells it.
// Why: whoever wants a program to be faster must first know where its time goes.
// Invariants: a Profile sees the calls of its own thread, with all that other threads do for them;
//      time in a kernel that another one calls counts once, for the inner one. While no Profile
//      lives, a Timed costs one comparison.
// Read next: profile.cpp. tests/bench/bench_step.cpp prints one.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "tensor/tensor.h"

namespace gradus {

/// What a kernel cannot do without: arithmetic operations, or else bytes of memory that it reads
/// and writes.
struct Work {
  double flops = 0, bytes = 0;
};

class Profile {
 public:
  struct Row {
    std::int64_t calls = 0;
    double seconds = 0;
    Work work;
  };

  /// Begins on this thread, and ends with the scope. Profiles nest; the innermost is told.
  Profile();
  ~Profile();
  Profile(const Profile&) = delete;
  Profile& operator=(const Profile&) = delete;

  /// By the name of the kernel.
  const std::map<std::string, Row, std::less<>>& rows() const { return rows_; }
  /// Since the profile began.
  double seconds() const;
  /// A table, the longest first: calls, ms, GFLOP/s or GB/s, share of the time; at last the time
  /// outside of all kernels. Calls and ms are divided by `steps`.
  std::string text(int steps = 1) const;

 private:
  friend class Timed;
  using Clock = std::chrono::steady_clock;
  static inline thread_local Profile* active_ = nullptr;

  std::map<std::string, Row, std::less<>> rows_;
  double inside_ = 0;  // seconds in kernels that the one now running has called
  Profile* outer_;
  Clock::time_point begin_;
};

/// Stands at the head of a kernel and tells the profile, if there is one, what happens up to the
/// end of the scope.
class Timed {
 public:
  /// `op` must outlive the scope.
  Timed(const char* op, Work work) : profile_(Profile::active_) {
    if (profile_) begin(op, work);
  }
  /// A kernel that reads or writes each of these tensors once.
  template <class... T>
  explicit Timed(const char* op, const Tensor<T>&... touched) : profile_(Profile::active_) {
    if (profile_)
      begin(op, {.bytes = (static_cast<double>(touched.numel() * Size{sizeof(T)}) + ...)});
  }
  ~Timed() {
    if (profile_) end();
  }
  Timed(const Timed&) = delete;
  Timed& operator=(const Timed&) = delete;

 private:
  void begin(const char* op, Work work);
  void end();

  Profile* profile_;
  const char* op_;
  Work work_;
  double inside_before_;
  Profile::Clock::time_point begin_;
};

}  // namespace gradus
