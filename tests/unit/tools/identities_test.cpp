// What recipients of each country get a message from, in whole runs.
#include <catch2/catch.hpp>

#include "carriers/csv_table.hpp"
#include "carriers/profile_carrier.hpp"
#include "carriers/rule_tables.hpp"
#include "tests/unit/scenarios/fixtures.hpp"
#include "tests/unit/tools/scenario_run.hpp"
#include "tools/scenario_file.hpp"

namespace sendlab {
namespace {

using test::count_of;
using test::run_scenario;
using test::scenario_of;

const std::string production = "monthly_spend_limit = \"$100000\", ";

std::string workload(const std::string& country, const std::string& more, int count = 100) {
  return "workload { name = \"w\", to = recipients { country = \"" + country +
         "\", count = 1000 }, arrivals = constant { rate = \"1/s\", count = " + std::to_string(count) +
         " }, body = \"x\", " + more + " }";
}
// In the networks of the rule tables, with nothing going wrong but what the country's rules do.
std::string tables_network(const std::string& account, const std::string& work, const std::string& carrier,
                           const std::string& fields = "") {
  return "return scenario { start = \"2026-06-10T12:00:00Z\", network = carriers { [\"" + carrier +
         "\"] = carrier { failure = {}, handset_off_share = 0, receipt_share = 1, " + fields +
         " } }, account = account { " + production + account + " }, workloads = { " + work + " } }";
}

TEST_CASE("all 214 countries: messages reach them by some identity, or are refused where none exists",
          "[world][R-ORG-3][R-ORG-11][R-ORG-16][R-ORG-21]") {
  const auto tables = RuleTables::load("current_2026");
  REQUIRE(tables.ok());
  std::string works;
  std::size_t listed = 0;
  for (const CountryRules& country : tables->countries()) {
    works += "workload { name = \"" + country.iso + "\", to = recipients { country = \"" + country.iso +
             "\", count = 5 }, arrivals = burst { count = 3 }, body = \"x\" },\n";
    if (country.iso != "AS") ++listed;
  }
  CHECK(listed == 214);
  const Summary run = run_scenario(scenario_of(production, works));
  for (const CountryRules& country : tables->countries()) {
    const BlockTotals& block = run.workloads[country.id.index];
    const bool nothing_shared = country.us_rules || country.iso == "CN";
    INFO(country.iso);
    CHECK(count_of(block, Refusal::no_origination_identity) == (nothing_shared ? 3 : 0));
    CHECK(count_of(block, Status::delivered) == (nothing_shared ? 0 : 3));
    CHECK((block.message_price.count > 0) == !nothing_shared);
  }
}

TEST_CASE("the simulator's numbers of every country answer an account that has no identity, but where one is needed",
          "[world][R-SIM-2][R-SIM-3][R-ORG-3][R-ORG-16]") {
  const CsvTable numbers("simulator_numbers.csv");
  std::string to;
  int successes = 0, failures = 0, in_us = 0;
  for (std::size_t row = 0; row < numbers.rows(); ++row) {
    to += "\"" + numbers.at(row, "number") + "\", ";
    if (numbers.at(row, "iso") == "US") ++in_us;
    else ++(numbers.at(row, "outcome") == "success" ? successes : failures);
  }
  REQUIRE((successes == 24 && failures == 24 && in_us == 2));
  const BlockTotals sent =
      run_scenario(scenario_of(production, "workload { name = \"w\", to = { " + to +
                                               "}, arrivals = constant { rate = \"1/s\", count = 50 }, body = \"x\" }"))
          .totals();
  CHECK(count_of(sent, Status::delivered) == successes);
  CHECK(count_of(sent, Status::carrier_unreachable) == failures);
  CHECK(count_of(sent, Refusal::no_origination_identity) == in_us);
}

TEST_CASE("landlines take no texts; VoIP numbers belong to the carrier Other", "[world]") {
  const auto sent_to = [](const std::string& who) {
    return run_scenario(tables_network("numbers = number { name = \"tf\", type = \"TOLL_FREE\", country = \"US\" }",
                                       "workload { name = \"w\", from = \"tf\", to = us_recipients { count = 1000, " +
                                           who +
                                           " }, arrivals = constant { rate = \"1/s\", count = 50 }, body = \"x\" }",
                                       "Other"));
  };
  CHECK(count_of(sent_to("landline_share = \"100%\"").totals(), Status::invalid) == 50);
  const Summary voip = sent_to("carriers = { [\"T-Mobile\"] = 1 }, voip_share = \"100%\"");
  CHECK(count_of(voip.totals(), Status::invalid) == 0);
  CHECK(voip.totals().accepted == 50);
  const Summary mobile = sent_to("carriers = { Other = 1 }");
  for (std::size_t k = 0; k < voip.carriers.size(); ++k)
    CHECK(voip.carriers[k].accepted == mobile.carriers[k].accepted);
}

TEST_CASE("Cuba, Iran, North Korea, Syria and Sudan are not served, nor what no table knows",
          "[world][R-ORG-21][R-ORG-28]") {
  const Summary run = run_scenario(scenario_of(
      production,
      R"(workload { name = "w", to = { "+5351234567", "+989123456789", "+8501921234567", "+963944567890", "+249911231234",
      "+16705551234", "+17215551234", "+17845551234" }, arrivals = constant { rate = "1/s", count = 8 }, body = "x" })"));
  CHECK(count_of(run.totals(), Refusal::destination_country_blocked) == 8);
  const std::string samoa =
      R"(workload { name = "w", from = "n", to = { "+16846331234" }, arrivals = constant { rate = "1/s", count = 2 }, body = "x" })";
  const Summary served = run_scenario(
      scenario_of(production + "numbers = { number { name = \"n\", type = \"TOLL_FREE\", country = \"US\" } }", samoa));
  CHECK(count_of(served.totals(), Status::delivered) == 2);  // American Samoa, with US numbers
}

TEST_CASE("10DLC and toll-free numbers send to the US and its territories, short codes in their own country",
          "[world][R-ORG-5][R-ORG-6]") {
  const auto refused = [](const std::string& number, const std::string& country) {
    return count_of(run_scenario(scenario_of(production + "numbers = { number { name = \"n\", " + number + " } }",
                                             workload(country, "from = \"n\"", 3)))
                        .totals(),
                    Refusal::invalid_identity_for_country);
  };
  CHECK(refused("type = \"TOLL_FREE\", country = \"US\"", "PR") == 0);
  CHECK(refused("type = \"TOLL_FREE\", country = \"US\"", "CA") == 3);
  CHECK(refused("type = \"SHORT_CODE\", country = \"CA\"", "US") == 3);
  CHECK(refused("type = \"SHORT_CODE\", country = \"CA\"", "CA") == 0);
}

TEST_CASE("in the sandbox the rules of the destination country hold too", "[world][R-SBX-4]") {
  const auto run = [](const std::string& numbers) {
    return run_scenario(scenario_of("tier = \"sandbox\", verified_numbers = { \"+14255550100\" }, " + numbers,
        R"(workload { name = "w", to = { "+14255550100" }, arrivals = constant { rate = "1/s", count = 3 }, body = "x" })"));
  };
  CHECK(count_of(run("").totals(), Refusal::no_origination_identity) == 3);
  CHECK(count_of(run("numbers = { number { name = \"n\", type = \"TOLL_FREE\", country = \"US\" } }").totals(),
                 Status::delivered) == 3);
}

TEST_CASE("what goes without the registration asked for is blocked in part", "[world][R-ORG-8][R-ORG-9][R-ORG-15]") {
  const auto blocked = [](const std::string& account, const std::string& country, const std::string& name,
                          const std::string& more = "", const std::string& fields = "") {
    return count_of(run_scenario(tables_network(account, workload(country, more, 1000), name, fields)).totals(),
                    Status::carrier_blocked);
  };
  CHECK(blocked("", "GB", "United Kingdom") == 0);
  const std::int64_t australia = blocked("", "AU", "Australia");
  CHECK(australia > 250);
  CHECK(australia < 350);
  CHECK(blocked("", "AU", "Australia", "", "unregistered_blocked_share = 1") == 1000);
  CHECK(blocked("sender_ids = { sender_id { id = \"Example\", country = \"AU\", registered = true } }", "AU",
                "Australia", "from = \"Example\"") == 0);
  const std::int64_t singapore = blocked("sender_ids = { sender_id { id = \"Example\", country = \"SG\" } }", "SG",
                                         "Singapore", "from = \"Example\"");
  CHECK(singapore > 440);
  CHECK(singapore < 560);
  const std::int64_t new_zealand = blocked("", "NZ", "New Zealand");
  CHECK(new_zealand > 60);
  CHECK(new_zealand < 140);
}

TEST_CASE("India: the registered route with its ids, rejected without them, and the international one at its price",
          "[world][R-ORG-12][R-ORG-13][R-ORG-26]") {
  const std::string sender = "sender_ids = { sender_id { id = \"EXMPLE\", country = \"IN\", registered = true } }";
  const Summary with = run_scenario(tables_network(
      sender,
      workload("IN", "from = \"EXMPLE\", country_parameters = { IN_ENTITY_ID = \"1\", IN_TEMPLATE_ID = \"2\" }"),
      "India"));
  CHECK(count_of(with.totals(), Status::delivered) == 100);
  const Summary without = run_scenario(tables_network(
      sender, workload("IN", "from = \"EXMPLE\", country_parameters = { IN_ENTITY_ID = \"1\" }"), "India"));
  CHECK(count_of(without.totals(), Status::carrier_blocked) == 100);
  const Summary abroad = run_scenario(tables_network("", workload("IN", ""), "India"));
  CHECK(count_of(abroad.totals(), Status::delivered) == 100);
  CHECK(abroad.totals().message_price.count > 5 * with.totals().message_price.count);
}

TEST_CASE("China: nothing is shared, and an unregistered number is blocked", "[world][R-ORG-14][R-ORG-16]") {
  CHECK(count_of(run_scenario(tables_network("", workload("CN", ""), "China")).totals(),
                 Refusal::no_origination_identity) == 100);
  const std::string code = "numbers = { number { name = \"code\", type = \"SHORT_CODE\", country = \"CN\" } }";
  CHECK(count_of(run_scenario(tables_network(code, workload("CN", ""), "China")).totals(), Status::delivered) ==
        100);  // its templates are registered
  ProfileCarrier carrier(CarrierProfile{.unregistered_blocked = 1}, [](std::string_view purpose) {
    return RandomStream(stream_key(Seed{1}, 0, "China", purpose));
  });
  CHECK(carrier.hand_over({.registered = false}, Instant{}).answer == Status::carrier_blocked);
  CHECK(carrier.hand_over({}, Instant{}).answer == Status::successful);
}

TEST_CASE("India: carriers take the text of the template whose id came with it, and no other",
          "[world][R-ORG-13][R-REG-24]") {
  const auto delivered = [](const std::string& body, const std::string& ids, const std::string& more = "") {
    const std::string account =
        "sender_ids = { sender_id { id = \"EXMPLE\", country = \"IN\", registered = true } }, templates = { { country "
        "= "
        "\"IN\", id = \"T1\", entity = \"E1\", text = \"Your code is {#var#}.\" }, { country = \"IN\", id = \"T2\", "
        "text "
        "= \"Welcome\" } }" +
        more;
    std::string work = workload("IN", "from = \"EXMPLE\", country_parameters = { " + ids + " }");
    work.replace(work.find("body = \"x\""), 10, "body = \"" + body + "\"");
    const Summary run = run_scenario(tables_network(account, work, "India"));
    CHECK(count_of(run.totals(), Status::delivered) + count_of(run.totals(), Status::carrier_blocked) == 100);
    return count_of(run.totals(), Status::delivered);
  };
  const std::string first = "IN_ENTITY_ID = \"E1\", IN_TEMPLATE_ID = \"T1\"";
  CHECK(delivered("Your code is {digits:6}.", first) == 100);
  CHECK(delivered("Your code is {letters:30}.", first) == 100);
  CHECK(delivered("Your code is {letters:31}.", first) == 0);  // a variable of more than 30 characters
  CHECK(delivered("your code is {digits:6}.", first) == 0);
  CHECK(delivered("Your code is {digits:6}. ", first) == 0);
  CHECK(delivered("Welcome", first) == 0);  // registered, under another id
  CHECK(delivered("Welcome", "IN_ENTITY_ID = \"E9\", IN_TEMPLATE_ID = \"T2\"") == 100);
  CHECK(delivered("Your code is {digits:6}.", "IN_ENTITY_ID = \"E9\", IN_TEMPLATE_ID = \"T1\"") == 0);
  CHECK(delivered("Your code is {digits:6}.", "IN_ENTITY_ID = \"E1\", IN_TEMPLATE_ID = \"T9\"") == 0);
}

TEST_CASE("China: a text that is no registered template is blocked", "[world][R-ORG-14][R-REG-25]") {
  const auto delivered = [](const std::string& more) {
    const std::string account =
        "numbers = { number { name = \"code\", type = \"SHORT_CODE\", country = \"CN\" } }, " + more;
    const Summary run = run_scenario(tables_network(account, workload("CN", "from = \"code\""), "China"));
    CHECK(count_of(run.totals(), Status::delivered) + count_of(run.totals(), Status::carrier_blocked) == 100);
    return count_of(run.totals(), Status::delivered);
  };
  CHECK(delivered("templates = { { country = \"CN\", text = \"x\" } }") == 100);
  CHECK(delivered("templates = { { country = \"CN\", text = \"y\" } }") == 0);
  CHECK(delivered("templates = { { country = \"CN\", text = \"y\" }, { country = \"CN\", text = \"{what}\" } }") ==
        100);
  CHECK(delivered("templates = { { country = \"IN\", id = \"T1\", text = \"y\" } }") == 100);  // no other country's
  // One message a second: whoever asks for a template on day 0 waits for it, and who is denied it waits in vain.
  const std::string asked =
      "support_cases = { support_case { kind = \"china_template\", at = \"0s\", message_type = \"TRANSACTIONAL\", "
      "website = \"https://example.com\", use_case = \"codes\", opt_in = \"a form\", template = \"x\"";
  CHECK(delivered(asked + " } }") == 0);
}

TEST_CASE("a plain long code of the US carries SMS only where the scenario says so, and much of it is blocked",
          "[world][R-NUM-13][R-ORG-4]") {
  const std::string number = "numbers = { number { name = \"n\", type = \"LONG_CODE\", country = \"US\"";
  const auto refused = test::Folder();
  const auto prepared = prepare_scenario(
      refused.write("a.lua", scenario_of(production + number + " } }", workload("US", "from = \"n\""))), {});
  REQUIRE_FALSE(prepared.ok());
  CHECK(prepared.error().front().what.find("R-NUM-13") != std::string::npos);
  const Summary run = run_scenario(
      tables_network(number + ", us_long_code_sms = true } }",
                     workload("US", "from = \"n\", client = client { when_throttled = \"queue\" }", 400), "Verizon"));
  CHECK(run.totals().accepted == 400);
  CHECK(count_of(run.totals(), Status::carrier_blocked) > 100);
  const Summary canada = run_scenario(
      scenario_of(production + "numbers = { number { name = \"n\", type = \"LONG_CODE\", country = \"CA\" } }",
                  workload("CA", "from = \"n\"", 5)));
  CHECK(count_of(canada.totals(), Status::delivered) == 5);
}

TEST_CASE("an inbound-only long code cannot send", "[world][R-ORG-20]") {
  const std::string numbers =
      "numbers = { number { name = \"n\", type = \"LONG_CODE\", country = \"PH\", two_way = true } }";
  CHECK(count_of(run_scenario(scenario_of(production + numbers, workload("PH", "from = \"n\"", 3))).totals(),
                 Refusal::number_capabilities_mismatch) == 3);
  CHECK(count_of(run_scenario(scenario_of(production + numbers, workload("PH", "", 3))).totals(), Status::delivered) ==
        3);  // by NOTICE
}

TEST_CASE("sender IDs send 10 parts a second and shared routes 20", "[world][R-MPS-6][R-MPS-7]") {
  const auto second_long = [](const std::string& account, const std::string& from) {
    const Summary run = run_scenario(scenario_of(production + account,
                                                 "workload { name = \"w\", to = recipients { country = \"GB\", count = "
                                                 "1000 }, arrivals = burst { count = 101 }, body = \"x\"" +
                                                     from + " }"));
    CHECK(run.totals().accepted == 101);
    return (run.totals().last_hand_over - run.totals().first_hand_over) / 1'000'000'000;
  };
  CHECK(second_long("sender_ids = { sender_id { id = \"Example\", country = \"GB\" } }", ", from = \"Example\"") == 10);
  CHECK(second_long("", "") == 5);
  CHECK(second_long("quotas = { mps_shared_route = 50 }", "") == 2);
}

TEST_CASE("a pool sends as fast as its numbers together, and no request waits while one is free",
          "[world][R-ORG-18][R-ORG-19]") {
  const Summary run = run_scenario(scenario_of(production + R"(numbers = { number { name = "a", type = "LONG_CODE", country = "CA", mps = 2 }, number { name = "b", type = "LONG_CODE", country = "CA", mps = 3 } },
      pools = { pool { name = "p", identities = { "a", "b" } } })",
      R"(workload { name = "w", from = "p", to = recipients { country = "CA", count = 1000 }, arrivals = burst { count = 100 }, body = "x" })"));
  CHECK(run.totals().accepted == 100);
  CHECK(run.totals().last_hand_over - run.totals().first_hand_over == 19'000'000'000);
  CHECK(run.numbers[0].accepted == 40);
  CHECK(run.numbers[1].accepted == 60);
}

TEST_CASE("identities stay in the account when they are in a pool, and may be named themselves", "[world][R-POL-5]") {
  const Summary run = run_scenario(scenario_of(production + R"(numbers = { number { name = "a", type = "LONG_CODE", country = "CA" } }, pools = { pool { name = "p", identities = { "a" } } })",
                                               workload("CA", "from = \"a\"", 3)));
  CHECK(run.numbers[0].accepted == 3);
}

TEST_CASE("what a granted identity sends counts for its owner", "[world][R-ORG-2]") {
  const Summary run = run_scenario(
      "return scenario { network = ideal { accept = \"1s\", delivery = \"1s\" }, accounts = {\n"
      "account { name = \"owner\", spend_enforcement = \"strict\", monthly_spend_limit = \"$0.10\", numbers = { number "
      "{ name = \"n\", type = \"TOLL_FREE\", country = \"US\" } } },\n"
      "account { name = \"guest\", monthly_spend_limit = \"$1000\" } }, pricing = prices { per_part = \"$0.01\", "
      "carrier_fee = \"$0\" },\n"
      "workloads = { workload { name = \"w\", account = \"guest\", from = \"owner/n\", to = us_recipients { count = "
      "100 }, arrivals = constant { rate = \"1/s\", count = 30 }, body = \"x\" } } }");
  CHECK(run.totals().accepted == 10);
  CHECK(count_of(run.totals(), Refusal::spend_limit_reached) == 20);
}

TEST_CASE("dry runs of a workload are accepted at five parts a second, for nothing", "[world][R-MPS-11][R-BIL-7]") {
  const Summary run = run_scenario(scenario_of(
      production + "numbers = { number { name = \"n\", type = \"SHORT_CODE\", country = \"US\" } }",
      R"(workload { name = "w", from = "n", dry_run = true, to = us_recipients { count = 1000 }, arrivals = burst { count = 51 }, body = "x" })"));
  CHECK(run.totals().accepted == 51);
  CHECK(count_of(run.totals(), Status::accepted) == 51);
  CHECK(run.totals().pending() == 0);
  CHECK(run.totals().message_price == UsdMicros{});
  CHECK(run.totals().parts_handed_over == 0);
  CHECK(run.virtual_span == std::chrono::seconds{10});
  for (const UsageTotals& usage : run.usage) CHECK(usage.parts == 0);
}

TEST_CASE("sender IDs pay for parts and have no lease; their usage type is Senderid", "[world][R-BIL-3][R-BIL-5]") {
  const test::Folder folder;
  const auto prepared = prepare_scenario(
      folder.write("a.lua",
                   scenario_of(production + "sender_ids = { sender_id { id = \"Example\", country = \"GB\" } }",
                               workload("GB", "from = \"Example\""))),
      {});
  REQUIRE(prepared.ok());
  const Topology& topology = prepared->world.topology;
  REQUIRE_FALSE(topology.numbers.empty());
  CHECK(topology.numbers[0].key == "Example (GB)");
  CHECK(topology.numbers[0].text == "Example");
  CHECK(topology.usage_origins[topology.numbers[0].usage_origin].origination == "Senderid");
  CHECK(prepared->world.monthly_fees.empty());
}

// The run's own watch ends a run that breaks what must always hold: it must hold the pool's list against the message
// too.
TEST_CASE("a sender ID writes to who is on the list Default when its pool has another, invariants or not",
          "[world][R-OPT-4][R-POL-1]") {
  const auto accepted = [](const std::string& list, const std::string& more) {
    const Summary run = run_scenario(scenario_of(
        production +
            "sender_ids = { sender_id { id = \"Example\", country = \"GB\" } }, opt_out_lists = opt_out_list { "
            "name = \"news\" }, initial = { opted_out = { " +
            list +
            " = { \"+447700900123\" } } }, pools = { pool "
            "{ name = \"p\", identities = { \"Example\" }, opt_out_list = \"news\" } }",
        "workload { name = \"w\", from = \"p\", to = { \"+447700900123\" }, arrivals = burst { count = 1 }, body = "
        "\"x\" }",
        more));
    return run.totals().accepted;
  };
  for (const char* const more : {"", "invariants = { \"messages.parts >= 0\" }, "}) {
    CHECK(accepted("Default", more) == 1);
    CHECK(accepted("news", more) == 0);
  }
}

}  // namespace
}  // namespace sendlab
