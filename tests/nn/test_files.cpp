#include "nn/files.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/resource.h>
#ifdef __linux__
#include <sys/stat.h>
#include <sys/syscall.h>
#endif
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <string>

#include "tensor/errors.h"
#include "tests/support.h"

using namespace gradus;
using namespace gradus::test;
namespace fs = std::filesystem;

namespace {

/// While it lives, no file may grow beyond `bytes`, and a write that tries fails with EFBIG.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int);
};

#ifdef __linux__
/// What was waited for, in order: 'f' for a file, 'd' for a folder.
std::string synced;
#endif

}  // namespace

#ifdef __linux__
/// Stands in for that of the C library in this program.
extern "C" int fsync(int descriptor) {
  struct stat status {};
  ::fstat(descriptor, &status);
  synced += S_ISDIR(status.st_mode) ? 'd' : 'f';
  return static_cast<int>(::syscall(SYS_fsync, descriptor));
}

TEST_CASE("write_file waits for the file, and then for the folder that has its new name") {
  const Folder folder;
  synced.clear();
  write_file(folder / "model", "x");
  CHECK(synced == "fd");
}
#endif

TEST_CASE("write_file and read_file keep every byte, of any length") {
  const Folder folder;
  for (const std::size_t length : {std::size_t{0}, std::size_t{1}, std::size_t{3'000'001}}) {
    std::string bytes(length, '\0');
    for (std::size_t i = 0; i < length; ++i) bytes[i] = static_cast<char>(i * 7 % 256);
    write_file(folder / "bytes", bytes);
    CHECK(read_file(folder / "bytes") == bytes);
  }
}

TEST_CASE("write_file replaces a longer file whole and leaves nothing beside it") {
  const Folder folder;
  write_file(folder / "text", "a long line\n");
  write_file(folder / "text", "short");
  CHECK(read_file(folder / "text") == "short");
  CHECK(folder.entries() == 1);
}

TEST_CASE("read_file names a missing file, and a folder that is no file") {
  const Folder folder;
  check_says(error_of<FileError>([&] { read_file(folder / "missing"); }),
             {(folder / "missing").string(), "No such file or directory", "check the path"});
  check_says(error_of<FileError>([&] { read_file(folder / ""); }), {"is a folder"});
}

TEST_CASE("write_file says when the folder is missing or the target is not a file") {
  const Folder folder;
  check_says(error_of<FileError>([&] { write_file(folder / "no/file", "x"); }),
             {(folder / "no/file").string(), "No such file or directory", "nothing was written"});
  fs::create_directory(folder / "folder");
  check_says(error_of<FileError>([&] { write_file(folder / "folder", "x"); }),
             {(folder / "folder").string(), "not a file", "use another name"});
  CHECK(fs::is_directory(folder / "folder"));
}

TEST_CASE("a write that fails half way leaves the previous file whole and no temporary") {
  const Folder folder;
  write_file(folder / "model", "precious");
  std::string message;
  {
    const FileSizeLimit limit(1000);
    message = error_of<FileError>([&] { write_file(folder / "model", std::string(5000, 'x')); });
  }
  check_says(message, {(folder / "model").string(), "File too large", "ulimit -f",
                       "the previous file is untouched"});
  CHECK(read_file(folder / "model") == "precious");
  CHECK(folder.entries() == 1);
}

TEST_CASE("a full disk is named, with what to do" * doctest::skip(!fs::exists("/dev/full"))) {
  const Folder folder;
  write_file(folder / "model", "precious");
  // The temporary file is made to be /dev/full, where each write finds no space left.
  fs::create_symlink("/dev/full", folder / fmt::format("model.{}.tmp", ::getpid()));
  check_says(error_of<FileError>([&] { write_file(folder / "model", "x"); }),
             {(folder / "model").string(), "No space left on device", "free some space",
              "the previous file is untouched"});
  CHECK(read_file(folder / "model") == "precious");
  CHECK(folder.entries() == 1);
}

TEST_CASE("a reader sees the old file or the new one whole, also after kill -9") {
  const Folder folder;
  const std::string old_bytes(1'000'000, 'o');
  const std::string new_bytes(700'000, 'n');
  write_file(folder / "model", old_bytes);
  const auto whole = [&] {
    const std::string seen = read_file(folder / "model");
    return seen == old_bytes || seen == new_bytes;
  };
  for (int round = 0; round < 5; ++round) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {  // bounded, so that it ends even if nobody is left to kill it
      for (int i = 0; i < 1000; ++i)
        write_file(folder / "model", i % 2 == 0 ? new_bytes : old_bytes);
      ::_exit(0);
    }
    for (int reads = 0; reads < 20; ++reads) CHECK(whole());
    ::usleep(3000);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    CHECK(whole());
  }
}

TEST_CASE("make_folder creates parents and accepts a folder that exists") {
  const Folder folder;
  make_folder(folder / "a/b/c");
  make_folder(folder / "a/b/c/");
  CHECK(fs::is_directory(folder / "a/b/c"));
}

TEST_CASE("make_folder names what is in the way") {
  const Folder folder;
  write_file(folder / "file", "x");
  for (const std::string name : {"file", "file/a/b"}) {
    check_says(error_of<FileError>([&] { make_folder(folder / name); }),
               {(folder / name).string() + ":", "Not a directory",
                (folder / "file").string() + " is as far as one gets"});
  }
}

TEST_CASE("make_folder names a folder that may not be written" * doctest::skip(::geteuid() == 0)) {
  const Folder folder;
  fs::create_directory(folder / "locked");
  fs::permissions(folder / "locked", fs::perms::owner_read | fs::perms::owner_exec);
  check_says(error_of<FileError>([&] { make_folder(folder / "locked"); }),
             {(folder / "locked").string(), "Permission denied", "use another folder"});
  check_says(error_of<FileError>([&] { make_folder(folder / "locked/run"); }),
             {(folder / "locked/run").string(), "Permission denied",
              (folder / "locked").string() + " is as far as one gets"});
}
