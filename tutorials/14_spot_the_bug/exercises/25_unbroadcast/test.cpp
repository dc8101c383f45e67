inline void check(Grader& grader) {
  const Tensor<double> g = Tensor<double>::matrix({{1, 2, -1}, {0, 3, 1}, {2, -4, 1}, {5, 1, 0.5}});
  // b - 0.1 dloss/db for loss = sum(g (x + b)), by differences: x drops out.
  const auto by_differences = [=](const Tensor<double>& b) {
    std::vector<double> numbers = b.to_vector(), stepped = numbers;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const auto loss = [&](double moved) {
        std::vector<double> at = numbers;
        at[i] += moved;
        return sum(g * Tensor<double>::from(b.shape(), at)).item();
      };
      stepped[i] -= 0.1 * (loss(1) - loss(-1)) / 2;
    }
    return Tensor<double>::from(b.shape(), stepped);
  };
  const auto bias = [](const Shape& shape) {
    Rng rng{9};
    return normal<double>(shape, rng);
  };
  const auto received = [=](const Shape& shape) { return mended_step(bias(shape), g, 0.1); };
  const auto right = [=](const Shape& shape) {
    return is_near(received(shape), by_differences(bias(shape)), 1e-9);
  };

  grader.test("the cause", 1, [=] {
    const char letter = cause();
    expect(faulty_step(bias({3}), g, 0.1).shape() == Shape{4, 3}, "faulty_step: another shape");
    expect(letter == 'c', fmt::format("{}) is not the cause", letter));
  });
  grader.test("a bias of shape [3]", 1,
              [=] { expect_near("the bias", received({3}), by_differences(bias({3})), 1e-9); });
  grader.test("biases of other shapes", 1, [=] {
    for (const Shape& shape : {Shape{1, 3}, Shape{4, 1}, Shape{4, 3}, Shape{1, 1}, Shape{}})
      expect_near("a bias of shape " + shape.text(), received(shape), by_differences(bias(shape)),
                  1e-9);
  });

  const std::pair<char, const char*> others[] = {
      {'a', "not a): with any rate, even 0, the result has the shape [4, 3]"},
      {'b',
       "not b): the values of y are the same then, and somebody still has to say what the "
       "gradient of repeating is"},
      {'d',
       "not d): an average has the shape [3], too, but is 4 times too small: whether losses "
       "are averaged is already in g"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  grader.mistake("the average over the rows is 4 times too small: uses of b add up", [=] {
    return is_near(received({3}), bias({3}) - 0.1 * gradus::mean(g, 0), 1e-9);
  });
  grader.mistake("the first row of g is the slope of the first use alone", [=] {
    return is_near(received({3}), bias({3}) - 0.1 * g.slice(0, 0, 1).reshape({3}), 1e-9);
  });
  grader.mistake("half of it: the rows are summed, but a bias [4, 1] is repeated along the columns",
                 [=] {
                   return right({3}) && right({1, 3}) && !right({4, 1});
                 });
}
