// parallel_for: every task once, whatever the threads do.
#include "tensor/parallel.h"

#include <doctest/doctest.h>

#include <atomic>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tensor/errors.h"

using namespace gradus;

namespace {

/// Sets the number of threads and puts the old one back.
class Threads {
 public:
  explicit Threads(int n) : before_(threads()) { set_threads(n); }
  ~Threads() { set_threads(before_); }

 private:
  int before_;
};

/// How often each of `tasks` tasks was run.
std::vector<int> runs(std::int64_t tasks) {
  std::vector<std::atomic<int>> counts(static_cast<std::size_t>(tasks));
  parallel_for(tasks, [&](std::int64_t task) { ++counts[static_cast<std::size_t>(task)]; });
  return {counts.begin(), counts.end()};
}

}  // namespace

TEST_CASE("each task runs exactly once") {
  for (const int n : {1, 2, 3, 8}) {
    CAPTURE(n);
    const Threads guard(n);
    for (const std::int64_t tasks : {0, 1, 2, 3, 7, 64, 1000}) {
      CAPTURE(tasks);
      CHECK(runs(tasks) == std::vector<int>(static_cast<std::size_t>(tasks), 1));
    }
  }
}

TEST_CASE("thousands of short jobs in a row lose no task") {
  const Threads guard(3);
  std::atomic<std::int64_t> total = 0;
  for (int job = 0; job < 5000; ++job) parallel_for(5, [&](std::int64_t task) { total += task; });
  CHECK(total == 5000 * (0 + 1 + 2 + 3 + 4));
}

TEST_CASE("what the tasks have written is there when parallel_for returns") {
  const Threads guard(3);
  for (int job = 0; job < 200; ++job) {
    std::vector<int> values(100);
    parallel_for(100, [&](std::int64_t task) { values[static_cast<std::size_t>(task)] = job; });
    REQUIRE(values == std::vector<int>(100, job));
  }
}

TEST_CASE("several threads really work at the same time") {
  const Threads guard(2);
  // Each of the two tasks waits for the other one: a single thread would never get through.
  std::atomic<int> arrived = 0;
  parallel_for(2, [&](std::int64_t) {
    ++arrived;
    while (arrived < 2) std::this_thread::yield();
  });
  CHECK(arrived == 2);
}

TEST_CASE("nested calls run on the spot") {
  const Threads guard(3);
  std::atomic<int> inner = 0, elsewhere = 0;
  parallel_for(8, [&](std::int64_t) {
    const std::thread::id self = std::this_thread::get_id();
    parallel_for(8, [&](std::int64_t) {
      parallel_for(2, [&](std::int64_t) { ++inner; });
      if (std::this_thread::get_id() != self) ++elsewhere;
    });
  });
  CHECK(inner == 8 * 8 * 2);
  CHECK(elsewhere == 0);
}

TEST_CASE("an exception of a task reaches the caller, and the pool works afterwards") {
  for (const int n : {1, 2, 3}) {
    CAPTURE(n);
    const Threads guard(n);
    for (const std::int64_t tasks : {1, 2, 50}) {
      const auto fail = [&](std::int64_t task) {
        if (task == tasks - 1) throw std::runtime_error("task " + std::to_string(task));
      };
      const std::string text = "task " + std::to_string(tasks - 1);
      CHECK_THROWS_WITH_AS(parallel_for(tasks, fail), text.c_str(), std::runtime_error);
      CHECK(runs(20) == std::vector<int>(20, 1));
    }
    CHECK_THROWS_AS(parallel_for(50, [](std::int64_t) { throw Error("all of them"); }), Error);
    CHECK(runs(20) == std::vector<int>(20, 1));
  }
}

TEST_CASE("an exception of a nested call passes through both levels") {
  const Threads guard(2);
  const auto inner = [](std::int64_t task) {
    if (task == 2) throw Error("inner");
  };
  CHECK_THROWS_WITH_AS(parallel_for(4, [&](std::int64_t) { parallel_for(3, inner); }), "inner",
                       Error);
  CHECK(runs(20) == std::vector<int>(20, 1));
}

TEST_CASE("the number of threads can change between calls") {
  const Threads guard(1);
  for (const int n : {1, 3, 2, 2, 4, 1, 2}) {
    set_threads(n);
    CHECK(threads() == n);
    CHECK(runs(100) == std::vector<int>(100, 1));
  }
}

TEST_CASE("fewer threads than one are an error and change nothing") {
  const int before = threads();
  CHECK(before >= 1);
  CHECK_THROWS_WITH_AS(set_threads(0), "threads: 0, but at least 1 is needed", UsageError);
  CHECK_THROWS_AS(set_threads(-3), UsageError);
  CHECK(threads() == before);
}

TEST_CASE("many threads may call at the same time") {
  const Threads guard(3);
  constexpr int callers = 6, jobs = 200, tasks = 17;
  std::atomic<int> complete = 0;
  std::vector<std::thread> all;
  for (int i = 0; i < callers; ++i)
    all.emplace_back([&] {
      for (int job = 0; job < jobs; ++job)
        if (runs(tasks) == std::vector<int>(tasks, 1)) ++complete;
    });
  for (std::thread& caller : all) caller.join();
  CHECK(complete == callers * jobs);
}

TEST_CASE("the number of threads may change while others call") {
  const Threads guard(2);
  std::atomic<int> complete = 0;
  std::thread caller([&] {
    for (int job = 0; job < 300; ++job)
      if (runs(9) == std::vector<int>(9, 1)) ++complete;
  });
  for (int i = 0; i < 30; ++i) {
    set_threads(1 + i % 4);
    std::this_thread::yield();
  }
  caller.join();
  CHECK(complete == 300);
}
