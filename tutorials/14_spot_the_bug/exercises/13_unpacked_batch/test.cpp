inline void check(Grader& grader) {
  const auto codes = [](Size batch) {  // 100 times the image, plus the column
    std::vector<double> values;
    for (Size i = 0; i < batch; ++i)
      for (Size j = 0; j < 6; ++j) values.push_back(static_cast<double>(100 * i + j));
    return Var<double>(Tensor<double>::from({batch, 6}, values));
  };
  const auto runs = [=](const auto& posterior, Size batch) {
    try {
      posterior(codes(batch));
      return true;
    } catch (const NotYetWritten&) {
      throw;
    } catch (const std::exception&) {
      return false;
    }
  };
  const auto mean_at = [=](Size i, Size j) {
    return mended_posterior(codes(4)).mean.value().at({i, j});
  };

  grader.test("the cause", 1, [=] {
    const char letter = cause();
    for (Size b = 1; b <= 8; ++b)
      expect(runs(faulty_posterior, b) == (b == 2), "faulty_posterior runs for a batch of 2 alone");
    expect(letter == 'd', fmt::format("{}) is not the cause", letter));
  });
  grader.test("every batch size runs", 1, [=] {
    for (Size b = 1; b <= 8; ++b)
      expect(runs(mended_posterior, b), fmt::format("a batch of {} does not run", b));
  });
  grader.test("each image has its own means and log-variances", 1, [=] {
    for (const Size b : {1, 2, 5}) {
      const vae::Normal<double> q = mended_posterior(codes(b));
      const auto own = [=](Size i) { return codes(b).value().slice(1, i, i + 3); };
      expect_near("the means", q.mean.value(), own(0));
      expect_near("the log-variances", q.log_var.value(), own(3));
    }
  });

  const std::pair<char, const char*> others[] = {
      {'a', "not a): in this function h has 2 L columns, enough for both"},
      {'b', "not b): a batch of 4 is even, and does not run either"},
      {'c', "not c): whole batches of 64 do not run either"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  grader.mistake(
      "half of the images still lend their codes to the other half: now even batches run, and 1, "
      "3, 5 do not",
      [=] { return runs(mended_posterior, 4) && !runs(mended_posterior, 3); });
  grader.mistake(
      "every size runs, which hides the fault: read as [2, B, L], the first B L numbers are means, "
      "and those are other images' numbers",
      [=] { return runs(mended_posterior, 3) && mean_at(1, 0) == 3; });
  grader.mistake(
      "even columns and odd columns: each image has both, but the last layer puts all means first",
      [=] { return mean_at(1, 0) == 100 && mean_at(1, 1) == 102; });
}
