#include "scenarios/workload_source.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "engine/kernel/calendar.hpp"
#include "engine/message/phone_number.hpp"
#include "fixtures.hpp"
#include "scenarios/print_plan.hpp"

namespace sendlab {
namespace {

using namespace std::chrono_literals;
using test::Folder;
using test::SmallTables;

// One account with the number "line" and a workload "w" that sends `count` at once.
Scenario scenario_of(Recipients to, std::int64_t count, Body body = TemplateBody{"Code {digits:6}"}) {
  Scenario scenario;
  AccountSpec account;
  account.numbers.push_back({.name = "line"});
  scenario.accounts.push_back(account);
  Workload workload;
  workload.name = "w";
  workload.where = "test.lua:7";
  workload.to = std::move(to);
  workload.arrivals = BurstArrivals{count, 0s, 0s, 1};
  workload.body = std::move(body);
  scenario.workloads.push_back(workload);
  return scenario;
}

struct Run {
  std::vector<std::string> lines;  // "number parts body"
  std::string error;
};

Run run(const Scenario& scenario, std::uint64_t seed = 1, std::uint64_t replication = 0) {
  const SmallTables small;
  auto source = WorkloadSource::create(scenario, 0, small.tables, Seed{seed}, replication, {.keep_bodies = true});
  if (!source.ok()) return {{}, source.error().where + ": " + source.error().what};
  Run found;
  PlannedSend send;
  while (source->next(send)) {
    found.lines.push_back(to_e164(send.to.number) + " " + std::to_string(send.parts) + " " + std::string(send.body));
  }
  if (source->error() != nullptr) found.error = source->error()->where + ": " + source->error()->what;
  return found;
}

Feed feed_of(const std::string& file) {
  Feed feed;
  feed.file = file;
  feed.number = "number";
  return feed;
}

PopulationRecipients people(std::int64_t count) {
  PopulationRecipients made;
  made.count = count;
  return made;
}

TEST_CASE("people of a population are visited in turn, again and again", "[scenarios][workload]") {
  const SmallTables small;
  const Scenario scenario = scenario_of(people(3), 7);
  auto source = WorkloadSource::create(scenario, 0, small.tables, Seed{1}, 0, {});
  REQUIRE(source.ok());
  PlannedSend send;
  std::vector<std::int64_t> visited;
  std::map<std::int64_t, PhoneNumber> number_of;
  while (source->next(send)) {
    visited.push_back(send.to.index);
    const auto [known, is_new] = number_of.emplace(send.to.index, send.to.number);
    CHECK(known->second == send.to.number);
    CHECK(send.to.time_zone == no_zone);
    CHECK(send.body.empty());
    CHECK(send.parts == 1);
  }
  CHECK(visited == std::vector<std::int64_t>{0, 1, 2, 0, 1, 2, 0});
  CHECK(number_of.size() == 3);
}

TEST_CASE("carriers of a population follow their weights", "[scenarios][workload]") {
  const SmallTables small;
  const Scenario scenario = scenario_of(people(20'000), 20'000);
  auto source = WorkloadSource::create(scenario, 0, small.tables, Seed{1}, 0, {});
  PlannedSend send;
  int first = 0;
  while (source->next(send)) first += send.to.carrier == CarrierId{0} ? 1 : 0;
  CHECK(std::abs(first - 15'000) < 245);  // four standard deviations
}

TEST_CASE("random order draws people, the same for the same seed", "[scenarios][workload][R-DET-1]") {
  PopulationRecipients drawn = people(1000);
  drawn.random_order = true;
  const Scenario scenario = scenario_of(drawn, 50);
  CHECK(run(scenario, 1).lines == run(scenario, 1).lines);
  CHECK(run(scenario, 1).lines != run(scenario, 2).lines);
  CHECK(run(scenario, 1, 0).lines != run(scenario, 1, 1).lines);
}

TEST_CASE("more people than a carrier has numbers for are refused", "[scenarios][workload]") {
  const Run found = run(scenario_of(people(2'000'000), 1));
  CHECK(found.error ==
        "test.lua:7: workload w has 2000000 recipients in US, the unassigned numbers of its carriers are enough for "
        "1000000");
}

TEST_CASE("listed numbers are visited in turn", "[scenarios][workload]") {
  const Run found =
      run(scenario_of(ListedRecipients{{PhoneNumber{14255550100}, PhoneNumber{14255550101}}}, 3, TemplateBody{"x"}));
  CHECK(found.lines == std::vector<std::string>{"+14255550100 1 x", "+14255550101 1 x", "+14255550100 1 x"});
}

TEST_CASE("body and recipient of one file stay on the same row", "[scenarios][workload]") {
  const Folder folder;
  const std::string file =
      folder.write("people.csv", "number,text,name\n+14255550100,Hi A,Ann\n+14255550101,Hi B,Bob\n");
  const Feed to = feed_of(file);
  Feed body = to;
  body.column = "text";
  CHECK(run(scenario_of(to, 3, body)).lines ==
        std::vector<std::string>{"+14255550100 1 Hi A", "+14255550101 1 Hi B", "+14255550100 1 Hi A"});
  CHECK(run(scenario_of(to, 3, TemplateBody{"{name} #{index}"})).lines ==
        std::vector<std::string>{"+14255550100 1 Ann #0", "+14255550101 1 Bob #1", "+14255550100 1 Ann #2"});
}

TEST_CASE("bodies of a file of their own go on row by row", "[scenarios][workload]") {
  const Folder folder;
  Feed body;
  body.file = folder.write("bodies.ndjson.gz", "{\"body\":\"one\"}\n{\"body\":\"two\"}\n");
  body.column = "body";
  CHECK(run(scenario_of(ListedRecipients{{PhoneNumber{14255550100}}}, 3, body)).lines ==
        std::vector<std::string>{"+14255550100 1 one", "+14255550100 1 two", "+14255550100 1 one"});
}

TEST_CASE("a feed that does not wrap ends the plan", "[scenarios][workload]") {
  const Folder folder;
  Feed to = feed_of(folder.write("people.csv", "number\n+14255550100\n+14255550101\n"));
  to.wrap = false;
  const Run found = run(scenario_of(to, 9, TemplateBody{"x"}));
  CHECK(found.lines.size() == 2);
  CHECK(found.error.empty());
}

TEST_CASE("each replication starts at the first row", "[scenarios][workload]") {
  const Folder folder;
  const Scenario scenario =
      scenario_of(feed_of(folder.write("people.csv", "number\n+14255550100\n+14255550101\n")), 1, TemplateBody{"x"});
  CHECK(run(scenario, 1, 0).lines == run(scenario, 1, 1).lines);
}

TEST_CASE("a bad row stops the plan with file and line", "[scenarios][workload]") {
  const Folder folder;
  const auto fault = [&](const std::string& text, Feed to = {}) {
    to.file = folder.write("people.csv", text);
    to.number = "number";
    const std::string error = run(scenario_of(to, 9, TemplateBody{"x"})).error;
    return error.substr(error.find("people.csv"));
  };
  CHECK(fault("number\n+14255550100\n555\n").starts_with("people.csv:3: "));
  Feed carrier;
  carrier.carrier = "carrier";
  CHECK(fault("number,carrier\n+14255550100,T-Mobile\n+14255550101,Nobody\n", carrier) ==
        "people.csv:3: unknown carrier Nobody");
  Feed zone;
  zone.time_zone = "zone";
  CHECK(fault("number,zone\n+14255550100,\n+14255550101,Mars\n", zone) == "people.csv:3: unknown time zone Mars");
  Feed ttl;
  ttl.ttl = "ttl";
  CHECK(fault("number,ttl\n+14255550100,5m\n+14255550101,soon\n", ttl) ==
        "people.csv:3: time-to-live must be a duration or whole seconds, got \"soon\"");
  Feed from;
  from.from = "from";
  CHECK(fault("number,from\n+14255550100,line\n+14255550101,lien\n", from) ==
        "people.csv:3: from names no campaign, number, pool or sender ID of the account: \"lien\"; did you mean line?");
}

TEST_CASE("a row may say its own time-to-live and origin", "[scenarios][workload]") {
  const Folder folder;
  const SmallTables small;
  Feed to =
      feed_of(folder.write("people.csv", "number,ttl,from,carrier\n+14255550100,300,line,T-Mobile\n+14255550101,,,\n"));
  to.ttl = "ttl";
  to.from = "from";
  to.carrier = "carrier";
  const Scenario scenario = scenario_of(to, 2, TemplateBody{"x"});
  auto source = WorkloadSource::create(scenario, 0, small.tables, Seed{1}, 0, {});
  REQUIRE(source.ok());
  PlannedSend send;
  REQUIRE(source->next(send));
  CHECK(send.ttl == 300s);
  REQUIRE(send.from);
  CHECK(send.from->kind == Origination::Kind::number);
  CHECK(send.to.carrier == CarrierId{1});
  REQUIRE(source->next(send));
  CHECK_FALSE(send.ttl);
  CHECK_FALSE(send.from);
  CHECK(send.to.carrier == no_carrier);
}

TEST_CASE("bodies that are too long are marked, not dropped", "[scenarios][workload][R-ENC-9]") {
  const SmallTables small;
  const Scenario scenario = scenario_of(people(1), 1, TemplateBody{std::string(1531, 'a')});
  auto source = WorkloadSource::create(scenario, 0, small.tables, Seed{1}, 0, {});
  PlannedSend send;
  REQUIRE(source->next(send));
  CHECK(send.too_long);
}

TEST_CASE("adding a workload leaves the draws of the others alone", "[scenarios][workload][R-DET-1]") {
  PopulationRecipients drawn = people(1000);
  drawn.random_order = true;
  Scenario one = scenario_of(drawn, 20);
  Scenario two = one;
  Workload other = one.workloads[0];
  other.name = "other";
  two.workloads.push_back(other);
  CHECK(run(one).lines == run(two).lines);
}

TEST_CASE("closed senders draw persons and bodies without a plan", "[scenarios][workload]") {
  const SmallTables small;
  Scenario scenario = scenario_of(people(2), 1);
  scenario.workloads[0].arrivals = ClosedArrivals{.users = 3, .lasts = 1h};
  auto source = WorkloadSource::create(scenario, 0, small.tables, Seed{1}, 0, {});
  REQUIRE(source.ok());
  CHECK(source->is_closed());
  PlannedSend send;
  for (std::uint64_t i = 0; i < 5; ++i) {
    REQUIRE(source->draw(send));
    CHECK(send.index == i);
    CHECK(send.to.index == static_cast<std::int64_t>(i % 2));
  }
}

TEST_CASE("the plan is printed by offset, one JSON object a line", "[scenarios][plan]") {
  const SmallTables small;
  Scenario scenario =
      scenario_of(ListedRecipients{{PhoneNumber{14255550100}}}, 1, TemplateBody{"say \"hi\"\n\\ {index}"});
  scenario.workloads[0].arrivals = ConstantArrivals{Rate{2'000'000, 1s}, 3, 0s};
  Workload other = scenario.workloads[0];
  other.name = "b";
  other.body = TemplateBody{"b"};
  other.arrivals = BurstArrivals{1, 500ms, 0s, 1};
  scenario.workloads.push_back(other);
  std::vector<std::string> lines;
  CHECK_FALSE(print_plan(scenario, small.tables, nullptr, Seed{1}, 0,
                         [&](std::string_view line) { lines.emplace_back(line); }));
  CHECK(lines == std::vector<std::string>{
                     R"({"offset_s":0,"workload":"w","to":"+14255550100","parts":1,"body":"say \"hi\"\n\\ 0"})",
                     R"({"offset_s":0.5,"workload":"w","to":"+14255550100","parts":1,"body":"say \"hi\"\n\\ 1"})",
                     R"({"offset_s":0.5,"workload":"b","to":"+14255550100","parts":1,"body":"b"})",
                     R"({"offset_s":1,"workload":"w","to":"+14255550100","parts":1,"body":"say \"hi\"\n\\ 2"})",
                 });
}

TEST_CASE("seconds and JSON text are written exactly", "[scenarios][plan]") {
  CHECK(seconds_text(0s) == "0");
  CHECK(seconds_text(1500ms) == "1.5");
  CHECK(seconds_text(1h + 1ns) == "3600.000000001");
  CHECK(json_text("a\"\\\n\x01\xC3\xA9") == "\"a\\\"\\\\\\n\\u0001\xC3\xA9\"");
}

TEST_CASE("a profile in the recipients' local time: everybody in their own morning, each zone by its people",
          "[scenarios][arrivals]") {
  for (const bool random_order : {false, true}) {
    PopulationRecipients readers = people(3000);
    readers.time_zones = {{"America/Los_Angeles", 3}, {"America/Toronto", 1}};
    readers.random_order = random_order;
    Scenario scenario = scenario_of(readers, 0);
    scenario.start = parse_rfc3339("2026-06-10T00:00:00Z").value();
    scenario.horizon = 48h;
    // From 9 to 11 in the morning, 1,000 an hour.
    scenario.workloads[0].arrivals = ProfileArrivals{.points = {{9h, {1000'000'000, 1h}}, {11h, {0, 1h}}},
                                                     .repeat_every = 24h,
                                                     .random = false,
                                                     .time_zone = "recipient"};
    const SmallTables small;
    auto source = WorkloadSource::create(scenario, 0, small.tables, Seed{1}, 0, {});
    REQUIRE(source.ok());
    std::map<std::string, std::int64_t> sent;
    std::set<std::int64_t> seen;
    PlannedSend send;
    Duration last{0};
    while (source->next(send)) {
      CHECK(send.offset >= last);
      last = send.offset;
      const std::string zone = small.tables.zones[send.to.time_zone].name;
      ++sent[zone];
      seen.insert(send.to.index);
      const Duration of_day =
          (send.offset - (zone == "America/Toronto" ? 4h : 7h) + 24h) % 24h;  // daylight saving time
      CHECK(of_day >= 9h);
      CHECK(of_day < 11h);
    }
    // Two mornings within the 48 hours in both zones: 2 x 2 x 1,000, three of four in Los Angeles.
    CHECK(sent["America/Los_Angeles"] + sent["America/Toronto"] >= 3996);
    CHECK(sent["America/Los_Angeles"] + sent["America/Toronto"] <= 4004);
    CHECK(sent["America/Los_Angeles"] == Approx(3000).margin(120));
    if (!random_order) CHECK(seen.size() > 2900);  // in turn within each zone: nearly all of 3,000 in 4,000 sends
  }
}

}  // namespace
}  // namespace sendlab
