#include "nn/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "tensor/errors.h"

namespace gradus {

namespace fs = std::filesystem;

namespace {

std::string advice(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "free some space";
    case EFBIG:
      return "raise the limit on file sizes (ulimit -f)";
    case ENOENT:
    case ENOTDIR:
      return "check the path";
    case EACCES:
    case EPERM:
    case EROFS:
      return "change the permissions or use another folder";
    default:
      return "try again or use another folder";
  }
}

std::string reason(int error) {
  return fmt::format("{}: {}", std::generic_category().message(error), advice(error));
}

/// An open file, closed at the end of its scope.
class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags)
      : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool open() const { return fd_ >= 0; }
  int get() const { return fd_; }
  /// Some file systems report a failed write only now, so this result counts.
  bool close() { return ::close(std::exchange(fd_, -1)) == 0; }

 private:
  int fd_;
};

/// Creates `path` with `bytes`, on the disk and not only in memory. 0, or the errno of a failure.
int create(const fs::path& path, std::string_view bytes) {
  Descriptor file(path, O_WRONLY | O_CREAT | O_TRUNC);
  if (!file.open()) return errno;
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(file.get()) != 0 || !file.close()) return errno;
  return 0;
}

/// Has the disk remember which files are in the folder, too. 0, or the errno of a failure.
int sync_folder(const fs::path& folder) {
  const Descriptor descriptor(folder.empty() ? "." : folder, O_RDONLY);
  if (descriptor.open() && ::fsync(descriptor.get()) == 0) return 0;
  // A folder may forbid to be read, and some file systems cannot wait: then there is no more to do.
  return errno == EACCES || errno == EINVAL ? 0 : errno;
}

/// The first of path, its parent, its parent's parent... that exists.
fs::path nearest_existing(fs::path path) {
  std::error_code ignored;
  while (path.has_relative_path() && !fs::exists(path, ignored)) path = path.parent_path();
  return path.empty() ? fs::path(".") : path;
}

}  // namespace

std::string read_file(const fs::path& path) {
  const Descriptor file(path, O_RDONLY);
  struct stat status {};
  if (!file.open() || ::fstat(file.get(), &status) != 0) {
    throw FileError(fmt::format("cannot read {}: {}", path.string(), reason(errno)));
  }
  if (S_ISDIR(status.st_mode)) {
    throw FileError(fmt::format("cannot read {}: it is a folder: name a file", path.string()));
  }
  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::read(file.get(), bytes.data() + done, bytes.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      throw FileError(fmt::format("cannot read {}: {}", path.string(), reason(errno)));
    }
    if (got == 0) {
      throw FileError(fmt::format("{} shrank while it was read: try again", path.string()));
    }
    done += static_cast<std::size_t>(got);
  }
  return bytes;
}

void write_file(const fs::path& path, std::string_view bytes) {
  std::error_code ignored;
  if (fs::exists(path, ignored) && !fs::is_regular_file(path, ignored)) {
    throw FileError(fmt::format("cannot write {}: it exists and is not a file: use another name",
                                path.string()));
  }
  const fs::path temporary = fmt::format("{}.{}.tmp", path.string(), ::getpid());
  int error = create(temporary, bytes);
  if (error == 0 && ::rename(temporary.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) {
    ::unlink(temporary.c_str());
    throw FileError(fmt::format(
        "cannot write {}: {}; {}", path.string(), reason(error),
        fs::exists(path, ignored) ? "the previous file is untouched" : "nothing was written"));
  }
  error = sync_folder(path.parent_path());
  if (error != 0) {
    throw FileError(fmt::format("{} is written, but may be lost if the power fails: {}",
                                path.string(), reason(error)));
  }
}

void make_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) {
    throw FileError(fmt::format("cannot create the folder {}: {} ({} is as far as one gets)",
                                path.string(), reason(error.value()),
                                nearest_existing(path).string()));
  }
  if (::access(path.c_str(), W_OK | X_OK) != 0) {
    throw FileError(fmt::format("cannot write in the folder {}: {}", path.string(), reason(errno)));
  }
}

}  // namespace gradus
