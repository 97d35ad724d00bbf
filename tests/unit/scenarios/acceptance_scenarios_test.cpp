// Whole scenarios, as users write them.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/kernel/calendar.hpp"
#include "engine/lua/lua_sandbox.hpp"
#include "fixtures.hpp"
#include "scenarios/workload_source.hpp"

namespace sendlab {
namespace {

using namespace std::chrono_literals;

// Fails with the faults in sight.
LoadedScenario loaded(const std::string& text, std::map<std::string, std::string> params = {},
                      const std::string& file = "test.lua") {
  auto result = test::load(text, std::move(params), file);
  if (!result.ok()) {
    std::string all;
    for (const Error& error : result.error()) all += to_text(error);
    FAIL(all);
  }
  return std::move(result).value();
}

TEST_CASE("a scenario with every kind of part loads into its struct", "[scenarios][load]") {
  const LoadedScenario made = loaded(R"(-- Question: how many codes arrive while T-Mobile fails?
-- And what do they cost?
local rate = param("rate", "8/s")
return scenario {
  start = "2026-11-27T09:00:00-08:00", seed = 42, replications = 3, warm_up = "1m", horizon = "2h", rules = "seed_2023", note = "all",
  account = account {
    region = "us-east-1", tier = "production", monthly_spend_limit = "$5000", spend_enforcement = "strict", over_mps = "queue",
    default_message_type = "PROMOTIONAL",
    brands = {
      brand { name = "Example Corp", vetting_score = 76, over_daily_cap = "hold", daily_cap = { ["T-Mobile"] = 2000 },
        campaigns = {
          campaign { name = "otp", use_case = "2FA", numbers = 4, mps = 10, message_class = "A", over_throughput = "reject",
            throughput = { ["AT&T"] = "240/min" } },
          campaign { name = "news", use_case = "MARKETING",
            numbers = { number { name = "n1", type = "TEN_DLC", country = "US", number = "+12065550100" } } },
        } },
    },
    numbers = number { name = "code", type = "SHORT_CODE", country = "US", number = "72975", two_way = true, mps = 100,
      keywords = { keyword { word = "stop", action = "OPT_OUT", reply = "Bye" }, keyword { word = "INFO", action = "AUTOMATIC_RESPONSE" } },
      opt_out_list = "Own", available_after = "1h", capabilities = "SMS", tags = { team = "a" }, deletion_protection = true },
    opt_out_lists = { opt_out_list { name = "Own", numbers = { "+14255550100" } } },
    initial = { month_spend = "$2.50", brand_parts_today = { ["Example Corp"] = 100 }, opted_out = { Default = "+14255550101" } },
  },
  network = carriers { ["T-Mobile"] = carrier { share = 2, accept = lognormal { median = "1s", sigma = 0.5 }, delivery = "2s",
    failure = { UNREACHABLE = "3%", SPAM = 0.01 }, filter_share = "1%", campaign_throughput = "75/min", time_zone = "America/New_York", fee = "$0.003" } },
  pricing = prices { per_part = "$0.01", number_month = { TOLL_FREE = "$2" } },
  workloads = {
    workload { name = "codes", from = "otp", to = us_recipients { count = 20000, carriers = { ["AT&T"] = 1, ["T-Mobile"] = 1 }, invalid_share = "1%" },
      arrivals = poisson { rate = rate, lasts = "1h" }, body = "Your code is {digits:6}.", message_type = "TRANSACTIONAL", ttl = "5m",
      max_price = "$0.05", context = { flow = "login" }, keyword = "CODE", tags = { a = "b" },
      client = client { when_throttled = "retry", retry = { attempts = 5, base = "200ms", max = "10s", jitter = "none" }, latency = "30ms" } },
    workload { name = "short", from = "code", to = { "+14255550100" }, arrivals = burst { count = 5, every = "10m", times = 3 },
      body = { { weight = 3, text = "a" }, { 1, "b" }, "c" } },
  },
  handsets = { reply { workload = "short", share = "10%", body = "STOP", after = exponential { mean = "30s" } }, handset { share = 0.1, off_for = "2h" } },
  faults = { outage { carrier = "T-Mobile", at = "20m", lasts = "5m" }, throttle { campaign = "otp", at = "1h", factor = 0.5 },
    number_blocked { number = "code", carrier = "AT&T", at = "0s" } },
  expect = { "codes.delivered_within.30s >= 0.70", "cost.variable_usd < 600" },
  on = { TEXT_DELIVERED = function(event, ctx) end }, at = { ["10m"] = function(ctx) end }, every = { ["1m"] = function(ctx) end },
})");
  const Scenario& s = made.scenario;
  CHECK(s.name == "test");
  CHECK(s.question == "Question: how many codes arrive while T-Mobile fails?\nAnd what do they cost?");
  CHECK(s.sha256.size() == 64);
  CHECK(s.params == std::vector<std::pair<std::string, std::string>>{{"rate", "8/s"}});
  CHECK(s.start == parse_rfc3339("2026-11-27T09:00:00-08:00").value());
  CHECK(s.start_text == "2026-11-27T09:00:00-08:00");
  CHECK(s.horizon == 2h);
  CHECK(s.warm_up == 1min);
  CHECK(s.seed == 42);
  CHECK(s.replications == 3);
  CHECK(s.rules == "seed_2023");
  CHECK(s.warnings.empty());

  REQUIRE(s.accounts.size() == 1);
  const AccountSpec& account = s.accounts[0];
  CHECK(account.monthly_spend_limit == UsdMicros{5'000'000'000});
  CHECK(account.strict_spend_enforcement);
  CHECK(account.queue_over_mps);
  CHECK(account.default_message_type == MessageType::promotional);
  CHECK(account.where == "test.lua:6");
  const BrandSpec& brand = account.brands.at(0);
  CHECK(brand.vetting_score == 76);
  CHECK(brand.hold_over_daily_cap);
  CHECK(brand.daily_cap == std::vector<std::pair<std::string, std::int64_t>>{{"T-Mobile", 2000}});
  const CampaignSpec& otp = brand.campaigns.at(0);
  CHECK(otp.numbers.size() == 4);
  CHECK(otp.numbers[3].name == "otp#4");
  CHECK(otp.numbers[3].mps == 10);
  CHECK(otp.message_class == 'A');
  CHECK(otp.reject_over_throughput);
  CHECK(otp.throughput == std::vector<std::pair<std::string, Throughput>>{{"AT&T", {240, 1min}}});
  CHECK(brand.campaigns.at(1).numbers.at(0).number == PhoneNumber{12065550100});
  const NumberSpec& code = account.numbers.at(0);
  CHECK(code.type == NumberType::short_code);
  CHECK(code.number == PhoneNumber{72975});
  CHECK(code.mps == 100);
  CHECK(code.keywords.at(0).action == KeywordAction::opt_out);
  CHECK(code.opt_out_list == "Own");
  CHECK(code.available_after == 1h);
  CHECK(account.initial.month_spend == UsdMicros{2'500'000});
  CHECK(account.initial.brand_parts_today.at(0).second == 100);
  CHECK(account.initial.opted_out.at(0).name == "Default");

  const CarrierOverride& carrier = s.network.carriers.at(0);
  CHECK(carrier.name == "T-Mobile");
  REQUIRE(carrier.failure);
  CHECK(carrier.failure->size() == 2);
  CHECK(carrier.filter_share == 0.01);
  CHECK(carrier.campaign_throughput == Throughput{75, 1min});
  CHECK(carrier.fee == UsdMicros{3000});
  CHECK(s.prices.per_part == UsdMicros{10'000});
  CHECK(s.prices.number_month.at(0).first == NumberType::toll_free);

  REQUIRE(s.workloads.size() == 2);
  const Workload& codes = s.workloads[0];
  CHECK(codes.from.kind == Origination::Kind::campaign);
  CHECK(std::get<PopulationRecipients>(codes.to).invalid_share == 0.01);
  CHECK(std::get<PoissonArrivals>(codes.arrivals).rate == Rate{8'000'000, 1s});
  CHECK(codes.ttl == 5min);
  CHECK(codes.max_price == UsdMicros{50'000});
  CHECK(codes.client.when_throttled == ClientPolicy::WhenThrottled::retry);
  CHECK(codes.client.attempts == 5);
  CHECK_FALSE(codes.client.full_jitter);
  const Workload& brief = s.workloads[1];
  CHECK(brief.from.kind == Origination::Kind::number);
  CHECK(std::get<ListedRecipients>(brief.to).numbers == std::vector<PhoneNumber>{{14255550100}});
  CHECK(std::get<BurstArrivals>(brief.arrivals).times == 3);
  CHECK(std::get<WeightedBodies>(brief.body).choices.size() == 3);

  CHECK(s.replies.at(0).workload == 1);
  CHECK(s.handsets.at(0).off_for);
  REQUIRE(s.faults.size() == 3);
  CHECK(s.faults[0].target == "T-Mobile");
  CHECK(s.faults[0].lasts == 5min);
  REQUIRE(s.faults[1].campaign);
  CHECK(s.faults[1].campaign->kind == Origination::Kind::campaign);
  CHECK(s.faults[1].campaign->index == 0);
  CHECK(s.faults[1].target == "otp");
  REQUIRE(s.faults[2].number);
  CHECK(s.faults[2].number->kind == Origination::Kind::number);
  CHECK(s.faults[2].number->number == 0);
  CHECK(s.expect.at(1).expression == "cost.variable_usd < 600");
  CHECK(s.hooks.on.at(0).first == "TEXT_DELIVERED");
  CHECK(s.hooks.at.at(0).first == 10min);
  CHECK(s.hooks.every.at(0).first == 1min);
}

TEST_CASE("two accounts share a brand, and workloads name their account", "[scenarios][load]") {
  const LoadedScenario made = loaded(R"(return scenario {
  start = "2026-10-31T12:00:00-07:00", network = ideal { accept = "100ms", delivery = "1s" },
  accounts = {
    account { name = "east", monthly_spend_limit = "$1000",
      brands = { brand { name = "B", campaigns = { campaign { name = "a", use_case = "LOW_VOLUME", numbers = 1, mps = 75 } } } } },
    account { name = "west", region = "us-west-2", monthly_spend_limit = "$1000",
      brands = { brand { name = "B", campaigns = { campaign { name = "b", use_case = "LOW_VOLUME", numbers = 1 } } } } },
  },
  workloads = { workload { name = "b", account = "west", from = "b", to = us_recipients { count = 2500 },
    arrivals = burst { count = 2500, at = "0s" }, body = "one part", ttl = "72h" } },
})");
  CHECK(made.scenario.workloads.at(0).account == 1);
  CHECK(made.scenario.network.ideal->accept == 100ms);
}

TEST_CASE("code in a scenario builds data", "[scenarios][load]") {
  const LoadedScenario made = loaded(R"(
local verified = {}
for i = 0, 9 do verified[i + 1] = string.format("+1425555010%d", i) end
return scenario {
  account = account { tier = "sandbox", verified_numbers = verified, numbers = { number { name = "t", type = "TOLL_FREE", country = "US", mps = 3 } } },
  workloads = { workload { name = "v", from = "t", to = verified, arrivals = constant { rate = "1/s", count = 200 }, body = string.rep("a", 161) } },
})");
  CHECK(made.scenario.accounts.at(0).verified_numbers.size() == 10);
  CHECK(std::get<ListedRecipients>(made.scenario.workloads.at(0).to).numbers.back() == PhoneNumber{14255550109});
  CHECK(made.scenario.horizon == std::nullopt);
}

TEST_CASE("a body function writes text or a table of request fields", "[scenarios][load]") {
  LoadedScenario made = loaded(test::with_workload(R"(
    arrivals = burst { count = 3 },
    body = function(ctx)
      if ctx.index == 1 then return { body = "second to " .. ctx.to, ttl = "60s", message_type = "PROMOTIONAL" } end
      return "code " .. ctx.digits(4)
    end)"));
  const test::SmallTables small;
  auto source = WorkloadSource::create(made.scenario, 0, small.tables, Seed{1}, 0,
                                       {.keep_bodies = true, .sandbox = made.sandbox.get()});
  REQUIRE(source.ok());
  PlannedSend send;
  REQUIRE(source->next(send));
  CHECK(send.body.starts_with("code "));
  CHECK(send.body.size() == 9);
  REQUIRE(source->next(send));
  CHECK(send.body.starts_with("second to +129"));
  CHECK(send.ttl == 60s);
  CHECK(send.message_type == MessageType::promotional);
  REQUIRE(source->next(send));
  CHECK_FALSE(send.ttl);
  CHECK_FALSE(source->next(send));
  CHECK(source->error() == nullptr);
}

TEST_CASE("a body function that gives something else stops with its place", "[scenarios][load]") {
  const auto fault = [](const std::string& function) {
    LoadedScenario made = loaded(test::with_workload("body = " + function));
    const test::SmallTables small;
    auto source = WorkloadSource::create(made.scenario, 0, small.tables, Seed{1}, 0, {.sandbox = made.sandbox.get()});
    PlannedSend send;
    REQUIRE_FALSE(source->next(send));
    REQUIRE(source->error() != nullptr);
    return source->error()->where + ": " + source->error()->what;
  };
  CHECK(fault("function(ctx) return 7 end") ==
        "test.lua:2: the body function must return text or a table with body, got 7");
  CHECK(fault("function(ctx) return { body = \"x\", colour = \"red\" } end") ==
        "test.lua:2: the body function returned colour = \"red\"");
  CHECK(fault("function(ctx) error(\"no\") end").find("no") != std::string::npos);
  CHECK(fault("function(ctx) while true do end end").starts_with("test.lua:3: "));
  CHECK(fault("function(ctx) brand { name = \"late\" } end").find("works only while the scenario is loaded") !=
        std::string::npos);
}

// The acceptance scenarios are kept outside of the project; where they are at hand they must load.
TEST_CASE("the acceptance scenarios load or fail where they should", "[scenarios][load]") {
  std::filesystem::path folder;
  for (auto at = std::filesystem::path(SENDLAB_SOURCE_DIR); at.has_relative_path() && folder.empty();
       at = at.parent_path()) {
    if (std::filesystem::exists(at.parent_path() / "shared" / "acceptance"))
      folder = at.parent_path() / "shared" / "acceptance";
  }
  if (folder.empty()) {
    WARN("skipped: no folder shared/acceptance beside or above the project");
    return;
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".lua") continue;
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    const std::string name = entry.path().filename().string();
    const auto result = test::load(text.str(), {}, entry.path().string());
    INFO(name);
    CHECK(result.ok() == !name.starts_with("bad_"));
    if (!result.ok()) {
      for (const Error& error : result.error()) CHECK(error.where.find(name) != std::string::npos);
      if (!name.starts_with("bad_")) UNSCOPED_INFO(to_text(result.error().front()));
      if (name == "bad_unknown_field.lua") CHECK(result.error().front().where.ends_with(":3"));
      if (name == "bad_unit.lua") CHECK(result.error().front().where.ends_with(":5"));
    }
  }
}

}  // namespace
}  // namespace sendlab
