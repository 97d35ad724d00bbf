#include <catch2/catch.hpp>

#include "engine/api/decode.hpp"
#include "tests/unit/http/remote_world.hpp"

using namespace sendlab;
using namespace sendlab::test;

namespace {

constexpr std::int64_t minute_price = 13'000;

// The number has voice, and a minute costs 1.3 cents.
void with_voice(ServiceModel& model, RemoteSender& sender) {
  model.numbers[0].voice = true;
  model.prices.voice_minute.assign(model.countries.size(), {{Instant{}, UsdMicros{minute_price}}});
  sender.ssml = true;
  sender.voice_id = "JOANNA";
}

struct CallWorld : RemoteWorld {
  explicit CallWorld(SendAllowance allowance = {}, bool queues = false,
                     const std::function<void(ServiceModel&, RemoteSender&)>& change = with_voice)
      : RemoteWorld(std::move(allowance), false, queues, change) {}

  // A call to a person that has been accepted.
  void accepted_call(std::uint64_t person, const std::string& uuid) {
    const std::size_t before = held.size();
    REQUIRE(call(person).kind == Answer::Kind::pending);
    await([&] { return held.size() == before + 1; });
    accept(before, uuid);
    const std::size_t answered = answers.size();
    await([&] { return answers.size() == answered + 1; });
  }
  bool event(const std::string& uuid, const std::string& type, std::int64_t at_ms, std::int64_t call_s = 0) {
    const bool is_final = type != "INITIATED" && type != "RINGING" && type != "ANSWERED";
    return raw_record(R"({"eventType":"VOICE_)" + type + R"(","eventTimestamp":)" + std::to_string(at_ms) +
                      R"(,"isFinal":)" + (is_final ? "true" : "false") + R"(,"messageId":")" + uuid +
                      R"(","destinationPhoneNumber":"+12902000001","originationPhoneNumber":"12345")" +
                      (call_s > 0 ? R"(,"callDurationInSeconds":)" + std::to_string(call_s) : "") + "}");
  }
};

using CallStory = std::vector<std::string>;

}  // namespace

TEST_CASE("a call goes out as SendVoiceMessage, in the shape of the table", "[http][remote]") {
  CallWorld world({}, false, [](ServiceModel& model, RemoteSender& sender) {
    with_voice(model, sender);
    sender.context = R"({"order":"A-1"})";
    sender.configuration_set = "alerts";
    sender.country_parameters = R"({"IN_ENTITY_ID":"1"})";  // of text messages only
  });
  SendRequest request;
  request.planned = world.simulation->now();
  request.to = handset;
  request.number = NumberId{0};
  request.channel = Channel::voice;
  request.type = MessageType::promotional;  // a call has none
  request.ttl = 2h;
  request.max_price = UsdMicros{50'000};
  request.body = "<speak>Say \"hello\"</speak>";
  SECTION("with all that it can have") {
    REQUIRE(world.backend->submit(request).kind == Answer::Kind::pending);
    world.await([&] { return world.held.size() == 1; });
    CHECK(world.bodies[0] ==
          R"({"DestinationPhoneNumber":"+12902000001","OriginationIdentity":"12345",)"
          R"("MessageBody":"<speak>Say \"hello\"</speak>","TimeToLive":7200,"MaxPricePerMinute":"0.05",)"
          R"("MessageBodyTextType":"SSML","VoiceId":"JOANNA","Context":{"order":"A-1"},)"
          R"("ConfigurationSetName":"alerts"})");
  }
  SECTION("a dry run of plain text") {
    request.dry_run = true;
    request.ttl = 72h;
    request.max_price.reset();
    request.workload = WorkloadId{7};  // of no workload: nothing is known of its sender
    REQUIRE(world.backend->submit(request).kind == Answer::Kind::pending);
    world.await([&] { return world.held.size() == 1; });
    CHECK(world.bodies[0].find(R"(,"DryRun":true)") != std::string::npos);
    CHECK(world.bodies[0].find("TimeToLive") == std::string::npos);
  }
  CHECK(world.targets == std::vector<std::string>{"PinpointSMSVoiceV2.SendVoiceMessage"});
  const ApiShapes shapes;
  const auto decoded = decode(*shapes.operation("SendVoiceMessage"), world.bodies[0]);
  CHECK(decoded.ok());
}

TEST_CASE("the events of a call tell when it rang, was answered and ended, and what it costs",
          "[http][remote][R-BIL-9]") {
  CallWorld world;
  world.accepted_call(1, "a");
  CHECK(world.facts[0].price == UsdMicros{});
  CHECK(world.event("a", "INITIATED", 100));
  CHECK(world.event("a", "RINGING", 2'000));
  CHECK(world.event("a", "ANSWERED", 9'000));
  CHECK(world.facts.back().price == UsdMicros{minute_price});  // all of its text, as far as anybody knows
  CHECK(world.event("a", "COMPLETED", 70'000, 61));
  CHECK(world.story() ==
        CallStory{"accepted", "VOICE_INITIATED", "VOICE_RINGING", "VOICE_ANSWERED", "VOICE_COMPLETED final"});
  const MessageFact& end = world.facts.back();
  CHECK(end.channel == Channel::voice);
  CHECK(end.parts == 0);
  CHECK(end.successful);
  CHECK(end.carrier_accepted == world.model.start + 2s);
  CHECK(end.delivered_at() == world.model.start + 9s);
  CHECK(end.call_s == 61);
  CHECK(end.price == UsdMicros{2 * minute_price});  // begun minutes
  CHECK_FALSE(end.left());                          // nobody saw it dialled
  CHECK(world.backend->in_flight() == 0);
}

TEST_CASE("events of a call that come twice, late or not at all", "[http][remote]") {
  CallWorld world;
  world.accepted_call(1, "a");
  const Instant start = world.model.start;
  SECTION("twice") {
    for (int i = 0; i < 2; ++i) CHECK(world.event("a", "RINGING", 2'000));
    for (int i = 0; i < 2; ++i) CHECK(world.event("a", "COMPLETED", 19'000, 10));
    CHECK(world.story() == CallStory{"accepted", "VOICE_RINGING", "VOICE_COMPLETED final"});
  }
  SECTION("one that is overtaken") {
    CHECK(world.event("a", "ANSWERED", 9'000));
    CHECK(world.event("a", "RINGING", 2'000));
    CHECK(world.event("a", "COMPLETED", 19'000, 10));
    CHECK(world.facts.back().carrier_accepted == start + 2s);
    CHECK(world.facts.back().delivered_at() == start + 9s);
  }
  SECTION("only the last") {
    CHECK(world.event("a", "COMPLETED", 19'000, 10));
    CHECK(world.facts.back().delivered_at() == start + 9s);
    CHECK(world.facts.back().price == UsdMicros{minute_price});
    CHECK_FALSE(world.facts.back().successful);
  }
  SECTION("no duration: as long as from its answer to its end") {
    CHECK(world.event("a", "ANSWERED", 9'000));
    CHECK(world.event("a", "COMPLETED", 99'400));
    CHECK(world.facts.back().call_s == 90);
    CHECK(world.facts.back().delivered_at() == start + 9s);
    CHECK(world.facts.back().price == UsdMicros{2 * minute_price});
  }
  SECTION("neither duration nor answer: as long as its text") {
    CHECK(world.event("a", "COMPLETED", 20'000));
    CHECK(world.facts.back().call_s == 7);
  }
  SECTION("an end before the call could have been that long") {
    CHECK(world.event("a", "RINGING", 2'000));
    CHECK(world.event("a", "COMPLETED", 3'000, 60));
    CHECK(world.facts.back().delivered_at() == start + 2s);
  }
  SECTION("of a text message with the same id") {
    CHECK(world.record("a", "TEXT_DELIVERED", true, 900, 1));
    CHECK(world.story() == CallStory{"accepted"});
  }
  SECTION("before the answer to its request") {
    REQUIRE(world.call(1).kind == Answer::Kind::pending);
    world.await([&] { return world.held.size() == 2; });
    CHECK(world.event("b", "INITIATED", 5));
    CHECK(world.event("b", "BUSY", 900));
    CHECK(world.story() == CallStory{"accepted"});
    world.accept(1, "b");
    world.await([&] { return world.answers.size() == 2; });
    CHECK(world.story() == CallStory{"accepted", "accepted", "VOICE_INITIATED", "VOICE_BUSY final"});
  }
}

TEST_CASE("a call that nobody answers costs nothing; a line that breaks costs what was spoken",
          "[http][remote][R-BIL-9]") {
  CallWorld world;
  world.accepted_call(1, "a");
  for (const char* end : {"BUSY", "NO_ANSWER", "FAILED", "TTL_EXPIRED"}) {
    SECTION(end) {
      CHECK(world.event("a", end, 30'000));
      CHECK(world.facts.back().is_final);
      CHECK(world.facts.back().call_s == 0);
      CHECK(world.facts.back().price == UsdMicros{});
    }
  }
  SECTION("broken") {
    CHECK(world.event("a", "ANSWERED", 9'000));
    CHECK(world.event("a", "FAILED", 13'000, 4));
    CHECK(world.facts.back().call_s == 4);
    CHECK(world.facts.back().price == UsdMicros{minute_price});
    CHECK_FALSE(world.facts.back().delivered());
  }
  CHECK(world.backend->in_flight() == 0);
}

TEST_CASE("an allowance holds a call's longest duration back until its end is known", "[http][remote]") {
  // Five minutes at 1.3 cents: 6.5 cents a call, and two of them are allowed at a time.
  SendAllowance allowance;
  allowance.spend = UsdMicros{2 * 5 * minute_price + minute_price};
  CallWorld world(std::move(allowance), false, [](ServiceModel& model, RemoteSender& sender) {
    with_voice(model, sender);
    // What a scenario says of its account bounds nothing at an endpoint.
    model.accounts[0].voice.production.longest = 30s;
    model.accounts[0].voice_sandbox = true;
  });
  world.accepted_call(1, "a");
  world.accepted_call(2, "b");
  SECTION("a third is not sent") {
    CHECK(world.call(3).ask_again == never);
    CHECK(world.backend->stopped() == RemoteBackend::Stop::allowance);
    CHECK(world.backend->why_stopped().where == "--max-spend");
    CHECK(world.held.size() == 2);
  }
  SECTION("one that was busy leaves room for another") {
    CHECK(world.event("a", "BUSY", 900));
    world.accepted_call(3, "c");
    CHECK(world.call(4).ask_again == never);
  }
  SECTION("one that took a minute leaves room too, and the minute is spent") {
    CHECK(world.event("a", "COMPLETED", 19'000, 10));
    world.accepted_call(3, "c");
    CHECK(world.event("b", "COMPLETED", 19'000, 10));
    CHECK(world.call(4).ask_again == never);
  }
  CHECK(world.held.size() <= 3);
}

TEST_CASE("calls count as messages, only to allowed numbers, and only at a known price", "[http][remote]") {
  SendAllowance allowance;
  std::string flag;
  auto setup = with_voice;
  SECTION("messages") {
    allowance.messages = 1;
    flag = "--max-messages";
  }
  SECTION("numbers") {
    allowance.numbers = std::unordered_set<std::uint64_t>{12902000001};
    flag = "--allow-numbers";
  }
  CallWorld world(std::move(allowance), false, setup);
  world.accepted_call(1, "a");
  CHECK(world.call(2).ask_again == never);
  CHECK(world.backend->why_stopped().where == flag);
}

TEST_CASE("a call to a country without a price is not made where the money is bounded", "[http][remote]") {
  SendAllowance allowance;
  allowance.spend = UsdMicros{1'000'000'000};
  CallWorld world(std::move(allowance), false, [](ServiceModel& model, RemoteSender& sender) {
    with_voice(model, sender);
    model.prices.voice_minute[0].clear();
  });
  CHECK(world.call(1).ask_again == never);
  CHECK(world.backend->why_stopped().where == "--max-spend");
  CHECK(world.held.empty());
}

TEST_CASE("a sender that queues makes its number's one call a second", "[http][remote][R-VSB-5]") {
  CallWorld world({}, true);
  CHECK(world.call(1).kind == Answer::Kind::pending);
  const Answer second = world.call(2);
  CHECK(second.kind == Answer::Kind::throttled);
  CHECK(second.ask_again == world.model.start + 1s);
  CHECK(second.cause == DelayCause::number_mps);
  CHECK(second.number == NumberId{0});
  world.await([&] { return world.held.size() == 1; });
  world.answer(0, 400, R"({"__type":"ThrottlingException"})");
  world.await([&] { return world.answers.size() == 1; });
  CHECK(world.call(2).kind == Answer::Kind::pending);  // the endpoint has not counted the first
}

TEST_CASE("a pool is called from by its number with voice, and one that has none by nobody", "[http][remote]") {
  bool has_voice = true;
  SECTION("with") {}
  SECTION("without") { has_voice = false; }
  CallWorld world({}, false, [&](ServiceModel& model, RemoteSender& sender) {
    with_voice(model, sender);
    model.numbers.push_back(model.numbers[0]);
    model.numbers[1].number = PhoneNumber{12065550100};
    model.numbers[0].voice = false;
    model.numbers[1].voice = has_voice;
    model.pools.push_back({.name = "alerts", .identities = {NumberId{0}, NumberId{1}}});
  });
  SendRequest request;
  request.planned = world.simulation->now();
  request.to = handset;
  request.pool = PoolId{0};
  request.workload = WorkloadId{0};
  request.channel = Channel::voice;
  request.body = "Hello";
  const Answer answer = world.backend->submit(request);
  if (has_voice) {
    REQUIRE(answer.kind == Answer::Kind::pending);
    world.await([&] { return world.held.size() == 1; });
    CHECK(world.bodies[0].find(R"("OriginationIdentity":"+12065550100")") != std::string::npos);
  } else {
    CHECK(answer.kind == Answer::Kind::refused);
    CHECK(answer.refusal == Refusal::no_origination_identity);
    world.backend->facts().flush();
    CHECK(world.story() == CallStory{"refused"});
    CHECK(world.backend->unanswered() == 0);
  }
}

TEST_CASE("refusals of calls keep their reason", "[http][remote][R-VSB-2]") {
  CallWorld world;
  world.call(1);
  world.await([&] { return world.held.size() == 1; });
  world.answer(0, 400, R"({"__type":"ServiceQuotaExceededException","Reason":"DAILY_DESTINATION_CALL_LIMIT"})");
  world.await([&] { return world.answers.size() == 1; });
  CHECK(world.answers[0].refusal == Refusal::daily_call_limit);
  CHECK(world.story() == CallStory{"refused"});
}
