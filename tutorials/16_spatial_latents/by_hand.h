// What: a convolution and its adjoint as loops; MapCode, a matrix-variate normal code as formulas.
// Why: each is a few lines when nothing has to be fast. The program compares them with the library.
// Invariants: one image [H, W] and one kernel [kh, kw]; one map [n, p]. Everything is in nats.
// Read next: main.cpp. Source: Wang, Yuan, Ji 2017 (arXiv 1705.06821), with sums for its means.
#pragma once

#include <cmath>
#include <vector>

#include "autograd/ops.h"
#include "tensor/rng.h"

namespace gradus {

/// Calls f(place in the image, place in the kernel, place in the result) for every product in a
/// convolution. Places outside of the image, the padding, are left out.
template <class F>
void for_each_product(Size side, Size kernel, Size stride, Size padding, const F& f) {
  const Size windows = (side + 2 * padding - kernel) / stride + 1;
  for (Size i = 0; i < windows; ++i)
    for (Size j = 0; j < windows; ++j)
      for (Size di = 0; di < kernel; ++di)
        for (Size dj = 0; dj < kernel; ++dj) {
          const Size y = i * stride + di - padding, x = j * stride + dj - padding;
          if (y >= 0 && y < side && x >= 0 && x < side)
            f(y * side + x, di * kernel + dj, i * windows + j);
        }
}

/// Every window, weighted with the kernel and added up: [side, side] -> [windows, windows].
inline Tensor<double> convolve(const Tensor<double>& image, const Tensor<double>& kernel,
                               Size stride, Size padding) {
  const Size side = image.shape()[0], k = kernel.shape()[0];
  const Size windows = (side + 2 * padding - k) / stride + 1;
  Tensor<double> result = Tensor<double>::zeros({windows, windows});
  double* const out = result.write();
  for_each_product(side, k, stride, padding, [&](Size pixel, Size weight, Size window) {
    out[window] += kernel.data()[weight] * image.data()[pixel];
  });
  return result;
}

/// The same products the other way: every window draws the kernel where it looked, as strongly as
/// its number says. [windows, windows] -> [side, side]
inline Tensor<double> convolve_transposed(const Tensor<double>& numbers,
                                          const Tensor<double>& kernel, Size stride, Size padding,
                                          Size side) {
  Tensor<double> result = Tensor<double>::zeros({side, side});
  double* const out = result.write();
  for_each_product(side, kernel.shape()[0], stride, padding,
                   [&](Size pixel, Size weight, Size window) {
                     out[pixel] += kernel.data()[weight] * numbers.data()[window];
                   });
  return result;
}

/// z_ij ~ N(mu_i nu_j, exp(a_i + b_j)): a map of n p codes from 2 n + 2 p numbers.
struct MapCode {
  std::vector<double> mu, nu, a, b;

  /// 1/2 (tr U tr V + |M|^2 - n p - p log det U - n log det V)
  double kl() const {
    const auto n = static_cast<double>(mu.size()), p = static_cast<double>(nu.size());
    double trace_u = 0, trace_v = 0, mean_u = 0, mean_v = 0, log_u = 0, log_v = 0;
    for (std::size_t i = 0; i < mu.size(); ++i) {
      trace_u += std::exp(a[i]);
      mean_u += mu[i] * mu[i];
      log_u += a[i];
    }
    for (std::size_t j = 0; j < nu.size(); ++j) {
      trace_v += std::exp(b[j]);
      mean_v += nu[j] * nu[j];
      log_v += b[j];
    }
    return 0.5 * (trace_u * trace_v + mean_u * mean_v - n * p - p * log_u - n * log_v);
  }
  /// The same, one code after the other, as chapter 9 has it.
  double kl_of_codes() const {
    double total = 0;
    for (std::size_t i = 0; i < mu.size(); ++i)
      for (std::size_t j = 0; j < nu.size(); ++j) {
        const double mean = mu[i] * nu[j], log_var = a[i] + b[j];
        total += 0.5 * (mean * mean + std::exp(log_var) - 1 - log_var);
      }
    return total;
  }
  /// log q(z) - log p(z) of one sample, whose average is the KL.
  double log_ratio(Rng& rng) const {
    double total = 0;
    for (std::size_t i = 0; i < mu.size(); ++i)
      for (std::size_t j = 0; j < nu.size(); ++j) {
        const double eps = rng.normal();
        const double z = mu[i] * nu[j] + std::exp(0.5 * (a[i] + b[j])) * eps;
        total += -0.5 * (a[i] + b[j] + eps * eps) + 0.5 * z * z;
      }
    return total;
  }
};

/// Draws of Z = A E B', 2x3, with full factors: how far their covariance is from V (x) U, as a part
/// of its size.
inline double covariance_miss(Size draws) {
  const Tensor<double> a = Tensor<double>::matrix({{1, 0}, {0.8, 0.6}});
  const Tensor<double> b = Tensor<double>::matrix({{1, 0, 0}, {-0.5, 1, 0}, {0.3, 0.4, 0.5}});
  const Tensor<double> u = matmul(a, a.transpose()), v = matmul(b, b.transpose());
  Rng rng{3};
  const Tensor<double> z =
      matmul(matmul(a, normal<double>({draws, 2, 3}, rng)), b.transpose()).reshape({draws, 6});
  const double n = static_cast<double>(draws);
  const Tensor<double> covariance = matmul(z.transpose(), z) / Tensor<double>(n);
  double miss = 0, size = 0;
  for (Size i = 0; i < 6; ++i)  // row-major: code i stands in row i / 3, column i % 3
    for (Size j = 0; j < 6; ++j) {
      const double expected = u.at({i / 3, j / 3}) * v.at({i % 3, j % 3});
      miss += std::pow(covariance.at({i, j}) - expected, 2);
      size += expected * expected;
    }
  return std::sqrt(miss / size);
}

}  // namespace gradus
