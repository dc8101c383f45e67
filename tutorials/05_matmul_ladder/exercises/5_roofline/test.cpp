inline void check(Grader& grader) {
  // Counted element by element.
  const auto counted = [](int m, int n, int k) {
    double operations = 0, bytes = 0;
    for (int i = 0; i < m; ++i)
      for (int j = 0; j < n; ++j)
        for (int p = 0; p < k; ++p) operations += 2;  // a product and a sum
    for (const int numbers : {m * k, k * n, m * n}) bytes += numbers * double(sizeof(float));
    return operations / bytes;
  };
  grader.test("intensity", 1, [=] {
    expect_near("of [10, 20] x [20, 30]", intensity(10, 30, 20), counted(10, 30, 20));
    expect_near("of [1, 64] x [64, 32]", intensity(1, 32, 64), counted(1, 32, 64));
  });
  grader.test("the sloping part of the roof", 1,
              [] { expect_near("GFLOP/s", attainable(0.5, 100, 20), 10); });
  grader.test("the flat part of the roof", 1,
              [] { expect_near("GFLOP/s", attainable(64, 100, 20), 100); });
  grader.test("the smallest batch", 1, [=] {
    // 100 GFLOP/s and 20 GB/s: 5 operations for each byte are needed.
    int batch = 1;
    while (counted(batch, 60, 80) < 5) ++batch;
    expect_near("the batch for a layer of 80 x 60", batch_needed(80, 60, 100, 20), batch);
    expect_near("a layer of 4 x 4 never gets there", batch_needed(4, 4, 100, 20), 0);
  });

  const auto says = [](double expected) {
    return [=] { return is_near(intensity(10, 30, 20), expected, 1e-9); };
  };
  grader.mistake("these are operations for each number; a float is four bytes",
                 says(2 * 6000 / 1100.0));
  grader.mistake("C has to be written, too: its m n numbers are missing among the bytes",
                 says(2 * 6000 / (4 * 800.0)));
  grader.mistake("each step multiplies and adds: two operations, not one",
                 says(6000 / (4 * 1100.0)));
  grader.mistake("both limits hold at once, so the lower one decides: a minimum, not a maximum",
                 [] { return attainable(0.5, 100, 20) == 100 && attainable(64, 100, 20) == 1280; });
}
