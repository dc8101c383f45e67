struct Evaluation {
  double error = 0;       // what the function returned
  std::size_t rules = 0;  // what it left on the tape of the training
  bool recorded = false;  // whether any tape recorded while the model worked
  bool goes_on = false;   // whether that tape still records afterwards
};
inline Evaluation evaluated(const auto& error) {
  Rng rng{4};
  const nn::Linear<double> layer(3, 3, rng);
  std::vector<Tensor<double>> batches;
  for (int i = 0; i < 20; ++i) batches.push_back(normal<double>({4, 3}, rng));
  Evaluation seen;
  Tape<double> tape;
  seen.error = error(
      [&](const Var<double>& x) {
        seen.recorded = seen.recorded || Tape<double>::active() != nullptr;
        return layer(x);
      },
      batches);
  seen.rules = tape.rules();
  seen.goes_on = Tape<double>::active() == &tape;
  return seen;
}

inline void check(Grader& grader) {
  const auto received = [] { return evaluated(mended_error); };
  const double truth = evaluated(faulty_error).error;
  grader.test("the cause", 1, [] {
    const char letter = cause();
    expect_near("rules that faulty_error leaves",
                static_cast<double>(evaluated(faulty_error).rules), 6 * 20);
    expect(letter == 'd', fmt::format("{}) is not the cause", letter));
  });
  grader.test("nothing is recorded", 1, [=] {
    expect_near("rules that are left", static_cast<double>(received().rules), 0);
    expect(!received().recorded, "a tape records while the model works");
  });
  grader.test("the error is the same, and training goes on", 1, [=] {
    expect_near("the error", received().error, truth, 1e-12);
    expect(received().goes_on, "the tape of the training does not record any more");
  });

  const std::pair<char, const char*> others[] = {
      {'a', "not a): the total is a double and .item() is there; the rules are left all the same"},
      {'b', "not b): batches of one row each leave 6 rules each as well"},
      {'c',
       "not c): a call copies handles only; and the rules are those of linear, sub, square and "
       "mean"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  grader.mistake("the pause comes too late: the model has recorded its rules already",
                 [=] { return received().rules == 2 * 20; });
  grader.mistake(
      "a tape of its own keeps the other one clean, but records everything itself, and memory "
      "grows until its scope ends",
      [=] { return received().rules == 0 && received().recorded; });
  grader.mistake("fewer batches need less memory, but they are not the test set any more",
                 [=] { return received().rules == 6 && !is_near(received().error, truth, 1e-9); });
}
