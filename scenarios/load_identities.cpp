// Constructors of sender IDs and pools, and what an account says of them and of its quotas.
#include <algorithm>
#include <array>

#include "engine/message/sender_id.hpp"
#include "scenarios/field_reader.hpp"
#include "scenarios/load_identities.hpp"
#include "scenarios/nearest_name.hpp"
#include "scenarios/number_rules.hpp"

namespace sendlab {
namespace {

// Quotas that something in the model goes by; the others are known names without an effect here.
constexpr std::array<std::string_view, 27> modelled_quotas = {"sms_monthly_spend_threshold",
                                                              "mps_short_code_us",
                                                              "mps_short_code_ca",
                                                              "mps_short_code_other",
                                                              "mps_10dlc_us_default",
                                                              "mps_long_code_ca",
                                                              "mps_long_code_other",
                                                              "mps_toll_free_us",
                                                              "mps_sender_id",
                                                              "mps_shared_route",
                                                              "mps_dry_run",
                                                              "keywords_per_number",
                                                              "sms_and_voice_numbers",
                                                              "opt_out_lists",
                                                              "configuration_sets",
                                                              "event_destinations_per_configuration_set",
                                                              "verified_destination_numbers",
                                                              "phone_pools",
                                                              "origination_identities_per_pool",
                                                              "tendlc_companies_per_account",
                                                              "tendlc_campaigns_per_brand",
                                                              "tendlc_numbers_per_campaign",
                                                              "voice_messages_per_recipient_24h",
                                                              "voice_messages_per_24h",
                                                              "voice_calls_per_minute",
                                                              "voice_calls_per_second_per_number",
                                                              "voice_message_length"};

std::size_t make_sender_id(FieldReader& f) {
  SenderIdSpec sender;
  const Vocabulary& words = f.context().words();
  sender.where = f.where();
  sender.id = f.name("id").value_or("");
  f.require("country", "country = \"GB\"");
  if (const auto country = f.word("country", words.countries, "country")) sender.country = *country;
  sender.registered = f.flag("registered").value_or(false);
  if (const auto type = f.word("message_type", message_type_names(), "message type"))
    sender.message_type = message_type_of(*type);
  sender.mps = f.whole("mps", 1, 1'000'000);
  if (sender.id.empty() || sender.country.empty()) return put(f.context().sender_ids, sender);
  if (const auto fault = sender_id_fault(sender.id, sender.country, sender.message_type))
    f.error("id", fault->what + ": \"" + sender.id + "\"", fault->fix);
  // R-TYP-7: in India the characters tell the type.
  if (sender.country == "IN" && !sender.message_type && !sender.id.empty())
    sender.message_type =
        sender.id[0] >= '0' && sender.id[0] <= '9' ? MessageType::promotional : MessageType::transactional;
  const Vocabulary::Country* country = words.country(sender.country);
  if (country == nullptr) return put(f.context().sender_ids, sender);
  const std::string place = country->name + " (" + country->iso + ")";
  if (!country->sender_ids || is_us_or_territory(sender.country)) {
    f.error("country", "has no sender IDs: " + place,
            "send from a number there; messages from this sender ID then use it");
  } else if (country->sender_id_registration && !sender.registered) {
    f.warn(
        "registered",
        "is false, and " + place + " asks for registration: messages go out without the sender ID and may be blocked",
        "add registered = true once it is registered");
  }
  return put(f.context().sender_ids, sender);
}

std::size_t make_pool(FieldReader& f) {
  PoolDraft draft;
  PoolSpec& pool = draft.pool;
  pool.where = f.where();
  pool.name = f.name().value_or("");
  f.require("identities", "identities = { \"alerts\" }");
  const auto items = f.list("identities");
  for (const auto& item : items) {
    const auto name = f.text_of(*item.value, item.path);
    if (name) draft.identities.push_back({*name, f.where(item.path)});
  }
  if (f.has("identities") && items.empty())
    f.error("identities", "is an empty list", "a pool is made with its first number or sender ID");
  pool.shared_routes = f.flag("shared_routes").value_or(false);
  pool.opt_out_list = f.text("opt_out_list");
  pool.two_way = f.flag("two_way");
  pool.self_managed_opt_outs = f.flag("self_managed_opt_outs");
  if (f.has("keywords")) pool.keywords = read_keyword_list(f, "US", "a pool");
  if (pool.self_managed_opt_outs.value_or(false) && pool.two_way == std::optional(false))
    f.error("self_managed_opt_outs", "needs two-way messaging, or the opt-outs reach nobody",
            "leave two_way out or set it to true");
  return put(f.context().pools, draft);
}

void read_quotas(FieldReader& f, AccountSpec& account) {
  const Vocabulary& words = f.context().words();
  std::vector<std::string> names;
  for (const Vocabulary::Quota& quota : words.quotas) names.push_back(quota.name);
  for (const auto& entry : f.entries("quotas")) {
    const bool known = f.known_word(entry.key, names, "quota", entry.path);
    const auto value = f.whole_of(*entry.value, entry.path, 0, 1'000'000'000);
    if (!known || !value) continue;
    const Vocabulary::Quota& quota = *words.quota(entry.key);
    if (std::find(modelled_quotas.begin(), modelled_quotas.end(), entry.key) == modelled_quotas.end())
      f.warn(entry.path, "has no effect: nothing in the model goes by this quota", "leave it out");
    else if (!quota.increasable && quota.value >= 0 && *value > quota.value)
      f.warn(entry.path,
             "is more than the provider gives anybody: " + std::to_string(quota.value) + ", which no case can raise",
             "keep it at " + std::to_string(quota.value) + " to plan what can be had");
    account.quotas.emplace_back(entry.key, *value);
  }
}

}  // namespace

void note_quota(FieldReader& f, std::string_view path, std::string_view quota, std::size_t count,
                std::string_view owner) {
  f.context().quota_uses.push_back({std::string(quota), count, f.where(), f.where(path),
                                    f.constructor() + "." + std::string(path) + " has " + std::to_string(count) + ", " +
                                        std::string(owner) + " has at most "});
}

std::int64_t quota_of(const LoadContext& context, const AccountSpec& account, std::string_view name,
                      std::int64_t otherwise) {
  for (const auto& [own, value] : account.quotas)
    if (own == name) return value;
  const Vocabulary::Quota* quota = context.words().quota(name);
  return quota != nullptr && quota->value >= 0 ? quota->value : otherwise;
}

void read_identities(FieldReader& f, AccountDraft& draft) {
  LoadContext& context = f.context();
  AccountSpec& account = draft.account;
  read_quotas(f, account);
  const ScenarioLimits& limits = context.options.limits;
  for (const std::int64_t id :
       f.objects("sender_ids", object_type::sender_id, "sender_id { id = \"Example\", country = \"GB\" }"))
    account.sender_ids.push_back(context.sender_ids[static_cast<std::size_t>(id)]);
  const auto pools = f.objects("pools", object_type::pool, "pool { name = \"…\", identities = { … } }");
  note_quota(f, "pools", "phone_pools", pools.size(), "an account");  // R-POL-6
  for (const std::int64_t id : pools) {
    const PoolDraft& pool = context.pools[static_cast<std::size_t>(id)];
    draft.pools.push_back(pool);
    if (pool.pool.opt_out_list) draft.opt_out_list_uses.push_back({*pool.pool.opt_out_list, pool.pool.where});
    const auto most = quota_of(context, account, "origination_identities_per_pool",
                               static_cast<std::int64_t>(limits.identities_per_pool));
    if (static_cast<std::int64_t>(pool.identities.size()) > most)
      context.error(pool.pool.where,
                    "pool.identities has " + std::to_string(pool.identities.size()) + ", a pool has at most " +
                        std::to_string(most),
                    "make a second pool");
  }
  if (const auto text = f.text("default_sender_id")) {
    account.default_sender_id = *text;
    if (const auto fault = sender_id_fault(*text, "", std::nullopt)) {
      const bool declared = std::any_of(account.sender_ids.begin(), account.sender_ids.end(),
                                        [&](const SenderIdSpec& s) { return s.id == *text; });
      if (!declared) f.error("default_sender_id", fault->what + ": \"" + *text + "\"", fault->fix);
    }
  }
}

void define_identity_constructors(LuaSandbox& sandbox, const ContextPtr& context) {
  define_constructor(sandbox, context, "sender_id", object_type::sender_id, make_sender_id);
  define_constructor(sandbox, context, "pool", object_type::pool, make_pool);
}

}  // namespace sendlab
