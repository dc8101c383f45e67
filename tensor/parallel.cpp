#include "tensor/parallel.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#if defined(__linux__)
#include <pthread.h>
#include <sched.h>
#endif

#include "tensor/errors.h"

namespace gradus {
namespace {

thread_local bool inside_task = false;

/// Tells the processor that this is a waiting loop.
void relax() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

/// Looks until `done()`, but not longer than about a millisecond; says whether it is done. Kernels
/// follow one another within microseconds, and to wake up a thread that sleeps takes 50 or more.
template <class F>
bool spin_until(const F& done) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point end = Clock::now() + std::chrono::milliseconds(1);
  do {
    for (int i = 0; i < 64; ++i) {
      if (done()) return true;
      relax();
    }
  } while (Clock::now() < end);
  return false;
}

// Where threads run. Left to itself, Linux may wake a worker up on the core of its caller, although
// another one is idle, and leave both there for up to 100 milliseconds: two threads are then as
// slow as one. So before a worker is woken up, the core of its caller is taken out of its choice.
#if defined(__linux__)
int current_core() { return sched_getcpu(); }

void keep_away_from(int core, std::vector<std::thread>& workers) {
  cpu_set_t cores;
  if (sched_getaffinity(0, sizeof cores, &cores) != 0) return;
  CPU_CLR(static_cast<std::size_t>(core), &cores);
  if (CPU_COUNT(&cores) == 0) return;
  for (std::thread& worker : workers)
    pthread_setaffinity_np(worker.native_handle(), sizeof cores, &cores);
}
#else
int current_core() { return -1; }
void keep_away_from(int, std::vector<std::thread>&) {}
#endif

// One job at a time. Workers that are awake in time join it; the caller works too, and waits only
// for workers that have joined, never for one that is still asleep. The caller itself never sleeps:
// when it was woken up by a worker, it often came to that worker's core.
class Pool {
 public:
  explicit Pool(int size) : shares_(static_cast<std::size_t>(size)) {
    for (int i = 1; i < size; ++i) workers_.emplace_back([this, i] { work(i); });
  }

  ~Pool() {
    stopping_ = true;
    call_workers();
    for (std::thread& worker : workers_) worker.join();
  }

  int size() const { return static_cast<int>(workers_.size()) + 1; }

  void run(std::int64_t tasks, detail::Task task, const void* context) {
    task_ = task;
    context_ = context;
    failure_ = nullptr;
    for (int i = 0; i < size(); ++i) {
      share(i).next.store(tasks * i / size(), std::memory_order_relaxed);
      share(i).end = tasks * (i + 1) / size();
    }
    open_.store(true, std::memory_order_release);  // whoever sees it sees the job
    call_workers();
    take_tasks(0);
    // A worker first counts itself in and then looks whether the job is open; here it is first
    // closed and then counted. So either the worker is counted or it sees that it came too late.
    open_ = false;
    while (!spin_until([this] { return joined_ == 0; })) std::this_thread::yield();
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  void call_workers() {
    const int core = current_core();
    core_.store(core, std::memory_order_relaxed);
    if (asleep_ > 0) keep_away_from(core, workers_);
    ++generation_;
    generation_.notify_all();
  }

  void work(int thread) {
    for (int seen = 0; !stopping_;) {
      if (current_core() != core_) spin_until([&] { return generation_ != seen; });
      ++asleep_;
      generation_.wait(seen);
      --asleep_;
      seen = generation_;
      ++joined_;
      if (open_) take_tasks(thread);
      --joined_;
    }
  }

  // Each thread has its own share of the tasks, the same in each job of that many tasks, and then
  // helps with those of the others. So a weight is mostly computed with, differentiated and updated
  // by one core, in whose cache it stays.
  void take_tasks(int thread) {
    inside_task = true;
    for (int i = 0; i < size(); ++i) {
      Share& from = share((thread + i) % size());
      for (std::int64_t number; (number = from.next.fetch_add(1)) < from.end;) {
        try {
          task_(context_, number);
        } catch (...) {
          const std::lock_guard lock(failure_mutex_);
          if (!failure_) failure_ = std::current_exception();
        }
      }
    }
    inside_task = false;
  }

  // In a cache line of its own, so that threads do not wait for each other's counters.
  struct alignas(64) Share {
    std::atomic<std::int64_t> next = 0;
    std::int64_t end = 0;
  };
  Share& share(int i) { return shares_[static_cast<std::size_t>(i)]; }

  std::vector<std::thread> workers_;
  std::vector<Share> shares_;
  // What the caller tells, and what the workers answer, in a line each: a line that both write goes
  // from core to core several times in a call.
  alignas(64) std::atomic<int> generation_ = 0;
  std::atomic<bool> open_ = false, stopping_ = false;
  std::atomic<int> core_ = -2;  // that of the last caller
  detail::Task task_ = nullptr;
  const void* context_ = nullptr;
  std::exception_ptr failure_;
  alignas(64) std::atomic<int> joined_ = 0, asleep_ = 0;
  std::mutex failure_mutex_;
};

std::atomic<int> thread_count = 0;  // 0: not asked yet
std::mutex pool_mutex;              // held by the caller whose job runs

}  // namespace

int threads() {
  int n = thread_count.load();
  if (n == 0) {
    n = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    thread_count.store(n);
  }
  return n;
}

void set_threads(int n) {
  if (n < 1) throw UsageError("threads: " + std::to_string(n) + ", but at least 1 is needed");
  thread_count.store(n);
}

void detail::parallel_for(std::int64_t tasks, Task run, const void* context) {
  const int wanted = threads();
  std::unique_lock lock(pool_mutex, std::defer_lock);
  // Inside a task, or while another thread's job runs, the caller does its own work.
  if (tasks <= 1 || wanted == 1 || inside_task || !lock.try_lock()) {
    for (std::int64_t task = 0; task < tasks; ++task) run(context, task);
    return;
  }
  static std::unique_ptr<Pool> pool;
  if (!pool || pool->size() != wanted) {
    pool.reset();
    pool = std::make_unique<Pool>(wanted);
  }
  pool->run(tasks, run, context);
}

}  // namespace gradus
