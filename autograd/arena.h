// What: Arena, memory that is handed out piece by piece and given back as a whole.
// Why: a recording makes a rule or two for each op and lets go of all of them together. One behind
//      the other they cost the addition of a length each, and no gaps.
// Invariants: a piece stays where it is; whoever makes an object in it destroys that object.
// Read next: tape.h.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "tensor/buffer.h"

namespace gradus {

class Arena {
 public:
  /// Room for a T, uninitialised.
  template <class T>
  void* room_for() {
    static_assert(alignof(T) <= unit);
    constexpr std::size_t bytes = (sizeof(T) + unit - 1) / unit * unit;
    if (bytes > left_) [[unlikely]]
      add_chunk(bytes);
    void* const room = next_;
    next_ += bytes;
    left_ -= bytes;
    return room;
  }

  /// Gives everything back.
  void clear() {
    chunks_.clear();
    left_ = 0;
  }

 private:
  static constexpr std::size_t unit = alignof(std::max_align_t), chunk = 4096;

  void add_chunk(std::size_t bytes) {
    left_ = std::max(bytes, chunk);
    next_ = static_cast<std::byte*>(chunks_.emplace_back(left_).data());
  }

  std::vector<Buffer, PoolAllocator<Buffer>> chunks_;
  std::byte* next_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace gradus
