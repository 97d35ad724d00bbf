// Registrations and support cases of a scenario, in a run.
#include <catch2/catch.hpp>

#include "tests/unit/scenarios/fixtures.hpp"
#include "tools/replication.hpp"
#include "tools/scenario_file.hpp"

namespace sendlab::test {
namespace {

using namespace std::chrono_literals;

struct RegisteredRun {
  std::optional<PreparedScenario> prepared;
  Summary summary;

  [[nodiscard]] double metric(const std::string& name) const {
    for (const RecordedMetric& m : summary.recorded)
      if (m.name == name) return static_cast<double>(m.sum) / 1e6 / static_cast<double>(m.count);
    return -1;
  }
  [[nodiscard]] std::optional<CostLine> line(const std::string& usage) const {
    for (const CostLine& l : summary.fixed)
      if (l.usage_type.find(usage) != std::string::npos) return l;
    return std::nullopt;
  }
  [[nodiscard]] std::int64_t accepted() const { return summary.workloads.front().accepted; }
  [[nodiscard]] std::int64_t refused(Refusal why) const {
    return summary.workloads.front().refused[static_cast<std::size_t>(why)];
  }
};

// `account`: fields of account { … }. One message a day from `from`, at noon.
RegisteredRun run_registered(const std::string& account, const std::string& from, const std::string& horizon = "120d",
                             std::uint64_t seed = 1, const std::string& more = "") {
  static Folder folder;
  const std::string text = "return scenario { start = \"2026-01-05T00:00:00Z\", horizon = \"" + horizon +
                           "\", network = ideal { accept = \"1s\", delivery = \"1s\" }, " + more +
                           " account = account { " + account + " }, workloads = { workload { name = \"w\", from = \"" +
                           from +
                           "\", to = us_recipients { count = 1000 }, body = \"hello\", arrivals = burst { count = 1, "
                           "at = \"12h\", every = \"1d\", times = 100 } } } }";
  RegisteredRun run;
  auto prepared = prepare_scenario(folder.write("registered.lua", text), {});
  if (!prepared.ok()) FAIL(prepared.error().front().where + ": " + prepared.error().front().what);
  run.prepared.emplace(std::move(prepared).value());
  ReplicationOptions options;
  options.seed = seed;
  ReplicationResult result = run_replication(run.prepared->loaded.scenario, run.prepared->world, run.prepared->plan, 0,
                                             options, run.prepared->reload);
  REQUIRE_FALSE(result.error);
  run.summary = std::move(result.summary);
  return run;
}

std::string first_fault(const std::string& account) {
  static Folder folder;
  const auto prepared = prepare_scenario(
      folder.write("faulty.lua", "return scenario { account = account { monthly_spend_limit = \"$10\", " + account +
                                     " }, workloads = { workload { name = \"w\", to = us_recipients { count = 1 }, "
                                     "body = \"x\", arrivals = burst { count = 1 } } } }"),
      {});
  return prepared.ok() ? "" : prepared.error().front().what;
}

const std::string campaign = R"(brands = { brand { name = "B", vetting_score = 90, campaigns = { campaign { name = "c", use_case = "2FA", numbers = 2 } } } }, monthly_spend_limit = "$100", )";
const std::string brand_and_campaign = campaign + R"(registrations = {
  registration { name = "B", type = "US_TEN_DLC_BRAND_REGISTRATION", submitted = "1d", outcome = "approve", lasts = "2d" },
  registration { name = "c", type = "US_TEN_DLC_CAMPAIGN_REGISTRATION", submitted = "0d", outcome = "approve", lasts = "10d" } })";

}  // namespace

TEST_CASE("a number sends from the day on which its registrations are complete",
          "[tools][R-REG-30][R-REG-2][R-REG-10][R-NUM-1]") {
  const RegisteredRun run = run_registered(brand_and_campaign, "c");
  CHECK(run.metric("registration_B_submitted_days") == 1);
  CHECK(run.metric("registration_B_approved_days") == 3);
  CHECK(run.metric("registration_c_submitted_days") == 3);
  CHECK(run.metric("registration_c_approved_days") == 13);
  const double first = run.metric("registration_c_first_send_days");
  CHECK(first >= 13 + 28);
  CHECK(first <= 13 + 42);
  const auto sent_before = static_cast<std::int64_t>(first + 0.5);  // one at noon of each day
  CHECK(run.refused(Refusal::resource_not_active) == sent_before);
  CHECK(run.accepted() == 100 - sent_before);
}

TEST_CASE("fees are due from their registrations on: once for the brand, monthly for campaign and number",
          "[tools][R-REG-4][R-REG-15][R-BIL-10][R-NUM-3][R-REG-30]") {
  const RegisteredRun run =
      run_registered(brand_and_campaign, "c");  // 5 January to 5 May; the campaign is complete on 18 January
  REQUIRE(run.line("10DLC-BrandRegistration").has_value());
  CHECK(run.line("10DLC-BrandRegistration")->usd == UsdMicros{4'500'000});
  CHECK(run.line("10DLC-CampaignMonth-2FA")->quantity == 5);
  CHECK(run.line("NumberMonth-US-10DLC")->quantity == 10);  // leased while they wait for the carriers
  const RegisteredRun later = run_registered(campaign + R"(registrations = registration { name = "c", type = "US_TEN_DLC_CAMPAIGN_REGISTRATION", submitted = "30d", outcome = "approve", lasts = "10d" })", "c");
  CHECK(later.line("10DLC-CampaignMonth-2FA")->quantity == 4);  // complete on 14 February
  CHECK_FALSE(later.line("10DLC-BrandRegistration").has_value());
  const RegisteredRun rejected = run_registered(campaign + R"(registrations = registration { name = "c", type = "US_TEN_DLC_CAMPAIGN_REGISTRATION", submitted = "0d", outcome = "reject", reason = "WEBSITE_MISSING" })", "c");
  CHECK_FALSE(rejected.line("10DLC-CampaignMonth-2FA").has_value());
  CHECK(rejected.accepted() == 0);
  CHECK(rejected.metric("registration_c_denials") == 1);
}

TEST_CASE("a score counts for a campaign that waits for the vetting, and for no other", "[tools][R-REG-5][R-REG-8]") {
  const auto limits = [](const std::string& after) {
    return run_registered(campaign + R"(registrations = {
      registration { name = "v", type = "US_TEN_DLC_BRAND_VETTING", registers = "B", submitted = "0d", outcome = "approve" },
      registration { name = "c", type = "US_TEN_DLC_CAMPAIGN_REGISTRATION", submitted = "0d", outcome = "approve")" +
                              after + " } }",
                          "c", "120d", 1, "rules = \"seed_2023\",");
  };
  const RegisteredRun hasty = limits(""), patient = limits(", after = \"v\"");
  CHECK(hasty.metric("registration_c_parts_per_min_AT&T") == 75);
  CHECK(hasty.metric("registration_c_parts_per_day_T-Mobile") == 2000);
  CHECK(patient.metric("registration_c_parts_per_min_AT&T") == 4500);
  CHECK(patient.metric("registration_c_parts_per_day_T-Mobile") == 200'000);
  CHECK(patient.metric("registration_c_score") == 90);
  CHECK(hasty.line("10DLC-BrandVetting")->usd == UsdMicros{41'500'000});
}

TEST_CASE("a toll-free number waits for its form, and is leased meanwhile", "[tools][R-REG-14][R-NUM-3]") {
  const RegisteredRun run = run_registered(
      R"(monthly_spend_limit = "$100", numbers = number { name = "tf", type = "TOLL_FREE", country = "US" },
    registrations = registration { name = "tf", type = "US_TOLL_FREE_REGISTRATION", submitted = "0d", outcome = "approve" })",
      "tf");
  const double first = run.metric("registration_tf_first_send_days");
  CHECK(first >= 2);
  CHECK(first <= 21);
  CHECK(run.accepted() == 100 - static_cast<std::int64_t>(first + 0.5));
  CHECK(run.line("NumberMonth-US")->quantity == 5);
}

TEST_CASE("a short code by case sends after 8 to 12 weeks and costs from the first answer on",
          "[tools][R-NUM-11][R-CAS-3]") {
  const std::string with =
      R"(monthly_spend_limit = "$100", numbers = number { name = "sc", type = "SHORT_CODE", country = "US", number = "728423" },
    support_cases = support_case { kind = "short_code", at = "0d", gives = "sc", country = "US", website = "https://example.com", message_type = "TRANSACTIONAL",
      opt_in = "a form", template = "Your code is 123456", use_case = "codes")";
  const RegisteredRun run = run_registered(with + " }", "sc");
  const double first = run.metric("case_short_code_granted_days");
  CHECK(first >= 56);
  CHECK(first <= 85);
  CHECK(run.accepted() == 100 - static_cast<std::int64_t>(first + 0.5));
  CHECK(run.line("ShortCodeSetup-US")->usd == UsdMicros{650'000'000});
  CHECK(run.line("NumberMonth-US")->usd == UsdMicros{5 * 995'000'000LL});
  const RegisteredRun rejected = run_registered(with + ", outcome = \"carriers_reject\" }", "sc");
  CHECK(rejected.accepted() == 0);
  CHECK(rejected.line("ShortCodeSetup-US")->usd == UsdMicros{650'000'000});
}

TEST_CASE("cases open the sandbox and raise the spending limit while the run goes on",
          "[tools][R-CAS-1][R-SBX-9][R-SPD-1]") {
  const std::string sandbox = R"(tier = "sandbox", spend_enforcement = "strict", numbers = number { name = "tf", type = "TOLL_FREE", country = "US" })";
  CHECK(run_registered(sandbox, "tf", "30d").refused(Refusal::not_verified) == 30);
  const std::string production = R"(, support_cases = { support_case { kind = "sms_production_access", at = "10d", website = "https://example.com", use_case = "codes", opt_in = "a form" })";
  const RegisteredRun out = run_registered(sandbox + production + " }", "tf");
  CHECK(out.refused(Refusal::not_verified) >= 10);
  CHECK(out.refused(Refusal::not_verified) <= 11);
  const std::string elsewhere = R"(, support_cases = { support_case { kind = "sms_production_access", at = "10d", region = "eu-west-1", website = "https://example.com", use_case = "codes", opt_in = "a form" } })";
  CHECK(run_registered(sandbox + elsewhere, "tf").refused(Refusal::not_verified) == 100);
}

TEST_CASE("a template of China counts from the day on which its case is granted", "[tools][R-REG-25][R-ORG-14]") {
  static Folder folder;
  const auto blocked = [&](const std::string& outcome) {
    const std::string text =
        "return scenario { start = \"2026-01-05T00:00:00Z\", horizon = \"101d\", network = carriers { China = carrier "
        "{ "
        "failure = {}, handset_off_share = 0, receipt_share = 1 } }, account = account { monthly_spend_limit = "
        "\"$1000\", numbers = number { name = \"code\", type = \"SHORT_CODE\", country = \"CN\" }, support_cases = "
        "support_case { kind = \"china_template\", at = \"0d\", message_type = \"TRANSACTIONAL\", website = "
        "\"https://example.com\", use_case = \"codes\", opt_in = \"a form\", template = \"hello {name}\"" +
        outcome +
        " } }, workloads = { workload { name = \"w\", from = \"code\", to = recipients { country = \"CN\", count = "
        "1000 }, "
        "body = \"hello {letters:5}\", arrivals = burst { count = 1, at = \"12h\", every = \"1d\", times = 100 } } } }";
    auto prepared = prepare_scenario(folder.write("china.lua", text), {});
    if (!prepared.ok()) FAIL(prepared.error().front().where + ": " + prepared.error().front().what);
    ReplicationResult result =
        run_replication(prepared->loaded.scenario, prepared->world, prepared->plan, 0, {}, prepared->reload);
    REQUIRE_FALSE(result.error);
    double granted = 100;
    for (const RecordedMetric& m : result.summary.recorded)
      if (m.name == "case_china_template_granted_days") granted = static_cast<double>(m.sum) / 1e6;
    const std::int64_t count =
        result.summary.workloads.front().final_status[static_cast<std::size_t>(Status::carrier_blocked)];
    CHECK(count == static_cast<std::int64_t>(granted + 0.5));
    return count;
  };
  const std::int64_t waited = blocked("");
  CHECK(waited >= 14);
  CHECK(waited <= 29);
  CHECK(blocked(", outcome = \"deny\"") == 100);
}

TEST_CASE("provisioning_delay holds up decisions on registrations, and answers to cases",
          "[tools][R-REG-10][R-REG-14][R-CAS-2]") {
  const std::string toll_free =
      R"(monthly_spend_limit = "$100", numbers = number { name = "tf", type = "TOLL_FREE", country = "US" },
    registrations = registration { name = "tf", type = "US_TOLL_FREE_REGISTRATION", submitted = "0d", outcome = "approve", lasts = "5d" })";
  const auto delay = [](const std::string& from, const std::string& lasts) {
    return "faults = { provisioning_delay { at = \"" + from + "\", lasts = \"" + lasts + "\", add = \"10d\" } },";
  };
  const auto first = [&](const std::string& faults) {
    return run_registered(toll_free, "tf", "120d", 1, faults).metric("registration_tf_first_send_days");
  };
  CHECK(first("") == 5);
  CHECK(first(delay("4d", "2d")) == 15);
  CHECK(first(delay("1d", "2d")) == 5);  // over before the decision
  CHECK(first(delay("6d", "2d")) == 5);  // begins after it
  const RegisteredRun held = run_registered(toll_free, "tf", "120d", 1, delay("4d", "2d"));
  CHECK(held.accepted() == 100 - 15);
  REQUIRE(held.summary.faults.size() == 1);
  CHECK(held.summary.faults[0].messages_affected == 1);
  const RegisteredRun missed = run_registered(toll_free, "tf", "120d", 1, delay("6d", "2d"));
  CHECK(missed.summary.faults[0].messages_affected == 0);

  const std::string sandbox =
      R"(tier = "sandbox", numbers = number { name = "tf", type = "TOLL_FREE", country = "US" }, support_cases = { support_case { kind = "sms_production_access", at = "0d", website = "https://example.com", use_case = "codes", opt_in = "a form" } })";
  const RegisteredRun slow = run_registered(sandbox, "tf", "120d", 1, delay("0d", "2d"));
  CHECK(slow.metric("case_sms_production_access_granted_days") > 10);
  CHECK(slow.metric("case_sms_production_access_granted_days") <= 11);
  CHECK(slow.refused(Refusal::not_verified) >= 10);
  CHECK(slow.summary.faults[0].messages_affected == 1);
}

TEST_CASE("an incomplete case takes one more round", "[tools][R-CAS-2]") {
  const std::string sandbox = R"(tier = "sandbox", numbers = number { name = "tf", type = "TOLL_FREE", country = "US" }, support_cases = { support_case { kind = "sms_production_access", at = "0d", website = "https://example.com", use_case = "codes")";
  const RegisteredRun whole = run_registered(sandbox + ", opt_in = \"a form\" } }", "tf");
  CHECK(whole.metric("case_sms_production_access_granted_days") <= 1);
  const RegisteredRun asked = run_registered(sandbox + ", reply_after = \"3d\" } }", "tf");
  CHECK(asked.metric("case_sms_production_access_first_answer_days") <= 1);
  CHECK(asked.metric("case_sms_production_access_granted_days") > 3);
  CHECK(asked.metric("case_sms_production_access_granted_days") <= 5);
}

TEST_CASE("another seed draws other dates, the same one the same", "[tools][determinism]") {
  const std::string drawn = campaign + R"(registrations = registration { name = "c", type = "US_TEN_DLC_CAMPAIGN_REGISTRATION", submitted = "0d", outcome = "approve" })";
  const double first = run_registered(drawn, "c", "120d", 1).metric("registration_c_first_send_days");
  CHECK(run_registered(drawn, "c", "120d", 1).metric("registration_c_first_send_days") == first);
  CHECK(run_registered(drawn, "c", "120d", 2).metric("registration_c_first_send_days") != first);
}

TEST_CASE("faults of registrations and cases say what is wrong", "[tools][registration]") {
  CHECK(first_fault(R"(registrations = registration { name = "B", type = "US_TEN_DLC_BRAND_REGISTRATIN", submitted = "0d" })").find("did you mean US_TEN_DLC_BRAND_REGISTRATION") != std::string::npos);
  CHECK(first_fault(campaign.substr(0, campaign.find("monthly")) + R"(registrations = registration { name = "B", type = "US_TEN_DLC_BRAND_REGISTRATION", submitted = "0d" })").find("R-REG-2") != std::string::npos);
  CHECK(first_fault(R"(registrations = registration { name = "nobody", type = "US_TOLL_FREE_REGISTRATION", submitted = "0d" })").find("which account main has not") != std::string::npos);
  CHECK(first_fault(campaign.substr(0, campaign.find("monthly")) + R"(registrations = registration { name = "c", type = "US_TEN_DLC_CAMPAIGN_REGISTRATION", submitted = "0d", helpMessage = "short" })").find("20 to") != std::string::npos);
  CHECK(first_fault(campaign.substr(0, campaign.find("monthly")) + R"(registrations = registration { name = "c", type = "US_TEN_DLC_CAMPAIGN_REGISTRATION", submitted = "0d", helpMesage = "short" })").find("did you mean helpMessage") != std::string::npos);
  CHECK(first_fault(R"(support_cases = support_case { kind = "short_cod", at = "0d" })").find("did you mean short_code") != std::string::npos);
  CHECK(first_fault(R"(support_cases = support_case { kind = "short_code", at = "0d", country = "US, CA" })").find("one country") != std::string::npos);
}

TEST_CASE("a case against the rules is denied, and its number keeps its rate", "[tools][R-MPS-3][R-MPS-4][R-NUM-15]") {
  const auto run = [](const std::string& one_case) {
    return run_registered(R"(monthly_spend_limit = "$100", numbers = { number { name = "tf", type = "TOLL_FREE", country = "US" },
      number { name = "de", type = "LONG_CODE", country = "DE" } }, support_cases = support_case { at = "0d", )" +
                              one_case + " }",
                          "tf", "40d");
  };
  CHECK(run(R"(kind = "mps", number = "tf", new_limit = 100, use_case = "x")").metric("case_mps_denied_days") >= 0);
  CHECK(run(R"(kind = "mps", number = "de", new_limit = 100, use_case = "x")").metric("case_mps_granted_days") >= 0);
  CHECK(run(R"(kind = "quota", quota = "sms_per_recipient_rate", new_limit = 9, use_case = "x")")
            .metric("case_quota_denied_days") >= 0);
  CHECK(run(R"(kind = "sender_id", sender_id = "ACME", country = "US", website = "https://example.com", use_case = "x", template = "x", message_type = "TRANSACTIONAL")")
            .metric("case_sender_id_denied_days") >= 0);
}

TEST_CASE("a number whose rate changes in the middle of a run shows no limit that its use could be above", "[tools]") {
  const auto limit_of = [](const std::string& which) {
    const RegisteredRun run =
        run_registered(R"(monthly_spend_limit = "$100", numbers = { number { name = "de", type = "LONG_CODE", country = "DE" },
      number { name = "tf", type = "TOLL_FREE", country = "US" } }, support_cases = support_case { kind = "mps", at = "0d", use_case = "x", new_limit = 50, number = ")" +
                           which + "\" }",
                       "tf", "40d");
    return run.prepared->world.topology.numbers[0].limit;
  };
  CHECK_FALSE(limit_of("de"));
  REQUIRE(limit_of("tf"));
  CHECK(limit_of("tf")->parts == 10);
}

TEST_CASE("an account's own limit is not above what it may spend", "[tools][R-SPD-6]") {
  CHECK_THAT(first_fault("spend_limit_override = \"$11\""),
             Catch::Contains("spend_limit_override is $11, and account main may spend $10 a month at most"));
  CHECK_THAT(first_fault("voice_spend_limit_override = \"$2\""), Catch::Contains("may spend $1 a month at most"));
}

TEST_CASE("what a case is about must exist", "[tools][registration]") {
  const auto fault = [](const std::string& fields) {
    return first_fault("support_cases = support_case { at = \"0d\", " + fields + " }");
  };
  CHECK_THAT(fault(R"(kind = "mps", number = "nobody", new_limit = 3, use_case = "x")"),
             Catch::Contains("has no number \"nobody\""));
  CHECK_THAT(fault(R"(kind = "quota", quota = "foo", new_limit = 3, use_case = "x")"),
             Catch::Contains("no quota \"foo\""));
  CHECK_THAT(fault(R"(kind = "sms_production_access", region = "mars")"), Catch::Contains("\"mars\" is no Region of the service"));
}

}  // namespace sendlab::test
