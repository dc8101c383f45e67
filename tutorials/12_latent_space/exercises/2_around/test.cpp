inline void check(Grader& grader) {
  // Lengths 3 and 2.25. a.b lies between -1 and 1, so that it could be taken for a cosine.
  const std::vector<double> a{1, 2, 2}, b{2, -1, 0.25};
  const auto row = [](const std::vector<double>& v) {
    return Tensor<double>::from({1, static_cast<Size>(v.size())}, v);
  };
  const auto scaled = [](double factor, std::vector<double> v) {
    for (double& x : v) x *= factor;
    return v;
  };
  const auto added = [](std::vector<double> v, const std::vector<double>& other) {
    for (std::size_t i = 0; i < v.size(); ++i) v[i] += other[i];
    return v;
  };
  const auto length = [](const std::vector<double>& v) {
    double squares = 0;
    for (const double x : v) squares += x * x;
    return std::sqrt(squares);
  };
  // Between unit vectors; from chords, which is exact for small angles too.
  const auto angle = [=](const std::vector<double>& v, const std::vector<double>& w) {
    const std::vector<double> e = scaled(1 / length(v), v), f = scaled(1 / length(w), w);
    return 2 * std::atan2(length(added(e, scaled(-1, f))), length(added(e, f)));
  };
  const auto way = [=](const std::vector<double>& from, const std::vector<double>& to, Size n) {
    const Tensor<double> codes = around(row(from), row(to), n);
    const Shape shape{n, static_cast<Size>(from.size())};
    expect(codes.shape() == shape,
           "your shape " + codes.shape().text() + " instead of " + shape.text());
    std::vector<std::vector<double>> rows;
    for (Size i = 0; i < n; ++i) rows.push_back(codes.slice(0, i, i + 1).to_vector());
    return rows;
  };
  const auto expect_lengths = [=](const auto& from, const auto& to, Size n) {
    const auto rows = way(from, to, n);
    for (Size i = 0; i < n; ++i)
      expect_near(fmt::format("the length of code {} of {}", i + 1, n),
                  length(rows[static_cast<std::size_t>(i)]),
                  length(from) + (length(to) - length(from)) * static_cast<double>(i) /
                                     static_cast<double>(n - 1),
                  1e-9);
  };

  grader.test("the lengths", 1, [=] {
    expect_lengths(a, b, 7);
    expect_lengths(b, scaled(2, a), 2);
  });
  grader.test("the angles to both ends", 1, [=] {
    const auto rows = way(a, b, 7);
    const double whole = angle(a, b);
    for (std::size_t i = 0; i < 7; ++i) {
      const double t = static_cast<double>(i) / 6;
      // They add up to the angle between a and b only in their plane, on the shorter way.
      expect_near(fmt::format("the angle of code {} of 7 to a", i + 1), angle(rows[i], a),
                  t * whole, 1e-9);
      expect_near(fmt::format("the angle of code {} of 7 to b", i + 1), angle(rows[i], b),
                  (1 - t) * whole, 1e-9);
    }
  });
  const auto same_direction = [=](double factor) {
    const auto rows = way(a, scaled(factor, a), 5);
    for (std::size_t i = 0; i < 5; ++i)
      expect_near(fmt::format("from a to {} a, code {} of 5", factor, i + 1), row(rows[i]),
                  row(scaled(1 + (factor - 1) * static_cast<double>(i) / 4, a)), 1e-6);
  };
  grader.test("the same direction", 1, [=] {
    same_direction(1);
    same_direction(2);
  });

  // Code i + 1 of 7 is what `point` makes of t.
  const auto looks_like = [=](const std::function<std::vector<double>(double)>& point) {
    return [=] {
      const auto rows = way(a, b, 7);
      for (std::size_t i = 0; i < 7; ++i)
        if (!is_near(row(rows[i]), row(point(static_cast<double>(i) / 6)), 1e-9)) return false;
      return true;
    };
  };
  const auto straight = [=](double t) { return added(scaled(1 - t, a), scaled(t, b)); };
  const auto even = [=](double t) { return length(a) + t * (length(b) - length(a)); };
  const auto arc = [=](double w, double t, const auto& from, const auto& to) {
    return added(scaled(std::sin((1 - t) * w) / std::sin(w), from),
                 scaled(std::sin(t * w) / std::sin(w), to));
  };
  grader.mistake(
      "this is the straight line between the codes: on its way it comes nearer to 0 than either "
      "end",
      looks_like(straight));
  grader.mistake(
      "you have given the points of the straight line the right lengths, but their directions turn "
      "fastest in the middle",
      looks_like([=](double t) { return scaled(even(t) / length(straight(t)), straight(t)); }));
  grader.mistake(
      "the sines belong to vectors of length 1: mixing a and b themselves, of different lengths, "
      "spoils angles and lengths on the way",
      looks_like([=](double t) { return arc(angle(a, b), t, a, b); }));
  grader.mistake(
      "the cosine of the angle is a.b divided by both lengths: a.b alone is right only for lengths "
      "of 1",
      looks_like([=](double t) {
        const double product = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
        return scaled(even(t), arc(std::acos(product), t, scaled(1 / length(a), a),
                                   scaled(1 / length(b), b)));
      }));
  grader.mistake("between two codes of the same direction the angle is 0, and you divide 0 by 0",
                 [=] {
                   const std::vector<double> middle = way({0, 1, 0}, {0, 2, 0}, 3)[1];
                   return std::isnan(middle[1]) && !std::isnan(way(a, b, 3)[1][1]);
                 });
}
