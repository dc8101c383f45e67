// What: profile_step, where the time of a VAE's training step goes; the floor below which no step
//       can fall; and what the step promises besides.
// Why: who wants a program to be faster must first know where its time goes, and where to stop.
// Invariants: what does not depend on the machine is printed without a unit of time.
// Read next: main.cpp, ../../tensor/profile.h.
#pragma once

#include <fmt/format.h>

#include "nn/optim.h"
#include "tensor/parallel.h"
#include "tensor/profile.h"
#include "vae/digits.h"
#include "vae/models.h"

namespace gradus {

/// The VAE of chapter 11, 784-400-20, and what trains it.
struct Training {
  using Coder = nn::Sequential<nn::Linear<float>, nn::Relu, nn::Linear<float>>;
  Rng rng{1};
  Tensor<float> images = vae::digits(128, Rng{1}).images;  // [128, 784]
  vae::Vae<Coder, Coder> model{
      Coder{nn::Linear{784, 400, rng}, nn::Relu{}, nn::Linear{400, 40, rng}},
      Coder{nn::Linear{20, 400, rng}, nn::Relu{}, nn::Linear{400, 784, rng}}};
  nn::Adam<float> adam;

  void step() {
    Tape tape;
    adam.step(model, tape.gradients(-model.elbo(images, rng).mean()));
  }
  void steps(int n) {
    for (int i = 0; i < n; ++i) step();
  }
};

/// What kind of work a kernel does.
inline const char* kind(const std::string& kernel) {
  if (kernel == "matmul" || kernel == "linear") return "products";
  if (kernel == "adam") return "Adam";
  if (kernel == "normal") return "random numbers";
  return "elementwise, sums, copies";
}

/// The speed of a large product in FLOP per second: the best of several, after a first one.
inline double peak() {
  Rng rng{2};
  const Tensor<float> a = normal<float>({1024, 1024}, rng), b = normal<float>({1024, 1024}, rng);
  double best = 0;
  for (int i = 0; i < 6; ++i) {
    const Profile profile;
    matmul(a, b);
    best = std::max(best, 2.0 * 1024 * 1024 * 1024 / profile.seconds());
  }
  return best;
}

inline void profile_step() {
  constexpr int steps = 100;
  Training training;
  training.steps(2);
  const std::int64_t before = pool_statistics().system_allocations;
  training.step();
  const std::int64_t asked = pool_statistics().system_allocations - before;
  training.steps(20);
  std::map<std::string, Profile::Row> kinds;
  double total = 0, inside = 0;
  {
    const Profile profile;
    training.steps(steps);
    total = profile.seconds() / steps;
    for (const auto& [kernel, row] : profile.rows()) {
      Profile::Row& sum = kinds[kind(kernel)];
      sum.calls += row.calls;
      sum.seconds += row.seconds / steps;
      sum.work.flops += row.work.flops / steps;
      inside += row.seconds / steps;
    }
  }
  const double flops = kinds["products"].work.flops;
  fmt::print("\n4. One step of the VAE 784-400-20, batch 128: {:.1f} million FLOP in products\n",
             flops * 1e-6);
  const auto line = [&](const char* name, const std::string& calls, double seconds) {
    fmt::print("   {:<26} {:>5} {:7.3f} ms {:5.1f} %\n", name, calls, 1e3 * seconds,
               100 * seconds / total);
  };
  for (const auto& [name, row] : kinds)
    line(name.c_str(), fmt::format("{}", row.calls / steps), row.seconds);
  line("outside of kernels", "", total - inside);
  const double fastest = peak();
  fmt::print("   floor: at {:.0f} GFLOP/s, a large product's, its products take {:.3f} ms\n",
             fastest * 1e-9, 1e3 * flops / fastest);
  fmt::print("   blocks of memory that the third step asks the system for: {}\n", asked);
  const auto weights_on = [](int n) {
    set_threads(n);
    Training other;
    other.steps(10);
    return other.model.decoder.layer<2>().weight.value.to_vector();
  };
  const int all = threads();
  const bool same = weights_on(1) == weights_on(2);
  set_threads(all);
  fmt::print("   ten steps on one thread and on two: {} weights\n",
             same ? "the same" : "DIFFERENT");
}

}  // namespace gradus
