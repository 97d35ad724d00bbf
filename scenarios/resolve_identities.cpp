// Pools of an account once all its identities are known, quotas, and findings about what countries do to messages.
#include <algorithm>

#include "scenarios/load_identities.hpp"
#include "scenarios/nearest_name.hpp"
#include "engine/kernel/ascii.hpp"
#include "scenarios/number_rules.hpp"
#include "scenarios/send_overrides.hpp"

namespace sendlab {
namespace {

const NumberSpec& number_at(const AccountSpec& account, const Origination& place) {
  return place.kind == Origination::Kind::number
             ? account.numbers[place.number]
             : account.brands[place.brand].campaigns[place.index].numbers[place.number];
}

// What a name in a pool's identities stands for: a campaign is all its numbers, a sender ID that of each country.
std::vector<Origination> identities_of(const AccountSpec& account, const Origination& named) {
  std::vector<Origination> places;
  if (named.kind == Origination::Kind::campaign) {
    const CampaignSpec& campaign = account.brands[named.brand].campaigns[named.index];
    for (std::size_t n = 0; n < campaign.numbers.size(); ++n)
      places.push_back({Origination::Kind::campaign_number, named.brand, named.index, n});
  } else if (named.kind == Origination::Kind::sender_id) {
    for (std::size_t i = 0; i < account.sender_ids.size(); ++i)
      if (account.sender_ids[i].id == account.sender_ids[named.index].id)
        places.push_back({Origination::Kind::sender_id, 0, i, 0});
  } else {
    places.push_back(named);
  }
  return places;
}

bool same(const std::vector<KeywordSpec>& a, const std::vector<KeywordSpec>& b) {
  const auto has = [](const std::vector<KeywordSpec>& list, const KeywordSpec& keyword) {
    return std::any_of(list.begin(), list.end(), [&](const KeywordSpec& other) {
      return upper_case(other.word) == upper_case(keyword.word) && other.action == keyword.action &&
             other.reply == keyword.reply;
    });
  };
  return a.size() == b.size() &&
         std::all_of(a.begin(), a.end(), [&](const KeywordSpec& keyword) { return has(b, keyword); });
}

// The settings that a pool has taken over so far (R-POL-1). A sender ID has those of a number that nobody touched.
struct PoolSettings {
  std::optional<MessageType> type;
  const NumberSpec* first = nullptr;

  // What keeps the identity out of the pool; empty: nothing (R-POL-2).
  [[nodiscard]] std::string mismatch(const NumberSpec& number) const {
    static const NumberSpec untouched;
    const NumberSpec& pool = first != nullptr ? *first : untouched;
    if (type && number.message_type != *type) return "message_type";
    if (number.opt_out_list != pool.opt_out_list) return "opt_out_list";
    if (number.two_way != pool.two_way) return "two_way";
    if (number.self_managed_opt_outs != pool.self_managed_opt_outs) return "self_managed_opt_outs";
    return same(number.keywords, pool.keywords) ? "" : "keywords";
  }
};

bool has_url(const std::string& text) {
  return text.find("http://") != std::string::npos || text.find("https://") != std::string::npos ||
         text.find("www.") != std::string::npos;
}

}  // namespace

void resolve_pools(LoadContext& context, const AccountDraft& draft, AccountSpec& account) {
  const OriginationNames names(account);
  std::vector<std::pair<const NumberSpec*, std::string>> pool_of;  // of numbers
  for (const PoolDraft& made : draft.pools) {
    PoolSpec pool = made.pool;
    PoolSettings settings;
    bool first = true;
    for (const NameUse& use : made.identities) {
      const auto named = names.find(use.name);
      if (!named) {
        context.error(use.where,
                      "pool " + pool.name + " names no number, campaign or sender ID of the account: \"" + use.name +
                          "\"" + did_you_mean(use.name, names.names()),
                      names.names().empty() ? "the account declares none" : "declared are " + list_of(names.names()));
        continue;
      }
      for (const Origination& place : identities_of(account, *named)) {
        if (place.kind == Origination::Kind::sender_id) {
          const SenderIdSpec& sender = account.sender_ids[place.index];
          if (settings.type && sender.message_type && *sender.message_type != *settings.type)
            context.error(use.where, "sender ID " + sender.id + " has another message_type than pool " + pool.name,
                          "a pool has one message type");
          if (!settings.type) settings.type = sender.message_type;
          first = false;
        } else {
          const NumberSpec& number = number_at(account, place);
          const auto other =
              std::find_if(pool_of.begin(), pool_of.end(), [&](const auto& seen) { return seen.first == &number; });
          if (other != pool_of.end())  // R-POL-9
            context.error(use.where, "number " + number.name + " is in pool " + other->second + " already",
                          "a number is in one pool at most; a sender ID may be in several");
          pool_of.emplace_back(&number, pool.name);
          if (first) settings.first = &number;
          first = false;
          if (const std::string what = settings.mismatch(number); !what.empty())  // R-POL-2
            context.error(use.where, "number " + number.name + " has another " + what + " than pool " + pool.name,
                          "a pool has the settings of its first identity: give all its numbers the same, and set what "
                          "shall differ on the pool");
          if (!settings.type) settings.type = number.message_type;
        }
        pool.identities.push_back(place);
      }
    }
    account.pools.push_back(std::move(pool));
  }
}

void check_quotas(LoadContext& context, const std::vector<AccountSpec>& accounts) {
  const ScenarioLimits& limits = context.options.limits;
  const auto otherwise = [&](const std::string& quota) -> std::size_t {
    if (quota == "phone_pools") return limits.pools_per_account;
    if (quota == "tendlc_companies_per_account") return limits.brands_per_account;
    if (quota == "tendlc_campaigns_per_brand") return limits.campaigns_per_brand;
    if (quota == "tendlc_numbers_per_campaign") return limits.numbers_per_campaign;
    if (quota == "keywords_per_number") return limits.keywords_per_number;
    if (quota == "sms_and_voice_numbers") return 25;  // R-NUM-14
    if (quota == "configuration_sets") return limits.configuration_sets_per_account;
    if (quota == "event_destinations_per_configuration_set") return limits.event_destinations_per_set;
    return limits.opt_out_lists_per_account;
  };
  const auto owns = [](const AccountSpec& account, const Where& owner) {
    if (account.where == owner) return true;
    const auto is = [&](const auto& thing) { return thing.where == owner; };
    if (std::any_of(account.numbers.begin(), account.numbers.end(), is) ||
        std::any_of(account.pools.begin(), account.pools.end(), is) ||
        std::any_of(account.configuration_sets.begin(), account.configuration_sets.end(), is))
      return true;
    return std::any_of(account.brands.begin(), account.brands.end(), [&](const BrandSpec& brand) {
      return brand.where == owner ||
             std::any_of(brand.campaigns.begin(), brand.campaigns.end(), [&](const CampaignSpec& campaign) {
               return campaign.where == owner || std::any_of(campaign.numbers.begin(), campaign.numbers.end(), is);
             });
    });
  };
  static const AccountSpec nobody;
  for (const QuotaUse& use : context.quota_uses) {
    const auto account =
        std::find_if(accounts.begin(), accounts.end(), [&](const AccountSpec& a) { return owns(a, use.owner); });
    const std::int64_t most = quota_of(context, account == accounts.end() ? nobody : *account, use.quota,
                                       static_cast<std::int64_t>(otherwise(use.quota)));
    if (static_cast<std::int64_t>(use.count) <= most) continue;
    context.error(use.where, use.what + std::to_string(most),
                  "have fewer, or plan with more: account { quotas = { " + use.quota + " = " +
                      std::to_string(use.count) + " } }");
  }
}

void look_at_origination(LoadContext& context, const Workload& workload, const AccountSpec& account) {
  const auto* people = std::get_if<PopulationRecipients>(&workload.to);
  const auto* body = std::get_if<TemplateBody>(&workload.body);
  if (people == nullptr) return;
  const bool own_short_code =
      std::any_of(account.numbers.begin(), account.numbers.end(), [&](const NumberSpec& number) {
        return number.country == people->country && number.type == NumberType::short_code;
      });
  if (people->country == "NZ" && !own_short_code && body != nullptr && has_url(body->text))
    context.warn(workload.where,
                 "workload " + workload.name +
                     " sends a link to New Zealand without a short code of its own: links are let through for "
                     "dedicated short codes only (R-ORG-15)",
                 "declare number { type = \"SHORT_CODE\", country = \"NZ\" } and register the link with it");
}

}  // namespace sendlab
