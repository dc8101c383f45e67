// What: the symptoms of the programs of articles 002 and 003, and of the formulas of article 004.
// Why: as in articles_0_and_1.h.
// Invariants: only what stops a program is mended, one thing at a time, so that the rest is seen.
// Read next: bugs_1_to_14.h.
#pragma once

#include "tutorials/14_spot_the_bug/article_002.h"
#include "tutorials/14_spot_the_bug/article_003.h"
#include "tutorials/14_spot_the_bug/article_004.h"
#include "tutorials/14_spot_the_bug/healthy.h"

namespace gradus {

template <class Model>
concept CanDecode = requires(Model m, Var<float> z) {
  m.decode(z);
};

inline void article_2(Ward& ward) {
  head("Article 002");
  Rng rng{13};
  const Tensor<float>&x = ward.x, few = x.slice(0, 0, 64), squares = few.reshape({64, 28, 28});
  const auto interval = [](const Tensor<float>& t) {
    return said("{:.0f}, {:.0f}", lowest(t), max(t).item());
  };
  line("1", "smallest and largest pixel, after the transform", interval(article_002::transform(x)),
       interval(x));
  line("2", "smallest and largest pixel that is used", interval(article_002::data_of(x)),
       interval(x));
  article_002::Program program(rng);
  const auto [recon, mu, logvar] = program.vae(Var<float>(few), rng);
  line("3", "the loss of [64, 28, 28] for [64, 784]",
       refusal([&, r = recon] { article_002::binary_cross_entropy(r, Var<float>(few)); }), "runs");
  line("6", "vae.decode", says_cpp<CanDecode<article_002::Vae>>, "compiles");
  line("4", "weight of the KL",
       said("{:.0f}", beta_of(64, 784, 2,
                              [](auto& r, auto& kl) { return gradus::mean(r) + gradus::sum(kl); })),
       "1");
  const float printed = program.train(ward.images, 2, rng);
  const auto [again, mean, log_var] = program.vae(Var<float>(x), rng);
  const Tensor<float> flat = again.value().reshape({-1, 784});
  const float kl =
      gradus::mean(vae::kl_to_standard_normal(vae::Normal<float>{mean, log_var})).item();
  line("", "   KL after training", said("{:.4f}", kl),
       said("{:.1f}", gradus::mean(vae::kl_to_standard_normal(ward.q())).item()));
  line("", "   -ELBO; what the mean image costs",
       said("{:.0f}; {:.0f}", cross_entropy(x, flat) + kl,
            cross_entropy(ward.images, gradus::mean(ward.images, 0, Dims::keep))),
       said("{:.0f}", -ward.healthy.elbo(ward.precise, rng).mean().item()));
  line("", "   squared distance between two images it shows",
       said("{:.3f}", distance_of_rows(flat)),
       said("{:.1f}", distance_of_rows(ward.healthy.decode(ward.q().mean.value()))));
  const article_002::Encoder five(5, rng);
  const auto [m, l] = five(Var<float>(few));
  line("7", "means and log-variances of an encoder for 5",
       said("{} and {}", m.shape()[1], l.shape()[1]), "5 and 5");
  line("8", "what it prints as reconstruction, in nats", said("{:.2f}", printed),
       said("{:.0f}", -gradus::mean(ward.healthy.elbo(ward.precise, rng).reconstruction).item()));
  article_002::Program on_transformed(rng);
  line("1", "loss after training on the transformed pixels",
       said("{:.0f}", on_transformed.train(article_002::transform(ward.images), 1, rng)), "> 0");
  ward.keep(flat);
}

inline void article_3(Ward& ward) {
  head("Article 003");
  Rng rng{14};
  const Tensor<float>& x = ward.x;
  article_003::Program program(rng);
  line("1", "width of the hidden layer, code of 2",
       said("{}", program.vae.encoder.hidden.bias.value.numel()), "128");
  program.fit(ward.images, 6, rng);
  Tape tape;
  const Gradients<float> g = tape.gradients(article_003::Program::mse(program.vae(x), x));
  line("3", "parameters without a gradient, of 10",
       said("{}", nn::every_parameter_has_gradient(program.vae, g).missing.size()), "0");
  const auto [mean, log_var] = program.vae.encoder(Var<float>(x));
  const auto z = [&, m = mean, l = log_var] { return sigmoid(m) * exp(l / 2.0F); };
  line(
      "2", "difference of two z of the same image",
      said("{:.2f}", max(abs(z().value() - z().value())).item()),
      said("{:.2f}", max(abs(ward.q().sample(rng).value() - ward.q().sample(rng).value())).item()));
  const Var<float> y = program.vae(Var<float>(x)),
                   loss = article_003::Program::mse(y, Var<float>(x));
  const float error = gradus::mean(square(y - Var<float>(x))).item();
  line("4", "nats that the loss charges for the code", said("{:.1f}", 784 * (loss.item() - error)),
       said("{:.1f}", gradus::mean(vae::kl_to_standard_normal(ward.q())).item()));
  const auto moments = []<class T>(const Tensor<T>& t) {
    return said("{:.1f}, {:.1f}", gradus::mean(t).item(), std::sqrt(variance(t)));
  };
  line("", "   mean and deviation of what is decoded", moments(log_var.value()),
       moments(ward.q().sample(rng).value()));
  const Tensor<float> again = y.value();
  line("", "   squared distance between two images it shows",
       said("{:.1f}", distance_of_rows(again)),
       said("{:.1f}", distance_of_rows(ward.healthy.decode(ward.q().mean.value()))));
  ward.keep(again);
}

inline void article_4() {
  head("Article 004");
  Rng rng{15};
  const Tensor<double> eps = normal<double>({100'000}, rng);
  const Tensor<double> zero(0.0), half(0.5);
  const Tensor<double> z = article_004::z(zero, half, eps);
  const double deviation = std::sqrt(mean(z * z).item());
  line("1", "deviation of z for \"sigma\" 0.5", said("{:.2f}", deviation), "0.50");
  line("2", "KL of the formula; of these z", said("{:.3f}", article_004::kl(zero, half)),
       said("{:.3f}", article_004::kl(zero, Tensor<double>(std::exp(0.5)))));
  const auto weight = [&](Size n) {  // of the KL when the batch has n equal images
    const Tensor<double> x = Tensor<double>::zeros({n, 4}), mu = Tensor<double>::ones({n, 2});
    const double kl = article_004::vae_loss(x, x, mu, mu) - article_004::recon_loss(x, x);
    return kl / article_004::kl(Tensor<double>::ones({2}), Tensor<double>::ones({2}));
  };
  line("6", "weight of the KL in a batch of 64", said("{:.0f}", weight(64)),
       said("{:.0f}", weight(1)));
  const auto nats = [](double variance, double error) { return error * error / (2 * variance); };
  double variance_of_x = 1;
  while (nats(variance_of_x, 3) < 9) variance_of_x -= 0.01;
  line("7", "variance of p(x|z) for which |x - x_hat|^2 is right", said("{:.2f}", variance_of_x),
       "stated");
  line("10", "way from the full to the half moon at z = 5",
       said("{:.0f} %", 100 * article_004::way(1, 10, 5)), "50 %");
}

}  // namespace gradus
