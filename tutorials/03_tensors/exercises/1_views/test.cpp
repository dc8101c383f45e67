using Places = std::vector<std::size_t>;

/// The places in the memory of all elements of a view, the last axis running fastest.
inline Places places(const View& view) {
  Places found = {view.offset};
  for (std::size_t axis = 0; axis < view.shape.size(); ++axis) {
    Places next;
    for (const std::size_t place : found)
      for (std::size_t i = 0; i < view.shape[axis]; ++i)
        next.push_back(place + i * view.strides[axis]);
    found = next;
  }
  return found;
}

inline void expect_places(const View& view, const Places& shape, const Places& expected) {
  expect(view.shape == shape, fmt::format("your shape [{}], true shape [{}]",
                                          fmt::join(view.shape, ", "), fmt::join(shape, ", ")));
  expect(view.strides.size() == shape.size(), "a view has one stride for each axis");
  const Places found = places(view);
  expect(found == expected, fmt::format("its elements are at {}; they should be at {}",
                                        fmt::join(found, " "), fmt::join(expected, " ")));
}

inline void check(Grader& grader) {
  // Element [i, j, k] of shape [2, 3, 4] is at 12 i + 4 j + k.
  grader.test("row_major_view reads the memory in order", 1, [] {
    Places all;
    for (std::size_t place = 0; place < 24; ++place) all.push_back(place);
    expect_places(row_major_view({2, 3, 4}), {2, 3, 4}, all);
  });
  grader.test("exchanged reads the same elements in another order", 1, [] {
    Places turned;
    for (std::size_t k = 0; k < 4; ++k)
      for (std::size_t j = 0; j < 3; ++j)
        for (std::size_t i = 0; i < 2; ++i) turned.push_back(12 * i + 4 * j + k);
    expect_places(exchanged({0, {2, 3, 4}, {12, 4, 1}}, 0, 2), {4, 3, 2}, turned);
  });
  grader.test("window leaves out what is outside", 1, [] {
    Places inside;
    for (std::size_t i = 0; i < 2; ++i)
      for (std::size_t j = 1; j < 3; ++j)
        for (std::size_t k = 0; k < 4; ++k) inside.push_back(12 * i + 4 * j + k);
    expect_places(window({0, {2, 3, 4}, {12, 4, 1}}, 1, 1, 3), {2, 2, 4}, inside);
  });
  grader.test("a window of a window of an exchanged view", 1, [] {
    Places inside;
    for (std::size_t j = 2; j < 4; ++j)
      for (std::size_t i = 1; i < 3; ++i) inside.push_back(5 * i + j);
    const View turned = exchanged(row_major_view({4, 5}), 0, 1);
    expect_places(window(window(turned, 0, 2, 4), 1, 1, 3), {2, 2}, inside);
  });

  grader.mistake(
      "your first axis runs fastest (column-major, as in Fortran); here the last one does, and its "
      "stride is 1",
      [] {
        return row_major_view({2, 3, 4}).strides == Places{1, 2, 6};
      });
  grader.mistake(
      "an axis is a size and a stride: with the shape exchanged and the strides left alone, the "
      "memory is cut into rows anew, as reshape does it",
      [] {
        const View view = exchanged({0, {2, 3}, {3, 1}}, 0, 1);
        return view.shape == Places{3, 2} && view.strides == Places{3, 1};
      });
  grader.mistake(
      "the first element of the window lies begin strides further on, not begin numbers: the two "
      "agree only along the last axis",
      [] {
        return window({0, {3, 4}, {4, 1}}, 0, 1, 3).offset == 1;
      });
  grader.mistake(
      "your window has the right size but begins where the view began: the offset has to move", [] {
        const View view = window({0, {3, 4}, {4, 1}}, 0, 1, 3);
        return view.offset == 0 && view.shape == Places{2, 4};
      });
}
