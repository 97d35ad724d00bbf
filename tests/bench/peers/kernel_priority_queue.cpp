// The works of kernel_works.hpp on std::priority_queue, as one writes them by hand for one program: an event is 16
// bytes, ordered by time and then by order of scheduling, compared as one number.
#include <algorithm>
#include <functional>
#include <queue>
#include <vector>

#include "tests/bench/peers/kernel_works.hpp"

namespace {

__extension__ using Event = unsigned __int128;  // time in ns (64 bits), number (36), kind (4), subject (24)

// A cancelled event stays in the heap, marked by its number, until it comes to the top or half of the heap is such
// events.
class Heap : public std::priority_queue<Event, std::vector<Event>, std::greater<>> {
 public:
  template <class Gone>
  void remove_if(Gone gone) {
    c.erase(std::remove_if(c.begin(), c.end(), gone), c.end());
    std::make_heap(c.begin(), c.end(), comp);
  }
};

class Engine {
 public:
  void schedule(std::int64_t delay_ns, std::uint32_t kind, std::uint32_t subject) {
    heap_.push(Event{now_ + static_cast<std::uint64_t>(delay_ns)} << 64 | number_++ << 28 | kind << 24 | subject);
  }
  void schedule_and_cancel(std::int64_t delay_ns) {
    schedule(delay_ns, 0, 0);
    cancel(number_ - 1);
  }
  template <class Handle>
  void run(std::uint64_t count, const Handle& handle) {
    while (count-- != 0) {
      const Event event = heap_.top();
      heap_.pop();
      now_ = static_cast<std::uint64_t>(event >> 64);
      handle(static_cast<std::uint32_t>(event >> 24) & 15, static_cast<std::uint32_t>(event) & 0xFFFFFF);
    }
  }

 private:
  void cancel(std::uint64_t number) {
    if (number / 64 >= cancelled_.size()) cancelled_.resize(2 * (number / 64) + 1024);
    cancelled_[number / 64] |= std::uint64_t{1} << number % 64;
    if (2 * ++dead_ < heap_.size()) return;
    heap_.remove_if([&](Event event) { return is_cancelled(static_cast<std::uint64_t>(event) >> 28); });
    dead_ = 0;
  }
  [[nodiscard]] bool is_cancelled(std::uint64_t number) const {
    return number / 64 < cancelled_.size() && (cancelled_[number / 64] >> number % 64 & 1) != 0;
  }

  Heap heap_;
  std::uint64_t now_ = 0;
  std::uint64_t number_ = 0;
  std::vector<std::uint64_t> cancelled_;  // a bit for each number
  std::size_t dead_ = 0;                  // cancelled events in the heap
};

}  // namespace

int main(int argc, char** argv) { return peers::run_works(argc, argv, Engine{}); }
