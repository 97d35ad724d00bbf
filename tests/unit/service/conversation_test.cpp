#include <catch2/catch.hpp>

#include "tests/unit/service/test_service.hpp"

namespace sendlab {

using std::chrono::hours;
using std::chrono::seconds;
using Times = std::vector<double>;

namespace {

constexpr PhoneNumber ann{12902000001};
const Destination ann_at_att{ann, CountryId{0}, TestService::att, {}};

TestService with_keywords() {
  TestService t;
  t.model.numbers[0].keywords = {{"STOP", KeywordEffect::opt_out, 1, Encoding::gsm, false},
                                 {"HELP", KeywordEffect::reply_only, 2, Encoding::gsm, false},
                                 {"START", KeywordEffect::opt_in, 0, Encoding::gsm, false}};
  return t;
}

}  // namespace

TEST_CASE("an opt-out word in any case as the first word puts the handset on the number's list",
          "[service][R-OPT-2][R-OPT-4][R-KEY-5]") {
  for (const char* body : {"STOP", "stop", "Stop texting me", "  stop.", "STOP\nplease"}) {
    TestService t = with_keywords();
    t.begin();
    t.service->inbound(NumberId{0}, ann_at_att, body, WorkloadId{0});
    t.run_until(seconds{5});
    CHECK(t.send(1).refusal == Refusal::opted_out);
  }
}

TEST_CASE("a word that only begins like a keyword is none", "[service][R-OPT-2]") {
  for (const char* body : {"STOPPING by later", "please STOP", "stop1", ""}) {
    TestService t = with_keywords();
    t.begin();
    t.service->inbound(NumberId{0}, ann_at_att, body, WorkloadId{0});
    t.run_until(seconds{5});
    CHECK(t.send(1).kind == Answer::Kind::accepted);
  }
}

TEST_CASE("an opt-in word takes the handset off the list again", "[service][R-KEY-2][R-OPT-9]") {
  TestService t = with_keywords();
  t.begin();
  t.service->inbound(NumberId{0}, ann_at_att, "STOP", WorkloadId{0});
  t.service->inbound(NumberId{0}, ann_at_att, "START", WorkloadId{0});
  t.run_until(seconds{5});
  CHECK(t.send(1).kind == Answer::Kind::accepted);
}

TEST_CASE("an automatic reply is an outbound message: it uses throughput and is billed", "[service][R-KEY-6]") {
  TestService t = with_keywords();
  t.model.numbers[0].mps = {1, seconds{1}};
  t.begin();
  t.service->inbound(NumberId{0}, ann_at_att, "help me understand", WorkloadId{0});
  CHECK(t.send(2).kind == Answer::Kind::throttled);
  t.run_until(seconds{10});
  CHECK(t.charged() == UsdMicros{2 * (TestService::price + TestService::fee)});
  CHECK(t.hand_overs() == Times{0});
  const auto inbound =
      std::find_if(t.facts.begin(), t.facts.end(), [](const MessageFact& f) { return f.kind == FactKind::inbound; });
  REQUIRE(inbound != t.facts.end());
  CHECK(inbound->price == UsdMicros{7'500});
}

TEST_CASE("the toll-free network answers by itself and costs nothing", "[service][R-OPT-7][R-OPT-8]") {
  TestService t;
  t.model.numbers[0].keywords = {{"STOP", KeywordEffect::opt_out, 1, Encoding::gsm, true}};
  t.begin();
  t.service->inbound(NumberId{0}, ann_at_att, "STOP", WorkloadId{0});
  t.run_until(seconds{5});
  CHECK(t.charged() == UsdMicros{});
  CHECK(t.send(1).refusal == Refusal::opted_out);
}

TEST_CASE("a list stops only the numbers that use it", "[service][R-OPT-4]") {
  TestService t = with_keywords();
  t.model.opt_out_lists.push_back({"news", AccountId{0}, {}});
  t.model.numbers.push_back(t.model.numbers[0]);
  t.model.numbers[1].opt_out_list = 1;
  t.begin();
  t.service->inbound(NumberId{1}, ann_at_att, "STOP", WorkloadId{0});
  t.run_until(seconds{5});
  CHECK(t.send(1).kind == Answer::Kind::accepted);
  SendRequest r = t.request(1);
  r.number = NumberId{1};
  CHECK(t.service->submit(r).refusal == Refusal::opted_out);
}

}  // namespace sendlab
