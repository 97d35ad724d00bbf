#pragma once
// What a scenario is, as a plain struct: the loader fills it, checked and with every name resolved; the wiring reads
// it. Field by field it is the scenario language (README, "The scenario language"). Names refer to entries by index.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/kernel/distribution.hpp"
#include "engine/kernel/result.hpp"
#include "engine/kernel/time.hpp"
#include "engine/message/fault_kind.hpp"
#include "engine/message/message_fact.hpp"
#include "engine/message/quantity.hpp"
#include "scenarios/filter_spec.hpp"
#include "scenarios/registration_spec.hpp"
#include "scenarios/voice_spec.hpp"

namespace sendlab {

// Where the script declared a thing: "file.lua:12".
using Where = std::string;

// A function of the script, kept by the Lua state that loaded the scenario; 0 means none.
struct ScriptFunction {
  int reference = 0;
  explicit operator bool() const { return reference != 0; }
};

// ---- arrivals: when the sends of a workload are planned, as offsets from the scenario's start ----
struct ConstantArrivals {  // evenly spaced, the first at `at`
  Rate rate;               // always set: derived when the script gave count + lasts
  std::int64_t count = 0;  // always set: sends planned in all
  Duration at{};
};
struct PoissonArrivals {
  Rate rate;
  Duration at{};
  std::optional<Duration> lasts;      // one of lasts and count
  std::optional<std::int64_t> count;
};
struct RampArrivals {
  Rate from, to;
  Duration at{}, lasts{};
  bool random = true;  // a Poisson process of that intensity; else evenly spaced in cumulative intensity
};
struct BurstArrivals {
  std::int64_t count = 0;
  Duration at{};
  Duration every{};         // 0: once
  std::int64_t times = 1;
};
struct ProfileArrivals {
  struct Point {
    Duration offset{};
    Rate rate;
  };
  std::vector<Point> points;  // ascending offsets; the last point ends the profile unless repeat_every is set
  bool linear = false;                    // shape = "linear"; else steps
  std::optional<Duration> repeat_every;
  double scale = 1;
  bool random = true;
  std::string time_zone;                  // "" = offsets from the start; "recipient" or a zone = local times of day
};
struct MmppArrivals {  // a Poisson process whose rate jumps between states
  std::vector<Rate> rates;
  std::vector<Duration> stay;  // mean stay in each state, exponential
  Duration lasts{};
  Duration at{};
};
struct ReplayArrivals {
  std::string file;
  std::string column;  // name of the column of offsets (seconds or durations) or RFC 3339 instants; "" = the first
  double speed = 1;
};
struct ClosedArrivals {  // `users` senders that think, send, and wait for the final status
  std::int64_t users = 0;
  Distribution think = Distribution::constant(Duration{0});
  Duration lasts{};
};
using Arrivals = std::variant<ConstantArrivals, PoissonArrivals, RampArrivals, BurstArrivals, ProfileArrivals,
                              MmppArrivals, ReplayArrivals, ClosedArrivals>;

// ---- recipients ----
struct PopulationRecipients {  // us_recipients, recipients: people 0 … count-1 of one country
  std::string country = "US";  // ISO code
  std::int64_t count = 0;
  std::vector<std::pair<std::string, double>> carriers;    // name, weight; empty = the rule table's
  std::vector<std::pair<std::string, double>> time_zones;  // zone, weight; empty = the country's own
  bool random_order = false;
  double invalid_share = 0, deactivated_share = 0, landline_share = 0, voip_share = 0;
};
struct ListedRecipients {  // { "+14255550100", … } visited in turn
  std::vector<PhoneNumber> numbers;
};
struct Feed {
  std::string file;    // resolved path
  std::string column;  // the column to read when only one is meant (bodies, opt-out lists); "" = the first or by header
  std::string number, body, carrier, country, time_zone, at, ttl, from;  // columns by role; "" = not used
  bool wrap = true;
  bool random_order = false;
  Where where;
};
using Recipients = std::variant<PopulationRecipients, ListedRecipients, Feed>;

// ---- bodies ----
struct TemplateBody {   // text with {digits:n} {letters:n} {index} {column} and {{
  std::string text;
};
struct WeightedBodies {  // a list of { weight, text } draws
  struct Choice {
    double weight = 1;
    std::string text;
  };
  std::vector<Choice> choices;
};
using Body = std::variant<TemplateBody, WeightedBodies, Feed, ScriptFunction>;

struct ClientPolicy {
  enum class WhenThrottled : std::uint8_t { queue, retry, fail } when_throttled = WhenThrottled::queue;
  int attempts = 3;
  Duration retry_base = std::chrono::milliseconds{100};
  Duration retry_max = std::chrono::seconds{20};
  bool full_jitter = true;
  Distribution latency = Distribution::constant(Duration{0});  // planned instant to the arrival at the service
  std::optional<int> connections;      // requests that may be on their way at one time; absent: as many as needed
  std::optional<Duration> timeout;     // after which a request without an answer is given up
};

// Where a message is sent from: a campaign (its numbers in turn), a number, a pool, a sender ID, or none of them (the
// service chooses).
struct Origination {
  enum class Kind : std::uint8_t {
    service_chooses,
    number,
    campaign,
    campaign_number,
    pool,
    sender_id
  } kind = Kind::service_chooses;
  // campaign: accounts[account].brands[brand].campaigns[index]; number: accounts[account].numbers[number];
  // campaign_number: .brands[brand].campaigns[index].numbers[number]; pool: .pools[index]; sender_id:
  // .sender_ids[index]
  std::size_t brand = 0, index = 0, number = 0;
};

struct Workload {
  std::string name;
  std::size_t account = 0;
  Origination from;
  Recipients to;
  Arrivals arrivals;
  Body body;
  std::optional<MessageType> message_type;
  Duration ttl = std::chrono::hours{72};
  std::optional<UsdMicros> max_price;
  std::vector<std::pair<std::string, std::string>> context;
  std::string keyword;
  bool dry_run = false;
  std::optional<std::size_t> owner;                        // `from` is of this account, which granted its use (R-ORG-2)
  Channel channel = Channel::sms;
  std::optional<std::size_t> configuration_set;            // accounts[account].configuration_sets
  std::string voice_id = "MATTHEW";                        // voice
  bool ssml = false;                                       // voice: the body is SSML and not TEXT
  std::optional<std::int64_t> characters_per_ks;           // voice: spoken in 1,000 seconds; absent: rule table
  std::vector<std::pair<std::string, std::string>> country_parameters;  // IN_ENTITY_ID, IN_TEMPLATE_ID
  ClientPolicy client;
  std::vector<std::pair<std::string, std::string>> tags;
  Where where;
};

enum class KeywordAction : std::uint8_t { automatic_response, opt_out, opt_in };
struct KeywordSpec {
  std::string word, reply;
  KeywordAction action = KeywordAction::automatic_response;
};

struct NumberSpec {
  std::string name, country = "US";
  NumberType type = NumberType::long_code;
  std::optional<PhoneNumber> number;   // absent: from the unassigned range
  MessageType message_type = MessageType::transactional;
  bool sms = true, voice = false;
  std::optional<std::int64_t> mps;     // absent: rule table
  bool two_way = false, self_managed_opt_outs = false;
  std::string two_way_channel;         // where its inbound messages go; empty: a topic of the account
  std::string opt_out_list = "Default";
  std::vector<KeywordSpec> keywords;
  Duration available_after{};
  bool deletion_protection = false;
  bool us_long_code_sms = false;       // R-NUM-13: the reading by which a plain long code of the US carries SMS
  Where where;
};

struct CampaignSpec {
  std::string name, use_case;
  std::optional<char> message_class;   // absent: from use case and score
  std::int64_t mps = 1;
  std::vector<NumberSpec> numbers;     // `numbers = 4` gives four unnamed ones: "otp#1" …
  bool reject_over_throughput = false;
  std::vector<std::pair<std::string, Throughput>> throughput;  // carrier, limit: overrides the class
  Where where;
};

struct BrandSpec {
  std::string name;
  std::optional<int> vetting_score;    // absent: not vetted
  bool russell_3000 = false, government = false;
  bool hold_over_daily_cap = false;
  std::vector<std::pair<std::string, std::int64_t>> daily_cap;  // carrier, parts a day: overrides the tier
  std::vector<CampaignSpec> campaigns;
  Where where;
};

struct SenderIdSpec {
  std::string id, country;
  bool registered = false;
  std::optional<MessageType> message_type;  // absent: both
  std::optional<std::int64_t> mps;          // absent: rule table
  Where where;
};

struct PoolSpec {
  std::string name;
  std::vector<Origination> identities;      // numbers, numbers of campaigns, sender IDs
  bool shared_routes = false;
  // Settings that the script gave; the others are those of the first identity (R-POL-1).
  std::optional<std::string> opt_out_list;
  std::optional<bool> two_way, self_managed_opt_outs;
  std::optional<std::vector<KeywordSpec>> keywords;
  Where where;
};

struct EventDestinationSpec {
  enum class Kind : std::uint8_t { sns, firehose, cloudwatch_logs };
  std::string name;
  Kind kind = Kind::sns;
  std::vector<std::string> types{"ALL"};    // event types and the wildcards ALL, TEXT_ALL, VOICE_ALL
  bool enabled = true;
  std::optional<Distribution> latency;      // absent: rule table
  std::string url;                          // of the endpoint that `serve` posts to
  Where where;
};

struct ConfigurationSetSpec {
  std::string name;
  std::optional<MessageType> default_message_type;
  std::string default_sender_id;            // empty: none
  std::vector<EventDestinationSpec> destinations;
  Where where;
};

struct OptOutListSpec {
  std::string name;
  std::variant<std::vector<PhoneNumber>, Feed> numbers;
};

// A message text that is registered from the start (R-ORG-13, R-ORG-14).
struct TemplateSpec {
  std::string country, id, entity, text;
  Where where;
};

struct AccountSpec {
  std::string name = "main", region = "us-east-1";
  bool sandbox = false;
  std::optional<UsdMicros> monthly_spend_limit;   // absent: the quota's $1
  bool strict_spend_enforcement = false;
  bool queue_over_mps = false;
  std::vector<PhoneNumber> verified_numbers;
  std::optional<MessageType> default_message_type;
  std::vector<BrandSpec> brands;
  std::vector<NumberSpec> numbers;
  std::vector<OptOutListSpec> opt_out_lists;
  std::vector<SenderIdSpec> sender_ids;
  std::vector<PoolSpec> pools;
  std::vector<ConfigurationSetSpec> configuration_sets;
  std::string default_sender_id;                  // empty: none
  std::optional<UsdMicros> monthly_voice_spend_limit;
  std::optional<UsdMicros> spend_limit_override, voice_spend_limit_override;  // whole dollars, as the API has them
  std::vector<std::pair<std::string, std::int64_t>> quotas;  // name of a quota and its value here
  // Where the user guide can be read in two ways, the other reading.
  bool opt_out_of_account = false;                // opt_out_scope = "account" (R-OPT-4)
  bool max_price_of_message = false;              // maxprice_scope = "message" (R-BIL-11)
  bool publish_help_and_stop = false;             // R-TWO-11
  bool self_managed_replies = false;              // replies set for HELP and STOP go out all the same (R-SMO-6)
  std::vector<RegistrationSpec> registrations;
  std::vector<SupportCaseSpec> support_cases;
  std::vector<TemplateSpec> templates;
  struct Initial {
    UsdMicros month_spend;
    std::vector<std::pair<std::string, std::int64_t>> brand_parts_today;  // brand name, parts
    std::vector<OptOutListSpec> opted_out;
  } initial;
  Where where;
};

// ---- network, prices, handsets ----
struct IdealNetwork {
  Duration accept{}, delivery{};
};
struct CarrierOverride {  // fields not set keep the rule table's
  std::string name;
  std::optional<FilterSpec> filter;   // absent: the network's
  std::optional<double> share, receipt_share, filter_share, handset_off_share, unregistered_blocked_share;
  std::optional<Distribution> accept, delivery, handset_off_for;
  std::optional<std::vector<std::pair<Status, double>>> failure;  // given: these are all there are
  std::optional<Throughput> campaign_throughput, number_throughput;
  std::optional<std::int64_t> brand_daily_cap;
  std::string time_zone;
  std::optional<UsdMicros> fee;
  VoiceOverride voice;
};
struct NetworkSpec {
  std::optional<IdealNetwork> ideal;
  std::vector<CarrierOverride> carriers;
  FilterSpec filter;                  // of every carrier that has none of its own
  std::optional<QuietHoursSpec> quiet_hours;
};

struct PricesSpec {
  std::optional<UsdMicros> per_part, carrier_fee, inbound, campaign_month, voice_per_minute;
  std::vector<std::pair<NumberType, UsdMicros>> number_month;
};

struct ReplySpec {
  std::optional<std::size_t> workload;   // absent: any
  double share = 0;
  Body body;                             // template, list or function
  Distribution after = Distribution::constant(Duration{0});
  Status to_status = Status::delivered;  // delivered or successful
  double returns_share = 0;              // of those who wrote: write once more, for example to opt in again
  Distribution returns_after = Distribution::constant(Duration{0});
  std::string returns_with = "START";
};
struct HandsetSpec {
  double share = 0;
  std::optional<Distribution> off_for, off_every;
  double deactivated_share = 0;
  std::optional<double> deactivated_invalid;  // absent: rule table (R-DEA-7)
  double ported_share = 0;               // of the members: their number has moved to another carrier
};

// ---- faults ----
struct FaultSpec {
  FaultKind kind{};
  Duration at{};
  std::optional<Duration> lasts;                   // absent: to the end
  double share = 1;
  std::string carrier;                             // "" = every carrier
  std::size_t account = 0;                         // that owns the campaign or number
  std::optional<Origination> campaign;             // throttle
  std::optional<Origination> number;               // throttle, number_blocked
  std::optional<double> factor;                    // latency, throttle
  std::optional<Duration> add;                     // latency, receipt_delay
  std::optional<Throughput> rate;                  // throttle
  std::optional<Throughput> campaign_throughput;   // rule_change …
  std::optional<std::int64_t> brand_daily_cap;
  std::optional<UsdMicros> fee;
  std::string operation, error, reason;            // api_error; latency of an operation
  std::string destination;  // event_destination_down: "set/destination" or the destination's name
  std::string target;                              // for the ledger: "T-Mobile", "otp", "all carriers"
  Where where;
};

// ---- expectations ----
// "codes.delivered_within.30s >= 0.70", checked at load time only for its form; its path is resolved on the report.
struct ExpectationSpec {
  std::string expression;
  Where where;
};

// An alarm on a metric of the account (R-CWM-4), looked at once a period.
struct AlarmSpec {
  std::string name;
  std::size_t account = 0;
  bool voice = false;                              // VoiceMessageMonthlySpend, else TextMessageMonthlySpend
  UsdMicros threshold;
  bool or_equal = false;                           // >= and not >
  int periods = 1;                                 // datapoints that must be over it one after the other
  Duration period = std::chrono::minutes{5};
  ScriptFunction action;                           // besides on = { ALARM = … }
  Where where;
};

struct ScenarioHooks {
  std::vector<std::pair<std::string, ScriptFunction>> on;           // event type, for example TEXT_DELIVERED
  std::vector<std::pair<Duration, ScriptFunction>> at;              // offsets
  std::vector<std::pair<Duration, ScriptFunction>> every;           // periods
};

// The longest a scenario may last, and how long one lasts that does not say (contract, scenario.horizon).
inline constexpr Duration longest_horizon = 30 * one_day;

struct Scenario {
  std::string file;    // as given
  std::string name;    // base name without .lua; "stdin" for -
  std::string sha256;  // of the script's text, lower-case hex
  std::vector<std::pair<std::string, std::string>> notes;  // what each is of, "workload codes", and its text
  std::string question;  // the leading comment lines, "Question: …" without the dashes
  std::vector<std::pair<std::string, std::string>> params;  // every param() asked for and its value, sorted by name

  Instant start;
  std::string start_text;  // as written, for reports
  std::optional<Duration> horizon;
  Duration warm_up{};
  std::uint64_t seed = 1;
  int replications = 1;
  std::string rules = "current_2026";

  std::vector<AccountSpec> accounts;
  NetworkSpec network;
  PricesSpec prices;
  std::vector<Workload> workloads;
  std::vector<ReplySpec> replies;
  std::vector<HandsetSpec> handsets;
  std::vector<FaultSpec> faults;
  std::vector<ExpectationSpec> expect;
  std::vector<AlarmSpec> alarms;
  std::vector<ExpectationSpec> invariants;         // must hold at every instant, where expect looks at the end
  ScenarioHooks hooks;

  Errors warnings;  // lint findings that do not stop a run
};

}  // namespace sendlab
