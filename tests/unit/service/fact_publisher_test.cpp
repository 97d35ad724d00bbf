#include "engine/service/fact_publisher.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/unit/service/test_service.hpp"

using namespace std::chrono_literals;

namespace sendlab {
namespace {

class Stories final : public FactConsumer {
 public:
  void consume(const FactBatch& batch) override {
    for (const MessageFact& fact : batch.facts) {
      facts.push_back(fact);
      Duration waited{};
      for (const Wait& wait : batch.waits.subspan(fact.first_wait, fact.wait_count)) waited += wait.to - wait.from;
      waits.push_back(waited);
    }
  }
  std::vector<MessageFact> facts;
  std::vector<Duration> waits;  // of each, in all
};

// A number at 1 MPS: three messages go at 0 s, 1 s and 2 s and are delivered a second later, two people write back.
struct Run {
  Run() {
    service.model.numbers[0].mps = {1, 1s};
    service.model.accounts[0].queue_over_mps = true;
    service.begin();
    service.service->facts().add_consumer(stories);
    for (std::uint64_t person = 0; person < 3; ++person) service.send(person);
    SendRequest empty = service.request(7);
    empty.parts = 0;
    service.service->submit(empty);
    for (std::uint64_t person = 0; person < 2; ++person)
      service.service->inbound(NumberId{0}, service.request(person).to, "hello", WorkloadId{0});
  }
  void end(Duration at) {
    service.run_until(at);
    service.service->publish_pending();
    service.service->facts().flush();
  }
  [[nodiscard]] std::int64_t count(FactKind kind) const {
    return std::count_if(stories.facts.begin(), stories.facts.end(),
                         [&](const MessageFact& f) { return f.kind == kind; });
  }
  TestService service;
  Stories stories;
};

}  // namespace

TEST_CASE("every message has one story, when its end is known", "[service][facts]") {
  Run run;
  run.end(1min);
  CHECK(run.stories.facts.size() == 6);
  CHECK(run.count(FactKind::status) == 3);
  CHECK(run.count(FactKind::refused) == 1);
  CHECK(run.count(FactKind::inbound) == 2);
  std::vector<double> ends;
  for (std::size_t i = 0; i < run.stories.facts.size(); ++i) {
    const MessageFact& story = run.stories.facts[i];
    if (story.kind != FactKind::status) continue;
    ends.push_back(run.service.seconds_after(story.at));
    CHECK(story.is_final);
    CHECK(story.status == Status::delivered);
    CHECK(story.successful);
    CHECK(story.answered == story.planned);
    CHECK(story.parts_handed_over == 1);
    CHECK(story.use.number == 1);
    CHECK(run.stories.waits[i] == story.last_hand_over - story.planned);
  }
  CHECK(ends == std::vector<double>{1, 2, 3});
}

TEST_CASE("messages in flight when the run ends have a story as far as they got", "[service][facts]") {
  Run run;
  run.end(1s + 100ms);
  REQUIRE(run.stories.facts.size() == 6);
  CHECK(run.count(FactKind::status) == 1);
  CHECK(run.count(FactKind::pending) == 2);
  const MessageFact& taken = run.stories.facts[4];
  CHECK(taken.kind == FactKind::pending);
  CHECK_FALSE(taken.is_final);
  CHECK(taken.at == run.service.model.start + 1s + 100ms);
  CHECK(taken.first_hand_over == run.service.model.start + 1s);
  CHECK(taken.successful);
  CHECK(taken.parts_handed_over == 1);
  const MessageFact& waiting = run.stories.facts[5];
  CHECK(waiting.first_hand_over == never);
  CHECK(waiting.parts_handed_over == 0);
  CHECK_FALSE(waiting.successful);
}

TEST_CASE("digest and event counts are of every step, whoever listens", "[service][facts][R-DET]") {
  Run run;  // with a consumer of steps
  run.end(1s + 100ms);
  FactDigest digest;
  std::array<std::int64_t, status_count> events{};
  for (const MessageFact& step : run.service.facts) {
    digest.add(step);
    if (step.kind == FactKind::status) ++events[static_cast<std::size_t>(step.status)];
  }
  CHECK(run.service.service->facts().digest() == digest.value());
  CHECK(run.service.service->facts().events() == events);
  CHECK(events[static_cast<std::size_t>(Status::queued)] == 2);
  CHECK(events[static_cast<std::size_t>(Status::successful)] == 2);
  CHECK(events[static_cast<std::size_t>(Status::delivered)] == 1);
}

TEST_CASE("the last step of a message is its story", "[service][facts]") {
  Run run;
  run.end(1min);
  std::vector<MessageFact> last;
  for (const MessageFact& step : run.service.facts)
    if (step.kind == FactKind::refused || step.kind == FactKind::inbound || step.is_final) last.push_back(step);
  REQUIRE(last.size() == run.stories.facts.size());
  for (std::size_t i = 0; i < last.size(); ++i) {
    CHECK(last[i].message == run.stories.facts[i].message);
    CHECK(last[i].at == run.stories.facts[i].at);
    CHECK(last[i].kind == run.stories.facts[i].kind);
  }
}

TEST_CASE("messages planned in the warm-up are published and marked, and their events are not counted",
          "[service][facts]") {
  TestService t;
  t.model.counts_from = t.model.start + 10s;
  t.begin();
  Stories stories;
  t.service->facts().add_consumer(stories);
  t.send(1);
  t.run_until(10s);
  t.send(2);
  t.run_until(20s);
  REQUIRE(stories.facts.size() == 2);
  CHECK_FALSE(stories.facts[0].counts);
  CHECK(stories.facts[1].counts);
  CHECK(t.service->facts().events()[static_cast<std::size_t>(Status::delivered)] == 1);
}

}  // namespace sendlab
