#pragma once
// The names that a scenario may use for things of the rule tables, so that a loader can check them without knowing the
// tables. Every list is sorted by its bytes; `knows` searches it.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sendlab {

struct Vocabulary {
  // What a country of the table can do with each kind of origination identity (countries.csv).
  struct Country {
    std::string iso;   // "US"
    std::string name;  // "United States"; also the name of its one carrier, except in the US
    bool short_codes = false;
    bool long_codes = false;
    bool ten_dlc = false;
    bool toll_free = false;
    bool two_way = false;  // n/a counts as no (R-TWO-1)
    bool inbound_only_long_code = false;  // its long codes receive even so, and never send (R-TWO-10, R-ORG-20)
    bool sender_ids = false;
    bool sender_id_registration = false;
  };

  std::vector<std::string> us_carriers;      // "AT&T", "Other", "T-Mobile", "US Cellular", "Verizon"
  std::vector<std::string> carriers;         // those and one for each other country, named like the country: "Canada"
  std::vector<std::string> use_cases;        // "2FA", "ACCOUNT_NOTIFICATION", …
  std::vector<std::string> message_classes;  // "A", "B", …: AT&T's, one letter each
  std::vector<std::string> regions;          // "us-east-1", …
  std::vector<std::string> countries;        // ISO codes
  std::vector<std::string> time_zones;       // "America/Los_Angeles", …
  std::vector<std::string> rule_sets;        // "current_2026", "seed_2023"
  std::vector<Country> country_rows;         // by iso, the order of `countries`

  // A row of quotas.csv that is a plain number or says that it varies.
  struct Quota {
    std::string name;              // "phone_pools"
    std::int64_t value = 0;        // -1: unlimited, or no plain number
    bool increasable = false;
  };
  std::vector<Quota> quotas;       // by name, each once
  [[nodiscard]] const Quota* quota(std::string_view name) const {
    auto row = std::lower_bound(quotas.begin(), quotas.end(), name,
                                [](const Quota& a, std::string_view b) { return a.name < b; });
    return row != quotas.end() && row->name == name ? &*row : nullptr;
  }

  [[nodiscard]] static bool knows(const std::vector<std::string>& sorted, std::string_view name) {
    return std::binary_search(sorted.begin(), sorted.end(), name, std::less<>{});
  }
  // The row of a country, or null.
  [[nodiscard]] const Country* country(std::string_view iso) const {
    auto row = std::lower_bound(country_rows.begin(), country_rows.end(), iso,
                                [](const Country& a, std::string_view b) { return a.iso < b; });
    return row != country_rows.end() && row->iso == iso ? &*row : nullptr;
  }
  [[nodiscard]] bool has_two_way(std::string_view iso) const {
    const Country* row = country(iso);
    return row != nullptr && row->two_way;
  }
};

}  // namespace sendlab
