// Chapter 12: walks through the space of codes: a map, traversals, ways between images, the moons.
#include <cmath>
#include <filesystem>
#include <fstream>
#include <numbers>

#include "tutorials/12_latent_space/learn.h"
#include "tutorials/12_latent_space/moon_path.h"
#include "tutorials/support/image_sets.h"
#include "vae/pictures.h"

using namespace gradus;

const std::filesystem::path folder = "runs/12_latent_space";

void draw(const char* name, const Tensor<float>& images, Size columns) {
  vae::write_png(folder / name, vae::grid(images, 28, columns));
}

/// The x below which a standard normal number lies with probability p, by halving an interval.
double quantile(double p) {
  double low = -10, high = 10;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (0.5 * std::erfc(-middle / std::numbers::sqrt2) < p ? low : high) = middle;
  }
  return low;
}

/// Codes of a square map of the plane, in which every step has the same probability. [n n, 2]
Tensor<float> map_codes(Size n) {
  std::vector<float> codes;
  for (Size row = 0; row < n; ++row)
    for (Size column = 0; column < n; ++column)
      for (const Size k : {column, n - 1 - row})
        codes.push_back(
            static_cast<float>(quantile((static_cast<double>(k) + 0.5) / static_cast<double>(n))));
  return Tensor<float>::from({n * n, 2}, codes);
}

/// n points on the straight line from a to b, both [1, D]. [n, D]
Tensor<float> walk(const Tensor<float>& a, const Tensor<float>& b, Size n) {
  return a + Tensor<float>::linspace(0, 1, n).reshape({n, 1}) * (b - a);
}

/// n copies of a code [1, L], in which one dimension goes from -3 to 3. [n, L]
Tensor<float> traverse(const Tensor<float>& code, Size dimension, Size n) {
  const Size latent = code.shape()[1];
  Tensor<float> codes = code.broadcast_to({n, latent}).to_contiguous();
  float* const z = codes.write();
  for (Size i = 0; i < n; ++i)
    z[i * latent + dimension] = static_cast<float>(6 * i) / static_cast<float>(n - 1) - 3;
  return codes;
}

void section_1() {
  const std::pair<double, double> rows[] = {{0.9, 1.281552},     // -> 1.281552
                                            {0.95, 1.644854},    // -> 1.644854
                                            {0.975, 1.959964},   // -> 1.959964
                                            {0.995, 2.575829}};  // -> 2.575829
  fmt::print("1. Below which x lies a share p of N(0, 1)?\n      p        table      bisection\n");
  for (const auto& [p, x] : rows) fmt::print("{:7.3f} {:12.6f} {:14.6f}\n", p, x, quantile(p));
}

using Learned = std::vector<std::pair<Vae, Score>>;

Learned section_2(const ImageSets& data) {
  fmt::print("\n2. How many dimensions? Nats per test image\n");
  fmt::print("   L  -ELBO = -reconstruction + KL   dimensions used\n");
  Learned learned;
  for (const Size latent : {2, 5, 10, 20, 50}) {
    Rng rng{1};
    Vae model = make<Vae>(data.full ? 400 : 200, latent, rng);
    train(model, data.train.images, data.full ? Training{} : Training{10, 100, 4e-3}, rng.split(1));
    const Score s = score(model, data.test.images);
    fmt::print("{:4} {:6.1f} = {:14.1f} + {:4.1f} {:15}\n", latent, s.loss(), -s.reconstruction,
               s.total_kl(), s.used());
    learned.emplace_back(model, s);
  }
  draw("map.png", learned[0].first.decode(map_codes(10)), 10);
  return learned;
}

void section_3(const Vae& model, const Score& s, const ImageSets& data) {
  const auto image = [&](Size i) { return data.test.images.slice(0, i, i + 1); };
  std::vector<Tensor<float>> rows;
  for (std::size_t k = 0; k < 6; ++k)
    rows.push_back(model.decode(traverse(model.encode(image(0)), s.most_used(k), 11)));
  draw("traversal.png", concat(rows, 0), 11);
  const auto sampled = [&](std::uint64_t seed) {
    Rng rng{seed};
    const Tensor<float> a = model.posterior(Var(image(0))).sample(rng).value();
    return model.decode(walk(a, model.posterior(Var(image(1))).sample(rng).value(), 11));
  };
  const Tensor<float> fade = walk(image(0), image(1), 11), one = sampled(1), other = sampled(2);
  const Tensor<float> codes = walk(model.encode(image(0)), model.encode(image(1)), 11);
  draw("interpolation.png", concat(std::vector{fade, model.decode(codes), one, other}, 0), 11);
  fmt::print("\n3. Two walks from digit to digit, L = 10\n");
  fmt::print("  between means they are the same, between samples a pixel differs by {:.2f}\n",
             max(abs(one - other)).item());
}

/// A model with one code learns moons of so many phases; what lies between its full and half moon?
template <class Model>
Tensor<float> learned_way(Size phases, const Tensor<float>& full, const Tensor<float>& half) {
  Rng rng{1};
  Model model = make<Model>(128, 1, rng);
  train(model, vae::moons(500, Rng{6}, phases).images, {30, 50, 2e-3}, rng.split(1));
  return model.decode(walk(model.encode(full), model.encode(half), 10));
}

void section_4() {
  const Tensor<float> moons = all_moons();
  const auto moon = [&](Size number) { return moons.slice(0, number, number + 1); };
  const Tensor<float> full = moon(500), half = moon(0);
  std::vector<Tensor<float>> real, rows;
  for (const Size i : {500, 444, 389, 333, 278, 222, 167, 111, 56, 0}) real.push_back(moon(i));
  fmt::print("\n4. From full to half, z = 1, 2, ..., 10\n");
  fmt::print("                    z = 5: lit  distance  largest distance  largest step\n");
  std::vector<vae::Series> lines;
  const auto add = [&](const char* name, const Tensor<float>& way) {
    lines.push_back(look(name, way, moons));
    rows.push_back(way);
  };
  add("real moons", concat(real, 0));  // -> 0.78
  add("cross-fade", walk(full, half, 10));
  add("AE, 2 images", learned_way<Autoencoder>(2, full, half));
  add("VAE, 2 images", learned_way<Vae>(2, full, half));
  add("AE, 20 phases", learned_way<Autoencoder>(20, full, half));
  add("VAE, 20 phases", learned_way<Vae>(20, full, half));
  draw("moons.png", concat(rows, 0), 10);
  lines.erase(lines.begin() + 1, lines.begin() + 3);
  std::ofstream(folder / "moon_path.svg")
      << vae::line_chart("From full to half", "code z", "share that is lit", lines);
}

int run(const ImageSets& data) {
  std::filesystem::create_directories(folder);
  section_1();
  const Learned learned = section_2(data);
  section_3(learned[2].first, learned[2].second, data);  // L = 10
  section_4();
  if (!data.full) return 0;
  const double two = learned[0].second.loss();
  fmt::print("\n5. Two dimensions on MNIST: published (convolutional) 154.3, here {:.1f}\n", two);
  return 150 < two && two < 158 ? 0 : 1;
}

int main(int argc, char** argv) { return with_image_sets(argc, argv, 5000, 1000, run); }
