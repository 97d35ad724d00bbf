#pragma once
// The messages in flight. A row is reused when its message is final; a MessageId never is. One array of rows rather
// than one per column: an event touches several fields of one message.
#include <span>
#include <vector>

#include "engine/kernel/ensure.hpp"
#include "engine/kernel/simulation.hpp"
#include "engine/message/message_fact.hpp"
#include "engine/message/quantity.hpp"
#include "engine/service/carrier.hpp"

namespace sendlab {

using MessageRow = std::uint32_t;
inline constexpr MessageRow no_row = UINT32_MAX;
inline constexpr std::uint32_t no_lane = UINT32_MAX;

// Three cache lines: what waiting needs, what was asked for, what became of it.
struct alignas(64) Message {
  std::uint64_t place = 0;             // in the order of one instant: first come, first served
  Instant expires;
  Instant waiting_since;               // start of the wait that goes on now
  EventHandle timer;                   // its pending expiry, offer or outcome
  std::uint32_t lane = no_lane;        // where it waits
  MessageRow next = no_row, previous = no_row;  // there
  std::uint32_t first_wait = UINT32_MAX, last_wait = UINT32_MAX;
  NumberId number;
  CarrierId carrier;
  std::uint8_t parts = 1;
  std::uint8_t parts_handed_over = 0;  // fewer than parts when the message expired before the last could go
  Status status = Status::accepted;
  Status outcome = Status::delivered;
  DelayCause aside_for{};              // why it was set aside, outside any lane
  bool aside = false;                  // set aside, outside any lane, until it is offered again

  Instant planned, requested;
  MessageId id;
  PhoneNumber destination;
  UsdMicros price, fee;
  std::uint64_t faults_met = 0;        // bit i: fault i took effect on this message
  WorkloadId workload;
  CountryId country;
  Encoding encoding{};
  MessageType type{};
  RecipientTraits traits;
  std::uint8_t most_minutes = 0;       // voice: what its text costs at most

  Instant first_hand_over = never, last_hand_over = never, carrier_accepted = never;
  Instant outcome_at = never;
  LimitUse use;                        // at its hand-over
  Status answer = Status::successful;  // of the carrier, once handed over
  Priority outcome_priority = Priority::receipt;
  bool receipt_follows = false;
  bool receipt_was_delayed = false;
  std::uint8_t receipt_marks = 0;      // receipt_mark
  Channel channel = Channel::sms;
  bool registered = true;              // as its country asks for (R-ORG-8, R-ORG-13)
  std::uint16_t configuration_set = no_set;
  PoolId pool = no_pool;               // that chose the number; what follows it may choose another
  std::uint16_t call_s = 0;            // voice: seconds it will be answered for, at first those of its text
  std::uint32_t per_minute = 0;        // voice: millionths of a dollar, when it was accepted
};
static_assert(sizeof(Message) == 192);

class MessageTable {
 public:
  MessageRow add() {
    MessageRow row;
    ++in_flight_;
    if (free_.empty()) {
      row = static_cast<MessageRow>(rows_.size());
      ENSURE(row != no_row, "fewer than 4 billion messages are in flight");
      rows_.emplace_back();
    } else {
      row = free_.back();
      free_.pop_back();
      rows_[row] = Message{};
    }
    return row;
  }
  void remove(MessageRow row) {
    rows_[row].aside = false;
    forget_waits(rows_[row]);
    free_.push_back(row);
    --in_flight_;
  }
  Message& operator[](MessageRow row) { return rows_[row]; }
  const Message& operator[](MessageRow row) const { return rows_[row]; }
  // Has the processor fetch the row: it will be needed soon.
  void fetch(MessageRow row) const {
    const auto* line = reinterpret_cast<const char*>(&rows_[row]);
    for (std::size_t i = 0; i < sizeof(Message); i += 64) __builtin_prefetch(line + i);
  }
  [[nodiscard]] MessageRow rows() const { return static_cast<MessageRow>(rows_.size()); }  // free ones too
  [[nodiscard]] std::size_t in_flight() const { return in_flight_; }

  // Every message in flight, in the order of rows. Takes time for each row.
  template <class Visit>
  void for_each_in_flight(Visit&& visit) const {
    std::vector<bool> is_free(rows_.size());
    for (const MessageRow row : free_) is_free[row] = true;
    for (MessageRow row = 0; row < rows_.size(); ++row)
      if (!is_free[row]) visit(row, rows_[row]);
  }

  // The wait from waiting_since to `to`, if it took any time.
  void charge(Message& message, Instant to, DelayCause cause) {
    ENSURE(to >= message.waiting_since, "a wait ends after it began");
    if (to > message.waiting_since) append_wait(message, {message.waiting_since, to, cause});
    message.waiting_since = to;
  }
  // Appends the message's waits to `out`.
  void copy_waits(const Message& message, std::vector<Wait>& out) const {
    for (std::uint32_t i = message.first_wait; i != UINT32_MAX; i = waits_[i].next) out.push_back(waits_[i].wait);
  }

 private:
  struct WaitNode {
    Wait wait;
    std::uint32_t next;
  };
  void append_wait(Message& message, Wait wait) {
    if (message.last_wait != UINT32_MAX) {  // one wait for the same thing is one wait
      Wait& last = waits_[message.last_wait].wait;
      if (last.cause == wait.cause && last.to == wait.from) {
        last.to = wait.to;
        return;
      }
    }
    std::uint32_t node;
    if (free_wait_ == UINT32_MAX) {
      node = static_cast<std::uint32_t>(waits_.size());
      waits_.push_back({wait, UINT32_MAX});
    } else {
      node = free_wait_;
      free_wait_ = waits_[node].next;
      waits_[node] = {wait, UINT32_MAX};
    }
    if (message.last_wait == UINT32_MAX)
      message.first_wait = node;
    else
      waits_[message.last_wait].next = node;
    message.last_wait = node;
  }
  void forget_waits(Message& message) {
    if (message.first_wait == UINT32_MAX) return;
    waits_[message.last_wait].next = free_wait_;
    free_wait_ = message.first_wait;
    message.first_wait = message.last_wait = UINT32_MAX;
  }

  std::vector<Message> rows_;
  std::vector<MessageRow> free_;
  std::size_t in_flight_ = 0;
  std::vector<WaitNode> waits_;
  std::uint32_t free_wait_ = UINT32_MAX;
};

}  // namespace sendlab
