// Explained: x shares its memory, and you write into it: what others hold changes under their
// hands
#pragma once

#include "tutorials/support/exercise.h"

using Memory = std::vector<double>;

/// `size` numbers; number i is (*memory)[i * stride]. With stride 0 all are the same one.
struct Strip {
  std::shared_ptr<Memory> memory;
  std::size_t size, stride;
};

inline void add_in_place(Strip& x, const Strip& y) {
  if (x.size != y.size)
    throw ShapeError(fmt::format("add_in_place: {} numbers and {}", x.size, y.size), Where{});
  if (x.stride == 0 && x.size > 1) {
    auto own = std::make_shared<Memory>();
    for (std::size_t i = 0; i < x.size; ++i) own->push_back((*x.memory)[i * x.stride]);
    x = {own, x.size, 1};
  }
  for (std::size_t i = 0; i < x.size; ++i) (*x.memory)[i * x.stride] += (*y.memory)[i * y.stride];
}
