inline void check(Grader& grader) {
  constexpr Size images = 3, pixels = 5, codes = 2;
  Rng rng{3};
  const Tensor<double> x = uniform<double>({images, pixels}, rng);
  const Tensor<double> logits = normal<double>({images, pixels}, rng);
  const Tensor<double> mean = normal<double>({images, codes}, rng);
  const Tensor<double> log_var = normal<double>({images, codes}, rng);
  double log_p = 0, kl = 0;  // of the whole batch
  for (Size i = 0; i < images; ++i) {
    for (Size d = 0; d < pixels; ++d) {
      const double p = 1 / (1 + std::exp(-logits.at({i, d})));
      log_p += x.at({i, d}) * std::log(p) + (1 - x.at({i, d})) * std::log(1 - p);
    }
    for (Size l = 0; l < codes; ++l) {
      const double m = mean.at({i, l}), v = log_var.at({i, l});
      kl += (m * m + std::exp(v) - 1 - v) / 2;
    }
  }
  const auto loss = [=] { return my_loss(x, logits, mean, log_var).item(); };
  const double per_image = (kl - log_p) / images;

  grader.test("three images", 2, [=] { expect_near("the loss", loss(), per_image, 1e-9); });
  grader.test("the same images twice give the same loss", 1, [=] {
    const auto twice = [](const Tensor<double>& t) { return concat(std::vector{t, t}, 0); };
    expect_near("the loss", my_loss(twice(x), twice(logits), twice(mean), twice(log_var)).item(),
                per_image, 1e-9);
  });
  grader.test("gradients pass", 1, [=] {
    Tape<double> tape;
    const Var<double> l = tape.watch(logits), m = tape.watch(mean);
    const Gradients<double> g = tape.gradients(my_loss(x, l, m, log_var));
    expect_near("dloss/dlogits", g[l].value(), (sigmoid(logits) - x) / Tensor<double>(3.0));
    expect_near("dloss/dmean", g[m].value(), mean / Tensor<double>(3.0));
  });

  const auto is = [=](double value) { return [=] { return is_near(loss(), value, 1e-9); }; };
  grader.mistake(
      "the mean over pixels makes the reconstruction D times too small, which is the same as beta "
      "= D: add the pixels of an image",
      is(kl / images - log_p / (images * pixels)));
  grader.mistake(
      "two means over all numbers weigh the KL D / L times too much: within an image both parts "
      "are sums",
      is(kl / (images * codes) - log_p / (images * pixels)));
  grader.mistake(
      "a mean over all pixels beside a sum over the whole batch: beta is then B D, tens of "
      "thousands, and the code will be ignored",
      is(kl - log_p / (images * pixels)));
  grader.mistake(
      "both parts are added over the batch: a loss per image is wanted, or a larger batch means "
      "larger steps",
      is(kl - log_p));
  grader.mistake(
      "this is the ELBO itself; an optimiser that minimises it makes the model worse and worse",
      is(-per_image));
}
