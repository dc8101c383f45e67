// Epilogue: a game instead of a bound, on data whose every bell can be counted; and where the time
// of a training step goes.
#include <filesystem>
#include <fstream>

#include "tutorials/17_epilogue/gan.h"
#include "tutorials/17_epilogue/profile_step.h"
#include "vae/chart.h"
#include "vae/nll.h"

using namespace gradus;

constexpr Size batch = 128;

/// A cloud for the picture, moved to the right.
vae::Series cloud(const std::string& name, const Tensor<double>& points, double right) {
  vae::Series series{name, {}, {}};
  const std::vector<double> p = points.to_vector();
  for (std::size_t i = 0; i < p.size(); i += 2) {
    series.x.push_back(p[i] + right);
    series.y.push_back(p[i + 1]);
  }
  return series;
}

/// Plays `rounds` rounds, in each of which the generator has `turns` turns and the critic has one.
Gan play(const char* name, int turns, int rounds) {
  Rng rng{1};
  Gan gan{rng};
  fmt::print("   {}\n", name);
  for (int round = 1; round <= rounds; ++round) {
    const double critic = gan.critic_turn(ring(batch, rng), rng);
    double generator = 0;
    for (int i = 0; i < turns; ++i) generator = gan.generator_turn(batch, rng);
    if (round % (rounds / 5) != 0) continue;
    Rng same{9};
    const Coverage c = coverage(gan.sample(2000, same).value());
    fmt::print("   {:5} {:12.2f} {:10.2f} {:6} {:7.0f} % {:8} ({:.0f} %)\n", round, critic,
               generator, c.bells, 100 * c.near, c.busiest, 100 * c.share);
  }
  return gan;
}

/// The length of the generator's gradient for two losses, while the critic alone learns.
void section_2() {
  fmt::print("\n2. A critic ahead of the generator: length of the generator's gradient\n");
  fmt::print("   critic's turns  its loss  -log D(fake)  log(1 - D(fake))\n");
  Rng rng{1};
  Gan gan{rng};
  for (int turn = 1; turn <= 400; ++turn) {
    const double loss = gan.critic_turn(ring(batch, rng), rng);
    if (turn != 1 && turn % 100 != 0) continue;
    const auto length = [&](const auto& objective) {
      Rng same{5};
      Tape<double> tape;
      const Gradients<double> slopes =
          tape.gradients(mean(objective(gan.critic(gan.sample(batch, same)))));
      return nn::gradient_norm(gan.generator, slopes);
    };
    const double trick = length([](const auto& logit) { return softplus(-logit); });
    const double game = length([](const auto& logit) { return -softplus(logit); });
    fmt::print("   {:14} {:9.4f} {:13.4f} {:17.4f}\n", turn, loss, trick, game);
  }
}

/// A VAE of the same size on the same points: p(x|z) = N(decoder(z), variance), variance learned.
Tensor<double> section_3() {
  Rng rng{1};
  vae::Vae model{network(2, 4, rng), network(2, 2, rng), vae::SharedGaussianLikelihood<double>{}};
  nn::Adam<double> adam{{.lr = 1e-3}};
  for (int step = 0; step < 2000; ++step) {
    const Tensor<double> points = ring(batch, rng);
    Tape<double> tape;
    adam.step(model, tape.gradients(-model.elbo(points, rng).mean()));
  }
  const Tensor<double> test = ring(1000, rng);
  double nll = 0;
  for (const double l : vae::log_likelihood(model, test, {}, 500, rng)) nll -= l / 1000;
  // Eight bells that hardly overlap: log 8 and the entropy of one of them.
  const double best = std::log(8) + 1 + std::log(2 * std::numbers::pi * deviation * deviation);
  const Tensor<double> mean_points = model.decode(normal<double>({2000, 2}, rng));
  const double noise = std::exp(0.5 * model.likelihood.log_var.value.item());
  const Tensor<double> samples = mean_points + noise * normal<double>({2000, 2}, rng);
  const Coverage c = coverage(samples);
  fmt::print("\n3. A VAE on the same points: {} bells, {:.0f} % near one\n", c.bells, 100 * c.near);
  fmt::print("   -log p of new points {:.2f} nats, the best possible {:.2f}; a GAN has none\n", nll,
             best);
  return samples;
}

int main(int argc, char** argv) {
  if (argc > 1) return fmt::print(stderr, "{} takes no arguments\n", argv[0]), 2;
  fmt::print("1. Two GANs on eight bells; log 4 = 1.39, log 2 = 0.69\n");
  fmt::print("   round  critic loss  generator  bells  near one  busiest bell\n");
  Rng rng{3};
  const Tensor<double> data = ring(250, rng);
  const Tensor<double> fair = play("in turns", 1, 2000).sample(250, rng).value();
  const Tensor<double> hurried = play("five to one", 5, 1000).sample(250, rng).value();
  section_2();
  const Tensor<double> of_vae = section_3().slice(0, 0, 250);
  std::filesystem::create_directories("runs/17_epilogue");
  std::ofstream("runs/17_epilogue/ring.svg")
      << vae::scatter_chart("What each of them draws", "", "",
                            {cloud("data", data, 0), cloud("GAN, in turns", fair, 6),
                             cloud("GAN, five to one", hurried, 12), cloud("VAE", of_vae, 18)},
                            {.width = 1100, .height = 330});
  profile_step();  // -> 419.8 million FLOP
}
