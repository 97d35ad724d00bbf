#pragma once
// One account of the simulated service as its API shows it: resources by name and id, over the model that the service
// runs. The operations (operations.hpp) are functions on it.
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/api/account_cases.hpp"
#include "engine/api/account_registrations.hpp"
#include "engine/api/keyword_list.hpp"
#include "engine/api/message_log.hpp"
#include "engine/api/paging.hpp"
#include "engine/api/request_rates.hpp"
#include "engine/api/resource_name.hpp"
#include "engine/api/resource_tags.hpp"
#include "engine/api/verified_numbers.hpp"
#include "engine/message/speech.hpp"
#include "engine/service/address_book.hpp"
#include "engine/service/service.hpp"

namespace sendlab {

// Where a number or pool sends what it receives: an SNS topic or Amazon Connect (R-TWO-2, R-TWO-6).
struct TwoWayChannel {
  std::string arn, role_arn;     // empty: none
  friend bool operator==(const TwoWayChannel&, const TwoWayChannel&) = default;
};

struct PhoneNumberResource {
  NumberId number;               // in the model
  std::string id;                // "phone-" and 32 hex digits
  bool deletion_protection = false;
  std::string monthly_price;     // "2.00"
  Instant created;
  TwoWayChannel channel = {};
  KeywordList keywords = {};
};

struct SenderIdResource {
  NumberId number;               // in the model
  std::string sender_id, iso;    // "Example", "GB"
  std::vector<MessageType> types;
  bool deletion_protection = false;
  bool registered = false;
  std::string monthly_price;
  Instant created;
};

struct PoolResource {
  PoolId pool;                   // in the model
  std::string id;                // "pool-" and 32 hex digits
  Instant created;
  TwoWayChannel channel = {};
  KeywordList keywords = {};
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
  std::string default_sender_id = {};  // empty: none
  bool deleted = false;  // its place stays: messages in flight name it, and get no events any more (R-EVT-10)
};

// What only the rule tables know; the wiring answers.
class NumberCatalogue {
 public:
  struct Offer {
    NumberModel model;  // without name, account and opt-out list; active_from counts from the request
    std::string monthly_price;
    std::optional<Duration> active_after;    // nullopt: never by itself, it waits for a registration (R-NUM-1)
  };
  virtual ~NumberCatalogue() = default;
  // A number that the service would give, or why there is none (R-NUM-4).
  virtual Result<Offer> offer(std::string_view iso, NumberType type, MessageType message_type, bool sms,
                              bool voice) = 0;
  // A sender ID of a country.
  virtual Offer sender_id(CountryId country) = 0;
  [[nodiscard]] virtual std::string monthly_price(const NumberModel& number) const = 0;
  // The keywords of a number as it begins, with their texts (R-OPT-1, R-KEY-9).
  [[nodiscard]] virtual KeywordList keywords(const NumberModel& number) const = 0;
  // Of registrations (R-REG); outlive whoever asks.
  [[nodiscard]] virtual const RegistrationRules& registration_rules() const = 0;
  // What a campaign of this use case may send, and its brand, with the score that counts for it (none: unvetted).
  [[nodiscard]] virtual const SupportCaseRules& case_rules() const = 0;
  // A short or long code that only a support case gives (R-NUM-15), or a local number for calls of a country that asks
  // for an address (R-VSB-14).
  [[nodiscard]] virtual Result<Offer> case_number(std::string_view iso, NumberType type, bool local_voice = false) = 0;
  [[nodiscard]] virtual CampaignTerms campaign_terms(std::string_view use_case, std::optional<int> score) const = 0;
};

// Quotas of an account and Region. The figures are in quotas.csv and api_quotas.csv alone: whoever makes an account
// fills all of this from there.
struct AccountQuotas {
  std::size_t phone_numbers = 0, opt_out_lists = 0, configuration_sets = 0, event_destinations = 0;
  std::size_t pools = 0, identities_per_pool = 0, sender_ids = 0;
  std::size_t keywords = 0;                                     // of a number or pool, besides the required ones
  std::size_t tags = 0;                                         // of a resource
  std::int64_t ten_dlc_mps = 0;                                 // most parts a second of a 10DLC number (R-MPS-3)
  std::size_t two_way_channels = 0;                             // topics in use
  std::size_t verified_numbers = 0, verification_attempts = 0;  // attempts: codes sent to a number in 24 hours
  Duration verification_code_lasts{};
  Duration verified_number_stays{};   // before it can be deleted
  Duration opted_out_number_stays{};  // after it was deleted from the list and came back (R-OPT-11)
  std::size_t template_variable = 0;  // characters of a variable in a template of India (R-ORG-13)
  SpeechRules speech;
  RequestRates::Table request_rates;                           // empty: off
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
  std::function<RandomStream(std::string_view entity, std::string_view purpose)> stream = {};
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
  [[nodiscard]] ProvisioningDelays& delays() { return delays_; }
  // A fault that began now holds up what is being provisioned.
  void hold_up(const ProvisioningDelay& delay);
  [[nodiscard]] AccountQuotas& quotas() { return parts_.quotas; }
  [[nodiscard]] const PageTokens& page_tokens() const { return tokens_; }

  // ---- phone numbers, in the order in which they came ----
  [[nodiscard]] const std::vector<PhoneNumberResource>& phone_numbers() const { return numbers_; }
  [[nodiscard]] PhoneNumberResource* find_number(std::string_view id);
  [[nodiscard]] PhoneNumberResource* find_number(PhoneNumber number);
  [[nodiscard]] PhoneNumberResource* find_number(NumberId number);  // null: a sender ID, or of another account
  [[nodiscard]] const NumberModel& model_of(const PhoneNumberResource& number) const {
    return parts_.model.numbers[number.number.index];
  }
  // PENDING, ASSOCIATING or ACTIVE (api.md section 5).
  [[nodiscard]] std::string_view status_of(const PhoneNumberResource& number) const;
  PhoneNumberResource& add_number(NumberCatalogue::Offer offer, std::uint16_t opt_out_list, bool deletion_protection);
  void release(std::string_view id);
  // Of a number that was added last and cannot stay: as if it had never been asked for.
  void take_back(const PhoneNumberResource& number) { release(std::string(number.id)); }
  // For changes of a number's settings: the service looks at them with the next message.
  [[nodiscard]] NumberModel& settings_of(const PhoneNumberResource& number) {
    return parts_.model.numbers[number.number.index];
  }
  // The service acts by the resource's keywords from now on.
  void apply_keywords(const PhoneNumberResource& number);

  // ---- sender IDs, in the order in which they came ----
  [[nodiscard]] const std::vector<SenderIdResource>& sender_ids() const { return sender_ids_; }
  // `key`: "Example/GB".
  [[nodiscard]] SenderIdResource* find_sender_id(std::string_view key);
  SenderIdResource& add_sender_id(std::string sender_id, CountryId country, std::vector<MessageType> types,
                                  bool registered);
  void release_sender_id(std::string_view key);

  // ---- phone pools, in the order in which they came ----
  [[nodiscard]] const std::vector<PoolResource>& pools() const { return pools_; }
  [[nodiscard]] PoolResource* find_pool(std::string_view id);
  [[nodiscard]] PoolResource* find_pool(PoolId pool);
  [[nodiscard]] const PoolModel& model_of(const PoolResource& pool) const {
    return parts_.model.pools[pool.pool.index];
  }
  [[nodiscard]] PoolModel& settings_of(const PoolResource& pool) { return parts_.model.pools[pool.pool.index]; }
  // Takes over the settings of its first identity (R-POL-1), but not its deletion protection.
  PoolResource& add_pool(MessageType type, const PhoneNumberResource& first);
  PoolResource& add_pool(MessageType type, const SenderIdResource& first);
  void join(PoolResource& pool, NumberId identity);
  void leave(PoolResource& pool, NumberId identity);
  // Its identities stay in the account (R-POL-5).
  void delete_pool(std::string_view id);
  // The pool's settings and keywords hold for all its numbers (R-POL-3), and the service acts by them from now on.
  void apply_pool(const PoolResource& pool);

  // ---- opt-out lists, by name ----
  [[nodiscard]] const std::map<std::string, OptOutListResource, std::less<>>& opt_out_lists() const { return lists_; }
  const OptOutListResource& add_opt_out_list(std::string name);
  // The list is in use by nobody; its numbers go with it (R-OPT-12).
  void delete_opt_out_list(const std::string& name);
  [[nodiscard]] OptOutList& numbers_of(const OptOutListResource& list) {
    return parts_.service.opt_out_list(list.list);
  }
  // When a number was last deleted from a list; nullopt: not within what R-OPT-11 asks about.
  [[nodiscard]] std::optional<Instant> last_opt_in(std::uint16_t list, PhoneNumber number) const;
  void note_opt_in(std::uint16_t list, PhoneNumber number);
  [[nodiscard]] const std::string& name_of_list(std::uint16_t list) const {
    return parts_.model.opt_out_lists[list].name;
  }

  // ---- configuration sets; a deleted one keeps its place ----
  [[nodiscard]] const std::vector<ConfigurationSetResource>& configuration_sets() const { return sets_; }
  [[nodiscard]] std::size_t configuration_set_count() const;
  [[nodiscard]] ConfigurationSetResource* find_configuration_set(std::string_view name);
  ConfigurationSetResource& add_configuration_set(std::string name);
  void delete_configuration_set(ConfigurationSetResource& set);
  [[nodiscard]] std::uint32_t index_of(const ConfigurationSetResource& set) const {
    return static_cast<std::uint32_t>(&set - sets_.data());
  }

  // ---- verified destination numbers, in the order in which they came ----
  [[nodiscard]] std::vector<VerifiedNumberResource>& verified_numbers() { return verified_; }
  [[nodiscard]] VerifiedNumberResource* find_verified_number(std::string_view id);
  VerifiedNumberResource& add_verified_number(PhoneNumber number);
  void delete_verified_number(std::string_view id);
  // The code was right: the sandbox lets messages to it through from now on.
  void set_verified(VerifiedNumberResource& number);
  [[nodiscard]] RandomStream stream(std::string_view entity, std::string_view purpose) const {
    return parts_.stream(entity, purpose);
  }

  // ---- monthly spending limits in whole US dollars (R-SPD-6) ----
  struct SpendLimit {
    std::int64_t most = 0;                    // the service's
    std::optional<std::int64_t> overridden;   // the account's own, at most that
    [[nodiscard]] std::int64_t enforced() const { return overridden.value_or(most); }
  };
  [[nodiscard]] SpendLimit text_spend_limit() const;
  [[nodiscard]] SpendLimit voice_spend_limit() const;
  // nullopt: back to the service's.
  void override_text_spend_limit(std::optional<std::int64_t> usd);
  void override_voice_spend_limit(std::optional<std::int64_t> usd);

  [[nodiscard]] ResourceTags& tags() { return tags_; }

  // First answers by operation and client token: a repeat gets the same (generic rule of the provider).
  [[nodiscard]] std::map<std::string, std::string>& answers_by_token() { return by_token_; }

 private:
  SimulatedAccountParts parts_;
  ResourceScope scope_;
  PageTokens tokens_;
  std::vector<PhoneNumberResource> numbers_;
  std::map<std::string, OptOutListResource, std::less<>> lists_;
  std::vector<ConfigurationSetResource> sets_;
  std::vector<SenderIdResource> sender_ids_;
  std::vector<PoolResource> pools_;
  std::vector<VerifiedNumberResource> verified_;
  std::map<std::pair<std::uint16_t, std::uint64_t>, Instant> opt_ins_;  // by list and number
  ResourceTags tags_;
  std::map<std::string, std::string> by_token_;
  std::uint64_t numbers_made_ = 0, verified_made_ = 0, pools_made_ = 0;
  std::uint64_t unused_ids_ = std::uint64_t{1} << 63;  // apart from those of messages
  MessageLog log_;
  ProvisioningDelays delays_;
  AccountRegistrations registrations_;
  AccountCases cases_;
};

// The instant in whole milliseconds since 1970, as answers give it.
[[nodiscard]] std::int64_t unix_ms(Instant instant);

}  // namespace sendlab
