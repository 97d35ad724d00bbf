#include "carriers/filter_model.hpp"

#include <catch2/catch.hpp>

#include "carriers/filter_tables.hpp"
#include "carriers/profile_carrier.hpp"
#include "engine/kernel/calendar.hpp"

using namespace sendlab;

namespace {

const CountryId here{0};

RandomStream stream(std::string_view purpose) { return RandomStream(stream_key(Seed{7}, 0, "carrier/test", purpose)); }

Offer offer(std::uint16_t workload, NumberType type = NumberType::short_code, std::uint32_t number = 0) {
  Offer one;
  one.destination = PhoneNumber{12902000000};
  one.origin = type;
  one.number = NumberId{number};
  one.workload = WorkloadId{workload};
  return one;
}

FilterWorld world_of(FilterContent content) {
  FilterWorld world;
  world.contents = {content};
  return world;
}

FilterModel model(const FilterRules& rules, const FilterWorld& world) { return {rules, here, world, stream("filter")}; }

// Of a thousand messages.
int blocked(FilterModel& filter, const Offer& one) {
  int count = 0;
  for (int i = 0; i < 1000; ++i) count += filter.blocks(one, Instant{}) ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("each trigger blocks with its own chance, and only what sets it off",
          "[carriers][R-SPM-2][R-SPM-3][R-SPM-4][R-SPM-9]") {
  const auto all_of = [](double FilterRules::*rule, FilterContent content) {
    FilterRules rules;
    rules.*rule = 1;
    const FilterWorld world = world_of(content);
    FilterModel filter = model(rules, world);
    return blocked(filter, offer(0));
  };
  CHECK(all_of(&FilterRules::shortener, {.shortener = 1}) == 1000);
  CHECK(all_of(&FilterRules::restricted, {.restricted = 1}) == 1000);
  CHECK(all_of(&FilterRules::style, {.style = 1}) == 1000);
  CHECK(all_of(&FilterRules::snowshoe, {.snowshoe = true}) == 1000);
  CHECK(all_of(&FilterRules::shortener, {.restricted = 1, .style = 1, .snowshoe = true}) == 0);
  CHECK(all_of(&FilterRules::restricted, {.shortener = 1, .style = 1, .snowshoe = true}) == 0);
  CHECK(all_of(&FilterRules::style, {.shortener = 1, .restricted = 1, .snowshoe = true}) == 0);
  CHECK(all_of(&FilterRules::snowshoe, {.shortener = 1, .restricted = 1, .style = 1}) == 0);
}

TEST_CASE("chances of several triggers multiply, and only a share of the messages may set one off",
          "[carriers][R-SPM-3][R-SPM-4]") {
  FilterRules rules;
  rules.shortener = 0.5;
  rules.restricted = 0.5;
  const FilterWorld both = world_of({.shortener = 1, .restricted = 1});
  FilterModel filter = model(rules, both);
  CHECK(blocked(filter, offer(0)) > 700);  // 75 %
  CHECK(blocked(filter, offer(0)) < 800);
  const FilterWorld share = world_of({.shortener = 0.2});
  FilterModel some = model(rules, share);
  const int count = blocked(some, offer(0));
  CHECK(count > 60);  // 10 %
  CHECK(count < 140);
  CHECK(blocked(some, offer(5)) == 0);  // automatic replies belong to no workload of the scenario
}

TEST_CASE("a long code that sends more than its limit in a day is flagged, and recovers", "[carriers][R-SPM-1]") {
  FilterRules rules;
  rules.long_code = 1;
  rules.long_code_messages = 3;
  rules.recovery = std::chrono::hours{72};
  const FilterWorld world = world_of({});
  FilterModel filter = model(rules, world);
  const Offer one = offer(0, NumberType::long_code, 2);
  const auto sent_at = [&](int hour, const Offer& what) {
    return filter.blocks(what, Instant{std::chrono::hours{hour}});
  };
  CHECK_FALSE(sent_at(0, one));
  CHECK_FALSE(sent_at(1, one));
  CHECK_FALSE(sent_at(2, one));
  CHECK(sent_at(3, one));                                            // the fourth within 24 hours
  CHECK_FALSE(sent_at(3, offer(0, NumberType::long_code, 4)));       // another number is not
  for (int i = 0; i < 9; ++i)
    CHECK_FALSE(sent_at(3, offer(0, NumberType::short_code, 5)));    // nor another kind of number
  CHECK(sent_at(30, one));                                           // still flagged: 72 hours from the last excess
  CHECK_FALSE(sent_at(3 + 72, one));
  CHECK_FALSE(sent_at(3 + 73, one));
}

TEST_CASE("a number of which too many messages are blocked is throttled or blocked, and recovers",
          "[carriers][R-SPM-5]") {
  FilterRules rules;
  rules.restricted = 1;
  rules.audit = 1;
  rules.audit_messages = 3;
  rules.recovery = std::chrono::hours{72};
  const FilterWorld world = world_of({.restricted = 1});
  const auto bad = [](std::uint32_t number) { return offer(0, NumberType::toll_free, number); };
  const auto good = [](std::uint32_t number) { return offer(5, NumberType::toll_free, number); };
  const auto at = [](int hour) { return Instant{std::chrono::hours{hour}}; };
  FilterModel filter = model(rules, world);
  for (int hour = 0; hour < 3; ++hour) CHECK(filter.blocks(bad(2), at(hour)));
  CHECK_FALSE(filter.blocks(good(2), at(3)));  // as many as are no reason yet
  CHECK(filter.blocks(bad(2), at(3)));         // one more within a day
  CHECK(filter.blocks(good(2), at(4)));        // whatever it says now
  CHECK_FALSE(filter.blocks(good(4), at(4)));  // another number is not concerned
  CHECK(filter.blocks(good(2), at(4 + 71)));
  CHECK_FALSE(filter.blocks(good(2), at(4 + 71 + 72)));  // three days after the last excess
  FilterModel slow = model(rules, world);
  for (int i = 0; i < 20; ++i) CHECK(slow.blocks(bad(2), at(9 * i)));  // three within a day at most
  CHECK_FALSE(slow.blocks(good(2), at(9 * 20)));
  rules.audit = 0.5;  // throttles
  FilterModel half = model(rules, world);
  for (int i = 0; i < 4; ++i) CHECK(half.blocks(bad(2), Instant{}));
  int passed = 0;
  for (int i = 0; i < 1000; ++i) passed += half.blocks(good(2), Instant{}) ? 0 : 1;
  CHECK(passed > 430);
  CHECK(passed < 570);
  CHECK(filter_rules("ATT").audit == 0);  // off unless a scenario asks for it
  CHECK(filter_rules("ATT").audit_messages == 50);
}

TEST_CASE("a day at the limit flags nobody: the window is half-open", "[carriers][R-SPM-1]") {
  FilterRules rules;
  rules.long_code = 1;
  rules.long_code_messages = 2;
  const FilterWorld world = world_of({});
  FilterModel filter = model(rules, world);
  for (int i = 0; i < 50; ++i)
    CHECK_FALSE(filter.blocks(offer(0, NumberType::long_code), Instant{std::chrono::hours{12} * i}));
}

TEST_CASE("Verizon filters by content and not by rate", "[carriers][R-SPM-6]") {
  const FilterRules verizon = filter_rules("VZW"), att = filter_rules("ATT");
  CHECK(verizon.long_code == 0);
  CHECK(att.long_code > 0);
  CHECK(verizon.restricted == att.restricted);
  CHECK(verizon.shortener == att.shortener);
  CHECK(verizon.snowshoe == att.snowshoe);
  CHECK(att.long_code_messages == 300);
}

TEST_CASE("a filtered message ends as SPAM and shifts no other draw of its network", "[carriers][R-SPM-4]") {
  CarrierProfile profile;
  profile.accept = Distribution::lognormal(std::chrono::milliseconds{400}, 0.5);
  profile.delivery = Distribution::lognormal(std::chrono::seconds{2}, 0.8);
  profile.failure[static_cast<std::size_t>(Status::blocked)] = 0.1;
  FilterRules rules;
  rules.restricted = 0.5;
  const FilterWorld world = world_of({.restricted = 1});
  ProfileCarrier open(profile, stream),
      filtering(profile, stream, std::make_unique<FilterModel>(rules, here, world, stream("filter")));
  int spam = 0;
  for (int i = 0; i < 500; ++i) {
    const HandOver a = open.hand_over(offer(0), Instant{}), b = filtering.hand_over(offer(0), Instant{});
    CHECK(a.answer_after == b.answer_after);
    CHECK(a.outcome == b.outcome);
    CHECK(a.outcome_after == b.outcome_after);
    CHECK((b.answer == a.answer || b.answer == Status::spam));
    spam += b.answer == Status::spam ? 1 : 0;
  }
  CHECK(spam > 200);
  CHECK(spam < 300);
}

namespace {

// Country 0 has hours from 8 to 21, and everybody lives where it is eight hours earlier than UTC.
FilterWorld quiet_world(bool block) {
  FilterWorld world;
  QuietTimes quiet;
  quiet.block = block;
  quiet.hours = {QuietHours{std::chrono::hours{8}, std::chrono::hours{21}}, std::nullopt};
  quiet.zones = {"PST8", "EST5"};
  quiet.of_country = {{{1.0, 0}}, {{1.0, 0}}};
  quiet.of_workload = {{}, {{1.0, 1}}};
  world.quiet = quiet;
  return world;
}

HandOver sent(const FilterWorld& world, MessageType type, const char* when, std::uint16_t workload = 0,
              CountryId country = here) {
  CarrierProfile profile;
  profile.accept = Distribution::constant(std::chrono::seconds{1});
  profile.delivery = Distribution::constant(std::chrono::seconds{3});
  ProfileCarrier carrier(profile, stream,
                         std::make_unique<FilterModel>(std::nullopt, country, world, stream("filter")));
  Offer one = offer(workload);
  one.type = type;
  return carrier.hand_over(one, parse_rfc3339(when).value());
}

}  // namespace

TEST_CASE("in quiet hours a network holds promotional messages until they are over", "[carriers][R-QUI-3][R-TYP-4]") {
  const FilterWorld world = quiet_world(false);
  const HandOver night = sent(world, MessageType::promotional, "2026-06-01T22:00:00-08:00");
  CHECK(night.answer == Status::successful);
  CHECK(night.answer_after == std::chrono::hours{10} + std::chrono::seconds{1});
  CHECK(night.outcome_after == std::chrono::hours{10} + std::chrono::seconds{3});
  CHECK(sent(world, MessageType::promotional, "2026-06-01T12:00:00-08:00").answer_after == std::chrono::seconds{1});
  CHECK(sent(world, MessageType::transactional, "2026-06-01T22:00:00-08:00").answer_after == std::chrono::seconds{1});
  CHECK(sent(world, MessageType::promotional, "2026-06-01T22:00:00-08:00", 0, CountryId{1}).answer_after ==
        std::chrono::seconds{1});
}

TEST_CASE("the people of a workload may live elsewhere than their country's", "[carriers][R-QUI-3]") {
  CHECK(sent(quiet_world(false), MessageType::promotional, "2026-06-01T06:00:00-08:00", 0).answer_after ==
        std::chrono::hours{2} + std::chrono::seconds{1});
  CHECK(sent(quiet_world(false), MessageType::promotional, "2026-06-01T06:00:00-08:00", 1).answer_after ==
        std::chrono::seconds{1});
}

TEST_CASE("or blocks them", "[carriers][R-QUI-3]") {
  CHECK(sent(quiet_world(true), MessageType::promotional, "2026-06-01T22:00:00-08:00").answer ==
        Status::carrier_blocked);
  CHECK(sent(quiet_world(true), MessageType::promotional, "2026-06-01T12:00:00-08:00").answer == Status::successful);
  CHECK(sent(quiet_world(true), MessageType::transactional, "2026-06-01T22:00:00-08:00").answer == Status::successful);
}

TEST_CASE("the tables of filters: words of every kind, hours of the US from 8 to 21", "[carriers][R-QUI-3][R-SPM-3]") {
  const auto words = content_words();
  for (const ContentKind kind :
       {ContentKind::shortener, ContentKind::restricted, ContentKind::offensive, ContentKind::abbreviation,
        ContentKind::currency, ContentKind::personal, ContentKind::marketing, ContentKind::one_time_code})
    CHECK(std::count_if(words.begin(), words.end(), [&](const ContentWord& word) { return word.kind == kind; }) > 0);
  CHECK_FALSE(words_in("See https://tinyurl.com/4585y8mr", words).empty());
  CHECK(words_in("See https://a.co/cFKmaRG", words).empty());  // the guide's example of a domain of one's own
  const auto hours = quiet_hours_by_country();
  REQUIRE_FALSE(hours.empty());
  CHECK(hours.front() == std::pair<std::string, QuietHours>{"US", {std::chrono::hours{8}, std::chrono::hours{21}}});
}
