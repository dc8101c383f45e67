#include "vae/mnist.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "tensor/errors.h"

namespace gradus::vae {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view how_to_get = "get MNIST with `bash tutorials/get_mnist.sh`";
constexpr Size side = 28;
constexpr Size most_items = 1'000'000;  // of one file; EMNIST, the largest relative, has 697,932
constexpr Size block_items = 256;       // images decoded at a time

/// FOLDER/NAME or FOLDER/NAME.gz, or the same in FOLDER/mnist. Throws FileError.
fs::path locate(const fs::path& folder, const std::string& name) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    throw FileError(
        fmt::format("the data folder {} does not exist: {}, or name its folder with "
                    "--data-dir or GRADUS_DATA",
                    folder.string(), how_to_get));
  }
  for (const fs::path& place : {folder, folder / "mnist"}) {
    for (const fs::path& path : {place / name, place / (name + ".gz")}) {
      if (fs::exists(path, ignored)) return path;
    }
  }
  throw FileError(
      fmt::format("there is no {0} (or {0}.gz) in {1} or {2}: {3}, or name its folder "
                  "with --data-dir or GRADUS_DATA",
                  name, folder.string(), (folder / "mnist").string(), how_to_get));
}

/// An IDX file: a magic number, the sizes of the axes (all big-endian, 32 bits), then bytes.
class IdxFile {
 public:
  /// Opens the file and checks its magic number. Throws FileError.
  IdxFile(const fs::path& path, std::uint32_t magic)
      : path_(path), file_(gzopen(path.c_str(), "rb"), &gzclose) {
    if (!file_) {
      throw FileError(fmt::format("cannot open {}: {}: check its permissions", path.string(),
                                  std::generic_category().message(errno)));
    }
    if (path.extension() == ".gz" && plain()) fail("is not gzip data");
    const std::uint32_t found = read_number();
    if (found != magic) {
      fail(fmt::format("has the wrong magic number: expected 0x{:08x}, received 0x{:08x}", magic,
                       found));
    }
  }

  std::uint32_t read_number() {
    std::array<std::uint8_t, 4> bytes{};
    read(bytes.data(), 4);
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 |
           std::uint32_t{bytes[2]} << 8 | std::uint32_t{bytes[3]};
  }

  /// Takes note of what the header, just read, promises: so many items of so many bytes. Throws
  /// FileError if that is absurd, or more than a file of this size can hold.
  void expect(Size items, Size bytes_each) {
    if (items < 1 || items > most_items) {
      fail(fmt::format("has a header that promises {} items; expected 1 to {}", items, most_items));
    }
    expected_ = received_ + items * bytes_each;
    const Size stored = static_cast<Size>(fs::file_size(path_));
    if (plain() && stored < expected_) cut_short(expected_, stored);
    constexpr Size deflate_ratio = 1032;  // the most bytes that zlib can pack into one
    if (stored * deflate_ratio < expected_) {
      fail(fmt::format("has a header that promises {} bytes; {} bytes of gzip cannot hold so many",
                       expected_, stored));
    }
  }

  /// The next `count` bytes. Throws FileError if there are fewer, or damaged ones.
  void read(std::uint8_t* out, Size count) {
    const Size wanted = std::max(expected_, received_ + count);
    const Size got = read_some(out, count);
    received_ += got;
    if (got < count) cut_short(wanted, received_);
  }

  /// Checks that nothing follows, and with it the checksum that ends gzip data.
  void expect_end() {
    std::uint8_t byte = 0;
    if (read_some(&byte, 1) != 0) {
      fail(fmt::format("is longer than the {} bytes that its header promises", expected_));
    }
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw FileError(fmt::format("{} {}: {} again", path_.string(), what, how_to_get));
  }

 private:
  bool plain() const { return gzdirect(file_.get()) == 1; }

  Size read_some(std::uint8_t* out, Size count) {
    const int got = gzread(file_.get(), out, static_cast<unsigned>(count));
    int error = Z_OK;
    const char* text = gzerror(file_.get(), &error);
    if (error == Z_ERRNO) fail("cannot be read: " + std::generic_category().message(errno));
    if (error == Z_BUF_ERROR) fail("is cut short: its gzip data has no end");
    if (got < 0) fail(fmt::format("is damaged gzip data ({})", text));
    return got;
  }

  [[noreturn]] void cut_short(Size expected, Size received) const {
    fail(fmt::format("is cut short: expected {} bytes, received {}", expected, received));
  }

  fs::path path_;
  std::unique_ptr<gzFile_s, int (*)(gzFile)> file_;
  Size received_ = 0;  // bytes so far, unpacked
  Size expected_ = 0;  // bytes of the whole file, unpacked, as its header says
};

Tensor<float> read_images(const fs::path& path) {
  IdxFile file(path, 0x00000803);  // unsigned bytes, three axes
  const Size n = file.read_number(), rows = file.read_number(), columns = file.read_number();
  if (rows != side || columns != side) {
    file.fail(
        fmt::format("holds images of {}x{} pixels; expected {}x{}", rows, columns, side, side));
  }
  file.expect(n, side * side);
  Tensor<float> images = Tensor<float>::uninitialized({n, side * side});
  float* out = images.write();
  std::vector<std::uint8_t> block(block_items * side * side);
  for (Size done = 0; done < n; done += block_items) {
    const Size count = std::min(block_items, n - done) * side * side;
    file.read(block.data(), count);
    out = std::transform(block.data(), block.data() + count, out,
                         [](std::uint8_t grey) { return static_cast<float>(grey) / 255.0f; });
  }
  file.expect_end();
  return images;
}

std::vector<std::int64_t> read_labels(const fs::path& path) {
  IdxFile file(path, 0x00000801);  // unsigned bytes, one axis
  const Size n = file.read_number();
  file.expect(n, 1);
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(n));
  file.read(bytes.data(), n);
  file.expect_end();
  const auto wrong = std::find_if(bytes.begin(), bytes.end(), [](std::uint8_t b) { return b > 9; });
  if (wrong != bytes.end()) {
    file.fail(
        fmt::format("has label {} at position {}; expected 0 to 9", *wrong, wrong - bytes.begin()));
  }
  return {bytes.begin(), bytes.end()};
}

/// The value of an environment variable; nothing if it is not set or empty.
std::optional<fs::path> environment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

fs::path data_folder(const std::optional<fs::path>& data_dir) {
  if (data_dir) return *data_dir;
  if (const auto folder = environment("GRADUS_DATA")) return *folder;
  if (const auto home = environment("HOME")) return *home / ".cache" / "gradus";
  throw FileError(
      fmt::format("no data folder: neither GRADUS_DATA nor HOME is set: {} and name "
                  "its folder with --data-dir",
                  how_to_get));
}

}  // namespace

fs::path find_mnist(const std::optional<fs::path>& data_dir) {
  return locate(data_folder(data_dir), "train-images-idx3-ubyte").parent_path();
}

LabelledImages mnist(const fs::path& folder, Split split) {
  const std::string prefix = split == Split::train ? "train" : "t10k";
  const fs::path images_path = locate(folder, prefix + "-images-idx3-ubyte");
  const fs::path labels_path = locate(folder, prefix + "-labels-idx1-ubyte");
  LabelledImages data{read_images(images_path), read_labels(labels_path), side};
  if (data.images.shape()[0] != static_cast<Size>(data.labels.size())) {
    throw FileError(fmt::format("{} holds {} images, but {} holds {} labels: {} again",
                                images_path.string(), data.images.shape()[0], labels_path.string(),
                                data.labels.size(), how_to_get));
  }
  return data;
}

}  // namespace gradus::vae
