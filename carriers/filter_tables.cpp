#include "carriers/filter_tables.hpp"

#include <algorithm>
#include <stdexcept>

#include "carriers/csv_table.hpp"
#include "carriers/json_value.hpp"

namespace sendlab {

std::vector<ContentWord> content_words() {
  const CsvTable csv("content_words.csv");
  std::vector<ContentWord> words;
  for (std::size_t row = 0; row < csv.rows(); ++row) {
    const auto kind = content_kind_of(csv.at(row, "kind"));
    if (!kind || csv.at(row, "word").empty()) throw std::runtime_error(csv.where(row) + ": unknown kind of word");
    const std::string& word = csv.at(row, "word");
    // A sign stands beside digits: $5, 40% off.
    const bool sign = *kind == ContentKind::currency || word.front() == '%';
    words.push_back({*kind, csv.at(row, "category"), word, sign});
  }
  return words;
}

FilterRules filter_rules(std::string_view carrier_key) {
  const JsonValue json = JsonValue::table("carriers.json");
  const JsonValue& spam = json["spam_filter"];
  FilterRules rules;
  rules.shortener = spam["p_url_public_shortener"].real();
  rules.restricted = spam["p_content_restricted_category"].real();
  rules.style = spam["p_style"]["value"].real();
  rules.snowshoe = spam["p_snowshoe"].real();
  rules.long_code = spam["p_rate"]["value"].real();
  rules.long_code_messages = spam["p_rate"]["messages"].integer();
  rules.long_code_window = std::chrono::hours{spam["p_rate"]["window_h"].integer()};
  rules.audit = spam["p_audit"]["value"].real();
  rules.audit_messages = spam["p_audit"]["blocked_messages"].integer();
  rules.recovery = std::chrono::hours{spam["flagged_number_recovery_h"].integer()};
  const auto& by_content = spam["by_content_only"]["carriers"].items();
  if (std::ranges::any_of(by_content, [&](const JsonValue& key) { return key.text() == carrier_key; }))
    rules.long_code = 0;
  return rules;
}

std::vector<std::pair<std::string, QuietHours>> quiet_hours_by_country() {
  const CsvTable csv("quiet_hours.csv");
  std::vector<std::pair<std::string, QuietHours>> rows;
  for (std::size_t row = 0; row < csv.rows(); ++row) {
    const auto hours = read_quiet_hours(csv.at(row, "hours"));
    if (!hours) throw std::runtime_error(csv.where(row) + ": not hours: " + csv.at(row, "hours"));
    rows.emplace_back(csv.at(row, "iso"), *hours);
  }
  return rows;
}

}  // namespace sendlab
