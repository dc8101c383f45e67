// What: parallel_for over a small pool of threads.
// Why: kernels and products split their work into tasks that write to places of their own.
// Invariants: what a task computes depends on its number alone, never on the number of threads or
//      on who ran before, so the same bits come out on one thread and on many. Calls inside a task
//      run on the spot. The first exception of a task is thrown to the caller.
// Read next: isa.h.
#pragma once

#include <cstdint>

namespace gradus {

/// Threads that parallel_for uses, the caller included; at first as many as the machine has.
int threads();
/// Throws UsageError if n < 1.
void set_threads(int n);

namespace detail {
using Task = void (*)(const void* context, std::int64_t task);
void parallel_for(std::int64_t tasks, Task run, const void* context);
}  // namespace detail

/// Calls f(0), ..., f(tasks - 1), each once, and returns when all are done.
template <class F>
void parallel_for(std::int64_t tasks, const F& f) {
  if (tasks == 1) return f(std::int64_t{0});
  detail::parallel_for(
      tasks,
      [](const void* context, std::int64_t task) { (*static_cast<const F*>(context))(task); }, &f);
}

}  // namespace gradus
