#include "tensor/parallel.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tensor/errors.h"

namespace gradus {
namespace {

thread_local bool inside_task = false;

// One job at a time. Workers that are awake in time join it; the caller works too, and waits only
// for workers that have joined, never for one that is still asleep.
class Pool {
 public:
  explicit Pool(int size) {
    for (int i = 1; i < size; ++i) workers_.emplace_back([this] { work(); });
  }

  ~Pool() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      generation_.fetch_add(1);
    }
    wake_.notify_all();
    for (std::thread& worker : workers_) worker.join();
  }

  int size() const { return static_cast<int>(workers_.size()) + 1; }

  void run(std::int64_t tasks, detail::Task task, const void* context) {
    {
      const std::lock_guard lock(mutex_);
      task_ = task;
      context_ = context;
      tasks_ = tasks;
      next_.store(0);
      open_ = true;
      failure_ = nullptr;
      generation_.fetch_add(1);
    }
    wake_.notify_all();
    take_tasks();
    std::unique_lock lock(mutex_);
    open_ = false;
    left_.wait(lock, [this] { return joined_ == 0; });
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  void work() {
    std::uint64_t seen = 0;
    for (;;) {
      // Kernels follow one another within microseconds, so look a while before going to sleep.
      for (int i = 0; i < 2000 && generation_.load(std::memory_order_relaxed) == seen; ++i)
        std::this_thread::yield();
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return generation_.load() != seen; });
      seen = generation_.load();
      if (stopping_) return;
      if (!open_) continue;
      ++joined_;
      lock.unlock();
      take_tasks();
      lock.lock();
      if (--joined_ == 0) left_.notify_one();
    }
  }

  void take_tasks() {
    inside_task = true;
    for (std::int64_t number; (number = next_.fetch_add(1)) < tasks_;) {
      try {
        task_(context_, number);
      } catch (...) {
        const std::lock_guard lock(mutex_);
        if (!failure_) failure_ = std::current_exception();
      }
    }
    inside_task = false;
  }

  std::vector<std::thread> workers_;
  std::mutex mutex_;
  std::condition_variable wake_, left_;
  std::atomic<std::uint64_t> generation_ = 0;
  std::atomic<std::int64_t> next_ = 0;
  std::int64_t tasks_ = 0;
  detail::Task task_ = nullptr;
  const void* context_ = nullptr;
  std::exception_ptr failure_;
  int joined_ = 0;
  bool open_ = false, stopping_ = false;
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
