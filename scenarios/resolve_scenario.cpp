// Puts a scenario together from what its constructors made: names become places, and what needs the whole is checked.
#include <algorithm>

#include "engine/kernel/calendar.hpp"
#include "scenarios/load_identities.hpp"
#include "scenarios/nearest_name.hpp"
#include "scenarios/number_rules.hpp"
#include "scenarios/send_overrides.hpp"
#include "scenarios/sure_refusals.hpp"

namespace sendlab {
namespace {

// Reports the second of two things with one name.
class UniqueNames {
 public:
  UniqueNames(LoadContext& context, std::string what) : context_(context), what_(std::move(what)) {}
  void add(const std::string& name, const Where& where) {
    if (name.empty()) return;  // its own fault has been reported
    for (const auto& [other, other_where] : seen_) {
      if (other != name) continue;
      context_.error(where, "two " + what_ + " are named " + name, "the other is at " + other_where + "; rename one");
      return;
    }
    seen_.emplace_back(name, where);
  }

 private:
  LoadContext& context_;
  std::string what_;
  std::vector<std::pair<std::string, Where>> seen_;
};

void check_names_of(LoadContext& context, const AccountSpec& account) {
  UniqueNames brands(context, "brands of account " + account.name);
  UniqueNames senders(context, "campaigns or numbers of account " + account.name);
  for (const BrandSpec& brand : account.brands) {
    brands.add(brand.name, brand.where);
    for (const CampaignSpec& campaign : brand.campaigns) {
      senders.add(campaign.name, campaign.where);
      for (const NumberSpec& number : campaign.numbers) senders.add(number.name, number.where);
    }
  }
  for (const NumberSpec& number : account.numbers) senders.add(number.name, number.where);
  for (const PoolSpec& pool : account.pools) senders.add(pool.name, pool.where);
  for (std::size_t i = 0; i < account.sender_ids.size(); ++i) {  // one for each country (R-ORG-1)
    const SenderIdSpec& sender = account.sender_ids[i];
    const auto before = account.sender_ids.begin() + static_cast<std::ptrdiff_t>(i);
    const auto same = std::find_if(account.sender_ids.begin(), before,
                                   [&](const SenderIdSpec& other) { return other.id == sender.id; });
    if (same == before) senders.add(sender.id, sender.where);
    const auto twice = std::find_if(account.sender_ids.begin(), before, [&](const SenderIdSpec& other) {
      return other.id == sender.id && other.country == sender.country;
    });
    if (twice != before && !sender.id.empty())
      context.error(sender.where, "sender ID " + sender.id + " is declared twice for " + sender.country,
                    "the other is at " + twice->where + "; keep one");
  }
}

void check_phone_numbers(LoadContext& context, const std::vector<AccountSpec>& accounts) {
  std::vector<std::pair<PhoneNumber, Where>> seen;
  const auto add = [&](const NumberSpec& number) {
    if (!number.number) return;
    const auto other =
        std::find_if(seen.begin(), seen.end(), [&](const auto& one) { return one.first == *number.number; });
    if (other != seen.end()) {
      context.error(
          number.where, "number " + number.name + " has the phone number of another",
          "the other is at " + other->second + "; a number exists in one region and one account (R-REL-1, R-ORG-25)");
    }
    seen.emplace_back(*number.number, number.where);
  };
  for (const AccountSpec& account : accounts) {
    for (const BrandSpec& brand : account.brands) {
      for (const CampaignSpec& campaign : brand.campaigns)
        std::for_each(campaign.numbers.begin(), campaign.numbers.end(), add);
    }
    std::for_each(account.numbers.begin(), account.numbers.end(), add);
  }
}

void resolve_account(LoadContext& context, const WorkloadDraft& draft, const Scenario& scenario, Workload& workload) {
  std::vector<std::string> names;
  for (const AccountSpec& account : scenario.accounts) names.push_back(account.name);
  if (!draft.account) {
    if (names.size() > 1) {
      context.error(workload.where, "workload " + workload.name + " needs account: the scenario has several",
                    "add for example account = \"" + names.front() + "\"");
    }
    return;
  }
  const auto found = std::find(names.begin(), names.end(), draft.account.name);
  if (found == names.end()) {
    context.error(draft.account.where,
                  "no account is named " + draft.account.name + did_you_mean(draft.account.name, names),
                  "declared are " + list_of(names));
    return;
  }
  workload.account = static_cast<std::size_t>(found - names.begin());
}

// "owner/alerts": an identity of another account that has granted its use (R-ORG-2).
std::optional<std::pair<std::size_t, Origination>> find_granted(const Scenario& scenario, const std::string& name) {
  for (std::size_t a = 0; a < scenario.accounts.size(); ++a) {
    const std::string prefix = scenario.accounts[a].name + "/";
    if (!name.starts_with(prefix)) continue;
    if (const auto found = OriginationNames(scenario.accounts[a]).find(name.substr(prefix.size())))
      return std::pair(a, *found);
  }
  return std::nullopt;
}

void resolve_from(LoadContext& context, const WorkloadDraft& draft, const Scenario& scenario, Workload& workload) {
  if (workload.account >= scenario.accounts.size()) return;
  const AccountSpec& account = scenario.accounts[workload.account];
  if (!draft.from) {
    const auto* people = std::get_if<PopulationRecipients>(&workload.to);
    const bool needs_number =
        people == nullptr || is_us_or_territory(people->country);  // elsewhere there are shared routes
    if (account.brands.empty() && account.numbers.empty() && needs_number) {
      context.warn(workload.where,
                   "account " + account.name + " has no number to send from: every request will be refused",
                   "declare a number or a campaign");
    }
    return;
  }
  const OriginationNames names(account);
  if (const auto found = names.find(draft.from.name)) {
    workload.from = *found;
  } else if (const auto granted = find_granted(scenario, draft.from.name)) {
    workload.owner = granted->first;
    workload.from = granted->second;
  } else {
    const Error error = names.unknown(draft.from.name, draft.from.where);
    context.error(error.where, error.what, error.fix);
  }
}

// A call needs a number with voice, and a budget of its own.
void check_calls(LoadContext& context, const Scenario& scenario, const Workload& workload) {
  if (workload.channel != Channel::voice || workload.account >= scenario.accounts.size()) return;
  const AccountSpec& account = scenario.accounts[workload.owner.value_or(workload.account)];
  using Kind = Origination::Kind;
  const Origination& from = workload.from;
  const auto speaks = [](const NumberSpec& number) { return number.voice; };
  bool any = true;
  if (from.kind == Kind::number) any = speaks(account.numbers[from.number]);
  if (from.kind == Kind::campaign_number)
    any = speaks(account.brands[from.brand].campaigns[from.index].numbers[from.number]);
  if (from.kind == Kind::campaign) {
    const auto& numbers = account.brands[from.brand].campaigns[from.index].numbers;
    any = std::any_of(numbers.begin(), numbers.end(), speaks);
  }
  if (from.kind == Kind::sender_id) any = false;
  if (!any)
    context.warn(workload.where,
                 "workload " + workload.name + " calls from a number without voice: every call will be refused",
                 "give the number capabilities = { \"SMS\", \"VOICE\" }");
  if (!account.sandbox && !account.monthly_voice_spend_limit)
    context.warn(workload.where,
                 "account " + account.name +
                     " has no monthly_voice_spend_limit: the default of $1.00 a month pays for some seventy minutes",
                 "add for example monthly_voice_spend_limit = \"$500\"");
}

// The configuration set, and what it gives where the workload gives nothing (R-TYP-5).
void resolve_configuration_set(LoadContext& context, const WorkloadDraft& draft, const Scenario& scenario,
                               Workload& workload) {
  if (!draft.configuration_set || workload.account >= scenario.accounts.size()) return;
  const AccountSpec& account = scenario.accounts[workload.account];
  std::vector<std::string> names;
  for (const ConfigurationSetSpec& set : account.configuration_sets) names.push_back(set.name);
  const auto found = std::find(names.begin(), names.end(), draft.configuration_set.name);
  if (found == names.end()) {
    context.error(draft.configuration_set.where,
                  "no configuration set is named " + draft.configuration_set.name +
                      did_you_mean(draft.configuration_set.name, names),
                  names.empty() ? "the account declares none" : "declared are " + list_of(names));
    return;
  }
  workload.configuration_set = static_cast<std::size_t>(found - names.begin());
  if (!workload.message_type)
    workload.message_type = account.configuration_sets[*workload.configuration_set].default_message_type;
}

// A destination is called by its name, "set/name" or "account/set/name".
void resolve_destination(LoadContext& context, const NameUse& use, const Scenario& scenario, FaultSpec& fault) {
  std::vector<std::string> names, found;
  for (const AccountSpec& account : scenario.accounts)
    for (const ConfigurationSetSpec& set : account.configuration_sets)
      for (const EventDestinationSpec& destination : set.destinations) {
        const std::string in_set = set.name + "/" + destination.name, full = account.name + "/" + in_set;
        names.push_back(in_set);
        if (use.name == destination.name || use.name == in_set || use.name == full) found.push_back(full);
      }
  if (found.empty())
    context.error(use.where, "no event destination is named " + use.name + did_you_mean(use.name, names),
                  names.empty() ? "the scenario declares none" : "declared are " + list_of(names));
  else if (found.size() > 1)
    context.error(use.where, "several event destinations are named " + use.name,
                  "write for example \"" + found.front() + "\"");
  else
    fault.destination = found.front();
  fault.target = use.name;
}

void resolve_workloads(LoadContext& context, const ScenarioDraft& draft, Scenario& scenario) {
  UniqueNames unique(context, "workloads");
  for (const std::int64_t id : draft.workloads) {
    const WorkloadDraft& made = context.workloads[static_cast<std::size_t>(id)];
    Workload workload = made.workload;
    unique.add(workload.name, workload.where);
    resolve_account(context, made, scenario, workload);
    resolve_from(context, made, scenario, workload);
    check_calls(context, scenario, workload);
    resolve_configuration_set(context, made, scenario, workload);
    warn_of_sure_refusals(context, scenario, workload);
    if (workload.account < scenario.accounts.size())
      look_at_origination(context, workload, scenario.accounts[workload.account]);
    const auto* profile = std::get_if<ProfileArrivals>(&workload.arrivals);
    if (profile != nullptr && profile->repeat_every && !scenario.horizon) {
      context.warn(workload.where,
                   "workload " + workload.name +
                       " repeats its profile until the end of the run, which is after 30 d without a horizon",
                   "give the scenario a horizon");
    }
    scenario.workloads.push_back(std::move(workload));
  }
}

void resolve_replies(LoadContext& context, const ScenarioDraft& draft, Scenario& scenario) {
  std::vector<std::string> names;
  for (const Workload& workload : scenario.workloads) names.push_back(workload.name);
  for (const std::int64_t id : draft.replies) {
    const ReplyDraft& made = context.replies[static_cast<std::size_t>(id)];
    ReplySpec reply = made.reply;
    if (made.workload) {
      const auto found = std::find(names.begin(), names.end(), made.workload.name);
      if (found == names.end()) {
        context.error(made.workload.where,
                      "no workload is named " + made.workload.name + did_you_mean(made.workload.name, names),
                      "declared are " + list_of(names));
      } else {
        reply.workload = static_cast<std::size_t>(found - names.begin());
      }
    }
    scenario.replies.push_back(std::move(reply));
  }
}

struct Target {
  std::string name;
  std::size_t account = 0;
  Origination place;
};

// A name, or account/name where several accounts have it.
std::optional<Target> find_target(LoadContext& context, const NameUse& use, const std::string& what,
                                  const Scenario& scenario, const std::vector<Target>& targets) {
  std::vector<Target> found;
  std::vector<std::string> names;
  for (const Target& target : targets) {
    const std::string full = scenario.accounts[target.account].name + "/" + target.name;
    names.push_back(target.name);
    if (use.name == target.name || use.name == full) found.push_back(target);
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    context.error(use.where, "no " + what + " is named " + use.name + did_you_mean(use.name, names),
                  names.empty() ? "the scenario declares none" : "declared are " + list_of(names));
  } else {
    context.error(use.where, "several accounts have a " + what + " named " + use.name,
                  "write for example \"" + scenario.accounts[found.front().account].name + "/" + use.name + "\"");
  }
  return std::nullopt;
}

void resolve_faults(LoadContext& context, const ScenarioDraft& draft, Scenario& scenario) {
  std::vector<Target> campaigns, numbers;
  for (std::size_t a = 0; a < scenario.accounts.size(); ++a) {
    const OriginationNames names(scenario.accounts[a]);
    for (std::size_t i = 0; i < names.names().size(); ++i) {
      const Origination& place = names.place(i);
      if (place.kind == Origination::Kind::pool) continue;
      (place.kind == Origination::Kind::campaign ? campaigns : numbers).push_back({names.names()[i], a, place});
    }
  }
  for (const std::int64_t id : draft.faults) {
    const FaultDraft& made = context.faults[static_cast<std::size_t>(id)];
    FaultSpec fault = made.fault;
    if (made.campaign) {
      fault.target = made.campaign.name;
      if (const auto target = find_target(context, made.campaign, "campaign", scenario, campaigns)) {
        fault.account = target->account;
        fault.campaign = target->place;
      }
    }
    if (made.number) {
      fault.target = made.number.name;
      if (const auto target = find_target(context, made.number, "number", scenario, numbers)) {
        fault.account = target->account;
        fault.number = target->place;
      }
    }
    if (made.destination) resolve_destination(context, made.destination, scenario, fault);
    if (scenario.horizon && fault.at >= *scenario.horizon) {
      context.warn(fault.where, "the fault begins at " + duration_text(fault.at) + ", after the horizon",
                   "begin it earlier, or move the horizon");
    }
    scenario.faults.push_back(std::move(fault));
  }
}

}  // namespace

Scenario resolve_scenario(LoadContext& context, const ScenarioDraft& draft) {
  Scenario scenario = draft.scenario;
  UniqueNames accounts(context, "accounts");
  for (const std::int64_t id : draft.accounts) {
    const AccountDraft& made = context.accounts[static_cast<std::size_t>(id)];
    AccountSpec account = made.account;
    accounts.add(account.name, account.where);
    resolve_pools(context, made, account);
    check_names_of(context, account);
    for (AlarmSpec alarm : context.accounts[static_cast<std::size_t>(id)].alarms) {
      alarm.account = scenario.accounts.size();
      scenario.alarms.push_back(std::move(alarm));
    }
    scenario.accounts.push_back(std::move(account));
  }
  check_phone_numbers(context, scenario.accounts);
  check_quotas(context, scenario.accounts);
  resolve_workloads(context, draft, scenario);
  resolve_replies(context, draft, scenario);
  resolve_faults(context, draft, scenario);
  return scenario;
}

}  // namespace sendlab
