// Exercise 3.4  Write safely
// Points: 5
// Chapter: 3
//
// Adding in place saves memory and time, and is the source of mistakes that are hard to find. Write
// add_in_place(x, y): afterwards number i of x is what it was, plus number i of y. And:
//
//   - No other Strip may see the change. If the memory of x has other owners, x gets one of its
//     own first (copy on write).
//   - If all numbers of x lie at the same place (stride 0), they cannot be changed one by one. x
//     gets a memory in which they are apart.
//   - Otherwise nothing is copied: the memory is the same afterwards.
//   - If the sizes differ, x stays as it is and ShapeError is thrown. Its message names the op and
//     both sizes: "add_in_place: 3 numbers and 4".
//
// Hint: x.memory.use_count() says how many owners there are, x among them.
// Hint: A new memory has x.size numbers side by side. What stride reads it?
// Hint: throw ShapeError(fmt::format("add_in_place: {} numbers and {}", x.size, y.size), Where{});
#pragma once

#include "tutorials/support/exercise.h"

using Memory = std::vector<double>;

/// `size` numbers; number i is (*memory)[i * stride]. With stride 0 all are the same one.
struct Strip {
  std::shared_ptr<Memory> memory;
  std::size_t size, stride;
};

inline void add_in_place(Strip& x, const Strip& y) {
  // begin solution: refuse, make x the only owner of numbers that are apart, add
  if (x.size != y.size)
    throw ShapeError(fmt::format("add_in_place: {} numbers and {}", x.size, y.size), Where{});
  if (x.memory.use_count() > 1 || (x.stride == 0 && x.size > 1)) {
    auto own = std::make_shared<Memory>();
    for (std::size_t i = 0; i < x.size; ++i) own->push_back((*x.memory)[i * x.stride]);
    x = {own, x.size, 1};
  }
  for (std::size_t i = 0; i < x.size; ++i) (*x.memory)[i * x.stride] += (*y.memory)[i * y.stride];
  // end solution
}
