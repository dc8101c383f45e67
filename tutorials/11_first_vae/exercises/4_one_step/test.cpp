/// What a step should do, with the library's distributions; without noise it decodes the mean.
inline double reference_step(TinyVae& model, nn::Sgd<double>& optimizer, const Tensor<double>& x,
                             Rng& rng, bool noise = true) {
  Tape<double> tape;
  const Var<double> h = model.encoder(Var<double>(x));
  const vae::Normal<double> q{slice(h, 1, 0, 2), slice(h, 1, 2, 4)};
  const vae::Bernoulli<double> p{model.decoder(noise ? q.sample(rng) : q.mean)};
  const Var<double> loss = mean(kl_to_standard_normal(q) - p.log_prob(Var<double>(x)));
  optimizer.step(model, tape.gradients(loss));
  return loss.item();
}

inline void check(Grader& grader) {
  Rng rng{5};
  const Tensor<double> x = bernoulli(Tensor<double>::full({8, 6}, 0.5), rng);
  const TinyVae start{{6, 4, rng}, {2, 6, rng}};
  struct Trained {
    TinyVae model;
    double loss;
    Rng rng;
  };
  using Step = double (*)(TinyVae&, nn::Sgd<double>&, const Tensor<double>&, Rng&);
  const auto after = [=](Step step, int steps, std::uint64_t seed = 1) {
    Trained t{start, 0, Rng{seed}};
    nn::Sgd<double> sgd{{.lr = 0.1}};
    for (int i = 0; i < steps; ++i) t.loss = step(t.model, sgd, x, t.rng);
    return t;
  };
  const Step right = [](auto& m, auto& o, const auto& images, auto& noise) {
    return reference_step(m, o, images, noise);
  };
  const Step of_mean = [](auto& m, auto& o, const auto& images, auto& noise) {
    return reference_step(m, o, images, noise, false);
  };

  grader.test("the loss", 1,
              [=] { expect_near("the loss", after(train_step, 1).loss, after(right, 1).loss); });
  grader.test("the encoder learns", 1, [=] {
    expect_near("encoder.weight", after(train_step, 1).model.encoder.weight.value,
                after(right, 1).model.encoder.weight.value);
  });
  grader.test("the decoder learns", 1, [=] {
    expect_near("decoder.weight", after(train_step, 1).model.decoder.weight.value,
                after(right, 1).model.decoder.weight.value);
  });
  grader.test("twenty steps, each with new noise", 2, [=] {
    const Trained mine = after(train_step, 20), true_one = after(right, 20);
    expect(mine.rng.state() == true_one.rng.state(),
           "rng does not stand where 20 calls of normal leave it");
    expect_near("the loss of the last", mine.loss, true_one.loss);
  });

  const auto moved = [=](const Step step) {
    return after(step, 1).model.encoder.weight.value - start.encoder.weight.value;
  };
  grader.mistake(
      "the encoder ran before the tape began: its parameters get no gradient, and it never learns",
      [=] { return max(abs(moved(train_step))).item() == 0; });
  grader.mistake(
      "the mean is decoded, not a sample: this is an autoencoder with a tax on its codes",
      [=] { return is_near(after(train_step, 1).loss, after(of_mean, 1).loss, 1e-9); });
  grader.mistake(
      "the noise does not come from rng: every step sees the same noise, and the model learns it "
      "by heart",
      [=] {
        const double loss = after(train_step, 1).loss;
        return loss == after(train_step, 1, 2).loss && !is_near(loss, after(of_mean, 1).loss, 1e-9);
      });
  grader.mistake(
      "the parameters go up the gradient of the loss: a step that follows +loss makes it smaller, "
      "the optimiser turns the sign itself",
      [=] { return is_near(moved(train_step), -moved(right), 1e-9); });
}
