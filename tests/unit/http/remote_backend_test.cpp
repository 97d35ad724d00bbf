#include "engine/http/remote_backend.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/http/remote_world.hpp"

using namespace sendlab;
using namespace sendlab::test;
using namespace std::chrono_literals;

namespace {

using Story = std::vector<std::string>;

}  // namespace

TEST_CASE("a request over HTTP is accepted when its answer has come", "[http][remote]") {
  RemoteWorld world;
  REQUIRE(world.send(1).kind == Answer::Kind::pending);
  REQUIRE(world.backend->unanswered() == 1);
  world.await([&] { return world.held.size() == 1; });
  CHECK(
      world.bodies[0] ==
      R"({"DestinationPhoneNumber":"+12902000001","OriginationIdentity":"12345","MessageBody":"Hello","TimeToLive":300})");
  CHECK(world.facts.empty());
  world.accept(0, "a");
  world.await([&] { return world.answers.size() == 1; });
  CHECK(world.answers[0].kind == Answer::Kind::accepted);
  CHECK(world.story() == Story{"accepted"});
  CHECK(world.facts[0].price == UsdMicros{TestService::price});
  CHECK(world.facts[0].fee == UsdMicros{TestService::fee});
  CHECK(world.backend->unanswered() == 0);
  CHECK(world.backend->in_flight() == 1);
}

TEST_CASE("records that come before their answer wait for it", "[http][remote]") {
  RemoteWorld world;
  world.send(1);
  world.await([&] { return world.held.size() == 1; });
  CHECK(world.record("a", "TEXT_SUCCESSFUL", false, 300, 1));
  CHECK(world.record("a", "TEXT_DELIVERED", true, 900, 1));
  CHECK(world.facts.empty());
  world.accept(0, "a");
  world.await([&] { return world.answers.size() == 1; });
  CHECK(world.story() == Story{"accepted", "TEXT_SUCCESSFUL", "TEXT_DELIVERED final"});
  CHECK(world.facts[2].at == world.model.start + 900ms);
  CHECK(world.facts[2].carrier_accepted == world.model.start + 300ms);
  CHECK(world.backend->in_flight() == 0);
}

TEST_CASE("a record that comes twice, late or for somebody else changes nothing", "[http][remote]") {
  RemoteWorld world;
  world.send(1);
  world.await([&] { return world.held.size() == 1; });
  world.accept(0, "a");
  world.await([&] { return world.answers.size() == 1; });
  CHECK(world.record("stranger", "TEXT_DELIVERED", true, 100, 1));
  for (int i = 0; i < 2; ++i) CHECK(world.record("a", "TEXT_SUCCESSFUL", false, 300, 1));
  SECTION("delivered twice") {
    for (int i = 0; i < 2; ++i) CHECK(world.record("a", "TEXT_DELIVERED", true, 900, 1));
    CHECK(world.record("a", "TEXT_SUCCESSFUL", false, 300, 1));
    CHECK(world.story() == Story{"accepted", "TEXT_SUCCESSFUL", "TEXT_DELIVERED final"});
  }
  SECTION("delivered is the end even if the record does not say so") {
    CHECK(world.record("a", "TEXT_DELIVERED", false, 900, 1));
    CHECK(world.story() == Story{"accepted", "TEXT_SUCCESSFUL", "TEXT_DELIVERED final"});
  }
  SECTION("beyond the run's horizon") {
    CHECK(world.record("a", "TEXT_DELIVERED", true, 3'600'001, 1));
    CHECK(world.story() == Story{"accepted", "TEXT_SUCCESSFUL"});
  }
  SECTION("before the request: the endpoint's clock is a little behind") {
    CHECK(world.record("a", "TEXT_DELIVERED", true, -50, 1));
    CHECK(world.facts.back().at == world.model.start + 300ms);
  }
}

TEST_CASE("what is no record is told from what is one of another kind", "[http][remote]") {
  RemoteWorld world;
  for (const char* bad : {"", "{", "[]", "7", "{}", R"({"eventType":7})", R"({"eventType":"TEXT_DELIVERED"})",
                          R"({"eventType":"","eventTimestamp":1,"isFinal":true,"messageId":"a"})",
                          R"({"eventType":"TEXT_DELIVERED","eventTimestamp":"now","isFinal":true,"messageId":"a"})"})
    CHECK_FALSE(world.raw_record(bad));
  CHECK(world.raw_record(R"({"eventType":"MEDIA_DELIVERED"})"));
  CHECK(world.facts.empty());
}

TEST_CASE("refusals keep their reason; throttling is the sender's to judge", "[http][remote]") {
  RemoteWorld world;
  for (std::uint64_t person = 0; person < 4; ++person) world.send(person);
  world.await([&] { return world.held.size() == 4; });
  for (std::size_t i = 0; i < 4; ++i) {
    const auto is_to = [&](const char* number) { return world.bodies[i].find(number) != std::string::npos; };
    if (is_to("+12902000000"))
      world.answer(i, 400, R"({"__type":"ConflictException","Reason":"DESTINATION_PHONE_NUMBER_OPTED_OUT"})");
    else if (is_to("+12902000001"))
      world.answer(i, 500, R"({"__type":"com.amazonaws#InternalServerException"})");
    else
      world.answer(i, 400, R"({"__type":"ThrottlingException"})");
  }
  world.await([&] { return world.answers.size() == 4; });
  std::vector<Refusal> refused, throttled;
  for (const Answer& answer : world.answers)
    (answer.kind == Answer::Kind::refused ? refused : throttled).push_back(answer.refusal);
  CHECK(refused == std::vector<Refusal>{Refusal::opted_out});
  CHECK(std::count(throttled.begin(), throttled.end(), Refusal::throttled) == 2);
  CHECK(std::count(throttled.begin(), throttled.end(), Refusal::internal_error) == 1);
  CHECK(world.story() == Story{"refused"});
  CHECK(world.backend->stopped() == RemoteBackend::Stop::none);
}

TEST_CASE("an allowance is counted before a request is sent", "[http][remote]") {
  SendAllowance allowance;
  SECTION("messages") { allowance.messages = 2; }
  SECTION("money") { allowance.spend = UsdMicros{3 * (TestService::price + TestService::fee) - 1}; }
  SECTION("numbers") { allowance.numbers = std::unordered_set<std::uint64_t>{12902000000, 12902000001}; }
  RemoteWorld world(allowance);
  for (std::uint64_t person = 0; person < 5; ++person) {
    const Answer answer = world.send(person);
    CHECK(answer.kind == (person < 2 ? Answer::Kind::pending : Answer::Kind::throttled));
    if (person >= 2) CHECK(answer.ask_again == never);
  }
  CHECK(world.backend->stopped() == RemoteBackend::Stop::allowance);
  world.await([&] { return world.held.size() == 2; });
  CHECK(world.backend->unanswered() == 2);
}

TEST_CASE("a sender that queues keeps to its number's rate and to one message a second to a recipient",
          "[http][remote][R-MPS-8]") {
  RemoteWorld world;
  const Instant start = world.model.start;
  auto sent = [&](std::uint64_t from, std::uint64_t count) {
    std::uint64_t pending = 0;
    for (std::uint64_t person = from; person < from + count; ++person)
      if (world.send(person).kind == Answer::Kind::pending) ++pending;
    return pending;
  };
  auto go_to = [&](Duration offset) { world.simulation->run_until(start + offset, [](const ScheduledEvent&) {}); };
  CHECK(sent(0, 60) == 60);
  go_to(400ms);
  CHECK(sent(1000, 60) == 40);  // 100 a second
  CHECK(world.send(2000).ask_again == start + 1s);
  CHECK(world.backend->number_opens(NumberId{0}) == start + 1s);
  go_to(1s - 1ns);
  CHECK(sent(3000, 10) == 0);
  go_to(1s);
  CHECK(sent(4000, 100) == 60);  // those of the start have left the window, the forty have not
  go_to(1400ms);
  const Answer again = world.send(4000);
  CHECK(again.cause == DelayCause::recipient_limit);
  CHECK(again.ask_again == start + 2s);
  CHECK(sent(5000, 100) == 40);
}

TEST_CASE("a sender that does not queue leaves all limits to the endpoint", "[http][remote]") {
  RemoteWorld world({}, false, false);
  for (int i = 0; i < 150; ++i) CHECK(world.send(1).kind == Answer::Kind::pending);
}

TEST_CASE("automatic replies of a simulated endpoint are told from other messages", "[http][remote][R-KEY-6]") {
  RemoteWorld world({}, true);
  world.send(1);
  world.await([&] { return world.held.size() == 1; });
  world.accept(0, "a");
  world.await([&] { return world.answers.size() == 1; });
  world.record("a", "TEXT_DELIVERED", true, 900, 1, 0);
  world.simulation->run_until(world.model.start + 10s, [](const ScheduledEvent&) {});
  world.backend->inbound(NumberId{0}, handset, "HELP \"me\"", WorkloadId{0});
  world.await([&] { return world.told.size() == 1; });
  CHECK(world.told[0] == R"(/_sendlab/inbound {"from":"+12902000001","to":"12345","body":"HELP \"me\""})");

  CHECK(world.record("a", "TEXT_DELIVERED", true, 900, 1, 0));          // once more, of what the handset answered to
  CHECK(world.record("x", "TEXT_DELIVERED", true, 11'000, 2, 10'500));  // to a handset that never wrote
  CHECK(world.backend->automatic_replies() == 0);
  CHECK(world.record("r", "TEXT_SUCCESSFUL", false, 10'700, 1, 10'500));
  CHECK(world.record("r", "TEXT_DELIVERED", true, 11'000, 1, 10'500));
  CHECK(world.backend->automatic_replies() == 1);
  CHECK(world.facts.back().workload == world.model.automatic_replies);
  CHECK(world.facts.back().planned == world.model.start + 10500ms);
  CHECK(world.backend->in_flight() == 0);
}

TEST_CASE("an automatic reply is told by its time as well as two clocks agree", "[http][remote][R-KEY-6]") {
  for (const std::int64_t before_ms : {0, 40, 60}) {
    RemoteWorld world({}, true, true, {}, 50ms);
    world.simulation->run_until(world.model.start + 10s, [](const ScheduledEvent&) {});
    world.backend->inbound(NumberId{0}, handset, "HELP", WorkloadId{0});
    CHECK(world.record("r", "TEXT_DELIVERED", true, 11'000, 1, 10'000 - before_ms));
    CHECK(world.backend->automatic_replies() == (before_ms < 50 ? 1 : 0));
    if (before_ms < 50) CHECK(world.facts.back().planned == world.model.start + 10s);  // not before what it answers
  }
}

TEST_CASE("what only a simulated endpoint can be told ends a run at another", "[http][remote]") {
  RemoteWorld world;
  world.backend->inbound(NumberId{0}, handset, "STOP", WorkloadId{0});
  CHECK(world.backend->stopped() == RemoteBackend::Stop::control);
  CHECK_FALSE(world.backend->why_stopped().fix.empty());
  CHECK(world.told.empty());
}
