#include "tests/program/program.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "nn/checkpoint.h"
#include "nn/files.h"

namespace gradus::test {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void become_vae(const Arguments& arguments) {
  std::vector<const char*> argv = {GRADUS_VAE_COMMAND};  // under an emulator several words
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  argv.push_back(nullptr);
  ::execvp(argv[0], const_cast<char**>(argv.data()));
  std::_Exit(127);
}

void redirect(int descriptor, const std::string& file) {
  const int opened = ::open(file.c_str(), O_WRONLY | O_CREAT, 0666);
  if (opened < 0 || ::dup2(opened, descriptor) < 0) std::_Exit(126);
}

/// metrics.csv without its last column, which is time.
std::vector<std::string> metrics_of(const std::string& csv) {
  std::vector<std::string> lines = split(csv, '\n');
  for (std::string& line : lines) line.resize(line.rfind(','));
  return lines;
}

}  // namespace

Process::Process(const Arguments& arguments, const Surroundings& surroundings) {
  id_ = ::fork();
  REQUIRE(id_ >= 0);
  if (id_ > 0) return;
  for (const auto& [name, value] : surroundings.environment)
    ::setenv(name.c_str(), value.c_str(), 1);
  if (surroundings.largest_file) {
    const auto bytes = static_cast<rlim_t>(*surroundings.largest_file);
    const rlimit limit{bytes, bytes};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  if (surroundings.closed_pipe) {
    ::signal(SIGPIPE, SIG_DFL);  // whatever started the tests may have turned it off
    int ends[2];
    if (::pipe(ends) != 0 || ::dup2(ends[1], STDOUT_FILENO) < 0) std::_Exit(126);
    ::close(ends[0]);
  } else {
    redirect(STDOUT_FILENO,
             surroundings.output.empty() ? (folder_ / "out").string() : surroundings.output);
  }
  redirect(STDERR_FILENO, folder_ / "err");
  for (const int number : {SIGINT, SIGTERM})  // a shell turns them off for jobs in the background
    ::signal(number, SIG_DFL);
  constexpr uid_t nobody = 65534;
  if (surroundings.as_nobody && ::geteuid() == 0 && ::setuid(nobody) != 0) std::_Exit(126);
  become_vae(arguments);
}

Process::~Process() {
  if (ended_) return;
  kill();
  wait();
}

void Process::kill() { signal(SIGKILL); }
void Process::signal(int number) { ::kill(id_, number); }

void Process::reap(int options) {
#ifdef __APPLE__
  constexpr std::int64_t unit = 1;
#else
  constexpr std::int64_t unit = 1024;
#endif
  rusage usage{};
  if (ended_ || ::wait4(id_, &status_, options, &usage) != id_) return;
  ended_ = true;
  peak_bytes_ = usage.ru_maxrss * unit;
}

bool Process::running() {
  reap(WNOHANG);
  return !ended_;
}

Outcome Process::wait() {
  reap(0);
  const auto text = [&](const char* name) {
    return fs::exists(folder_ / name) ? read_file(folder_ / name) : std::string();
  };
  return {WIFSIGNALED(status_) ? 128 + WTERMSIG(status_) : WEXITSTATUS(status_), text("out"),
          text("err"), peak_bytes_};
}

Outcome vae(const Arguments& arguments, const Surroundings& surroundings) {
  return Process(arguments, surroundings).wait();
}

std::optional<std::string> vae_on_terminal(const Arguments& arguments) {
  const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY);
  if (terminal < 0) return std::nullopt;
  REQUIRE(::grantpt(terminal) == 0);
  REQUIRE(::unlockpt(terminal) == 0);
  const std::string other_end = ::ptsname(terminal);
  const pid_t id = ::fork();
  REQUIRE(id >= 0);
  if (id == 0) {
    ::setsid();
    redirect(STDOUT_FILENO, other_end);
    become_vae(arguments);
  }
  std::string text;
  char part[4096];
  int status = 0;
  bool ended = false;
  while (true) {  // the terminal's end of file is an error on Linux and nothing on macOS
    fd_set ready;
    FD_ZERO(&ready);
    FD_SET(terminal, &ready);
    timeval patience{0, 100'000};
    if (::select(terminal + 1, &ready, nullptr, nullptr, &patience) > 0) {
      const ssize_t got = ::read(terminal, part, sizeof part);
      if (got <= 0) break;
      text.append(part, static_cast<std::size_t>(got));
    } else if (ended) {
      break;
    } else {
      ended = ::waitpid(id, &status, WNOHANG) == id;
    }
  }
  if (!ended) ::waitpid(id, &status, 0);
  ::close(terminal);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  return text;
}

Arguments operator+(Arguments a, const Arguments& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

Arguments small_run(const fs::path& out, const Arguments& more) {
  return Arguments{"train", "--data",   "digits", "--train-images", "400",       "--test-images",
                   "100",   "--hidden", "32",     "--latent",       "4",         "--epochs",
                   "3",     "--batch",  "48",     "--out",          out.string()} +
         more;
}

void finish(const fs::path& out, const Arguments& more, const Surroundings& surroundings) {
  const bool begun = fs::exists(out / "config.json");
  const Outcome end =
      vae(begun ? Arguments{"train", "--resume", "--out", out.string()} : small_run(out, more),
          surroundings);
  CAPTURE(end.err);
  CHECK(end.code == 0);
}

void check_same_runs(const fs::path& a, const fs::path& b) {
  auto one = snapshot(a), other = snapshot(b);
  CHECK(metrics_of(one["metrics.csv"]) == metrics_of(other["metrics.csv"]));
  const char* const checkpoint = "checkpoint.safetensors";
  nn::Checkpoint x = nn::decode(one[checkpoint], "one"), y = nn::decode(other[checkpoint], "other");
  CHECK(metrics_of(x.metadata["metrics"]) == metrics_of(y.metadata["metrics"]));
  x.metadata["metrics"] = y.metadata["metrics"] = "";
  CHECK((nn::encode(x) == nn::encode(y)));
  for (auto* files : {&one, &other}) files->erase("metrics.csv"), files->erase(checkpoint);
  CHECK(one.size() == other.size());
  for (const auto& file : one) {
    CAPTURE(file.first);
    CHECK((other.contains(file.first) && other[file.first] == file.second));
  }
}

double seconds_of(const std::function<void()>& f) {
  const auto start = std::chrono::steady_clock::now();
  f();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void sleep_for(double seconds) {
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

}  // namespace gradus::test
