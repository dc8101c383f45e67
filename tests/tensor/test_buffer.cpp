// The pool of memory blocks.
#include "tensor/buffer.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <limits>
#include <new>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "tensor/tensor.h"

using namespace gradus;

namespace {

// Runs on a thread of its own, whose pool starts empty.
template <class F>
void on_new_thread(const F& f) {
  std::thread(f).join();
}

// Outlives the pool of the main thread; a sanitizer sees if that goes wrong.
std::optional<Tensor<float>> longest_living;

}  // namespace

TEST_CASE("blocks of every size are aligned to 64 bytes and as large as asked") {
  for (std::size_t bytes = 0; bytes < 5000; bytes += 1 + bytes / 16) {
    const Buffer buffer(bytes);
    REQUIRE(buffer.data() != nullptr);
    CHECK(reinterpret_cast<std::uintptr_t>(buffer.data()) % 64 == 0);
    std::memset(buffer.data(), 0xff, bytes);  // a sanitizer sees if the block is too small
  }
  const Buffer large(std::size_t{1} << 20);
  CHECK(reinterpret_cast<std::uintptr_t>(large.data()) % 64 == 0);
}

TEST_CASE("a block is at most an eighth, or a cache line, larger than asked") {
  on_new_thread([] {
    for (std::size_t bytes = 1; bytes < (std::size_t{1} << 24); bytes = bytes * 9 / 8 + 1) {
      CAPTURE(bytes);
      const Buffer buffer(bytes);
      const auto taken = static_cast<std::size_t>(pool_statistics().bytes_in_use);
      CHECK(taken >= bytes);
      CHECK(taken <= bytes + bytes / 8 + 64);
    }
  });
}

TEST_CASE("neighbouring large blocks begin at different places in a page") {
  on_new_thread([] {
    const std::size_t bytes = std::size_t{1} << 20;  // each from the system, which aligns to pages
    std::vector<Buffer> buffers;
    std::set<std::uintptr_t> places;
    for (int i = 0; i < 5; ++i) {
      buffers.emplace_back(bytes);
      std::memset(buffers.back().data(), i, bytes);
      places.insert(reinterpret_cast<std::uintptr_t>(buffers.back().data()) % 4096);
    }
    CHECK(places.size() == 5);
  });
}

TEST_CASE("a block comes back for the next buffer of its size") {
  on_new_thread([] {
    const void* first = Buffer(1000).data();
    const Buffer again(1000);
    CHECK(again.data() == first);
    const Buffer second(1000), larger(5000);
    CHECK(second.data() != first);
    CHECK(pool_statistics().system_allocations == 3);
    // Sizes of one class share blocks.
    const void* kept = Buffer(3000).data();
    CHECK(Buffer(2990).data() == kept);
  });
}

TEST_CASE("a smaller buffer takes a larger block before the system is asked") {
  on_new_thread([] {
    const void* large = Buffer(100'000).data();
    const void* small = Buffer(1000).data();  // has the large block
    CHECK(small == large);
    CHECK(pool_statistics().system_allocations == 1);
    const Buffer keeps_large(100'000), another(1000);
    CHECK(another.data() != large);
    CHECK(pool_statistics().system_allocations == 2);
  });
}

TEST_CASE("a few bytes do not take a huge block") {
  on_new_thread([] {
    const void* huge = Buffer(64 << 20).data();
    const Buffer small(1000);
    CHECK(small.data() != huge);
    CHECK(Buffer(9 << 20).data() == huge);
    CHECK(pool_statistics().system_allocations == 2);
  });
}

TEST_CASE("a buffer is exclusive while it has no copy") {
  Buffer buffer(100);
  CHECK(buffer.exclusive());
  {
    const Buffer copy = buffer;
    CHECK(copy.data() == buffer.data());
    CHECK(!buffer.exclusive());
    CHECK(!copy.exclusive());
  }
  CHECK(buffer.exclusive());
  const Buffer moved = std::move(buffer);
  CHECK(moved.exclusive());
  CHECK(!Buffer().exclusive());
  CHECK(Buffer().data() == nullptr);
}

TEST_CASE("assignment lets go of the old block, also onto itself") {
  on_new_thread([] {
    Buffer a(100), b(5000);
    const void* const block = b.data();
    a = b;
    CHECK(a.data() == block);
    const Buffer& same = a;
    a = same;
    CHECK(a.data() == block);
    b = Buffer();
    CHECK(a.exclusive());
    a = Buffer();
    CHECK(pool_statistics().bytes_in_use == 0);
  });
}

TEST_CASE("the statistics add up") {
  on_new_thread([] {
    CHECK(pool_statistics().system_bytes == 0);
    {
      const Buffer a(64), b(128);
      CHECK(pool_statistics().system_allocations == 2);
      CHECK(pool_statistics().bytes_in_use == 64 + 128);
      CHECK(pool_statistics().system_bytes == 64 + 128);
    }
    CHECK(pool_statistics().bytes_in_use == 0);
    CHECK(pool_statistics().system_bytes == 64 + 128);
    const Buffer kept(64);
    trim_pool();
    CHECK(pool_statistics().bytes_in_use == 64);
    CHECK(pool_statistics().system_bytes == 64);
  });
}

TEST_CASE("the second round of the same work takes nothing from the system") {
  on_new_thread([] {
    const auto round = [] {
      std::vector<Buffer> buffers;
      for (std::size_t bytes = 1; bytes < 100000; bytes = bytes * 3 / 2 + 1)
        for (int i = 0; i < 3; ++i) buffers.emplace_back(bytes);
    };
    round();
    const std::int64_t first = pool_statistics().system_allocations;
    CHECK(first > 0);
    for (int i = 0; i < 3; ++i) round();
    CHECK(pool_statistics().system_allocations == first);
    CHECK(pool_statistics().bytes_in_use == 0);
  });
}

TEST_CASE("standard containers take their memory from the pool, too") {
  on_new_thread([] {
    const auto fill = [] {
      std::vector<double, PoolAllocator<double>> values;
      for (int i = 0; i < 1000; ++i) values.push_back(i);
      CHECK(values[999] == 999);
      CHECK(pool_statistics().bytes_in_use >= 8000);
    };
    fill();
    CHECK(pool_statistics().bytes_in_use == 0);
    const std::int64_t first = pool_statistics().system_allocations;
    CHECK(first > 0);
    fill();
    CHECK(pool_statistics().system_allocations == first);
  });
}

TEST_CASE("owners are counted alike before and after the process has a second thread") {
  Buffer early(100);
  std::vector<Buffer> copies(5, early);
  on_new_thread([copy = early] { CHECK(!copy.exclusive()); });
  copies.resize(10, early);
  CHECK(!early.exclusive());
  copies.clear();
  CHECK(early.exclusive());
}

TEST_CASE("a block let go of by another thread goes into the pool of that one") {
  std::vector<Buffer> made;
  std::set<const void*> blocks;
  on_new_thread([&] {
    for (int i = 0; i < 10; ++i) blocks.insert(made.emplace_back(7777).data());
  });
  on_new_thread([&] {
    const Buffer any(1);  // a thread has a pool once it has taken a block
    made.clear();
    for (int i = 0; i < 10; ++i) CHECK(blocks.count(made.emplace_back(7777).data()) == 1);
    CHECK(pool_statistics().system_allocations == 1);
    made.clear();
  });
}

TEST_CASE("a thread without a pool gives blocks back to the system") {
  std::vector<Buffer> made;
  on_new_thread([&] { made.emplace_back(100); });
  on_new_thread([&] {
    made.clear();
    CHECK(pool_statistics().system_bytes == 0);
  });
}

TEST_CASE("threads may copy and let go of the same buffer at the same time") {
  Buffer shared(256);
  std::vector<std::thread> all;
  for (int i = 0; i < 4; ++i)
    all.emplace_back([copy = shared] {
      for (int j = 0; j < 2000; ++j) {
        const Buffer another = copy;
        if (another.exclusive()) std::abort();
      }
    });
  for (std::thread& thread : all) thread.join();
  all.clear();
  CHECK(shared.exclusive());
}

TEST_CASE("a tensor may outlive the pool of the thread that made it") {
  longest_living = Tensor<float>::full({1000}, 3);
  std::optional<Tensor<float>> made;
  on_new_thread([&] { made = Tensor<float>::full({100}, 2); });
  CHECK(made->at({99}) == 2);
}

TEST_CASE("more memory than there is throws bad_alloc") {
  CHECK_THROWS_AS(Buffer{std::numeric_limits<std::size_t>::max()}, std::bad_alloc);
  CHECK_THROWS_AS(Buffer{std::numeric_limits<std::size_t>::max() / 2}, std::bad_alloc);
}
