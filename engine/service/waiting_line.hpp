#pragma once
// Where accepted messages wait: lanes of messages, and lines of lanes before a closed gate.
//
//   gate (campaign at AT&T, closed until 12:00:07)
//     line:  lane (number 3, AT&T, 1 part)   head -> … -> tail      first: its head was accepted first
//            lane (number 7, AT&T, 1 part)   head -> … -> tail
//
// Messages of one number to one carrier with as many parts wait in one lane: what holds the first holds them all, and
// what holds a long message does not hold a short one. Lanes that the same gate holds wait in one line, so that its
// opening wakes one lane and not all of them. A lane may stand in the line of any closed gate that it must pass; what
// else holds it is asked when its turn comes.
#include <cstdint>
#include <vector>

#include "engine/kernel/event_queue.hpp"
#include "engine/message/message_fact.hpp"
#include "engine/service/limits.hpp"
#include "engine/service/message_table.hpp"

namespace sendlab {

inline constexpr std::uint32_t no_line = UINT32_MAX;

struct Lane {
  NumberId number;
  CarrierId carrier;
  std::uint8_t parts = 1;
  DelayCause cause{};                // what its first message waits for, or waited for last
  MessageRow head = no_row, tail = no_row;
  EventHandle wake;                  // while it waits by itself
  std::uint32_t line = no_line;      // while it waits in a line
  std::uint32_t position = 0;        // there
  std::uint64_t place = 0;           // of its first message in the order of acceptance, while it waits in a line
  std::uint32_t next = no_lane;      // the next lane of this number and carrier
};

// The lanes before one gate: a binary heap by the place of their first messages.
class WaitingLine {
 public:
  explicit WaitingLine(LimitGate gate) : gate_(gate) {}

  [[nodiscard]] const LimitGate& gate() const { return gate_; }
  [[nodiscard]] bool empty() const { return lanes_.empty(); }
  [[nodiscard]] std::uint32_t first() const { return lanes_.front(); }

  void insert(std::vector<Lane>& all, std::uint32_t lane) {
    lanes_.push_back(lane);
    rise(all, lanes_.size() - 1, lane);
  }
  void remove(std::vector<Lane>& all, std::uint32_t lane) {
    const std::size_t hole = all[lane].position;
    const std::uint32_t last = lanes_.back();
    lanes_.pop_back();
    if (last == lane) return;
    rise(all, hole, last);
    sink(all, all[last].position, last);
  }
  void clear() { lanes_.clear(); }
  // Its first message has left it: its place is later now.
  void moved_back(std::vector<Lane>& all, std::uint32_t lane) { sink(all, all[lane].position, lane); }

  // The event at which its first lane is looked at again; the service's own.
  EventHandle wake;
  Instant wake_at{};
  std::uint64_t wake_place = 0;
  std::uint32_t next = no_line;  // the next line of this gate

 private:
  void put(std::vector<Lane>& all, std::size_t position, std::uint32_t lane) {
    lanes_[position] = lane;
    all[lane].position = static_cast<std::uint32_t>(position);
  }
  void rise(std::vector<Lane>& all, std::size_t hole, std::uint32_t lane) {
    for (; hole > 0 && all[lane].place < all[lanes_[(hole - 1) / 2]].place; hole = (hole - 1) / 2)
      put(all, hole, lanes_[(hole - 1) / 2]);
    put(all, hole, lane);
  }
  void sink(std::vector<Lane>& all, std::size_t hole, std::uint32_t lane) {
    for (std::size_t child; (child = 2 * hole + 1) < lanes_.size(); hole = child) {
      if (child + 1 < lanes_.size() && all[lanes_[child + 1]].place < all[lanes_[child]].place) ++child;
      if (all[lane].place < all[lanes_[child]].place) break;
      put(all, hole, lanes_[child]);
    }
    put(all, hole, lane);
  }

  LimitGate gate_;
  std::vector<std::uint32_t> lanes_;
};

}  // namespace sendlab
