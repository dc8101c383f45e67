#include "nn/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "tensor/errors.h"

namespace gradus::nn {
namespace {

void require_positive(const char* what, std::int64_t n) {
  if (n < 1)
    throw UsageError(std::string(what) + ": " + std::to_string(n) + ", at least 1 is needed");
}

}  // namespace

Schedule constant(double rate) {
  return [=](std::int64_t) { return rate; };
}

Schedule step_decay(double rate, std::int64_t every, double factor) {
  require_positive("step_decay: every", every);
  return
      [=](std::int64_t done) { return rate * std::pow(factor, static_cast<double>(done / every)); };
}

Schedule exponential_decay(double rate, double factor) {
  return [=](std::int64_t done) { return rate * std::pow(factor, static_cast<double>(done)); };
}

Schedule cosine(double rate, std::int64_t total, double final_rate) {
  require_positive("cosine: total", total);
  return [=](std::int64_t done) {
    const double part = std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
    return final_rate + (rate - final_rate) * (1 + std::cos(std::numbers::pi * part)) / 2;
  };
}

Schedule burda_stages(double rate) {
  return [=](std::int64_t done) {
    int stage = 0;
    for (std::int64_t length = 1, end = 1; stage < 7 && done >= end; ++stage) {
      length *= 3;
      end += length;
    }
    return rate * std::round(10 * std::pow(10.0, 1 - stage / 7.0)) / 100;
  };
}

Schedule linear_warmup(std::int64_t warmup, Schedule then) {
  require_positive("linear_warmup: warmup", warmup);
  return [warmup, then = std::move(then)](std::int64_t done) {
    const double part = static_cast<double>(done + 1) / static_cast<double>(warmup);
    return then(done) * std::min(1.0, part);
  };
}

}  // namespace gradus::nn
