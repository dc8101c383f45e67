// What: Progress, the line that shows how far training, or another long walk, is.
// Why: a person who waits wants to see the loss, the speed and the time left.
// Invariants: on a terminal one line is drawn over and over, ten times a second at most; into a
//      file or a pipe only finished lines go.
// Read next: train.h.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace gradus::vae {

class Progress {
 public:
  /// `total` images are to be seen in this call of the program, `epochs` is what is shown.
  Progress(std::int64_t total, std::int64_t epochs);
  /// Leaves no half-drawn line in the way of an error message.
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `images` more have been seen in `epoch`; loss is the -ELBO of the last batch.
  void step(std::int64_t epoch, std::int64_t images, double loss);
  /// `images` more have been seen, with words before and after the bar.
  void step(std::int64_t images, const std::string& before, const std::string& after);
  /// A finished line, which stays.
  void line(const std::string& text);

 private:
  using Clock = std::chrono::steady_clock;

  void clear();

  std::int64_t total_, epochs_, seen_ = 0;
  bool terminal_, drawn_ = false;
  Clock::time_point start_ = Clock::now(), last_ = start_;
};

}  // namespace gradus::vae
