#include "scenarios/nearest_name.hpp"

#include <catch2/catch.hpp>
#include <vector>

namespace sendlab {
namespace {

const std::vector<std::string> fields = {"name", "type", "country", "mps", "two_way", "keywords"};

TEST_CASE("the nearest known name is found by edits", "[scenarios][nearest]") {
  CHECK(nearest_name("msp", fields) == "mps");
  CHECK(nearest_name("two-way", fields) == "two_way");
  CHECK(nearest_name("Country", fields) == "country");
  CHECK(nearest_name("keyword", fields) == "keywords");
  CHECK(did_you_mean("msp", fields) == "; did you mean mps?");
}

TEST_CASE("a name like none of the known ones has no nearest", "[scenarios][nearest]") {
  CHECK(nearest_name("colour_of_the_sky", fields).empty());
  CHECK(nearest_name("xyz", fields).empty());
  CHECK(did_you_mean("xyz", fields).empty());
}

TEST_CASE("edits count inserted, removed, replaced and swapped letters", "[scenarios][nearest]") {
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("abc", "abc") == 0);
  CHECK(edit_distance("abc", "acb") == 1);
  CHECK(edit_distance("abc", "abd") == 1);
  CHECK(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("a list of names reads as a sentence and ends in time", "[scenarios][nearest]") {
  CHECK(list_of(std::vector<std::string>{}).empty());
  CHECK(list_of(std::vector<std::string>{"a"}) == "a");
  CHECK(list_of(std::vector<std::string>{"a", "b", "c"}) == "a, b and c");
  CHECK(list_of(std::vector<std::string>{"a", "b", "c"}, 2) == "a, b and 1 more");
}

}  // namespace
}  // namespace sendlab
