// Eigen's matrix product, compiled for the machine at hand, as its users would.
#include <Eigen/Core>

#include "bench/peers.h"

namespace gradus::bench {

template <class T>
using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <class T>
using View = Eigen::Map<const Matrix<T>>;

template <class T>
void eigen_multiply(const Product& p, const T* a, const T* b, T* c) {
  Eigen::Map<Matrix<T>> out(c, p.m, p.n);
  if (p.a_transposed()) {
    out.noalias() = View<T>(a, p.k, p.m).transpose() * View<T>(b, p.k, p.n);
  } else if (p.b_transposed()) {
    out.noalias() = View<T>(a, p.m, p.k) * View<T>(b, p.n, p.k).transpose();
  } else {
    out.noalias() = View<T>(a, p.m, p.k) * View<T>(b, p.k, p.n);
  }
}

void eigen_set_threads(int n) { Eigen::setNbThreads(n); }

template void eigen_multiply(const Product&, const float*, const float*, float*);
template void eigen_multiply(const Product&, const double*, const double*, double*);

}  // namespace gradus::bench
