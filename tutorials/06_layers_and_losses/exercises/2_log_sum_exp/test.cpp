/// The same by a loop over numbers that are not large.
inline Tensor<double> plain_log_of_sum(const Tensor<double>& x) {
  std::vector<double> rows;
  const std::vector<double> v = x.to_vector();
  const auto n = static_cast<std::size_t>(x.shape()[1]);
  for (std::size_t i = 0; i < v.size(); i += n) {
    double total = 0;
    for (std::size_t j = i; j < i + n; ++j) total += std::exp(v[j]);
    rows.push_back(std::log(total));
  }
  return Tensor<double>::from({x.shape()[0]}, rows);
}

inline void check(Grader& grader) {
  const Tensor<double> x = Tensor<double>::matrix({{0.5, -1, 2}, {3, 0, -4}});
  const Tensor<double> far = Tensor<double>::matrix({{1000}, {-1000}});  // one shift for each row
  const Tensor<double> right = plain_log_of_sum(x), moved = right + far.reshape({2});
  const auto of = [](const Tensor<double>& t) { return log_of_sum(t); };
  const auto finite = [=](const Tensor<double>& t) { return all_finite(of(t)); };

  grader.test("two rows of small numbers", 1, [=] { expect_near("log sum exp", of(x), right); });
  grader.test("the same around 1000", 1,
              [=] { expect_near("log sum exp", of(x + 1000.0), right + 1000.0); });
  grader.test("one row around 1000, one around -1000", 1,
              [=] { expect_near("log sum exp", of(x + far), moved); });

  grader.mistake(
      "exp of a number beyond 709 is infinite, and the logarithm does not bring it back: shift the "
      "row first",
      [=] { return is_near(of(x), right, 1e-9) && !finite(x + 1000.0); });
  grader.mistake(
      "every row needs a shift of its own: the largest number of the whole batch pushes the other "
      "rows below what exp can tell from 0",
      [=] { return is_near(of(x + 1000.0), right + 1000.0, 1e-9) && !finite(x + far); });
  grader.mistake(
      "the shift was taken away but not added again: your result is that of x minus its largest "
      "number",
      [=] { return is_near(of(x), right - gradus::max(x, 1), 1e-9); });
  grader.mistake("this is the largest number of a row; log sum exp is up to log n above it",
                 [=] { return is_near(of(x), gradus::max(x, 1), 1e-9); });
}
