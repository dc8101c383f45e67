inline void check(Grader& grader) {
  Rng rng{1};
  const Tensor<double> image = normal<double>({7, 6}, rng), kernel = normal<double>({3, 3}, rng);
  // The library's convolution, of one image with one channel.
  const auto expected = [=](const Tensor<double>& x, const Tensor<double>& k, Size stride,
                            Size padding) {
    const Tensor<double> y =
        conv2d(x.reshape({1, 1, x.shape()[0], x.shape()[1]}),
               k.reshape({1, 1, k.shape()[0], k.shape()[1]}), Tensor<double>::zeros({1}),
               {.stride = stride, .padding = padding});
    return y.reshape({y.shape()[2], y.shape()[3]});
  };
  const auto case_of = [=](Size stride, Size padding) {
    return [=] {
      expect_near("the sums", my_convolution(image, kernel, stride, padding),
                  expected(image, kernel, stride, padding), 1e-12);
    };
  };
  grader.test("a kernel with a single 1 shifts the image", 1, [=] {
    const Tensor<double> one = Tensor<double>::matrix({{0, 0, 0}, {0, 0, 1}, {0, 0, 0}});
    expect_near("the sums", my_convolution(image, one, 1, 0),
                image.slice(0, 1, 6).slice(1, 2, 6).to_contiguous(), 1e-12);
  });
  grader.test("stride 1, no padding", 1, case_of(1, 0));
  grader.test("stride 1, padding 1: the size stays", 1, case_of(1, 1));
  grader.test("stride 2, padding 1", 1, case_of(2, 1));
  grader.test("stride 3, padding 2: the last rows are left over", 1, case_of(3, 2));

  const auto looks_like = [=](const auto& other) {
    return [=] {
      for (const Size stride : {1, 2})
        for (const Size padding : {0, 1})
          if (!is_near(my_convolution(image, kernel, stride, padding), other(stride, padding),
                       1e-12))
            return false;
      return true;
    };
  };
  std::vector<double> numbers = kernel.to_vector();
  std::reverse(numbers.begin(), numbers.end());
  const Tensor<double> turned = Tensor<double>::from({3, 3}, numbers);
  grader.mistake(
      "the kernel is turned around: that is the convolution of mathematics; networks learn the "
      "kernel anyway and leave it as it is",
      looks_like(
          [=](Size stride, Size padding) { return expected(image, turned, stride, padding); }));
  grader.mistake(
      "the windows overlap as if the stride were 1: the window's number has to be multiplied by "
      "the stride",
      looks_like([=](Size stride, Size padding) {
        const Tensor<double> right = expected(image, kernel, stride, padding);
        return expected(image, kernel, 1, padding)
            .slice(0, 0, right.shape()[0])
            .slice(1, 0, right.shape()[1]);
      }));
  grader.mistake(
      "the padding makes the result larger, but the windows still begin inside of the image: "
      "subtract the padding from their place",
      looks_like([=](Size stride, Size padding) {
        const Tensor<double> wide =
            concat(std::vector{image, Tensor<double>::zeros({7, 2 * padding})},
                   1);  // all of it at the end
        return expected(
            concat(std::vector{wide, Tensor<double>::zeros({2 * padding, 6 + 2 * padding})}, 0),
            kernel, stride, 0);
      }));
  grader.mistake(
      "one window is missing in each direction: a row of 7 pixels has 7 - 3 + 1 windows of 3",
      looks_like([=](Size stride, Size padding) {
        return expected(image, kernel, stride, padding).slice(0, 0, -1).slice(1, 0, -1);
      }));
}
