#pragma once
// What `sendlab serve` serves, without its sockets: a scenario's world and its API, in simulated time.
#include <boost/json/object.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/control.hpp"
#include "engine/api/emulation.hpp"
#include "tests/unit/scenarios/fixtures.hpp"
#include "tools/account_quotas.hpp"
#include "tools/deactivated_numbers.hpp"
#include "tools/number_catalogue.hpp"
#include "tools/scenario_file.hpp"

namespace sendlab::test {

// An answer of the API, taken apart. `exception` is empty for a success.
struct Reply {
  int status = 0;
  std::string exception, reason, message, resource_type, resource_id;
  std::vector<std::string> fields;  // their names
  boost::json::object body;

  [[nodiscard]] bool ok() const { return exception.empty(); }
  [[nodiscard]] std::string text(std::string_view member) const;
  // "ConflictException RESOURCE_NOT_ACTIVE"; "ok"
  [[nodiscard]] std::string verdict() const;
};

// At first 2026-06-10T09:00:00Z, the clock stands still but for advance(). Networks take a message after 100 ms and
// deliver it after 1 s. The account may spend $1000 a month unless its fields say otherwise.
class ServedWorld {
 public:
  // Fields of account { … }, and of scenario { … }. `adjust` changes quotas; requests are not limited.
  explicit ServedWorld(const std::string& account_fields, const std::string& scenario_fields = "",
                       const std::function<void(AccountQuotas&)>& adjust = {});

  // `body` is the JSON of a request; single quotes stand for double ones.
  Reply call(std::string_view operation, std::string body = "{}");
  // The MessageId of a message that is accepted; fails the test when it is not.
  std::string send(std::string body);
  void advance(Duration by);
  // The text of the newest message to a number.
  std::string last_text_to(const std::string& number);

  // The types of a message's event records, all of them, or those that one event destination takes.
  std::vector<std::string> events_of(std::string_view message_id, std::string_view destination = "");
  // The records themselves.
  std::vector<boost::json::object> records_of(std::string_view message_id);
  // A handset writes to a number of the account, given by its name.
  void inbound(const std::string& from, const std::string& to, const std::string& body);

  [[nodiscard]] Emulation& emulation() { return *emulation_; }
  // What the scenario puts on deactivation reports.
  [[nodiscard]] std::vector<DeactivatedNumber> deactivated() const {
    return deactivated_numbers(prepared_->loaded.scenario, prepared_->world);
  }

 private:
  Folder folder_;
  std::optional<PreparedScenario> prepared_;
  std::unique_ptr<RuleCatalogue> catalogue_;
  std::unique_ptr<Emulation> emulation_;
};

// Numbers that most tests send from: a 10DLC number of 10 parts a second, a toll-free number with voice.
inline const std::string two_numbers = R"lua(
  brands = { brand { name = "Example Corp", vetting_score = 76, campaigns = { campaign { name = "otp", use_case = "2FA",
    numbers = { number { name = "codes", type = "TEN_DLC", country = "US", number = "+12065550183", mps = 10 } } } } } },
  numbers = { number { name = "toll-free", type = "TOLL_FREE", country = "US", number = "+18445550142", capabilities = { "SMS", "VOICE" } } })lua";

}  // namespace sendlab::test
