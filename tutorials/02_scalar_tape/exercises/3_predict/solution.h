// Exercise 2.3  Three numbers to predict
// Points: 3
// Chapter: 2
//
// Work out each number with pen and paper, then write it down.
//
// (a) double_use(): a = 5, b = a * a, c = b + a. What is dc/da?
// (b) by_recursion(): the same c, but with the recursion of the chapter, which visits an input at
//     once whenever it has handed something on to it. In what order does not matter here. What does
//     it give for dc/da?
// (c) visits(): v1 = v0 + v0, v2 = v1 + v1, and so on up to v20. The sweep looks at each step once.
//     How many times does the recursion, begun at v20, visit v0?
//
// Hint: (a) Three ways lead from c to a, two of them through b.
// Hint: (b) Draw the graph. The recursion is wrong only if a step with inputs is visited twice. Is
//   there one?
// Hint: (c) v20 visits v19 twice, and each of these visits v18 twice.
#pragma once

#include "tutorials/support/exercise.h"

inline double double_use() {
  // begin solution: (a)
  return 11;
  // end solution
}
inline double by_recursion() {
  // begin solution: (b)
  return 11;
  // end solution
}
inline double visits() {
  // begin solution: (c)
  return 1 << 20;
  // end solution
}
