// What the service or the network would never have is a fault of the scenario, not a run without sense.
#include <catch2/catch.hpp>

#include "tests/unit/scenarios/fixtures.hpp"

namespace sendlab {
namespace {

using test::faults;
using test::one_fault;
using test::with_account;
using test::with_scenario;
using test::with_workload;

std::string number(const std::string& fields) {
  return one_fault(faults(with_account("numbers = number { name = \"n\", " + fields + " }")));
}

TEST_CASE("simulator numbers exist in the US alone", "[scenarios][load][R-SIM-4]") {
  CHECK(number(R"(type = "SIMULATOR", country = "US")").empty());
  CHECK(number(R"(type = "SIMULATOR", country = "GB")") ==
        "2: number.type SIMULATOR does not exist in United Kingdom (GB)");
}

TEST_CASE("a number can do something", "[scenarios][load]") {
  CHECK(number(R"(type = "TOLL_FREE", country = "US", capabilities = { "VOICE" })").empty());
  CHECK(number(R"(type = "TOLL_FREE", country = "US", capabilities = {})") ==
        "2: number.capabilities is an empty list: such a number could do nothing");
}

TEST_CASE("an account has 25 numbers, unless its quotas say otherwise", "[scenarios][load][R-NUM-14]") {
  const auto numbers = [](int count, const std::string& more = "") {
    return one_fault(faults(with_account("numbers = (function() local t = {} for i = 1, " + std::to_string(count) +
                                   " do t[i] = number { name = \"n\" .. i, type = \"LONG_CODE\", country = \"CA\" } "
                                   "end return t end)()" +
                                   more)));
  };
  CHECK(numbers(25).empty());
  CHECK(numbers(26) == "2: account.numbers has 26, an account has at most 25");
  CHECK(test::load(with_account("quotas = { keywords_per_number = 3 }")).ok());
  CHECK(numbers(26, ", quotas = { sms_and_voice_numbers = 26 }").empty());
}

TEST_CASE("an account has 25 configuration sets, unless its quotas say otherwise", "[scenarios][load][R-EVT-9]") {
  const auto sets = [](int count, const std::string& more = "") {
    return one_fault(faults(with_account("configuration_sets = (function() local t = {} for i = 1, " + std::to_string(count) +
                                   " do t[i] = configuration_set { name = \"s\" .. i } end return t end)()" + more)));
  };
  CHECK(sets(25).empty());
  CHECK(sets(30) == "2: account.configuration_sets has 30, an account has at most 25");
  CHECK(sets(30, ", quotas = { configuration_sets = 30 }").empty());
}

TEST_CASE("a toll-free number leaves opt-outs to the network", "[scenarios][load][R-OPT-7][R-OPT-9]") {
  const auto keyword = [](const std::string& fields) {
    return number("type = \"TOLL_FREE\", country = \"US\", two_way = true, keywords = keyword { " + fields + " }");
  };
  CHECK(keyword(R"(word = "STOP", action = "OPT_OUT")").empty());
  CHECK(keyword(R"(word = "START", action = "OPT_IN", reply = "Welcome back.")").empty());
  CHECK(keyword(R"(word = "INFO", action = "AUTOMATIC_RESPONSE", reply = "See example.com.")").empty());
  CHECK(keyword(R"(word = "stop", action = "OPT_OUT", reply = "Bye.")") ==
        "2: number.keywords gives STOP a reply, which the network answers on toll-free numbers (R-OPT-7)");
  CHECK(keyword(R"(word = "BYE", action = "OPT_OUT")") ==
        "2: number.keywords makes BYE opt out, which only STOP does on toll-free numbers (R-OPT-7)");
}

TEST_CASE("a context has the shape that a request carries", "[scenarios][load]") {
  CHECK(faults(with_workload("context = { a = \"1\", b = \"2\", c = \"3\", d = \"4\", e = \"5 or so\" }")).empty());
  CHECK(one_fault(faults(with_workload("context = { a = \"1\", b = \"2\", c = \"3\", d = \"4\", e = \"5\", f = \"6\" }"))) ==
        "3: workload.context has 6 entries, a request carries at most 5");
  CHECK(one_fault(faults(with_workload("context = { [\"two words\"] = \"1\" }"))) ==
        "3: workload.context.two words is a key that no request may have");
  CHECK(one_fault(faults(with_workload("context = { [string.rep(\"k\", 101)] = \"1\" }"))).find("is a key") !=
        std::string::npos);
  CHECK(one_fault(faults(with_workload("context = { k = \" a\" }"))) ==
        "3: workload.context.k is a value that no request may have: \" a\"");
  CHECK(faults(with_workload("context = { k = string.rep(\"ü\", 800) }")).empty());
  CHECK(one_fault(faults(with_workload("context = { k = string.rep(\"v\", 801) }"))).find("is a value") != std::string::npos);
}

TEST_CASE("the price that a request may cost has two digits and five decimals", "[scenarios][load]") {
  CHECK(faults(with_workload("max_price = \"$99.99999\"")).empty());
  CHECK(one_fault(faults(with_workload("max_price = \"$100\""))) == "3: workload.max_price must be at most $99.99999, got \"$100\"");
  CHECK(one_fault(faults(with_workload("max_price = \"$0.000001\""))) ==
        "3: workload.max_price has more than five decimals: \"$0.000001\"");
}

TEST_CASE("an ideal network delivers what it has accepted, at exact times", "[scenarios][load]") {
  const auto ideal = [](const std::string& fields) {
    return one_fault(faults(with_scenario("network = ideal { " + fields + " }")));
  };
  CHECK(ideal(R"(accept = "2s", delivery = "2s")").empty());
  CHECK(ideal(R"(accept = "3s", delivery = "2s")") ==
        "2: ideal.delivery comes before accept: 2s and 3s, both from the hand-over");
  CHECK(ideal(R"(accept = uniform { low = "1s", high = "2s" }, delivery = "2s")") ==
        "2: ideal.accept must be one duration, got a distribution");
}

TEST_CASE("an unknown US carrier is not taken for a country", "[scenarios][load]") {
  const auto outage = [](const std::string& carrier) {
    return one_fault(faults(with_scenario("faults = { outage { carrier = \"" + carrier + "\", at = \"1m\" } }")));
  };
  CHECK(outage("TMobile") == "2: outage.carrier is no known carrier: \"TMobile\"; did you mean T-Mobile?");
  CHECK(outage("Cnada") == "2: outage.carrier is no known carrier: \"Cnada\"; did you mean Canada?");
  CHECK(outage("Candy") == "2: outage.carrier is no known carrier: \"Candy\"");
  const auto loaded = test::load(with_scenario("network = carriers { Candy = carrier {} }"));
  REQUIRE_FALSE(loaded.ok());
  CHECK(loaded.error().front().what == "carriers.Candy is no known carrier: \"Candy\"");
  CHECK(loaded.error().front().fix.find("its country's name") != std::string::npos);
}

}  // namespace
}  // namespace sendlab
