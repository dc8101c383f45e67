inline void check(Grader& grader) {
  Rng rng{5};
  Model model{nn::Linear<double>(3, 2, rng), nn::Linear<double>(2, 3, rng)};
  const Tensor<double> x = normal<double>({4, 3}, rng);
  const auto loss = [=](const Model& m) {
    const Tensor<double> away = m.decoder(m.encoder(Var<double>(x))).value() - x;
    return sum(away * away).item();
  };
  const auto by_difference = [=](Model m, Size i) {  // in number i of encoder.weight
    double at[2];
    for (const int side : {0, 1}) {
      Model moved = m;
      moved.encoder.weight.value.write()[i] += side == 0 ? 1e-5 : -1e-5;
      at[side] = loss(moved);
    }
    return (at[0] - at[1]) / 2e-5;
  };
  const auto missing = [=](const auto& gradients) {
    return nn::every_parameter_has_gradient(model, gradients(model, x)).missing.size();
  };
  const auto right = [=](Size i) {
    const Gradients<double> g = mended_gradients(model, x);
    const Tensor<double>* const w = g.find(model.encoder.weight.identity);
    return w && is_near(w->to_vector()[static_cast<std::size_t>(i)], by_difference(model, i), 1e-6);
  };

  grader.test("the cause", 1, [=] {
    const char letter = cause();
    expect_near("parameters without gradient", double(missing(faulty_gradients)), 2);
    expect(letter == 'd', fmt::format("{}) is not the cause", letter));
  });
  grader.test("every parameter has a gradient", 1, [=] {
    expect_near("parameters without gradient", double(missing(mended_gradients)), 0);
  });
  grader.test("the encoder's is that of the loss", 1, [=] {
    for (Size i = 0; i < 6; ++i)
      expect(right(i),
             fmt::format("encoder.weight, number {}: not the difference of losses, {:.6f}", i,
                         by_difference(model, i)));
  });

  const std::pair<char, const char*> others[] = {
      {'a', "not a): a vanishing gradient is a tensor of zeros; these are not there at all"},
      {'b', "not b): no optimiser is involved: the gradients are missing before any step"},
      {'c', "not c): an average scales all gradients by one number, and none to nothing"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  grader.mistake(
      "for the tape z is still a constant, or a leaf of its own: whatever gradient z gets, it ends "
      "there",
      [=] { return missing(mended_gradients) == 2; });
  grader.mistake(
      "a small term calls the encoder on the tape, so the report is clean; but its gradient is "
      "that of the small term, not of the reconstruction",
      [=] { return missing(mended_gradients) == 0 && !right(0); });
}
