// Chapter 16: convolutions, and codes that keep their place in the image.
#include <fmt/format.h>

#include <filesystem>
#include <string_view>

#include "tutorials/16_spatial_latents/by_hand.h"
#include "tutorials/16_spatial_latents/four_models.h"
#include "tutorials/support/sampling.h"
#include "vae/digits.h"
#include "vae/mnist.h"
#include "vae/pictures.h"

using namespace gradus;

double dot(const Tensor<double>& a, const Tensor<double>& b) { return sum(a * b).item(); }

void section_1() {
  Rng rng{1};
  const Tensor<double> kernel = normal<double>({4, 4}, rng), image = normal<double>({28, 28}, rng);
  const Tensor<double> numbers = normal<double>({14, 14}, rng);
  const ConvGeometry geometry{.stride = 2, .padding = 1};
  const Tensor<double> forth = convolve(image, kernel, 2, 1);
  const Tensor<double> back = convolve_transposed(numbers, kernel, 2, 1, 28);
  const auto as_batch = [](const Tensor<double>& x) {
    return x.reshape({1, 1, x.shape()[0], x.shape()[1]});
  };
  const Tensor<double> zero = Tensor<double>::zeros({1});
  const Tensor<double> fast = conv2d(as_batch(image), as_batch(kernel), zero, geometry);
  const Tensor<double> fast_back =
      conv_transpose2d(Var(as_batch(numbers)), Var(as_batch(kernel)), Var(zero), geometry).value();
  fmt::print("1. A kernel of 4x4, stride 2, padding 1: [28, 28] -> {} -> {}\n",
             forth.shape().text(), back.shape().text());
  const auto differ = [](const Tensor<double>& a, const Tensor<double>& b) {
    return max(abs(a - b.reshape(a.shape()))).item() > 1e-12 ? "DIFFER" : "agree";
  };
  fmt::print("loops and library {} forth, {} back\n", differ(forth, fast), differ(back, fast_back));
  fmt::print("numbers to learn, 1 image to 8 of the same size: kernels {}, matrix {}\n",
             nn::parameter_count(nn::Conv2d<float>(1, 8, 3, {.padding = 1}, rng)),
             Size{8 * 784} * 784 + 8 * 784);
  fmt::print("<conv(x), y> = {:.6f}, <x, conv_transposed(y)> = {:.6f}\n", dot(forth, numbers),
             dot(image, back));
}

void section_2() {
  const MapCode q{{1, -2}, {0.5, 0, 1}, {0, std::log(2)}, {0, 0, std::log(3)}};
  fmt::print("\n2. KL of a map of 2x3 codes to N(0, I)\n");
  fmt::print("  closed form     {:.6f}\n", q.kl());           // -> 5.486667
  fmt::print("  code by code    {:.6f}\n", q.kl_of_codes());  // -> 5.486667
  const auto row = [](const std::vector<double>& x) {
    return Var<double>(Tensor<double>::from({1, 1, static_cast<Size>(x.size())}, x));
  };
  const vae::MatrixNormal<double> library{
      vae::down_rows(row(q.mu)) * vae::along_columns(row(q.nu)), row(q.a), row(q.b), {}, {}};
  fmt::print("  the library     {:.6f}\n", sum(vae::kl_to_standard_normal(library)).item());
  Rng rng{2};
  const Estimate e = average(100'000, [&] { return q.log_ratio(rng); });
  fmt::print("  100000 samples  {:.2f} +- {:.2f}\n", e.mean, e.error);
  MapCode moved = q;
  for (double& a : moved.a) a += 0.7;
  for (double& b : moved.b) b -= 0.7;
  fmt::print("  a + 0.7, b - 0.7: {:.6f}\n", moved.kl());  // -> 5.486667
}

void section_3() {
  fmt::print("\n3. Z = A E B', 2x3: covariance of draws against V (x) U\n");
  for (const Size draws : {1000, 10'000, 100'000})
    fmt::print("{:7} draws: off by {:.3f} of its size\n", draws, covariance_miss(draws));
}

std::vector<Candidate> section_4(const Tensor<double>& images, const Tensor<double>& test,
                                 int epochs) {
  fmt::print("\n4. Four VAEs of {} codes, nats per image\n", codes);
  fmt::print("{:36}{:>8}{:>9}{:>8}{:>8}{:>8}\n", "", "outputs", "numbers", "KL", "-ELBO", "NLL");
  const double mean_pixel = mean(images).item();
  std::vector<Candidate> all = candidates(std::log(mean_pixel / (1 - mean_pixel)));
  for (auto& [name, model] : all) {
    train(model, images, epochs);
    const Score s = score(model, test);
    fmt::print("{:36}{:8}{:9}{:8.1f}{:8.1f}{:8.1f}\n", name, model.form.outputs(codes),
               nn::parameter_count(model), s.kl, s.minus_elbo, s.nll);
  }
  return all;
}

void section_5(const std::vector<Candidate>& all, const Tensor<double>& test) {
  fmt::print("\n5. What a place is worth: {} images\n", test.shape()[0]);
  fmt::print("{:36}{:>17}{:>25}\n", "", "pixels of a code", "moved code, moved image");
  for (const auto& [name, model] : all) {
    Tensor<double> one = Tensor<double>::zeros({1, codes});
    const Tensor<double> before = model.decode(one);
    one.write()[3 * side + 3] = 3;  // the code in the middle of the first map
    int touched = 0;
    for (const double d : abs(model.decode(one) - before).to_vector()) touched += d > 0;
    fmt::print("{:36}{:17}{:25.2f}\n", name, touched, explained_by_moving(model, test));
  }
}

/// The deviations of the codes of one map of one image, down the rows and along the columns.
void section_6(const Model& model, const Tensor<double>& image) {
  const auto q =
      std::get<vae::MatrixNormal<double>>(model.posterior(Var<double>(image)).q);  // [1, 4, 7, 7]
  const Tensor<double> a = q.row_log_var.value(), b = q.column_log_var.value();
  const Tensor<double> shift = mean(b, 2, Dims::keep);  // a + c, b - c is the same distribution
  const auto line = [](const char* name, const Tensor<double>& log_var) {
    fmt::print("{}", name);
    for (const double v : log_var.slice(1, 0, 1).to_vector())
      fmt::print(" {:5.2f}", std::exp(v / 2));
    fmt::print("\n");
  };
  fmt::print("\n6. The first map of the first image\n");
  line("  sigma of rows, from the top    ", a + shift);
  line("  sigma of columns, from the left", b - shift);
}

int main(int argc, char** argv) {
  const bool full = argc == 2 && std::string_view(argv[1]) == "--full";
  if (argc > 1 && !full) return fmt::print(stderr, "usage: {} [--full]\n", argv[0]), 2;
  section_1(), section_2(), section_3();
  const auto mnist = [](vae::Split split) { return vae::mnist(vae::find_mnist({}), split).images; };
  Rng coins{5};
  const Tensor<double> images = bernoulli(
      as<double>(full ? mnist(vae::Split::train) : vae::digits(1500, Rng{1}).images), coins);
  const Tensor<double> test = bernoulli(as<double>(full ? mnist(vae::Split::test).slice(0, 0, 2000)
                                                        : vae::digits(500, Rng{2}).images),
                                        coins);
  const std::vector<Candidate> all = section_4(images, test, full ? 3 : 4);
  section_5(all, test);
  section_6(all[2].model, test.slice(0, 0, 1));
  const std::filesystem::path folder = "runs/16_spatial_latents";
  std::filesystem::create_directories(folder);
  const Model &by_row = all[0].model, &by_map = all[2].model;
  const Tensor<double> few = test.slice(0, 0, 10), z = encode(by_map, few);
  const Tensor<double> vectors = encode(by_row, few);
  // The left halves of the maps, and the right halves of the image to the left.
  const Tensor<double> others = moved(z.transpose(0, 3), 1).transpose(0, 3);
  const Tensor<double> halves = concat(std::vector{z.slice(3, 0, 4), others.slice(3, 4, 7)}, 3);
  const std::vector<Tensor<double>> rows{few,
                                         decode(by_row, vectors),
                                         decode(by_map, z),
                                         decode(by_row, moved(vectors, 1)),
                                         decode(by_map, moved(z, 1)),
                                         decode(by_map, halves)};
  const auto draw = [&](const char* name, const Tensor<double>& x) {
    vae::write_png(folder / name, vae::grid(as<float>(x), 28, 10));
  };
  draw("place.png", concat(rows, 0));
  draw("stddev.png", with_deviations(by_map, test.slice(0, 0, 4)));
}
