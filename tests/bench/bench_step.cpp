// Speed and memory of a training step, ours beside PyTorch's and libtorch's.
//
//   bench_step [--model NAME] [--threads N] [--rounds N] [--csv] [--variants] [--profile]
//              [--python PATH]
//
// How: each contestant is a process of its own, which trains on random images that lie in its
// memory (worker.h). In each round everyone takes a turn of about 120 ms, after a third of that as
// a warm-up, while the others wait; the figure is the median over the rounds. A step is the next
// batch, forward, ELBO, backward, Adam. Twins (peers/) run in the fastest set-up that we know for
// them, which the last columns name: the BLAS, the allocator ("high": freed memory is kept, not
// handed back to the system and faulted in again), the way Adam is written, the layout of
// convolutions. --variants tries them all anew, one after another, and keeps the best.
// --profile says instead, kernel by kernel, where the time of our step goes.
// A twin that is not installed is named and left out. PyTorch is looked for where Debian puts it;
// --python names another interpreter (a PyTorch from elsewhere brings its own BLAS).
// "floor" is what no step can be faster than: its matrix products, each at the speed of the fastest
// of OpenBLAS, BLIS, oneDNN, Eigen and ours, and the memory traffic of Adam.
// Columns: milliseconds of a step; how many times ours that is; peak resident memory of the process
// in MiB; ours as a part of it; the set-up. With the first model (or all) comes the time from the
// start of a process to the end of its first step.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string_view>
#include <thread>

#include "bench/step_models.h"
#include "bench/worker.h"
#include "tensor/isa.h"
#include "tensor/parallel.h"
#include "tensor/profile.h"

namespace gradus::bench {
namespace {

struct Options {
  std::string program;  // this one
  std::string model;    // empty: all
  int threads = gradus::threads();
  int rounds = 9;
  bool csv = false, variants = false, profile = false;
  std::string python = "/usr/bin/python3";
  std::string worker;  // not empty: this process is the one that trains
};

/// How a twin is set up, apart from the model.
struct Setup {
  std::string blas, malloc, adam, conv;
  std::string text() const {
    return fmt::format("{}, malloc {}, Adam {}{}{}", blas, malloc, adam, conv.empty() ? "" : ", ",
                       conv);
  }
};

/// What there is to choose from, the likely best first.
struct Twin {
  std::string name;
  Arguments command;
  std::vector<std::string> adams;
};

double milliseconds_of(const auto& work) { return 1e3 * seconds_of(work); }

/// This program as a worker, whose part is to "train" or to measure the "floor".
Arguments ours(const Options& options, const Model& model, const std::string& part = "train") {
  return {options.program,
          "--worker",
          part,
          "--model",
          model.name,
          "--threads",
          std::to_string(options.threads)};
}

Arguments command(const Options& options, const Twin& twin, const Model& model,
                  const Setup& setup) {
  Arguments all = twin.command;
  const Arguments more = {
      "--kind",       model.conv ? "conv" : "dense",
      "--hidden",     fmt::format("{}", fmt::join(model.hidden, ",")),
      "--latent",     std::to_string(model.latent),
      "--activation", std::holds_alternative<nn::Tanh>(model.activation) ? "tanh" : "relu",
      "--batch",      std::to_string(model.batch),
      "--batches",    std::to_string(batches_in_memory),
      "--threads",    std::to_string(options.threads),
      "--adam",       setup.adam,
      "--conv",       setup.conv.empty() ? "mkldnn" : setup.conv};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

/// What PyTorch may use for its products, the likely best first.
std::vector<std::string> blas_libraries() {
  if (std::string_view(GRADUS_ONEDNN_BLAS).empty()) return {"BLIS", "OpenBLAS"};
  return {"oneDNN", "BLIS", "OpenBLAS"};
}

Environment environment(const Options& options, const Setup& setup) {
  const std::string count = std::to_string(options.threads);
  const std::string kept_memory = setup.malloc == "high" ? "4294967296" : "";
  const bool openblas = setup.blas == "OpenBLAS", avx512 = isa() == Isa::avx512;
  return {{"LD_LIBRARY_PATH",
           std::string(GRADUS_LIBRARY_FOLDER) + (openblas ? "/openblas-pthread" : "/blis-openmp")},
          {"LD_PRELOAD", setup.blas == "oneDNN" ? GRADUS_ONEDNN_BLAS : ""},
          // Both fall back to old kernels, four times as slow, on CPUs they do not know by name.
          {"BLIS_ARCH_TYPE", avx512 ? "skx" : ""},
          {"OPENBLAS_CORETYPE", avx512 ? "SkylakeX" : ""},
          // OpenBLAS has threads of its own: while PyTorch's spin, they wait. It halves the time.
          {"GOMP_SPINCOUNT", openblas ? "1000" : ""},
          {"OMP_NUM_THREADS", count},
          {"OPENBLAS_NUM_THREADS", count},
          {"BLIS_NUM_THREADS", count},
          {"MALLOC_MMAP_THRESHOLD_", kept_memory},
          {"MALLOC_TRIM_THRESHOLD_", kept_memory}};
}

/// Somebody in a contest.
struct Contestant {
  std::string name, setup;
  std::unique_ptr<Worker> worker;
  int count = 1;  // steps in a turn
  std::vector<double> times = {};
  double mib = 0;

  double time() const { return median(times); }
};

Contestant start(const std::string& setup, const Arguments& arguments, const Environment& around) {
  Contestant c{"", setup, std::make_unique<Worker>(arguments, around)};
  c.name = c.worker->name();
  return c;
}

/// Everyone in turn, `rounds` times, and home.
void contest(std::vector<Contestant>& all, int rounds) {
  for (Contestant& c : all) {
    c.worker->milliseconds(10);
    c.count = std::max(1, static_cast<int>(120 / c.worker->milliseconds(5)));
  }
  for (int round = 0; round < rounds; ++round)
    for (Contestant& c : all) {
      // Threads of OpenBLAS and OpenMP spin for a while after work, and would disturb the next.
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      // After the pause threads are woken up and caches filled: that is not a step in a long run.
      c.worker->milliseconds((c.count + 2) / 3);
      c.times.push_back(c.worker->milliseconds(c.count));
    }
  for (Contestant& c : all) c.mib = c.worker->end();
}

double trial(const Options& options, const Twin& twin, const Model& model, const Setup& setup) {
  std::vector<Contestant> alone;
  alone.push_back(start("", command(options, twin, model, setup), environment(options, setup)));
  contest(alone, 5);
  fmt::print("  {:<9} {:<44} {:8.3f} ms\n", twin.name, setup.text(), alone[0].time());
  return alone[0].time();
}

/// The best set-up, one choice after another: each with the best of those before it.
Setup search(const Options& options, const Twin& twin, const Model& model, Setup best) {
  double least = trial(options, twin, model, best);
  const auto choose = [&](std::string Setup::*part, const std::vector<std::string>& choices) {
    const Setup before = best;
    for (const std::string& choice : choices) {
      if (choice == before.*part) continue;
      Setup changed = before;
      changed.*part = choice;
      const double time = trial(options, twin, model, changed);
      if (time >= least) continue;
      least = time;
      best = changed;
    }
  };
  choose(&Setup::malloc, {"default", "high"});
  choose(&Setup::blas, blas_libraries());
  choose(&Setup::adam, twin.adams);
  if (model.conv) choose(&Setup::conv, {"mkldnn", "channels_last", "native"});
  return best;
}

Setup kept(const Twin& twin, const Model& model) {
  return {blas_libraries()[0], "high", twin.adams[0], model.conv ? "mkldnn" : ""};
}

void print_heading(const Options& options) {
  if (options.csv)
    fmt::print("model,threads,contestant,setup,ms,ratio,mib,mib_ratio\n");
  else
    fmt::print("{} threads, medians of {} rounds\n{:<12} {:<17} {:>8} {:>8} {:>7} {:>8}\n",
               options.threads, options.rounds, "model", "", "ms", "x ours", "MiB", "our part");
}

/// What no step can be faster than.
double floor_of(const Options& options, const Model& model) {
  Worker worker(ours(options, model, "floor"), {});
  worker.name();
  return worker.milliseconds(1);
}

void print(const Options& options, const Model& model, const std::vector<Contestant>& all) {
  const double ours = all[0].time(), floor = floor_of(options, model);
  for (const Contestant& c : all) {
    const double ratio = c.time() / ours, memory = all[0].mib / c.mib;
    if (options.csv)
      fmt::print("{},{},{},\"{}\",{:.4f},{:.3f},{:.1f},{:.3f}\n", model.name, options.threads,
                 c.name, c.setup, c.time(), ratio, c.mib, memory);
    else
      fmt::print("{:<12} {:<17} {:8.3f} {:8.2f} {:7.1f} {:8.2f}  {}\n",
                 &c == &all[0] ? model.name : "", c.name, c.time(), ratio, c.mib, memory, c.setup);
  }
  if (options.csv)
    fmt::print("{},{},floor,,{:.4f},{:.3f},,\n", model.name, options.threads, floor, floor / ours);
  else
    fmt::print("{:<12} {:<17} {:8.3f} {:8.2f} {:>16}  ours takes {:.2f} x as long\n", "", "floor",
               floor, floor / ours, "", ours / floor);
  std::fflush(stdout);
}

void run(const Options& options, const Model& model, std::vector<Twin>& twins) {
  std::vector<Contestant> all;
  all.push_back(start("", ours(options, model), {}));
  std::erase_if(twins, [&](const Twin& twin) {
    try {
      Setup setup = kept(twin, model);
      if (options.variants) setup = search(options, twin, model, setup);
      all.push_back(
          start(setup.text(), command(options, twin, model, setup), environment(options, setup)));
      return false;
    } catch (const Error& error) {
      fmt::print(stderr, "{}: left out: {}\n", twin.name, error.what());
      return true;
    }
  });
  contest(all, options.rounds);
  print(options, model, all);
}

/// From the start of a process to the end of its first step.
double first_step(const Arguments& arguments, const Environment& around, int times) {
  std::vector<double> all;
  for (int i = 0; i < times; ++i) {
    all.push_back(milliseconds_of([&] {
      Worker worker(arguments, around);
      worker.name();
      worker.milliseconds(1);
    }));
  }
  return median(all);
}

void run_first_steps(const Options& options, const std::vector<Twin>& twins) {
  const Model& model = models()[0];
  fmt::print("\nfrom the start of the process to the end of the first step, {}\n", model.name);
  fmt::print("{:<12} {:8.1f} ms\n", "ours", first_step(ours(options, model), {}, 9));
  for (const Twin& twin : twins) {
    const Setup setup = kept(twin, model);
    fmt::print("{:<12} {:8.1f} ms\n", twin.name,
               first_step(command(options, twin, model, setup), environment(options, setup), 3));
  }
}

std::vector<Twin> available_twins(const Options& options) {
  std::vector<Twin> twins = {{"PyTorch",
                              {options.python, GRADUS_PEERS_FOLDER "/torch_step.py"},
                              {"flat", "foreach", "loop"}}};
  const std::string libtorch = GRADUS_LIBTORCH_STEP;
  if (libtorch.empty())
    fmt::print(stderr, "libtorch: left out: CMake did not find it (Debian's libtorch-dev)\n");
  else
    twins.push_back({"libtorch", {libtorch}, {"inplace", "flat", "stock"}});
  return twins;
}

void train(const Options& options) {
  const std::function<void()> step = trainer(model_named(options.model)).step;
  serve("Gradus", [&](int count) {
    const double total = milliseconds_of([&] {
      for (int i = 0; i < count; ++i) step();
    });
    return total / count;
  });
}

/// Where the time of our step goes.
void profile(const Options& options, const Model& model) {
  const std::function<void()> step = trainer(model).step;
  for (int i = 0; i < 20; ++i) step();
  const int steps = std::max(20, static_cast<int>(500 / milliseconds_of(step)));
  const Profile profile;
  for (int i = 0; i < steps; ++i) step();
  fmt::print("{}, {} threads, one step of {}\n{}\n", model.name, options.threads, steps,
             profile.text(steps));
}

/// The product by the fastest of the peers and ours, alone.
double fastest_milliseconds(const Product& p, const std::vector<Peer<float>>& all) {
  const auto a = Tensor<float>::ones({p.m * p.k}), b = Tensor<float>::ones({p.k * p.n});
  auto c = Tensor<float>::zeros({p.m * p.n});
  float* const result = c.write();
  std::vector<std::function<void()>> calls;
  for (const Peer<float>& peer : all)
    calls.push_back([&] { peer.multiply(p, a.data(), b.data(), result); });
  const std::vector<double> seconds = median_seconds(calls, 7);
  return 1e3 * *std::min_element(seconds.begin(), seconds.end());
}

double product_milliseconds(const Model& model) {
  const std::vector<Peer<float>> all = peers<float>();
  for (const Peer<float>& peer : all) peer.set_threads(threads());
  std::map<std::string, double> known;  // encoder and decoder share many shapes
  double total = 0;
  for (const Product& p : products(model)) {
    const auto [place, is_new] = known.try_emplace(p.text());
    if (is_new) place->second = fastest_milliseconds(p, all);
    total += place->second;
  }
  return total;
}

/// Four arrays read and three of them written.
void touch(const float* __restrict g, float* __restrict x, float* __restrict mean,
           float* __restrict square, Size n) {
  for (Size i = 0; i < n; ++i) {
    x[i] += g[i];
    mean[i] += g[i];
    square[i] += g[i];
  }
}

/// The memory traffic of Adam, without its arithmetic.
double adam_milliseconds(const Model& model) {
  constexpr Size piece = 4096;  // as in nn/optim.cpp
  const Size n = parameter_count(model);
  Tensor<float> arrays[4];  // g, x, mean, square
  float* p[4];
  for (int i = 0; i < 4; ++i) {
    arrays[i] = Tensor<float>::zeros({n});
    p[i] = arrays[i].write();
  }
  const std::function<void()> pass = [&] {
    parallel_for((n + piece - 1) / piece, [&](Size task) {
      const Size i = task * piece;
      touch(p[0] + i, p[1] + i, p[2] + i, p[3] + i, std::min(piece, n - i));
    });
  };
  return 1e3 * median_seconds({pass}, 15)[0];
}

Options parse(int argc, char** argv) {
  Options options;
  options.program = argv[0];
  const auto number = [](const std::string& flag, const std::string& text) {
    const int n = std::atoi(text.c_str());
    if (n < 1) throw UsageError(flag + " " + text + ": a whole number from 1 on is needed");
    return n;
  };
  for (int i = 1; i < argc; ++i) {
    const std::string flag = argv[i], value = i + 1 < argc ? argv[i + 1] : "";
    if (flag == "--csv") {
      options.csv = true;
    } else if (flag == "--profile") {
      options.profile = true;
    } else if (flag == "--variants") {
      options.variants = true;
    } else {
      ++i;
      if (flag == "--model")
        options.model = model_named(value).name;
      else if (flag == "--threads")
        options.threads = number(flag, value);
      else if (flag == "--rounds")
        options.rounds = number(flag, value);
      else if (flag == "--python")
        options.python = value;
      else if (flag == "--worker")
        options.worker = value;
      else
        throw UsageError(flag +
                         " is not an option; the head of bench_step.cpp says which there are");
    }
  }
  return options;
}

void main_of(const Options& options) {
  set_threads(options.threads);
  if (options.worker == "train") return train(options);
  if (options.worker == "floor")
    return serve("floor", [&](int) {
      const Model& model = model_named(options.model);
      return product_milliseconds(model) + adam_milliseconds(model);
    });
  std::vector<Model> chosen = models();
  if (!options.model.empty()) chosen = {model_named(options.model)};
  if (options.profile) {
    for (const Model& model : chosen) profile(options, model);
    return;
  }
  std::vector<Twin> twins = available_twins(options);
  print_heading(options);
  for (const Model& model : chosen) run(options, model, twins);
  if (!options.csv && chosen[0].name == models()[0].name) run_first_steps(options, twins);
}

}  // namespace
}  // namespace gradus::bench

int main(int argc, char** argv) {
  try {
    gradus::bench::main_of(gradus::bench::parse(argc, argv));
  } catch (const gradus::Error& error) {
    fmt::print(stderr, "bench_step: {}\n", error.what());
    return 2;
  }
}
