#include "tensor/profile.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace gradus {
namespace {

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

Profile::Profile() : outer_(std::exchange(active_, this)), begin_(Clock::now()) {}
Profile::~Profile() { active_ = outer_; }

double Profile::seconds() const { return seconds_since(begin_); }

std::string Profile::text(int steps) const {
  const double total = seconds(), n = steps;
  std::vector<std::pair<std::string, Row>> sorted(rows_.begin(), rows_.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& a, const auto& b) { return a.second.seconds > b.second.seconds; });
  std::string text = fmt::format("{:<24} {:>9} {:>10} {:>9} {:>9} {:>7}\n", "kernel", "calls", "ms",
                                 "GFLOP/s", "GB/s", "share");
  const auto speed = [](double work, double seconds) {
    return work > 0 ? fmt::format("{:.1f}", work / seconds * 1e-9) : std::string();
  };
  double rest = total;
  for (const auto& [op, row] : sorted) {
    rest -= row.seconds;
    text += fmt::format("{:<24} {:>9.1f} {:>10.4f} {:>9} {:>9} {:>6.1f}%\n", op,
                        static_cast<double>(row.calls) / n, 1e3 * row.seconds / n,
                        speed(row.work.flops, row.seconds), speed(row.work.bytes, row.seconds),
                        100 * row.seconds / total);
  }
  return text + fmt::format("{:<24} {:>9} {:>10.4f} {:>9} {:>9} {:>6.1f}%\n", "outside of kernels",
                            "", 1e3 * rest / n, "", "", 100 * rest / total);
}

void Timed::begin(const char* op, Work work) {
  op_ = op;
  work_ = work;
  inside_before_ = std::exchange(profile_->inside_, 0);
  begin_ = Profile::Clock::now();
}

void Timed::end() {
  const double seconds = seconds_since(begin_);
  auto row = profile_->rows_.find(op_);
  if (row == profile_->rows_.end()) row = profile_->rows_.try_emplace(op_).first;
  row->second.calls += 1;
  row->second.seconds += seconds - profile_->inside_;
  row->second.work.flops += work_.flops;
  row->second.work.bytes += work_.bytes;
  profile_->inside_ = inside_before_ + seconds;
}

}  // namespace gradus
