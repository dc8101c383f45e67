#include "vae/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace gradus::vae {

Progress::Progress(std::int64_t total, std::int64_t epochs)
    : total_(total), epochs_(epochs), terminal_(isatty(STDOUT_FILENO) != 0) {}

void Progress::step(std::int64_t epoch, std::int64_t images, double loss) {
  step(images, fmt::format("epoch {}/{}", epoch, epochs_), fmt::format("-ELBO {:.1f}", loss));
}

void Progress::step(std::int64_t images, const std::string& before, const std::string& after) {
  seen_ += images;
  const Clock::time_point now = Clock::now();
  if (!terminal_ || now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const double rate = static_cast<double>(seen_) / seconds;
  const auto left = static_cast<std::int64_t>(static_cast<double>(total_ - seen_) / rate);
  const std::int64_t done = seen_ * 20 / total_;
  fmt::print("\r\x1b[K{}  [{:#<{}}{:.<{}}]  {}  {:.0f} images/s  {}:{:02} left", before, "", done,
             "", 20 - done, after, rate, left / 60, left % 60);
  std::fflush(stdout);
  drawn_ = true;
}

void Progress::line(const std::string& text) {
  clear();
  fmt::print("{}\n", text);
  std::fflush(stdout);
}

void Progress::clear() {
  if (drawn_) std::fputs("\r\x1b[K", stdout);
  std::fflush(stdout);
  drawn_ = false;
}

}  // namespace gradus::vae
