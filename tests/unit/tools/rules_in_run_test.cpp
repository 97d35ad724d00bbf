// Rules that are plain to see in a whole run, or in the world that is built for it.
#include <catch2/catch.hpp>

#include <algorithm>

#include "carriers/csv_table.hpp"
#include "carriers/default_keywords.hpp"
#include "carriers/profile_carrier.hpp"
#include "tests/unit/scenarios/fixtures.hpp"
#include "tests/unit/tools/scenario_run.hpp"
#include "tools/scenario_file.hpp"

namespace sendlab {
namespace {

using test::count_of;
using test::run_scenario;
using test::scenario_of;

const std::string code = R"(monthly_spend_limit = "$50", numbers = { number { name = "code", type = "SHORT_CODE", country = "US" } })";

std::string burst(const std::string& fields, const std::string& name = "w") {
  return "workload { name = \"" + name +
         "\", from = \"code\", to = us_recipients { count = 10 }, arrivals = burst { count = 10 }, " + fields + " }";
}

// The first fault of a scenario, from its script or from its rule tables.
std::string fault_of(const std::string& text) {
  const test::Folder folder;
  const auto prepared = prepare_scenario(folder.write("test.lua", text), {});
  return prepared.ok() ? "" : prepared.error().front().what + " | " + prepared.error().front().fix;
}

TEST_CASE("a handset may show several parts as one message: each message has one receipt", "[world][R-ENC-18]") {
  const Summary run = run_scenario(scenario_of(code, burst("body = \"" + std::string(400, 'x') + "\"")));
  CHECK(run.totals().parts == 30);
  CHECK(count_of(run.totals(), Status::delivered) == 10);
}

TEST_CASE("requests that are refused cost nothing", "[world][R-BIL-7]") {
  const Summary run = run_scenario(scenario_of(code, burst("body = \"" + std::string(1600, 'x') + "\"")));
  CHECK(count_of(run.totals(), Refusal::invalid_message) == 10);
  CHECK(run.totals().message_price.count == 0);
  CHECK(run.totals().carrier_fee.count == 0);
}

TEST_CASE("what was spent before counts, whichever service sent it", "[world][R-SPD-8]") {
  const auto accepted = [](const std::string& spent) {
    return run_scenario(scenario_of(R"(monthly_spend_limit = "$1", spend_enforcement = "strict", initial = { month_spend = ")" + spent +
                                        R"(" }, numbers = { number { name = "code", type = "SHORT_CODE", country = "US" } })",
                                    burst("body = \"x\""), R"(pricing = prices { per_part = "$0.10", carrier_fee = "$0" })"))
        .totals()
        .accepted;
  };
  CHECK(accepted("$0") == 10);
  CHECK(accepted("$0.50") == 5);
  CHECK(accepted("$1") == 0);
}

TEST_CASE("the rules of the destination's country hold in the sandbox too", "[world][R-SBX-4]") {
  const std::string account = R"(tier = "sandbox", verified_numbers = { "+447700900123", "+14255550100" }, numbers = { number { name = "code", type = "TOLL_FREE", country = "US" } })";
  const auto to = [&](const std::string& number) {
    return run_scenario(scenario_of(account, "workload { name = \"w\", from = \"code\", to = { \"" + number +
                                                 "\" }, arrivals = burst { count = 1 }, body = \"x\" }"));
  };
  CHECK(count_of(to("+14255550100").totals(), Status::delivered) == 1);
  CHECK(count_of(to("+447700900123").totals(), Refusal::invalid_identity_for_country) == 1);
}

TEST_CASE("a short code reaches its own country only", "[world][R-ORG-6]") {
  const auto from = [](const std::string& country, const std::string& to) {
    return run_scenario(scenario_of("monthly_spend_limit = \"$50\", numbers = { number { name = \"code\", type = "
                                    "\"SHORT_CODE\", country = \"" +
                                        country + "\" } }",
                                    "workload { name = \"w\", from = \"code\", to = { \"" + to +
                                        "\" }, arrivals = burst { count = 1 }, body = \"x\" }"))
        .totals();
  };
  CHECK(count_of(from("US", "+12065550199"), Status::delivered) == 1);
  CHECK(count_of(from("US", "+16045550199"), Refusal::invalid_identity_for_country) == 1);  // Vancouver
  CHECK(count_of(from("CA", "+16045550199"), Status::delivered) == 1);
  CHECK(count_of(from("CA", "+12065550199"), Refusal::invalid_identity_for_country) == 1);
}

TEST_CASE("US numbers serve the territories by the rules of the US", "[carriers][R-ORG-3]") {
  const RuleTables tables = RuleTables::load("current_2026").value();
  for (const CountryRules& country : tables.countries()) {
    INFO(country.iso);
    const bool territory = country.iso == "PR" || country.iso == "VI" || country.iso == "GU" || country.iso == "AS";
    CHECK(country.us_rules == (territory || country.iso == "US"));
  }
}

TEST_CASE("a lease is paid from the request on, whatever the number can do yet", "[world][R-NUM-3]") {
  const auto leases = [](const std::string& more) {
    const test::Folder folder;
    const auto prepared = prepare_scenario(
        folder.write("test.lua", scenario_of("monthly_spend_limit = \"$50\", numbers = { number { name = \"code\", "
                                             "type = \"TOLL_FREE\", country = \"US\"" +
                                                 more + " } }",
                                             burst("body = \"x\""))),
        {});
    REQUIRE(prepared.ok());
    UsdMicros usd;
    for (const CostLine& line : prepared->world.fixed_costs(prepared->world.model.start + std::chrono::hours{24 * 25}))
      usd += line.usd;
    return usd.count;
  };
  CHECK(leases("") > 0);
  CHECK(leases(", available_after = \"700h\"") == leases(""));
}

TEST_CASE("a plain long code of the US carries no text messages", "[world][R-ORG-4][R-MPS-14][R-NUM-13]") {
  const auto of = [](const std::string& country) {
    return fault_of(scenario_of(
        "monthly_spend_limit = \"$50\", numbers = { number { name = \"code\", type = \"LONG_CODE\", country = \"" +
            country + "\" } }",
        burst("body = \"x\"")));
  };
  CHECK(of("US").find("plain long code of the US") != std::string::npos);
  CHECK(of("PR").find("plain long code of the US") != std::string::npos);
  CHECK(of("CA").empty());
}

TEST_CASE("there are no short codes free to the end user, and none that are shared", "[scenarios][load][R-NUM-12]") {
  for (const char* type : {"FTEU_SHORT_CODE", "SHARED_SHORT_CODE"}) {
    const std::string fault = fault_of(
        scenario_of(std::string("numbers = { number { name = \"code\", type = \"") + type + "\", country = \"US\" } }",
                    burst("body = \"x\"")));
    CHECK(fault.find("is no known number type") != std::string::npos);
  }
}

TEST_CASE("an identity exists in one region: a short code too", "[scenarios][load][R-REL-1][R-ORG-25]") {
  const auto two_regions = [](const std::string& a, const std::string& b) {
    const auto account = [](const std::string& name, const std::string& region, const std::string& number) {
      return "account { name = \"" + name + "\", region = \"" + region + R"(", monthly_spend_limit = "$5", numbers = { number { name = "code", type = "SHORT_CODE", country = "US", number = ")" + number + "\" } } }";
    };
    return fault_of("return scenario { accounts = { " + account("east", "us-east-1", a) + ", " +
                    account("west", "us-west-2", b) +
                    " }, workloads = { workload { name = \"w\", account = \"east\", from = \"code\", to = "
                    "us_recipients { count = 1 }, arrivals = burst { count = 1 }, body = \"x\" } } }");
  };
  CHECK(two_regions("72975", "72976").empty());
  CHECK(two_regions("72975", "72975").find("a number exists in one region") != std::string::npos);
}

TEST_CASE("words of one's own opt out as STOP does", "[world][R-OPT-13]") {
  const auto second = [](const std::string& answer) {
    const Summary run = run_scenario(scenario_of(
        R"(monthly_spend_limit = "$50", numbers = { number { name = "code", type = "SHORT_CODE", country = "US", two_way = true, keywords = { keyword { word = "halt", action = "OPT_OUT" } } } })",
        burst("body = \"x\"", "first") + ", workload { name = \"second\", from = \"code\", to = us_recipients { count "
                                         "= 10 }, arrivals = burst { count = 10, at = \"1m\" }, body = \"y\" }",
        "handsets = { reply { workload = \"first\", share = \"100%\", body = \"" + answer + "\", after = \"5s\" } }"));
    return count_of(run.workloads[1], Refusal::opted_out);
  };
  CHECK(second("HALT please") == 10);
  CHECK(second("halting") == 0);
}

TEST_CASE("a toll-free number has the words of its network: STOP alone opts out", "[carriers][R-OPT-7]") {
  std::string opt_out, opt_in;
  for (const DefaultKeyword& keyword : default_keywords(NumberType::toll_free, "US")) {
    if (keyword.effect == KeywordEffect::reply_only) continue;
    CHECK(keyword.by_network);
    (keyword.effect == KeywordEffect::opt_out ? opt_out : opt_in) += keyword.word + " ";
  }
  CHECK(opt_out == "STOP ");
  CHECK(opt_in == "UNSTOP START ");
  const auto others = default_keywords(NumberType::short_code, "US");
  CHECK(std::ranges::none_of(others, &DefaultKeyword::by_network));
}

TEST_CASE("29 regions have text messages, 20 of them voice", "[carriers][R-REL-2]") {
  const CsvTable regions("regions.csv");
  int sms = 0, voice = 0;
  for (std::size_t row = 0; row < regions.rows(); ++row) {
    sms += regions.at(row, "sms") == "yes" ? 1 : 0;
    voice += regions.at(row, "voice") == "yes" ? 1 : 0;
  }
  CHECK(sms == 29);
  CHECK(voice == 20);
}

TEST_CASE("seven of ten messages to a deactivated number are INVALID, the others reach its new owner",
          "[carriers][R-DEA-7]") {
  CarrierProfile profile;
  ProfileCarrier carrier(
      profile, [](std::string_view purpose) { return RandomStream(stream_key(Seed{5}, 0, "carrier/x", purpose)); });
  Offer offer;
  offer.traits.deactivated = true;
  int invalid = 0, delivered = 0;
  for (int i = 0; i < 2000; ++i) {
    const HandOver fate = carrier.hand_over(offer, Instant{});
    invalid += fate.answer == Status::invalid ? 1 : 0;
    delivered += fate.answer == Status::successful && fate.outcome == Status::delivered ? 1 : 0;
  }
  CHECK(invalid + delivered == 2000);
  CHECK(invalid > 1330);  // 70 %
  CHECK(invalid < 1470);
}

}  // namespace
}  // namespace sendlab
