// What: line_chart, scatter_chart and bar_chart, each as the text of an SVG file (loss.svg).
// Why: a loss curve is the first thing to look at, and a browser is enough to look at it.
// Invariants: any numbers give a well-formed picture: values that cannot be drawn (NaN, infinities)
//      leave a gap in their line. Series differ by colour (Okabe and Ito's palette, told apart by
//      colour-blind readers) and by dash or shape, and are named where they end or in a legend.
// Read next: train.h.
#pragma once

#include <string>
#include <vector>

namespace gradus::vae {

/// Points (x[i], y[i]), joined in this order. A series without a name is not named in the chart;
/// labels, if there are any, stand beside the points.
struct Series {
  std::string name;
  std::vector<double> x, y;
  std::vector<std::string> labels = {};
};

/// The size of the picture in pixels. Logarithmic axes have their ticks at powers of two, and
/// values that have no logarithm cannot be drawn.
struct Page {
  double width = 760, height = 440;
  bool logarithmic = false;
};

/// Labels carry the units: "-ELBO (nats per image)". Throws Error if a series has not as many x
/// as y.
std::string line_chart(const std::string& title, const std::string& x_label,
                       const std::string& y_label, std::vector<Series> series, Page page = {});

/// The points alone, each series with a colour and a shape of its own, up to ten of them. Throws as
/// line_chart does.
std::string scatter_chart(const std::string& title, const std::string& x_label,
                          const std::string& y_label, const std::vector<Series>& series,
                          Page page = {});

/// A bar from 0 for each value, its name below it while there is room (up to fifty bars). Throws
/// Error unless there are as many names as values.
std::string bar_chart(const std::string& title, const std::string& x_label,
                      const std::string& y_label, const std::vector<double>& values,
                      const std::vector<std::string>& names, Page page = {});

}  // namespace gradus::vae
