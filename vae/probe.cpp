#include "vae/probe.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "nn/data.h"
#include "nn/layers.h"
#include "nn/loss.h"
#include "nn/optim.h"
#include "nn/schedule.h"
#include "tensor/parallel.h"

namespace gradus::vae {
namespace {

double squared_distance(const float* a, const float* b, Size n) {
  double total = 0;
  for (Size i = 0; i < n; ++i) total += (double(a[i]) - b[i]) * (double(a[i]) - b[i]);
  return total;
}

bool nearer(const Neighbour& a, const Neighbour& b) {
  return a.squared_distance < b.squared_distance;
}

/// Keeps the k nearest, sorted. Points come in the order of their rows.
void offer(std::vector<Neighbour>& best, std::size_t k, const Neighbour& candidate) {
  if (best.size() == k) best.pop_back();
  best.insert(std::upper_bound(best.begin(), best.end(), candidate, nearer), candidate);
}

/// The classifier's answers are right for this share of the labels.
double share_of(const std::vector<Size>& answers, const std::vector<Size>& labels) {
  Size right = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) right += answers[i] == labels[i];
  return static_cast<double>(right) / static_cast<double>(labels.size());
}

}  // namespace

std::vector<std::vector<Neighbour>> nearest(const Tensor<float>& queries,
                                            const Tensor<float>& points, Size k, Where where) {
  if (queries.rank() != 2 || points.rank() != 2 || queries.shape()[1] != points.shape()[1] ||
      k < 1 || points.shape()[0] < k)
    throw ShapeError("nearest: " + std::to_string(k) + " of the points " + points.shape().text() +
                         " to queries " + queries.shape().text(),
                     where);
  // A block of distances stays in the cache of one core.
  constexpr Size query_block = 250, point_block = 1000;
  const Tensor<float> q = queries.to_contiguous(), p = points.to_contiguous();
  const Size count = q.shape()[0], all = p.shape()[0], columns = q.shape()[1];
  const Tensor<float> norms = sum(p * p, 1);
  std::vector<std::vector<Neighbour>> result(static_cast<std::size_t>(count));
  parallel_for((count + query_block - 1) / query_block, [&](Size task) {
    const Size first = task * query_block, last = std::min(count, first + query_block);
    const Tensor<float> rows = q.slice(0, first, last);
    for (Size begin = 0; begin < all; begin += point_block) {
      const Size end = std::min(all, begin + point_block);
      // |a - b|^2 without |a|^2, which is the same for all points.
      const Tensor<float> block =
          norms.slice(0, begin, end) - 2 * matmul(rows, p.slice(0, begin, end).transpose());
      for (Size i = first; i < last; ++i) {
        std::vector<Neighbour>& best = result[static_cast<std::size_t>(i)];
        const float* const distance = block.data() + (i - first) * (end - begin);
        for (Size j = begin; j < end; ++j)
          if (best.size() < static_cast<std::size_t>(k) ||
              static_cast<double>(distance[j - begin]) < best.back().squared_distance)
            offer(best, static_cast<std::size_t>(k), {static_cast<double>(distance[j - begin]), j});
      }
    }
    for (Size i = first; i < last; ++i) {  // the difference of large numbers, done again exactly
      std::vector<Neighbour>& best = result[static_cast<std::size_t>(i)];
      for (Neighbour& n : best)
        n.squared_distance =
            squared_distance(q.data() + i * columns, p.data() + n.row * columns, columns);
      std::stable_sort(best.begin(), best.end(), nearer);
    }
  });
  return result;
}

double knn_accuracy(const Labelled& train, const Labelled& test, Size k) {
  std::vector<Size> answers;
  for (const auto& neighbours : nearest(test.features, train.features, k)) {
    const auto label = [&](const Neighbour& n) {
      return train.labels[static_cast<std::size_t>(n.row)];
    };
    std::map<Size, int> votes;
    for (const Neighbour& n : neighbours) ++votes[label(n)];
    Size answer = label(neighbours.front());
    for (const Neighbour& n : neighbours)
      if (votes[label(n)] > votes[answer]) answer = label(n);
    answers.push_back(answer);
  }
  return share_of(answers, test.labels);
}

double linear_probe_accuracy(const Labelled& train, const Labelled& test, Size classes) {
  constexpr Size steps = 1000, batch_size = 500;
  const Size n = train.features.shape()[0];
  const Tensor<float> centre = mean(train.features, 0);
  const Tensor<float> centred = train.features - centre;
  // One scale for all columns: a column that hardly varies must not become a loud one.
  const float variance = mean(centred * centred).item();
  const Tensor<float> scale(variance > 0 ? 1 / std::sqrt(variance) : 1);

  Rng rng(1);
  nn::Linear<float> layer(train.features.shape()[1], classes, rng);
  layer.weight.value = Tensor<float>::zeros(layer.weight.value.shape());
  nn::Adam<float> adam;
  const nn::Schedule rate = nn::cosine(0.02, steps);
  for (Size done = 0; done < steps;) {
    for (const auto& batch : nn::Batches{centred * scale, train.labels, batch_size, rng}) {
      if (done == steps) break;
      adam.options.lr = rate(done++);
      Tape tape;
      const Var<float> loss =
          mean(nn::cross_entropy(layer(Var<float>(batch.images)), batch.labels));
      const Var<float> prior = sum(square(tracked(layer.weight))) / static_cast<float>(2 * n);
      adam.step(layer, tape.gradients(loss + prior));
    }
  }
  const Tensor<float> x = (test.features - centre) * scale;
  return share_of(argmax(layer(Var<float>(x)).value(), 1).to_vector(), test.labels);
}

}  // namespace gradus::vae
