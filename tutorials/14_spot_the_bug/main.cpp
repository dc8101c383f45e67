// Chapter 14: what is seen of the five articles' programs and of 28 bugs: the symptom card.
#include <filesystem>

#include "tutorials/14_spot_the_bug/articles_0_and_1.h"
#include "tutorials/14_spot_the_bug/articles_2_to_4.h"
#include "tutorials/14_spot_the_bug/bugs_15_to_28.h"
#include "tutorials/14_spot_the_bug/bugs_1_to_14.h"
#include "vae/digits.h"
#include "vae/pictures.h"

using namespace gradus;

int main(int argc, char** argv) {
  if (argc > 1) return fmt::print(stderr, "{} takes no arguments\n", argv[0]), 2;
  const Tensor<float> images = vae::digits(4000, Rng{3}).images;
  Ward ward{images, images.slice(0, 0, 1000), healthy_vae(images, 20), {}};
  ward.keep(ward.x);
  ward.keep(ward.healthy.decode(ward.q().mean.value()));
  article_0(ward);
  article_1(ward);
  article_2(ward);
  article_3(ward);
  article_4();
  bugs_1_to_14(images, ward.healthy);
  bugs_15_to_28(images, ward.healthy);

  const std::filesystem::path folder = "runs/14_spot_the_bug";
  std::filesystem::create_directories(folder);
  vae::write_png(folder / "shown.png", vae::grid(concat(ward.pictures, 0), 28, 10));
}
