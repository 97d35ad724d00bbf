#pragma once
// What a scenario registers and asks support for, as it was written: names and forms are checked where the rule tables
// are known (tools/world_registrations.cpp).
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/kernel/time.hpp"

namespace sendlab {

struct RegistrationSpec {
  std::string name, type;
  Duration submitted{};                     // not before; what it waits for may come later
  std::string outcome;                      // "approve", "reject"; empty: drawn
  std::string reason;                       // code of a rejection; empty: drawn
  std::vector<std::string>
      registers;  // brand, campaign, numbers or sender IDs; empty: what has the registration's name
  std::vector<std::string> after;           // registrations that must be complete before
  std::optional<Duration> lasts, resubmit_after;
  std::optional<Duration> registry_at;      // Singapore: when the sender ID is entered at SGNIC (R-REG-23)
  std::optional<std::int64_t> vetting_score;
  bool international = false;
  bool tax_record_matches = true;
  bool carrier_review = true;               // R-REG-10
  std::vector<std::pair<std::string, std::vector<std::string>>> fields;  // of its form: path or its last word, values
  std::string where;                        // "file.lua:12"
};

struct SupportCaseSpec {
  std::string kind;
  Duration at{};
  std::string region;                       // empty: the account's
  std::string outcome;                      // "deny", "carriers_reject"; empty: by the rules
  std::vector<std::string> gives;           // numbers or sender IDs that it brings
  std::optional<Duration> reply_after;      // how long the answer to a question takes
  std::map<std::string, std::string> details;
  std::map<std::string, std::map<std::string, std::string>> countries;
  std::string where;
};

}  // namespace sendlab
