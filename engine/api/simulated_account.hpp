#pragma once
// One account of the simulated service as its API shows it: resources by name and id, over the model that the service runs.
// The operations (operations.hpp) are functions on it.
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/api/account_cases.hpp"
#include "engine/api/account_registrations.hpp"
#include "engine/api/message_log.hpp"
#include "engine/api/paging.hpp"
#include "engine/api/resource_name.hpp"
#include "engine/message/speech.hpp"
#include "engine/service/address_book.hpp"
#include "engine/service/service.hpp"

namespace sendlab {

using Tags = std::vector<std::pair<std::string, std::string>>;

struct PhoneNumberResource {
  NumberId number;               // in the model
  std::string id;                // "phone-" and 32 hex digits
  bool deletion_protection = false;
  std::string monthly_price;     // "2.00"
  Instant created;
};

struct OptOutListResource {
  std::string name;
  std::uint16_t list = 0;        // in the model
  Instant created;
};

struct EventDestinationResource {
  enum class Kind { sns, firehose, cloudwatch_logs };
  std::string name;
  bool enabled = true;
  std::vector<std::string> types;  // MatchingEventTypes as given
  Kind kind = Kind::sns;
  std::string arn;                 // of the topic, delivery stream or log group
  std::string role_arn;            // empty for a topic

  // R-EVT-3: ALL, TEXT_ALL and VOICE_ALL stand for all of theirs.
  [[nodiscard]] bool takes(std::string_view event_type) const;
};

struct ConfigurationSetResource {
  std::string name;
  Instant created;
  std::optional<MessageType> default_message_type;
  std::vector<EventDestinationResource> destinations;
};

// What only the rule tables know; the wiring answers.
class NumberCatalogue {
 public:
  struct Offer {
    NumberModel model;                       // without name, account and opt-out list; active_from counts from the request
    std::string monthly_price;
    std::optional<Duration> active_after;    // nullopt: never by itself, it waits for a registration (R-NUM-1)
  };
  virtual ~NumberCatalogue() = default;
  // A number that the service would give, or why there is none (R-NUM-4).
  virtual Result<Offer> offer(std::string_view iso, NumberType type, MessageType message_type, bool sms, bool voice) = 0;
  [[nodiscard]] virtual std::string monthly_price(const NumberModel& number) const = 0;
  // Of registrations (R-REG); outlive whoever asks.
  [[nodiscard]] virtual const RegistrationRules& registration_rules() const = 0;
  // What a campaign of this use case may send, and its brand, with the score that counts for it (none: unvetted).
  [[nodiscard]] virtual const SupportCaseRules& case_rules() const = 0;
  // A short or long code that only a support case gives (R-NUM-15), or a local number for calls of a country that asks for an
  // address (R-VSB-14).
  [[nodiscard]] virtual Result<Offer> case_number(std::string_view iso, NumberType type, bool local_voice = false) = 0;
  [[nodiscard]] virtual CampaignTerms campaign_terms(std::string_view use_case, std::optional<int> score) const = 0;
};

// Quotas of an account and Region (quotas.csv).
struct AccountQuotas {
  std::size_t phone_numbers = 25, opt_out_lists = 25, configuration_sets = 25, event_destinations = 5;
  SpeechRules speech;
};

struct SimulatedAccountParts {
  ServiceModel& model;           // grows when resources are requested
  Service& service;
  Simulation& simulation;
  const AddressBook& addresses;
  NumberCatalogue& catalogue;
  AccountId account;
  std::string account_number = "123456789012";
  Seed seed;
  AccountQuotas quotas;
};

class SimulatedAccount {
 public:
  // All references outlive the account. `on_event` is told of every event record.
  SimulatedAccount(SimulatedAccountParts parts, std::function<void(const LoggedEvent&)> on_event);

  [[nodiscard]] Instant now() const { return parts_.simulation.now(); }
  [[nodiscard]] const ResourceScope& scope() const { return scope_; }
  [[nodiscard]] const AccountModel& account() const { return parts_.model.accounts[parts_.account.index]; }
  [[nodiscard]] const SimulatedAccountParts& parts() const { return parts_; }
  [[nodiscard]] MessageLog& log() { return log_; }
  // An id that names no message: of a dry run, of a request that failed.
  [[nodiscard]] MessageId unused_id() { return MessageId{unused_ids_++}; }
  [[nodiscard]] AccountRegistrations& registrations() { return registrations_; }
  [[nodiscard]] AccountCases& cases() { return cases_; }
  [[nodiscard]] AccountQuotas& quotas() { return parts_.quotas; }
  [[nodiscard]] const PageTokens& page_tokens() const { return tokens_; }

  // ---- phone numbers, in the order in which they came ----
  [[nodiscard]] const std::vector<PhoneNumberResource>& phone_numbers() const { return numbers_; }
  [[nodiscard]] PhoneNumberResource* find_number(std::string_view id);
  [[nodiscard]] PhoneNumberResource* find_number(PhoneNumber number);
  [[nodiscard]] const NumberModel& model_of(const PhoneNumberResource& number) const { return parts_.model.numbers[number.number.index]; }
  // PENDING, ASSOCIATING or ACTIVE (api.md section 5).
  [[nodiscard]] std::string_view status_of(const PhoneNumberResource& number) const;
  PhoneNumberResource& add_number(NumberCatalogue::Offer offer, std::uint16_t opt_out_list, bool deletion_protection);
  void release(std::string_view id);

  // ---- opt-out lists, by name ----
  [[nodiscard]] const std::map<std::string, OptOutListResource, std::less<>>& opt_out_lists() const { return lists_; }
  const OptOutListResource& add_opt_out_list(std::string name);
  [[nodiscard]] OptOutList& numbers_of(const OptOutListResource& list) { return parts_.service.opt_out_list(list.list); }
  [[nodiscard]] const std::string& name_of_list(std::uint16_t list) const { return parts_.model.opt_out_lists[list].name; }

  // ---- configuration sets ----
  [[nodiscard]] const std::vector<ConfigurationSetResource>& configuration_sets() const { return sets_; }
  [[nodiscard]] ConfigurationSetResource* find_configuration_set(std::string_view name);
  ConfigurationSetResource& add_configuration_set(std::string name);
  [[nodiscard]] std::uint32_t index_of(const ConfigurationSetResource& set) const { return static_cast<std::uint32_t>(&set - sets_.data()); }

  // First answers by operation and client token: a repeat gets the same (generic rule of the provider).
  [[nodiscard]] std::map<std::string, std::string>& answers_by_token() { return by_token_; }

 private:
  SimulatedAccountParts parts_;
  ResourceScope scope_;
  PageTokens tokens_;
  std::vector<PhoneNumberResource> numbers_;
  std::map<std::string, OptOutListResource, std::less<>> lists_;
  std::vector<ConfigurationSetResource> sets_;
  std::map<std::string, std::string> by_token_;
  std::uint64_t numbers_made_ = 0;
  std::uint64_t unused_ids_ = std::uint64_t{1} << 63;  // apart from those of messages
  MessageLog log_;
  AccountRegistrations registrations_;
  AccountCases cases_;
};

// The instant in whole milliseconds since 1970, as answers give it.
[[nodiscard]] std::int64_t unix_ms(Instant instant);

}  // namespace sendlab
