#include "carriers/bundled_tables.hpp"

#include <catch2/catch.hpp>

#include "carriers/csv_table.hpp"
#include "carriers/json_value.hpp"

namespace sendlab {

TEST_CASE("the tables are bundled byte for byte, to their last line", "[carriers]") {
  CHECK(bundled_table("countries.csv").starts_with("name,iso,dialing_code,"));
  CHECK(bundled_table("pricing.json").ends_with("}"));
  CHECK(bundled_table("no_such.csv").empty());
  CHECK(CsvTable("countries.csv").rows() == 214);
  CHECK(CsvTable("shared_code_areas.csv").rows() == 114);
  CHECK(CsvTable("quotas.csv").rows() == 68);
}

TEST_CASE("quoted fields keep commas and a missing column or table is said", "[carriers]") {
  const CsvTable quotas("quotas.csv");
  bool found = false;
  for (std::size_t row = 0; row < quotas.rows(); ++row)
    found = found || quotas.at(row, "scope") == "brand, all accounts";
  CHECK(found);
  CHECK_THROWS_WITH(quotas.at(0, "colour"), Catch::Contains("quotas.csv has no column colour"));
  CHECK_THROWS_WITH(CsvTable("no_such.csv"), Catch::Contains("no_such.csv"));
  CHECK_THROWS(JsonValue::table("no_such.json"));
}

TEST_CASE("numbers of a JSON table keep the text they were written with", "[carriers]") {
  const JsonValue json = JsonValue::table("pricing.json");
  CHECK(json["currency"].text() == "USD");
  const auto& rows = json["sms_outbound"].items();
  REQUIRE(rows.size() == 214);
  CHECK(rows[0]["iso"].text() == "AD");
  CHECK(rows[0]["recommended_outbound_usd_per_part"].text() == "0.1464");
  CHECK(rows[0]["recommended_outbound_usd_per_part"].usd() == UsdMicros{146400});
  CHECK(rows[0]["no_such_member"].is_null());
  CHECK(rows[0]["aws"].kind() == JsonValue::Kind::array);
  CHECK_THROWS(rows[0]["name"].usd());
  CHECK(json["event_price_fields"]["source"].joined().find("; https://") != std::string::npos);
}

}  // namespace sendlab
