// What: learning-rate schedules: functions from the number of steps (or epochs) done to a rate.
// Why: large steps find the valley, small ones its floor.
// Invariants: a schedule is a plain function of the count, so a resumed run needs nothing saved.
// Read next: data.h.
#pragma once

#include <cstdint>
#include <functional>

namespace gradus::nn {

/// The rate for the step that follows `done` finished ones. The unit, steps or epochs, is the
/// caller's.
using Schedule = std::function<double(std::int64_t done)>;

Schedule constant(double rate);
/// rate * factor^floor(done / every)
Schedule step_decay(double rate, std::int64_t every, double factor);
/// rate * factor^done
Schedule exponential_decay(double rate, double factor);
/// Half a cosine from rate down to final_rate at `total`, and final_rate after it (Loshchilov,
/// Hutter 2017).
Schedule cosine(double rate, std::int64_t total, double final_rate = 0);
/// The eight stages of Burda, Grosse, Salakhutdinov 2016: stage i lasts 3^i epochs, 3,280 in all,
/// at rate * 10^(-i/7) rounded to 4 decimals of a rate of 0.001, and the last stage goes on. Counts
/// epochs.
Schedule burda_stages(double rate);
/// The rate of `then`, scaled by (done + 1) / warmup during the first `warmup` counts.
Schedule linear_warmup(std::int64_t warmup, Schedule then);

}  // namespace gradus::nn
