#include "bench/worker.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

#include "tensor/errors.h"

namespace gradus::bench {

Worker::Worker(const Arguments& command, const Environment& environment) : program_(command[0]) {
  int in[2], out[2];
  if (::pipe(in) != 0 || ::pipe(out) != 0) throw Error("worker: no pipes left");
  // Ends that the next worker inherited would stay open, and this one would never see an end.
  for (const int end : {in[0], in[1], out[0], out[1]}) ::fcntl(end, F_SETFD, FD_CLOEXEC);
  id_ = ::fork();
  if (id_ < 0) throw Error("worker: cannot start another process");
  if (id_ == 0) {
    ::dup2(in[0], STDIN_FILENO);
    ::dup2(out[1], STDOUT_FILENO);
    for (const auto& [name, value] : environment)
      value.empty() ? ::unsetenv(name.c_str()) : ::setenv(name.c_str(), value.c_str(), 1);
    std::vector<char*> argv;
    for (const std::string& argument : command) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    ::execvp(argv[0], argv.data());
    std::_Exit(127);
  }
  ::close(in[0]);
  ::close(out[1]);
  questions_ = ::fdopen(in[1], "w");
  answers_ = ::fdopen(out[0], "r");
  // Writing to a worker that has died is then an error that milliseconds() reports.
  ::signal(SIGPIPE, SIG_IGN);
}

Worker::~Worker() {
  if (questions_) std::fclose(questions_);
  while (std::fgetc(answers_) != EOF) continue;  // its last words, or it could not say them
  std::fclose(answers_);
  ::waitpid(id_, nullptr, 0);
}

std::string Worker::answer() {
  std::string line;
  int c = 0;
  while ((c = std::fgetc(answers_)) != EOF && c != '\n') line += static_cast<char>(c);
  if (c == EOF) throw Error(program_ + " cannot be started, or has died");
  return line;
}

std::string Worker::name() {
  const std::string line = answer();
  if (!line.starts_with("ready ")) throw Error(program_ + ": " + line);
  return line.substr(6);
}

double Worker::milliseconds(int count) {
  std::fprintf(questions_, "steps %d\n", count);
  std::fflush(questions_);
  return std::strtod(answer().c_str(), nullptr);
}

double Worker::end() {
  std::fclose(std::exchange(questions_, nullptr));
  return std::strtod(answer().c_str(), nullptr);
}

double peak_mib() {
#ifdef __APPLE__
  constexpr double unit = 1;
#else
  constexpr double unit = 1024;
#endif
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) * unit / (1 << 20);
}

}  // namespace gradus::bench
