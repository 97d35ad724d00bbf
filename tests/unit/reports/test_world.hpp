#pragma once
// A small world and hand-written facts for tests of the reports: two workloads, two carriers, a campaign with two
// numbers and a toll-free number. The start is a round second, and instants are written as seconds after it.
#include <string>
#include <vector>

#include "engine/message/fact_digest.hpp"
#include "engine/message/message_fact.hpp"
#include "reports/collector.hpp"
#include "reports/topology.hpp"

namespace sendlab::test {

using namespace std::chrono_literals;

inline constexpr Instant start{Duration{1'767'632'400'000'000'000}};  // 2026-01-05T17:00:00Z

constexpr Instant at(Duration offset) { return start + offset; }

inline constexpr WorkloadId codes{0};
inline constexpr WorkloadId news{1};
inline constexpr CarrierId att{0};
inline constexpr CarrierId tmobile{1};
inline constexpr NumberId otp1{0};
inline constexpr NumberId otp2{1};
inline constexpr NumberId alerts{2};

inline Topology small_topology() {
  Topology world;
  world.workloads = {{"codes", {{"team", "login"}}}, {"news.daily", {}}};
  world.countries = {{"US", "US"}};
  world.carriers = {{"AT&T", 0}, {"T-Mobile", 0}};
  world.brands = {{"Example Corp", Topology::Limit{2000, 24h, tmobile}}};
  world.campaigns = {{"otp", Topology::Limit{75, 1min, att}}};
  world.usage_origins = {{"USE1", "10DLC"}, {"USE1", "TollFree"}};
  world.numbers = {{"otp#1", {12905550101}, 0, 0, Topology::Limit{1, 1s, no_carrier}, 0},
                   {"otp#2", {12905550102}, 0, 0, Topology::Limit{1, 1s, no_carrier}, 0},
                   {"alerts", {18885550100}, {}, {}, Topology::Limit{3, 1s, no_carrier}, 1}};
  return world;
}

// Steps in the order in which they are written; at most one batch. Each helper is one step in a message's life.
class Facts {
 public:
  struct Message {
    WorkloadId workload = codes;
    NumberId number = otp1;
    CarrierId carrier = att;
    std::uint8_t parts = 1;
    std::int64_t price = 5'810;
    std::int64_t fee = 3'000;
    Duration planned{};
    bool counts = true;
  };

  MessageFact& accepted(const Message& message, Duration when) {
    MessageFact& fact = add(message, FactKind::accepted, when);
    fact.requested = at(when);
    return fact;
  }

  MessageFact& refused(const Message& message, Duration when, Refusal refusal) {
    MessageFact& fact = add(message, FactKind::refused, when);
    fact.refusal = refusal;
    return fact;
  }

  MessageFact& handed_over(const Message& message, Duration first, Duration last) {
    MessageFact& fact = add(message, FactKind::handed_over, first);
    fact.first_hand_over = at(first);
    fact.last_hand_over = at(last);
    return fact;
  }

  MessageFact& status(const Message& message, Duration when, Status status, bool is_final) {
    MessageFact& fact = add(message, FactKind::status, when);
    fact.requested = fact.planned;
    fact.status = status;
    fact.is_final = is_final;
    if (status == Status::successful) fact.carrier_accepted = at(when);
    return fact;
  }

  // A whole life: accepted when planned, handed over after `queue` spent on `cause`, taken and delivered.
  void delivered(const Message& message, Duration queue, Duration accept, Duration handset,
                 DelayCause cause = DelayCause::number_mps) {
    const Duration over = message.planned + queue;
    const Duration taken = over + accept;
    accepted(message, message.planned);
    handed_over(message, over, over);
    MessageFact& successful = status(message, taken, Status::successful, false);
    successful.first_hand_over = successful.last_hand_over = at(over);
    MessageFact& last = status(message, taken + handset, Status::delivered, true);
    last.first_hand_over = last.last_hand_over = at(over);
    last.carrier_accepted = at(taken);
    wait_of(last, message.planned, over, cause);
    ++next_;
  }

  void wait_of(MessageFact& fact, Duration from, Duration to, DelayCause cause) {
    if (fact.wait_count == 0) fact.first_wait = static_cast<std::uint32_t>(waits.size());
    waits.push_back({at(from), at(to), cause});
    ++fact.wait_count;
  }

  void next_message() { ++next_; }

  [[nodiscard]] FactBatch batch() const { return {facts, waits}; }

  // The steps of each message drawn together, as a publisher does: what has no final status is pending.
  [[nodiscard]] std::vector<MessageFact> stories() const {
    std::vector<MessageFact> all;
    for (const MessageFact& step : facts) {
      if (step.kind == FactKind::refused || step.kind == FactKind::inbound || step.kind == FactKind::accepted) {
        all.push_back(step);
        if (step.kind != FactKind::accepted) continue;
        all.back().kind = FactKind::pending;
        all.back().answered = step.at;
        continue;
      }
      MessageFact& story = all.back();
      ENSURE(story.message == step.message && story.kind == FactKind::pending, "steps follow their request");
      if (step.kind == FactKind::handed_over) {
        story.first_hand_over = step.first_hand_over;
        story.last_hand_over = step.last_hand_over;
        story.parts_handed_over = step.parts;
        story.use = step.use;
        continue;
      }
      story.successful |= step.status == Status::successful;
      if (step.carrier_accepted != never) story.carrier_accepted = step.carrier_accepted;
      story.last_hand_over = std::min(story.last_hand_over, step.last_hand_over);
      if (!step.is_final) continue;
      story.kind = FactKind::status;
      story.at = step.at;
      story.status = step.status;
      story.is_final = true;
      story.first_wait = step.first_wait;
      story.wait_count = step.wait_count;
    }
    return all;
  }

  // As FactPublisher counts them.
  [[nodiscard]] std::array<std::int64_t, status_count> events() const {
    std::array<std::int64_t, status_count> counts{};
    for (const MessageFact& step : facts)
      if (step.kind == FactKind::status && step.counts) ++counts[static_cast<std::size_t>(step.status)];
    return counts;
  }

  std::vector<MessageFact> facts;
  std::vector<Wait> waits;

 private:
  // Not inlined: GCC 12 takes the vector's first growth for an overflow.
  [[gnu::noinline]] MessageFact& add(const Message& message, FactKind kind, Duration when) {
    MessageFact fact{};
    fact.at = at(when);
    fact.planned = at(message.planned);
    fact.message = MessageId{next_};
    fact.destination = PhoneNumber{12925550000 + next_};
    fact.price = {message.price};
    fact.fee = {message.fee};
    fact.number = message.number;
    fact.workload = message.workload;
    fact.carrier = message.carrier;
    fact.parts = message.parts;
    fact.kind = kind;
    fact.counts = message.counts;
    facts.push_back(fact);
    return facts.back();
  }

  std::uint64_t next_ = 1;
};

inline Digest digest_of(const std::vector<MessageFact>& facts) {
  FactDigest digest;
  for (const MessageFact& fact : facts) digest.add(fact);
  return digest.value();
}

// Collects the stories and finishes with as many offered sends as were answered.
inline Summary collect(const Topology& world, const CollectionPlan& plan, const Facts& facts,
                       ReplicationFacts replication = {60s, {}, {}}) {
  Collector collector{world, plan, start};
  const std::vector<MessageFact> stories = facts.stories();
  collector.consume({stories, facts.waits});
  replication.events = facts.events();
  std::vector<std::int64_t> offered(world.workloads.size());
  for (const MessageFact& story : stories)
    if (story.counts && story.kind != FactKind::inbound) ++offered[story.workload.index];
  for (std::uint16_t i = 0; i < offered.size(); ++i) collector.set_offered(WorkloadId{i}, offered[i]);
  return std::move(collector).finish(replication, digest_of(facts.facts));
}

}  // namespace sendlab::test
