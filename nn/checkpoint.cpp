#include "nn/checkpoint.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "nn/files.h"

namespace gradus::nn {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors are little-endian");

using Json = nlohmann::json;

template <class T>
constexpr const char* dtype = "F32";
template <>
constexpr const char* dtype<double> = "F64";
template <>
constexpr const char* dtype<Size> = "I64";

[[noreturn]] void damaged(const std::string& source, const std::string& what) {
  throw FileError(source + ": not a whole safetensors file: " + what);
}

/// Json keeps the last of several equal keys; the format forbids them.
Json parse_header(std::string_view text, const std::string& source) {
  std::vector<std::set<std::string>> open;  // the keys so far of each object that is being read
  const auto watch = [&](int, Json::parse_event_t event, const Json& parsed) {
    if (event == Json::parse_event_t::object_start) open.emplace_back();
    if (event == Json::parse_event_t::object_end) open.pop_back();
    if (event == Json::parse_event_t::key && !open.back().insert(parsed.get<std::string>()).second)
      damaged(source, "its header names " + parsed.get<std::string>() + " twice");
    return true;
  };
  // Json takes a zero byte for the end of the text.
  if (text.find('\0') != text.npos) damaged(source, "its header holds a zero byte");
  const Json header = Json::parse(text, watch);
  if (!header.is_object()) damaged(source, "its header is not a JSON object");
  return header;
}

/// Json would turn -1, 2.5 and true into numbers of this type without a word.
std::uint64_t whole_number(const Json& json, const std::string& name, const std::string& source) {
  if (!json.is_number_unsigned())
    damaged(source, name + " has a size or offset that is not a whole number");
  return json.get<std::uint64_t>();
}

Shape read_shape(const Json& sizes, const std::string& name, const std::string& source) {
  if (!sizes.is_array() || sizes.size() > max_rank)
    damaged(source, "the shape of " + name + " is not a list of at most " +
                        std::to_string(max_rank) + " sizes");
  // The sizes that are not 0 are multiplied first, so that no product of them can overflow.
  constexpr auto limit = static_cast<std::uint64_t>(max_numel);
  std::uint64_t elements = 1;
  std::vector<Size> shape;
  for (const Json& size : sizes) {
    const std::uint64_t n = whole_number(size, name, source);
    if (n > 0 && elements > limit / n)
      damaged(source, name + " has more elements than memory could hold");
    elements *= std::max<std::uint64_t>(n, 1);
    shape.push_back(static_cast<Size>(n));
  }
  return Shape(shape);
}

/// Where the bytes of a tensor begin and end, counted from the end of the header.
using Range = std::pair<std::uint64_t, std::uint64_t>;

Range read_range(const Json& offsets, std::size_t size, const std::string& name,
                 const std::string& source) {
  if (!offsets.is_array() || offsets.size() != 2)
    damaged(source, "the data_offsets of " + name + " are not two numbers");
  const Range range{whole_number(offsets[0], name, source), whole_number(offsets[1], name, source)};
  if (range.first > range.second || range.second > size)
    damaged(source, name + " is at bytes " + std::to_string(range.first) + " to " +
                        std::to_string(range.second) + " of " + std::to_string(size));
  return range;
}

template <class T>
Tensor<T> read_tensor(const Shape& shape, std::string_view data, const std::string& name,
                      const std::string& source) {
  if (data.size() != static_cast<std::size_t>(shape.numel()) * sizeof(T))
    damaged(source, name + " " + shape.text() + " cannot fill " + std::to_string(data.size()) +
                        " bytes of " + dtype<T>);
  Tensor<T> result = Tensor<T>::uninitialized(shape);
  std::copy(data.begin(), data.end(), reinterpret_cast<char*>(result.write()));
  return result;
}

AnyTensor read_entry(const std::string& name, const Json& entry, std::string_view bytes,
                     const std::string& source) {
  const Shape shape = read_shape(entry.at("shape"), name, source);
  const auto type = entry.at("dtype").get<std::string>();
  if (type == dtype<float>) return read_tensor<float>(shape, bytes, name, source);
  if (type == dtype<double>) return read_tensor<double>(shape, bytes, name, source);
  if (type == dtype<Size>) return read_tensor<Size>(shape, bytes, name, source);
  damaged(source, name + " has type " + type + "; F32, F64 and I64 are supported");
}

/// Every byte must belong to one tensor.
void require_no_gaps(std::vector<Range> ranges, std::size_t size, const std::string& source) {
  std::sort(ranges.begin(), ranges.end());
  std::uint64_t used = 0;
  for (const auto& [begin, end] : ranges) {
    if (begin != used)
      damaged(source, "a tensor begins at byte " + std::to_string(begin) +
                          ", but the one before it ends at " + std::to_string(used));
    used = end;
  }
  if (used != size) damaged(source, std::to_string(size - used) + " bytes follow the last tensor");
}

}  // namespace

std::string encode(const Checkpoint& checkpoint) {
  Json header = Json::object();
  if (!checkpoint.metadata.empty()) header["__metadata__"] = checkpoint.metadata;
  std::size_t offset = 0;
  for (const auto& entry : checkpoint.tensors)
    std::visit(
        [&]<class T>(const Tensor<T>& tensor) {
          const std::size_t bytes = static_cast<std::size_t>(tensor.numel()) * sizeof(T);
          const Shape& shape = tensor.shape();
          header[entry.first] = {{"dtype", dtype<T>},
                                 {"shape", std::vector<Size>(shape.begin(), shape.end())},
                                 {"data_offsets", {offset, offset + bytes}}};
          offset += bytes;
        },
        entry.second);
  std::string text;
  try {
    text = header.dump();
  } catch (const Json::exception&) {
    throw FileError("a checkpoint cannot be written: a name or text in it is not UTF-8");
  }
  text.resize((text.size() + 7) / 8 * 8, ' ');  // so that the data is aligned

  const std::uint64_t length = text.size();
  std::string bytes(sizeof length, '\0');
  std::memcpy(bytes.data(), &length, sizeof length);
  bytes += text;
  for (const auto& entry : checkpoint.tensors)
    std::visit(
        [&]<class T>(const Tensor<T>& tensor) {
          const Tensor<T> plain = tensor.to_contiguous();
          bytes.append(reinterpret_cast<const char*>(plain.data()),
                       static_cast<std::size_t>(plain.numel()) * sizeof(T));
        },
        entry.second);
  return bytes;
}

Checkpoint decode(std::string_view bytes, const std::string& source) {
  std::uint64_t length = 0;
  if (bytes.size() < sizeof length)
    damaged(source, "it has only " + std::to_string(bytes.size()) + " bytes");
  std::memcpy(&length, bytes.data(), sizeof length);
  bytes.remove_prefix(sizeof length);
  if (length > bytes.size())
    damaged(source, "its header should have " + std::to_string(length) + " bytes, " +
                        std::to_string(bytes.size()) + " are there");
  Checkpoint checkpoint;
  const std::string_view data = bytes.substr(length);
  std::vector<Range> ranges;
  try {  // Json's own exceptions: not JSON, a key that is missing, a text that is a number
    const Json header = parse_header(bytes.substr(0, length), source);
    for (const auto& [name, entry] : header.items()) {
      if (name == "__metadata__") {
        checkpoint.metadata = entry.get<std::map<std::string, std::string>>();
        continue;
      }
      const Range range = read_range(entry.at("data_offsets"), data.size(), name, source);
      const std::string_view part = data.substr(range.first, range.second - range.first);
      checkpoint.tensors.emplace(name, read_entry(name, entry, part, source));
      ranges.push_back(range);
    }
  } catch (const Json::exception& e) {
    damaged(source, std::string("its header cannot be read: ") + e.what());
  }
  require_no_gaps(std::move(ranges), data.size(), source);
  return checkpoint;
}

void save(const std::filesystem::path& path, const Checkpoint& checkpoint) {
  write_file(path, encode(checkpoint));
}

Checkpoint load(const std::filesystem::path& path) {
  return decode(read_file(path), path.string());
}

template <class T>
const Tensor<T>& Checkpoint::tensor(const std::string& name, const Shape& shape,
                                    const std::string& source) const {
  const auto found = tensors.find(name);
  if (found == tensors.end())
    throw FileError(source + ": no tensor '" + name +
                    "'; it was saved by a model of another architecture");
  const auto* const tensor = std::get_if<Tensor<T>>(&found->second);
  if (!tensor) throw FileError(source + ": tensor '" + name + "' is not of type " + dtype<T>);
  if (tensor->shape() != shape)
    throw FileError(source + ": tensor '" + name + "' is " + tensor->shape().text() +
                    ", the model needs " + shape.text() +
                    "; it was saved by a model of another architecture");
  return *tensor;
}

void Checkpoint::require_only(const std::set<std::string>& names, const std::string& prefix,
                              const std::string& source) const {
  for (const auto& entry : tensors)
    if (entry.first.starts_with(prefix) && !names.contains(entry.first))
      throw FileError(source + ": the model has no parameter for tensor '" + entry.first +
                      "'; it was saved by a model of another architecture");
}

const std::string& Checkpoint::text(const std::string& name, const std::string& source) const {
  const auto found = metadata.find(name);
  if (found == metadata.end()) throw FileError(source + ": no metadata '" + name + "'");
  return found->second;
}

std::int64_t Checkpoint::integer(const std::string& name, const std::string& source) const {
  const std::string& value = text(name, source);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc{} || end != value.data() + value.size())
    throw FileError(source + ": metadata '" + name + "' is '" + value + "', not a whole number");
  return number;
}

void put_rng(Checkpoint& checkpoint, const std::string& name, const Rng& rng) {
  const Rng::State state = rng.state();
  checkpoint.metadata[name] = std::to_string(state.seed) + " " + std::to_string(state.position);
}

Rng get_rng(const Checkpoint& checkpoint, const std::string& name, const std::string& source) {
  const std::string& value = checkpoint.text(name, source);
  const char *const begin = value.data(), *const end = begin + value.size();
  Rng::State state{};
  const auto seed = std::from_chars(begin, end, state.seed);
  if (seed.ec == std::errc{} && seed.ptr != end && *seed.ptr == ' ') {
    const auto position = std::from_chars(seed.ptr + 1, end, state.position);
    if (position.ec == std::errc{} && position.ptr == end) return Rng::restore(state);
  }
  throw FileError(source + ": metadata '" + name + "' is '" + value + "', not the state of an Rng");
}

template <class T>
void put_optimizer(Checkpoint& checkpoint, const OptimizerState<T>& state,
                   const std::string& prefix) {
  checkpoint.metadata[prefix + "steps"] = std::to_string(state.steps);
  for (const auto& [path, averages] : state.averages) {
    checkpoint.tensors.insert_or_assign(prefix + "first." + path, averages.first);
    checkpoint.tensors.insert_or_assign(prefix + "second." + path, averages.second);
  }
}

template <class T>
OptimizerState<T> get_optimizer(const Checkpoint& checkpoint, const std::string& prefix,
                                const std::string& source) {
  OptimizerState<T> state;
  state.steps = checkpoint.integer(prefix + "steps", source);
  for (const auto& [name, any] : checkpoint.tensors) {
    const Shape shape = std::visit([](const auto& tensor) { return tensor.shape(); }, any);
    for (const bool is_first : {true, false}) {
      const std::string start = prefix + (is_first ? "first." : "second.");
      if (!name.starts_with(start)) continue;
      auto& averages = state.averages[name.substr(start.size())];
      (is_first ? averages.first : averages.second) = checkpoint.tensor<T>(name, shape, source);
    }
  }
  return state;
}

#define GRADUS_INSTANTIATE(T)                                                             \
  template const Tensor<T>& Checkpoint::tensor(const std::string&, const Shape&,          \
                                               const std::string&) const;                 \
  template void put_optimizer(Checkpoint&, const OptimizerState<T>&, const std::string&); \
  template OptimizerState<T> get_optimizer(const Checkpoint&, const std::string&,         \
                                           const std::string&);

GRADUS_INSTANTIATE(float)
GRADUS_INSTANTIATE(double)
template const Tensor<Size>& Checkpoint::tensor(const std::string&, const Shape&,
                                                const std::string&) const;

}  // namespace gradus::nn
