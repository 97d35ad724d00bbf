// What is wrong with a scenario is said all at once, each fault with its line.
#include <catch2/catch.hpp>

#include "fixtures.hpp"

namespace sendlab {
namespace {

using test::faults;
using test::one_fault;
using test::with_account;
using test::with_scenario;
using test::with_workload;
using Faults = std::vector<std::string>;

// The pieces stand on line 2, those of with_workload on line 3.
std::string account_fault(const std::string& fields) { return one_fault(faults(with_account(fields))); }
std::string scenario_fault(const std::string& fields) { return one_fault(faults(with_scenario(fields))); }

TEST_CASE("the pieces that the faults are planted in load without any", "[scenarios][load]") {
  CHECK(faults(with_workload("")).empty());
  CHECK(faults(with_account("")).empty());
  CHECK(faults(with_scenario("")).empty());
}

TEST_CASE("all faults of a file are reported at once, by line", "[scenarios][load]") {
  const Faults found = faults(R"(return scenario {
  seed = "x",
  account = account { tier = "prod", monthly_spend_limit = 5,
    numbers = { number { name = "code", type = "SHORT_CODE", country = "US", msp = 100 },
      number { name = "tf", type = "TOLL_FREE", country = "CA" } } },
  workloads = {
    workload { name = "w", from = "cod", to = us_recipients { count = 1 },
      arrivals = poisson { rate = "5s", lasts = "1h" },
      body = "Hi {name}", ttl = "1s",
      colour = "red" },
  },
  faults = { outage { carrier = "TMobile", at = "1m" } },
})");
  CHECK(found == Faults{
                     "2: scenario.seed must be a whole number, got \"x\"",
                     "3: account.tier is no known tier: \"prod\"",
                     "3: account.monthly_spend_limit must be an amount of money, got the bare number 5",
                     "4: unknown field msp in number { … }; did you mean mps?",
                     "5: number.type TOLL_FREE does not exist in Canada (CA)",
                     "7: from names no campaign, number, pool or sender ID of the account: \"cod\"; did you mean code?",
                     "8: poisson.rate must be a rate, got a duration, \"5s\"",
                     "9: workload.body has an unknown placeholder {name}",
                     "9: workload.ttl must be from 5s to 3d, got \"1s\"",
                     "10: unknown field colour in workload { … }",
                     "12: outage.carrier is no known carrier: \"TMobile\"; did you mean T-Mobile?",
                 });
}

TEST_CASE("an error of the script is reported with what was found before it", "[scenarios][load]") {
  const Faults found = faults("local a = poisson { rate = 5, lasts = \"1h\" }\nerror(\"stop here\")");
  REQUIRE(found.size() == 2);
  CHECK(found[0] == "1: poisson.rate must be a rate, got the bare number 5");
  CHECK(found[1].starts_with("2: "));
  CHECK(found[1].find("stop here") != std::string::npos);
}

TEST_CASE("every fault has a remedy where one is known", "[scenarios][load]") {
  const auto loaded = test::load(with_workload("ttl = 60"));
  REQUIRE_FALSE(loaded.ok());
  CHECK(to_text(loaded.error().front()) ==
        "test.lua:3: error: workload.ttl must be a duration, got the bare number 60\n"
        "  fix: give it a unit and quotes, for example \"5m\"\n");
}

TEST_CASE("a script must return a scenario", "[scenarios][load]") {
  const auto what = [](const std::string& text) {
    const auto loaded = test::load(text);
    REQUIRE_FALSE(loaded.ok());
    return loaded.error().front().where + ": " + loaded.error().front().what;
  };
  CHECK(what("local x = 1") == "test.lua: the script must return scenario { … }, got nil");
  CHECK(what("return 5") == "test.lua: the script must return scenario { … }, got 5");
  CHECK(what("return {").starts_with("test.lua:1: "));
}

TEST_CASE("faults of scenario { … }", "[scenarios][load]") {
  CHECK(scenario_fault("start = \"yesterday\"").starts_with("2: scenario.start is no instant"));
  CHECK(scenario_fault("start = 5") == "2: scenario.start must be text, got 5");
  CHECK(scenario_fault("horizon = \"31d\"") == "2: scenario.horizon must be at most 30d, got \"31d\"");
  CHECK(scenario_fault("horizon = \"0s\"") == "2: scenario.horizon must be above 0, got \"0s\"");
  CHECK(scenario_fault("horizon = \"1h\", warm_up = \"1h\"") ==
        "2: scenario.warm_up must end before the horizon, got \"1h\"");
  CHECK(scenario_fault("seed = -1") == "2: scenario.seed must be at least 0, got -1");
  CHECK(scenario_fault("seed = 1.5") == "2: scenario.seed must be a whole number, got 1.5");
  CHECK(scenario_fault("replications = 0") == "2: scenario.replications must be from 1 to 1000000, got 0");
  CHECK(scenario_fault("rules = \"current_2027\"") ==
        "2: scenario.rules is no known rule set: \"current_2027\"; did you mean current_2026?");
  CHECK(scenario_fault("accounts = {}") ==
        "got 2 faults: 2: scenario.accounts and account are both given and 2: scenario.accounts is an empty list");
  CHECK(scenario_fault("network = prices {}") ==
        "2: scenario.network must be ideal { … } or carriers { … }, got prices #0");
  CHECK(scenario_fault("handsets = { \"x\" }") ==
        "2: scenario.handsets[1] must be reply { … } or handset { … }, got \"x\"");
  CHECK(scenario_fault("note = 5") == "2: scenario.note must be text, got 5");
  CHECK(scenario_fault("invariants = \"w.messages.requested\"").find("has no comparison") != std::string::npos);
  CHECK(one_fault(faults("return scenario { workloads = {} }"))
            .starts_with("got 2 faults: 1: scenario needs account or accounts"));
}

TEST_CASE("faults of expectations and hooks", "[scenarios][load]") {
  CHECK(faults(with_scenario("expect = { \"w.delivered_share >= 0.9\", \"carriers.AT&T.delivered_share == 100%\", "
                             "\"w.parts > 5 over 30s\" }"))
            .empty());
  CHECK(faults(with_scenario("expect = \"w.queue_s.p95 over 30s <= 1e3\"")).empty());
  CHECK(scenario_fault("expect = { \"a >= 1\",\n\"all is well\" }") ==
        "3: scenario.expect[2] has no comparison: \"all is well\"");
  CHECK(scenario_fault("expect = \"a => 1\"") == "2: scenario.expect has an unknown comparison =>: \"a => 1\"");
  CHECK(scenario_fault("expect = \"a >= high\"") == "2: scenario.expect does not compare with a number: \"a >= high\"");
  CHECK(scenario_fault("expect = \">= 1\"") == "2: scenario.expect has no metric: \">= 1\"");
  CHECK(scenario_fault("expect = \"a >=\"") == "2: scenario.expect has no value: \"a >=\"");
  CHECK(scenario_fault("on = { TEXT_DELIVRED = function() end }") ==
        "2: scenario.on.TEXT_DELIVRED is no known event type: \"TEXT_DELIVRED\"; did you mean TEXT_DELIVERED?");
  CHECK(scenario_fault("on = { TEXT_DELIVERED = 5 }") == "2: scenario.on.TEXT_DELIVERED must be a function, got 5");
  CHECK(scenario_fault("at = { [\"soon\"] = function() end }")
            .starts_with("2: scenario.at.soon must be a duration, got \"soon\""));
  CHECK(scenario_fault("every = { [\"0s\"] = function() end }") == "2: scenario.every.0s must be above 0");
}

TEST_CASE("faults of account { … }", "[scenarios][load]") {
  CHECK(account_fault("region = \"us-east-9\"") ==
        "2: account.region is no known region: \"us-east-9\"; did you mean us-east-1?");
  CHECK(account_fault("name = \"  \"") == "2: account.name must not be blank");
  CHECK(account_fault("spend_enforcement = \"none\"")
            .starts_with("2: account.spend_enforcement is no known choice: \"none\""));
  CHECK(account_fault("over_mps = true") == "2: account.over_mps must be text, got true");
  CHECK(account_fault("verified_numbers = { \"+14255550100\", \"555\" }")
            .starts_with("2: account.verified_numbers[2] is not a phone number"));
  CHECK(account_fault("default_message_type = \"MARKETING\"")
            .starts_with("2: account.default_message_type is no known message type"));
  CHECK(account_fault("brands = { number { name = \"x\", type = \"TOLL_FREE\", country = \"US\" } }") ==
        "2: account.brands[1] must be brand { name = \"…\", campaigns = { … } }, got number #0");
  CHECK(account_fault("initial = 5") == "2: account.initial must be a table, got 5");
  CHECK(account_fault("initial = { month_spent = \"$1\" }") ==
        "2: unknown field month_spent in account.initial { … }; did you mean month_spend?");
  CHECK(account_fault("initial = { brand_parts_today = { X = 5 } }") ==
        "2: account.initial.brand_parts_today.X is no known brand of this account: \"X\"");
  CHECK(account_fault("initial = { opted_out = { Mine = \"+14255550100\" } }") ==
        "2: no opt-out list Mine is declared");
  CHECK(account_fault("opt_out_lists = { opt_out_list { name = \"A\" },\nopt_out_list { name = \"A\" } }") ==
        "2: account.opt_out_lists declares A twice");
}

TEST_CASE("an override of the spending limit is whole dollars", "[scenarios][load][R-SPD-6]") {
  CHECK(account_fault("spend_limit_override = \"$0.50\"") ==
        "2: account.spend_limit_override must be whole dollars, as the API has it");
  CHECK(account_fault("voice_spend_limit_override = \"$1.25\"") ==
        "2: account.voice_spend_limit_override must be whole dollars, as the API has it");
}

TEST_CASE("a sandbox account has at most ten verified numbers", "[scenarios][load]") {
  const auto numbers = [](int count) {
    return "tier = \"sandbox\", verified_numbers = (function() local t = {} for i = 1, " + std::to_string(count) +
           " do t[i] = string.format(\"+142555501%02d\", i) end return t end)()";
  };
  CHECK(faults(with_account(numbers(10))).empty());
  CHECK(account_fault(numbers(11)) == "2: account.verified_numbers has 11, a sandbox account has at most 10");
}

TEST_CASE("later parts of the account are refused plainly, once each", "[scenarios][load]") {
  CHECK(account_fault("registrations = registration { name = \"r\" }") ==
        "got 2 faults: 2: registration needs type and 2: registration needs submitted");
}

TEST_CASE("faults of configuration sets, event destinations and alarms",
          "[scenarios][load][R-EVT-2][R-EVT-9][R-EVT-12]") {
  const auto set = [](const std::string& destinations) {
    return account_fault("configuration_sets = { configuration_set { name = \"c\", destinations = { " + destinations +
                         " } } }");
  };
  CHECK(faults(with_account("configuration_sets = { configuration_set { name = \"c\" } }")).empty());
  CHECK(set("event_destination { name = \"d\" }") == "2: event_destination needs kind");
  CHECK(set("event_destination { name = \"d\", kind = \"SQS\" }")
            .starts_with("2: event_destination.kind is no known kind: \"SQS\""));
  CHECK(set("event_destination { name = \"d\", kind = \"SNS\", types = \"TEXT_SENT\" }") ==
        "2: event_destination.types names TEXT_SENT, which no destination can get");
  CHECK(set("event_destination { name = \"d\", kind = \"SNS\", types = {} }") ==
        "2: event_destination.types is an empty list");
  CHECK(set("event_destination { name = \"d\", kind = \"FIREHOSE\", url = \"http://localhost\" }")
            .starts_with("2: event_destination.url is for SNS"));
  std::string many;
  for (int i = 0; i < 6; ++i) many += "event_destination { name = \"d" + std::to_string(i) + "\", kind = \"SNS\" }, ";
  CHECK(set(many) == "2: configuration_set.destinations has 6, a configuration set has at most 5");
  CHECK(account_fault("alarms = alarm { name = \"a\", metric = \"TextMessageMonthlySpend\" }") ==
        "2: alarm needs threshold");
  CHECK(account_fault("opt_out_scope = \"region\"").starts_with("2: account.opt_out_scope is no known choice"));
}

TEST_CASE("faults of brand { … } and campaign { … }", "[scenarios][load]") {
  const auto brand = [](const std::string& fields) {
    return account_fault("brands = brand { name = \"B\", " + fields + " }");
  };
  const auto campaign = [&](const std::string& fields) {
    return brand("campaigns = campaign { name = \"c\", " + fields +
                 (fields.find("use_case") == std::string::npos ? ", use_case = \"2FA\"" : "") +
                 (fields.find("numbers =") == std::string::npos ? ", numbers = 1" : "") + " }");
  };
  CHECK(faults(with_account("brands = brand { name = \"B\", vetting_score = 0 }")).empty());
  CHECK(brand("vetting_score = 101") == "2: brand.vetting_score must be from 0 to 100, got 101");
  CHECK(brand("vetting_score = \"75\"") == "2: brand.vetting_score must be a whole number, got \"75\"");
  CHECK(brand("daily_cap = { Verizn = 5 }") ==
        "2: brand.daily_cap.Verizn is no known carrier of the US: \"Verizn\"; did you mean Verizon?");
  CHECK(brand("over_daily_cap = \"drop\"").starts_with("2: brand.over_daily_cap is no known choice"));
  CHECK(account_fault("brands = brand {}") == "2: brand needs name");
  CHECK(campaign("use_case = \"2FAA\"") == "2: campaign.use_case is no known use case: \"2FAA\"; did you mean 2FA?");
  CHECK(campaign("mps = 76") == "2: campaign.mps must be from 1 to 75, got 76");
  CHECK(campaign("numbers = 50") == "2: campaign.numbers has 50, a campaign has at most 49");
  CHECK(campaign("numbers = {}") == "2: campaign.numbers must be a count or a list of numbers, got an empty list");
  CHECK(campaign("numbers = { number { name = \"x\", type = \"TOLL_FREE\", country = \"US\" } }") ==
        "2: number x of campaign c must be TEN_DLC, got TOLL_FREE");
  CHECK(campaign("message_class = \"Z\"").starts_with("2: campaign.message_class is no known message class: \"Z\""));
  CHECK(campaign("throughput = { [\"AT&T\"] = \"0.5/s\" }") ==
        "2: campaign.throughput.AT&T must be a whole number of parts in a unit of time, got \"0.5/s\"");
  CHECK(campaign("over_throughput = 1") == "2: campaign.over_throughput must be text, got 1");
  CHECK(account_fault("brands = brand { name = \"B\", campaigns = campaign {} }")
            .starts_with("got 3 faults: 2: campaign needs name"));
}

TEST_CASE("49 numbers a campaign, 10 campaigns a brand, 25 brands an account", "[scenarios][load][R-REG-6]") {
  const auto campaigns = [](int count) {
    return "brands = brand { name = \"B\", campaigns = (function() local t = {} for i = 1, " + std::to_string(count) +
           " do t[i] = campaign { name = \"c\" .. i, use_case = \"2FA\", numbers = 49 } end return t end)() }";
  };
  CHECK(faults(with_account(campaigns(10))).empty());
  CHECK(account_fault(campaigns(11)) == "2: brand.campaigns has 11, a brand has at most 10");
  const auto brands = [](int count) {
    return "brands = (function() local t = {} for i = 1, " + std::to_string(count) +
           " do t[i] = brand { name = \"b\" .. i } end return t end)()";
  };
  CHECK(faults(with_account(brands(25))).empty());
  CHECK(account_fault(brands(26)) == "2: account.brands has 26, an account has at most 25");
}

std::string number_fault(const std::string& fields) {
  return account_fault("numbers = number { name = \"n\", " + fields + " }");
}

TEST_CASE("faults of number { … }", "[scenarios][load]") {
  CHECK(account_fault("numbers = number {}").starts_with("got 3 faults: 2: number needs name"));
  CHECK(number_fault("type = \"TOLLFREE\", country = \"US\"") ==
        "2: number.type is no known number type: \"TOLLFREE\"; did you mean TOLL_FREE?");
  CHECK(number_fault("type = \"SHORT_CODE\", country = \"UK\"")
            .starts_with("2: number.country is no known country: \"UK\""));
  CHECK(number_fault("type = \"TEN_DLC\", country = \"US\"") == "2: number n is TEN_DLC and belongs to no campaign");
  CHECK(number_fault("type = \"SHORT_CODE\", country = \"US\", mps = 0") ==
        "2: number.mps must be from 1 to 1000000, got 0");
  CHECK(number_fault("type = \"SHORT_CODE\", country = \"US\", capabilities = { \"SMS\", \"FAX\" }")
            .starts_with("2: number.capabilities[2] is no known capability: \"FAX\""));
  CHECK(number_fault("type = \"SHORT_CODE\", country = \"US\", capabilities = \"MMS\"")
            .starts_with("2: number.capabilities is no known capability: \"MMS\""));
  CHECK(number_fault("type = \"SHORT_CODE\", country = \"BE\", two_way = true") ==
        "2: number.two_way is not possible in Belgium (BE)");
  CHECK(number_fault("type = \"SHORT_CODE\", country = \"US\", opt_out_list = \"Defalt\"") ==
        "2: no opt-out list Defalt is declared; did you mean Default?");
  CHECK(number_fault("type = \"SHORT_CODE\", country = \"US\", tags = { a = 5 }") ==
        "2: number.tags.a must be text, got 5");
  CHECK(number_fault("type = \"SHORT_CODE\", country = \"US\", two_way = \"yes\"") ==
        "2: number.two_way must be true, a standard topic or Amazon Connect, got \"yes\"");
}

TEST_CASE("self-managed opt-outs need two-way messaging", "[scenarios][load][R-SMO-1]") {
  CHECK(faults(with_account("numbers = number { name = \"n\", type = \"SHORT_CODE\", country = \"US\", two_way = true, "
                            "self_managed_opt_outs = true }"))
            .empty());
  CHECK(number_fault("type = \"SHORT_CODE\", country = \"US\", self_managed_opt_outs = true") ==
        "2: number.self_managed_opt_outs needs two-way messaging, or the opt-outs reach nobody");
}

TEST_CASE("numbers have the form of their type", "[scenarios][load][R-NUM-10][R-NUM-16]") {
  const auto fault = [](const std::string& type, const std::string& number, const std::string& country = "US") {
    const Faults found = faults(with_account("numbers = number { name = \"n\", type = \"" + type + "\", country = \"" +
                                             country + "\", number = \"" + number + "\" }"));
    return found.empty() ? "" : one_fault(found);
  };
  CHECK(fault("SHORT_CODE", "72975").empty());
  CHECK(fault("SHORT_CODE", "729") == "2: number.number must have 5 or 6 digits in US, got \"729\"");
  CHECK(fault("SHORT_CODE", "729", "BE").empty());
  CHECK(fault("SHORT_CODE", "12345678", "BE") ==
        "2: number.number must be a short code of 3 to 7 digits, got \"12345678\"");
  CHECK(fault("TOLL_FREE", "+18885550100").empty());
  CHECK(fault("TOLL_FREE", "+18005550100").empty());
  CHECK(fault("TOLL_FREE", "+12065550100") == "2: number.number must be a US toll-free number, got \"+12065550100\"");
  CHECK(fault("LONG_CODE", "+32470123456", "BE").empty());
  CHECK(fault("LONG_CODE", "+3247012345678", "BE") == "2: number.number has more than 12 digits: \"+3247012345678\"");
  CHECK(fault("LONG_CODE", "470123456", "BE").starts_with("2: number.number is not a phone number"));
}

TEST_CASE("faults of keyword { … }", "[scenarios][load][R-KEY-1][R-KEY-3][R-KEY-8]") {
  const auto fault = [](const std::string& keywords, const std::string& country = "US") {
    return number_fault("type = \"SHORT_CODE\", country = \"" + country + "\", two_way = true, keywords = " + keywords);
  };
  CHECK(fault("keyword { word = \"A \", action = \"OPT_IN\" }") ==
        "2: keyword.word must have 1 to 30 characters without a space at either end, got \"A \"");
  CHECK(fault("keyword { word = string.rep(\"x\", 31), action = \"OPT_IN\" }")
            .starts_with("2: keyword.word must have 1 to 30 characters"));
  CHECK(fault("keyword { word = \"A\", action = \"OPTOUT\" }") ==
        "2: keyword.action is no known action: \"OPTOUT\"; did you mean OPT_OUT?");
  CHECK(fault("keyword { word = \"A\" }") == "2: keyword needs action");
  CHECK(fault("keyword { word = \"Stop\", action = \"AUTOMATIC_RESPONSE\" }") ==
        "2: number.keywords changes STOP, which always opts out");
  CHECK(fault("keyword { word = \"QUIT\", action = \"OPT_IN\" }", "CA") ==
        "2: number.keywords changes QUIT, which always opts out");
  CHECK(fault("keyword { word = \"help\", action = \"OPT_OUT\" }") ==
        "2: number.keywords changes HELP, which always answers");
  CHECK(fault("{ keyword { word = \"A\", action = \"OPT_IN\" }, keyword { word = \"a\", action = \"OPT_IN\" } }") ==
        "2: number.keywords[2] gives the keyword a again");
  CHECK(fault("keyword { word = \"A\", action = \"OPT_IN\", reply = \" \" }") ==
        "2: keyword.reply must have 1 to 1600 characters");
  CHECK(fault("(function() local t = {} for i = 1, 31 do t[i] = keyword { word = \"k\" .. i, action = \"OPT_IN\" } end "
              "return t end)()") == "2: number.keywords has 31, a number has at most 30");
}

TEST_CASE("the reply of a required keyword may be edited", "[scenarios][load][R-KEY-3]") {
  CHECK(
      faults(
          with_account(
              "numbers = number { name = \"n\", type = \"SHORT_CODE\", country = \"US\", two_way = true, keywords = { "
              "keyword { word = \"STOP\", action = \"OPT_OUT\", reply = \"Bye\" }, keyword { word = \"HELP\", action = "
              "\"AUTOMATIC_RESPONSE\", reply = \"Call us\" } } }"))
          .empty());
}

TEST_CASE("names are unique and resolved with the nearest one", "[scenarios][load]") {
  CHECK(account_fault("numbers = { number { name = \"a\", type = \"TOLL_FREE\", country = \"US\" },\nnumber { name = "
                      "\"a\", type = \"TOLL_FREE\", country = \"US\" } }") ==
        "3: two campaigns or numbers of account main are named a");
  CHECK(account_fault("brands = { brand { name = \"B\" }, brand { name = \"B\" } }") ==
        "2: two brands of account main are named B");
  CHECK(account_fault("numbers = { number { name = \"a\", type = \"SHORT_CODE\", country = \"US\", number = \"72975\" "
                      "},\nnumber { name = \"b\", type = \"SHORT_CODE\", country = \"US\", number = \"72975\" } }") ==
        "3: number b has the phone number of another");
  CHECK(one_fault(faults(with_workload("account = \"mian\""))) == "3: no account is named mian; did you mean main?");
  CHECK(scenario_fault("handsets = reply { workload = \"v\", share = 1, body = \"x\", after = \"1s\" }") ==
        "2: no workload is named v; did you mean w?");
  CHECK(scenario_fault("faults = throttle { campaign = \"otp\", at = \"0s\", factor = 0.5 }") ==
        "2: no campaign is named otp");
  CHECK(scenario_fault("faults = number_blocked { number = \"lien\", at = \"0s\" }") ==
        "2: no number is named lien; did you mean line?");
}

TEST_CASE("with several accounts a workload names its own", "[scenarios][load]") {
  CHECK(one_fault(faults("return scenario { accounts = { account { name = \"a\", monthly_spend_limit = \"$1\" }, "
                   "account { name = \"b\", monthly_spend_limit = \"$1\" } },\n"
                   "workloads = workload { name = \"w\", to = us_recipients { count = 1 }, arrivals = burst { count = "
                   "1 }, body = \"x\" } }")) == "2: workload w needs account: the scenario has several");
}

}  // namespace
}  // namespace sendlab
