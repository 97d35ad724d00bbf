#pragma once
// What exists in one replication, as plain data: the wiring builds it from scenario and rule tables, the service reads
// it. Ids are indices into these vectors. Nothing here changes during a run, except through the service's own limits
// and prices.
#include <optional>
#include <string>
#include <vector>

#include "engine/kernel/distribution.hpp"
#include "engine/message/fault_kind.hpp"
#include "engine/message/message_fact.hpp"
#include "engine/message/quantity.hpp"
#include "engine/message/registered_template.hpp"
#include "engine/service/voice_model.hpp"

namespace sendlab {

struct CountryModel {
  std::string iso;
  bool served = true;            // false: DESTINATION_COUNTRY_BLOCKED (R-ORG-21, R-ORG-28)
  CountryId identity_country;    // whose numbers may send here: the US for its territories, else itself (R-ORG-3)
  // What countries.csv says of it.
  bool us_rules = false;         // only dedicated numbers reach it (R-ORG-3)
  bool sender_ids = false;
  bool sender_id_registration = false;
  bool short_codes = false;
  bool long_codes = false;
  bool two_way = false;          // n/a counts as no (R-TWO-1)
  bool inbound_only_long_code = false;  // its long codes receive and never send (R-ORG-20)
  bool called_from_sandbox = true;      // an account in the voice sandbox may call it (R-VSB-6)
  bool entity_parameters = false;       // registered sender IDs need entity and template ids a request (R-ORG-13)
  std::string unregistered_shown_as;  // instead of a sender ID that is not registered (R-ORG-9); empty: nothing special
};

struct CarrierModel {
  std::string name;
  CountryId country;
  std::string posix_time_zone;   // of its calendar day
  std::optional<Throughput> number_throughput;  // of each number that sends to it
  bool simulator = false;        // the service's own destination simulator: no limits beyond the number's (R-SIM-7)
  VoiceProfile voice;            // what becomes of calls to its phones
};

enum class KeywordEffect : std::uint8_t { reply_only, opt_out, opt_in };
struct KeywordModel {
  std::string word;              // upper case
  KeywordEffect effect{};
  std::uint8_t reply_parts = 0;  // 0: no automatic reply
  Encoding reply_encoding{};
  bool network_reply = false;    // the toll-free network answers; not ours to bill (R-OPT-8)
  bool required = false;         // HELP or one of the opt-out words that every number has (R-OPT-1, R-KEY-3)
};

// What every request looks at comes first, so that it shares a cache line.
struct NumberModel {
  PhoneNumber number;
  Instant active_from{};
  AccountId account;
  CampaignId campaign = no_campaign;
  CountryId country;
  std::uint16_t opt_out_list = 0;
  NumberType type{};
  MessageType message_type{};
  bool sms = true;
  bool voice = false;
  bool two_way = false;
  bool self_managed_opt_outs = false;
  bool deletion_protection = false;  // nothing in the model asks for it; the API does (R-NUM-8)
  PoolId pool = no_pool;         // a number is in one pool at most (R-POL-9)
  bool registered = true;        // sender IDs: false where it was declared without registration (R-ORG-8)
  bool any_message_type = false; // sender IDs without a type, shared routes: carries both
  Throughput mps;
  std::string name;              // of a sender ID: the text that handsets show
  std::vector<KeywordModel> keywords;  // longest first, so that the first match is the most specific
};

// A limit of one campaign (or of each of its numbers) at one carrier.
struct CarrierLimit {
  CarrierId carrier;
  Throughput throughput;
  bool per_number = false;  // classes G, N and Y: for each number (10dlc.json limit_scope)
};

struct CampaignModel {
  std::string name;
  AccountId account;
  BrandId brand;
  bool reject_over_throughput = false;
  std::vector<CarrierLimit> limits;
};

struct DailyCap {
  CarrierId carrier;
  std::optional<std::int64_t> parts;  // nullopt: counted, not capped
  std::int64_t parts_today = 0;       // handed over before the run
};

struct BrandModel {
  std::string name;
  bool hold_over_daily_cap = false;
  std::vector<DailyCap> caps;
};

struct AccountModel {
  std::string name;
  std::string region;
  bool sandbox = false;
  UsdMicros monthly_spend_limit;
  UsdMicros month_spend;              // at the start
  bool strict_spend_enforcement = false;
  bool queue_over_mps = false;
  std::optional<MessageType> default_message_type;
  std::vector<PhoneNumber> verified_numbers;
  std::string default_sender_id;      // empty: none
  bool has_voice = true;              // its Region has the voice channel (R-REL-2)
  bool voice_sandbox = false;         // the voice channel has a sandbox of its own (R-SBX-1)
  UsdMicros monthly_voice_spend_limit;
  bool opt_out_of_account = false;    // an opt-out stops everything from the account (R-OPT-4's other reading)
  VoiceQuotas voice;
  bool max_price_of_message = false;  // MaxPrice is compared with all parts together (R-BIL-11's other reading)
  bool publish_required_words = false;  // HELP and STOP go to the two-way destination always (R-TWO-11's option)
  bool self_managed_replies = false;    // replies set for them go out with self-managed opt-outs (R-SMO-6's option)
  std::optional<UsdMicros> spend_limit_override, voice_spend_limit_override;  // the account's own (R-SPD-6)

  [[nodiscard]] UsdMicros enforced_spend_limit() const { return spend_limit_override.value_or(monthly_spend_limit); }
  [[nodiscard]] UsdMicros enforced_voice_spend_limit() const {
    return voice_spend_limit_override.value_or(monthly_voice_spend_limit);
  }
};

// Identities from which the service picks for each message (R-POL, R-ORG-19).
struct PoolModel {
  std::string name;
  AccountId account;
  std::vector<NumberId> identities;   // phone numbers and sender IDs, in the order in which they joined
  bool shared_routes = false;         // R-ORG-16
  MessageType message_type{};         // of all its identities (R-TYP-6)
  std::uint16_t opt_out_list = 0;
  bool two_way = false;
  bool self_managed_opt_outs = false;
  bool deletion_protection = false;
  std::vector<KeywordModel> keywords;  // longest first
};

struct OptOutListModel {
  std::string name;
  AccountId account;
  std::vector<PhoneNumber> numbers;
};

// A text that an account has registered, or asked to register, for messages to a country (R-ORG-13, R-ORG-14).
struct TemplateModel {
  AccountId account;
  CountryId country;
  std::string id, entity;  // India: what comes with each message; an empty entity: any
  RegisteredTemplate text;
  std::size_t longest_variable = 0;  // characters; 0: any number
  Instant from = never;              // registered since then
};

// A value that changes at known instants: the row in force at t is the last with from <= t, before the first row the
// first.
struct DatedValue {
  Instant from;
  UsdMicros value;
};
struct PriceModel {
  // [country][number type] and [carrier][number type]; never empty where something can be sent
  std::vector<std::array<std::vector<DatedValue>, number_type_count>> per_part;
  std::vector<std::array<std::vector<DatedValue>, number_type_count>> carrier_fee;
  // of an inbound part, by the country of the number, plus the carrier's inbound fee
  std::vector<std::vector<DatedValue>> inbound;
  std::vector<std::array<std::vector<DatedValue>, number_type_count>> inbound_fee;
  std::vector<std::vector<DatedValue>> voice_minute;  // [country]; empty: free
};

// People whose handsets are off now and then (scenario: handset { share, off_for, off_every }).
struct HandsetModel {
  double share = 0;               // of the people, by a fixed hash of the number
  double off_probability = 0;     // that the handset is off when the message comes
  Distribution off_for = Distribution::constant(Duration{0});  // until it is on again
  double deactivated_share = 0;   // of the members: their number was given up ...
  double deactivated_invalid = 1;  // ... and messages to it end as INVALID so often; else a new owner reads (R-DEA-7)
  double ported_share = 0;        // of the members: their number has moved to another carrier
};

struct FaultModel {
  FaultKind kind{};
  Instant from;
  Instant to = never;                    // half-open: at `to` the fault is over
  double share = 1;
  std::optional<CarrierId> carrier;      // nullopt: every carrier
  std::optional<CampaignId> campaign;    // throttle
  std::optional<NumberId> number;        // throttle, number_blocked
  std::optional<double> factor;          // latency, throttle
  std::optional<Duration> add;           // latency, receipt_delay
  std::optional<Throughput> rate;        // throttle
  std::optional<Throughput> campaign_throughput;  // rule_change …
  std::optional<std::int64_t> brand_daily_cap;
  std::optional<UsdMicros> fee;
  std::string operation;                 // api_error, request_latency: "SendTextMessage"
  Refusal error{};                       // api_error
  std::int64_t met_at_start = 0;         // provisioning_delay: numbers that become active later because of it
};

// Figures of the service itself, from quotas.csv and the contract.
struct ServiceConstants {
  Duration recipient_spacing = std::chrono::seconds{1};      // R-MPS-8
  Duration reoffer_every = std::chrono::seconds{30};         // contract, "outages"
  Duration final_timeout = std::chrono::hours{72};           // R-TTL-5
  Duration limit_memory{0};          // the longest window that a fault added later may bring
  Duration clock_tolerance = std::chrono::minutes{5};        // of a request's signature (api.md section 1)
  Duration spend_delay_low = std::chrono::seconds{60};       // R-SPD-3
  Duration spend_delay_high = std::chrono::seconds{600};
  Throughput dry_run{5, std::chrono::seconds{1}};            // of each identity (R-MPS-11)
};

struct ServiceModel {
  Instant start;
  Instant counts_from;                   // end of the warm-up
  std::vector<CountryModel> countries;
  std::vector<CarrierModel> carriers;
  std::vector<AccountModel> accounts;
  std::vector<BrandModel> brands;
  std::vector<CampaignModel> campaigns;
  std::vector<NumberModel> numbers;
  std::vector<OptOutListModel> opt_out_lists;
  std::vector<PoolModel> pools;
  std::vector<TemplateModel> templates;  // none of an account and country: its texts are not compared
  std::vector<HandsetModel> handsets;
  std::vector<FaultModel> faults;        // at most 64
  PriceModel prices;
  ServiceConstants constants;
  WorkloadId automatic_replies;          // the workload under which automatic replies are reported
};

}  // namespace sendlab
