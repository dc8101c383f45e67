inline void check(Grader& grader) {
  using Image = Tensor<float>;
  const auto moon = [](double lit) {
    std::array<float, 784> pixels;
    vae::draw_moon(lit, pixels);
    return Image::from({1, 784}, {pixels.begin(), pixels.end()});
  };
  const auto noisy = [=](double lit) {  // at a squared distance of 0.3
    Rng rng{5};
    return moon(lit) + 0.02F * normal<float>({1, 784}, rng);
  };
  const auto fade = [=](float t) { return (1 - t) * moon(1) + t * moon(0.5); };
  std::vector<float> pixels(784, 0);
  for (std::size_t row = 6; row < 22; ++row)
    for (std::size_t column = 6; column < 22; ++column) pixels[28 * row + column] = 1;
  const Image square = Image::from({1, 784}, pixels);

  const auto accepts_moons = [=] {
    for (const double lit : {0.5, 0.583, 0.667, 0.75, 0.831, 0.917, 1.0})
      if (!is_moon(moon(lit))) return false;
    return true;
  };
  const auto accepts_noise = [=] { return is_moon(noisy(0.6)) && is_moon(noisy(0.9)); };
  const auto accepts_fade = [=] { return is_moon(fade(0.3F)) || is_moon(fade(0.5F)); };
  const auto accepts_dark = [=] { return is_moon(0.7F * moon(1)); };

  grader.test("moons of all phases", 1,
              [=] { expect(accepts_moons(), "you reject a moon that was drawn as one"); });
  grader.test("moons with a little noise", 1,
              [=] { expect(accepts_noise(), "you reject a moon with a little noise"); });
  grader.test("cross-fades", 1,
              [=] { expect(!accepts_fade(), "you take a cross-fade for a moon"); });
  grader.test("dark moons", 1,
              [=] { expect(!accepts_dark(), "you take a disc of grey 0.7 for a moon"); });
  grader.test("a square", 1, [=] { expect(!is_moon(square), "you take a square for a moon"); });

  const auto says = [=](bool moons, bool noise, bool fades, bool dark, bool squares) {
    return [=] {
      return accepts_moons() == moons && accepts_noise() == noise && accepts_fade() == fades &&
             accepts_dark() == dark && is_moon(square) == squares;
    };
  };
  grader.mistake(
      "a cross-fade is exactly as bright as a moon: brightness alone does not know where the light "
      "is",
      says(true, true, true, false, true));
  grader.mistake(
      "a square is black and white too: that an image has no grey pixels does not make it a moon",
      says(true, true, false, false, true));
  grader.mistake("you compare with half and full only: the moons between them are moons as well",
                 [=] { return is_moon(noisy(1)) && !is_moon(moon(0.75)); });
  grader.mistake(
      "you ask for equality: a moon with a little noise, or of a phase between yours, is rejected",
      [=] { return is_moon(moon(1)) && !is_moon(noisy(1)); });
  grader.mistake("so large a distance accepts everything that is roughly a disc",
                 says(true, true, true, true, true));
}
