// What: the symptoms of the programs of articles 000 and 001.
// Why: each number in the first column is a defect; the answers at the end of the chapter name it.
// Invariants: only what stops a program is mended, one thing at a time, so that the rest is seen.
// Read next: articles_2_to_4.h.
#pragma once

#include "tutorials/14_spot_the_bug/article_000.h"
#include "tutorials/14_spot_the_bug/article_001.h"
#include "tutorials/14_spot_the_bug/healthy.h"

namespace gradus {

/// The article's call, which gives five arguments for six parameters.
template <class Program>
concept CallsTrainStep = requires(Program p, Tensor<float> x, Var<float> v) {
  p.train_step(p.generator, p.encoder, x, v, v);
};

inline void article_0(Ward& ward) {
  head("Article 000");
  Rng rng{11};
  const Tensor<float>&x = ward.x, squares = x.reshape({-1, 28, 28});
  article_000::Program as_printed(28, rng);
  line("10", "the program as it is, images [64, 28, 28]",
       refusal([&] { as_printed.train(squares, 1, rng); }), "runs");
  line("8", "five arguments for six parameters", says_cpp<CallsTrainStep<article_000::Program>>,
       "compiles");
  article_000::Program program(784, rng);
  const Tensor<float> loss = program.train(ward.images, 5, rng);
  const auto [mean, log_var] = program.encoder(Var<float>(x));
  const Tensor<double> healthy_mean = ward.q().mean.value();
  line("1", "smallest and largest mean",
       said("{:.2f}, {:.2f}", lowest(mean.value()), max(mean.value()).item()),
       said("{:.1f}, {:.1f}", lowest(healthy_mean), max(healthy_mean).item()));
  line("2", "correlation of mean and log-variance",
       said("{:.3f}", correlation(mean.value(), log_var.value())),
       said("{:.2f}", std::abs(correlation(healthy_mean, ward.q().log_var.value()))));
  const Tensor<float> z = program.code(mean, log_var).value();
  line("3", "the largest number in a code", said("{:.0e}", max(abs(z)).item()),
       said("{:.1f}", max(abs(ward.q().sample(rng).value())).item()));
  line("4", "numbers in a code", said("{}", z.shape()[1]), "2");
  Tape tape;
  const auto y = program.generator(program.code(mean, log_var));
  const auto missing =
      nn::every_parameter_has_gradient(program.encoder, tape.gradients(gradus::sum(y)));
  line("5", "encoder's parameters without gradient, of 6", said("{}", missing.missing.size()), "0");
  line("6", "weight of the KL",
       said("{:.0f}", beta_of(64, 784, 2,
                              [](auto& r, auto& kl) {
                                return gradus::sum(gradus::mean(r) + gradus::sum(kl, 1));
                              })),
       "1");
  line("", "   shape of the loss of the last batch", loss.shape().text(), "[]");
  const Tensor<float> again = program.reconstruct(x);
  line("", "   squared distance between two images it shows",
       said("{:.3f}", distance_of_rows(again)),
       said("{:.1f}", distance_of_rows(ward.healthy.decode(healthy_mean))));
  line("14", "numbers that describe p(x|z), as the text has it", said("{}", again.shape()[1]),
       "1568");
  ward.keep(again);
}

inline void article_1(Ward& ward) {
  head("Article 001");
  Rng rng{12};
  const Tensor<float> squares = ward.images.reshape({-1, 28, 28});
  article_001::Program program(rng);
  line("2", "a batch of 64", refusal([&] { program.train_step(squares.slice(0, 0, 64)); }), "runs");
  line("5", "a class of its own, handed to an optimiser", says_cpp<nn::Model<article_001::Vae>>,
       "compiles");
  float loss = 0;
  for (Size i = 0; i < 500; ++i)
    loss += program.train_step(squares.slice(0, 2 * i, 2 * i + 2)) / 500;
  line("4", "the loss, for each pixel, batches of 2", said("{:.3f}", loss),
       said("{:.3f}", -ward.healthy.elbo(ward.precise, rng).mean().item() / 784));
  const Var<float> codes = program.vae.encode(Var<float>(squares.slice(0, 0, 1000)));
  line("1", "smallest code", said("{:.2f}", lowest(codes.value())),
       said("{:.1f}", lowest(ward.q().mean.value())));
  const auto twice = []<class T>(const Tensor<T>& a, const Tensor<T>& b) {
    return said("{:.2f}", max(abs(a - b)).item());
  };
  line("3", "difference of two codes of the same image", twice(codes.value(), codes.value()),
       twice(ward.q().sample(rng).value(), ward.q().sample(rng).value()));
  const Tensor<float> shown = program.vae.decode(codes).value();
  line("6", "numbers that one code is decoded to", said("{}", program.generate(1, rng).numel()),
       "784");
  article_001::Weights weights{program.vae};
  line("", "   parameters", said("{}", nn::parameter_count(weights)),
       said("{}", nn::parameter_count(ward.healthy)));
  line(
      "7", "weight of the KL, with 784 pixels and 2 codes",
      said("{:.0f}", beta_of(64, 784, 2,
                             [](auto& r, auto& kl) { return gradus::mean(r) + gradus::mean(kl); })),
      "1");
  ward.keep(shown);
}

}  // namespace gradus
