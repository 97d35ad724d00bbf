// The study of scenarios/sms_study.lua by hand: one model, fixed, on std::priority_queue, without a scenario language,
// reports or prices. What a run of sendlab has to keep up with.
//
//   usage: sms_floor [MESSAGES] [SEED]     prints what became of the messages, and their latencies
//
// An event each: arrival, the end of a number's second, the end of a queued message's time-to-live, and the delivery.
// Two liberties that one takes by hand: the next arrival waits beside the heap, and a number has an event only while
// messages wait for it.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <queue>
#include <vector>

#include "engine/kernel/samplers.hpp"

namespace {

using Time = std::uint64_t;  // ns
constexpr Time second = 1'000'000'000, minute = 60 * second, day = 86'400 * second;

constexpr double arrivals_per_second = 360;
constexpr std::uint32_t brands = 10, campaigns = 3 * brands, numbers = 10 * campaigns;
constexpr Time time_to_live = 30 * second;
constexpr std::uint32_t att_per_minute = 160, tmobile_per_day = 2000;
enum Carrier : std::uint8_t { att, tmobile, verizon };
struct Lognormal {
  double mu, sigma;
};
constexpr std::array<Lognormal, 3> delivery_time = {{{0.5, 0.6}, {0.3, 0.7}, {0.2, 0.5}}};

enum Kind : std::uint32_t { number_is_free, waited_too_long, delivered };

// Ordered by time, then by order of scheduling: one comparison of 128 bits.
__extension__ using Event = unsigned __int128;  // time (64 bits), number (30), kind (2), subject (32)

struct Message {
  Time born;
  std::uint32_t next;  // in the queue of its number
  Carrier carrier;
  bool waits;
};

constexpr std::uint32_t nobody = UINT32_MAX;
struct Number {
  Time free_at = 0;
  std::uint32_t first = nobody, last = nobody;  // messages that wait, some of which may have expired
};

// The last 160 hand-overs of a campaign to AT&T: the oldest decides when the next may go.
struct Window {
  std::array<Time, att_per_minute> went{};
  std::uint32_t oldest = 0;
};

struct Day {
  Time number = 0;
  std::uint32_t sent = 0;
};

class Study {
 public:
  Study(std::uint64_t messages, std::uint64_t seed) : wanted_(messages), random_(sendlab::StreamKey{seed}) {
    messages_.reserve(messages);
    latencies_.reserve(messages);
    windows_.resize(campaigns);
    for (Window& window : windows_) window.went.fill(0);
  }

  void run() {
    next_arrival_ = gap();
    for (;;) {
      if (events_.empty() || next_arrival_ <= static_cast<Time>(events_.top() >> 64)) {
        if (next_arrival_ == UINT64_MAX) return;
        now_ = next_arrival_;
        arrive();
        continue;
      }
      const Event event = events_.top();
      events_.pop();
      now_ = static_cast<Time>(event >> 64);
      const auto subject = static_cast<std::uint32_t>(event);
      switch (static_cast<Kind>(static_cast<std::uint64_t>(event) >> 32 & 3)) {
        case number_is_free:
          serve_queue(numbers_[subject]);
          break;
        case waited_too_long:
          expire(messages_[subject]);
          break;
        case delivered:
          latencies_.push_back(now_ - messages_[subject].born);
          break;
      }
    }
  }

  void print() {
    std::printf("delivered %zu expired_in_queue %llu expired_at_att %llu over_tmobile_cap %llu", latencies_.size(),
                expired_in_queue_, expired_at_att_, over_cap_);
    for (const int percent : {50, 95, 99}) {
      if (latencies_.empty()) break;
      const std::size_t rank = (latencies_.size() * static_cast<std::size_t>(percent) + 99) / 100 - 1;
      std::nth_element(latencies_.begin(), latencies_.begin() + static_cast<std::ptrdiff_t>(rank), latencies_.end());
      std::printf(" p%d %.3f", percent, static_cast<double>(latencies_[rank]) / second);
    }
    std::printf(" end %.1f\n", static_cast<double>(now_) / second);
  }

 private:
  void schedule(Time at, Kind kind, std::uint32_t subject) {
    events_.push(Event{at} << 64 | sequence_++ << 34 | std::uint64_t{kind} << 32 | subject);
  }
  Time gap() { return static_cast<Time>(sendlab::draw_exponential(random_) * (second / arrivals_per_second)); }

  void arrive() {
    const auto id = static_cast<std::uint32_t>(messages_.size());
    const double u = random_.uniform();
    messages_.push_back({now_, nobody, u < 0.38 ? att : u < 0.70 ? tmobile : verizon, false});
    next_arrival_ = messages_.size() < wanted_ ? now_ + gap() : UINT64_MAX;
    Number& number = numbers_[id % numbers];
    if (number.first == nobody && number.free_at <= now_) return send(id, number);
    messages_[id].waits = true;
    schedule(now_ + time_to_live, waited_too_long, id);
    if (number.first == nobody) {
      number.first = id;
      schedule(number.free_at, number_is_free, id % numbers);
    } else {
      messages_[number.last].next = id;
    }
    number.last = id;
  }

  void serve_queue(Number& number) {
    while (number.first != nobody) {
      const std::uint32_t id = number.first;
      number.first = messages_[id].next;
      if (!messages_[id].waits) continue;
      messages_[id].waits = false;
      send(id, number);
      if (number.first != nobody) schedule(number.free_at, number_is_free, id % numbers);
      return;
    }
  }

  void expire(Message& message) {
    expired_in_queue_ += message.waits;
    message.waits = false;
  }

  void send(std::uint32_t id, Number& number) {
    number.free_at = now_ + second;
    const Message& message = messages_[id];
    const std::uint32_t campaign = id % numbers / 10;
    Time goes = now_;
    if (message.carrier == att) {
      Window& window = windows_[campaign];
      if (const Time oldest = window.went[window.oldest]; oldest != 0) goes = std::max(now_, oldest + minute);
      if (goes > message.born + time_to_live) {
        ++expired_at_att_;
        return;
      }
      window.went[window.oldest] = goes;
      window.oldest = window.oldest + 1 == att_per_minute ? 0 : window.oldest + 1;
    } else if (message.carrier == tmobile) {
      Day& today = days_[campaign / 3];
      if (today.number != now_ / day) today = {now_ / day, 0};
      if (today.sent == tmobile_per_day) {
        ++over_cap_;
        return;
      }
      ++today.sent;
    }
    const Lognormal& time = delivery_time[message.carrier];
    schedule(goes + static_cast<Time>(std::exp(time.mu + time.sigma * sendlab::draw_normal(random_)) * second),
             delivered, id);
  }

  std::uint64_t wanted_;
  sendlab::RandomStream random_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  std::uint64_t sequence_ = 0;
  Time now_ = 0, next_arrival_ = 0;
  std::vector<Message> messages_;
  std::array<Number, numbers> numbers_{};
  std::vector<Window> windows_;
  std::array<Day, brands> days_{};
  unsigned long long expired_in_queue_ = 0, expired_at_att_ = 0, over_cap_ = 0;
  std::vector<Time> latencies_;
};

}  // namespace

int main(int argc, char** argv) {
  Study study(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100'000,
              argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 42);
  study.run();
  study.print();
}
