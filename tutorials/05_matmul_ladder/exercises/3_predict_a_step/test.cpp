/// Counts the multiply-adds of the products one by one.
inline double counted(const Widths& widths, bool backwards, bool input_gradient) {
  double count = 0;
  for (std::size_t i = 1; i < widths.size(); ++i)
    for (double in = 0; in < widths[i - 1]; ++in) {
      const double out = widths[i];
      count += out;                                              // y_o += x_i w_oi, for all o
      if (backwards) count += out;                               // dw_oi += g_o x_i
      if (backwards && (i > 1 || input_gradient)) count += out;  // dx_i += g_o w_oi
    }
  return count;
}

inline void check(Grader& grader) {
  // The networks of Burda, Grosse and Salakhutdinov, 2016, with both heads of the encoder as one.
  const Widths encoder = {784, 200, 200, 100}, decoder = {50, 200, 200, 784};
  grader.test("forwards", 1, [=] {
    expect_near("encoder", forward(encoder), counted(encoder, false, false));
    expect_near("decoder", forward(decoder), counted(decoder, false, false));
  });
  grader.test("a training step of the encoder", 1, [=] {
    expect_near("multiply-adds", training(encoder, false), counted(encoder, true, false));
  });
  grader.test("a training step of the decoder, whose input comes from the encoder", 1, [=] {
    expect_near("multiply-adds", training(decoder, true), counted(decoder, true, true));
  });
  grader.test("time", 1, [] {
    // 4e6 multiply-adds for each of 125 images are 1e9 operations: at 1 GFLOP/s a second.
    expect_near("milliseconds at 1 GFLOP/s", milliseconds(4e6, 125, 1), 1e3);
    expect_near("milliseconds at 100 GFLOP/s", milliseconds(4e6, 125, 100), 10);
  });

  grader.mistake(
      "the gradient of the image itself is never computed: the first layer of the encoder has two "
      "products, not three",
      [=] { return is_near(training(encoder, false), 3 * forward(encoder), 1e-9); });
  grader.mistake(
      "on the way back each layer makes two products, one for its weights and one for its input: "
      "together with the way forwards that is three, not two",
      [=] { return is_near(training(decoder, true), 2 * forward(decoder), 1e-9); });
  grader.mistake("a multiply-add is two floating-point operations, and speeds count operations",
                 [] { return is_near(milliseconds(4e6, 125, 1), 500, 1e-9); });
  grader.mistake("each image of the batch takes its own multiply-adds: the batch is missing",
                 [] { return is_near(milliseconds(4e6, 125, 1), 8, 1e-9); });
}
