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
#if __has_include(<sys/single_threaded.h>)
#include <sys/single_threaded.h>
#endif

namespace gradus {

class Buffer {
 public:
  Buffer() = default;
  /// At least this many bytes, uninitialised. Throws std::bad_alloc if the system has no more.
  explicit Buffer(std::size_t bytes);
  Buffer(const Buffer& other) noexcept : block_(other.block_) {
    if (block_) count(+1);
  }
  Buffer(Buffer&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  Buffer& operator=(Buffer other) noexcept {
    std::swap(block_, other.block_);
    return *this;
  }
  ~Buffer() {
    // The only owner need not count down: nobody else can join.
    if (block_ && (exclusive() || count(-1) == 1)) recycle(block_);
  }

  void* data() const { return block_ ? static_cast<void*>(block_ + 1) : nullptr; }
  /// True when nobody else can see the block, so that it may be written in place.
  bool exclusive() const { return block_ && block_->owners.load(std::memory_order_acquire) == 1; }

  // The header takes one cache line, so that the data behind it is aligned like the block.
  struct alignas(64) Block {
    std::atomic<std::int32_t> owners;
    std::uint32_t size_class;
    Block* next_free;
    std::size_t shift;  // bytes from where the system's memory begins
  };

 private:
  template <class T>
  friend struct PoolAllocator;
  static void recycle(Block* block) noexcept;

  static bool one_thread() noexcept {
#if __has_include(<sys/single_threaded.h>)
    return __libc_single_threaded;
#else
    return false;
#endif
  }

  /// Adds to the number of owners; returns what it was. A locked addition only once the process
  /// has a second thread, as in std::shared_ptr: an op on a tape counts seven times, and the locks
  /// took 50 of its 300 ns.
  std::int32_t count(std::int32_t change) const noexcept {
    if (!one_thread()) return block_->owners.fetch_add(change, std::memory_order_acq_rel);
    const std::int32_t before = block_->owners.load(std::memory_order_relaxed);
    block_->owners.store(before + change, std::memory_order_relaxed);
    return before;
  }

  Block* block_ = nullptr;
};

/// Makes a standard container take its memory from the pool.
template <class T>
struct PoolAllocator {
  using value_type = T;
  PoolAllocator() = default;
  template <class U>
  PoolAllocator(const PoolAllocator<U>&) {}
  T* allocate(std::size_t n) {
    Buffer buffer(n * sizeof(T));
    void* const data = buffer.data();
    buffer.block_ = nullptr;  // handed on
    return static_cast<T*>(data);
  }
  void deallocate(T* data, std::size_t) noexcept {
    Buffer::recycle(static_cast<Buffer::Block*>(static_cast<void*>(data)) - 1);
  }
  bool operator==(const PoolAllocator&) const = default;
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
