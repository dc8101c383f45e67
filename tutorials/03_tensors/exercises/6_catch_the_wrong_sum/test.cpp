inline void check(Grader& grader) {
  const auto right = [](const Tensor<double>& g, const Shape& shape) { return sum_to(g, shape); };
  const auto average = [](const Tensor<double>& g, const Shape& shape) {
    const auto copies = static_cast<double>(g.numel() / shape.numel());
    return sum_to(g, shape) / Tensor<double>(copies);
  };
  const auto first = [](const Tensor<double>& g, const Shape& shape) {
    Tensor<double> copy = g;
    while (copy.rank() > shape.rank()) copy = sum(copy.slice(0, 0, 1), 0);
    for (int axis = 0; axis < shape.rank(); ++axis) copy = copy.slice(axis, 0, shape[axis]);
    return copy;
  };
  const auto in_front = [](const Tensor<double>& g, const Shape& shape) {
    Tensor<double> total = g;
    while (total.rank() > shape.rank()) total = sum(total, 0);
    return total;
  };
  const auto evenly = [](const Tensor<double>& g, const Shape& shape) {
    return Tensor<double>::full(shape, sum(g).item() / static_cast<double>(shape.numel()));
  };

  grader.test("the right one passes", 1,
              [=] { expect(is_adjoint(right), "you reject sum_to, which is right"); });
  const auto caught = [&](const std::string& name, const Undo& undo) {
    grader.test(name, 1, [=] { expect(!is_adjoint(undo), "your test lets it through"); });
  };
  caught("a mean", average);
  caught("the first copy", first);
  caught("axes of size 1 forgotten", in_front);
  caught("all of it, divided evenly", evenly);

  const auto lets_through = [=](bool a, bool b, bool c, bool d) {
    return [=] {
      return is_adjoint(right) && is_adjoint(average) == a && is_adjoint(first) == b &&
             is_adjoint(in_front) == c && is_adjoint(evenly) == d;
    };
  };
  grader.mistake("the right shape may hold wrong numbers: look at the values, too",
                 lets_through(true, true, false, true));
  grader.mistake(
      "the sum over everything may be right with everything in the wrong place: weigh the elements "
      "differently, with an x that is not all ones",
      lets_through(false, false, true, true));
  grader.mistake(
      "you try only shapes with axes added in front: an axis of size 1 is broadcast, too",
      lets_through(false, false, true, false));
}
