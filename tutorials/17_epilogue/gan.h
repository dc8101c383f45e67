// What: Gan, a generator and a critic; ring, the data they are tried on; coverage, which measures
//       what became of them.
// Why: a GAN has no likelihood. On a mixture of eight known bells one can count instead.
// Invariants: points are [n, 2]; everything is in double, because a game amplifies rounding errors.
// Read next: main.cpp. Source: Goodfellow et al. 2014; the ring of Metz et al. 2017.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "nn/layers.h"
#include "nn/optim.h"
#include "tensor/rng.h"

namespace gradus {

constexpr double radius = 2, deviation = 0.1;
inline std::array<double, 2> centre(Size i) {
  const double angle = static_cast<double>(i) * std::numbers::pi / 4;
  return {radius * std::cos(angle), radius * std::sin(angle)};
}

/// n points of the data: one of eight bells on a circle, each as likely as any other.
inline Tensor<double> ring(Size n, Rng& rng) {
  std::vector<double> numbers;
  for (Size i = 0; i < n; ++i)
    for (const double middle : centre(rng.below(8)))
      numbers.push_back(middle + deviation * rng.normal());
  return Tensor<double>::from({n, 2}, numbers);
}

/// Of how many bells there are at least 2 % of the points; which share lies near one; to which bell
/// most points are closest, and which share of them.
struct Coverage {
  int bells = 0;
  double near = 0;
  std::size_t busiest = 0;
  double share = 0;
};
inline Coverage coverage(const Tensor<double>& points) {
  const std::vector<double> p = points.to_vector();
  const double one = 1 / static_cast<double>(points.shape()[0]);
  std::array<double, 8> inside{}, closest{};
  for (std::size_t j = 0; j < p.size(); j += 2) {
    std::array<double, 8> distance{};
    for (std::size_t i = 0; i < 8; ++i) {
      const auto middle = centre(static_cast<Size>(i));
      distance[i] = std::hypot(p[j] - middle[0], p[j + 1] - middle[1]);
      if (distance[i] < 4 * deviation) inside[i] += one;
    }
    closest[static_cast<std::size_t>(std::ranges::min_element(distance) - distance.begin())] += one;
  }
  Coverage result;
  for (std::size_t i = 0; i < 8; ++i) {
    result.bells += inside[i] >= 0.02;
    result.near += inside[i];
    if (closest[i] > result.share) result = {result.bells, result.near, i, closest[i]};
  }
  return result;
}

/// 2 -> 64 -> 64 -> out.
inline auto network(Size in, Size out, Rng& rng) {
  return nn::Sequential{nn::Linear<double>{in, 64, rng}, nn::Relu{},
                        nn::Linear<double>{64, 64, rng}, nn::Relu{},
                        nn::Linear<double>{64, out, rng}};
}

/// A generator of points from two random numbers, and a critic that tells them from real ones.
struct Gan {
  using Network = decltype(network(2, 2, std::declval<Rng&>()));
  Network generator, critic;
  nn::Adam<double> of_generator{{.lr = 1e-3, .beta1 = 0.5}}, of_critic = of_generator;

  explicit Gan(Rng& rng) : generator(network(2, 2, rng)), critic(network(2, 1, rng)) {}

  Var<double> sample(Size n, Rng& rng) const { return generator(Var(normal<double>({n, 2}, rng))); }

  /// The critic's turn: the logits of real points up, those of generated ones down. Returns its
  /// loss, -log D(real) - log(1 - D(fake)) on average.
  double critic_turn(const Tensor<double>& real, Rng& rng) {
    const Tensor<double> fake = sample(real.shape()[0], rng).value();  // no tape: constants
    Tape<double> tape;
    const Var<double> loss = mean(softplus(-critic(Var(real)))) + mean(softplus(critic(Var(fake))));
    of_critic.step(critic, tape.gradients(loss));
    return loss.item();
  }
  /// The generator's turn: the logits of what it makes up. Returns its loss, -log D(fake).
  double generator_turn(Size n, Rng& rng) {
    Tape<double> tape;
    const Var<double> loss = mean(softplus(-critic(sample(n, rng))));
    of_generator.step(generator, tape.gradients(loss));
    return loss.item();
  }
};

}  // namespace gradus
