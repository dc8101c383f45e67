inline void check(Grader& grader) {
  const auto sizes = [](Size pixels) {
    Rng rng{1};
    const nn::Sequential encoder{nn::Linear{pixels, 128, rng}, nn::Relu{}, nn::Linear{128, 8, rng}};
    const nn::Sequential decoder{nn::Linear{8, 128, rng}, nn::Relu{}, nn::Linear{128, pixels, rng}};
    return std::pair{nn::parameter_count(encoder), nn::parameter_count(decoder)};
  };
  const auto [encoder, decoder] = sizes(784);
  const Size all = encoder + decoder, without = all - 128 - 8 - 128 - 784, first = encoder;
  grader.test("the number of parameters", 2, [=] {
    expect(count_parameters() == all,
           fmt::format("your value {}, true value {}", count_parameters(), all));
  });
  grader.mistake("every layer has a bias for each of its outputs, and it is trained as well",
                 [=] { return count_parameters() == without; });
  grader.mistake(
      "this is the encoder alone; the decoder has weights of its own, not the encoder's turned "
      "round",
      [=] { return count_parameters() == first; });
  grader.mistake(
      "784 is the number of pixels of an image; with 28 the network would see one row at a time",
      [=] { return count_parameters() == sizes(28).first + sizes(28).second; });
}
