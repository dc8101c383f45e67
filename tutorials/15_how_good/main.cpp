// Chapter 15: log p(x) by importance sampling, where it is known and where it is not.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <string_view>

#include "tutorials/15_how_good/digit_models.h"
#include "tutorials/15_how_good/known_model.h"
#include "vae/chart.h"

using namespace gradus;

/// log(exp(x_1) + exp(x_2) + ...) of numbers that come one after the other: scaled * exp(largest)
/// is the sum so far, so no exponent is ever above 0.
struct StreamingSum {
  double largest = -INFINITY, scaled = 0;

  void add(double x) {
    const double top = std::max(largest, x);
    scaled = scaled * std::exp(largest - top) + std::exp(x - top);
    largest = top;
  }
  double log() const { return largest + std::log(scaled); }
};

/// log p(x, z) - log q(z|x) for n draws z ~ q(z|x).
std::vector<double> log_weights(const Point4& x, const Proposal& q, Size n) {
  Rng rng{1};
  const std::vector<double> noise = normal<double>({n, 2}, rng).to_vector();
  std::vector<double> result;
  for (auto eps = noise.begin(); eps != noise.end();) {
    std::array<double, 2> z{};
    double log_q = 0;
    for (unsigned l = 0; l < 2; ++l) {
      z[l] = q.mean(x, l) + q.deviation(l) * *eps++;
      log_q += normal_log_density(z[l], q.mean(x, l), q.deviation(l));
    }
    result.push_back(KnownModel::log_joint(x, z) - log_q);
  }
  return result;
}

/// L_k, a mean over groups of k draws.
Estimate bound(const std::vector<double>& log_weights, int k) {
  const int groups = static_cast<int>(log_weights.size()) / k;
  return average(groups, [&, next = log_weights.begin()]() mutable {
    StreamingSum total;
    for (int i = 0; i < k; ++i) total.add(*next++);
    return total.log() - std::log(k);
  });
}

void section_1() {
  const Point4 x = eight_points()[0];
  const double log_p = KnownModel::log_evidence(x);
  const std::pair<const char*, Proposal> proposals[] = {
      {"wide", {.width = 4}}, {"narrow", {.width = 0.25}}, {"moved", {.width = 1, .shift = 1}}};
  fmt::print("1. log p(x) is {:.4f}; how far L_k stays below it, and the error of that\n", log_p);
  fmt::print("     k   p(z|x) itself            wide          narrow           moved\n");
  std::vector<vae::Series> lines;
  std::vector<std::vector<double>> weights;
  for (const auto& [name, q] : proposals) {
    lines.push_back({name, {}, {}});
    weights.push_back(log_weights(x, q, 1 << 20));
  }
  const auto of_posterior = log_weights(x, {}, 1 << 10);
  for (const int k : {1, 4, 16, 64, 256}) {
    std::string row =
        fmt::format("{:6} {:15.4f}", k, std::abs(log_p - bound(of_posterior, k).mean));
    for (std::size_t i = 0; i < 3; ++i) {
      const Estimate l = bound(weights[i], k);
      row += fmt::format(" {:8.4f} {:.4f}", log_p - l.mean, l.error);
      lines[i].x.push_back(k);
      lines[i].y.push_back(log_p - l.mean);
    }
    fmt::print("{}\n", row);
  }
  std::filesystem::create_directories("runs/15_how_good");
  std::ofstream("runs/15_how_good/gap.svg") << vae::line_chart(
      "How far L_k stays below log p(x)", "k, draws of z", "nats", lines, {.logarithmic = true});
}

/// The same model as a vae::Vae, whose encoder says the wide q.
void section_2() {  // -> log p = -5.7992
  Rng rng{2};
  nn::Linear<double> encoder{4, 4, rng}, decoder{2, 4, rng};
  double* const w = decoder.weight.value.write();  // [4, 2]
  double* const e = encoder.weight.value.write();  // [4, 4]: two means, two log-variances
  for (unsigned d = 0; d < 4; ++d) {
    Point4 unit{};
    unit[d] = 1;
    for (unsigned l = 0; l < 2; ++l) {
      w[2 * d + l] = KnownModel::scale(l) * KnownModel::axis(l, d);
      e[4 * l + d] = KnownModel::posterior_mean(unit, l);
      e[4 * (2 + l) + d] = 0;
    }
  }
  for (unsigned l = 0; l < 2; ++l)
    encoder.bias.value.write()[2 + l] = 2 * std::log(Proposal{.width = 4}.deviation(l));
  const vae::Vae model{encoder, decoder, vae::GaussianLikelihood{std::sqrt(KnownModel::noise)}};
  double exact = 0;
  std::vector<double> numbers;
  for (const Point4& x : eight_points()) {
    exact += KnownModel::log_evidence(x) / 8;
    numbers.insert(numbers.end(), x.begin(), x.end());
  }
  fmt::print("\n2. The library on the eight points of chapter 10: log p = {:.4f}\n", exact);
  for (const Size k : {1, 5, 50, 500, 5000}) {
    const auto x = Tensor<double>::from({8, 4}, numbers);
    const double l = vae::mean_of(vae::log_likelihood(model, x, {}, k, rng)).value;
    fmt::print("   k = {:5}: {:8.4f}, off by {:7.4f}\n", k, l, l - exact);
  }
}

void section_3() {
  fmt::print("\n3. log of the mean of exp(x), for 1000 x around c\n");
  fmt::print("     c    float   double  streaming\n");
  for (const double c : {-50, -110, -800}) {
    Rng rng{3};
    float single = 0;
    double naive = 0;
    StreamingSum total;
    for (int i = 0; i < 1000; ++i) {
      const double x = c + 3 * rng.normal();
      single += std::exp(static_cast<float>(x));
      naive += std::exp(x);
      total.add(x);
    }
    fmt::print("{:6.0f} {:>8.2f} {:>8.2f} {:10.2f}\n", c, std::log(single / 1000),
               std::log(naive / 1000), total.log() - std::log(1000));
  }
}

int main(int argc, char** argv) {
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  const bool folder = words.size() == 3 && words[1] == "--data-dir";
  const bool full = !words.empty() && words[0] == "--full" && (words.size() == 1 || folder);
  if (!words.empty() && !full)
    return fmt::print(stderr, "usage: {} [--full [--data-dir FOLDER]]\n", argv[0]), 2;
  section_1();
  section_2();
  section_3();
  try {  // -> VAE 86.76, IWAE with k = 5 85.54
    compare_models(full ? on_mnist(folder ? argv[3] : nullptr) : Comparison{});
  } catch (const FileError& e) {
    return fmt::print(stderr, "{}\n", e.what()), 1;
  }
}
