inline void check(Grader& grader) {
  const auto images = [](const Shape& shape) {
    Rng rng{8};
    return uniform<double>(shape, rng);
  };
  const auto coded = [=](const auto& encode, const Shape& shape, Size hidden) {
    Rng rng{9};
    return encode(images(shape), hidden, rng);
  };
  const auto by_hand = [=](Size image, Size output) {  // of [3, 4, 5] with 2 outputs
    Rng rng{9};
    const nn::Linear<double> dense(20, 2, rng);
    double total = dense.bias.value.at({output});
    for (Size i = 0; i < 20; ++i)
      total += dense.weight.value.at({output, i}) * images({3, 4, 5}).at({image, i / 5, i % 5});
    return total;
  };
  const auto text = [](const Coded& c) {
    return fmt::format("{} {}", c.parameters, c.code.shape().text());
  };
  const auto mended = [=] { return text(coded(mended_encode, {2, 28, 28}, 128)); };

  grader.test("the cause", 1, [=] {
    const char letter = cause();
    const std::string shown = text(coded(faulty_encode, {2, 28, 28}, 128));
    expect(shown == "3712 [2, 28, 128]", "faulty_encode shows " + shown);
    expect(letter == 'b', fmt::format("{}) is not the cause", letter));
  });
  grader.test("100,480 numbers, and one code for each image", 1, [=] {
    expect(mended() == "100480 [2, 128]",
           "numbers and shape: yours are " + mended() + ", true are 100480 [2, 128]");
  });
  grader.test("a code depends on all pixels of its image", 1, [=] {
    const Tensor<double> code = coded(mended_encode, {3, 4, 5}, 2).code;
    expect(code.shape() == Shape{3, 2}, "the shape of the code is " + code.shape().text());
    for (const Size i : {0, 1, 2})
      for (const Size j : {0, 1}) expect_near("the code", code.at({i, j}), by_hand(i, j), 1e-9);
  });

  const std::pair<char, const char*> others[] = {
      {'a', "not a): it has 128 outputs, as it should, but for every row"},
      {'c', "not c): the batch axis is the first, and it is still there in [B, 28, 128]"},
      {'d',
       "not d): every layer shares its weights between images; what is wrong is that it shares "
       "them between rows"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  grader.mistake(
      "the average over rows has the right shape, which hides the fault: the layer still has 3,712 "
      "numbers and cannot tell one row from another",
      [=] { return mended() == "3712 [2, 128]"; });
  grader.mistake("the whole batch has been flattened into one image: there is one code for all",
                 [=] { return mended() == "200832 [1, 128]"; });
  grader.mistake(
      "each row has become an image of its own: the code is [28 B, 128], and the layer as small as "
      "before",
      [=] { return mended() == "3712 [56, 128]"; });
}
