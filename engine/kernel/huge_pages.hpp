#pragma once
// Memory for large tables that are read in no order.
#include <cstddef>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace sendlab {

// A std::allocator that asks for huge pages from 2 MB up: with pages of 4 KB nearly every read of a large table also
// misses the processor's table of pages. Only a hint; without it the program runs the same, slower.
template <class T>
struct HugePageAllocator {
  using value_type = T;
  static constexpr std::size_t huge_page = std::size_t{1} << 21;

  HugePageAllocator() = default;
  template <class U>
  HugePageAllocator(const HugePageAllocator<U>&) {}

  [[nodiscard]] T* allocate(std::size_t count) {
    void* const memory = ::operator new(count * sizeof(T), alignment(count));
#ifdef __linux__
    if (large(count)) madvise(memory, count * sizeof(T), MADV_HUGEPAGE);
#endif
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, std::size_t count) { ::operator delete(memory, alignment(count)); }

  friend bool operator==(const HugePageAllocator&, const HugePageAllocator&) { return true; }

 private:
  static bool large(std::size_t count) { return count * sizeof(T) >= huge_page; }
  static std::align_val_t alignment(std::size_t count) {
    return std::align_val_t{large(count) ? huge_page : alignof(T)};
  }
};

}  // namespace sendlab
