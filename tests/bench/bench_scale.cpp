// How the time of a training step grows with the batch, the hidden width, the latent dimensions and
// the threads, and whether anything grows faster than the arithmetic.
//
//   bench_scale [--quick] [--rounds N] [--csv] [--svg FILE]
//
// One of the four is varied at a time, around 784-512-(20), batch 128, all threads: a Bernoulli VAE
// with one hidden layer, trained with Adam on images in memory. All sizes take turns; the figures
// are medians. --svg draws them.
// Columns: milliseconds of a step; these times the threads, what the step costs all cores together;
// the step's matrix products in GFLOP; the cost of each GFLOP; the time of the products alone, if
// the multiply-add units were never idle (their peak is measured first); and the memory for
// parameters, their gradients and Adam's two moments, which says when a cache is too small.
// What must not rise from one size to a larger one is the cost of a GFLOP. Medians are uncertain by
// several per cent, so a rise counts from 10 per cent above the cheapest smaller size on.
// At the end parameters after three steps are compared, on 1, 2, ... threads and on one more than
// the machine has, for the centre and both ends of each axis. The program fails if a bit differs.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstring>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "bench/step_models.h"
#include "nn/files.h"
#include "tensor/errors.h"
#include "tensor/isa.h"
#include "tensor/parallel.h"
#include "vae/chart.h"

namespace gradus::bench {
namespace {

constexpr double tolerance = 0.10;

struct Options {
  bool csv = false, quick = false;
  int rounds = 0;  // 0: 35, or 9 with --quick
  std::string svg;
};

/// A training step of one size.
struct Point {
  Size size;  // what its axis varies
  Model model;
  int threads;
  double peak = 0;  // GFLOP/s of multiply-adds on these threads
  double ms = 0;

  double gflop() const { return 1e-9 * flops(model); }
  double products_ms() const { return 1e3 * gflop() / peak; }
  double core_ms() const { return ms * threads; }
  double cost() const { return core_ms() / gflop(); }
  double mib() const { return 16 * static_cast<double>(parameter_count(model)) / (1 << 20); }
};

struct Axis {
  std::string name, title, unit;
  std::vector<Point> points = {};
};

const Model centre = {"centre", {512}, 20, nn::Relu{}, 128};

/// first, first * factor, ... and last.
std::vector<Size> sizes(Size first, Size last, Size factor) {
  std::vector<Size> all;
  for (Size size = first; size < last; size *= factor) all.push_back(size);
  all.push_back(last);
  return all;
}

std::vector<Axis> axes(bool quick) {
  const Size factor = quick ? 8 : 2;
  const int all_threads = threads();
  Axis batch{"batch", "Batch", "images in a batch"},
      hidden{"hidden", "Hidden width", "units in a hidden layer"},
      latent{"latent", "Latent dimensions", "numbers in a code"},
      count{"threads", "Threads", "threads"};
  for (const Size n : sizes(1, 4096, factor)) {
    batch.points.push_back({n, centre, all_threads});
    batch.points.back().model.batch = n;
  }
  for (const Size n : sizes(64, 4096, factor)) {
    hidden.points.push_back({n, centre, all_threads});
    hidden.points.back().model.hidden = {n};
  }
  for (const Size n : sizes(2, 512, factor)) {
    latent.points.push_back({n, centre, all_threads});
    latent.points.back().model.latent = n;
  }
  for (const Size n : sizes(1, all_threads, 2))
    count.points.push_back({n, centre, static_cast<int>(n)});
  return {batch, hidden, latent, count};
}

/// Calls f(point) for the points of all axes.
void for_each_point(std::vector<Axis>& all, const auto& f) {
  for (Axis& axis : all)
    for (Point& point : axis.points) f(point);
}

void measure(std::vector<Axis>& all, int rounds) {
  const int all_threads = threads();
  std::map<int, double> peaks;
  std::vector<std::function<void()>> steps;
  for_each_point(all, [&](Point& point) {
    set_threads(point.threads);
    const auto [peak, is_new] = peaks.try_emplace(point.threads);
    // A limit is what is reached at best: somebody else's work must not lower it.
    if (is_new)
      peak->second = std::max({peak_gflops<float>(), peak_gflops<float>(), peak_gflops<float>()});
    point.peak = peak->second;
    steps.push_back([step = trainer(point.model).step, count = point.threads] {
      set_threads(count);
      step();
    });
  });
  const std::vector<double> seconds = median_seconds(steps, rounds, 0.01);
  auto next = seconds.begin();
  for_each_point(all, [&](Point& point) { point.ms = 1e3 * *next++; });
  set_threads(all_threads);
}

void print_csv(const std::vector<Axis>& all) {
  fmt::print("axis,size,threads,ms,core_ms,gflop,core_ms_per_gflop,products_ms,mib\n");
  for (const Axis& axis : all)
    for (const Point& p : axis.points)
      fmt::print("{},{},{},{:.4f},{:.4f},{:.6f},{:.4f},{:.4f},{:.2f}\n", axis.name, p.size,
                 p.threads, p.ms, p.core_ms(), p.gflop(), p.cost(), p.products_ms(), p.mib());
}

void print_tables(const std::vector<Axis>& all) {
  fmt::print("784-512-(20), batch 128, {} threads, {}\n", threads(), name(isa()));
  for (const Axis& axis : all) {
    fmt::print("\n{:<8} {:>9} {:>9} {:>9} {:>14} {:>13} {:>8}\n", axis.name, "ms", "core ms",
               "GFLOP", "core ms/GFLOP", "products, ms", "MiB");
    for (const Point& p : axis.points)
      fmt::print("{:<8} {:9.3f} {:9.3f} {:9.4f} {:14.2f} {:13.3f} {:8.1f}\n", p.size, p.ms,
                 p.core_ms(), p.gflop(), p.cost(), p.products_ms(), p.mib());
  }
  const Point &one = all.back().points.front(), &most = all.back().points.back();
  fmt::print("\n{} threads are {:.2f} x as fast as one\n", most.threads, one.ms / most.ms);
}

/// Says whether a GFLOP ever costs more than it did at a smaller size, and where it rises most.
std::string verdict(const Axis& axis) {
  const Point& first = axis.points.front();
  const Point& last = axis.points.back();
  const Point *cheapest = &first, *from = &first, *to = &first;
  for (const Point& point : axis.points) {
    if (point.cost() < cheapest->cost()) cheapest = &point;
    if (point.cost() / cheapest->cost() > to->cost() / from->cost()) from = cheapest, to = &point;
  }
  const double rise = to->cost() / from->cost() - 1;
  std::string text =
      fmt::format("{}: {} than the arithmetic: core ms/GFLOP {:.1f} at {}, {:.1f} at {}", axis.name,
                  rise > tolerance ? "GROWS FASTER" : "grows no faster", first.cost(), first.size,
                  last.cost(), last.size);
  if (rise > 0)
    text +=
        fmt::format("; most of a rise {:.1f} % from {} to {}", 100 * rise, from->size, to->size);
  return text + fmt::format(" (tolerance {:.0f} %)", 100 * tolerance);
}

/// All parameters after three steps.
std::vector<Tensor<float>> trained(const Model& model, int count) {
  set_threads(count);
  const Trainer training = trainer(model);
  for (int i = 0; i < 3; ++i) training.step();
  return training.parameters();
}

bool same_bits(const std::vector<Tensor<float>>& a, const std::vector<Tensor<float>>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto bytes = static_cast<std::size_t>(a[i].numel()) * sizeof(float);
    if (std::memcmp(a[i].data(), b[i].data(), bytes) != 0) return false;
  }
  return true;
}

/// Compares, prints one line to `out`, and says whether all is well.
bool check_bits(const std::vector<Axis>& all, std::FILE* out) {
  const int all_threads = threads();
  std::vector<Model> models = {centre};
  for (const Axis& axis : all) {
    if (axis.name == "threads") continue;  // it has the centre only
    models.push_back(axis.points.front().model);
    models.push_back(axis.points.back().model);
  }
  std::set<int> counts = {all_threads + 1};
  for (const Point& point : all.back().points) counts.insert(point.threads);
  std::string wrong;
  for (const Model& model : models) {
    const std::vector<Tensor<float>> expected = trained(model, 1);
    for (const int count : counts)
      if (!same_bits(trained(model, count), expected))
        wrong += fmt::format(" {}-({}) batch {} on {};", model.hidden[0], model.latent, model.batch,
                             count);
  }
  set_threads(all_threads);
  fmt::print(out, "bits: parameters after 3 steps on {} threads {}{}\n", fmt::join(counts, ", "),
             wrong.empty() ? "are those of 1 thread, bit for bit" : "DIFFER:", wrong);
  return wrong.empty();
}

/// Four charts side by side, each with the measured time above that of the products alone.
std::string figure(const std::vector<Axis>& all) {
  constexpr double width = 520, height = 350, head = 68;
  std::string svg = fmt::format(
      "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {0} {1}' width='{0}' height='{1}' "
      "font-family='Helvetica, Arial, sans-serif' font-size='13' fill='#333333'>\n"
      "<rect width='100%' height='100%' fill='white'/>\n"
      "<text x='16' y='30' font-size='19' font-weight='bold'>How the time of a training step "
      "grows</text>\n"
      "<text x='16' y='54'>VAE 784-512-(20), batch 128, Adam, {2} threads, {3}. Dashed: its matrix "
      "products alone, at the measured peak of {4:.0f} GFLOP/s.</text>\n",
      2 * width, head + 2 * height, threads(), name(isa()), all[0].points[0].peak);
  for (std::size_t i = 0; i < all.size(); ++i) {
    vae::Series measured{"whole step", {}, {}}, products{"products", {}, {}};
    for (const Point& p : all[i].points) {
      measured.x.push_back(static_cast<double>(p.size));
      measured.y.push_back(p.ms);
      products.x.push_back(static_cast<double>(p.size));
      products.y.push_back(p.products_ms());
    }
    svg += fmt::format("<g transform='translate({} {})'>\n", width * static_cast<double>(i % 2),
                       head + height * static_cast<double>(i / 2));
    svg += vae::line_chart(all[i].title, all[i].unit, "milliseconds a step", {measured, products},
                           {.width = width, .height = height, .logarithmic = true});
    svg += "</g>\n";
  }
  return svg + "</svg>\n";
}

bool run(const Options& options) {
  std::vector<Axis> all = axes(options.quick);
  measure(all, options.rounds > 0 ? options.rounds : options.quick ? 9 : 35);
  options.csv ? print_csv(all) : print_tables(all);
  std::FILE* const remarks = options.csv ? stderr : stdout;
  for (const Axis& axis : all) fmt::print(remarks, "{}\n", verdict(axis));
  if (!options.svg.empty()) write_file(options.svg, figure(all));
  return check_bits(all, remarks);
}

}  // namespace
}  // namespace gradus::bench

int main(int argc, char** argv) {
  gradus::bench::Options options;
  CLI::App app{"How the time of a training step grows"};
  app.add_flag("--quick", options.quick, "fewer sizes and rounds");
  app.add_option("--rounds", options.rounds, "turns of each size")->check(CLI::Range(1, 999));
  app.add_flag("--csv", options.csv, "comma-separated values; remarks go to the error output");
  app.add_option("--svg", options.svg, "draw the times to this file");
  CLI11_PARSE(app, argc, argv);
  try {
    return gradus::bench::run(options) ? 0 : 1;
  } catch (const gradus::Error& error) {
    fmt::print(stderr, "bench_scale: {}\n", error.what());
    return 2;
  }
}
