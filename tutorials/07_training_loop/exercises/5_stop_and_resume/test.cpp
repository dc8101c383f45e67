/// One epoch over 10 rows in batches of 4: find w and b in y = w x + b.
inline void small_epoch(SmallRun& run) {
  Rng fixed{9};
  const Tensor<double> x = normal<double>({10, 3}, fixed);
  const Tensor<double> y = sum(x * Tensor<double>::vector({1, -2, 0.5}), 1, Dims::keep);
  run.adam.options.lr = nn::exponential_decay(0.1, 0.7)(run.epoch);
  const std::vector<Size> order = permutation(10, run.rng);
  for (Size begin = 0; begin < 10; begin += 4) {
    const std::vector<Size> rows(order.begin() + begin,
                                 order.begin() + std::min<Size>(10, begin + 4));
    Tape<double> tape;
    const Var<double> error = nn::squared_error(run.model(Var<double>(take_rows(x, rows))),
                                                Var<double>(take_rows(y, rows)));
    run.adam.step(run.model, tape.gradients(mean(error)));
  }
  ++run.epoch;
}

inline void check(Grader& grader) {
  // A run of three epochs, brought back from its checkpoint into a run with another seed.
  struct Pair {
    SmallRun before, after;
  };
  const auto stopped = [] {
    Pair runs{{Rng{1}}, {Rng{2}}};
    for (int i = 0; i < 3; ++i) small_epoch(runs.before);
    resume_run(runs.after, save_run(runs.before));
    return runs;
  };
  const auto weights = [](const SmallRun& run) { return run.model.weight.value.to_vector(); };

  grader.test("the same weights at once", 1, [=] {
    const Pair runs = stopped();
    expect(weights(runs.before) == weights(runs.after), "the weights are not those of the run");
  });
  grader.test("three more epochs: the same bits as without a stop", 2, [=] {
    Pair runs = stopped();
    for (int i = 0; i < 3; ++i) small_epoch(runs.before), small_epoch(runs.after);
    expect(
        weights(runs.before) == weights(runs.after),
        fmt::format("the weights are {:.6f} after a stop, {:.6f} without",
                    fmt::join(weights(runs.after), ", "), fmt::join(weights(runs.before), ", ")));
  });
  grader.test("the optimiser, the random stream and the epoch are those of the run", 1, [=] {
    const Pair runs = stopped();
    expect(runs.after.adam.state.steps == runs.before.adam.state.steps &&
               runs.after.rng.state() == runs.before.rng.state() &&
               runs.after.epoch == runs.before.epoch,
           fmt::format("{} steps, {} epochs, and position {} of the random stream; your run has "
                       "{}, {} and {}",
                       runs.before.adam.state.steps, runs.before.epoch,
                       runs.before.rng.state().position, runs.after.adam.state.steps,
                       runs.after.epoch, runs.after.rng.state().position));
  });

  grader.mistake(
      "what Adam remembers is lost: its averages start at 0 again, and the first steps after the "
      "stop are wrong",
      [=] {
        const Pair runs = stopped();
        return runs.after.adam.state.steps == 0;
      });
  grader.mistake("the random stream is lost: the rows come in another order than they would have",
                 [=] {
                   const Pair runs = stopped();
                   return runs.after.rng.state() != runs.before.rng.state();
                 });
  grader.mistake("the number of epochs is lost: the schedule starts again with its largest rate",
                 [=] {
                   const Pair runs = stopped();
                   return runs.after.epoch == 0;
                 });
  grader.mistake("the weights are lost: the run goes on with the random ones of a new model", [=] {
    const Pair runs = stopped();
    return weights(runs.after) != weights(runs.before);
  });
}
