// Exercise 5.6  Break it: sizes that reveal
// Points: 5
// Chapter: 5
//
// A fast product has many edges, and each of them is a place for a mistake. Five products are
// wrong:
//
//     one works on tiles of 4 rows, and leaves out the rows that are left over;
//     one works on tiles of 8 columns, and leaves out the columns that are left over;
//     one works on blocks of 256 steps of k, and the last block overwrites C instead of adding;
//     one takes two steps of k at a time, and leaves out a last single one;
//     one takes m for the length of a row of A, where it is k.
//
// Most sizes that come to mind show only some of them. Give the sizes of one product
// [m, k] x [k, n] on which all five are found out, with m and n at most 40 and k at most 300.
//
// Hint: A left-over row needs an m that is no multiple of 4, and so on. Take the demands one by
//   one.
// Hint: For which m and k is it no mistake to take one for the other?
#pragma once

#include "tutorials/support/exercise.h"

struct Sizes {
  int m, n, k;
};

inline Sizes revealing_sizes() {
  // begin solution: no edge is left out
  return {5, 9, 257};
  // end solution
}
