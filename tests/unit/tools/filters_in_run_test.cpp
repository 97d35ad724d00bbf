// Filters and quiet hours in whole runs: off unless asked for, by the language's fields.
#include <catch2/catch.hpp>

#include "tests/unit/scenarios/fixtures.hpp"
#include "tests/unit/tools/scenario_run.hpp"

namespace sendlab {
namespace {

using test::count_of;
using test::run_scenario;

// Networks that do nothing wrong by themselves, with the fields of carriers { … } that the test adds.
std::string with_network(const std::string& network, const std::string& body,
                         const std::string& number = "type = \"SHORT_CODE\", country = \"US\"",
                         const std::string& more = "arrivals = constant { rate = \"5/s\", count = 400 }",
                         const std::string& to = "us_recipients { count = 400 }") {
  std::string carriers;
  for (const char* name : {"AT&T", "T-Mobile", "Verizon", "US Cellular", "Other"})
    carriers += std::string("[\"") + name +
                "\"] = carrier { failure = {}, handset_off_share = 0, receipt_share = 1, accept = \"1s\", delivery = "
                "\"2s\" }, ";
  return "return scenario { start = \"2026-06-10T12:00:00-07:00\", network = carriers { " + carriers + network +
         " },\n account = account { monthly_spend_limit = \"$500\", numbers = { number { name = \"n\", " + number +
         " } } },\n" + " workloads = { workload { name = \"w\", from = \"n\", to = " + to + ", body = \"" + body +
         "\", " + more + " } } }\n";
}

TEST_CASE("filters are off unless a scenario asks for them", "[world][R-SPM-4]") {
  const std::string casino = "Visit our casino";
  CHECK(count_of(run_scenario(with_network("", casino)).totals(), Status::spam) == 0);
  CHECK(count_of(run_scenario(with_network("filter = false", casino)).totals(), Status::spam) == 0);
  const auto filtered = count_of(run_scenario(with_network("filter = true", casino)).totals(), Status::spam);
  CHECK(filtered > 200);  // 60 %
  CHECK(filtered < 280);
  CHECK(count_of(run_scenario(with_network("filter = true", "Visit our shop")).totals(), Status::spam) == 0);
}

TEST_CASE("the chances of a filter are the scenario's to set", "[world][R-SPM-3][R-SPM-9]") {
  const auto spam = [](const std::string& fields, const std::string& body) {
    return count_of(run_scenario(with_network("filter = { " + fields + " }", body)).totals(), Status::spam);
  };
  CHECK(spam("shortener = \"100%\"", "See bit.ly/x") == 400);
  CHECK(spam("shortener = 0", "See bit.ly/x") == 0);
  CHECK(spam("style = \"100%\"", "Save $5") == 400);
  CHECK(spam("restricted = \"100%\", style = 0", "Save $5") == 0);
}

TEST_CASE("of a workload with several bodies the share counts that sets a filter off", "[world][R-SPM-3]") {
  const std::string text = with_network("filter = { shortener = \"100%\" }", "BODY");
  std::string bodies = text;
  bodies.replace(bodies.find("\"BODY\""), 6, R"({ { weight = 3, text = "See example.com" }, { weight = 1, text = "See bit.ly/x" } })");
  const auto spam = count_of(run_scenario(bodies).totals(), Status::spam);
  CHECK(spam > 70);
  CHECK(spam < 130);
}

TEST_CASE("a long code over the limit is flagged by the networks that count", "[world][R-SPM-1][R-SPM-6]") {
  const auto run = [](const std::string& more) {
    return run_scenario(with_network("filter = { long_code = \"100%\", long_code_messages = 100" + more +
                                         " }, Canada = carrier { failure = {}, handset_off_share = 0 }",
                                     "Hello", "type = \"LONG_CODE\", country = \"CA\", mps = 10",
                                     "arrivals = constant { rate = \"5/s\", count = 400 }",
                                     "recipients { country = \"CA\", count = 400 }"));
  };
  CHECK(count_of(run("").totals(), Status::spam) == 300);
  CHECK(count_of(run(", recovery = \"0s\"").totals(), Status::spam) == 0);  // forgotten at once
}

TEST_CASE("one body from two numbers is snowshoeing to a filter", "[world][R-SPM-2]") {
  std::string text = with_network("filter = { snowshoe = \"100%\" }", "Hello");
  CHECK(count_of(run_scenario(text).totals(), Status::spam) == 0);
  text.replace(text.find("numbers = { "), 12,
               "numbers = { number { name = \"m\", type = \"SHORT_CODE\", country = \"US\" }, ");
  text.replace(text.find("workloads = { "), 14,
               "workloads = { workload { name = \"v\", from = \"m\", to = us_recipients { count = 10 }, body = "
               "\"hello\", arrivals = burst { count = 10 } }, ");
  CHECK(count_of(run_scenario(text).totals(), Status::spam) == 410);
}

TEST_CASE("quiet hours hold promotional messages by the recipient's own clock, or block them", "[world][R-QUI-3]") {
  const std::string night =
      "arrivals = constant { rate = \"5/s\", count = 400, at = \"12h\" }";  // midnight in Los Angeles
  const std::string promotional = "type = \"SHORT_CODE\", country = \"US\", message_type = \"PROMOTIONAL\"";
  const auto run = [&](const std::string& network, const std::string& number, const std::string& more) {
    return run_scenario(with_network(network, "Sale", number, more));
  };
  CHECK(count_of(run("quiet_hours = \"block\"", promotional, night).totals(), Status::carrier_blocked) == 400);
  CHECK(count_of(run("quiet_hours = \"block\"", "type = \"SHORT_CODE\", country = \"US\"", night).totals(),
                 Status::delivered) == 400);
  CHECK(count_of(run("quiet_hours = \"hold\"", promotional, night).totals(), Status::delivered) == 400);
  // Chicago wakes six hours later, Denver after seven and Los Angeles after eight: a quarter of the people.
  const auto expired =
      count_of(run("quiet_hours = \"hold\"", promotional, night + ", ttl = \"6h\"").totals(), Status::ttl_expired);
  CHECK(expired > 60);
  CHECK(expired < 140);
  CHECK(count_of(run("quiet_hours = { when = \"block\", US = \"00:00-24:00\" }", promotional, night).totals(),
                 Status::delivered) == 400);
  CHECK(count_of(run("", promotional, night).totals(), Status::delivered) == 400);
}

TEST_CASE("who plans by the recipients' clocks is never held", "[world][R-QUI-3][R-TYP-4]") {
  const std::string local = R"(arrivals = profile { time_zone = "recipient", random = false, points = { { "18h", "200/h" }, { "20h", "0/h" } } }, ttl = "5m")";
  const Summary run =
      run_scenario(with_network("quiet_hours = { when = \"hold\", US = \"18:00-20:01\" }", "Sale",
                                "type = \"SHORT_CODE\", country = \"US\", message_type = \"PROMOTIONAL\"", local));
  CHECK(run.totals().accepted > 300);
  CHECK(count_of(run.totals(), Status::delivered) == static_cast<std::int64_t>(run.totals().accepted));
}

TEST_CASE("faults of filter and quiet_hours", "[scenarios][load]") {
  const auto fault = [](const std::string& network) {
    const auto found = test::faults(test::with_scenario("network = carriers { " + network + " }"));
    return found.empty() ? std::string() : found.front();
  };
  CHECK(fault("filter = true, quiet_hours = \"hold\"").empty());
  CHECK(fault("quiet_hours = { when = \"block\", CA = \"09:00-20:00\" }").empty());
  CHECK(fault("filter = \"yes\"").find("must be true, false or a table") != std::string::npos);
  CHECK(fault("filter = { shortner = \"1%\" }").find("shortener") != std::string::npos);
  CHECK(fault("filter = { shortener = \"120%\" }").find("shortener") != std::string::npos);
  CHECK(fault("quiet_hours = \"holt\"").find("hold") != std::string::npos);
  CHECK(fault("quiet_hours = { US = \"21:00-08:00\" }").find("hours in which messages may arrive") !=
        std::string::npos);
  CHECK(fault("quiet_hours = { UX = \"08:00-21:00\" }").find("country") != std::string::npos);
}

}  // namespace
}  // namespace sendlab
