#include "engine/kernel/event_bucket.hpp"

#include <algorithm>

namespace sendlab {

void EventChunkPool::grow() {
  // Doubles from 4 KB to 2 MB, the size of a huge page.
  const std::size_t count = std::clamp<std::size_t>(chunks_, 16, 8192);
  EventChunk* const block = blocks_.emplace_back(count).data();
  for (std::size_t i = count; i-- > 0;) give(&block[i]);
  chunks_ += count;
}

}  // namespace sendlab
