inline void check(Grader& grader) {
  const Tensor<double> nats = Tensor<double>::vector({90, 100, 110, 120});
  const Tensor<double> m = Tensor<double>::matrix({{2, 0}, {0, 4}, {6, 0}, {0, 8}});
  const Tensor<double> l = Tensor<double>::zeros({4, 2});
  const auto by_hand = [](const Tensor<double>& cost, const Tensor<double>& mean,
                          const Tensor<double>& log_var) {
    std::vector<double> losses = cost.to_vector();
    for (Size b = 0; b < mean.shape()[0]; ++b)
      for (Size d = 0; d < mean.shape()[1]; ++d) {
        const double a = mean.at({b, d}), v = log_var.at({b, d});
        losses[static_cast<std::size_t>(b)] += 0.5 * (a * a + std::exp(v) - 1 - v);
      }
    return Tensor<double>::from(cost.shape(), losses);
  };
  const auto received = [=] { return mended_losses(nats, m, l).value(); };

  grader.test("the cause", 1, [=] {
    const char letter = cause();
    const Tensor<double> shown = faulty_losses(nats, m, l).value();
    expect_near("what faulty_losses shows", sum(shown).item() / 4, 480);
    expect_near("the healthy value", sum(by_hand(nats, m, l)).item() / 4, 120);
    expect(letter == 'c', fmt::format("{}) is not the cause", letter));
  });
  grader.test("a loss for each of the four images", 1,
              [=] { expect_near("the loss", received(), by_hand(nats, m, l), 1e-12); });
  grader.test("any batch, and the gradient", 1, [=] {
    Rng rng{3};
    const Tensor<double> cost = uniform<double>({5}, rng), mean = normal<double>({5, 3}, rng);
    const Tensor<double> log_var = normal<double>({5, 3}, rng);
    Tape<double> tape;
    const Var<double> leaf = tape.watch(mean), losses = mended_losses(cost, leaf, log_var);
    expect_near("the loss", losses.value(), by_hand(cost, mean, log_var), 1e-12);
    expect_near("d sum / d mean", tape.gradients(sum(losses))[leaf].value(), mean, 1e-12);
  });

  const std::pair<char, const char*> others[] = {
      {'a',
       "not a): the KL of these images is 15 on average, and an average of two would be 7.5; "
       "the 360 nats too many do not come from there"},
      {'b', "not b): log_var has the shape of mean, and there is nothing to repeat it along"},
      {'d', "not d): with two latent dimensions that would leave 240; and nats are a sum"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  const double mean_kl = 15;
  grader.mistake(
      "the average over the pairs only has the right total: each image now pays the average KL of "
      "all images instead of its own",
      [=] { return is_near(received(), nats + Tensor<double>(mean_kl), 1e-9); });
  grader.mistake(
      "the numbers are right, but their shape is [B, 1], which will do the same again with the "
      "next [B] that it meets",
      [=] {
        return is_near(received(), by_hand(nats, m, l).reshape({4, 1}), 1e-9);
      });
  grader.mistake(
      "dividing by B makes the sum right and hides the fault: there are still B * B losses, most "
      "of them one image's nats with another's KL",
      [=] { return is_near(received(), faulty_losses(nats, m, l).value() / 4.0, 1e-9); });
}
