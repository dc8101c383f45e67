inline void check(Grader& grader) {
  const Tensor<double> kernel = Tensor<double>::from({1, 1, 3, 3}, {1, 2, -1, 0.5, 0, 3, -2, 1, 4});
  const Tensor<double> turned = Tensor<double>::from({1, 1, 3, 3}, {4, 1, -2, 3, 0, 0.5, -1, 2, 1});
  const Tensor<double> zero = Tensor<double>::zeros({1});
  const ConvGeometry geometry{.padding = 1};
  const Linear forth = [=](const Tensor<double>& x) {
    return conv2d(x.reshape({1, 1, 5, 5}), kernel, zero, geometry).reshape({25});
  };
  const auto transposed = [=](const Tensor<double>& weight) -> Linear {
    return [=](const Tensor<double>& y) {
      return conv2d_input(y.reshape({1, 1, 5, 5}), weight, zero, {1, 1, 5, 5}, geometry)
          .reshape({25});
    };
  };
  const Linear right = transposed(kernel);
  const Linear factor = [=](const Tensor<double>& y) { return 2.0 * right(y); };
  const Linear flipped = transposed(turned);
  const Linear border = [=](const Tensor<double>& y) {
    Tensor<double> x = right(y);
    x.write()[24] -= 4 * y.at({24});  // the last pixel forgets one of its windows
    x.write()[23] += 4 * y.at({24});  // and its neighbour gets what is missing
    return x;
  };
  // An invertible map of four numbers, its inverse and its adjoint.
  const Tensor<double> a =
      Tensor<double>::from({4, 4}, {2, 1, 0, 0, 0, 4, 0, 0, 0, 0, 1, 0, 0, 0, 0, 8});
  const Tensor<double> b =
      Tensor<double>::from({4, 4}, {0.5, -0.125, 0, 0, 0, 0.25, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0.125});
  const auto matrix = [](const Tensor<double>& m) -> Linear {
    return [=](const Tensor<double>& x) { return matmul(m, x.reshape({4, 1})).reshape({4}); };
  };

  grader.test("the transposed convolution passes", 1,
              [=] { expect(is_adjoint(forth, right, 25, 25), "you reject it, and it is right"); });
  const auto caught = [&](const char* name, const Linear& back) {
    grader.test(name, 1, [=] {
      expect(!is_adjoint(forth, back, 25, 25), "your test lets it through, and it is wrong");
    });
  };
  caught("twice the adjoint", factor);
  caught("a kernel turned around", flipped);
  caught("wrong at one pixel of the border", border);
  grader.test("a matrix: its transpose passes, its inverse does not", 1, [=] {
    expect(is_adjoint(matrix(a), matrix(a.transpose()), 4, 4),
           "you reject the transpose of a matrix, which is its adjoint");
    expect(!is_adjoint(matrix(a), matrix(b), 4, 4), "your test lets the inverse through");
  });

  const auto says = [=](bool of_right, bool of_factor, bool of_flipped, bool of_border) {
    return [=] {
      return is_adjoint(forth, right, 25, 25) == of_right &&
             is_adjoint(forth, factor, 25, 25) == of_factor &&
             is_adjoint(forth, flipped, 25, 25) == of_flipped &&
             is_adjoint(forth, border, 25, 25) == of_border;
    };
  };
  grader.mistake(
      "an image of ones looks the same everywhere: numbers in the wrong place add up to the same "
      "sum",
      says(true, false, true, true));
  grader.mistake(
      "the adjoint is no inverse: going forth and back does not lead to where you began, and need "
      "not",
      says(false, false, false, false));
  grader.mistake(
      "one pixel in the middle does not see the border: try numbers that are not 0 anywhere",
      says(true, false, false, true));
}
