// When a message ends: its time-to-live, silence for 72 hours, the final status of its carrier and handset.
#include <catch2/catch.hpp>

#include "tests/unit/service/test_service.hpp"

namespace sendlab {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using Times = std::vector<double>;

TEST_CASE("time-to-live counts from the accepted request and ends at the carrier's acceptance",
          "[service][R-TTL-2][R-TTL-3]") {
  TestService t;
  t.model.accounts[0].queue_over_mps = true;
  t.model.numbers[0].mps = {1, seconds{10}};
  t.fate = delivered_after(seconds{5}, seconds{500});
  t.begin();
  for (std::uint64_t person = 0; person < 3; ++person) {
    SendRequest r = t.request(person);
    r.ttl = seconds{16};
    t.service->submit(r);
  }
  t.run_until(hours{1});
  // 0 s and 10 s are accepted at 5 s and 15 s, long before their handsets; the third would leave at 20 s.
  CHECK(t.times_of(Status::successful) == Times{5, 15});
  CHECK(t.times_of(Status::delivered) == Times{500, 510});
  CHECK(t.times_of(Status::ttl_expired) == Times{16});
  CHECK(t.charged() == UsdMicros{3 * (TestService::price + TestService::fee)});  // R-TTL-4
}

TEST_CASE("an acceptance at the very instant of expiry still counts", "[service][R-TTL-2]") {
  TestService t;
  t.fate = delivered_after(seconds{10}, seconds{10});
  t.begin();
  SendRequest r = t.request();
  r.ttl = seconds{10};
  t.service->submit(r);
  t.run_until(minutes{1});
  CHECK(t.times_of(Status::delivered) == Times{10});
}

TEST_CASE("expired messages are charged", "[service][R-TTL-4]") {
  TestService t;
  t.fate = delivered_after(seconds{10}, seconds{10});
  t.begin();
  SendRequest r = t.request();
  r.ttl = seconds{5};
  t.service->submit(r);
  t.run_until(minutes{1});
  CHECK(t.times_of(Status::ttl_expired) == Times{5});
  CHECK(t.charged() == UsdMicros{TestService::price + TestService::fee});
}

TEST_CASE("a handset that is off past the time-to-live: TTL_EXPIRED", "[service][R-TTL-3]") {
  TestService t;
  t.fate = delivered_after(seconds{1}, seconds{3600});
  t.fate.handset_off = seconds{3599};
  t.begin();
  SendRequest r = t.request();
  r.ttl = seconds{60};
  t.service->submit(r);
  t.run_until(hours{2});
  CHECK(t.times_of(Status::successful) == Times{1});
  CHECK(t.times_of(Status::ttl_expired) == Times{60});
}

TEST_CASE("the time-to-live at an off handset counts from the accepted request, not from the hand-over",
          "[service][R-TTL-2][R-TTL-3]") {
  for (const auto& [off, status] : {std::pair{39, Status::delivered}, std::pair{41, Status::ttl_expired}}) {
    TestService t;
    t.fate = delivered_after(seconds{20}, seconds{20 + off});  // 20 s to the carrier, then off
    t.fate.handset_off = seconds{off};
    t.begin();
    SendRequest r = t.request();
    r.ttl = seconds{60};
    t.service->submit(r);
    t.run_until(hours{2});
    CHECK(t.times_of(status) == Times{std::min(20.0 + off, 60.0)});
  }
}

TEST_CASE("without a final receipt the message is UNKNOWN after 72 hours, before any TTL_EXPIRED",
          "[service][R-TTL-5][R-EVT-6]") {
  TestService t;
  t.fate.outcome = Status::unknown;
  t.begin();
  t.send();
  t.run_until(hours{80});
  CHECK(t.times_of(Status::unknown) == Times{72 * 3600});
  CHECK(t.times_of(Status::ttl_expired).empty());
}

TEST_CASE("SUCCESSFUL is final when no receipt follows, and exactly one event of a message is final",
          "[service][R-EVT-5][R-EVT-7]") {
  TestService t;
  t.fate.receipt_follows = false;
  t.begin();
  t.send();
  t.run_until(hours{80});
  REQUIRE(t.times_of(Status::successful) == Times{0.1});
  CHECK(t.facts.back().is_final);
  CHECK(t.service->in_flight() == 0);
}

}  // namespace sendlab
