inline void check(Grader& grader) {
  constexpr Size count = 1500;
  // A decoder that shows its code: the logits are z itself.
  const Trained model{2,
                      [](const Tensor<double>& x) {
                        return vae::Normal<double>{2.0 + x, Tensor<double>::full(x.shape(), -2.0)};
                      },
                      [](const Tensor<double>& z) { return z; }};
  Rng data{1};
  const Tensor<double> images = uniform<double>({2000, 2}, data);
  const auto drawn = [=](std::uint64_t seed) {
    Rng rng{seed};
    return dream(model, images, count, rng);
  };
  const auto is_probability = [](const Tensor<double>& y) {
    return -max(-y).item() > 0 && max(y).item() < 1;
  };
  const auto codes = [=] {  // z, from its sigmoid
    const Tensor<double> y = drawn(1);
    return log(y / (1.0 - y));
  };

  grader.test("shape and range", 1, [=] {
    const Tensor<double> y = drawn(1);
    expect(y.shape() == Shape{count, 2}, "your shape " + y.shape().text() + ", wanted [1500, 2]");
    expect(is_probability(y), "a probability lies between 0 and 1");
  });
  grader.test("the codes come from the prior", 2, [=] {
    const Tensor<double> z = codes();
    expect_near("the mean of z", mean(z).item(), 0, 0.1);
    expect_near("the mean of z^2", mean(z * z).item(), 1, 0.15);
  });
  grader.test("every image is another one, and a seed gives the same again", 1, [=] {
    const Tensor<double> y = drawn(1);
    expect(max(abs(y.slice(0, 0, 1) - y.slice(0, 1, 2))).item() > 0, "two images are the same");
    expect(max(abs(y - drawn(2))).item() > 0, "two seeds give the same images");
    expect(max(abs(y - drawn(1))).item() == 0, "one seed gives two sets of images");
  });

  grader.mistake(
      "these codes come from q(z|x) of images that are there already, so you draw reconstructions: "
      "new images begin with the prior",
      [=] { return is_probability(drawn(1)) && mean(codes()).item() > 1.5; });
  grader.mistake("the prior is N(0, I), not a uniform number between 0 and 1", [=] {
    return is_probability(drawn(1)) && max(-codes()).item() <= 1e-9 && max(codes()).item() <= 1;
  });
  grader.mistake("what leaves the decoder are logits; a sigmoid makes probabilities of them",
                 [=] { return !is_probability(drawn(1)); });
  grader.mistake("every image needs a code of its own: yours are all the same", [=] {
    const Tensor<double> y = drawn(1);
    return max(abs(y - y.slice(0, 0, 1))).item() == 0;
  });
}
