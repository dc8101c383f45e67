#include "tensor/buffer.h"

#include <algorithm>
#include <array>
#include <bit>
#include <new>

#if __has_include(<sanitizer/asan_interface.h>)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#endif

namespace gradus {
namespace {

using Block = Buffer::Block;

// Up to eight cache lines, a class for each count of lines. Beyond, eight classes per power of two,
// (8 .. 15) << shift lines, so that a recycled block is at most an eighth too large.
constexpr std::size_t line = 64;
constexpr std::uint32_t steps = 8;
constexpr std::size_t class_count = steps * 50;

std::uint32_t size_class(std::size_t bytes) {
  const std::uint64_t lines = bytes == 0 ? 1 : (bytes + line - 1) / line;
  if (lines < steps) return static_cast<std::uint32_t>(lines) - 1;
  const auto shift = static_cast<std::uint32_t>(std::bit_width(lines) - std::bit_width(steps));
  const std::uint64_t step = (lines + (std::uint64_t{1} << shift) - 1) >> shift;  // 8 .. 16
  return (steps - 1) + shift * steps + static_cast<std::uint32_t>(step - steps);
}

std::size_t class_bytes(std::uint32_t c) {
  if (c < steps - 1) return (c + 1) * line;
  const std::uint32_t shift = (c - (steps - 1)) / steps, step = (c - (steps - 1)) % steps;
  return (static_cast<std::size_t>(steps + step) << shift) * line;
}

void release(Block* block) noexcept {
  char* const memory = static_cast<char*>(static_cast<void*>(block)) - block->shift;
  ::operator delete (static_cast<void*>(memory), std::align_val_t{alignof(Block)});
}

// To the address sanitizer a block of the pool is memory like any other, so it must be told what
// nobody may touch: a free block, and what a block holds beyond the bytes that were asked for. In
// other builds this is nothing.
void allow_access(Block* block, std::size_t bytes) {
  ASAN_POISON_MEMORY_REGION(block + 1, class_bytes(block->size_class));
  ASAN_UNPOISON_MEMORY_REGION(block + 1, bytes);
}

struct Pool {
  std::array<Block*, class_count> free{};
  PoolStatistics statistics;

  ~Pool() { trim(); }

  void trim() noexcept {
    for (std::uint32_t c = 0; c < class_count; ++c)
      while (Block* block = free[c]) {
        free[c] = block->next_free;
        statistics.system_bytes -= static_cast<std::int64_t>(class_bytes(c));
        release(block);
      }
  }
};

// Tensors with static lifetime may outlive their thread's pool; they then give their blocks back
// to the system. The pointer needs no destruction, so it can be asked at any time.
thread_local Pool* living_pool = nullptr;

Pool* pool() {
  struct Owner {
    Pool pool;
    Owner() { living_pool = &pool; }
    ~Owner() { living_pool = nullptr; }
  };
  static thread_local Owner owner;
  return living_pool;
}

/// The smallest free block of class c or above, or nullptr. So the last, smaller batch of an epoch
/// finds room in the blocks of the batches before. Only a data set's worth of memory is not given
/// away for a few bytes: it may be wanted whole again.
Block* take_free(Pool& pool, std::uint32_t c) {
  const std::size_t most = std::max<std::size_t>(8 * class_bytes(c), std::size_t{1} << 21);
  for (std::uint32_t k = c; k < class_count && class_bytes(k) <= most; ++k)
    if (Block* const block = pool.free[k]) {
      pool.free[k] = block->next_free;
      return block;
    }
  return nullptr;
}

/// How far into its memory the next block of `bytes` begins. Left to itself the system lets every
/// large block begin at the same place in a page, and then number i of a parameter, of its gradient
/// and of Adam's averages have addresses that differ by a multiple of 4096. A processor compares
/// only those lowest bits before it lets a read pass earlier writes: it would wait for nothing.
std::size_t next_shift(std::size_t bytes) {
  constexpr std::size_t small = std::size_t{1} << 15, lines_in_a_page = 64, step = 13;
  static std::atomic<std::size_t> large_blocks = 0;
  return bytes < small ? 0 : large_blocks.fetch_add(1) * step % lines_in_a_page * line;
}

Block* ask_system(std::uint32_t c) {
  const std::size_t shift = next_shift(class_bytes(c));
  const std::size_t total = shift + sizeof(Block) + class_bytes(c);
  void* const memory = ::operator new (total, std::align_val_t{alignof(Block)});
  return ::new (static_cast<char*>(memory) + shift) Block{0, c, nullptr, shift};
}

}  // namespace

Buffer::Buffer(std::size_t bytes) {
  if (bytes > class_bytes(class_count - 1)) throw std::bad_alloc();
  const std::uint32_t c = size_class(bytes);
  Pool* const p = pool();
  block_ = p ? take_free(*p, c) : nullptr;
  if (!block_) {
    block_ = ask_system(c);
    if (p) {
      ++p->statistics.system_allocations;
      p->statistics.system_bytes += static_cast<std::int64_t>(class_bytes(c));
    }
  }
  block_->owners.store(1, std::memory_order_relaxed);
  if (p) p->statistics.bytes_in_use += static_cast<std::int64_t>(class_bytes(block_->size_class));
  allow_access(block_, bytes);
}

void Buffer::recycle(Block* block) noexcept {
  Pool* const p = living_pool;
  if (!p) return release(block);
  allow_access(block, 0);
  p->statistics.bytes_in_use -= static_cast<std::int64_t>(class_bytes(block->size_class));
  block->next_free = p->free[block->size_class];
  p->free[block->size_class] = block;
}

PoolStatistics pool_statistics() {
  const Pool* const p = pool();
  return p ? p->statistics : PoolStatistics{};
}

void trim_pool() {
  if (Pool* const p = pool()) p->trim();
}

}  // namespace gradus
