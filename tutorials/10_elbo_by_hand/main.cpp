// Chapter 10: log p = ELBO + KL, by integrals, by EM, and for a VAE that can be solved by hand.
#include <fmt/format.h>

#include <array>
#include <bit>
#include <filesystem>
#include <fstream>

#include "nn/optim.h"
#include "tutorials/10_elbo_by_hand/linear_vae.h"
#include "tutorials/support/bars.h"
#include "tutorials/support/sampling.h"

using namespace gradus;

/// log p(x, z) for z ~ N(0, 1), x ~ N(z^2, 0.5^2): z and -z explain an x equally well.
double log_joint(double x, double z) {
  return normal_log_density(z) + normal_log_density(x, z * z, 0.5);
}

void section_1(double x) {
  const double log_p =
      std::log(integral([=](double z) { return std::exp(log_joint(x, z)); }, -8, 8));
  fmt::print("1. x = {}, z ~ N(0, 1), x ~ N(z^2, 0.5^2): log p(x) = {:.6f} nats\n", x, log_p);
  fmt::print("                q(z)       ELBO         KL        sum\n");
  const auto row = [&](const char* name, const auto& log_q) {
    const auto average = [&](const auto& g) {  // E_q[g(z)]
      return integral([&](double z) { return std::exp(log_q(z)) * g(z); }, -8, 8);
    };
    const double elbo = average([&](double z) { return log_joint(x, z) - log_q(z); });
    const double kl = average([&](double z) { return log_q(z) - (log_joint(x, z) - log_p); });
    fmt::print("{:>20} {:10.6f} {:10.6f} {:10.6f}{}\n", name, elbo, printable(kl), elbo + kl,
               std::abs(elbo + kl - log_p) < 1e-10 ? "" : "  IS NOT log p(x)");
  };
  row("N(0, 1), the prior", [](double z) { return normal_log_density(z); });
  row("N(1.2, 0.5^2)", [](double z) { return normal_log_density(z, 1.2, 0.5); });
  row("N(1.2, 0.2^2)", [](double z) { return normal_log_density(z, 1.2, 0.2); });
  row("both peaks", [](double z) {
    return std::log(0.5 * normal_density(z, 1.2, 0.2) + 0.5 * normal_density(z, -1.2, 0.2));
  });
  row("p(z|x) itself", [&](double z) { return log_joint(x, z) - log_p; });  // -> -1.725180
}

/// A mixture of normal distributions: z says from which one x comes.
struct Mixture {
  std::vector<double> weight, mean, variance;

  double joint(double x, std::size_t k) const {  // p(x, z = k)
    return weight[k] * normal_density(x, mean[k], std::sqrt(variance[k]));
  }
  double evidence(double x) const { return joint(x, 0) + joint(x, 1); }  // p(x)
};
using Codes = std::vector<std::array<double, 2>>;  // q(z|x) of every point

/// E step: for these parameters the best q is p(z|x) (Bayes).
Codes e_step(const Mixture& p, const std::vector<double>& data) {
  Codes q;
  for (const double x : data)
    q.push_back({p.joint(x, 0) / p.evidence(x), p.joint(x, 1) / p.evidence(x)});
  return q;
}

/// M step: for this q the best parameters are averages, in which q says how much a point counts.
Mixture m_step(const Codes& q, const std::vector<double>& data) {
  Mixture p;
  for (std::size_t k = 0; k < 2; ++k) {
    double count = 0, total = 0, squares = 0;
    for (std::size_t i = 0; i < data.size(); ++i) {
      count += q[i][k];
      total += q[i][k] * data[i];
      squares += q[i][k] * data[i] * data[i];
    }
    p.weight.push_back(count / static_cast<double>(data.size()));
    p.mean.push_back(total / count);
    p.variance.push_back(squares / count - p.mean[k] * p.mean[k]);
  }
  return p;
}

/// ELBO and log p, means over the points: the bar of one half-step.
Bar bar(const std::string& name, const Mixture& p, const Codes& q,
        const std::vector<double>& data) {
  Bar result{name, 0, 0};
  const double n = static_cast<double>(data.size());
  double kl = 0;
  for (std::size_t i = 0; i < data.size(); ++i) {
    for (std::size_t k = 0; k < 2; ++k) {
      const double joint = p.joint(data[i], k), posterior = joint / p.evidence(data[i]);
      if (q[i][k] > 0) result.lower += q[i][k] * std::log(joint / q[i][k]) / n;
      if (q[i][k] > 0) kl += q[i][k] * std::log(q[i][k] / posterior) / n;
    }
    result.upper += std::log(p.evidence(data[i])) / n;
  }
  const bool holds = std::abs(result.lower + kl - result.upper) < 1e-10;
  fmt::print("{:>6} {:9.5f} {:8.5f} {:9.5f} {:9.2f} {:6.2f}{}\n", name, result.lower, printable(kl),
             result.upper, p.mean[0], p.mean[1], holds ? "" : "  SUM IS WRONG");
  return result;
}

void section_2() {
  Rng rng{1};
  std::vector<double> data;
  for (int i = 0; i < 100; ++i)
    data.push_back(i < 50 ? -2 + rng.normal() : 1.5 + 0.6 * rng.normal());
  Mixture p{{0.5, 0.5}, {-0.5, 0.5}, {2, 2}};
  Codes q(data.size(), {0.5, 0.5});
  fmt::print("\n2. EM on 100 points, nats per point\n");
  fmt::print("  step      ELBO       KL     log p     means\n");
  std::vector<Bar> bars{bar("start", p, q, data)};
  for (int round = 1; round <= 7; ++round) {
    q = e_step(p, data);
    bars.push_back(bar(fmt::format("E{}", round), p, q, data));
    p = m_step(q, data);
    bars.push_back(bar(fmt::format("M{}", round), p, q, data));
  }
  std::filesystem::create_directories("runs/10_elbo_by_hand");
  std::ofstream("runs/10_elbo_by_hand/em.svg") << stacked_bars(
      "EM: the whole bar is log p (nats per point)", "ELBO", "KL(q(z|x) || p(z|x))", bars);
}

void section_3() {
  const std::vector<double> variances{4, 2, 0.5, 0.3};
  const double log_det = std::log(4.0 * 2.0 * 0.4 * 0.4);  // 0.4: the mean of 0.5 and 0.3
  const double best = -0.5 * (4 * std::log(2 * std::numbers::pi) + log_det + 4);
  std::vector<double> numbers;  // two points on each of four orthogonal axes
  for (const double side : {1.0, -1.0})
    for (unsigned i = 0; i < 4; ++i)
      for (unsigned j = 0; j < 4; ++j)  // a Hadamard matrix: +1 and -1
        numbers.push_back(side * std::sqrt(variances[i]) * (std::popcount(i & j) % 2 ? -1 : 1));
  const Tensor<double> x = Tensor<double>::from({8, 4}, numbers);
  Rng rng{1};
  LinearVae model{{4, 2, rng}, {2, 4, rng}};
  nn::Adam<double> adam{{.lr = 0.02}};
  fmt::print("\n3. A linear VAE; the best log p (pPCA) is {:.4f} nats per point\n", best);
  for (int step = 0; step <= 750; ++step) {
    Tape<double> tape;
    const Var<double> bound = mean(model.elbo(x));
    if (step % 150 == 0)
      fmt::print("  step {:3}: ELBO {:.4f}, {:.3f} below, noise {:.3f}\n", step, bound.item(),
                 best - bound.item(), std::exp(model.noise.value.item()));  // -> -5.7992, 0.000
    adam.step(model, tape.gradients(-bound));
  }
}

int main(int argc, char** argv) {
  if (argc > 1) return fmt::print(stderr, "{} takes no arguments\n", argv[0]), 2;
  section_1(1.5);
  section_2();
  section_3();
}
