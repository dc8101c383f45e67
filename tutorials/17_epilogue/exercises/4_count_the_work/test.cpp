inline void check(Grader& grader) {
  using Sizes = std::vector<Size>;
  /// Multiply-adds of one pass through these layers, for one image.
  const auto forward = [](const Sizes& sizes) {
    double sum = 0;
    for (std::size_t i = 0; i + 1 < sizes.size(); ++i)
      sum += static_cast<double>(sizes[i] * sizes[i + 1]);
    return sum;
  };
  const Sizes encoder{784, 400, 40}, decoder{20, 400, 784};
  const double all = forward(encoder) + forward(decoder), first = 784 * 400;
  const auto received = [=] { return flops_of_step(encoder, decoder, 128); };

  grader.test("784-400-20, batch 128", 1, [=] {
    // Nine products forward and backward for the three layers behind the first, two for that one.
    const double rest = 400 * 40 + 20 * 400 + 400 * 784;
    expect_near("FLOP", received(), 2 * 128 * (3 * rest + 2 * first), 1e-12);
  });
  grader.test("twice the batch, twice the work", 1, [=] {
    expect_near("FLOP", flops_of_step(encoder, decoder, 256), 2 * received(), 1e-12);
  });
  grader.test("one layer on each side", 1, [] {
    // 3 images: forward 10*4 and 2*10, the weights' gradients the same, and 2*10 for the code's.
    expect_near("FLOP", flops_of_step({10, 4}, {2, 10}, 3), 2 * 3 * (40 + 20 + 40 + 20 + 20),
                1e-12);
  });
  grader.test("what the tape computes, by its profile", 1, [] {
    Rng rng{1};
    const nn::Linear<double> one{6, 5, rng}, two{5, 4, rng}, three{2, 5, rng}, four{5, 6, rng};
    const Tensor<double> x = normal<double>({7, 6}, rng);
    const Profile profile;
    Tape<double> tape;
    const Var<double> h = two(one(Var<double>(x)));
    tape.gradients(sum(four(three(slice(h, 1, 0, 2)))));
    double flops = 0;
    for (const auto& [name, row] : profile.rows()) flops += row.work.flops;
    expect_near("FLOP", flops_of_step({6, 5, 4}, {2, 5, 6}, 7), flops, 1e-12);
  });

  const auto gives = [=](double expected) {
    return [=] { return is_near(received(), expected, 1e-12); };
  };
  grader.mistake("a multiply-add is two operations, a multiplication and an addition",
                 gives(128 * (3 * all - first)));
  grader.mistake(
      "the gradient of the images is counted as well: nobody asks for it, and the tape stores no "
      "rule for it",
      gives(2 * 128 * 3 * all));
  grader.mistake(
      "the gradient of the code is left out: the decoder's first layer must hand it on, or the "
      "encoder learns nothing",
      gives(2 * 128 * (3 * all - first - 20 * 400)));
  grader.mistake("this is the forward pass alone; going back costs about twice as much again",
                 gives(2 * 128 * all));
}
