#include "carriers/vocabulary.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/unit/carriers/tables_for_tests.hpp"

namespace sendlab {

TEST_CASE("the vocabulary holds every name a scenario may use, sorted", "[carriers]") {
  const Vocabulary words = vocabulary(current());
  CHECK(words.us_carriers == std::vector<std::string>{"AT&T", "Other", "T-Mobile", "US Cellular", "Verizon"});
  CHECK(words.use_cases.size() == 13);
  CHECK(words.regions.size() == 29);
  CHECK(words.countries.size() == 215);
  CHECK(words.rule_sets == std::vector<std::string>{"current_2026", "seed_2023"});
  for (const auto* names : {&words.us_carriers, &words.carriers, &words.use_cases, &words.message_classes,
                            &words.regions, &words.countries, &words.time_zones}) {
    CHECK(std::ranges::is_sorted(*names));
    CHECK(std::ranges::adjacent_find(*names) == names->end());
  }
  CHECK(Vocabulary::knows(words.carriers, "Canada"));
  CHECK_FALSE(Vocabulary::knows(words.us_carriers, "Canada"));
  CHECK(Vocabulary::knows(words.time_zones, "America/Phoenix"));
  CHECK_FALSE(Vocabulary::knows(words.time_zones, "America/Gotham"));
}

TEST_CASE("the vocabulary knows what each country can do", "[carriers][R-NUM-16][R-TWO-1]") {
  const Vocabulary words = vocabulary(current());
  CHECK(words.country("US")->toll_free);
  CHECK(words.country("US")->ten_dlc);
  CHECK_FALSE(words.country("CA")->toll_free);
  CHECK(words.country("CA")->short_codes);
  CHECK(words.has_two_way("US"));
  CHECK_FALSE(words.has_two_way("GW"));
  CHECK_FALSE(words.has_two_way("XX"));
  CHECK(words.country("XX") == nullptr);
}

}  // namespace sendlab
