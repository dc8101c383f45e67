// Chapter 9: how an average over random numbers is differentiated, and how much each way costs.
#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "tutorials/support/sampling.h"
#include "vae/chart.h"
#include "vae/distributions.h"

using namespace gradus;

double f(double x) { return x * x + std::sin(x); }
/// E[f(x)] for x ~ N(phi^3, exp(phi)^2), because E[sin x] = sin(mu) exp(-sigma^2 / 2).
double exact(double p) {
  return std::pow(p, 6) + std::exp(2 * p) + std::sin(p * p * p) * std::exp(-std::exp(2 * p) / 2);
}
double exact_slope(double p) { return (exact(p + 1e-5) - exact(p - 1e-5)) / 2e-5; }

/// An op of our own: the library has no sine.
Var<double> sine(const Var<double>& x) {
  std::vector<double> values = x.value().to_vector(), slopes = values;
  for (double& v : values) v = std::sin(v);
  for (double& v : slopes) v = std::cos(v);
  Var<double> y = output("sine", Tensor<double>::from(x.shape(), values), Where{}, x);
  vjp(y, x, [slope = Tensor<double>::from(x.shape(), slopes)](const Var<double>& g) {
    return g * slope;  // d sin(x) = cos(x) dx
  });
  return y;
}
Var<double> f(const Var<double>& x) { return x * x + sine(x); }

/// An estimate of d E[f] / d phi from each eps [n, 1], by the path x = mu(phi) + sigma(phi) eps.
Tensor<double> path_gradients(double phi, const Tensor<double>& eps) {
  Tape<double> tape;
  const Var<double> p = tape.watch(Tensor<double>::full(eps.shape(), phi));  // one for each sample
  return tape.gradients(sum(f(p * p * p + exp(p) * eps)))[p].value();
}

/// The same from the score: x is only a number here, what depends on phi is its probability.
Tensor<double> score_gradients(double phi, const Tensor<double>& eps) {
  const Var<double> x = std::pow(phi, 3) + std::exp(phi) * eps;
  Tape<double> tape;
  const Var<double> p = tape.watch(Tensor<double>::full(eps.shape(), phi));
  const Var<double> log_prob = vae::Normal<double>{p * p * p, 2 * p}.log_prob(x);  // [n]
  return tape.gradients(sum(sum(f(x), 1) * log_prob))[p].value();
}

/// The deviation of one sample's estimate of dE/dmean_1, E = E[z_1^2 + ... + z_L^2], mean = 1.
template <class Objective>
double deviation(Size dims, const Objective& objective) {
  const Shape shape{20'000, dims};
  Rng rng{3};  // the same noise for every objective
  Tape<double> tape;
  const Var<double> mean = tape.watch(Tensor<double>::ones(shape));
  const vae::Normal<double> q{mean, Tensor<double>::zeros(shape)};
  const Gradients<double> slopes = tape.gradients(sum(objective(q, q.sample(rng))));
  return average(slopes[mean].value().slice(1, 0, 1)).deviation;
}
Var<double> cost(const Var<double>& z) { return sum(square(z), 1); }  // [n]

void section_1(int n) {
  fmt::print("1. An average: E[x^2 + sin x] over {} of NumPy's numbers\n", n);
  fmt::print("  phi  published  these draws     exact  in standard errors\n");
  NumpyNormal normal;
  const auto row = [&](double p, double known) {
    const Estimate e = average(n, [&] { return f(std::pow(p, 3) + std::exp(p) * normal()); });
    fmt::print("{:5.1f} {:10.5f} {:12.5f} {:9.5f} {:19.2f}\n", p, known, e.mean, exact(p),
               (e.mean - exact(p)) / e.error);
  };
  row(0.5, 2.7650801613563116);   // -> 2.76508      2.76508
  row(-0.1, 0.8176793102849222);  // -> 0.81768      0.81768
  const Estimate slope = average(n, [again = NumpyNormal{}]() mutable {
    const double eps = again(), x = 0.125 + std::exp(0.5) * eps;
    return (2 * x + std::cos(x)) * (0.75 + std::exp(0.5) * eps);  // df/dx dx/dphi
  });
  fmt::print("its slope at 0.5: published {:.5f}, these draws {:.5f}, exact {:.5f}\n",
             5.726338035051403, slope.mean, exact_slope(0.5));  // -> 5.72634, these draws 5.72634
}

void section_2() {
  fmt::print("\n2. Its slope, one sample at a time: mean and deviation of a million\n");
  fmt::print("  phi    exact    path   score  deviations: path  score  variances: times\n");
  Rng rng{1};
  for (const double phi : {-0.1, 0.3, 0.5}) {
    const Tensor<double> eps = normal<double>({1'000'000, 1}, rng);
    const Estimate path = average(path_gradients(phi, eps));
    const Estimate score = average(score_gradients(phi, eps));
    fmt::print("{:5.1f} {:8.4f} {:7.3f} {:7.3f} {:17.2f} {:6.2f} {:17.1f}\n", phi, exact_slope(phi),
               path.mean, score.mean, path.deviation, score.deviation,
               std::pow(score.deviation / path.deviation, 2));
  }
}

void section_3() {
  fmt::print("\n3. Deviation of one sample's slope in one of L directions\n");
  fmt::print("   L   path    score  with a baseline\n");
  std::vector<vae::Series> lines{{"path", {}, {}}, {"score", {}, {}}, {"score, baseline", {}, {}}};
  for (const Size dims : {1, 2, 4, 8, 16, 32, 64}) {
    const auto path = [](const auto&, const auto& z) { return cost(z); };
    const auto score = [](const auto& q, const auto& z) {
      return cost(detach(z)) * q.log_prob(detach(z));
    };
    const auto with_baseline = [](const auto& q, const auto& z) {
      return (cost(detach(z)) - mean(cost(detach(z)))) * q.log_prob(detach(z));
    };
    const double y[] = {deviation(dims, path), deviation(dims, score),
                        deviation(dims, with_baseline)};
    fmt::print("{:4} {:6.1f} {:8.1f} {:16.1f}\n", dims, y[0], y[1], y[2]);
    for (std::size_t i = 0; i < 3; ++i) {
      lines[i].x.push_back(static_cast<double>(dims));
      lines[i].y.push_back(y[i]);
    }
  }
  std::filesystem::create_directories("runs/09_differentiable_randomness");
  std::ofstream("runs/09_differentiable_randomness/deviations.svg")
      << vae::line_chart("What one sample knows about the slope", "dimensions of z",
                         "standard deviation of the estimate", lines, {.logarithmic = true});
}

/// E[scale exp(-(y - peak)^4)] for y ~ N(0, 1), from draws of N(centre, 1).
void importance(double scale, double peak, double centre, int n, double known) {
  const auto g = [=](double y) { return scale * std::exp(-std::pow(y - peak, 4)); };
  NumpyNormal normal;
  const Estimate e = average(n, [&] {
    const double y = centre + normal();
    return g(y) * normal_density(y) / normal_density(y, centre);
  });
  const double area = integral([&](double y) { return g(y) * normal_density(y); }, -8, 8);
  fmt::print("{:3.0f} {:10.0f} {:10.3f} {:11.6f} {:11.6f} {:10.6f} {:19.1f}\n", peak, centre,
             e.deviation, e.mean, known, area, (known - area) / (e.deviation / 1e4));
}

int main(int argc, char** argv) {
  const bool full = argc == 2 && std::string_view(argv[1]) == "--full";
  if (argc > 1 && !full) return fmt::print(stderr, "usage: {} [--full]\n", argv[0]), 2;
  section_1(10'000'000);
  section_2();
  section_3();
  const int n = full ? 100'000'000 : 1'000'000;
  fmt::print(
      "\n4. E[g(y)], y ~ N(0, 1), g a peak that is far out or not; {} draws\n"
      "peak, drawn at, deviation,    average,  published,     exact, in standard errors\n",
      n);
  importance(1, 1, 0, n, 0.43160702267383166);
  importance(20.446, 3, 0, n, 0.43160428638892556);
  importance(20.446, 3, 3, n, 0.43163734204459125);
}
