// Accounts, brands, campaigns, numbers and senders of a world.
#include <algorithm>

#include "carriers/origination_rules.hpp"
#include "engine/message/phone_number.hpp"
#include "engine/message/units.hpp"
#include "engine/service/limits.hpp"
#include "scenarios/feed.hpp"
#include "tools/number_keywords.hpp"
#include "tools/scenario_quotas.hpp"
#include "tools/world_builder.hpp"

namespace sendlab {
namespace {

bool same(const BrandSpec& a, const BrandSpec& b) {
  return a.vetting_score == b.vetting_score && a.russell_3000 == b.russell_3000 && a.government == b.government &&
         a.hold_over_daily_cap == b.hold_over_daily_cap && a.daily_cap == b.daily_cap;
}

}  // namespace

std::string WorldBuilder::key(const AccountSpec& account, const std::string& name) const {
  return scenario_.accounts.size() > 1 ? account.name + "/" + name : name;
}

// R-SPD-6. A support case may allow more later; what stands at the start must be within what the service allows then.
void WorldBuilder::check_overrides(const AccountModel& account, const AccountSpec& spec) {
  const auto check = [&](const char* field, std::optional<UsdMicros> own, UsdMicros most, const char* allowed) {
    if (own && *own > most)
      fault(spec.where,
            std::string(field) + " is " + usd_text(*own) + ", and account " + spec.name + " may spend " +
                usd_text(most) + " a month at most",
            std::string("lower it, or give ") + allowed);
  };
  check("spend_limit_override", account.spend_limit_override, account.monthly_spend_limit, "monthly_spend_limit");
  check("voice_spend_limit_override", account.voice_spend_limit_override, account.monthly_voice_spend_limit,
        "monthly_voice_spend_limit");
}

void WorldBuilder::add_accounts() {
  for (std::size_t a = 0; a < scenario_.accounts.size(); ++a) {
    const AccountSpec& spec = scenario_.accounts[a];
    const AccountId id{static_cast<std::uint16_t>(a)};
    AccountModel account{spec.name, spec.region, spec.sandbox};
    UsdMicros quota{tables_.quota_millionths("sms_monthly_spend_threshold").value_or(1'000'000)};
    if (const auto own = own_quota(spec, "sms_monthly_spend_threshold")) quota = UsdMicros{*own * 1'000'000};
    account.monthly_spend_limit = spec.monthly_spend_limit.value_or(quota);
    if (spec.sandbox) account.monthly_spend_limit = std::min(account.monthly_spend_limit, quota);  // R-SBX-2
    account.month_spend = spec.initial.month_spend;
    account.strict_spend_enforcement = spec.strict_spend_enforcement;
    account.queue_over_mps = spec.queue_over_mps;
    account.default_message_type = spec.default_message_type;
    account.opt_out_of_account = spec.opt_out_of_account;
    account.max_price_of_message = spec.max_price_of_message;
    account.publish_required_words = spec.publish_help_and_stop;
    account.self_managed_replies = spec.self_managed_replies;
    account.default_sender_id = spec.default_sender_id;
    account.verified_numbers = spec.verified_numbers;
    set_voice(account, spec);
    account.spend_limit_override = spec.spend_limit_override;
    account.voice_spend_limit_override = spec.voice_spend_limit_override;
    check_overrides(account, spec);
    world_.model.accounts.push_back(std::move(account));
    add_opt_out_lists(spec, id);

    campaigns_.emplace_back();
    numbers_.emplace_back();
    for (const BrandSpec& brand : spec.brands) {
      const BrandId brand_id = add_brand(brand);
      campaigns_[a].emplace_back();
      numbers_[a].of_campaigns.emplace_back();
      for (const CampaignSpec& campaign : brand.campaigns) add_campaign(campaign, brand, id, brand_id);
      for (const auto& [name, parts] : spec.initial.brand_parts_today)
        if (name == brand.name)
          for (DailyCap& cap : world_.model.brands[brand_id.index].caps) cap.parts_today += parts;
    }
    for (const NumberSpec& number : spec.numbers)
      numbers_[a].own.push_back(
          add_number(number, spec, id, number.name,
                     identity_mps(spec, tables_, number.type, number.country, number.mps ? nullptr : &used_)));
    for (const SenderIdSpec& sender : spec.sender_ids)
      numbers_[a].sender_ids.push_back(add_sender_id(id, sender, true));
    for (const PoolSpec& pool : spec.pools) add_pool(pool, id);
    add_open_identities(id);
  }
  const auto dry_run = tables_.quota_millionths("mps_dry_run");
  world_.model.constants.dry_run.parts = dry_run.value_or(5'000'000) / 1'000'000;
  for (const AccountSpec& spec : scenario_.accounts)
    if (const auto own = own_quota(spec, "mps_dry_run")) world_.model.constants.dry_run.parts = *own;
}

std::vector<PhoneNumber> WorldBuilder::numbers_in(const std::variant<std::vector<PhoneNumber>, Feed>& source) {
  if (const auto* listed = std::get_if<std::vector<PhoneNumber>>(&source)) return *listed;
  const Feed& feed = std::get<Feed>(source);
  std::vector<PhoneNumber> numbers;
  auto reader = FeedReader::open({feed.file, {feed.number.empty() ? feed.column : feed.number}, false, false});
  if (!reader.ok()) return errors_.push_back(reader.error()), numbers;
  RandomStream none;
  for (;;) {
    const FeedReader::Read read = reader.value()->next(none);
    if (read == FeedReader::Read::end) return numbers;
    if (read == FeedReader::Read::failed) return errors_.push_back(reader.value()->error()), numbers;
    const auto number = parse_e164(reader.value()->value(0));
    if (number.ok())
      numbers.push_back(number.value());
    else
      fault(feed.file + ":" + std::to_string(reader.value()->line()), number.error().what, number.error().fix);
  }
}

void WorldBuilder::add_opt_out_lists(const AccountSpec& account, AccountId id) {
  auto& lists = world_.model.opt_out_lists;
  auto list_of = [&](const std::string& name) -> OptOutListModel& {
    for (OptOutListModel& list : lists)
      if (list.account == id && list.name == name) return list;
    lists.push_back({name, id, {}});
    return lists.back();
  };
  list_of("Default");  // R-OPT-5
  for (const auto* specs : {&account.opt_out_lists, &account.initial.opted_out})
    for (const OptOutListSpec& spec : *specs)
      for (const PhoneNumber number : numbers_in(spec.numbers)) list_of(spec.name).numbers.push_back(number);
  for (const OptOutListSpec& spec : account.opt_out_lists) list_of(spec.name);
}

BrandId WorldBuilder::add_brand(const BrandSpec& brand) {
  const auto known = brands_.find(brand.name);
  if (known != brands_.end()) {
    for (const AccountSpec& account : scenario_.accounts)
      for (const BrandSpec& other : account.brands)
        if (other.name == brand.name && !same(other, brand))
          fault(brand.where,
                "brand \"" + brand.name + "\" is declared differently in another account (" + other.where + ")",
                "a company is one brand at the carriers: give it the same score and caps everywhere, or another name");
    return known->second;
  }
  const BrandId id{static_cast<std::uint16_t>(world_.model.brands.size())};
  brands_[brand.name] = id;
  BrandModel model{brand.name, brand.hold_over_daily_cap,
                   brand_caps(brand, {brand.vetting_score, brand.russell_3000, brand.government})};
  world_.model.brands.push_back(std::move(model));
  world_.topology.brands.push_back({brand.name, {}});
  return id;
}

void WorldBuilder::add_campaign(const CampaignSpec& campaign, const BrandSpec& brand, AccountId account,
                                BrandId brand_id) {
  const CampaignId id{static_cast<std::uint16_t>(world_.model.campaigns.size())};
  const AccountSpec& spec = scenario_.accounts[account.index];
  CampaignModel model{campaign.name, account, brand_id, campaign.reject_over_throughput,
                      campaign_limits(campaign, {brand.vetting_score, brand.russell_3000, brand.government})};
  world_.model.campaigns.push_back(std::move(model));
  world_.topology.campaigns.push_back({key(spec, campaign.name), {}});
  campaigns_[account.index].back().push_back(id);
  numbers_[account.index].of_campaigns.back().emplace_back();
  add_monthly_fee(tables_.usage_type(spec.region, "US", NumberType::ten_dlc, Measure::message_count),
                  scenario_.prices.campaign_month
                      ? std::vector<DatedValue>{{Instant{}, *scenario_.prices.campaign_month}}
                      : dated(tables_.campaign_monthly_fees(campaign.use_case, &used_)));
  world_.monthly_fees.back().usage_type = "10DLC-CampaignMonth-" + campaign.use_case;
  world_.fees_of.back().campaign = id;
  for (std::size_t i = 0; i < campaign.numbers.size(); ++i) {
    const NumberSpec& number = campaign.numbers[i];
    const std::string name = number.name.empty() ? campaign.name + "#" + std::to_string(i + 1) : number.name;
    const NumberId n = add_number(number, spec, account, name, campaign.mps);
    NumberModel& added = world_.model.numbers[n.index];
    added.campaign = id;
    world_.topology.numbers[n.index].campaign = id.index;
    world_.topology.numbers[n.index].brand = brand_id.index;
    numbers_[account.index].of_campaigns.back().back().push_back(n);
  }
}

NumberId WorldBuilder::add_number(const NumberSpec& number, const AccountSpec& account, AccountId id, std::string name,
                                  std::int64_t mps) {
  const NumberId n{static_cast<std::uint32_t>(world_.model.numbers.size())};
  NumberModel model;
  model.name = name;
  model.account = id;
  model.country = tables_.country(number.country)->id;
  model.type = number.type;
  model.message_type = number.message_type;
  model.mps = {number.mps.value_or(mps), std::chrono::seconds{1}};
  // R-ORG-4, R-NUM-13: a plain long code of the US or its territories carries no SMS, unless the scenario reads the
  // guide so.
  const CountryRules& country = *tables_.country(number.country);
  const bool us_long_code = number.type == NumberType::long_code && country.us_rules;
  if (us_long_code && number.sms && !number.us_long_code_sms)
    fault(number.where,
          "number \"" + name + "\" is a plain long code of the US: carriers take no SMS from it (R-NUM-13)",
          "use type = \"TEN_DLC\" in a campaign, TOLL_FREE or SHORT_CODE");
  if (us_long_code && number.us_long_code_sms) unregistered_us_blocked(tables_, &used_);
  model.registered = !us_long_code;
  const bool inbound_only =
      number.type == NumberType::long_code && origination_rules(country).inbound_only_long_code;  // R-ORG-20
  model.sms = number.sms && !inbound_only && (!us_long_code || number.us_long_code_sms);
  model.voice = number.voice;
  model.two_way = number.two_way;
  model.self_managed_opt_outs = number.self_managed_opt_outs;
  model.active_from = scenario_.start + number.available_after;
  model.deletion_protection = number.deletion_protection;
  model.keywords = keywords_of(number, id);
  if (number.number) {
    model.number = *number.number;
  } else {
    const NumberBlock block = tables_.origination_block(number.country, number.type);
    std::uint64_t& given = numbers_given_[{number.country, static_cast<int>(number.type)}];
    model.number = PhoneNumber{block.first + given++ % block.size};
  }
  const auto list = opt_out_list_named(id, number.opt_out_list);
  if (!list)
    fault(number.where,
          "opt-out list \"" + number.opt_out_list + "\" does not exist in account \"" + account.name + "\"",
          "declare it in opt_out_lists, or leave opt_out_list out for the list Default");
  else
    model.opt_out_list = *list;
  world_.model.numbers.push_back(std::move(model));

  world_.two_way_channels.resize(n.index + 1);
  world_.two_way_channels.back() = number.two_way_channel;

  const std::size_t origin = usage_origin(account, number.country, number.type, &used_);
  Topology::Number topology;
  topology.key = key(account, name);
  topology.phone = world_.model.numbers.back().number;
  topology.usage_origin = origin;
  world_.topology.numbers.push_back(std::move(topology));

  std::vector<DatedValue> lease{{Instant{}, tables_.number_fees(number.type, number.country, &used_).monthly}};
  for (const auto& [type, usd] : scenario_.prices.number_month)
    if (type == number.type) lease = {{Instant{}, usd}};
  const Topology::UsageOrigin& billed = world_.topology.usage_origins[origin];
  add_monthly_fee(billed.region + "-NumberMonth-" + number.country + "-" + billed.origination, std::move(lease),
                  {{}, n});
  return n;
}

std::optional<std::uint16_t> WorldBuilder::opt_out_list_named(AccountId account, const std::string& name) const {
  const auto& lists = world_.model.opt_out_lists;
  const auto list = std::find_if(lists.begin(), lists.end(),
                                 [&](const OptOutListModel& l) { return l.account == account && l.name == name; });
  if (list == lists.end()) return std::nullopt;
  return static_cast<std::uint16_t>(list - lists.begin());
}

// Into the topology's list of what usage types begin and end with (R-BIL-3).
std::size_t WorldBuilder::usage_origin(const AccountSpec& account, std::string_view iso, NumberType type,
                                       Assumptions* used) {
  const std::string usage = tables_.usage_type(account.region, iso, type, Measure::message_count, used);
  const auto outbound = usage.find("-OutboundSMS-"), standard = usage.find("-Standard-");
  const std::string region = usage.substr(0, outbound);
  const std::string origination = usage.substr(standard + 10, usage.rfind('-') - standard - 10);
  auto& origins = world_.topology.usage_origins;
  auto origin = std::find_if(origins.begin(), origins.end(),
                             [&](const auto& o) { return o.region == region && o.origination == origination; });
  if (origin == origins.end()) origin = origins.insert(origins.end(), {region, origination});
  return static_cast<std::size_t>(origin - origins.begin());
}

void WorldBuilder::add_monthly_fee(std::string usage_type, std::vector<DatedValue> rows, DrawnProvisioning::FeeOf of) {
  world_.monthly_fees.push_back({std::move(usage_type), std::move(rows)});
  world_.fees_of.push_back(of);
}

std::vector<KeywordModel> WorldBuilder::keywords_of(const NumberSpec& number, AccountId account) const {
  return keyword_models(number_keywords(number.type, number.country, number.keywords),
                        required_words(world_.model.accounts[account.index], number.self_managed_opt_outs));
}

void WorldBuilder::add_workloads() {
  for (const Workload& workload : scenario_.workloads) {
    const std::size_t account = workload.owner.value_or(workload.account);
    TrafficMap::Sender sender{AccountId{static_cast<std::uint16_t>(account)}, numbers_[account].of(workload.from)};
    if (workload.configuration_set) {  // R-TYP-5; its message type is the workload's by now
      const ConfigurationSetSpec& set =
          scenario_.accounts[workload.account].configuration_sets[*workload.configuration_set];
      if (workload.from.kind == Origination::Kind::service_chooses && !set.default_sender_id.empty())
        for (std::uint32_t n = 0; n < world_.model.numbers.size() && sender.from.numbers.empty(); ++n)
          if (world_.model.numbers[n].type == NumberType::sender_id &&
              world_.model.numbers[n].account == sender.account &&
              world_.model.numbers[n].name == set.default_sender_id)
            sender.from.numbers = {NumberId{n}};
    }
    world_.traffic.workloads.push_back(std::move(sender));
    world_.topology.workloads.push_back({key(scenario_.accounts[workload.account], workload.name), workload.context});
    for (const auto* part : {std::get_if<Feed>(&workload.to), std::get_if<Feed>(&workload.body)})
      if (part != nullptr) world_.inputs.push_back({part->file, ""});
    if (const auto* replay = std::get_if<ReplayArrivals>(&workload.arrivals))
      world_.inputs.push_back({replay->file, ""});
  }
  world_.traffic.from_of = [numbers = numbers_](std::size_t account, const Origination& from) {
    return numbers[account].of(from);
  };
  world_.model.automatic_replies = WorkloadId{static_cast<std::uint16_t>(scenario_.workloads.size())};
  world_.topology.workloads.push_back({"automatic replies", {}, true});
}

void WorldBuilder::add_limits_to_topology() {
  // Reports show the countries of the scenario's numbers and their carriers always, any other only when it was sent to.
  for (std::size_t n = 0; n < world_.model.numbers.size(); ++n) {
    const NumberModel& number = world_.model.numbers[n];
    if (world_.topology.numbers[n].only_if_used) continue;
    world_.topology.countries[number.country.index].only_if_used = false;
    for (std::size_t k = 0; k < world_.topology.carriers.size(); ++k)
      if (world_.topology.carriers[k].country == number.country.index && k != world_.simulator.index)
        world_.topology.carriers[k].only_if_used = false;
  }
  const Limits limits(world_.model);
  auto as_limit = [](const Limits::Peak& peak) -> std::optional<Topology::Limit> {
    if (peak.limit) return Topology::Limit{peak.limit->parts, peak.limit->per, peak.carrier};
    if (peak.cap) return Topology::Limit{*peak.cap, std::chrono::hours{24}, peak.carrier};
    return std::nullopt;
  };
  // Of a campaign's limits, one at each carrier, reports show the one that gives a carrier's people the least.
  auto scarcest = [&](const CampaignModel& campaign) {
    CarrierId found = no_carrier;
    double least = 0;
    for (const CarrierLimit& limit : campaign.limits) {
      const double weight = world_.sources.carriers[limit.carrier.index].weight;
      const double each =
          static_cast<double>(limit.throughput.parts) / static_cast<double>(limit.throughput.per.count()) / weight;
      if (weight > 0 && (found == no_carrier || each < least)) found = limit.carrier, least = each;
    }
    return found;
  };
  for (std::uint32_t n = 0; n < world_.model.numbers.size(); ++n)
    world_.topology.numbers[n].limit = as_limit(limits.number_peak(NumberId{n}));
  for (std::uint16_t c = 0; c < world_.model.campaigns.size(); ++c)
    world_.topology.campaigns[c].limit =
        as_limit(limits.campaign_peak(CampaignId{c}, scarcest(world_.model.campaigns[c])));
  for (std::uint16_t b = 0; b < world_.model.brands.size(); ++b)
    world_.topology.brands[b].limit = as_limit(limits.brand_peak(BrandId{b}));
  if (world_.provisioning == nullptr) return;
  // Which score counts for them is drawn in each replication; metrics tell it.
  for (const ScoredCampaign& scored : world_.provisioning->campaigns)
    world_.topology.campaigns[scored.campaign.index].limit.reset();
  for (const ScoredBrand& scored : world_.provisioning->brands)
    world_.topology.brands[scored.brand.index].limit.reset();
  // Nor has a number one limit for the whole run when a case asks for another rate in the middle of it.
  for (const PlannedCase& planned : world_.provisioning->cases)
    if (planned.request.kind == CaseKind::mps && planned.of_this_region)
      if (const NumberModel* number = number_of_case(planned))
        world_.topology.numbers[static_cast<std::size_t>(number - world_.model.numbers.data())].limit.reset();
}

}  // namespace sendlab
