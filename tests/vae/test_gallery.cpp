#include "vae/gallery.h"

#include <algorithm>
#include <cmath>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "nn/files.h"
#include "tests/support.h"
#include "vae/presets.h"

using namespace gradus;
using namespace gradus::test;
using namespace gradus::vae;

namespace {

Options small_options(const std::string& network = "mlp") {
  Options o;
  o.test_images = 60;
  o.network = network;
  o.hidden = {16};
  o.latent = 2;
  return o;
}

AnyModel untrained(const Options& options) {
  Rng rng(1);
  return make_model(options, 784, rng);
}

std::vector<std::string> all(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator m(text.begin(), text.end(), regex), end; m != end; ++m)
    found.push_back((*m)[1]);
  return found;
}

/// That every tag is closed, in the right order.
void check_xml(const std::string& text) {
  std::vector<std::string> open;
  const std::regex tag("<(/?)([a-z]+)((?: [a-zA-Z:-]+='[^'<>]*')*)(/?)>|([<>])");
  for (std::sregex_iterator m(text.begin(), text.end(), tag), end; m != end; ++m) {
    REQUIRE_FALSE((*m)[5].matched);  // an angle bracket outside a tag
    if ((*m)[4].length() > 0) continue;
    if ((*m)[1].length() == 0) {
      open.push_back((*m)[2]);
    } else {
      REQUIRE(!open.empty());
      CHECK(open.back() == (*m)[2]);
      open.pop_back();
    }
  }
  CHECK(open.empty());
}

/// How many images a PNG holds beside and above each other.
std::pair<int, int> images_of(const std::filesystem::path& png) {
  const std::string bytes = read_file(png);
  REQUIRE(bytes.size() > 24);
  const auto images = [&](std::size_t at) {
    int pixels = 0;
    for (std::size_t i = at; i < at + 4; ++i)
      pixels = pixels * 256 + static_cast<unsigned char>(bytes[i]);
    CHECK((pixels - 2) % (28 * 3 + 2) == 0);
    return (pixels - 2) / (28 * 3 + 2);
  };
  return {images(16), images(20)};
}

/// What write_pictures leaves in a folder.
std::set<std::string> written(const Options& options, const std::filesystem::path& folder) {
  const std::vector<Metrics> metrics = {{1, "train", -150, -130, 20, 1.5}};
  write_pictures(RunFolder{folder}, options, untrained(options), load_test_data(options), metrics);
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.insert(entry.path().filename().string());
  return names;
}

}  // namespace

TEST_CASE("a run gets every picture it can have, each of the right size") {
  const std::set<std::string> always = {"samples.png", "reconstructions.png", "interpolation.png",
                                        "loss.svg"};
  const auto with = [&](std::set<std::string> more) {
    more.insert(always.begin(), always.end());
    return more;
  };
  {
    const Folder folder;
    CHECK(written(small_options(), folder.path()) ==
          with({"traversal.png", "manifold.png", "codes.svg", "kl.svg"}));
    CHECK(images_of(folder / "samples.png") == std::pair(8, 8));
    CHECK(images_of(folder / "reconstructions.png") == std::pair(10, 4));
    CHECK(images_of(folder / "interpolation.png") == std::pair(10, 1));
    CHECK(images_of(folder / "traversal.png") == std::pair(11, 2));
    CHECK(images_of(folder / "manifold.png") == std::pair(16, 16));
    for (const char* svg : {"codes.svg", "kl.svg", "loss.svg"}) check_xml(read_file(folder / svg));
  }
  {
    const Folder folder;
    CHECK(written(small_options("spatial"), folder.path()) ==
          with({"traversal.png", "kl.svg", "stddev.png"}));
    CHECK(images_of(folder / "traversal.png") == std::pair(11, 10));
    CHECK(images_of(folder / "stddev.png") == std::pair(3, 8));
  }
  {
    const Folder folder;
    Options options = small_options();
    options.model = "ae";
    CHECK(written(options, folder.path()) == with({"codes.svg"}));
  }
  {
    const Folder folder;
    Options options = small_options();
    options.conditional = true;
    CHECK(written(options, folder.path()) == with({"traversal.png", "codes.svg", "kl.svg"}));
  }
  {
    const Folder folder;
    Options options = small_options();
    options.latent = 3;
    options.test_images = 1;
    CHECK(written(options, folder.path()) ==
          std::set<std::string>{"samples.png", "reconstructions.png", "traversal.png", "kl.svg",
                                "loss.svg"});
  }
}

TEST_CASE("the list of pictures names each that is written") {
  const Folder folder;
  std::set<std::string> listed;
  for (const NamedPicture& p : all_pictures(RunFolder{folder.path()}))
    listed.insert(p.file.filename().string());
  for (const char* network : {"mlp", "spatial"})
    for (const std::string& name : written(small_options(network), folder.path()))
      CHECK_MESSAGE(listed.contains(name), name);
  CHECK(folder.entries() == std::ssize(listed));
}

TEST_CASE("a traversal changes one dimension only, from -3 to 3") {
  const auto code = Tensor<float>::from({1, 4}, {0.5f, -1, 2, 0.25f});
  const Tensor<float> codes = traversal_codes(code, {2, 0}, 5);
  REQUIRE(codes.shape() == Shape{10, 4});
  const std::vector<float> z = codes.to_vector(), base = code.to_vector();
  const std::vector<float> values = {-3, -1.5f, 0, 1.5f, 3};
  for (std::size_t row = 0; row < 10; ++row)
    for (std::size_t d = 0; d < 4; ++d)
      CHECK(z[row * 4 + d] == (d == (row < 5 ? 2 : 0) ? values[row % 5] : base[d]));
  CHECK((code.to_vector() == std::vector<float>{0.5f, -1, 2, 0.25f}));
}

TEST_CASE("dimensions are ordered by their KL, the largest first") {
  CHECK(most_used({0.1, 3, 0, 2}, 10) == std::vector<Size>{1, 3, 0, 2});
  CHECK(most_used({0.1, 3, 0, 2}, 2) == std::vector<Size>{1, 3});
  CHECK(most_used({1, 1, 2}, 3) == std::vector<Size>{2, 0, 1});
}

TEST_CASE("the KL of the dimensions is the mean over images, and adds up to the bound's KL") {
  for (const char* network : {"mlp", "spatial"}) {
    Options options = small_options(network);
    options.test_images = 450;  // more than two batches
    const AnyModel model = untrained(options);
    const LabelledImages test = load_test_data(options);
    const std::vector<double> kl = kl_of_dimensions(model, options, test);
    CHECK(std::ssize(kl) == latent_size(options, 784));
    double total = 0;
    for (const double k : kl) total += k;
    const Tensor<float> each =
        sum(kl_per_dimension(model.posterior(Var<float>(test.images))), 1).value();
    CHECK(total == doctest::Approx(static_cast<double>(mean(each).item())).epsilon(1e-4));
  }
}

TEST_CASE("manifold codes are the inverse normal distribution function of an even grid") {
  const std::vector<float> z = manifold_codes(4).to_vector();
  REQUIRE(z.size() == 4 * 4 * 2);
  const auto probability = [](float x) { return 0.5 * std::erfc(-double(x) / std::sqrt(2.0)); };
  for (std::size_t i = 0; i < 4; ++i)
    for (std::size_t j = 0; j < 4; ++j) {
      const std::size_t at = 2 * (4 * i + j);
      CHECK(probability(z[at]) == doctest::Approx((double(j) + 0.5) / 4).epsilon(1e-6));
      CHECK(probability(z[at + 1]) == doctest::Approx((3.5 - double(i)) / 4).epsilon(1e-6));
    }
  // Quantiles from the tables.
  CHECK(inverse_normal_cdf(0.975) == doctest::Approx(1.959963984540054).epsilon(1e-14));
  CHECK(inverse_normal_cdf(0.5) == 0);
  CHECK(inverse_normal_cdf(1e-9) == doctest::Approx(-5.997807015007687).epsilon(1e-12));
}

TEST_CASE("the chart of codes has every image once, in the look of its class") {
  const Options options = small_options();
  const LabelledImages test = head(load_test_data(options), 54);  // not as many of each class
  const std::string svg = codes_chart(untrained(options), options, test);
  check_xml(svg);
  const auto paths = all(svg, "<path d='([^']*z)' fill=");
  REQUIRE(paths.size() == 20);  // for each class its points and its place in the legend
  for (std::size_t label = 0; label < 10; ++label) {
    const auto in_class = std::count(test.labels.begin(), test.labels.end(), Size(label));
    CHECK(std::count(paths[2 * label].begin(), paths[2 * label].end(), 'M') == in_class);
    CHECK(svg.find(fmt::format(">{}</text>", label)) != svg.npos);
  }
}

TEST_CASE("standard deviations stand beside their image, enlarged, between 0 and the prior's 1") {
  const Options options = small_options("spatial");
  const AnyModel model = untrained(options);
  const LabelledImages test = head(load_test_data(options), 5);
  const Tensor<float> maps = stddev_maps(model, test);
  REQUIRE(maps.shape() == Shape{5 * 3, 784});
  const auto q = std::get<MatrixNormal<float>>(model.posterior(Var<float>(test.images)).q);
  const std::vector<float> row = q.row_log_var.value().to_vector();
  const std::vector<float> column = q.column_log_var.value().to_vector();
  const std::vector<float> shown = maps.to_vector();
  for (std::size_t image = 0; image < 5; ++image) {
    CHECK((maps.slice(0, Size(3 * image), Size(3 * image + 1)).to_vector() ==
           test.images.slice(0, Size(image), Size(image + 1)).to_vector()));
    for (std::size_t map = 0; map < 2; ++map)
      for (std::size_t y = 0; y < 28; ++y)
        for (std::size_t x = 0; x < 28; ++x) {
          const std::size_t at = 2 * image + map;
          const float expected = std::exp((row[at * 7 + y / 4] + column[at * 7 + x / 4]) / 2);
          CHECK(shown[(3 * image + 1 + map) * 784 + 28 * y + x] ==
                doctest::Approx(expected).epsilon(1e-5));
        }
  }
  check_says(error_of<UsageError>([&] { stddev_maps(untrained(small_options()), test); }),
             {"--network spatial"});
}

TEST_CASE("rate and distortion: a labelled point for each run, joined in order of KL") {
  const std::string svg =
      rate_distortion_chart({{"beta 1", 25, -80}, {"beta 4 <\"&>", 10, -110}, {"beta 2", 18, -92}});
  check_xml(svg);
  const auto x = all(svg, "cx='([^']*)'"), y = all(svg, "cy='([^']*)'");
  REQUIRE(x.size() == 3);
  for (std::size_t i = 1; i < 3; ++i) {
    CHECK(std::stod(x[i]) > std::stod(x[i - 1]));
    CHECK(std::stod(y[i]) > std::stod(y[i - 1]));  // downwards: less distortion
  }
  check_says(svg, {">beta 1<", ">beta 4 &lt;&quot;&amp;&gt;<", "KL (nats per image)"});
}

TEST_CASE("the chart of KLs has a bar for each dimension, and names it") {
  const std::string svg = kl_chart({0.5, 2, 0, 1});
  check_xml(svg);
  CHECK(all(svg, "(<rect x=)").size() == 4);
  CHECK(all(svg, "text-anchor='middle'>([0-9]+)<") == std::vector<std::string>{"1", "3", "0", "2"});
  check_says(svg, {"4 dimensions", "nats per image"});
}
