// Handsets that write, in whole runs: what is published, answered, dropped, and who is on which list afterwards.
#include <catch2/catch.hpp>

#include "tests/unit/tools/scenario_run.hpp"

namespace sendlab {
namespace {

using test::count_of;
using test::run_scenario;
using test::scenario_of;

struct Answered {
  std::string number = "two_way = true";
  std::string reply = "body = \"hello\"";
  std::string account = "";
  std::string kind = "type = \"SHORT_CODE\", country = \"US\", mps = 1000";
};

// Ten people get a letter, all answer after 5 s, and get a second one a minute later.
Summary run_of(const Answered& given, const std::string& more = "") {
  const std::string letters = R"(, from = "n", to = us_recipients { count = 10 }, arrivals = burst { count = 10, at = )";
  return run_scenario(scenario_of(
      "monthly_spend_limit = \"$50\", " + given.account + " numbers = { number { name = \"n\", " + given.kind + ", " +
          given.number + " } }",
      "workload { name = \"first\"" + letters + "\"0s\" }, body = \"x\" }, workload { name = \"second\"" + letters +
          "\"1m\" }, body = \"x\" }",
      "handsets = { reply { workload = \"first\", share = 1, after = \"5s\", " + given.reply + " } }, " + more));
}

std::int64_t answers(const Summary& run) { return run.workloads[2].accepted; }

const std::string info =
    "two_way = true, keywords = { keyword { word = \"INFO\", action = \"AUTOMATIC_RESPONSE\", reply = \"see "
    "example.com\" } }";

}  // namespace

TEST_CASE("two-way messaging publishes every message but HELP and STOP, and answers keywords",
          "[world][R-TWO-11][R-KEY-5]") {
  const Summary plain = run_of({});
  CHECK((plain.inbound.received == 10 && plain.inbound.published == 10 && plain.inbound.keywords == 0));
  const Summary keyword = run_of({info, "body = \"info, please\""});
  CHECK((keyword.inbound.published == 10 && answers(keyword) == 10));
  for (const char* word : {"HELP", "STOP"}) {
    const Summary required = run_of({info, std::string("body = \"") + word + "\""});
    CHECK((required.inbound.published == 0 && required.inbound.keywords == 10 && answers(required) == 10));
    const Summary always = run_of({info, std::string("body = \"") + word + "\"", "publish_help_and_stop = true,"});
    CHECK((always.inbound.published == 10 && answers(always) == 10));
  }
}

TEST_CASE("without two-way messaging keywords act, and anything else is dropped and counted", "[world][R-TWO-12]") {
  CHECK(run_of({"two_way = false"}).inbound.dropped == 10);
  const Summary stop = run_of({"two_way = false", "body = \"STOP\""});
  CHECK((stop.inbound.dropped == 0 && stop.inbound.published == 0 && stop.inbound.opt_outs == 10));
  CHECK(count_of(stop.workloads[1], Refusal::opted_out) == 10);
}

TEST_CASE("with self-managed opt-outs HELP and STOP are published and do nothing; other keywords answer",
          "[world][R-SMO-2][R-SMO-3][R-SMO-4]") {
  const std::string managed = info + ", self_managed_opt_outs = true";
  for (const char* word : {"HELP", "STOP"}) {
    const Summary run = run_of({managed, std::string("body = \"") + word + "\""});
    CHECK((run.inbound.published == 10 && run.inbound.opt_outs == 0 && answers(run) == 0));
    CHECK(run.workloads[1].accepted == 10);
  }
  CHECK(answers(run_of({managed, "body = \"INFO\""})) == 10);
}

TEST_CASE("replies set for HELP and STOP may go out with self-managed opt-outs, if the account says so",
          "[world][R-SMO-6]") {
  const std::string own =
      "two_way = true, self_managed_opt_outs = true, keywords = { keyword { word = \"STOP\", action = \"OPT_OUT\", "
      "reply = \"bye\" } }";
  CHECK(answers(run_of({own, "body = \"STOP\""})) == 0);
  const Summary replies = run_of({own, "body = \"STOP\"", "self_managed_replies = true,"});
  CHECK(answers(replies) == 10);
  CHECK(replies.workloads[1].accepted == 10);
}

TEST_CASE("an inbound-only long code receives where two-way messaging is not offered", "[world][R-TWO-10]") {
  const Summary run = run_scenario(scenario_of(
      "monthly_spend_limit = \"$50\", numbers = { number { name = \"n\", type = \"LONG_CODE\", country = \"SA\", "
      "two_way = true }, number { name = \"free\", type = \"TOLL_FREE\", country = \"US\" } }",
      R"(workload { name = "w", from = "free", to = us_recipients { count = 1 }, arrivals = burst { count = 1, at = "10s" }, body = "x" })",
      R"(at = { ["5s"] = function(ctx) ctx.reply { from = "+966290000001", to = "n", body = "STOP" } end })"));
  CHECK((run.inbound.received == 1 && run.inbound.opt_outs == 1));
}

TEST_CASE("an opt-out may hold for the account", "[world][R-OPT-4]") {
  for (const bool account : {false, true}) {
    const Summary run = run_scenario(scenario_of(
        std::string("monthly_spend_limit = \"$50\", ") + (account ? "opt_out_scope = \"account\", " : "") +
            R"(opt_out_lists = { opt_out_list { name = "news" } }, numbers = { number { name = "a", type = "SHORT_CODE", country = "US", two_way = true },
               number { name = "b", type = "SHORT_CODE", country = "US", opt_out_list = "news" } })",
        R"(workload { name = "first", from = "a", to = us_recipients { count = 10 }, arrivals = burst { count = 10 }, body = "x" },
           workload { name = "second", from = "b", to = us_recipients { count = 10 }, arrivals = burst { count = 10, at = "1m" }, body = "x" })",
        R"(handsets = { reply { workload = "first", share = 1, body = "STOP", after = "5s" } })"));
    CHECK(count_of(run.workloads[1], Refusal::opted_out) == (account ? 10 : 0));
  }
}

TEST_CASE("a number that was given up ends as INVALID, or reaches its new owner", "[world][R-DEA-7]") {
  const auto run = [](const std::string& fields) {
    return run_scenario(scenario_of(
        "monthly_spend_limit = \"$50\", numbers = { number { name = \"n\", type = \"SHORT_CODE\", country = \"US\" } }",
        R"(workload { name = "w", from = "n", to = us_recipients { count = 400 }, arrivals = burst { count = 400 }, body = "x" })",
        "handsets = { handset { share = 1, deactivated_share = 1" + fields + " } }"));
  };
  const Summary usual = run("");
  CHECK((count_of(usual.totals(), Status::invalid) > 250 && count_of(usual.totals(), Status::invalid) < 310));
  CHECK(count_of(usual.totals(), Status::invalid) + count_of(usual.totals(), Status::delivered) == 400);
  CHECK(count_of(run(", invalid_share = 1").totals(), Status::invalid) == 400);
  CHECK(count_of(run(", invalid_share = 0").totals(), Status::delivered) == 400);
}

TEST_CASE("a ported number is served by another carrier", "[world][R-DEA-4]") {
  const auto run = [](const std::string& share) {
    return run_scenario(scenario_of(
        "monthly_spend_limit = \"$50\", numbers = { number { name = \"n\", type = \"SHORT_CODE\", country = \"US\" } }",
        R"(workload { name = "w", from = "n", to = us_recipients { count = 100, carriers = { ["AT&T"] = 1 } }, arrivals = burst { count = 100 }, body = "x" })",
        "handsets = { handset { share = 1, ported_share = " + share + " } }"));
  };
  CHECK(run("0").carriers[0].accepted == 100);
  CHECK(run("1").carriers[0].accepted == 0);
}

TEST_CASE("MaxPrice is compared with one part, or with the message as the account chooses", "[world][R-BIL-11]") {
  for (const bool message : {false, true}) {
    const Summary run = run_scenario(scenario_of(
        std::string("monthly_spend_limit = \"$50\", ") + (message ? "maxprice_scope = \"message\", " : "") +
            "numbers = { number { name = \"n\", type = \"TOLL_FREE\", country = \"US\" } }",
        R"(workload { name = "w", from = "n", to = us_recipients { count = 5 }, arrivals = constant { rate = "1/s", count = 5 }, body = string.rep("x", 200), max_price = "$0.015" })",
        R"(pricing = prices { per_part = "$0.01", carrier_fee = "$0" })"));
    CHECK(count_of(run.totals(), Refusal::price_over_threshold) == (message ? 5 : 0));
  }
}

TEST_CASE("an alarm goes off once when as many values as it asks for are over its threshold",
          "[world][R-CWM-4][R-CWM-5]") {
  const auto first = [](const std::string& fields) {
    const Summary run = run_scenario(scenario_of(
        "monthly_spend_limit = \"$50\", alarms = { alarm { name = \"a\", metric = \"TextMessageMonthlySpend\", "
        "threshold = \"$3.01\"" +
            fields + " } }, numbers = { number { name = \"n\", type = \"TOLL_FREE\", country = \"US\" } }",
        R"(workload { name = "w", from = "n", to = us_recipients { count = 10000 }, arrivals = constant { rate = "1/s", lasts = "20m" }, body = "x" })",
        R"(pricing = prices { per_part = "$0.01", carrier_fee = "$0" }, horizon = "30m")"));
    return run.alarms.at(0);
  };
  CHECK(first("").first == std::chrono::minutes{10});  // 301 sends in 5 minutes are not over $3.01
  CHECK(first(", comparison = \"greater_or_equal\"").first == std::chrono::minutes{5});
  CHECK(first(", periods = 3").first == std::chrono::minutes{20});
  CHECK(first("").times == 1);
  CHECK(first(", periods = 9").times == 0);
}

}  // namespace sendlab
