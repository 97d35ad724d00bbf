#include "carriers/figures.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace sendlab;

namespace {

std::vector<FigureTable> tables_of(const char* set) { return figure_tables(RuleTables::load(set).value()); }

const FigureTable& table_named(const std::vector<FigureTable>& all, std::string_view name) {
  const auto found = std::ranges::find(all, name, &FigureTable::name);
  REQUIRE(found != all.end());
  return *found;
}

std::string value_of(const FigureTable& table, std::string_view key, std::string_view from = "") {
  for (const RuleFigure& figure : table.figures)
    if (key_with_scores(figure) == key && figure.from == from) return figure.value;
  return "no such figure";
}

}  // namespace

TEST_CASE("limits and months as people write them", "[carriers]") {
  CHECK(throughput_text({4500, std::chrono::minutes{1}}) == "4500/min");
  CHECK(throughput_text({3, std::chrono::seconds{1}}) == "3/s");
  CHECK(throughput_text({1, std::chrono::seconds{30}}) == "1/30s");
  CHECK(month_text(Instant{}) == "");
  CHECK(month_text(Instant{std::chrono::hours{24 * 31}}) == "1970-02");
}

TEST_CASE("the figures shown are those that runs use", "[carriers][R-REG-8]") {
  const auto seed = tables_of("seed_2023"), current = tables_of("current_2026");
  CHECK(value_of(table_named(seed, "campaign_throughput"), "2FA, not vetted") == "75/min");
  CHECK(value_of(table_named(current, "campaign_throughput"), "2FA, score 75-100") == "4500/min");
  CHECK(value_of(table_named(seed, "brand_daily_caps"), "brand, score 76-100") == "200000/day");
  CHECK(value_of(table_named(seed, "brand_daily_caps"), "brand, not vetted") == "2000/day");
  CHECK(value_of(table_named(current, "carrier_fees"), "AT&T TEN_DLC", "2026-05") == "$0.0035");
  CHECK(value_of(table_named(current, "quotas"), "verified_destination_numbers (sandbox)") == "10 numbers");
}

TEST_CASE("every figure names its source", "[carriers]") {
  for (const char* set : {"seed_2023", "current_2026"})
    for (const FigureTable& table : tables_of(set)) {
      INFO(set << " " << table.name);
      CHECK_FALSE(table.figures.empty());
      CHECK(std::ranges::none_of(
          table.figures, [](const RuleFigure& f) { return f.key.empty() || f.value.empty() || f.source.empty(); }));
    }
}

TEST_CASE("a difference of two sets holds both values, at the scores where they differ", "[carriers]") {
  const FigureTable base{"caps",
                         "",
                         "",
                         {{"brand", "2000/day", "", "a", "", 0, 50},
                          {"brand", "9/day", "", "a", "", 51, 100},
                          {"same", "1", "", "a", ""},
                          {"gone", "2", "", "a", ""}}};
  const FigureTable next{"caps",
                         "",
                         "",
                         {{"brand", "2000/day", "", "b", "", 0, 48},
                          {"brand", "9/day", "", "b", "", 49, 100},
                          {"same", "1", "", "b", ""},
                          {"new", "3", "2026-01", "b", ""}}};
  const auto differences = differing_figures({base}, {next});
  REQUIRE(differences.size() == 3);
  CHECK(differences[0].key == "gone");
  CHECK_FALSE(differences[0].next);
  CHECK(differences[1].key == "new");
  CHECK(differences[1].from == "2026-01");
  CHECK(differences[2].key == "brand, score 49-50");
  CHECK(differences[2].base->value == "2000/day");
  CHECK(differences[2].next->value == "9/day");
}

TEST_CASE("a rule set does not differ from itself", "[carriers]") {
  const auto current = tables_of("current_2026");
  CHECK(differing_figures(current, current).empty());
  CHECK_FALSE(differing_figures(tables_of("seed_2023"), current).empty());
}
