/// For each element of g, the place of the element of x it is a copy of; and the sums by a loop.
inline Tensor<double> by_loop(const Tensor<double>& g, const Shape& shape) {
  const Tensor<double> x = Tensor<double>::arange(shape.numel()).reshape(shape);
  const std::vector<double> source = x.broadcast_to(g.shape()).to_vector(), values = g.to_vector();
  std::vector<double> sums(static_cast<std::size_t>(shape.numel()));
  for (std::size_t i = 0; i < values.size(); ++i)
    sums[static_cast<std::size_t>(source[i])] += values[i];
  return Tensor<double>::from(shape, sums);
}

inline Tensor<double> counting(const Shape& shape) {
  return Tensor<double>::arange(shape.numel()).reshape(shape);
}

/// A shape, and one that broadcasts to it.
inline std::pair<Shape, Shape> random_shapes(Rng& rng) {
  std::vector<Size> sizes(static_cast<std::size_t>(1 + rng.below(4)));
  for (Size& n : sizes) n = 1 + rng.below(4);
  std::vector<Size> small(sizes.begin() + rng.below(static_cast<Size>(sizes.size()) + 1),
                          sizes.end());
  for (Size& n : small)
    if (rng.below(2) == 0) n = 1;
  return {Shape(sizes), Shape(small)};
}

inline void check(Grader& grader) {
  const auto agrees = [](const Shape& from, const Shape& to) {
    const Tensor<double> g = counting(from);
    expect_near(fmt::format("from {} to {}", from.text(), to.text()), unbroadcast(g, to),
                by_loop(g, to));
  };
  grader.test("an axis in front", 1, [=] { agrees({5, 3}, {3}); });
  grader.test("an axis of size 1", 1, [=] {
    agrees({5, 3}, {5, 1});
    agrees({4, 5, 3}, {5, 1});
  });
  grader.test("down to one number, and nothing to do", 1, [=] {
    agrees({2, 3}, {});
    agrees({2, 3}, {2, 3});
  });
  grader.test("<broadcast(x), g> = <x, unbroadcast(g)> for 500 pairs of shapes", 1, [] {
    Rng rng{1};
    for (int i = 0; i < 500; ++i) {
      const auto [shape, small] = random_shapes(rng);
      const Tensor<double> x = normal<double>(small, rng), g = normal<double>(shape, rng);
      const Tensor<double> undone = unbroadcast(g, small);
      const std::string what = fmt::format("from {} to {}", shape.text(), small.text());
      expect(undone.shape() == small, what + ": your shape is " + undone.shape().text());
      expect_near(what + ": <x, unbroadcast(g)>", sum(x * undone).item(),
                  sum(x.broadcast_to(shape) * g).item(), 1e-10);
    }
  });

  const Tensor<double> g = counting({5, 3});
  grader.mistake(
      "axes of size 1 were repeated, too: you sum only over the axes that were added in front",
      [=] {
        return unbroadcast(g, {5, 1}).shape() == Shape{5, 3};
      });
  grader.mistake(
      "the effects of all copies add up: a mean makes the gradient too small by the number of "
      "copies",
      [=] { return is_near(unbroadcast(g, {3}), Tensor<double>(0.2) * by_loop(g, {3}), 1e-9); });
  grader.mistake("you take the gradient of one copy and leave out those of the others",
                 [=] { return is_near(unbroadcast(g, {3}), Tensor<double>::arange(3), 1e-9); });
  grader.mistake(
      "shapes are aligned at their last axis, so axes are added in front; you sum over the ones at "
      "the end",
      [=] {
        return unbroadcast(counting({4, 3}), {3}).shape() == Shape{4};
      });
}
