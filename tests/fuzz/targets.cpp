#include "tests/fuzz/targets.h"

#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "nn/checkpoint.h"
#include "nn/layers.h"
#include "tensor/errors.h"
#include "vae/arguments.h"
#include "vae/mnist.h"
#include "vae/run.h"

namespace gradus::fuzz {
namespace {

namespace fs = std::filesystem;

/// Not an exception, because a target takes exceptions for the reader's own.
void require(bool holds, const char* what) {
  if (holds) return;
  fmt::print(stderr, "fuzz: {} does not hold\n", what);
  std::abort();
}

/// What a reader may do with bytes that it does not like.
template <class F>
void accepts_or_refuses(const F& f) {
  try {
    f();
  } catch (const FileError&) {
  } catch (const UsageError&) {
  }
}

class TemporaryFolder {
 public:
  TemporaryFolder() { fs::create_directories(path_); }
  ~TemporaryFolder() { fs::remove_all(path_); }
  /// Without nn/files.h, which waits for the disk.
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_ = fs::temp_directory_path() / fmt::format("gradus-fuzz-{}", ::getpid());
};

std::string big_endian(std::initializer_list<std::uint32_t> numbers) {
  std::string bytes;
  for (const std::uint32_t number : numbers)
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift);
  return bytes;
}

std::string gzip(const std::string& bytes) {
  z_stream stream{};
  constexpr int gzip_header = 15 + 16;
  deflateInit2(&stream, 1, Z_DEFLATED, gzip_header, 8, Z_DEFAULT_STRATEGY);
  std::string input = bytes, packed(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  require(deflate(&stream, Z_FINISH) == Z_STREAM_END, "deflate");
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

/// Reads the bytes as the images that go with one good label, and as the label of a good image.
void read_mnist(const std::string& bytes, const std::string& ending) {
  static const TemporaryFolder folder;
  const auto file = [](const char* split, const char* what) {
    return fmt::format("{}-{}-ubyte", split, what);
  };
  folder.write(file("train", "labels-idx1"), big_endian({0x801, 1}) + '\7');
  folder.write(file("t10k", "images-idx3"),
               big_endian({0x803, 1, 28, 28}) + std::string(784, '\x80'));
  const std::string images = file("train", "images-idx3") + ending;
  const std::string labels = file("t10k", "labels-idx1") + ending;
  folder.write(images, bytes);
  folder.write(labels, bytes);
  accepts_or_refuses([&] {
    const vae::LabelledImages data = vae::mnist(folder.path(), vae::Split::train);
    require(data.images.shape() == Shape{1, 784}, "one image for one label");
    for (const float grey : data.images.to_vector())
      require(grey >= 0 && grey <= 1, "a pixel in [0, 1]");
  });
  accepts_or_refuses([&] {
    const vae::LabelledImages data = vae::mnist(folder.path(), vae::Split::test);
    require(data.labels.size() == 1 && data.labels[0] >= 0 && data.labels[0] <= 9, "a digit");
  });
  fs::remove(folder.path() / images);
  fs::remove(folder.path() / labels);
}

}  // namespace

void idx(const std::string& bytes) { read_mnist(bytes, ""); }

void gz(const std::string& bytes) {
  read_mnist(bytes, ".gz");
  read_mnist(gzip(bytes), ".gz");
}

void safetensors(const std::string& bytes) {
  nn::Checkpoint file;
  bool whole = false;
  accepts_or_refuses([&] {
    file = nn::decode(bytes, "fuzz");
    whole = true;
  });
  if (!whole) return;
  const std::string again = nn::encode(file);
  require(nn::encode(nn::decode(again, "again")) == again, "what was read can be written");
  Rng rng(1);
  nn::Linear layer{2, 1, rng};
  accepts_or_refuses([&] { nn::get_model(file, layer, "fuzz"); });
  accepts_or_refuses([&] { nn::get_optimizer<float>(file, "optimizer.", "fuzz"); });
  accepts_or_refuses([&] { nn::get_rng(file, "rng", "fuzz"); });
  accepts_or_refuses([&] { file.integer("epoch", "fuzz"); });
}

void config(const std::string& bytes) {
  accepts_or_refuses([&] {
    const std::string text = vae::to_json(vae::from_json(bytes, "fuzz"));
    require(vae::to_json(vae::from_json(text, "again")) == text, "what was read can be written");
  });
}

void metrics(const std::string& bytes) {
  accepts_or_refuses([&] {
    const auto rows = vae::from_csv(bytes, "fuzz");
    require(vae::from_csv(vae::to_csv(rows), "again").size() == rows.size(),
            "what was read can be written");
    vae::loss_chart(rows);
  });
}

void command_line(const std::string& bytes) {
  std::vector<std::string> words = {"vae"};
  std::stringstream lines(bytes);
  for (std::string line; std::getline(lines, line);)
    words.push_back(line.substr(0, line.find('\0')));
  std::vector<const char*> argv;
  for (const std::string& word : words) argv.push_back(word.c_str());
  accepts_or_refuses([&] {
    const vae::Arguments a = vae::parse_arguments(static_cast<int>(argv.size()), argv.data());
    if (!a.help.empty()) return;
    vae::check(a.options);
    const std::string text = vae::to_json(a.options);
    require(vae::to_json(vae::from_json(text, "again")) == text, "options can be saved");
  });
}

}  // namespace gradus::fuzz
