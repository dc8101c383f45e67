using Op = std::function<Tensor<double>(const Tensor<double>&)>;

inline Tensor<double> some_gradient(const Shape& shape) {
  return Tensor<double>::linspace(1, 3, shape.numel()).reshape(shape);
}

/// The gradient of <g, op(x)> by differences: these ops are linear, so they are exact for any step.
inline Tensor<double> by_differences(const Op& op, const Tensor<double>& g, const Shape& shape) {
  std::vector<double> x(static_cast<std::size_t>(shape.numel())), slopes;
  for (double& moved : x) {
    moved = 1;
    slopes.push_back(sum(g * op(Tensor<double>::from(shape, x))).item());
    moved = 0;
  }
  return Tensor<double>::from(shape, slopes);
}

inline void check(Grader& grader) {
  const auto sums = [](int axis) {
    return [axis](const Tensor<double>& x) { return sum(x, axis); };
  };
  const auto means = [](int axis) {
    return [axis](const Tensor<double>& x) { return gradus::mean(x, axis); };
  };
  // For each axis of a shape: what should come out.
  const auto for_each_axis = [](const Shape& shape, const auto& try_one) {
    for (int axis = 0; axis < shape.rank(); ++axis) try_one(axis, shape);
  };
  const auto try_sum = [=](int axis, const Shape& shape) {
    const Tensor<double> g = some_gradient(reduced_shape("", shape, axis, Dims::drop, Where{}));
    expect_near(fmt::format("gradient of sum(x, {}), x {}", axis, shape.text()),
                sum_rule(g, axis, shape), by_differences(sums(axis), g, shape));
  };
  const auto try_mean = [=](int axis, const Shape& shape) {
    const Tensor<double> g = some_gradient(reduced_shape("", shape, axis, Dims::drop, Where{}));
    expect_near(fmt::format("gradient of mean(x, {}), x {}", axis, shape.text()),
                mean_rule(g, axis, shape), by_differences(means(axis), g, shape));
  };

  grader.test("sum of a square matrix", 1, [=] { for_each_axis({3, 3}, try_sum); });
  grader.test("sum of a tensor with three axes", 1, [=] { for_each_axis({2, 3, 4}, try_sum); });
  grader.test("mean", 1, [=] {
    for_each_axis({3, 3}, try_mean);
    for_each_axis({2, 5, 4}, try_mean);
  });
  grader.test("bias", 1, [] {
    const Tensor<double> g = some_gradient({5, 2});
    const auto add_to_rows = [](const Tensor<double>& b) { return b.broadcast_to({5, 2}); };
    expect_near("gradient of b", bias_rule(g), by_differences(add_to_rows, g, {2}));
  });

  const Tensor<double> g = Tensor<double>::vector({1, 2, 4});
  const Shape square{3, 3};
  grader.mistake(
      "g was not told which axis it lacks: for a square matrix your gradient is that of the other "
      "axis, and for other shapes it does not fit",
      [=] { return is_near(sum_rule(g, 1, square), g.broadcast_to(square), 1e-12); });
  const Tensor<double> column = g.reshape({3, 1}).broadcast_to(square);
  grader.mistake("a mean of n numbers moves by 1/n of what one of them moves: the 1/n is missing",
                 [=] { return is_near(mean_rule(g, 1, square), column, 1e-12); });
  grader.mistake(
      "a mean over one axis divides by the size of that axis, not by the number of all elements",
      [=] { return is_near(mean_rule(g, 1, square), column / Tensor<double>(9.0), 1e-12); });
  grader.mistake(
      "b was added to every row of the batch, so it gets the sum over the batch: a gradient has "
      "the shape of what it is the gradient of, [n] and not [B, n]",
      [] {
        return bias_rule(some_gradient({5, 2})).shape() == Shape{5, 2};
      });
}
