#include "tutorials/tools/process.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <system_error>
#include <thread>

#include "tensor/errors.h"

namespace gradus::grade {
namespace {

void limit(int resource, std::int64_t most) {
  const rlimit both{static_cast<rlim_t>(most), static_cast<rlim_t>(most)};
  ::setrlimit(static_cast<decltype(RLIMIT_CPU)>(resource), &both);
}

void set_limits(const Limits& limits) {
  // Every thread may be busy all the time; this is for the case that nobody looks at the clock.
  const double cores = std::max(1u, std::thread::hardware_concurrency());
  limit(RLIMIT_CPU, static_cast<std::int64_t>(std::ceil(limits.seconds * cores)) + 1);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, limits.file_mib << 20);
  if (limits.memory_mib > 0) limit(RLIMIT_AS, limits.memory_mib << 20);
}

[[noreturn]] void become(char* const* command, const char* folder, const char* output,
                         const Limits& limits) {
  ::setpgid(0, 0);
  const int nothing = ::open("/dev/null", O_RDONLY);
  const int file = ::open(output, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0666);
  if (nothing < 0 || file < 0 || ::chdir(folder) != 0) ::_exit(126);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(file, STDOUT_FILENO);
  ::dup2(file, STDERR_FILENO);
  for (const int ours : {SIGXFSZ, SIGPIPE, SIGINT}) std::signal(ours, SIG_DFL);
  set_limits(limits);
  ::execv(command[0], command);
  ::_exit(127);
}

}  // namespace

Ending run_process(const std::vector<std::string>& command, const std::filesystem::path& folder,
                   const std::filesystem::path& output, const Limits& limits) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::duration<double>(limits.seconds);
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  if (::access(command[0].c_str(), X_OK) != 0)
    throw Error("cannot start " + command[0] + ": build the program `grade` again");
  const pid_t id = ::fork();
  if (id < 0) throw Error("cannot start another process: close some programs and try again");
  if (id == 0) become(arguments.data(), folder.c_str(), output.c_str(), limits);
  ::setpgid(id, id);  // whoever comes first: the group must be there before it is killed

  Ending ending;
  int status = 0;
  while (::waitpid(id, &status, WNOHANG) == 0) {
    if (Clock::now() >= end) {
      ending.too_long = true;
      ::kill(-id, SIGKILL);
      ::waitpid(id, &status, 0);
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  ::kill(-id, SIGKILL);  // what it started and left behind
  if (WIFSIGNALED(status)) ending.signal = WTERMSIG(status);
  if (WIFEXITED(status)) ending.code = WEXITSTATUS(status);
  if (ending.signal == SIGXCPU) ending.too_long = true;
  return ending;
}

ScratchFolder::ScratchFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "gradus-grade-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw Error("cannot make a folder " + name + ": is the disk full?");
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace gradus::grade
