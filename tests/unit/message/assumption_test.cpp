#include "engine/message/assumption.hpp"

#include <catch2/catch.hpp>

namespace sendlab {

TEST_CASE("assumptions are listed once each, sorted by id", "[message]") {
  Assumptions used;
  used.add("b", "second", "none");
  used.add("a", "first", "R-X-1");
  used.add("b", "again", "none");
  CHECK(used.list() == std::vector<Assumption>{{"a", "first", "R-X-1"}, {"b", "second", "none"}});
}

}  // namespace sendlab
