// Rows of quotas.csv whose figure the code or another table repeats: both say the same.
#include <catch2/catch.hpp>

#include "carriers/csv_table.hpp"
#include "carriers/registration_tables.hpp"
#include "carriers/rule_tables.hpp"
#include "engine/api/deactivation_reports.hpp"
#include "engine/message/encoding.hpp"
#include "engine/message/sender_id.hpp"
#include "engine/service/model.hpp"
#include "tests/unit/scenarios/fixtures.hpp"

namespace sendlab {
namespace {

std::string quota(const std::string& name) {
  const CsvTable quotas("quotas.csv");
  for (std::size_t row = 0; row < quotas.rows(); ++row)
    if (quotas.at(row, "name") == name) return quotas.at(row, "value");
  FAIL("no quota " + name);
  return "";
}
int whole(const std::string& name) { return std::stoi(quota(name)); }
// "3-11"
std::pair<int, int> range(const std::string& name) {
  const std::string text = quota(name);
  return {std::stoi(text), std::stoi(text.substr(text.find('-') + 1))};
}
std::string times(int n, const std::string& text) {
  std::string all;
  for (int i = 0; i < n; ++i) all += text;
  return all;
}

TEST_CASE("the longest messages are those of the quotas", "[world][R-ENC-9]") {
  const int gsm = whole("sms_max_gsm_characters"), unicode = whole("sms_max_unicode_characters");
  CHECK(encoded_size(times(gsm, "a")).within_maximum);
  CHECK_FALSE(encoded_size(times(gsm + 1, "a")).within_maximum);
  CHECK(encoded_size(times(unicode, "\u0436")).within_maximum);
  CHECK_FALSE(encoded_size(times(unicode + 1, "\u0436")).within_maximum);
}

TEST_CASE("so are the longest time-to-live, the last event and the days of reports",
          "[world][R-TTL-1][R-TTL-5][R-DEA-3]") {
  const int ttl = whole("sms_message_ttl_max");
  CHECK(test::faults(test::with_workload("ttl = \"" + std::to_string(ttl) + "s\"")).empty());
  CHECK_FALSE(test::faults(test::with_workload("ttl = \"" + std::to_string(ttl + 1) + "s\"")).empty());
  CHECK(ServiceConstants{}.final_timeout == std::chrono::hours{whole("event_final_timeout")});
  CHECK(DeactivationReports::days_kept == whole("deactivation_report_retention"));
}

TEST_CASE("and the lengths of sender IDs and keywords", "[world][R-ORG-22][R-ORG-23][R-KEY-1]") {
  const auto [least, most] = range("sender_id_length");
  const auto fits = [](int length, const char* iso) {
    return !sender_id_fault(times(length, "a"), iso, MessageType::transactional);
  };
  CHECK((!fits(least - 1, "GB") && fits(least, "GB") && fits(most, "GB") && !fits(most + 1, "GB")));
  const int india = whole("india_sender_id_length");
  CHECK((!fits(india - 1, "IN") && fits(india, "IN") && !fits(india + 1, "IN")));
  const auto [shortest, longest] = range("keyword_length");
  const auto keyword = [](int length) {
    return test::faults(test::with_account("numbers = number { name = \"n\", type = \"TOLL_FREE\", country = \"US\", "
                                           "keywords = { keyword { word = \"" +
                                           times(length, "W") +
                                           "\", action = \"AUTOMATIC_RESPONSE\", reply = \"x\" } } }"))
        .empty();
  };
  CHECK((!keyword(shortest - 1) && keyword(shortest) && keyword(longest) && !keyword(longest + 1)));
}

TEST_CASE("the origination simulator exists where the quotas say", "[world][R-SIM-4]") {
  const auto simulator = [](const std::string& iso) {
    return test::faults(
               test::with_account("numbers = number { name = \"n\", type = \"SIMULATOR\", country = \"" + iso + "\" }"))
        .empty();
  };
  CHECK(quota("simulator_origination_countries") == "US");
  CHECK((simulator("US") && !simulator("CA")));
}

TEST_CASE("the least lengths and the largest picture of forms are those of the quotas", "[world][R-REG-18]") {
  const auto tables = RuleTables::load("seed_2023");
  REQUIRE(tables.ok());
  const auto rules = load_registration_rules(tables.value());
  REQUIRE(rules.ok());
  int texts = 0, pictures = 0;
  for (const RegistrationForm& form : rules->forms)
    for (const FormField& field : form.fields) {
      INFO(form.type << " " << field.path);
      const std::string name = field.path.substr(field.path.rfind('.') + 1);
      if (form.kind == RegistrationKind::campaign && (name == "helpMessage" || name == "stopMessage")) {
        CHECK(field.min_length == whole("campaign_help_stop_message_min"));
        ++texts;
      }
      if (form.kind == RegistrationKind::campaign && name == "optInWorkflow") {
        CHECK(field.min_length == whole("campaign_opt_in_workflow_min"));
        ++texts;
      }
      if (field.type == FieldType::attachment) {
        CHECK(field.max_bytes == whole("registration_image_size") * 1024);
        ++pictures;
      }
    }
  CHECK((texts == 3 && pictures >= 2));
}

}  // namespace
}  // namespace sendlab
