// What: Buffer, a counted reference to a block of memory, and the pool that recycles blocks.
// Why: a training step asks for the same sizes again and again. Giving a block back to the pool
//      and taking it out again costs a few instructions; asking the system costs page faults.
// Invariants: blocks are aligned to 64 bytes (a cache line, and the widest register); a block that
//      no Buffer refers to is in the pool of the thread that let go of it last (given back to the
//      system if that thread has never taken one); memory is not cleared. From the third step on a
//      training loop takes nothing from the system (tested).
// Read next: tensor.h.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace gradus {

class Buffer {
 public:
  Buffer() = default;
  /// At least this many bytes, uninitialised. Throws std::bad_alloc if the system has no more.
  explicit Buffer(std::size_t bytes);
  Buffer(const Buffer& other) noexcept : block_(other.block_) {
    if (block_) block_->owners.fetch_add(1, std::memory_order_relaxed);
  }
  Buffer(Buffer&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  Buffer& operator=(Buffer other) noexcept {
    std::swap(block_, other.block_);
    return *this;
  }
  ~Buffer() {
    if (block_ && block_->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) recycle(block_);
  }

  void* data() const { return block_ ? static_cast<void*>(block_ + 1) : nullptr; }
  /// True when nobody else can see the block, so that it may be written in place.
  bool exclusive() const { return block_ && block_->owners.load(std::memory_order_acquire) == 1; }

  // The header takes one cache line, so that the data behind it is aligned like the block.
  struct alignas(64) Block {
    std::atomic<std::int32_t> owners;
    std::uint32_t size_class;
    Block* next_free;
  };

 private:
  static void recycle(Block* block) noexcept;

  Block* block_ = nullptr;
};

/// What the pool of the calling thread has done so far.
struct PoolStatistics {
  std::int64_t system_allocations = 0;  // blocks asked of the system
  std::int64_t system_bytes = 0;        // bytes held from the system, free blocks included
  std::int64_t bytes_in_use = 0;        // bytes that some Buffer refers to
};
PoolStatistics pool_statistics();

/// Gives the free blocks of the calling thread back to the system.
void trim_pool();

}  // namespace gradus
