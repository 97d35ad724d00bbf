#include <catch2/catch.hpp>

#include "tests/unit/service/test_service.hpp"

namespace sendlab {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using Times = std::vector<double>;

TEST_CASE("a number at 1 MPS hands over one part each second and throttles what comes too early",
          "[service][R-MPS-4][R-MPS-9]") {
  TestService t;
  t.model.numbers[0].mps = {1, seconds{1}};
  t.begin();
  CHECK(t.send(1).kind == Answer::Kind::accepted);
  const Answer second = t.send(2);
  CHECK(second.kind == Answer::Kind::throttled);
  CHECK(second.refusal == Refusal::throttled);
  CHECK(second.ask_again == t.model.start + seconds{1});
  t.run_until(seconds{1});
  CHECK(t.send(2).kind == Answer::Kind::accepted);
}

TEST_CASE("with over_mps = queue the service holds what is over the limit, first come, first served",
          "[service][R-MPS-9]") {
  TestService t;
  t.model.accounts[0].queue_over_mps = true;
  t.model.numbers[0].mps = {1, seconds{1}};
  t.begin();
  for (std::uint64_t person = 0; person < 3; ++person)
    t.send(person, person == 1 ? TestService::tmobile : TestService::att);
  t.run_until(seconds{10});
  CHECK(t.hand_overs() == Times{0, 1, 2});
  CHECK(t.times_of(Status::queued) == Times{0, 0});
}

TEST_CASE("parts of a message follow at the number's rate with none of another between", "[service][R-MPS-1]") {
  TestService t;
  t.model.accounts[0].queue_over_mps = true;
  t.model.numbers[0].mps = {1, seconds{1}};
  t.begin();
  t.send(1, TestService::att, 3);
  t.send(2, TestService::tmobile, 1);
  t.run_until(seconds{10});
  CHECK(t.hand_overs() == Times{0, 3});
  CHECK(t.facts[1].last_hand_over == t.model.start + seconds{2});
}

TEST_CASE("a message is accepted when its first part may go", "[service][R-MPS-1]") {
  TestService t;
  t.model.numbers[0].mps = {3, seconds{1}};
  t.begin();
  CHECK(t.send(1, TestService::att, 2).kind == Answer::Kind::accepted);
  CHECK(t.send(2, TestService::att, 2).kind == Answer::Kind::accepted);
  CHECK(t.send(3, TestService::att, 2).ask_again == t.model.start + seconds{1});
}

namespace {

// One campaign of two numbers with a limit at AT&T.
void add_campaign(TestService& t, Throughput limit, bool per_number = false) {
  t.model.brands = {{"Example", false, {}}};
  t.model.campaigns = {{"otp", AccountId{0}, BrandId{0}, false, {{TestService::att, limit, per_number}}}};
  t.model.numbers.push_back(t.model.numbers[0]);
  for (NumberModel& number : t.model.numbers) {
    number.type = NumberType::ten_dlc;
    number.campaign = CampaignId{0};
  }
}

}  // namespace

TEST_CASE("a campaign's limit holds over all its numbers and blocks no other carrier", "[service][R-REG-7][R-REG-9]") {
  TestService t;
  add_campaign(t, {2, seconds{60}});
  t.begin();
  for (std::uint64_t person = 0; person < 4; ++person) {
    SendRequest r = t.request(person);
    r.number = NumberId{static_cast<std::uint32_t>(person % 2)};
    t.service->submit(r);
  }
  t.send(9, TestService::tmobile);
  t.run_until(minutes{5});
  CHECK(t.hand_overs() == Times{0, 0, 0, 60, 60});
  CHECK(t.service->limits().campaign_peak(CampaignId{0}, TestService::att).parts == 2);
}

TEST_CASE("classes G, N and Y limit each number by itself", "[service][R-REG-7]") {
  TestService t;
  add_campaign(t, {1, seconds{60}}, true);
  t.begin();
  for (std::uint32_t i = 0; i < 4; ++i) {
    SendRequest r = t.request(i);
    r.number = NumberId{i % 2};
    t.service->submit(r);
  }
  t.run_until(minutes{5});
  CHECK(t.hand_overs() == Times{0, 0, 60, 60});
}

TEST_CASE("a campaign that rejects ends what is over its limit as CARRIER_UNREACHABLE, billed", "[service][R-BIL-1]") {
  TestService t;
  add_campaign(t, {1, seconds{60}});
  t.model.campaigns[0].reject_over_throughput = true;
  t.begin();
  t.send(1);
  t.send(2);
  t.run_until(minutes{1});
  CHECK(t.times_of(Status::carrier_unreachable) == Times{0});
  CHECK(t.charged() == UsdMicros{2 * (TestService::price + TestService::fee)});
}

TEST_CASE("a brand over its daily cap: CARRIER_BLOCKED and billed, or held until the carrier's midnight",
          "[service][R-REG-8][R-BIL-1]") {
  for (const bool hold : {false, true}) {
    TestService t;
    add_campaign(t, {1000, seconds{60}});
    t.model.brands = {{"Example", hold, {{TestService::tmobile, 2, 1}}}};
    t.begin();
    t.send(1, TestService::tmobile);
    t.send(2, TestService::tmobile);
    t.send(3, TestService::att);
    t.run_until(hours{24});
    CHECK(t.charged() == UsdMicros{3 * (TestService::price + TestService::fee)});
    if (hold) {
      CHECK(t.hand_overs() == Times{0, 0, 15 * 3600});  // nine in the morning to midnight
      CHECK(t.times_of(Status::carrier_blocked).empty());
    } else {
      CHECK(t.hand_overs() == Times{0, 0});
      CHECK(t.times_of(Status::carrier_blocked) == Times{0});
    }
  }
}

TEST_CASE("a refused part takes no place in the number's limit", "[service]") {
  TestService t;
  add_campaign(t, {1000, seconds{60}});
  t.model.numbers[0].mps = {1, seconds{1}};
  t.model.brands = {{"Example", false, {{TestService::tmobile, 0, 0}}}};
  t.begin();
  CHECK(t.send(1, TestService::tmobile).kind == Answer::Kind::accepted);
  CHECK(t.send(2, TestService::att).kind == Answer::Kind::accepted);
}

TEST_CASE("a wait is charged to the limit that released last", "[service]") {
  TestService t;
  add_campaign(t, {1, seconds{60}});
  t.model.numbers.resize(1);
  t.model.numbers[0].mps = {1, seconds{7}};
  t.model.accounts[0].queue_over_mps = true;
  t.begin();
  t.send(1, TestService::tmobile);  // the number is taken until 7 s
  t.send(2, TestService::att);      // 7 s
  t.send(3, TestService::att);      // the campaign until 67 s
  t.run_until(minutes{5});
  CHECK(t.hand_overs() == Times{0, 7, 67});
  const auto last = std::find_if(t.facts.rbegin(), t.facts.rend(), [](const MessageFact& f) { return f.is_final; });
  const auto& waits = t.waits[static_cast<std::size_t>(t.facts.rend() - last) - 1];
  REQUIRE(waits.size() == 1);  // first its number, then its campaign
  CHECK(waits[0].cause == DelayCause::campaign_throughput);
  CHECK(t.seconds_after(waits[0].to) == 67);
}

TEST_CASE("an empty body is refused", "[service][R-ENC-11]") {
  TestService t;
  t.begin();
  SendRequest r = t.request();
  r.parts = 0;
  CHECK(t.service->submit(r).refusal == Refusal::invalid_parameter);
}

TEST_CASE("a recipient's second message in a second is throttled alone", "[service][R-MPS-8]") {
  TestService t;
  t.begin();
  CHECK(t.send(1).kind == Answer::Kind::accepted);
  const Answer again = t.send(1);
  CHECK(again.kind == Answer::Kind::throttled);
  CHECK(again.cause == DelayCause::recipient_limit);
  CHECK(again.ask_again == t.model.start + seconds{1});
  CHECK(t.send(2).kind == Answer::Kind::accepted);
}

TEST_CASE("with over_mps = queue a recipient's second message waits its second inside the service",
          "[service][R-MPS-8]") {
  TestService t;
  t.model.accounts[0].queue_over_mps = true;
  t.begin();
  for (int i = 0; i < 3; ++i) t.send(1);
  t.run_until(minutes{1});
  CHECK(t.hand_overs() == Times{0, 1, 2});
  CHECK(t.waits.back().front().cause == DelayCause::recipient_limit);
}

TEST_CASE("admission refuses with the exception and reason of the API", "[service]") {
  TestService t;
  t.model.countries.push_back({"XX", false, CountryId{2}});
  t.model.carriers.push_back({"nowhere", CountryId{2}, "UTC0", {}, false});
  t.model.prices.per_part.resize(3);
  t.model.prices.inbound.resize(3);
  t.model.prices.carrier_fee.resize(4);
  t.model.prices.inbound_fee.resize(4);

  SECTION("a country that is not served [R-ORG-21][R-ORG-28]") {
    t.begin();
    SendRequest r = t.request();
    r.to.country = CountryId{2};
    r.to.carrier = CarrierId{3};
    CHECK(t.service->submit(r).refusal == Refusal::destination_country_blocked);
  }
  SECTION("a number of another country [R-ORG-5][R-ORG-6]") {
    t.begin();
    SendRequest r = t.request();
    r.to.country = CountryId{1};
    CHECK(t.service->submit(r).refusal == Refusal::invalid_identity_for_country);
  }
  SECTION("no number at all [R-ORG-3]") {
    t.model.numbers[0].country = CountryId{1};
    t.begin();
    SendRequest r = t.request();
    r.number = no_number;
    CHECK(t.service->submit(r).refusal == Refusal::no_origination_identity);
  }
  SECTION("a number that is not ACTIVE yet [R-NUM-2]") {
    t.model.numbers[0].active_from = t.model.start + hours{1};
    t.begin();
    CHECK(t.send().refusal == Refusal::resource_not_active);
    t.run_until(hours{1});
    CHECK(t.send().kind == Answer::Kind::accepted);
  }
  SECTION("a number without SMS [R-NUM-5]") {
    t.model.numbers[0].sms = false;
    t.begin();
    CHECK(t.send().refusal == Refusal::number_capabilities_mismatch);
  }
  SECTION("another message type than the number's [R-TYP-6]") {
    t.begin();
    SendRequest r = t.request();
    r.type = MessageType::promotional;
    CHECK(t.service->submit(r).refusal == Refusal::message_type_mismatch);
  }
  SECTION("a sandbox account and a number that is not verified [R-SBX-3][R-SBX-11]") {
    t.model.accounts[0].sandbox = true;
    t.model.accounts[0].verified_numbers = {PhoneNumber{12902000001}};
    t.begin();
    CHECK(t.send(1).kind == Answer::Kind::accepted);
    CHECK(t.send(2).refusal == Refusal::not_verified);
  }
  SECTION("destination simulator numbers need no verification [R-SBX-12]") {
    t.model.accounts[0].sandbox = true;
    t.begin();
    CHECK(t.send(2, CarrierId{2}).kind == Answer::Kind::accepted);
  }
  SECTION("an opted-out recipient [R-OPT-6][R-OPT-14]") {
    t.model.opt_out_lists[0].numbers = {PhoneNumber{12902000001}};
    t.begin();
    CHECK(t.send(1).refusal == Refusal::opted_out);
  }
  SECTION("a body over the largest size [R-ENC-9][R-ENC-11]") {
    t.begin();
    SendRequest r = t.request();
    r.within_maximum_size = false;
    CHECK(t.service->submit(r).refusal == Refusal::invalid_message);
  }
  SECTION("a part that costs more than MaxPrice [R-BIL-11]") {
    t.begin();
    SendRequest r = t.request();
    r.parts = 5;
    r.max_price = UsdMicros{TestService::price};
    CHECK(t.service->submit(r).kind == Answer::Kind::accepted);
    r.max_price = UsdMicros{TestService::price - 1};
    CHECK(t.service->submit(r).refusal == Refusal::price_over_threshold);
  }
  SECTION("from a simulator number only simulator destinations [R-SIM-4][R-SIM-5]") {
    t.model.numbers[0].type = NumberType::simulator;
    t.begin();
    CHECK(t.send(1).refusal == Refusal::invalid_identity_for_country);
    CHECK(t.send(1, CarrierId{2}).kind == Answer::Kind::accepted);
  }
  t.service->facts().flush();
  CHECK(t.charged().count <= 5 * (TestService::price + TestService::fee) * 2);  // refusals cost nothing (R-BIL-7)
}

TEST_CASE("the service chooses short code before 10DLC before toll-free, and keeps to it",
          "[service][R-ORG-19][R-ORG-24][R-TYP-2]") {
  TestService t;
  t.model.numbers[0].type = NumberType::toll_free;
  for (int i = 0; i < 3; ++i) t.model.numbers.push_back(t.model.numbers[0]);
  t.model.numbers[1].type = NumberType::ten_dlc;
  t.model.numbers[2].type = t.model.numbers[3].type = NumberType::short_code;
  t.model.numbers[3].message_type = MessageType::promotional;
  t.begin();
  SendRequest r = t.request();
  r.number = no_number;
  CHECK(t.service->submit(r).number == NumberId{2});
  r.to.number.digits += 1;
  r.type = MessageType::promotional;
  CHECK(t.service->submit(r).number == NumberId{3});
}

TEST_CASE("strict spending never passes the limit", "[service][R-SPD-1][R-SPD-4]") {
  TestService t;
  t.model.accounts[0].strict_spend_enforcement = true;
  t.model.accounts[0].monthly_spend_limit = UsdMicros{3 * (TestService::price + TestService::fee)};
  t.begin();
  for (std::uint64_t person = 0; person < 5; ++person) t.send(person);
  t.service->facts().flush();
  CHECK(t.charged() == t.model.accounts[0].monthly_spend_limit);
  CHECK(t.refusals() == std::vector<Refusal>{Refusal::spend_limit_reached, Refusal::spend_limit_reached});
}

TEST_CASE("delayed spending stops one to ten minutes after the limit was crossed, and a new month begins anew",
          "[service][R-SPD-2][R-SPD-3][R-SPD-5]") {
  TestService t;
  t.model.accounts[0].monthly_spend_limit = UsdMicros{TestService::price};
  t.begin();
  CHECK(t.send(1).kind == Answer::Kind::accepted);
  t.run_until(seconds{59});
  CHECK(t.send(2).kind == Answer::Kind::accepted);
  t.run_until(seconds{601});
  CHECK(t.send(3).refusal == Refusal::spend_limit_reached);
  t.run_until(parse_rfc3339("2026-01-31T23:59:59Z").value() - t.model.start);
  CHECK(t.send(4).refusal == Refusal::spend_limit_reached);
  t.run_until(parse_rfc3339("2026-02-01T00:00:00Z").value() - t.model.start);
  CHECK(t.send(5).kind == Answer::Kind::accepted);
}

TEST_CASE("prices follow their dated rows at the simulated instant", "[service][R-BIL-2]") {
  TestService t;
  const Instant february = parse_rfc3339("2026-02-01T00:00:00Z").value();
  t.model.prices.per_part[0].fill({{Instant{}, UsdMicros{100}}, {february, UsdMicros{200}}});
  t.model.prices.carrier_fee[0].fill({{february, UsdMicros{7}}});  // before its first row the first applies
  t.begin();
  t.send(1);
  t.run_until(february - t.model.start - Duration{1});
  t.send(2);
  t.run_until(february - t.model.start);
  t.send(3);
  t.service->facts().flush();
  std::vector<std::int64_t> prices;
  for (const MessageFact& f : t.facts)
    if (f.kind == FactKind::accepted) prices.push_back(f.price.count + f.fee.count);
  CHECK(prices == std::vector<std::int64_t>{107, 107, 207});
}

}  // namespace sendlab
