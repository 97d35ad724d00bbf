#include <catch2/catch.hpp>

#include "tests/unit/service/test_service.hpp"

namespace sendlab {

TEST_CASE("after a final event the service sends nothing again; a new request may succeed", "[service][R-EVT-11]") {
  for (const Status failure : {Status::unreachable, Status::unknown, Status::blocked}) {
    TestService t;
    t.fate.outcome = failure;
    t.begin();
    CHECK(t.send(1).kind == Answer::Kind::accepted);
    t.run_until(std::chrono::hours{24 * 8});
    CHECK(t.hand_overs().size() == 1);
    CHECK(t.times_of(failure).size() == 1);
    CHECK(t.send(1).kind == Answer::Kind::accepted);  // a failure closes no number
    t.run_until(std::chrono::hours{24 * 9});
    CHECK(t.hand_overs().size() == 2);
  }
}

}  // namespace sendlab
