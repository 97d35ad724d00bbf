#include "engine/message/sender_id.hpp"

#include <catch2/catch.hpp>

namespace sendlab {
namespace {

bool taken(std::string_view text, std::string_view iso = "GB", std::optional<MessageType> type = {}) {
  return !sender_id_fault(text, iso, type);
}

TEST_CASE("a sender ID has 3 to 11 letters, digits and hyphens, and a letter among them", "[message][R-ORG-22]") {
  for (const char* text : {"ABC", "Example", "ABCDEFGHIJK", "Ex-ample-1", "1-a"}) CHECK(taken(text));
  for (const char* text :
       {"", "AB", "ABCDEFGHIJKL", "12345", "1-2-3", "two words", "under_score", "Ex.ample", "Caf\xc3\xa9"})
    CHECK_FALSE(taken(text));
}

TEST_CASE("India wants exactly six characters", "[message][R-ORG-23][R-ORG-26]") {
  CHECK(taken("EXMPLE", "IN"));
  CHECK_FALSE(taken("EXMPL", "IN"));
  CHECK_FALSE(taken("EXMPLES", "IN"));
  CHECK_FALSE(taken("EXMP-E", "IN"));
  CHECK(taken("EXMPLES", "GB"));
}

TEST_CASE("in India transactional sender IDs are letters and promotional ones digits", "[message][R-TYP-7][R-ORG-26]") {
  CHECK(taken("ExMple", "IN", MessageType::transactional));
  CHECK(taken("600123", "IN", MessageType::promotional));
  CHECK_FALSE(taken("600123", "IN", MessageType::transactional));
  CHECK_FALSE(taken("ExMple", "IN", MessageType::promotional));
  CHECK_FALSE(taken("Exm123", "IN"));
  CHECK_FALSE(taken("600123", "GB", MessageType::promotional));  // digits alone are for India only
}

}  // namespace
}  // namespace sendlab
