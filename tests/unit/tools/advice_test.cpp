// Advice on whole scenarios, with the real rule tables: each finding where the scenario does it, none where it does
// not.
#include <catch2/catch.hpp>

#include <algorithm>

#include "carriers/filter_tables.hpp"
#include "carriers/vocabulary.hpp"
#include "scenarios/advice.hpp"
#include "tests/unit/scenarios/fixtures.hpp"
#include "tools/advice_of.hpp"

namespace sendlab {
namespace {

Errors advice_on_text(const std::string& text) {
  const test::Folder folder;
  const auto prepared = prepare_scenario(folder.write("test.lua", text), {});
  if (!prepared.ok()) FAIL(prepared.error().front().where + ": " + prepared.error().front().what);
  return advice_of(prepared.value());
}

// The findings that name a rule, joined.
std::string found(const Errors& findings, const std::string& rule) {
  std::string text;
  for (const Error& one : findings) {
    const std::string ids = one.what.substr(one.what.rfind('(') + 1);
    if (ids.find(rule + ")") == std::string::npos && ids.find(rule + " ") == std::string::npos) continue;
    CHECK(one.where.find("test.lua:") != std::string::npos);
    CHECK_FALSE(one.fix.empty());
    text += (text.empty() ? "" : "; ") + one.what;
  }
  return text;
}
bool has(const Errors& findings, const std::string& rule) { return !found(findings, rule).empty(); }

std::string scenario(const std::string& account, const std::string& workloads, const std::string& more = "") {
  return "return scenario { start = \"2026-06-10T12:00:00-07:00\",\n account = account { monthly_spend_limit = "
         "\"$500\", " +
         account + " },\n workloads = { " + workloads + " },\n" + more + "}\n";
}
const std::string code = R"(numbers = { number { name = "code", type = "SHORT_CODE", country = "US" } })";

std::string workload(const std::string& fields, const std::string& name = "w") {
  std::string text = "workload { name = \"" + name + "\", " + fields;
  if (fields.find("to =") == std::string::npos) text += ", to = us_recipients { count = 100 }";
  if (fields.find("arrivals =") == std::string::npos) text += ", arrivals = constant { count = 100, lasts = \"10m\" }";
  if (fields.find("body =") == std::string::npos) text += ", body = \"Example Corp: your order is ready.\"";
  return text + " }";
}
Errors body_advice(const std::string& body) {
  return advice_on_text(scenario(code, workload("from = \"code\", body = \"" + body + "\"")));
}

TEST_CASE("a plain scenario gets no advice", "[advice]") {
  const Errors findings = advice_on_text(scenario(code, workload("from = \"code\"")));
  for (const Error& one : findings) UNSCOPED_INFO(one.what);
  CHECK(findings.empty());
}

TEST_CASE("public URL shorteners are named, own domains are not", "[advice][R-SPM-3]") {
  CHECK(found(body_advice("Example Corp: see https://tinyurl.com/4585y8mr"), "R-SPM-3").find("\"tinyurl.com\"") !=
        std::string::npos);
  CHECK(has(body_advice("Example Corp: bit.ly/abc"), "R-SPM-3"));
  CHECK_FALSE(has(body_advice("Example Corp: see https://a.co/cFKmaRG"), "R-SPM-3"));
  CHECK_FALSE(has(body_advice("Example Corp: see https://example.com/tinyurl.com"), "R-SPM-3"));
}

TEST_CASE("restricted categories are recognised by their words", "[advice][R-SPM-4][R-SPM-5]") {
  for (const char* body : {"Visit our casino tonight", "A payday loan in minutes", "Debt consolidation for you",
                           "Work from home", "CBD oil is here", "New tobacco flavours"}) {
    INFO(body);
    const Errors findings = body_advice(body);
    CHECK(has(findings, "R-SPM-4"));
    CHECK(found(findings, "R-SPM-5").find("throttle or block") != std::string::npos);
  }
  CHECK_FALSE(has(body_advice("Your casinova appointment"), "R-SPM-4"));
}

TEST_CASE("log-in codes of a restricted service are restricted as well", "[advice][R-SPM-10]") {
  CHECK(has(body_advice("Lucky Casino: your verification code is {digits:6}"), "R-SPM-10"));
  CHECK_FALSE(has(body_advice("Example Corp: your verification code is {digits:6}"), "R-SPM-10"));
  CHECK_FALSE(has(body_advice("Lucky Casino is open"), "R-SPM-10"));
}

TEST_CASE("content that most countries forbid, and what complaints cost", "[advice][R-SPM-8]") {
  CHECK(found(body_advice("XXX adult videos"), "R-SPM-8").find("100 unsolicited messages costs 500 to 1500 USD") !=
        std::string::npos);
  CHECK_FALSE(has(body_advice("Example Corp: videos"), "R-SPM-8"));
}

TEST_CASE("signs of money, abbreviations and a personal tone", "[advice][R-SPM-9]") {
  CHECK(has(body_advice("Save big $$$ on your next car repair"), "R-SPM-9"));
  CHECK(has(body_advice("Get a gr8 deal when u buy 2day"), "R-SPM-9"));
  CHECK(has(body_advice("hey there, call me back"), "R-SPM-9"));
  CHECK_FALSE(has(body_advice("Example Corp: discounts at 2300 repair shops"), "R-SPM-9"));
}

TEST_CASE("a message is of the type that its text has", "[advice][R-TYP-1]") {
  CHECK(has(body_advice("Example Corp: 40% off everything"), "R-TYP-1"));
  const std::string promotional = R"(numbers = { number { name = "code", type = "SHORT_CODE", country = "US", message_type = "PROMOTIONAL" } })";
  const auto of = [&](const std::string& body) {
    return advice_on_text(scenario(promotional, workload("from = \"code\", body = \"" + body + "\"")));
  };
  CHECK_FALSE(has(of("Example Corp: 40% off everything"), "R-TYP-1"));
  CHECK(has(of("Example Corp: your verification code is 1"), "R-TYP-1"));
  CHECK_FALSE(has(body_advice("Example Corp: your verification code is 1"), "R-TYP-1"));
}

TEST_CASE("a look-alike that costs a part is named with what to write", "[advice][R-ENC-20]") {
  const std::string text =
      "Example Corp: today only, an exclusive deal on our widgets — see example.com. Text STOP to opt out.";
  CHECK(found(body_advice(text), "R-ENC-20").find("2 parts in place of 1") != std::string::npos);
  CHECK_FALSE(has(body_advice("Example Corp — short"), "R-ENC-20"));                     // one part either way
  CHECK_FALSE(has(body_advice(text + " \\u{1F600}"), "R-ENC-20"));                          // nothing GSM says the same
}

TEST_CASE("one body from several senders is snowshoeing, from one campaign it is not", "[advice][R-SPM-2]") {
  const std::string two = R"(numbers = { number { name = "a", type = "SHORT_CODE", country = "US" }, number { name = "b", type = "SHORT_CODE", country = "US" } })";
  const std::string same = workload("from = \"a\", body = \"Example Corp news {digits:2}\"", "one") + ", " +
                           workload("from = \"b\", body = \"example corp NEWS 17\"", "two");
  CHECK(found(advice_on_text(scenario(two, same)), "R-SPM-2").find("2 senders, a and b") != std::string::npos);
  const std::string different =
      workload("from = \"a\"", "one") + ", " + workload("from = \"b\", body = \"Other words\"", "two");
  CHECK_FALSE(has(advice_on_text(scenario(two, different)), "R-SPM-2"));
  const std::string campaign = R"(brands = { brand { name = "B", campaigns = { campaign { name = "c", use_case = "2FA", numbers = 12 } } } })";
  CHECK_FALSE(has(advice_on_text(scenario(campaign, workload("from = \"c\""))), "R-SPM-2"));
  const std::string chosen = workload("message_type = \"TRANSACTIONAL\"");
  CHECK(has(advice_on_text(scenario(two, chosen)), "R-SPM-2"));  // the service chooses among both
}

TEST_CASE("several toll-free numbers to go faster", "[advice][R-MPS-5]") {
  const std::string two = R"(numbers = { number { name = "a", type = "TOLL_FREE", country = "US" }, number { name = "b", type = "TOLL_FREE", country = "US" } })";
  const std::string same = workload("from = \"a\"", "one") + ", " + workload("from = \"b\"", "two");
  CHECK(found(advice_on_text(scenario(two, same)), "R-MPS-5").find("toll-free") != std::string::npos);
  const std::string fast = R"(numbers = { number { name = "a", type = "TOLL_FREE", country = "US", mps = 9 } })";
  CHECK(has(advice_on_text(scenario(fast, workload("from = \"a\""))), "R-MPS-5"));
}

TEST_CASE("several hundred messages a day from one long code", "[advice][R-SPM-1]") {
  const std::string long_code = R"(numbers = { number { name = "l", type = "LONG_CODE", country = "CA" } })";
  const auto of = [&](const std::string& arrivals) {
    return advice_on_text(
        scenario(long_code,
                 workload("from = \"l\", to = recipients { country = \"CA\", count = 9000 }, arrivals = " + arrivals)));
  };
  CHECK(found(of("constant { rate = \"1/min\", lasts = \"24h\" }"), "R-SPM-1").find("about 1440 messages a day") !=
        std::string::npos);
  CHECK(has(of("burst { count = 200, every = \"6h\", times = 8 }"), "R-SPM-1"));
  CHECK_FALSE(has(of("constant { count = 300, lasts = \"1h\" }"), "R-SPM-1"));
  CHECK_FALSE(has(of("burst { count = 200, every = \"25h\", times = 8 }"), "R-SPM-1"));
}

TEST_CASE("a long code where short codes exist", "[advice][R-ORG-24]") {
  const auto in = [&](const std::string& country) {
    return advice_on_text(
        scenario("numbers = { number { name = \"l\", type = \"LONG_CODE\", country = \"" + country + "\" } }",
                 workload("from = \"l\", to = recipients { country = \"" + country + "\", count = 9 }")));
  };
  CHECK(has(in("CA"), "R-ORG-24"));
  CHECK_FALSE(has(in("AU"), "R-ORG-24"));  // Australia has no short codes in the table
}

TEST_CASE("promotional messages outside the hours of the recipients", "[advice][R-TYP-4][R-QUI-2]") {
  const std::string promotional = R"(numbers = { number { name = "p", type = "SHORT_CODE", country = "US", message_type = "PROMOTIONAL" } })";
  const auto at = [&](const std::string& offset, const std::string& people = "us_recipients { count = 9 }") {
    return advice_on_text(scenario(
        promotional, workload("from = \"p\", to = " + people +
                              ", arrivals = constant { count = 9, lasts = \"1h\", at = \"" + offset + "\" }")));
  };
  CHECK_FALSE(has(at("0h"), "R-TYP-4"));                             // noon in Los Angeles, three in New York
  CHECK(found(at("6h"), "R-TYP-4").find("21:00 in America/New_York") != std::string::npos);
  CHECK_FALSE(has(at("6h", "us_recipients { count = 9, time_zones = { [\"America/Los_Angeles\"] = 1 } }"), "R-TYP-4"));
  CHECK_FALSE(
      has(advice_on_text(scenario(
              code, workload("from = \"code\", arrivals = constant { count = 9, lasts = \"1h\", at = \"6h\" }"))),
          "R-QUI-2"));
}

TEST_CASE("what a type of number is for", "[advice][R-MPS-12]") {
  const auto at = [&](const std::string& number, const std::string& rate) {
    return advice_on_text(
        scenario(number, workload("from = \"x\", arrivals = constant { rate = \"" + rate + "\", lasts = \"1m\" }")));
  };
  const std::string toll_free = R"(numbers = { number { name = "x", type = "TOLL_FREE", country = "US" } })";
  const std::string campaign = R"(brands = { brand { name = "B", vetting_score = 90, campaigns = { campaign { name = "x", use_case = "2FA", numbers = 2, mps = 75 } } } })";
  CHECK_FALSE(has(at(toll_free, "3/s"), "R-MPS-12"));
  CHECK(has(at(toll_free, "4/s"), "R-MPS-12"));
  CHECK_FALSE(has(at(campaign, "75/s"), "R-MPS-12"));
  CHECK(has(at(campaign, "76/s"), "R-MPS-12"));
}

TEST_CASE("how long a campaign takes: recipients x parts / MPS", "[advice][R-MPS-15]") {
  const std::string free = R"(numbers = { number { name = "f", type = "TOLL_FREE", country = "US" } })";
  const std::string many =
      workload("from = \"f\", to = us_recipients { count = 9000 }, arrivals = burst { count = 9000 }");
  CHECK(found(advice_on_text(scenario(free, many)), "R-MPS-15")
            .find("takes 50 minutes: 9000 messages of 1 part at 3 parts a second") != std::string::npos);
  CHECK_FALSE(has(advice_on_text(scenario(free, workload("from = \"f\""))), "R-MPS-15"));
}

TEST_CASE("replies to HELP and STOP on a 10DLC number have 20 to 160 characters", "[advice][R-KEY-7]") {
  const auto with = [&](const std::string& reply) {
    return advice_on_text(
        scenario(R"(brands = { brand { name = "B", campaigns = { campaign { name = "c", use_case = "2FA", numbers = {
      number { name = "n", type = "TEN_DLC", country = "US", two_way = true, keywords = { keyword { word = "help", action = "AUTOMATIC_RESPONSE", reply = ")" +
                     reply + "\" } } } } } } } }",
                 workload("from = \"c\"")));
  };
  CHECK(has(with(std::string(19, 'x')), "R-KEY-7"));
  CHECK_FALSE(has(with(std::string(20, 'x')), "R-KEY-7"));
  CHECK_FALSE(has(with(std::string(160, 'x')), "R-KEY-7"));
  CHECK(has(with(std::string(161, 'x')), "R-KEY-7"));
}

TEST_CASE("plans that need a support case", "[advice][R-CAS-1][R-CAS-3][R-SPD-7]") {
  const auto spends = [&](const std::string& usd) {
    return advice_on_text("return scenario { account = account { monthly_spend_limit = \"" + usd + "\", " + code +
                          " }, workloads = { " + workload("from = \"code\"") + " } }");
  };
  CHECK(has(spends("$10001"), "R-SPD-7"));
  CHECK(has(spends("$10001"), "R-CAS-3"));
  CHECK_FALSE(has(spends("$10000"), "R-SPD-7"));
  const auto sends = [&](const std::string& mps) {
    return advice_on_text(
        scenario("numbers = { number { name = \"code\", type = \"SHORT_CODE\", country = \"US\", mps = " + mps + " } }",
                 workload("from = \"code\"")));
  };
  CHECK(has(sends("101"), "R-CAS-1"));
  CHECK(has(sends("101"), "R-MPS-2"));
  CHECK_FALSE(has(sends("100"), "R-CAS-1"));
}

TEST_CASE("the sandbox reaches verified numbers only", "[advice][R-SBX-9]") {
  CHECK(has(advice_on_text(scenario("tier = \"sandbox\", " + code, workload("from = \"code\""))), "R-SBX-9"));
  CHECK_FALSE(has(advice_on_text(scenario("tier = \"sandbox\", verified_numbers = { \"+14255550100\" }, " + code,
                                          workload("from = \"code\", to = { \"+14255550100\" }"))),
                  "R-SBX-9"));
}

TEST_CASE("a toll-free number serves the use case that it is registered for", "[advice][R-SPM-7]") {
  const std::string free = R"(numbers = { number { name = "f", type = "TOLL_FREE", country = "US" } })";
  const std::string both = workload("from = \"f\", body = \"Example Corp: 20% off\"", "ads") + ", " +
                           workload("from = \"f\", body = \"Your code is {digits:6}\"", "codes");
  CHECK(found(advice_on_text(scenario(free, both)), "R-SPM-7").find("(ads)") != std::string::npos);
  CHECK_FALSE(has(advice_on_text(scenario(free, workload("from = \"f\", body = \"Your code is {digits:6}\"", "codes"))),
                  "R-SPM-7"));
}

TEST_CASE("a region without voice", "[advice][R-REL-2]") {
  const auto in = [&](const std::string& region) {
    return advice_on_text(scenario("region = \"" + region + R"(", numbers = { number { name = "code", type = "SHORT_CODE", country = "US" }, number { name = "v", type = "TOLL_FREE", country = "US", capabilities = { "VOICE", "SMS" } } })", workload("from = \"code\"")));
  };
  CHECK_FALSE(has(in("us-east-1"), "R-REL-2"));
  CHECK(has(in("ap-south-2"), "R-REL-2"));
}

TEST_CASE("numbers of one type take one route", "[advice][R-REL-3]") {
  const std::string fault = "faults = { number_blocked { number = \"a\", at = \"1m\", lasts = \"2m\" } }";
  const std::string alike = R"(numbers = { number { name = "a", type = "TOLL_FREE", country = "US" }, number { name = "b", type = "TOLL_FREE", country = "US" } })";
  const std::string other = R"(numbers = { number { name = "a", type = "TOLL_FREE", country = "US" }, number { name = "b", type = "SHORT_CODE", country = "US" } })";
  CHECK(has(advice_on_text(scenario(alike, workload("from = \"a\""), fault)), "R-REL-3"));
  CHECK_FALSE(has(advice_on_text(scenario(other, workload("from = \"a\""), fault)), "R-REL-3"));
}

// Calls: the scenario as it was loaded, its workload spoken.
Errors spoken(const std::string& text, const std::vector<std::size_t>& voices) {
  const test::Folder folder;
  auto prepared = prepare_scenario(folder.write("test.lua", text), {});
  if (!prepared.ok()) FAIL(prepared.error().front().what);
  for (const std::size_t w : voices) prepared.value().loaded.scenario.workloads[w].channel = Channel::voice;
  return advice_of(prepared.value());
}

TEST_CASE("calls come between 9 and 20 o'clock and not on Sundays", "[advice][R-QUI-1]") {
  const auto at = [&](const std::string& offset) {
    return spoken(
        scenario(code,
                 workload("from = \"code\", to = us_recipients { count = 9, time_zones = { [\"America/Los_Angeles\"] = "
                          "1 } }, arrivals = constant { count = 9, lasts = \"30m\", at = \"" +
                          offset + "\" }")),
        {0});
  };
  CHECK_FALSE(has(at("0h"), "R-QUI-1"));
  CHECK_FALSE(has(at("7h"), "R-QUI-1"));
  CHECK(has(at("8h"), "R-QUI-1"));     // 20:00
  CHECK(has(at("20h"), "R-QUI-1"));    // 08:00
  CHECK_FALSE(has(at("21h"), "R-QUI-1"));
  CHECK(found(at("96h"), "R-QUI-1").find("Sunday") != std::string::npos);  // 14 June 2026
  CHECK_FALSE(has(at("72h"), "R-QUI-1"));
}

TEST_CASE("the same words on two channels", "[advice][R-QUI-4]") {
  const std::string both = workload("from = \"code\"", "text") + ", " + workload("from = \"code\"", "call");
  CHECK(has(spoken(scenario(code, both), {1}), "R-QUI-4"));
  CHECK_FALSE(has(spoken(scenario(code, both), {}), "R-QUI-4"));
  const std::string other =
      workload("from = \"code\"", "text") + ", " + workload("from = \"code\", body = \"Something else\"", "call");
  CHECK_FALSE(has(spoken(scenario(code, other), {1}), "R-QUI-4"));
}

TEST_CASE("a highest price below that of one part is pointed out", "[advice][R-BIL-11]") {
  const auto with_price = [](const std::string& usd) {
    return advice_on_text(scenario(code, workload("from = \"code\", max_price = \"" + usd + "\"")));
  };
  CHECK_FALSE(has(with_price("$0.05"), "R-BIL-11"));
  CHECK(found(with_price("$0.00001"), "R-BIL-11").find("PRICE_OVER_THRESHOLD") != std::string::npos);
  CHECK_FALSE(has(advice_on_text(scenario(code, workload("from = \"code\", max_price = \"$0.00001\""),
                                          "pricing = prices { per_part = \"$0.00001\" }")),
                  "R-BIL-11"));
}

TEST_CASE("people who write START to a number that does not know it are pointed out", "[advice][R-OPT-9]") {
  const auto replies = [](const std::string& number, const std::string& more = "") {
    return advice_on_text(
        scenario("numbers = { number { name = \"n\", country = \"US\", two_way = true, " + number + " } }",
                 workload("from = \"n\""),
                 "handsets = { reply { share = \"5%\", body = \"STOP\", after = \"30s\", returns = 1, returns_after = "
                 "\"1m\"" +
                     more + " } }"));
  };
  const std::string start = R"(, keywords = { keyword { word = "START", action = "OPT_IN", reply = "Welcome back." } })";
  CHECK(has(replies("type = \"SHORT_CODE\""), "R-OPT-9"));
  CHECK_FALSE(has(replies("type = \"SHORT_CODE\"" + start), "R-OPT-9"));
  CHECK_FALSE(has(replies("type = \"TOLL_FREE\""), "R-OPT-9"));
  CHECK_FALSE(has(replies("type = \"SHORT_CODE\"", ", returns_with = \"thanks\""), "R-OPT-9"));
}

TEST_CASE("numbers beyond the quota need a case, those of campaigns included", "[advice][R-NUM-14]") {
  const auto account = [](int numbers, const std::string& more) {
    return advice_on_text(
        scenario("brands = brand { name = \"B\", campaigns = campaign { name = \"c\", use_case = \"2FA\", numbers = " +
                     std::to_string(numbers) + " } }" + more,
                 workload("from = \"c\"")));
  };
  CHECK_FALSE(has(account(25, ""), "R-NUM-14"));
  CHECK(has(account(26, ""), "R-NUM-14"));
  CHECK_FALSE(has(account(26, ", quotas = { sms_and_voice_numbers = 26 }"), "R-NUM-14"));
}

}  // namespace
}  // namespace sendlab
