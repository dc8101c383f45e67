// What: four optimisers from zero, and a valley to try them in.
// Why: an optimiser is a few lines of arithmetic for each number; a library hides them in a kernel.
// Invariants: all of them work on plain vectors, one entry for each trained number.
// Read next: ../../nn/optim.h.
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "nn/optim.h"
#include "vae/chart.h"

namespace gradus {

using Numbers = std::vector<double>;

struct PlainDescent {
  double rate;
  void step(Numbers& x, const Numbers& g) const {
    for (std::size_t i = 0; i < x.size(); ++i) x[i] -= rate * g[i];
  }
};

struct PlainMomentum {
  double rate, momentum;
  Numbers v = Numbers(2, 0);  // a velocity: what is left of earlier gradients
  void step(Numbers& x, const Numbers& g) {
    for (std::size_t i = 0; i < x.size(); ++i) {
      v[i] = momentum * v[i] + g[i];
      x[i] -= rate * v[i];
    }
  }
};

struct PlainRmsProp {
  double rate, decay;
  Numbers s = Numbers(2, 0);  // the average square of the gradient
  void step(Numbers& x, const Numbers& g) {
    for (std::size_t i = 0; i < x.size(); ++i) {
      s[i] = decay * s[i] + (1 - decay) * g[i] * g[i];
      x[i] -= rate * g[i] / (std::sqrt(s[i]) + 1e-8);
    }
  }
};

struct PlainAdam {
  double rate, beta1 = 0.9, beta2 = 0.999;
  Numbers m = Numbers(2, 0), s = Numbers(2, 0);  // averages of the gradient and of its square
  int t = 0;
  void step(Numbers& x, const Numbers& g) {
    ++t;
    for (std::size_t i = 0; i < x.size(); ++i) {
      m[i] = beta1 * m[i] + (1 - beta1) * g[i];
      s[i] = beta2 * s[i] + (1 - beta2) * g[i] * g[i];
      const double mean = m[i] / (1 - std::pow(beta1, t));  // both began at 0: too small at first
      const double square = s[i] / (1 - std::pow(beta2, t));
      x[i] -= rate * mean / (std::sqrt(square) + 1e-8);
    }
  }
};

/// (x^2 + 100 y^2) / 2: a hundred times steeper across than along. Its gradient is (x, 100 y).
inline double height(const Numbers& at) { return 0.5 * (at[0] * at[0] + 100 * at[1] * at[1]); }
inline Numbers slope(const Numbers& at) { return {at[0], 100 * at[1]}; }

/// The places visited from (-4, 1) on, until the height is below 0.0001 or the steps are done.
template <class Optimiser>
std::vector<Numbers> walk(Optimiser optimiser, int most) {
  std::vector<Numbers> places{{-4, 1}};
  while (static_cast<int>(places.size()) <= most && height(places.back()) >= 1e-4) {
    places.push_back(places.back());
    optimiser.step(places.back(), slope(places.back()));
  }
  return places;
}

struct Place {
  nn::Parameter<double> place{Tensor<double>::vector({-4, 1})};
  void visit(auto&& f) { f("place", place); }
};

/// The same walk with an optimiser of the library and gradients of a tape: its last place.
template <class Optimiser>
Numbers walk_with_library(Optimiser optimiser, std::size_t steps) {
  Place model;
  const Var<double> steepness = Tensor<double>::vector({1, 100});
  for (std::size_t i = 0; i < steps; ++i) {
    Tape<double> tape;
    const Var<double> at = nn::tracked(model.place);
    optimiser.step(model, tape.gradients(sum(0.5 * steepness * square(at))));
  }
  return model.place.value.to_vector();
}

/// Writes a picture of the walks into `folder`.
inline void section_1(const std::filesystem::path& folder) {
  fmt::print("1. Steps until the valley's floor is reached, at most 1000\n");
  std::vector<vae::Series> paths;
  const auto row = [&](const std::string& name, const auto& toy, const auto& real) {
    const std::vector<Numbers> places = walk(toy, 1000);
    const Numbers end = walk_with_library(real, places.size() - 1);
    const bool same =
        std::abs(end[0] - places.back()[0]) + std::abs(end[1] - places.back()[1]) < 1e-9;
    fmt::print("   {:26} {:4} steps; the library walks the same way: {}\n", name, places.size() - 1,
               same);
    paths.push_back({name, {}, {}});
    for (std::size_t i = 0; i < std::min<std::size_t>(places.size(), 60); ++i) {
      paths.back().x.push_back(places[i][0]);
      paths.back().y.push_back(places[i][1]);
    }
  };
  row("gradient descent, 0.0195", PlainDescent{0.0195}, nn::Sgd<double>{{.lr = 0.0195}});
  row("momentum 0.67, 0.033", PlainMomentum{0.033, 0.67},
      nn::Sgd<double>{{.lr = 0.033, .momentum = 0.67}});
  row("RMSprop, 0.05", PlainRmsProp{0.05, 0.99}, nn::RmsProp<double>{{.lr = 0.05}});
  row("Adam, 0.3", PlainAdam{0.3}, nn::Adam<double>{{.lr = 0.3}});
  std::ofstream(folder / "valley.svg")
      << vae::line_chart("Four ways down a valley: the first 60 steps", "along", "across", paths);
}

}  // namespace gradus
