// Speed of the matrix product on the shapes that training a VAE is made of, beside the libraries
// that are installed on this machine.
//
//   bench_matmul [--csv] [--double] [--rounds N] [--threads N] [--only "NN 128,512,784"]
//
// All run alternately in this one process; the figures are medians, in GFLOP/s (2 m n k operations)
// and in per cent of what the multiply-add units were measured to reach in the same run. Ratios
// above 1 mean that ours is faster.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "bench/peers.h"
#include "tensor/isa.h"
#include "tensor/parallel.h"
#include "tensor/rng.h"
#include "tensor/tensor.h"

namespace gradus::bench {
namespace {

// First layers of VAEs forward (NN), their weights' gradients (TN), their inputs' gradients (NT),
// and some squares.
const std::vector<Product> products = {
    {"NN", 128, 512, 784},
    {"NN", 128, 400, 784},
    {"NN", 128, 40, 512},
    {"NN", 128, 512, 20},
    {"NN", 20, 200, 784},
    {"NN", 64, 64, 64},
    {"NN", 1, 784, 512},
    {"NN", 1024, 1024, 1024},
    {"TN", 784, 512, 128},
    {"TN", 512, 40, 128},
    {"TN", 400, 20, 128},
    {"NT", 128, 784, 512},
    {"NT", 128, 512, 40},
    {"NT", 128, 20, 512},
    // Their transposed kin, and sizes between them.
    {"TN", 784, 400, 128},
    {"TN", 20, 512, 128},
    {"TN", 784, 200, 20},
    {"TN", 64, 64, 64},
    {"TN", 512, 784, 1},
    {"TN", 1024, 1024, 1024},
    {"NT", 128, 784, 400},
    {"NT", 20, 784, 200},
    {"NT", 64, 64, 64},
    {"NT", 1, 512, 784},
    {"NT", 1024, 1024, 1024},
    {"NN", 256, 256, 256},
    {"TN", 256, 256, 256},
    {"NT", 256, 256, 256},
    {"NN", 512, 512, 512},
    {"NN", 32, 32, 32},
    {"TN", 32, 32, 32},
    {"NT", 32, 32, 32},
};

struct Options {
  bool csv = false, in_double = false;
  int rounds = 11;
  std::vector<int> threads = {};
  std::string only;
};

/// The speeds of one product on one number of threads.
struct Line {
  Product product;
  int threads;
  double peak;
  std::vector<double> gflops;  // ours, then the peers'

  double ratio(std::size_t peer) const { return gflops[0] / gflops[peer]; }
  std::size_t best_peer() const {
    std::size_t best = 1;
    for (std::size_t i = 2; i < gflops.size(); ++i)
      if (gflops[i] > gflops[best]) best = i;
    return best;
  }
};

template <class T>
Line measure(const Product& p, int threads, double peak, const std::vector<Peer<T>>& all,
             int rounds) {
  Rng rng{1};
  const auto a = uniform<T>({p.m * p.k}, rng);
  const auto b = uniform<T>({p.k * p.n}, rng);
  auto c = Tensor<T>::uninitialized({p.m * p.n});
  T* const out = c.write();
  std::vector<std::function<void()>> work;
  for (const Peer<T>& peer : all) {
    peer.set_threads(threads);
    work.push_back([&, out] { peer.multiply(p, a.data(), b.data(), out); });
  }
  Line line{p, threads, peak, {}};
  for (const double seconds : median_seconds(work, rounds))
    line.gflops.push_back(p.flops() / seconds * 1e-9);
  return line;
}

template <class T>
void print_csv(const Line& line, const std::vector<Peer<T>>& all) {
  const auto& [op, m, n, k] = line.product;
  fmt::print("{},{},{},{},{},{},{:.1f}", op, m, n, k, sizeof(T) == 4 ? "float" : "double",
             line.threads, line.gflops[0]);
  if (all.size() > 1) {
    const std::size_t best = line.best_peer();
    fmt::print(",{},{:.1f},{:.2f}", all[best].name, line.gflops[best], line.ratio(best));
  } else {
    fmt::print(",,,");
  }
  fmt::print(",{:.1f}\n", 100 * line.gflops[0] / line.peak);
}

template <class T>
void print_row(const Line& line, const std::vector<Peer<T>>& all) {
  fmt::print("{:<20}", line.product.text());
  for (const double speed : line.gflops) fmt::print(" {:8.1f}", speed);
  fmt::print("  {:4.0f} %", 100 * line.gflops[0] / line.peak);
  if (all.size() > 1) {
    const std::size_t best = line.best_peer();
    fmt::print("  {:5.2f} x {}", line.ratio(best), all[best].name);
  }
  fmt::print("\n");
}

/// The geometric mean and the least of our speed over that of one peer, or of the best one.
template <class T>
void print_summary(const std::vector<Line>& lines, const std::vector<Peer<T>>& all) {
  for (std::size_t peer = 0; peer < all.size(); ++peer) {
    double sum_of_logs = 0, least = std::numeric_limits<double>::infinity();
    const Line* worst = nullptr;
    for (const Line& line : lines) {
      const double ratio = line.ratio(peer == 0 ? line.best_peer() : peer);
      sum_of_logs += std::log(ratio);
      if (ratio < least) {
        least = ratio;
        worst = &line;
      }
    }
    fmt::print("  ours / {:<16} geometric mean {:.2f}, least {:.2f} ({})\n",
               peer == 0 ? "the best of each" : all[peer].name,
               std::exp(sum_of_logs / static_cast<double>(lines.size())), least,
               worst->product.text());
  }
}

template <class T>
void run(const Options& options) {
  const std::vector<Peer<T>> all = peers<T>();
  std::vector<int> counts = options.threads;
  if (counts.empty()) {
    counts = {1};
    if (threads() > 1) counts.push_back(threads());
  }
  if (options.csv)
    fmt::print("op,m,n,k,dtype,threads,ours_gflops,best_peer,best_gflops,ratio,percent_of_peak\n");
  for (const int count : counts) {
    set_threads(count);
    const double peak = peak_gflops<T>();
    if (!options.csv) {
      fmt::print("\n{}, {}, {} thread{}, peak {:.0f} GFLOP/s\n{:<20}", name(isa()),
                 sizeof(T) == 4 ? "float" : "double", count, count == 1 ? "" : "s", peak,
                 "product m,n,k");
      for (const Peer<T>& peer : all) fmt::print(" {:>8}", peer.name);
      fmt::print("    peak  ours / best peer\n");
    }
    std::vector<Line> lines;
    for (const Product& product : products) {
      if (!options.only.empty() && product.text() != options.only) continue;
      lines.push_back(measure(product, count, peak, all, options.rounds));
      options.csv ? print_csv(lines.back(), all) : print_row(lines.back(), all);
      std::fflush(stdout);
    }
    if (!options.csv && !lines.empty() && all.size() > 1) print_summary(lines, all);
  }
}

}  // namespace
}  // namespace gradus::bench

int main(int argc, char** argv) {
  gradus::bench::Options options;
  CLI::App app{"Speed of the matrix product beside that of other libraries"};
  app.add_flag("--csv", options.csv, "comma-separated values instead of tables");
  app.add_flag("--double", options.in_double, "double instead of float");
  app.add_option("--rounds", options.rounds, "turns of each contestant")->check(CLI::Range(1, 999));
  app.add_option("--threads", options.threads, "numbers of threads; without it, 1 and all");
  app.add_option("--only", options.only, "one of the products, such as \"NN 128,512,784\"");
  CLI11_PARSE(app, argc, argv);
  options.in_double ? gradus::bench::run<double>(options) : gradus::bench::run<float>(options);
}
