/// -log softmax(logits)[label] for each row, from what `softmax` gives.
inline Tensor<double> picked(const Tensor<double>& log_p, const std::vector<Size>& labels) {
  std::vector<double> losses;
  for (std::size_t i = 0; i < labels.size(); ++i)
    losses.push_back(-log_p.at({static_cast<Size>(i), labels[i]}));
  return Tensor<double>::from({static_cast<Size>(labels.size())}, losses);
}
inline Tensor<double> log_of_shares(const Tensor<double>& logits) {
  return log_softmax(Var<double>(logits)).value();
}

inline void check(Grader& grader) {
  using Labels = std::vector<Size>;
  const auto right = [](const Tensor<double>& x, const Labels& labels) {
    return picked(log_of_shares(x), labels);
  };
  const auto twice = [](const Tensor<double>& x, const Labels& labels) {
    return picked(log_of_shares(exp(log_of_shares(x))), labels);
  };
  const auto overflows = [](const Tensor<double>& x, const Labels& labels) {
    return picked(log(exp(x) / sum(exp(x), 1, Dims::keep)), labels);
  };
  const auto averages = [](const Tensor<double>& x, const Labels& labels) {
    return picked(log_of_shares(x), labels) / Tensor<double>(static_cast<double>(x.shape()[1]));
  };
  const auto whole_batch = [](const Tensor<double>& x, const Labels& labels) {
    return picked(log_of_shares(x.reshape({1, x.numel()})).reshape(x.shape()), labels);
  };

  grader.test("the cross-entropy passes", 1, [=] {
    expect(is_cross_entropy(right), "you reject the right one, computed with a shift of each row");
  });
  const auto caught = [&](const std::string& name, const CrossEntropy& loss) {
    grader.test(name, 1,
                [=] { expect(!is_cross_entropy(loss), "your test lets this one through"); });
  };
  caught("a softmax too many", twice);
  caught("an overflow", overflows);
  caught("the mean over the classes", averages);
  caught("one normaliser for the whole batch", whole_batch);

  const auto lets_through = [=](bool softmax, bool large, bool batch) {
    return [=] {
      return is_cross_entropy(right) && is_cross_entropy(twice) == softmax &&
             is_cross_entropy(overflows) == large && !is_cross_entropy(averages) &&
             is_cross_entropy(whole_batch) == batch;
    };
  };
  grader.mistake(
      "equal logits give log(classes) even behind a second softmax, and never overflow: logits "
      "must "
      "differ",
      lets_through(true, true, false));
  grader.mistake(
      "small logits never overflow: a trained network has large ones, so try 1000 as well",
      lets_through(false, true, false));
  grader.mistake(
      "with a batch of one row, the batch and the row are the same: try several rows at once",
      lets_through(false, false, true));
  grader.mistake(
      "your test rejects a right answer too: two ways to compute the same number differ in their "
      "last digits",
      [=] { return !is_cross_entropy(right); });
}
