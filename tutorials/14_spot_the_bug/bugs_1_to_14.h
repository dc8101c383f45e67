// What: the signatures of bugs B1 to B14, those of models and losses, beside healthy values.
// Why: a bug that is known by a number can be found in a log, by somebody else, a year later.
// Invariants: each line computes what it prints, on drawn digits or on numbers that it states.
// Read next: bugs_15_to_28.h.
#pragma once

#include "tutorials/14_spot_the_bug/article_001.h"
#include "tutorials/14_spot_the_bug/healthy.h"
#include "vae/nll.h"

namespace gradus {

/// The mean over images of what a loss claims for -log p(x), less an estimate of it.
template <class Claim>
double claim_less_nll(const HealthyVae& model, const Tensor<double>& x, const Claim& claim) {
  Rng rng{5};
  double nll = 0;
  for (const double log_p : vae::log_likelihood(model, x, {}, 200, rng))
    nll -= log_p / static_cast<double>(x.shape()[0]);
  return claim(model, x).item() - nll;
}

/// The reconstruction of the mean of q, and the KL of q: what article 001 minimises.
inline Var<double> mean_decoded(const HealthyVae& model, const Tensor<double>& x) {
  const auto q = model.posterior(Var<double>(x));
  const Var<double> log_prob = model.likelihood.log_prob(model.decoder(q.mean), Var<double>(x));
  return mean(vae::kl_to_standard_normal(q) - log_prob);
}

inline void bugs_1_to_14(const Tensor<double>& images, const HealthyVae& healthy) {
  Rng rng{6};
  const Tensor<double> x = images.slice(0, 0, 1000), few = images.slice(0, 0, 100);
  const vae::Normal<double> q = healthy.posterior(Var<double>(x));
  const Tensor<double> means = q.mean.value(), log_vars = q.log_var.value();
  const auto spread = [&](double size) {  // of z around its mean
    const Tensor<double> z = q.stddev().value() * normal<double>(means.shape(), rng) * size;
    return std::sqrt(mean(z * z).item());
  };
  head("Bugs B1 to B14");

  std::vector<double> pixels(784, 0.0);
  std::fill_n(pixels.begin(), 100, 1.0);
  const Var<double> image = Tensor<double>::from({1, 784}, pixels), logits = 40.0 * image - 20.0;
  const auto nats = [](const Var<double>& l, const Var<double>& target) {
    return -nn::bernoulli_log_prob_per_row(l, target).item();
  };
  line("B1", "nats of an image that is exactly right", said("{:.1f}", nats(sigmoid(logits), image)),
       said("{:.1f}", nats(logits, image)));
  const Tensor<double> reached = minimum(maximum(images, Tensor(0.5)), sigmoid(Tensor(1.0)));
  line("", "   the floor on these images, for each pixel",
       said("{:.4f}", cross_entropy(images, reached) / 784),
       said("{:.4f}", cross_entropy(images, images) / 784));

  Rng noise{7};
  const auto bound = [&](const HealthyVae& model, const Tensor<double>& t) {
    return -model.elbo(t, noise).mean();
  };
  const HealthyVae no_noise = trained(images, 5, mean_decoded);
  line("B2", "-ELBO that is claimed, less the NLL",
       said("{:.0f}", claim_less_nll(no_noise, few, mean_decoded)),
       said("{:.0f}", claim_less_nll(healthy, few, bound)));
  const Tensor<double> of_bug = no_noise.posterior(Var<double>(few)).log_var.value();
  line("", "   mean |log-variance|", said("{:.3f}", mean(abs(of_bug)).item()),
       said("{:.3f}", mean(abs(log_vars)).item()));
  line("B3", "deviation of z from its mean", said("{:.0e}", spread(1e-7)),
       said("{:.2f}", spread(1)));
  line("B4", "correlation of mean and log-variance", said("{:.3f}", correlation(means, means)),
       said("{:.2f}", std::abs(correlation(means, log_vars))));
  line("B5", "smallest mean of 1,000 images", said("{:.2f}", lowest(maximum(means, Tensor(0.0)))),
       said("{:.1f}", lowest(means)));
  const Tensor<double> eps = normal<double>({10'000}, rng);
  const auto ratio = [&](double factor) {  // of a sample's deviation to that of its density
    const double sigma = std::exp(0.5 * -2);
    return std::exp(factor * -2) * std::sqrt(mean(eps * eps).item()) / sigma;
  };
  line("B6", "deviation of samples / exp(log_var / 2), log_var -2", said("{:.2f}", ratio(1)),
       said("{:.2f}", ratio(0.5)));
  const auto missing = [&](bool encoder_outside) {
    const Var<double> outside = healthy.encoder(Var<double>(few));
    Tape<double> tape;
    const Var<double> h = encoder_outside ? outside : healthy.encoder(Var<double>(few));
    const auto y = healthy.decoder(healthy.form(h).sample(rng));
    const auto loss = mean(vae::kl_to_standard_normal(healthy.form(h)) -
                           healthy.likelihood.log_prob(y, Var<double>(few)));
    return nn::every_parameter_has_gradient(healthy, tape.gradients(loss)).missing.size();
  };
  line("B7", "parameters without a gradient, of 10", said("{}", missing(true)),
       said("{}", missing(false)));
  const auto both_means = [](const Var<float>& r, const Var<float>& kl) {
    return mean(r) + mean(kl);
  };
  const auto mean_and_sum = [](const Var<float>& r, const Var<float>& kl) {
    return mean(r) + sum(kl);
  };
  const auto per_image = [](const Var<float>& r, const Var<float>& kl) {
    return mean(sum(r, 1)) + mean(sum(kl, 1));
  };
  line("B8", "weight of the KL: 2 means; a mean and a sum",
       said("{:.0f}; {:.0f}", beta_of(64, 784, 2, both_means), beta_of(64, 784, 2, mean_and_sum)),
       said("{:.0f}", beta_of(64, 784, 2, per_image)));

  const HealthyVae no_kl = trained(images, 5, [&](const HealthyVae& m, const Tensor<double>& t) {
    return -mean(m.elbo(t, noise).reconstruction);
  });
  line("B9", "variance of all codes together",
       said("{:.0f}", variance(no_kl.posterior(Var<double>(x)).sample(rng).value())),
       said("{:.1f}", variance(q.sample(rng).value())));
  line("B10", "KL of 1,000 images", said("{:.3f}", std::abs(mean(vae::kl(q, q)).item())),
       said("{:.3f}", mean(vae::kl_to_standard_normal(q)).item()));
  line("B11", "the loss of B1 with pixels from -1 to 1",
       said("{:.1f}", nats(logits, 2.0 * image - 1.0)), said("{:.1f}", nats(logits, image)));

  const auto unmoved = [&](Size pairs) {  // zip stops with the shorter list
    HealthyVae model = healthy;
    nn::Adam<double> adam{{.lr = 1e-3}};
    Tape<double> tape;
    const Gradients<double> g = tape.gradients(-model.elbo(few, rng).mean());
    Size seen = 0, same = 0;
    nn::for_each_parameter(model, [&](const std::string& path, nn::Parameter<double>& p) {
      const Tensor<double> before = p.value;
      if (seen++ < pairs) adam.update(p, *g.find(p.identity), path);
      same += max(abs(p.value - before)).item() == 0;
    });
    return same;
  };
  line("B12", "parameters that a step leaves as they were, of 10", said("{}", unmoved(4)),
       said("{}", unmoved(10)));
  std::string sizes;
  for (Size b = 1; b <= 8; ++b) {
    const Tensor<float> codes = Tensor<float>::ones({b, 28, 2});
    if (refusal([&] { article_001::unpacked(Var<float>(codes)); }) == "runs")
      sizes += said(" {}", b);
  }
  line("B13", "batch sizes that run, of 1 to 8", sizes, "all");
  const auto weights = [&](Size in) { return nn::parameter_count(nn::Linear{in, 128, rng}); };
  line("B14", "numbers in the first layer of 128", said("{}", weights(28)),
       said("{}", weights(784)));
}

}  // namespace gradus
