inline void check(Grader& grader) {
  grader.test("(a) from image to image", 1, [] {
    expect_near("the stride", stride(),
                static_cast<double>(Tensor<double>::zeros({128, 28, 28}).strides()[0]));
  });
  grader.test("(b) a - b", 1, [] {
    const Tensor<double> a = Tensor<double>::zeros({64}), b = Tensor<double>::zeros({64, 1});
    expect_near("the number of elements", elements(), static_cast<double>((a - b).numel()));
  });
  grader.test("(c) perfect guesses", 1, [] {
    double total = 0;
    for (int i = 0; i < 10; ++i)
      for (int j = 0; j < 10; ++j) total += (i - j) * (i - j);
    expect_near("the mean square", loss(), total / 100);
  });
  grader.test("(d) the bias", 1, [] {
    Tape<double> tape;
    const Var<double> b = tape.watch(Tensor<double>::zeros({3}));
    const Var<double> y = Var<double>(Tensor<double>::ones({32, 3})) + b;
    expect_near("dL/db", bias_gradient(), tape.gradients(sum(y))[b].value().at({0}));
  });

  grader.mistake(
      "(a) 28 is the way to the next row of the same image; the next image comes after all 28 rows",
      [] { return stride() == 28; });
  grader.mistake(
      "(b) the shapes do not line up: [64] becomes [1, 64], and every element of a meets every "
      "element of b",
      [] { return elements() == 64; });
  grader.mistake(
      "(c) the guesses are right, but the loss never compares guess i with target i alone: all "
      "pairs are compared, so it cannot be 0",
      [] { return loss() == 0; });
  grader.mistake("(d) one element of b is added in each of the 32 rows, and their effects add up",
                 [] { return bias_gradient() == 1; });
}
