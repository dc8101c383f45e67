#include "vae/digits.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "tensor/errors.h"
#include "tensor/parallel.h"

namespace gradus::vae {
namespace {

struct Point {
  float x, y;
  bool operator==(const Point&) const = default;
};
using Stroke = std::vector<Point>;

/// One way of writing a digit. `weight` says how common it is among the ways of its class.
struct Glyph {
  double weight;
  std::vector<Stroke> strokes;
};

// ---- The alphabet -------------------------------------------------------------------------------
// y runs from 0 (top) to 1 (bottom), x to the right in the same unit. The pen passes through the
// points of a stroke in order, along a smooth curve; a point given twice is a sharp corner.

// clang-format off
const std::array<std::vector<Glyph>, 10> alphabet = {{
  {  // 0
    // closed at the top
    {4, {{{.36f, 0}, {.13f, .14f}, {0, .5f}, {.11f, .86f}, {.33f, 1}, {.56f, .86f}, {.66f, .5f},
          {.56f, .15f}, {.34f, .01f}}}},
    // the end of the pen's way lies inside
    {2, {{{.46f, .05f}, {.28f, .02f}, {.08f, .22f}, {0, .58f}, {.11f, .9f}, {.33f, 1}, {.57f, .85f},
          {.66f, .45f}, {.55f, .12f}, {.36f, .03f}, {.25f, .14f}}}},
    // round
    {2, {{{.45f, 0}, {.13f, .13f}, {0, .5f}, {.14f, .87f}, {.45f, 1}, {.77f, .86f}, {.9f, .5f},
          {.78f, .14f}, {.43f, .01f}}}},
  },
  {  // 1
    // a plain stroke
    {8, {{{.1f, 0}, {.1f, .5f}, {.1f, 1}}}},
    // bent
    {2, {{{.16f, 0}, {.1f, .35f}, {.09f, .7f}, {.13f, 1}}}},
    // with a flag
    {2, {{{.06f, .2f}, {.16f, .13f}, {.26f, 0}, {.26f, 0}, {.26f, .5f}, {.25f, 1}}}},
    // with a flag and a base
    {1, {{{.03f, .22f}, {.16f, .14f}, {.28f, 0}, {.28f, 0}, {.27f, .5f}, {.27f, 1}},
         {{0, 1}, {.28f, .99f}, {.56f, .98f}}}},
  },
  {  // 2
    // corner at the foot
    {3, {{{.04f, .22f}, {.2f, .03f}, {.46f, .04f}, {.55f, .27f}, {.36f, .6f}, {.02f, .97f},
          {.02f, .97f}, {.32f, .96f}, {.66f, .94f}}}},
    // loop at the foot
    {3, {{{.05f, .2f}, {.22f, .01f}, {.48f, .06f}, {.52f, .33f}, {.33f, .72f}, {.1f, .97f},
          {0, .87f}, {.12f, .78f}, {.36f, .9f}, {.55f, .97f}, {.74f, .88f}}}},
    // a wide loop at the foot
    {2, {{{.1f, .18f}, {.3f, .02f}, {.54f, .06f}, {.58f, .32f}, {.42f, .7f}, {.18f, .98f},
          {0, .9f}, {.06f, .68f}, {.3f, .66f}, {.55f, .84f}, {.82f, .86f}}}},
    // flat and angular, close to a Z
    {2, {{{.02f, .12f}, {.28f, .02f}, {.54f, .06f}, {.5f, .28f}, {.24f, .66f}, {0, .98f},
          {0, .98f}, {.34f, .9f}, {.78f, .96f}}}},
    // a hook first
    {1, {{{.14f, .3f}, {.03f, .22f}, {.14f, .04f}, {.38f, 0}, {.54f, .2f}, {.42f, .55f},
          {.06f, .95f}, {.06f, .95f}, {.36f, .92f}, {.64f, 1}}}},
  },
  {  // 3
    // two bows
    {4, {{{.04f, .12f}, {.26f, 0}, {.5f, .1f}, {.46f, .32f}, {.2f, .46f}, {.2f, .46f},
          {.48f, .54f}, {.56f, .77f}, {.36f, .97f}, {0, .92f}}}},
    // a small loop between the bows
    {2, {{{.05f, .1f}, {.3f, 0}, {.52f, .13f}, {.42f, .36f}, {.22f, .48f}, {.16f, .43f},
          {.26f, .41f}, {.5f, .55f}, {.55f, .8f}, {.32f, 1}, {0, .93f}}}},
    // flat top
    {1, {{{.04f, .04f}, {.3f, .03f}, {.55f, .01f}, {.55f, .01f}, {.4f, .2f}, {.24f, .4f},
          {.24f, .4f}, {.5f, .48f}, {.6f, .74f}, {.38f, .98f}, {0, .92f}}}},
  },
  {  // 4
    // open, angular
    {4, {{{.12f, .02f}, {.07f, .28f}, {0, .55f}, {0, .55f}, {.28f, .56f}, {.66f, .5f}},
         {{.54f, 0}, {.5f, .5f}, {.46f, 1}}}},
    // open, round
    {3, {{{.08f, .02f}, {.01f, .3f}, {.08f, .52f}, {.34f, .54f}, {.64f, .44f}},
         {{.56f, .02f}, {.52f, .4f}, {.48f, 1}}}},
    // slanting, the stem crosses low
    {2, {{{.3f, 0}, {.16f, .25f}, {0, .52f}, {0, .52f}, {.3f, .6f}, {.7f, .56f}},
         {{.62f, .14f}, {.46f, .5f}, {.32f, 1}}}},
    // closed, in two strokes
    {2, {{{.48f, 0}, {.26f, .3f}, {0, .64f}, {0, .64f}, {.34f, .64f}, {.72f, .62f}},
         {{.48f, 0}, {.48f, .5f}, {.47f, 1}}}},
    // closed, without lifting the pen
    {1, {{{.1f, .1f}, {0, .5f}, {0, .5f}, {.28f, .52f}, {.5f, .3f}, {.56f, .02f}, {.56f, .02f},
          {.5f, .5f}, {.44f, 1}}}},
  },
  {  // 5
    // body, then the bar
    {4, {{{.15f, .04f}, {.11f, .22f}, {.07f, .44f}, {.07f, .44f}, {.32f, .39f}, {.52f, .57f},
          {.48f, .84f}, {.26f, 1}, {0, .93f}},
         {{.15f, .05f}, {.38f, .03f}, {.64f, 0}}}},
    // one stroke from the right
    {3, {{{.62f, .01f}, {.4f, .04f}, {.18f, .05f}, {.18f, .05f}, {.08f, .45f}, {.08f, .45f},
          {.32f, .42f}, {.48f, .62f}, {.4f, .88f}, {.2f, 1}, {0, .95f}}}},
    // broad, with a large bow
    {2, {{{.72f, .01f}, {.44f, .03f}, {.2f, .06f}, {.2f, .06f}, {.12f, .46f}, {.12f, .46f},
          {.44f, .38f}, {.66f, .6f}, {.5f, .92f}, {.2f, 1}, {0, .9f}}}},
    // soft, close to an S
    {1, {{{.6f, .02f}, {.32f, .01f}, {.12f, .14f}, {.14f, .36f}, {.36f, .5f}, {.48f, .7f},
          {.36f, .94f}, {.14f, 1}, {0, .9f}}}},
  },
  {  // 6
    // a bow that closes on itself
    {4, {{{.44f, 0}, {.2f, .2f}, {.04f, .5f}, {.03f, .8f}, {.2f, 1}, {.44f, .92f}, {.52f, .7f},
          {.38f, .54f}, {.18f, .62f}, {.06f, .8f}}}},
    // steep, with a small loop
    {2, {{{.24f, 0}, {.1f, .3f}, {.02f, .66f}, {.08f, .94f}, {.28f, .99f}, {.42f, .82f},
          {.34f, .65f}, {.16f, .68f}, {.05f, .82f}}}},
    // broad, with a large loop
    {2, {{{.3f, 0}, {.1f, .3f}, {0, .68f}, {.12f, .95f}, {.4f, 1}, {.66f, .86f}, {.62f, .6f},
          {.38f, .52f}, {.14f, .64f}, {.04f, .8f}}}},
    // round, with a curl
    {2, {{{.56f, .08f}, {.38f, .01f}, {.14f, .2f}, {.01f, .58f}, {.1f, .92f}, {.36f, 1},
          {.56f, .8f}, {.46f, .56f}, {.22f, .56f}, {.06f, .74f}}}},
  },
  {  // 7
    // plain
    {4, {{{0, .07f}, {.3f, .06f}, {.6f, .02f}, {.6f, .02f}, {.42f, .42f}, {.24f, 1}}}},
    // a serif on the left
    {2, {{{.02f, .2f}, {.05f, .05f}, {.05f, .05f}, {.32f, .05f}, {.62f, .01f}, {.62f, .01f},
          {.46f, .4f}, {.32f, 1}}}},
    // a long serif, steep
    {1, {{{0, .3f}, {.05f, .08f}, {.05f, .08f}, {.36f, .08f}, {.66f, .04f}, {.66f, .04f},
          {.54f, .5f}, {.48f, 1}}}},
    // round shoulder
    {2, {{{0, .16f}, {.14f, .05f}, {.36f, .07f}, {.54f, .04f}, {.53f, .2f}, {.36f, .56f},
          {.26f, 1}}}},
    // barred
    {2, {{{0, .07f}, {.3f, .06f}, {.62f, .02f}, {.62f, .02f}, {.42f, .42f}, {.26f, 1}},
         {{.14f, .52f}, {.38f, .5f}, {.62f, .46f}}}},
  },
  {  // 8
    // the S first, then back up
    {4, {{{.5f, .12f}, {.3f, 0}, {.08f, .12f}, {.13f, .34f}, {.38f, .55f}, {.52f, .78f}, {.3f, 1},
          {.05f, .84f}, {.15f, .6f}, {.4f, .38f}, {.53f, .18f}, {.42f, .04f}}}},
    // large head, small foot
    {2, {{{.5f, .1f}, {.26f, 0}, {.02f, .14f}, {.1f, .4f}, {.36f, .6f}, {.44f, .86f}, {.27f, 1},
          {.12f, .86f}, {.24f, .6f}, {.46f, .36f}, {.56f, .14f}, {.44f, .03f}}}},
    // open at the top
    {2, {{{.6f, .1f}, {.34f, 0}, {.09f, .14f}, {.16f, .36f}, {.4f, .58f}, {.42f, .86f},
          {.2f, 1}, {.02f, .84f}, {.14f, .62f}, {.4f, .38f}, {.64f, .14f}}}},
    // one ring on the other
    {1, {{{.3f, .47f}, {.08f, .35f}, {.1f, .1f}, {.3f, 0}, {.5f, .11f}, {.5f, .36f}, {.29f, .47f}},
         {{.29f, .47f}, {.05f, .58f}, {.03f, .86f}, {.29f, 1}, {.55f, .87f}, {.54f, .58f},
          {.3f, .47f}}}},
  },
  {  // 9
    // straight back
    {4, {{{.5f, .14f}, {.3f, .01f}, {.08f, .14f}, {.04f, .38f}, {.22f, .48f}, {.44f, .34f},
          {.52f, .08f}, {.52f, .08f}, {.48f, .5f}, {.42f, 1}}}},
    // hooked back
    {2, {{{.52f, .12f}, {.3f, 0}, {.07f, .14f}, {.06f, .4f}, {.28f, .47f}, {.48f, .3f},
          {.54f, .1f}, {.54f, .1f}, {.54f, .5f}, {.46f, .86f}, {.24f, 1}, {.04f, .9f}}}},
    // large head
    {2, {{{.56f, .16f}, {.34f, 0}, {.06f, .14f}, {0, .42f}, {.2f, .58f}, {.46f, .42f},
          {.58f, .12f}, {.58f, .12f}, {.54f, .56f}, {.46f, 1}}}},
    // small head, slanting back
    {2, {{{.46f, .1f}, {.22f, .02f}, {.02f, .24f}, {.12f, .42f}, {.34f, .32f}, {.46f, .1f},
          {.46f, .1f}, {.4f, .4f}, {.24f, 1}}}},
  },
}};
// clang-format on

// ---- The hand -----------------------------------------------------------------------------------

/// A number of mean 0 and standard deviation 1, never beyond 3: the sum of three uniform ones.
/// The bound keeps every digit readable, and nothing here depends on a library's logarithm.
float bell(Rng& rng) {
  double sum = 0;
  for (int i = 0; i < 3; ++i) sum += rng.uniform();
  return static_cast<float>(2 * sum - 3);
}

/// How one digit is written; the unit of length is the height of a glyph, or the pixel.
struct Hand {
  float slant;                // to the right, for each unit upwards
  float turn;                 // tangent of the angle, clockwise
  float width;                // the glyph's x is multiplied by this
  std::array<float, 6> bend;  // coefficients of a quadratic warp of the page
  float wobble;               // standard deviation of each point's own displacement
  float pen;                  // half the line's width in pixels
  float box;                  // longer side of the digit in pixels
  Point centre;               // of mass, in pixels
};

/// MNIST puts the centre of mass on pixel 14, counted from 0: this is the centre of that pixel.
constexpr float middle = 14.5f;

Hand random_hand(Rng& rng) {
  Hand hand;
  hand.slant = 0.16f + 0.22f * bell(rng);
  hand.turn = 0.07f * bell(rng);
  hand.width = 1.12f + 0.17f * bell(rng);
  for (float& b : hand.bend) b = 0.18f * bell(rng);
  hand.wobble = 0.025f + 0.006f * bell(rng);
  hand.pen = std::max(0.7f, 1.29f + 0.36f * bell(rng));
  hand.box = 19.0f + 0.35f * bell(rng);
  hand.centre.x = middle + 0.25f * bell(rng);
  hand.centre.y = middle + 0.25f * bell(rng);
  return hand;
}

/// Where the hand puts a glyph's point: a smooth warp of the page, then width, slant and turn.
Point moved(Point p, const Hand& hand) {
  const float u = p.x - 0.3f, v = p.y - 0.5f;
  const auto& b = hand.bend;
  const float x = hand.width * (u + b[0] * u * u + b[1] * u * v + b[2] * v * v) - hand.slant * v;
  const float y = v + b[3] * u * u + b[4] * u * v + b[5] * v * v;
  return {x - hand.turn * y, y + hand.turn * x};
}

/// The stroke as this hand writes it. A doubled point moves as one, so a corner stays a corner.
Stroke written(const Stroke& stroke, const Hand& hand, Rng& rng) {
  Stroke result;
  for (std::size_t i = 0; i < stroke.size(); ++i) {
    if (i > 0 && stroke[i] == stroke[i - 1]) {
      result.push_back(result.back());
      continue;
    }
    const Point p = {stroke[i].x + hand.wobble * bell(rng), stroke[i].y + hand.wobble * bell(rng)};
    result.push_back(moved(p, hand));
  }
  return result;
}

// ---- From strokes to segments -------------------------------------------------------------------

/// A straight piece of line; the pen's radius changes evenly from a to b.
struct Segment {
  Point a, b;
  float radius_a, radius_b;
};

/// The Catmull-Rom curve from p1 to p2 at t in [0, 1] (Catmull and Rom 1974).
Point curve(Point p0, Point p1, Point p2, Point p3, float t) {
  const auto at = [t](float c0, float c1, float c2, float c3) {
    return c1 + 0.5f * t *
                    (c2 - c0 + t * (2 * c0 - 5 * c1 + 4 * c2 - c3 + t * (3 * (c1 - c2) + c3 - c0)));
  };
  return {at(p0.x, p1.x, p2.x, p3.x), at(p0.y, p1.y, p2.y, p3.y)};
}

/// Appends the stroke's curve. The pen's pressure drifts evenly from its first point to its last.
void trace(const Stroke& stroke, float pen, float drift, std::vector<Segment>& segments) {
  constexpr int steps = 4;  // straight pieces from point to point: about a pixel each
  const std::size_t last = stroke.size() - 1;
  const float length = static_cast<float>(last);
  Point from = stroke[0];
  float radius = pen * (1 - drift);
  for (std::size_t i = 0; i < last; ++i) {
    if (stroke[i] == stroke[i + 1]) continue;
    for (int step = 1; step <= steps; ++step) {
      const float t = static_cast<float>(step) / steps;
      const Point to = curve(stroke[i > 0 ? i - 1 : 0], stroke[i], stroke[i + 1],
                             stroke[std::min(i + 2, last)], t);
      const float next = pen * (1 + drift * (2 * (static_cast<float>(i) + t) / length - 1));
      segments.push_back({from, to, radius, next});
      from = to;
      radius = next;
    }
  }
}

const Glyph& random_glyph(int digit, Rng& rng) {
  const auto& glyphs = alphabet[static_cast<std::size_t>(digit)];
  double total = 0;
  for (const Glyph& glyph : glyphs) total += glyph.weight;
  double ticket = rng.uniform() * total;
  for (const Glyph& glyph : glyphs) {
    ticket -= glyph.weight;
    if (ticket < 0) return glyph;
  }
  return glyphs.back();
}

std::vector<Segment> write(int digit, const Hand& hand, Rng& rng) {
  std::vector<Segment> segments;
  for (const Stroke& stroke : random_glyph(digit, rng).strokes) {
    const float drift = 0.12f * bell(rng);
    trace(written(stroke, hand, rng), hand.pen, drift, segments);
  }
  return segments;
}

/// Enlarges the drawing and moves its point `from` to `to`.
void place(std::vector<Segment>& segments, float scale, Point from, Point to) {
  const auto placed = [&](Point p) {
    return Point{to.x + scale * (p.x - from.x), to.y + scale * (p.y - from.y)};
  };
  for (Segment& s : segments) {
    s.a = placed(s.a);
    s.b = placed(s.b);
  }
}

/// Gives the longer side of the digit, its line's width included, hand.box pixels, and puts the
/// middle of its bounding box where its centre of mass belongs.
void fit(std::vector<Segment>& segments, const Hand& hand) {
  Point low = segments[0].a, high = low;
  for (const Segment& s : segments) {
    low = {std::min(low.x, s.b.x), std::min(low.y, s.b.y)};
    high = {std::max(high.x, s.b.x), std::max(high.y, s.b.y)};
  }
  const float longer = std::max(high.x - low.x, high.y - low.y);
  const Point centre = {0.5f * (low.x + high.x), 0.5f * (low.y + high.y)};
  place(segments, (hand.box - 2 * hand.pen) / longer, centre, hand.centre);
}

// ---- From segments to pixels --------------------------------------------------------------------

constexpr int side = 28;     // pixels
constexpr float rim = 1.2f;  // pixels over which a line's edge fades

/// The pixels whose centres lie in [low, high], cut to the image.
struct Range {
  int begin, end;
  Range(float low, float high)
      : begin(std::max(0, static_cast<int>(std::ceil(low - 0.5f)))),
        end(std::min(side, static_cast<int>(std::floor(high - 0.5f)) + 1)) {}
};

/// How much of the pixel at p the segment inks: 1 inside, 0 outside, falling evenly over the rim.
float coverage(Point p, const Segment& s) {
  const float dx = s.b.x - s.a.x, dy = s.b.y - s.a.y;
  const float px = p.x - s.a.x, py = p.y - s.a.y;
  const float square = std::max(dx * dx + dy * dy, 1e-6f);  // a segment may be a mere point
  const float t = std::clamp((px * dx + py * dy) / square, 0.0f, 1.0f);
  const float ex = px - t * dx, ey = py - t * dy;
  const float radius = s.radius_a + t * (s.radius_b - s.radius_a);
  return std::clamp(0.5f + (radius - std::sqrt(ex * ex + ey * ey)) / rim, 0.0f, 1.0f);
}

void ink(const Segment& s, std::span<float, 784> image) {
  const float reach = std::max(s.radius_a, s.radius_b) + 0.5f * rim;
  const Range rows(std::min(s.a.y, s.b.y) - reach, std::max(s.a.y, s.b.y) + reach);
  const Range columns(std::min(s.a.x, s.b.x) - reach, std::max(s.a.x, s.b.x) + reach);
  for (int row = rows.begin; row < rows.end; ++row) {
    for (int column = columns.begin; column < columns.end; ++column) {
      const Point centre = {static_cast<float>(column) + 0.5f, static_cast<float>(row) + 0.5f};
      float& pixel = image[static_cast<std::size_t>(row * side + column)];
      pixel = std::max(pixel, coverage(centre, s));
    }
  }
}

void draw(const std::vector<Segment>& segments, std::span<float, 784> image) {
  std::ranges::fill(image, 0.0f);
  for (const Segment& segment : segments) ink(segment, image);
}

Point centre_of_mass(std::span<const float, 784> image) {
  float mass = 0, x = 0, y = 0;
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side; ++column) {
      const float pixel = image[static_cast<std::size_t>(row * side + column)];
      mass += pixel;
      x += pixel * (static_cast<float>(column) + 0.5f);
      y += pixel * (static_cast<float>(row) + 0.5f);
    }
  }
  return {x / mass, y / mass};
}

}  // namespace

void draw_digit(int digit, Rng& rng, std::span<float, 784> image) {
  if (digit < 0 || digit > 9) {
    throw UsageError("draw_digit: there is no digit " + std::to_string(digit) +
                     "; the classes are 0 to 9");
  }
  const Hand hand = random_hand(rng);
  std::vector<Segment> segments = write(digit, hand, rng);
  fit(segments, hand);
  draw(segments, image);
  // Lines cross and touch, so only the drawn image knows where its centre of mass lies.
  place(segments, 1, centre_of_mass(image), hand.centre);
  draw(segments, image);
  for (float& pixel : image) pixel = std::floor(255 * pixel + 0.5f) / 255;
}

LabelledImages digits(std::int64_t n, const Rng& rng) {
  if (n < 0) throw UsageError("digits: cannot draw " + std::to_string(n) + " images; ask for >= 0");
  const Rng orders = rng.split(0), pens = rng.split(1);
  LabelledImages set;
  while (std::ssize(set.labels) < n) {
    Rng order = orders.split(set.labels.size());
    for (std::int64_t label : permutation(10, order)) set.labels.push_back(label);
  }
  set.labels.resize(static_cast<std::size_t>(n));

  set.images = Tensor<float>::uninitialized({n, side * side});
  float* const pixels = set.images.write();
  parallel_for(n, [&](std::int64_t i) {
    Rng pen = pens.split(static_cast<std::uint64_t>(i));
    const int digit = static_cast<int>(set.labels[static_cast<std::size_t>(i)]);
    draw_digit(digit, pen, std::span<float, 784>(pixels + i * side * side, 784));
  });
  return set;
}

}  // namespace gradus::vae
