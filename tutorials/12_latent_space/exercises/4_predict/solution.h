// Exercise 12.4  Predict: z = 5
// Points: 3
// Chapter: 12
//
// lit: an article gives the full moon the code 1 and the half moon the code 10. If the share that
//     is lit changed evenly with the code, which share would be lit at z = 5?
// brightness: now the image at z = 5 is no moon but a cross-fade of the two images. The full moon
//     is 1 everywhere on its disc, the dark half of the half moon 0. What is the mean of the
//     cross-fade over the disc?
// corner: a map of 10 x 10 codes covers the plane in steps of equal probability. Which is the first
//     coordinate of its leftmost codes?
//
// Hint: From 1 to 10 there are nine steps.
// Hint: In a cross-fade every pixel is a mixture, and half of the disc is white in both images.
// Hint: The leftmost tenth is represented by its middle. The table of the chapter has the number.
#pragma once

#include "tutorials/support/exercise.h"

struct Prediction {
  double lit, brightness, corner;
};

inline Prediction predict() {
  // begin solution: two of them are the same
  return {.lit = 7.0 / 9, .brightness = 7.0 / 9, .corner = -1.644854};
  // end solution
}
