#pragma once
// Counts by bucket number, in pages of 64 neighbours that exist once one of them is counted.
#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace sendlab {

template <class Count>
class BucketPages {
 public:
  static constexpr std::uint32_t page_size = 64;

  Count& operator[](std::uint32_t bucket) {
    const std::uint32_t page = bucket / page_size;
    if (page >= place_.size() || place_[page] == none) [[unlikely]]
      open(page);
    return counts_[place_[page] * page_size + bucket % page_size];
  }

  // Pages are numbered bucket / page_size. Null where nothing was counted.
  [[nodiscard]] std::uint32_t pages() const { return static_cast<std::uint32_t>(place_.size()); }
  [[nodiscard]] const Count* page(std::uint32_t page) const {
    return page < place_.size() && place_[page] != none ? counts_.data() + place_[page] * page_size : nullptr;
  }
  // The sum of the first `n` counts of a page.
  [[nodiscard]] std::int64_t sum(std::uint32_t page, std::uint32_t n = page_size) const {
    const Count* counts = this->page(page);
    std::int64_t sum = 0;
    if (counts == nullptr) return 0;
    for (std::uint32_t i = 0; i < n; ++i) sum += counts[i];
    return sum;
  }
  [[nodiscard]] std::size_t memory() const {
    return counts_.capacity() * sizeof(Count) + place_.capacity() * sizeof(std::uint16_t);
  }

 private:
  static constexpr std::uint16_t none = UINT16_MAX;

  [[gnu::noinline]] void open(std::uint32_t page) {
    if (page >= place_.size()) place_.resize(page + 1, none);
    place_[page] = static_cast<std::uint16_t>(counts_.size() / page_size);
    // Grows by a quarter: there are hundreds of histograms, and what doubling leaves unused adds up.
    if (counts_.size() == counts_.capacity()) counts_.reserve(counts_.size() + counts_.size() / 4 + 8 * page_size);
    counts_.resize(counts_.size() + page_size, 0);
  }

  std::vector<std::uint16_t> place_;  // page -> its place in counts_, or none
  std::vector<Count> counts_;         // pages in the order in which they were opened
};

}  // namespace sendlab
