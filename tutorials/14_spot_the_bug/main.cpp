// Chapter 14: what is seen of the five articles' programs and of 28 bugs: the symptom card.
#include <filesystem>
#include <string_view>

#include "tutorials/14_spot_the_bug/articles_0_and_1.h"
#include "tutorials/14_spot_the_bug/articles_2_to_4.h"
#include "tutorials/14_spot_the_bug/bugs_15_to_28.h"
#include "tutorials/14_spot_the_bug/bugs_1_to_14.h"
#include "vae/digits.h"
#include "vae/mnist.h"
#include "vae/pictures.h"

using namespace gradus;

int main(int argc, char** argv) try {
  const bool full = argc == 2 && std::string_view(argv[1]) == "--full";  // MNIST
  if (argc > 1 && !full) return fmt::print(stderr, "usage: {} [--full]\n", argv[0]), 2;
  const Tensor<float> images =
      full ? vae::mnist(vae::find_mnist({}), vae::Split::train).images.slice(0, 0, 20'000)
           : vae::digits(4000, Rng{3}).images;
  const Tensor<double> precise = converted<double>(images);
  Ward ward{
      images, images.slice(0, 0, 1000), precise.slice(0, 0, 1000), healthy_vae(precise, 12), {}};
  ward.keep(ward.x);
  ward.keep(converted<float>(ward.healthy.decode(ward.q().mean.value())));
  article_0(ward);  // -> 784           1
  article_1(ward);  // -> 392           1
  article_2(ward);  // -> 50176           1
  article_3(ward);
  article_4();
  bugs_1_to_14(precise, ward.healthy);  // -> 505.4         0.0
  bugs_15_to_28(precise, ward.healthy);

  const std::filesystem::path folder = "runs/14_spot_the_bug";
  std::filesystem::create_directories(folder);
  vae::write_png(folder / "shown.png", vae::grid(concat(ward.pictures, 0), 28, 10));
} catch (const Error& e) {
  return fmt::print(stderr, "{}\n", e.what()), 1;
}
