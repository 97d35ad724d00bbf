#include "engine/service/recipient_limit.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "engine/kernel/random.hpp"

namespace sendlab {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
constexpr PhoneNumber ann{12902000001}, bob{12902000002};
constexpr AccountId account{0};
Instant at(Duration offset) { return Instant{seconds{1000}} + offset; }

}  // namespace

TEST_CASE("a recipient gets at most one message a second from an account", "[service][R-MPS-8]") {
  RecipientLimit limit(seconds{1});
  CHECK(limit.free(account, ann, at(seconds{0})));
  limit.take(account, ann, at(seconds{0}));
  CHECK_FALSE(limit.free(account, ann, at(milliseconds{999})));
  CHECK(limit.free(account, bob, at(milliseconds{999})));
  CHECK(limit.free(AccountId{1}, ann, at(milliseconds{999})));
  CHECK(limit.free(account, ann, at(seconds{1})));
}

TEST_CASE("each who asks too early is promised a second of its own, in order", "[service][R-MPS-8]") {
  RecipientLimit limit(seconds{1});
  limit.take(account, ann, at(seconds{0}));
  CHECK(limit.promise(account, ann, at(milliseconds{1})) == at(seconds{1}));
  CHECK(limit.promise(account, ann, at(milliseconds{2})) == at(seconds{2}));
  CHECK(limit.promise(account, ann, at(milliseconds{3})) == at(seconds{3}));
}

TEST_CASE("the limit agrees with a plain map over many recipients and forgets them", "[service][R-MPS-8]") {
  RecipientLimit limit(seconds{1});
  std::map<std::uint64_t, Instant> last;
  RandomStream random{stream_key(Seed{5}, 0, "test", "recipients")};
  Instant now = at(seconds{0});
  for (int i = 0; i < 200'000; ++i) {
    now += Duration{static_cast<std::int64_t>(random.below(400'000))};
    const PhoneNumber person{12902000000 + random.below(20'000)};
    const auto known = last.find(person.digits);
    const bool expected = known == last.end() || known->second + seconds{1} <= now;
    REQUIRE(limit.free(account, person, now) == expected);
    if (!expected) continue;
    limit.take(account, person, now);
    last[person.digits] = now;
  }
}

}  // namespace sendlab
