struct OneNumber {
  nn::Parameter<double> x{Tensor<double>::vector({0})};
  void visit(auto&& f) { f("x", x); }
};

/// How far a number moves in step number `steps`, if its gradient is 5 in all of them.
inline double last_step(auto optimizer, int steps) {
  OneNumber model;
  double moved = 0;
  for (int i = 0; i < steps; ++i) {
    const double before = model.x.value.item();
    Tape<double> tape;
    optimizer.step(model, tape.gradients(sum(5.0 * nn::tracked(model.x))));
    moved = before - model.x.value.item();
  }
  return moved;
}

inline void check(Grader& grader) {
  const double momentum = last_step(nn::Sgd<double>{{.lr = 0.01, .momentum = 0.9}}, 400);
  const double adam = last_step(nn::Adam<double>{{.lr = 0.01}}, 1);
  const double rms_prop = last_step(nn::RmsProp<double>{{.lr = 0.01}}, 1);
  grader.test("momentum, after many steps", 1,
              [=] { expect_near("the step", predict_steps().momentum_late, momentum); });
  grader.test("Adam, the first step", 1,
              [=] { expect_near("the step", predict_steps().adam_first, adam); });
  grader.test("RMSprop, the first step", 1,
              [=] { expect_near("the step", predict_steps().rms_prop_first, rms_prop); });

  grader.mistake(
      "this is the step without momentum: v adds up 5 + 0.9 * 5 + 0.81 * 5 + ..., which is ten "
      "times 5",
      [=] { return is_near(predict_steps().momentum_late, 0.01 * 5, 1e-9); });
  grader.mistake(
      "a step of Adam does not grow with the gradient: the gradient is divided by the root of its "
      "own mean square",
      [=] { return is_near(predict_steps().adam_first, 0.01 * 5, 1e-9); });
  grader.mistake(
      "RMSprop has no correction for its start at 0: its first step is 1 / sqrt(1 - 0.99) times as "
      "long as the rate",
      [=] { return is_near(predict_steps().rms_prop_first, 0.01, 1e-9); });
}
