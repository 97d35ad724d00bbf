#include "scenarios/send_overrides.hpp"
#include "engine/message/units.hpp"

#include <catch2/catch.hpp>

namespace sendlab {
namespace {

using namespace std::chrono_literals;

TEST_CASE("rates are exact, whatever their unit", "[scenarios][units]") {
  CHECK(read_rate("8/s").value() == Rate{8'000'000, 1s});
  CHECK(read_rate("0.8/s").value() == Rate{800'000, 1s});
  CHECK(read_rate("75/min").value() == Rate{75'000'000, 1min});
  CHECK(read_rate("5/h").value() == Rate{5'000'000, 1h});
  CHECK(read_rate("2000/day").value() == Rate{2'000'000'000, 24h});
  CHECK(read_rate(" 3 / min ").value() == Rate{3'000'000, 1min});
  CHECK(read_rate("0.000001/s").value() == Rate{1, 1s});
  CHECK(read_rate("0/s").value() == Rate{0, 1s});
}

TEST_CASE("a value of another dimension is refused by name", "[scenarios][units]") {
  CHECK(read_rate("5s").error().what == "must be a rate, got a duration, \"5s\"");
  CHECK(read_duration("8/s").error().what == "must be a duration, got a rate, \"8/s\"");
  CHECK(read_money("97%").error().what == "must be an amount of money, got a share, \"97%\"");
  CHECK(read_share("$1").error().what == "must be a share from 0 to 100 %, got an amount of money, \"$1\"");
  CHECK(read_rate("8").error().what == "must be a rate, got a bare number, \"8\"");
  CHECK(read_rate("fast").error().what == "must be a rate, got \"fast\"");
  CHECK_FALSE(read_rate("fast").error().fix.empty());
}

TEST_CASE("a sum of unlike things is refused as such", "[scenarios][units]") {
  CHECK(read_rate("8/s + 5s").error().what == "must be a rate, got a sum of a rate and a duration, \"8/s + 5s\"");
  CHECK(read_duration("1h + 5m").error().what == "must be a duration, got a sum of two values, \"1h + 5m\"");
}

TEST_CASE("rates that cannot be held exactly are refused", "[scenarios][units]") {
  for (const char* text :
       {"", "/s", "8/", "8/fortnight", "1.0000001/s", "1e3/s", "--8/s", "8/s/s", ".5/s", "5./s", "99999999999999/s"}) {
    CHECK_FALSE(read_rate(text).ok());
  }
  CHECK(read_rate("-12/s").error().what == "must not be negative, got \"-12/s\"");
}

TEST_CASE("a throughput is whole parts in a window", "[scenarios][units]") {
  CHECK(read_throughput("160/min").value() == Throughput{160, 1min});
  CHECK(read_throughput("10/s").value() == Throughput{10, 1s});
  CHECK(read_throughput("0.8/s").error().fix == "use a longer unit: \"48/min\" instead of \"0.8/s\"");
}

TEST_CASE("money is exact to a millionth of a dollar", "[scenarios][units]") {
  CHECK(read_money("$1.00").value().count == 1'000'000);
  CHECK(read_money("$0.00645").value().count == 6450);
  CHECK(read_money("$5000").value().count == 5'000'000'000);
  CHECK(read_money("$0").value().count == 0);
  for (const char* text : {"1.00", "$", "$1,000", "$0.0000001", "USD 1", "$1 ", "$99999999999999"})
    CHECK_FALSE(read_money(text).ok());
  CHECK(read_money("-$5").error().what == "must not be negative, got \"-$5\"");
}

TEST_CASE("a share in percent is the double nearest to its decimal", "[scenarios][units]") {
  CHECK(read_share("97%").value() == 0.97);
  CHECK(read_share("0.5%").value() == 0.005);
  CHECK(read_share("12.3%").value() == 0.123);
  CHECK(read_share("100%").value() == 1.0);
  CHECK(read_share("0%").value() == 0.0);
  CHECK_FALSE(read_share("101%").ok());
  CHECK_FALSE(read_share("0.97").ok());
}

TEST_CASE("durations have a unit and no sign", "[scenarios][units]") {
  CHECK(read_duration("250ms").value() == 250ms);
  CHECK(read_duration("3d").value() == 72h);
  CHECK(read_duration("1h30m").value() == 90min);
  CHECK(read_duration("5").error().what == "must be a duration, got a bare number, \"5\"");
  CHECK(read_duration("-5s").error().what == "must not be negative, got \"-5s\"");
}

TEST_CASE("a rate is written as it was read", "[scenarios][units]") {
  for (const char* text : {"8/s", "0.8/s", "75/min", "2000/day", "5/h", "0.000001/s"})
    CHECK(rate_text(read_rate(text).value()) == text);
  CHECK(rate_text(Rate{7'000'000, 90s}) == "7 in 1m30s");
}

TEST_CASE("a time-to-live of a feed is 5 s to 72 h, as anywhere", "[scenarios][R-TTL-1]") {
  for (const char* good : {"5s", "5", "300", "72h"}) CHECK(read_ttl(good, "people.csv:2").ok());
  CHECK(*read_ttl("300", "people.csv:2").value() == std::chrono::seconds{300});
  CHECK_FALSE(read_ttl("", "people.csv:2").value());
  for (const char* bad : {"4s", "4999ms", "4", "73h", "259201"}) {
    const auto read = read_ttl(bad, "people.csv:2");
    REQUIRE_FALSE(read.ok());
    CHECK(read.error().where == "people.csv:2");
    CHECK(read.error().what.starts_with("time-to-live must be from 5s to 3d, got "));
  }
}

TEST_CASE("money as people write it", "[message]") {
  CHECK(usd_text({0}) == "$0");
  CHECK(usd_text({500'000}) == "$0.50");
  CHECK(usd_text({3'500}) == "$0.0035");
  CHECK(usd_text({995'000'000}) == "$995");
  CHECK(usd_text({-1'250'000}) == "-$1.25");
}

}  // namespace
}  // namespace sendlab
