#include "engine/api/deactivation_reports.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "tests/unit/api/served_world.hpp"

namespace sendlab::test {
namespace {

using namespace std::chrono_literals;

const Instant start = parse_rfc3339("2026-06-10T09:00:00Z").value();
const std::string bucket = "us-east-1-pinpoint-sms-voice";

DeactivationReports reports(int count = 900) {
  return DeactivationReports("us-east-1", [count] {
    std::vector<DeactivatedNumber> numbers;
    for (int i = 0; i < count; ++i)
      numbers.push_back({PhoneNumber{12'900'000'000u + static_cast<unsigned>(i)}, i % 2 == 0});
    return numbers;
  });
}
std::size_t lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}
std::string dated(const std::string& day, const std::string& folder = "us") {
  return "sms-deact-reports/" + folder + "/" + day + "-deact-report.csv";
}

}  // namespace

TEST_CASE("the objects of the bucket: the latest report and those of days", "[api][R-DEA-1][R-DEA-2]") {
  auto store = reports();
  const StoredObject latest = store.get(bucket, "sms-deact-reports/us/latest-deact-report.csv", true, start, start);
  CHECK(latest.status == 200);
  CHECK(latest.content_type == "text/csv");
  CHECK(latest.body.starts_with("phone_number\n+1290"));
  CHECK(store.get(bucket, dated("2026-06-10"), true, start, start).body == latest.body);
  CHECK(store.get(bucket, dated("2026-06-09"), true, start, start).body != latest.body);
  CHECK(store.get(bucket, dated("2026-06-11"), true, start, start).status == 404);
  CHECK(store.get(bucket, dated("2026-06-11"), true, start + 24h, start).body == "phone_number\n");
  CHECK(store.get("eu-west-1-pinpoint-sms-voice", dated("2026-06-10"), true, start, start).body.find("NoSuchBucket") !=
        std::string::npos);
}

TEST_CASE("every number is on the report of one of the 90 days", "[api][R-DEA-1][R-DEA-3]") {
  auto store = reports();
  std::set<std::string> seen;
  std::size_t listed = 0;
  for (int age = 0; age < 90; ++age) {
    const CivilDate day = utc_date(start - 24h * age);
    char name[16];
    std::snprintf(name, sizeof name, "%04d-%02u-%02u", day.year, day.month, day.day);
    const StoredObject object = store.get(bucket, dated(name), true, start, start);
    REQUIRE(object.status == 200);
    listed += lines(object.body) - 1;
    for (std::size_t at = object.body.find('+'); at != std::string::npos; at = object.body.find('+', at + 1))
      seen.insert(object.body.substr(at, 12));
  }
  CHECK(listed == 900);
  CHECK(seen.size() == 900);
}

TEST_CASE("dated reports are kept for 90 days", "[api][R-DEA-3]") {
  auto store = reports();
  CHECK(store.get(bucket, dated("2026-03-13"), true, start, start).status == 200);
  CHECK(store.get(bucket, dated("2026-03-12"), true, start, start).status == 404);
  CHECK(store.get(bucket, dated("2026-03-13"), true, start + 24h, start).status == 404);
}

TEST_CASE("us and US are the same folder, there is no other country", "[api][R-DEA-5][R-DEA-1]") {
  auto store = reports();
  CHECK(store.get(bucket, dated("2026-06-10", "US"), true, start, start).body ==
        store.get(bucket, dated("2026-06-10"), true, start, start).body);
  CHECK(store.get(bucket, dated("2026-06-10", "ca"), true, start, start).body.find("NoSuchKey") != std::string::npos);
}

TEST_CASE("the requester pays, or gets nothing", "[api][R-DEA-2]") {
  auto store = reports();
  const StoredObject denied = store.get(bucket, dated("2026-06-10"), false, start, start);
  CHECK(denied.status == 403);
  CHECK(denied.body.find("AccessDenied") != std::string::npos);
  CHECK(store.list(bucket, "sms-deact-reports/us/", false, start, start).status == 403);
}

TEST_CASE("only what lies under sms-deact-reports/us/ is listed", "[api][R-DEA-6]") {
  auto store = reports();
  CHECK(store.list(bucket, "", true, start, start).status == 403);
  CHECK(store.list(bucket, "sms-deact-reports/", true, start, start).status == 403);
  const StoredObject all = store.list(bucket, "sms-deact-reports/us/", true, start, start);
  CHECK(all.body.find("<KeyCount>91</KeyCount>") != std::string::npos);
  CHECK(all.body.find("<Key>sms-deact-reports/us/2026-03-13-deact-report.csv</Key>") != std::string::npos);
  CHECK(store.list(bucket, "sms-deact-reports/us/2026-06", true, start, start).body.find("<KeyCount>10</KeyCount>") !=
        std::string::npos);
}

TEST_CASE("a scenario's deactivated people are listed, and as many who only changed their network",
          "[api][R-DEA-4][R-DEA-1]") {
  ServedWorld world(two_numbers, R"lua(workloads = { workload { name = "codes", from = "codes", to = us_recipients { count = 4000, deactivated_share = 0.1 },
    arrivals = constant { rate = "1/s", lasts = "1m" }, body = "hello" } }, )lua");
  const auto numbers = world.deactivated();
  const auto ported =
      std::count_if(numbers.begin(), numbers.end(), [](const DeactivatedNumber& n) { return n.ported; });
  const auto gone = static_cast<std::ptrdiff_t>(numbers.size()) - ported;
  CHECK(gone > 300);
  CHECK(gone < 500);
  CHECK(ported > 300);
  CHECK(ported < 500);
  CHECK(
      std::is_sorted(numbers.begin(), numbers.end(), [](const auto& a, const auto& b) { return a.number < b.number; }));
  const StoredObject latest = world.emulation().deactivation_reports().get(
      bucket, "sms-deact-reports/us/latest-deact-report.csv", true, start, start);
  CHECK(lines(latest.body) > 1);
}

}  // namespace sendlab::test
