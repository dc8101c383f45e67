#include "vae/run.h"

#include <limits>
#include <string>
#include <vector>

#include "nn/data.h"
#include "nn/files.h"
#include "nn/optim.h"
#include "tensor/buffer.h"
#include "tests/support.h"
#include "tests/vae/small_options.h"
#include "vae/evaluate.h"
#include "vae/train.h"

using namespace gradus;
using namespace gradus::test;
using namespace gradus::vae;

TEST_CASE("metrics.csv gives back every row, whatever the likelihood") {
  const std::vector<Metrics> rows = {{1, "train", -150.25, -130.125, 20.125, 1.5},
                                     {1, "test", 12.5, 20, 7.5, 0.25}};
  const std::string csv = to_csv(rows);
  CHECK(csv.starts_with("epoch,split,elbo,reconstruction,kl,seconds\n1,train,-150.25"));
  const std::vector<Metrics> back = from_csv(csv, "metrics.csv");
  REQUIRE(back.size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(back[i].epoch == rows[i].epoch);
    CHECK(back[i].split == rows[i].split);
    CHECK(back[i].elbo == rows[i].elbo);
    CHECK(back[i].reconstruction == rows[i].reconstruction);
    CHECK(back[i].kl == rows[i].kl);
    CHECK(back[i].seconds == rows[i].seconds);
  }
  CHECK(from_csv(to_csv({}), "metrics.csv").empty());
}

TEST_CASE("a run is over after its last epoch, or when its patience is exhausted") {
  Options options;
  options.epochs = 9;
  options.validation = 10;
  std::vector<Metrics> rows;
  CHECK(best_epoch(rows) == 0);
  CHECK_FALSE(is_over(options, rows));
  std::string over, over_warm;
  for (const double elbo : {-9, -5, -7, -5, -6, -8, -4}) {
    const auto epoch = static_cast<std::int64_t>(rows.size() / 2 + 1);
    rows.push_back({epoch, "train", 0, 0, 0, 0});  // better, but not what counts
    rows.push_back({epoch, "validation", elbo, elbo, 0, 0});
    options.patience = 0;
    CHECK_FALSE(is_over(options, rows));
    options.patience = 3;
    options.warmup = 0;
    over += is_over(options, rows) ? "yes " : "no ";
    options.warmup = 3;
    over_warm += is_over(options, rows) ? "yes " : "no ";
  }
  CHECK(best_epoch(rows) == 7);
  CHECK(over == "no no no no yes yes no ");  // the best is number 2: an equal one is not better
  CHECK(over_warm == "no no no no no yes no ");
  options.epochs = 7;
  CHECK(is_over(options, rows));
}

TEST_CASE("an undefined bound is never the best, unless there is no other") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  std::vector<Metrics> rows = {{1, "validation", nan, nan, 0, 0}};
  CHECK(best_epoch(rows) == 1);
  rows.push_back({2, "validation", -9, -9, 0, 0});
  rows.push_back({3, "validation", nan, nan, 0, 0});
  CHECK(best_epoch(rows) == 2);
}

TEST_CASE(
    "a run that is ended early by --epochs looks at the test images, but not within an epoch") {
  const Folder folder;
  const RunFolder run{folder / "run"};
  Options options = small_options();
  options.validation = 10;
  options.epochs = 9;
  const auto rows = [&] { return from_csv(read_file(run.metrics()), "metrics.csv"); };
  const auto one_done = [&] {
    return std::filesystem::exists(run.metrics()) && rows().back().epoch == 1;
  };
  REQUIRE_FALSE(train(options, run, false, one_done));
  CHECK(rows().back().split == "validation");
  options.epochs = 1;
  REQUIRE(train(options, run, true));
  CHECK(rows().back().split == "test");
  // The same within the second epoch: what it has learned there belongs to no whole epoch.
  options.epochs = 9;
  int batches = 0;
  REQUIRE_FALSE(train(options, run, true, [&] { return ++batches > 1; }));
  options.epochs = 1;
  check_says(error_of<UsageError>([&] { train(options, run, true); }), {"--epochs 1", "epoch 2"});
}

TEST_CASE("a damaged metrics.csv is a FileError of one line that names it") {
  const std::string header = "epoch,split,elbo,reconstruction,kl,seconds\n";
  for (const std::string& bad :
       {std::string(), std::string("epoch\n"), header + "1,train,-1\n",
        header + "1,train,-1,-1,x,2\n", header + "\n", header + "1.5,train,-1,-1,0,2\n",
        header + "1e19,train,-1,-1,0,2\n"}) {
    CAPTURE(bad);
    const std::string message = error_of<FileError>([&] { from_csv(bad, "some/metrics.csv"); });
    check_says(message, {"some/metrics.csv"});
    CHECK(message.find('\n') == message.npos);
  }
}

TEST_CASE("the images do not depend on --seed, and training and test images differ") {
  Options options = small_options();
  const DataSets one = load_data(options);
  options.seed = 99;
  const DataSets other = load_data(options);
  CHECK((one.train.images.to_vector() == other.train.images.to_vector()));
  CHECK((one.train.images.slice(0, 0, 40).to_vector() != one.test.images.to_vector()));
  CHECK((load_test_data(options).images.to_vector() == one.test.images.to_vector()));
}

TEST_CASE("validation images are taken from the end of the training images") {
  Options options = small_options();
  const DataSets all = load_data(options);
  options.validation = 50;
  const DataSets parts = load_data(options);
  CHECK(parts.train.images.shape()[0] == 100);
  CHECK(parts.train.labels.size() == 100);
  CHECK((parts.validation.images.to_vector() == all.train.images.slice(0, 100, 150).to_vector()));
  CHECK((std::vector(all.train.labels.begin() + 100, all.train.labels.end()) ==
         parts.validation.labels));
  options.validation = 150;
  check_says(error_of<UsageError>([&] { load_data(options); }),
             {"--validation 150", "150 training images"});
}

TEST_CASE("models of every kind have the sizes the options ask for") {
  Options options = small_options();
  options.hidden = {24, 12};
  const Size pixels = 784, z = 3;
  const auto mlp = [](const std::vector<Size>& sizes) {
    Size count = 0;
    for (std::size_t i = 0; i + 1 < sizes.size(); ++i) count += (sizes[i] + 1) * sizes[i + 1];
    return count;
  };
  const auto count_of = [&] {
    Rng rng(1);
    return nn::parameter_count(make_model(options, pixels, rng));
  };
  CHECK(count_of() == mlp({pixels, 24, 12, 2 * z}) + mlp({z, 12, 24, pixels}));
  options.model = "ae";
  CHECK(count_of() == mlp({pixels, 24, 12, z}) + mlp({z, 12, 24, pixels}));
  options.likelihood = "gaussian";
  CHECK(count_of() == mlp({pixels, 24, 12, z}) + mlp({z, 12, 24, 2 * pixels}));
  options.stddev = 0.5;
  CHECK(count_of() == mlp({pixels, 24, 12, z}) + mlp({z, 12, 24, pixels}));
}

TEST_CASE("rows of reconstructions stand below rows of originals; the last rows are filled") {
  const Options options = small_options();
  Rng rng(1);
  const AnyModel model = make_model(options, 784, rng);
  const LabelledImages test = head(load_test_data(options), 13);
  const Tensor<float> images = test.images, decoded = model.decode(model.encode(images));
  const Tensor<float> pairs = reconstruction_pairs(model, options, test);
  REQUIRE(pairs.shape() == Shape{40, 784});
  const auto same = [](const Tensor<float>& a, const Tensor<float>& b) {
    return a.to_vector() == b.to_vector();
  };
  CHECK(same(pairs.slice(0, 0, 10), images.slice(0, 0, 10)));
  CHECK(same(pairs.slice(0, 10, 20), decoded.slice(0, 0, 10)));
  CHECK(same(pairs.slice(0, 20, 23), images.slice(0, 10, 13)));
  CHECK(same(pairs.slice(0, 23, 30), Tensor<float>::zeros({7, 784})));
  CHECK(same(pairs.slice(0, 30, 33), decoded.slice(0, 10, 13)));
  CHECK(reconstruction_pairs(model, options, head(test, 4)).shape() == Shape{8, 784});
}

TEST_CASE("an interpolation begins and ends with the two images' own reconstructions") {
  const Options options = small_options();
  Rng rng(1);
  const AnyModel model = make_model(options, 784, rng);
  const LabelledImages ends = head(load_test_data(options), 2);
  const Tensor<float> images = ends.images;
  const Tensor<float> from = images.slice(0, 0, 1), to = images.slice(0, 1, 2);
  const std::vector<float> strip = interpolation_strip(model, options, ends, 5).to_vector();
  const std::vector<float> first = model.decode(model.encode(from)).to_vector();
  const std::vector<float> last = model.decode(model.encode(to)).to_vector();
  for (std::size_t i = 0; i < 784; ++i) {
    CHECK(strip[i] == doctest::Approx(first[i]).epsilon(1e-5));
    CHECK(strip[4 * 784 + i] == doctest::Approx(last[i]).epsilon(1e-5));
  }
}

TEST_CASE("evaluate gives the same each time, and means over images whatever their number") {
  const Options options = small_options();
  Rng rng(1);
  const AnyModel model = make_model(options, 784, rng);
  const LabelledImages test = load_test_data(options);
  const Evaluation one = evaluate(model, options, test), again = evaluate(model, options, test);
  CHECK(one.elbos.size() == 40);
  CHECK((one.elbos == again.elbos));
  CHECK(one.elbo.value == doctest::Approx(one.reconstruction.value - one.kl.value).epsilon(1e-10));
  // Untrained, each of 784 pixels costs about log 2 nats.
  CHECK(one.reconstruction.value == doctest::Approx(-784 * std::log(2.0)).epsilon(0.1));
  CHECK(one.elbo.error > 0);
  CHECK(one.elbo.error < std::abs(one.elbo.value) / 10);
}

TEST_CASE("from the third step on training takes no memory from the system") {
  // Seven batches in an epoch, the last one smaller, and a look at the test images after each.
  constexpr int batches = 7, epochs = 3;
  Options options = small_options();
  options.train_images = 650;
  options.batch = 100;
  const LabelledImages data = load_data(options).train, test = load_test_data(options);
  for (const std::string likelihood : {"bernoulli", "gaussian"}) {
    CAPTURE(likelihood);
    options.likelihood = likelihood;
    trim_pool();
    Rng rng(1);
    AnyModel model = make_model(options, 784, rng);
    nn::Adam<float> adam({.lr = 1e-3});
    std::int64_t before = 0;
    int step = 0;
    for (int epoch = 1; epoch <= epochs; ++epoch) {
      for (const auto& batch : nn::Batches{data.images, data.labels, options.batch, rng}) {
        {
          const Tensor<float> x =
              likelihood == "bernoulli" ? bernoulli(batch.images, rng) : batch.images;
          Tape tape;
          adam.step(model, tape.gradients(-model.elbo(x, rng).mean()));
        }
        ++step;
        CAPTURE(step);
        const std::int64_t now = pool_statistics().system_allocations;
        if (step > 2) CHECK(now == before);
        before = now;
      }
      evaluate(model, options, test);
      CHECK(pool_statistics().system_allocations == before);
    }
    CHECK(step == batches * epochs);
  }
}

TEST_CASE("a run that is stopped in the middle of an epoch ends in the same bytes") {
  const Folder folder;
  const RunFolder straight{folder / "straight"}, stopped{folder / "stopped"};
  Options options = small_options();
  options.epochs = 3;
  options.batch = 40;  // four batches in an epoch, the last one smaller
  options.binarize = "dynamic";
  CHECK(train(options, straight, false));
  for (int batches = 1; batches < 12; batches += 3) {
    CAPTURE(batches);
    std::filesystem::remove_all(stopped.path);
    int asked = 0;
    CHECK_FALSE(train(options, stopped, false, [&] { return ++asked > batches; }));
    const nn::Checkpoint checkpoint = nn::load(stopped.checkpoint());
    CHECK(checkpoint.metadata.contains("part.batches") == (batches % 4 != 0));
    CHECK(train(options, stopped, true));
    CHECK(read_file(stopped.model()) == read_file(straight.model()));
  }
}

TEST_CASE("a model of another architecture does not go into the options' model") {
  const Folder folder;
  const RunFolder run{folder.path()};
  Options options = small_options();
  check_says(error_of<FileError>([&] { load_model(run, options, 784); }),
             {folder.path().string(), "no trained model yet", "--resume"});
  Rng rng(1);
  nn::Checkpoint file;
  nn::put_model(file, make_model(options, 784, rng));
  nn::save(run.model(), file);
  load_model(run, options, 784);
  options.latent = 4;
  check_says(error_of<FileError>([&] { load_model(run, options, 784); }),
             {"model.safetensors", "encoder.2.", "architecture"});
}
