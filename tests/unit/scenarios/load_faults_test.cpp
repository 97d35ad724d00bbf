// What is wrong with a scenario is said all at once, each fault with its line.
#include <catch2/catch.hpp>

#include "fixtures.hpp"

namespace sendlab {
namespace {

using test::faults;
using test::with_account;
using test::with_arrivals;
using test::with_scenario;
using test::with_workload;
using Faults = std::vector<std::string>;

// The pieces stand on line 3 of with_workload, on line 2 of the others.
std::string workload_fault(const std::string& fields) {
  const Faults found = faults(with_workload(fields));
  return found.size() == 1 ? found.front()
                           : "got " + std::to_string(found.size()) + " faults" +
                                 (found.empty() ? "" : ": " + found.front() + " and " + found.back());
}
std::string arrivals_fault(const std::string& arrivals) { return workload_fault("arrivals = " + arrivals); }
std::string one(const Faults& found) {
  return found.size() == 1 ? found.front()
                           : "got " + std::to_string(found.size()) + " faults" +
                                 (found.empty() ? "" : ": " + found.front() + " and " + found.back());
}
std::string account_fault(const std::string& fields) { return one(faults(with_account(fields))); }
std::string scenario_fault(const std::string& fields) { return one(faults(with_scenario(fields))); }

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
  CHECK(one(faults("return scenario { workloads = {} }"))
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
    return found.empty() ? "" : one(found);
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
  CHECK(workload_fault("account = \"mian\"") == "3: no account is named mian; did you mean main?");
  CHECK(scenario_fault("handsets = reply { workload = \"v\", share = 1, body = \"x\", after = \"1s\" }") ==
        "2: no workload is named v; did you mean w?");
  CHECK(scenario_fault("faults = throttle { campaign = \"otp\", at = \"0s\", factor = 0.5 }") ==
        "2: no campaign is named otp");
  CHECK(scenario_fault("faults = number_blocked { number = \"lien\", at = \"0s\" }") ==
        "2: no number is named lien; did you mean line?");
}

TEST_CASE("with several accounts a workload names its own", "[scenarios][load]") {
  CHECK(one(faults("return scenario { accounts = { account { name = \"a\", monthly_spend_limit = \"$1\" }, account { "
                   "name = \"b\", monthly_spend_limit = \"$1\" } },\n"
                   "workloads = workload { name = \"w\", to = us_recipients { count = 1 }, arrivals = burst { count = "
                   "1 }, body = \"x\" } }")) == "2: workload w needs account: the scenario has several");
}

TEST_CASE("faults of workload { … } and client { … }", "[scenarios][load]") {
  CHECK(one(faults(
                "return scenario { account = account { monthly_spend_limit = \"$1\" }, workloads = {\nworkload {} } }"))
            .starts_with("got 4 faults: 2: workload needs name"));
  CHECK(workload_fault("to = 5").starts_with("3: workload.to must be a phone number in quotes, got 5"));
  CHECK(workload_fault("to = {}") == "3: workload.to is an empty list");
  CHECK(workload_fault("to = poisson { rate = \"1/s\", count = 1 }") ==
        "3: workload.to must be recipients, got arrivals #1");
  CHECK(workload_fault("arrivals = us_recipients { count = 1 }")
            .starts_with("3: workload.arrivals must be arrivals such as poisson"));
  CHECK(workload_fault("body = \"  \"") == "3: workload.body must not be blank");
  CHECK(workload_fault("body = {}") == "3: workload.body is an empty list");
  CHECK(workload_fault("body = { { weight = 0, text = \"a\" } }") ==
        "3: workload.body[1].weight must be a number above 0, got 0");
  CHECK(workload_fault("body = { \"a\",\n{ weight = 1 } }") == "4: workload.body[2] needs text");
  CHECK(workload_fault("body = { { weight = 1, text = \"a\", txet = \"b\" } }") ==
        "3: unknown field txet in workload.body[1] { … }; did you mean text?");
  CHECK(workload_fault("body = { \"a\", \"{x}\" }") == "3: workload.body[2] has an unknown placeholder {x}");
  CHECK(workload_fault("ttl = \"73h\"") == "3: workload.ttl must be from 5s to 3d, got \"73h\"");
  CHECK(workload_fault("channel = \"VOICE\"") == "2: workload needs from");
  CHECK(workload_fault("channel = \"FAX\"").starts_with("3: workload.channel is no known channel: \"FAX\""));
  CHECK(workload_fault("channel = \"VOICE\", from = \"line\", message_type = \"PROMOTIONAL\"") ==
        "3: workload.message_type is for text messages only");
  CHECK(workload_fault("channel = \"VOICE\", from = \"line\", characters_per_second = 0.5") ==
        "3: workload.characters_per_second must be from 1 to 100, got 0.5");
  CHECK(workload_fault("configuration_set = \"c\"") == "3: no configuration set is named c");
  CHECK(workload_fault("voice_id = \"JOANNA\"") == "3: workload.voice_id is for calls only");
  CHECK(workload_fault("channel = \"VOICE\", from = \"line\", voice_id = \"HAL\"")
            .starts_with("3: workload.voice_id is no known voice: \"HAL\""));
  CHECK(workload_fault("max_price = 0.05") ==
        "3: workload.max_price must be an amount of money, got the bare number 0.05");
  CHECK(workload_fault("context = { 1 }") == "3: workload.context holds values without a name");
  CHECK(workload_fault("dry_run = 1") == "3: workload.dry_run must be true or false, got 1");
  CHECK(workload_fault("client = client { when_throttled = \"wait\" }")
            .starts_with("3: client.when_throttled is no known choice: \"wait\""));
  CHECK(workload_fault("client = client { when_throttled = \"retry\", retry = { attempts = 0 } }") ==
        "3: client.retry.attempts must be from 1 to 1000, got 0");
  CHECK(workload_fault("client = client { when_throttled = \"retry\", retry = { tries = 3 } }") ==
        "3: unknown field tries in client.retry { … }");
  CHECK(workload_fault("client = client { connections = 0 }") ==
        "3: client.connections must be from 1 to 1000000, got 0");
  CHECK(workload_fault("client = client { timeout = \"0s\" }") == "3: client.timeout must be above 0, got \"0s\"");
  CHECK(workload_fault("client = { when_throttled = \"retry\" }") ==
        "3: workload.client must be client { … }, got a table");
}

TEST_CASE("a time-to-live from 5 s to 72 h is accepted at both ends", "[scenarios][load][R-TTL-1]") {
  CHECK(faults(with_workload("ttl = \"5s\"")).empty());
  CHECK(faults(with_workload("ttl = \"72h\"")).empty());
  CHECK(workload_fault("ttl = \"4999ms\"").find("ttl must be from") != std::string::npos);
  CHECK(workload_fault("ttl = \"72h1ms\"").find("ttl must be from") != std::string::npos);
}

TEST_CASE("faults of recipients", "[scenarios][load]") {
  CHECK(workload_fault("to = us_recipients { count = 0 }") ==
        "3: us_recipients.count must be from 1 to 1000000000000, got 0");
  CHECK(workload_fault("to = us_recipients { count = 1, carriers = { Verison = 1 } }") ==
        "3: us_recipients.carriers.Verison is no known carrier in US: \"Verison\"; did you mean Verizon?");
  CHECK(workload_fault("to = us_recipients { count = 1, carriers = { Verizon = -1 } }") ==
        "3: us_recipients.carriers.Verizon must be a number above 0, got -1");
  CHECK(workload_fault("to = us_recipients { count = 1, time_zones = { [\"America/Newyork\"] = 1 } }")
            .find("did you mean America/New_York?") != std::string::npos);
  CHECK(workload_fault("to = us_recipients { count = 1, order = \"shuffled\" }")
            .starts_with("3: us_recipients.order is no known order"));
  CHECK(workload_fault("to = us_recipients { count = 1, invalid_share = 1.5 }") ==
        "3: us_recipients.invalid_share must be a share from 0 to 1, got 1.5");
  CHECK(workload_fault("to = us_recipients { count = 1, landline_share = \"5\" }")
            .find("must be a share from 0 to 100 %, got a bare number") != std::string::npos);
  CHECK(workload_fault("to = recipients { count = 1 }") == "3: recipients needs country");
  CHECK(workload_fault("to = recipients { country = \"CA\", count = 1, carriers = { Verizon = 1 } }")
            .starts_with("3: recipients.carriers.Verizon is no known carrier in CA"));
  CHECK(faults(with_workload("to = recipients { country = \"CA\", count = 1, carriers = { Canada = 1 } }")).empty());
  CHECK(workload_fault("to = \"555\"").starts_with("3: workload.to is not a phone number"));
}

TEST_CASE("faults of arrivals", "[scenarios][load]") {
  CHECK(arrivals_fault("constant { rate = \"1/s\" }") == "3: constant needs two of rate, lasts and count, got 1");
  CHECK(arrivals_fault("constant { rate = \"1/s\", lasts = \"1h\", count = 5 }") ==
        "3: constant needs two of rate, lasts and count, got 3");
  CHECK(arrivals_fault("constant \"1s\"").starts_with("3: workload.arrivals must be arrivals such as poisson"));
  CHECK(arrivals_fault("poisson { rate = \"-12/s\", lasts = \"1h\" }") ==
        "3: poisson.rate must not be negative, got \"-12/s\"");
  CHECK(arrivals_fault("poisson { rate = \"0/s\", lasts = \"1h\" }") == "3: poisson.rate must be above 0, got \"0/s\"");
  CHECK(arrivals_fault("poisson { rate = \"1/s\" }") == "3: poisson needs one of lasts and count");
  CHECK(arrivals_fault("poisson { rate = \"1/s\", lasts = \"1h\", count = 5 }") ==
        "3: poisson needs only one of lasts and count");
  CHECK(arrivals_fault("poisson { rate = \"8/s + 5s\", lasts = \"1h\" }") ==
        "3: poisson.rate must be a rate, got a sum of a rate and a duration, \"8/s + 5s\"");
  CHECK(arrivals_fault("poisson { rate = \"1/s\", lasts = \"0s\" }") == "3: poisson.lasts must be above 0, got \"0s\"");
  CHECK(arrivals_fault("ramp { to = \"0/s\", from = \"0/s\", lasts = \"1m\" }") ==
        "3: ramp.to must be above 0 when from is 0: nothing would be sent");
  CHECK(arrivals_fault("ramp { to = \"2/s\", from = \"1/s\" }") == "3: ramp needs lasts");
  CHECK(arrivals_fault("burst { count = 1, every = \"1m\" }") == "3: burst needs every and times together");
  CHECK(arrivals_fault("burst { count = \"5\" }") == "3: burst.count must be a whole number, got \"5\"");
  CHECK(arrivals_fault("burst { count = 1, at = 5 }") == "3: burst.at must be a duration, got the bare number 5");
  CHECK(arrivals_fault("mmpp { rates = { \"1/s\", \"2/s\" }, stay = \"1m\", lasts = \"1h\" }") ==
        "3: mmpp.stay needs one mean stay for each rate: 2 rates, 1 stays");
  CHECK(arrivals_fault("mmpp { rates = { \"0/s\" }, stay = \"1m\", lasts = \"1h\" }") ==
        "3: mmpp.rates plans nothing: every rate is 0");
  CHECK(arrivals_fault("closed { users = 0, lasts = \"1h\" }") == "3: closed.users must be from 1 to 100000000, got 0");
  CHECK(arrivals_fault("closed { users = 5, lasts = \"1h\", think = 3 }") ==
        "3: closed.think must be a distribution of durations, got 3");
  CHECK(arrivals_fault("replay { file = \"/nowhere/log.csv\" }").starts_with("3: /nowhere/log.csv: cannot be opened"));
  CHECK(arrivals_fault("poisson \"8/s\"") ==
        "got 3 faults: 3: poisson takes a table of fields, got \"8/s\" and 3: poisson needs one of lasts and count");
  CHECK(arrivals_fault("poisson { \"8/s\", rate = \"1/s\", count = 1 }") ==
        "3: poisson holds a value without a field name: \"8/s\"");
}

TEST_CASE("faults of profile { … }", "[scenarios][load]") {
  CHECK(faults(with_arrivals("profile { points = { { \"0h\", \"1/s\" }, { offset = \"1h\", rate = \"0/s\" } }, "
                             "time_zone = \"America/New_York\" }"))
            .empty());
  CHECK(arrivals_fault("profile {}") == "3: profile needs one of points and file");
  CHECK(arrivals_fault("profile { points = { { \"0h\", \"1/s\" } } }") ==
        "3: profile.points needs at least 2 points: the last one ends the profile");
  CHECK(arrivals_fault("profile { points = { { \"1h\", \"1/s\" }, { \"1h\", \"2/s\" } } }") ==
        "3: profile.points must ascend: point 2 at 1h is not after the one before it");
  CHECK(arrivals_fault("profile { points = { { \"0h\", \"1/s\" },\n{ \"1/s\", \"1h\" } } }")
            .starts_with("got 2 faults: 4: profile.points[2] must be a duration, got a rate"));
  CHECK(arrivals_fault("profile { points = { { \"0h\", \"0/s\" }, { \"1h\", \"5/s\" } } }") ==
        "3: profile.points plans nothing: every rate is 0");
  CHECK(arrivals_fault("profile { points = { { \"0h\", \"1/s\" }, { \"2h\", \"1/s\" } }, repeat_every = \"1h\" }") ==
        "3: profile.repeat_every is shorter than the profile: its last point is at 2h");
  CHECK(arrivals_fault(
            "profile { points = { { \"0h\", \"1/s\" } }, repeat_every = \"5h\", time_zone = \"America/New_York\" }") ==
        "3: profile.repeat_every must be whole days in a time zone, got \"5h\"");
  CHECK(workload_fault("to = { \"+14255550100\" }, arrivals = profile { points = { { \"0h\", \"1/s\" }, { \"1h\", "
                       "\"1/s\" } }, time_zone = \"recipient\" }")
            .find("which is known of a population only") != std::string::npos);
  CHECK(arrivals_fault("profile { points = { { \"0h\", \"1/s\" }, { \"1h\", \"1/s\" } }, shape = \"smooth\" }")
            .starts_with("3: profile.shape is no known shape"));
  CHECK(arrivals_fault("profile { points = { { \"0h\", \"1/s\" }, { \"1h\", \"1/s\" } }, scale = 0 }") ==
        "3: profile.scale must be a number above 0, got 0");
}

TEST_CASE("faults of distributions", "[scenarios][load]") {
  const auto fault = [](const std::string& distribution) {
    return workload_fault("client = client { latency = " + distribution + " }");
  };
  CHECK(faults(with_workload("client = client { latency = gamma { shape = 2, scale = \"1s\" } }")).empty());
  CHECK(faults(with_workload("client = client { latency = empirical { points = { \"1s\", \"2s\" } } }")).empty());
  CHECK(faults(with_workload("client = client { latency = constant \"1s\" }")).empty());
  CHECK(fault("5") == "3: client.latency must be a distribution of durations, got 5");
  CHECK(fault("\"5/s\"") == "3: client.latency must be a duration, got a rate, \"5/s\"");
  CHECK(fault("constant \"5/s\"") == "3: constant must be a duration, got a rate, \"5/s\"");
  CHECK(fault("constant(5)") == "3: constant must be followed by a duration or a table, got 5");
  CHECK(fault("exponential {}") == "3: exponential needs mean");
  CHECK(fault("exponential { mean = \"0s\" }") == "3: exponential.mean must be above 0, got \"0s\"");
  CHECK(fault("lognormal { median = \"1s\", sigma = -1 }") == "3: lognormal.sigma must be a number above 0, got -1");
  CHECK(fault("uniform { low = \"2s\", high = \"1s\" }") == "3: uniform.high must be above low, got \"1s\"");
  CHECK(fault("weibull { shape = 0, scale = \"1s\" }") == "3: weibull.shape must be a number above 0, got 0");
  CHECK(fault("empirical {}") == "3: empirical needs either file or points");
  CHECK(fault("empirical { points = {} }") == "3: empirical.points must not be empty");
}

TEST_CASE("faults of network, prices and handsets", "[scenarios][load]") {
  CHECK(scenario_fault("network = ideal { accept = \"1s\" }") == "2: ideal needs delivery");
  CHECK(scenario_fault("network = carriers { [\"T-Mobil\"] = carrier {} }") ==
        "2: carriers.T-Mobil is no known carrier: \"T-Mobil\"; did you mean T-Mobile?");
  CHECK(scenario_fault("network = carriers { [\"T-Mobile\"] = 5 }") ==
        "2: carriers.T-Mobile must be carrier { … }, got 5");
  const auto carrier = [](const std::string& fields) {
    return scenario_fault("network = carriers { Verizon = carrier { " + fields + " } }");
  };
  CHECK(carrier("failure = { DELIVERED = \"1%\" }")
            .starts_with("2: carrier.failure.DELIVERED is no known failure: \"DELIVERED\""));
  CHECK(carrier("failure = { SPAM = \"60%\", UNKNOWN = \"50%\" }") ==
        "2: carrier.failure and filter_share add up to more than 100 %");
  CHECK(faults(with_scenario(
                   "network = carriers { Verizon = carrier { failure = { SPAM = \"60%\", UNKNOWN = \"40%\" } } }"))
            .empty());
  CHECK(carrier("share = 0") == "2: carrier.share must be a number above 0, got 0");
  CHECK(carrier("time_zone = \"PST\"").starts_with("2: carrier.time_zone is no known time zone: \"PST\""));
  CHECK(carrier("brand_daily_cap = \"2000/day\"") ==
        "2: carrier.brand_daily_cap must be a whole number, got \"2000/day\"");
  CHECK(scenario_fault("pricing = prices { per_part = \"1c\" }") ==
        "2: prices.per_part must be an amount of money, got \"1c\"");
  CHECK(scenario_fault("pricing = prices { voice_per_minute = \"1c\" }") ==
        "2: prices.voice_per_minute must be an amount of money, got \"1c\"");
  CHECK(scenario_fault("pricing = prices { number_month = { TOLLFREE = \"$2\" } }").find("did you mean TOLL_FREE?") !=
        std::string::npos);
  CHECK(scenario_fault("handsets = reply { share = 0.1, body = \"x\" }") == "2: reply needs after");
  CHECK(scenario_fault("handsets = reply { share = 0.1, body = \"x\", after = \"1s\", to_status = \"SENT\" }")
            .starts_with("2: reply.to_status is no known status"));
  CHECK(scenario_fault("handsets = handset { share = 0.1, off_every = \"1d\" }") ==
        "2: handset.off_every needs off_for: how long the handset is off");
  CHECK(scenario_fault("handsets = handset { share = 0.1, ported_share = 2 }")
            .starts_with("2: handset.ported_share must be"));
  CHECK(scenario_fault("handsets = reply { share = 0.1, body = \"STOP\", after = \"1s\", returns = 0.5 }") ==
        "2: reply needs returns_after");
}

TEST_CASE("faults of faults", "[scenarios][load]") {
  const auto fault = [](const std::string& text) { return scenario_fault("faults = " + text); };
  CHECK(faults(with_scenario("faults = { outage { at = \"1m\" }, latency { carrier = \"Verizon\", at = \"0s\", factor "
                             "= 3 }, receipt_delay { at = \"0s\", add = \"1m\" } }"))
            .empty());
  CHECK(fault("outage { carrier = \"Verizon\" }") == "2: outage needs at");
  CHECK(fault("outage { at = \"1m\", lasts = \"0s\" }") == "2: outage.lasts must be above 0, got \"0s\"");
  CHECK(fault("outage { at = \"1m\", share = 0 }") ==
        "2: outage.share must be above 0: a fault with share 0 touches nothing");
  CHECK(fault("latency { at = \"0s\" }") == "2: latency needs one of factor and add");
  CHECK(fault("latency { at = \"0s\", factor = 2, add = \"1s\" }") == "2: latency needs only one of factor and add");
  CHECK(fault("latency { at = \"0s\", operation = \"SendTextMessage\", carrier = \"Verizon\", add = \"1s\" }") ==
        "2: latency.operation and carrier are both given");
  CHECK(fault("throttle { at = \"0s\", factor = 0.5 }") ==
        "2: throttle needs exactly one of carrier, campaign and number, got 0");
  CHECK(fault("throttle { at = \"0s\", carrier = \"Verizon\", number = \"line\", factor = 0.5 }") ==
        "2: throttle needs exactly one of carrier, campaign and number, got 2");
  CHECK(fault("throttle { at = \"0s\", carrier = \"Verizon\", factor = 1 }") ==
        "2: throttle.factor must be below 1, got 1");
  CHECK(fault("throttle { at = \"0s\", carrier = \"Verizon\" }") == "2: throttle needs one of factor and rate");
  CHECK(fault("receipt_delay { at = \"0s\" }") == "2: receipt_delay needs add");
  CHECK(fault("number_blocked { at = \"0s\" }") == "2: number_blocked needs number");
  CHECK(fault("rule_change { at = \"0s\", carrier = \"Verizon\" }") == "2: rule_change changes nothing");
  CHECK(fault("outage { at = \"0s\", carier = \"Verizon\" }") ==
        "2: unknown field carier in outage { … }; did you mean carrier?");
  CHECK(fault("api_error { at = \"0s\", error = \"ThrottlingException\" }") == "2: api_error needs operation");
  CHECK(fault("api_error { at = \"0s\", operation = \"SendTextMessage\" }") == "2: api_error needs error");
  CHECK(fault("clock_skew { at = \"0s\" }") == "2: clock_skew needs add");
  CHECK(fault("provisioning_delay { at = \"0s\" }") == "2: provisioning_delay needs add");
  CHECK(fault("event_destination_down { at = \"0s\" }") == "2: event_destination_down needs destination");
  CHECK(fault("event_destination_down { at = \"0s\", destination = \"d\" }") == "2: no event destination is named d");
}

TEST_CASE("limits know no share, throttles keep a thousandth", "[scenarios][load]") {
  CHECK(scenario_fault("faults = rule_change { carrier = \"AT&T\", at = \"0s\", fee = \"$1\", share = 0.5 }")
            .starts_with("2: rule_change.share has no meaning here"));
  CHECK(scenario_fault("faults = throttle { carrier = \"AT&T\", at = \"0s\", factor = 0.0001 }")
            .starts_with("2: throttle.factor must be at least 0.001"));
}

TEST_CASE("texts are UTF-8 and prices bounded", "[scenarios][load]") {
  CHECK(workload_fault("note = \"x\", body = \"\\xff\\xfe\"").find("is not valid UTF-8") != std::string::npos);
  CHECK(scenario_fault("pricing = prices { per_part = \"$1001\" }")
            .starts_with("2: prices.per_part must be at most $1000"));
}

}  // namespace
}  // namespace sendlab
