#pragma once
// The dated rules of a run: carriers, 10DLC classes and tiers, numbers, prices and countries, read from carriers/tables
// (bundled into the program at build time) and narrowed to one rule set. Parsed once; every look-up afterwards is
// typed.
//
// Dates: the row in force at an instant is the newest whose first month has begun; a range such as "2021-06..2025"
// starts at its first month; before the first row the first applies, and that is an assumption. Assumptions: look-ups
// add what they took for granted to `used` (null: not wanted), so that reports list only what a run used. Figures whose
// confidence is "assumption" are listed under the id of their table.
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/kernel/distribution.hpp"
#include "engine/kernel/result.hpp"
#include "engine/kernel/time.hpp"
#include "engine/message/assumption.hpp"
#include "engine/message/destination_country.hpp"
#include "engine/message/message_fact.hpp"
#include "engine/message/population.hpp"
#include "engine/message/quantity.hpp"

namespace sendlab {

enum class RuleSet : std::uint8_t {
  current_2026,  // newest public figures; carrier fees per carrier
  seed_2023,     // the user guide's figures; one blended carrier fee; AWS's own 10DLC table
};

// Where a figure comes from.
struct Sourced {
  std::string source;      // addresses joined with "; ", or "none"
  std::string confidence;  // "high", "medium…", "low…", "assumption…"
};

// A mobile network. The five US ones come first, in the order AT&T, T-Mobile, Verizon, US Cellular, Other; then one for
// each other country in the order of the country table. `id` is the index in that order.
struct CarrierRules {
  CarrierId id;
  std::string key;   // "ATT"; for other countries the ISO code
  std::string name;  // as scenarios and reports write it: "AT&T", "Canada"
  CountryId country;
  std::string iso;
  double weight = 1;  // share of the country's people; weights of a country need not add up to 1
  // Hand-over to carrier acceptance (TEXT_SUCCESSFUL), the service's own work included.
  Distribution accept = Distribution::constant(Duration{0});
  // Acceptance to handset receipt, handset on (TEXT_DELIVERED).
  Distribution handset = Distribution::constant(Duration{0});
  Duration extra_per_part{};                // added to the handset receipt for each part after the first
  std::array<double, number_type_count> receipt_probability{};  // that a handset receipt follows, by NumberType
  std::string time_zone;                          // of the carrier's day: America/Los_Angeles for US networks
  std::optional<Throughput> campaign_throughput;  // published for every campaign whatever its class; Other: 10 MPS
  bool class_limits = false;                      // AT&T: campaigns are limited by message class
  bool brand_caps = false;                        // T-Mobile: brands have a daily cap
  Duration validity{};                            // how long the network keeps a message for a handset that is off
  Sourced sourced;
};

// What goes wrong, for each message. UNREACHABLE is not among them: it is what becomes of a handset that stays off
// (DeviceOff), which the table counts under the same 3.5 %.
struct FailureRules {
  std::array<double, status_count> probability{};             // by Status
  std::array<double, number_type_count> filter_multiplier{};  // by NumberType, on CARRIER_BLOCKED and SPAM only
  Sourced sourced;
};

struct DeviceOff {
  double probability = 0;  // the handset is off at the first attempt
  Distribution until_reachable = Distribution::constant(Duration{0});
  std::vector<Duration> retry_offsets;  // attempts after the first failure, then every `then_every`
  Duration then_every{};
  bool alert_on_attach = false;  // the network delivers at once when the handset comes back
  Distribution expiry_lateness = Distribution::constant(Duration{0});  // how late an expiry is noticed
  int max_queued = 0;                                                  // messages kept for one handset
};

struct SpamFilter {
  double public_shortener = 0;  // block probabilities by trigger
  double unregistered_us_long_code = 0;
  double long_code_rate = 0;  // more than `rate_messages` from one long code in a rolling `rate_window`
  std::int64_t rate_messages = 0;
  Duration rate_window{};
  double restricted_content = 0;
  double snowshoe = 0;
  Duration flagged_recovery{};
};

// AT&T's limit of a campaign: parts a minute by message class.
struct MessageClass {
  std::string letter;       // "A"; "unvetted" for the 75 parts a minute of seed_2023
  Throughput throughput;    // {4500, 60s}
  bool per_number = false;  // each number of the campaign has its own (classes G, N, Y)
  Sourced sourced;
};

// T-Mobile's limit of a brand: parts a day over all campaigns and accounts.
struct BrandTier {
  std::string tier;                // "top", "high_mid", …, "government_verified"
  std::optional<Parts> daily_cap;  // none: uncapped
  Sourced sourced;
};

struct BrandQuery {
  std::optional<int> vetting_score;  // absent: not vetted
  bool russell_3000 = false;
  bool government = false;
};

struct DatedPrice {
  Instant from;  // first instant of its first month, UTC
  UsdMicros value;
  std::string source, confidence;
};
// The row in force at `at`: the newest that has begun, else the first. Rows must not be empty.
[[nodiscard]] const DatedPrice& price_at(std::span<const DatedPrice> rows, Instant at);

struct NumberFees {
  UsdMicros setup, monthly;
  Sourced sourced;
};

enum class Measure : std::uint8_t { message_count, message_fee, carrier_fee_count, carrier_fees };
// The usage types of one country and kind of number: two, or four where a carrier fee is due (R-BIL-4).
[[nodiscard]] std::span<const Measure> billed_measures(UsdMicros carrier_fee);

struct CountryRules {
  CountryId id;
  std::string iso, name;
  std::vector<std::string> dialing_codes;  // corrected, digits only: "1787"
  bool short_codes = false, long_codes = false, two_way = false, inbound_only_long_code = false;
  bool sender_ids = false, sender_id_registration = false;
  // The US and its territories: a dedicated number is needed, US number types serve it (R-ORG-3).
  bool us_rules = false;
};

struct SimulatorNumber {
  PhoneNumber number;
  CountryId country;
  bool success = false;
};

// Where long codes for voice can be requested (voice_countries.csv).
struct VoiceCountry {
  std::string iso;
  bool local_address = false;    // the holder needs an address there
  bool by_support_case = false;  // else by console or RequestPhoneNumber
};

struct TimeZoneRow {
  std::string zone;      // "America/Los_Angeles"
  std::string posix_tz;  // "PST8PDT,M3.2.0,M11.1.0"
  std::string iso;       // country
  double weight = 0;     // share of the country's people living in it; 0: none drawn by default
};

class RuleTables {
 public:
  // Reads the bundled tables. Errors: an unknown rule set; a table that does not parse (a fault of the build).
  //   more_countries   rows like those of added_countries.csv, with its header: countries that no table has, with their
  //                    capabilities and price (R-ORG-28); `countries_file` names them in errors
  static Result<RuleTables> load(std::string_view rule_set, std::string_view more_countries = {},
                                 std::string_view countries_file = "added countries");
  RuleTables(RuleTables&&) noexcept;
  RuleTables& operator=(RuleTables&&) noexcept;
  ~RuleTables();

  struct Tables;  // the tables as read, rule_tables_internal.hpp

  [[nodiscard]] RuleSet rule_set() const;
  [[nodiscard]] std::string_view rule_set_name() const;

  // ---- countries ----
  [[nodiscard]] const std::vector<CountryRules>& countries() const;       // by CountryId
  [[nodiscard]] const CountryRules* country(std::string_view iso) const;  // null: unknown
  [[nodiscard]] DestinationCountry destination_country() const;
  [[nodiscard]] const std::vector<SimulatorNumber>& simulator_numbers() const;  // by number
  [[nodiscard]] const std::vector<TimeZoneRow>& time_zones() const;             // by zone
  [[nodiscard]] const TimeZoneRow* time_zone(std::string_view zone) const;      // null: unknown
  [[nodiscard]] NumberPlan number_plan() const;
  // Numbers from which scenarios' origination numbers are made when they name none; never a person's number.
  [[nodiscard]] NumberBlock origination_block(std::string_view iso, NumberType type) const;

  // ---- carriers ----
  [[nodiscard]] const std::vector<CarrierRules>& carriers() const;  // by CarrierId
  [[nodiscard]] std::span<const CarrierRules> carriers_of(CountryId country) const;
  [[nodiscard]] const CarrierRules* carrier(std::string_view name) const;  // null: unknown
  [[nodiscard]] const FailureRules& failures() const;
  [[nodiscard]] const DeviceOff& device_off() const;
  [[nodiscard]] const SpamFilter& spam_filter() const;
  [[nodiscard]] const Distribution& api_latency() const;    // request to the service's answer
  [[nodiscard]] const Distribution& event_latency() const;  // fact to its publication at an event destination

  // ---- 10DLC ----
  [[nodiscard]] std::vector<std::string> use_cases() const;        // sorted
  [[nodiscard]] std::vector<std::string> message_classes() const;  // letters, in the order of the table
  // AT&T's class of a campaign. `letter` overrides what use case and score give.
  //   errors   unknown use case or class
  [[nodiscard]] Result<MessageClass> message_class(std::string_view use_case, const BrandQuery& brand,
                                                   std::optional<char> letter = {}, Assumptions* used = nullptr) const;
  // T-Mobile's tier of a brand. `use_cases` of its campaigns matter in seed_2023 only.
  [[nodiscard]] BrandTier brand_tier(const BrandQuery& brand, std::span<const std::string> use_cases = {},
                                     Assumptions* used = nullptr) const;
  [[nodiscard]] std::vector<DatedPrice> campaign_monthly_fees(std::string_view use_case,
                                                              Assumptions* used = nullptr) const;
  [[nodiscard]] std::vector<DatedPrice> brand_registration_fees() const;
  [[nodiscard]] std::vector<DatedPrice> brand_vetting_fees() const;

  // ---- numbers ----
  // Parts a second that a number may send before anything is raised (R-MPS-2 … R-MPS-5).
  [[nodiscard]] std::int64_t number_mps(NumberType type, std::string_view iso, Assumptions* used = nullptr) const;
  [[nodiscard]] NumberFees number_fees(NumberType type, std::string_view iso, Assumptions* used = nullptr) const;
  // Any other figure of quotas.csv that is a plain number, as written there times 1,000,000; none when absent.
  [[nodiscard]] std::optional<std::int64_t> quota_millionths(std::string_view name,
                                                             std::string_view tier = "both") const;

  // ---- prices, per part, ascending by `from`, never empty ----
  [[nodiscard]] std::vector<DatedPrice> message_prices(std::string_view iso, NumberType type,
                                                       Assumptions* used = nullptr) const;
  [[nodiscard]] std::vector<DatedPrice> carrier_fees(const CarrierRules& carrier, NumberType type,
                                                     Assumptions* used = nullptr) const;
  [[nodiscard]] std::vector<DatedPrice> inbound_prices(std::string_view iso, Assumptions* used = nullptr) const;
  [[nodiscard]] std::vector<DatedPrice> inbound_carrier_fees(const CarrierRules& carrier, NumberType type,
                                                             Assumptions* used = nullptr) const;
  [[nodiscard]] std::vector<DatedPrice> voice_prices(std::string_view iso) const;  // a minute of a call
  [[nodiscard]] const VoiceCountry* voice_country(std::string_view iso) const;     // null: no local numbers for voice
  // "USE1-OutboundSMS-US-Standard-10DLC-MessageCount" (R-BIL-3).
  [[nodiscard]] std::string usage_type(std::string_view region, std::string_view iso, NumberType type, Measure measure,
                                       Assumptions* used = nullptr) const;

  [[nodiscard]] std::vector<std::string> regions() const;  // sorted
  // What every run through a table's network takes for granted: weights, latencies, failures, receipts, number ranges.
  void note_network_assumptions(Assumptions& used) const;

 private:
  explicit RuleTables(std::unique_ptr<Tables> tables);
  std::unique_ptr<Tables> tables_;
};

// A row of `rows` says it begins after `start`: the first row stands in, which is an assumption worth listing.
void note_price_before_first_row(std::string_view key, std::span<const DatedPrice> rows, Instant start,
                                 Assumptions& used);

}  // namespace sendlab
