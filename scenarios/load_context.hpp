#pragma once
// What the constructors of a script have made so far, and every fault they have found. A constructor that finds a fault
// records it and still gives back an object, so that the rest of the file is checked too.
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/kernel/result.hpp"
#include "engine/lua/lua_value.hpp"
#include "engine/message/vocabulary.hpp"
#include "scenarios/load_scenario.hpp"
#include "scenarios/scenario.hpp"

namespace sendlab {

// A name that the script uses for something declared elsewhere; resolved when the whole file is known.
struct NameUse {
  std::string name;
  Where where;
  explicit operator bool() const { return !name.empty(); }
};

struct WorkloadDraft {
  Workload workload;
  NameUse account, from, configuration_set;
  Where to_where, body_where;
};
struct ReplyDraft {
  ReplySpec reply;
  NameUse workload;
};
struct FaultDraft {
  FaultSpec fault;
  NameUse campaign, number, destination;
};
struct PoolDraft {
  PoolSpec pool;  // without its identities
  std::vector<NameUse> identities;
};
// A list whose length is a quota of the account that owns it.
struct QuotaUse {
  std::string quota;
  std::size_t count = 0;
  Where owner, where;
  std::string what;  // "campaign.numbers has 50, a campaign has at most "
};
struct AccountDraft {
  AccountSpec account;  // without pools
  std::vector<PoolDraft> pools;
  std::vector<NameUse> opt_out_list_uses;
  std::vector<AlarmSpec> alarms;
};
struct ScenarioDraft {
  Scenario scenario;  // without accounts, workloads, replies and faults
  std::vector<std::int64_t> accounts, workloads, replies, faults;
  std::vector<Where> hook_wheres;
  bool repeats_without_horizon = false;
};

// The kinds of objects: the type of a LuaObject, whose id is its place in the list of that kind.
namespace object_type {
inline constexpr std::string_view scenario = "scenario", account = "account", brand = "brand", campaign = "campaign",
                                  number = "number", keyword = "keyword", sender_id = "sender_id", pool = "pool",
                                  opt_out_list = "opt_out_list", workload = "workload", arrivals = "arrivals",
                                  recipients = "recipients", feed = "feed", client = "client", network = "network",
                                  carrier = "carrier", prices = "prices", reply = "reply", handset = "handset",
                                  fault = "fault", distribution = "distribution", later = "later",
                                  configuration_set = "configuration_set", event_destination = "event_destination",
                                  alarm = "alarm", registration = "registration", support_case = "support_case";
}  // namespace object_type

struct LoadContext {
  explicit LoadContext(LoadOptions of) : options(std::move(of)) {}

  const LoadOptions options;
  bool loading = true;  // false: the file has been read, and constructors called by hooks fail
  Errors errors, warnings;
  std::vector<std::pair<std::string, std::string>> notes;  // "workload codes" → its note, in the order of the file

  std::vector<ScenarioDraft> scenarios;
  std::vector<AccountDraft> accounts;
  std::vector<BrandSpec> brands;
  std::vector<CampaignSpec> campaigns;
  std::vector<NumberSpec> numbers;
  std::vector<KeywordSpec> keywords;
  std::vector<SenderIdSpec> sender_ids;
  std::vector<PoolDraft> pools;
  std::vector<QuotaUse> quota_uses;
  std::vector<OptOutListSpec> opt_out_lists;
  std::vector<WorkloadDraft> workloads;
  std::vector<Arrivals> arrivals;
  std::vector<PopulationRecipients> recipients;
  std::vector<Feed> feeds;
  std::vector<ClientPolicy> clients;
  std::vector<NetworkSpec> networks;
  std::vector<CarrierOverride> carriers;
  std::vector<PricesSpec> prices;
  std::vector<ReplyDraft> replies;
  std::vector<HandsetSpec> handsets;
  std::vector<FaultDraft> faults;
  std::vector<Distribution> distributions;
  std::vector<ConfigurationSetSpec> configuration_sets;
  std::vector<EventDestinationSpec> event_destinations;
  std::vector<AlarmSpec> alarms;
  std::vector<RegistrationSpec> registrations;
  std::vector<SupportCaseSpec> support_cases;

  // param() calls so far: name → value in use, as text.
  std::map<std::string, std::string> params_asked;

  void error(Where where, std::string what, std::string fix = "") {
    errors.push_back({std::move(where), std::move(what), std::move(fix)});
  }
  void warn(Where where, std::string what, std::string fix = "") {
    warnings.push_back({std::move(where), std::move(what), std::move(fix)});
  }

  // Literal paths are relative to the folder of the scenario, paths that came by --param to the working directory. A
  // literal that is spelled like the value of an asked --param counts as that.
  [[nodiscard]] std::string resolved_path(const std::string& path) const;

  const Vocabulary& words() const { return options.vocabulary; }
};

// The sandbox keeps the constructors, which functions of the script may call long after the load: they share the
// context.
using ContextPtr = std::shared_ptr<LoadContext>;

class LuaSandbox;

// Each defines the constructors of one area.
void define_identity_constructors(LuaSandbox& sandbox, const ContextPtr& context);
void define_account_constructors(LuaSandbox& sandbox, const ContextPtr& context);
void define_registration_constructors(LuaSandbox& sandbox, const ContextPtr& context);
void define_network_constructors(LuaSandbox& sandbox, const ContextPtr& context);
void define_distribution_constructors(LuaSandbox& sandbox, const ContextPtr& context);
void define_workload_constructors(LuaSandbox& sandbox, const ContextPtr& context);
void define_arrival_constructors(LuaSandbox& sandbox, const ContextPtr& context);
void define_fault_constructors(LuaSandbox& sandbox, const ContextPtr& context);
void define_event_constructors(LuaSandbox& sandbox, const ContextPtr& context);
void define_scenario_constructor(LuaSandbox& sandbox, const ContextPtr& context);
void define_param(LuaSandbox& sandbox, const ContextPtr& context);

// Puts the parts of a scenario together: names become places, and what can be checked only on the whole is checked.
Scenario resolve_scenario(LoadContext& context, const ScenarioDraft& draft);

}  // namespace sendlab
