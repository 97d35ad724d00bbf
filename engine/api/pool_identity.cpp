#include "engine/api/pool_identity.hpp"

#include <algorithm>

#include "engine/api/members.hpp"
#include "engine/message/phone_number.hpp"

namespace sendlab {
namespace {

// The keywords that a pool has of its own, and the texts of those that every number has.
bool same_keywords(const KeywordList& pool, const KeywordList& number) {
  auto is_own = [](const KeywordResource& k) { return !k.required && !k.by_network; };
  auto matches = [&](const KeywordList& some, const KeywordList& others) {
    return std::all_of(some.begin(), some.end(), [&](const KeywordResource& k) {
      const auto other =
          std::find_if(others.begin(), others.end(), [&](const KeywordResource& o) { return o.word == k.word; });
      if (other == others.end()) return !is_own(k);
      return k.by_network || other->by_network || (k.effect == other->effect && k.reply == other->reply);
    });
  };
  return matches(pool, number) && matches(number, pool);
}

}  // namespace

Result<PoolResource*, ApiError> find_pool(const OperationCall& call, std::string_view text) {
  const auto id = resource_id(call.account.scope(), ResourceType::pool, text, "PoolId");
  if (!id.ok()) return id.error();
  PoolResource* pool = call.account.find_pool(std::string_view(id.value()));
  if (pool == nullptr) return not_found(ResourceType::pool, id.value());
  return pool;
}

Result<PoolIdentity, ApiError> pool_identity(const OperationCall& call) {
  SimulatedAccount& account = call.account;
  const std::string_view given = required_text(call.input, "OriginationIdentity");
  const auto iso = text(call.input, "IsoCountryCode");
  const auto name = origination_name(account.scope(), given);
  if (!name.ok()) return name.error();
  PoolIdentity identity;
  switch (name.value().kind) {
    case OriginationName::Kind::phone_number_id:
    case OriginationName::Kind::digits:
      identity.phone = name.value().kind == OriginationName::Kind::phone_number_id
                           ? account.find_number(std::string_view(name.value().text))
                           : nullptr;
      if (identity.phone == nullptr) return not_found(ResourceType::phone_number, name.value().text);
      identity.number = identity.phone->number;
      identity.id = identity.phone->id;
      identity.arn = make_arn(account.scope(), ResourceType::phone_number, identity.id);
      identity.iso = account.parts().model.countries[account.model_of(*identity.phone).country.index].iso;
      break;
    case OriginationName::Kind::pool_id:
      return validation(ValidationReason::invalid_parameter,
                        "OriginationIdentity is a pool: give a phone number or a sender ID.",
                        {{"OriginationIdentity", "must be a phone number or a sender ID"}});
    case OriginationName::Kind::sender_id: {
      const std::string country =
          name.value().iso_country_code.empty() ? std::string(iso.value_or("")) : name.value().iso_country_code;
      if (country.empty())
        return validation(ValidationReason::missing_parameter,
                          "A sender ID is one of a country: give IsoCountryCode too, or its ARN.",
                          {{"IsoCountryCode", "is needed with a sender ID"}});
      const std::string key = sender_id_key(name.value().text, country);
      identity.sender = account.find_sender_id(key);
      if (identity.sender == nullptr) return not_found(ResourceType::sender_id, key);
      identity.number = identity.sender->number;
      identity.id = identity.sender->sender_id;
      identity.arn = make_arn(account.scope(), ResourceType::sender_id, key);
      identity.iso = country;
      break;
    }
  }
  if (iso && *iso != identity.iso)
    return validation(ValidationReason::country_code_mismatch,
                      "IsoCountryCode is " + std::string(*iso) + ", and " + identity.id + " is of " + identity.iso +
                          ": give that, or leave it out.",
                      {{"IsoCountryCode", "must be the identity's"}});
  return identity;
}

std::optional<ApiError> cannot_join(const OperationCall& call, const PoolResource& pool, const PoolIdentity& identity) {
  SimulatedAccount& account = call.account;
  const PoolModel& of = account.model_of(pool);
  auto mismatch = [&](ConflictReason reason, const std::string& what) {
    return conflict(
        reason, identity.id + " has " + what + " than the pool " + pool.id + ": all that are in a pool have the same.",
        ResourceType::pool, pool.id);
  };
  if (identity.phone != nullptr && account.model_of(*identity.phone).pool != no_pool) {
    const PoolResource* other = account.find_pool(account.model_of(*identity.phone).pool);
    return conflict(ConflictReason::phone_number_associated_to_pool,
                    identity.id + " is in the pool " + (other == nullptr ? "" : other->id) +
                        ": a phone number is in one pool at most.",
                    ResourceType::phone_number, identity.id);
  }
  if (std::find(of.identities.begin(), of.identities.end(), identity.number) != of.identities.end())
    return conflict(ConflictReason::resource_already_exists, identity.id + " is in the pool already.",
                    ResourceType::pool, pool.id);
  const std::size_t most = account.parts().quotas.identities_per_pool;
  if (of.identities.size() >= most)  // R-POL-6
    return quota(
        QuotaReason::origination_identities_per_pool,
        "The pool has " + std::to_string(most) + " origination identities, which is its quota: use another pool.");
  if (identity.sender != nullptr) {
    const auto& types = identity.sender->types;
    if (std::find(types.begin(), types.end(), of.message_type) == types.end())
      return mismatch(ConflictReason::message_type_mismatch, "another message type");
    return std::nullopt;
  }
  const NumberModel& number = account.model_of(*identity.phone);
  if (number.message_type != of.message_type)
    return mismatch(ConflictReason::message_type_mismatch, "another message type");
  if (number.opt_out_list != of.opt_out_list)
    return mismatch(ConflictReason::opt_out_list_mismatch, "another opt-out list");
  if (number.two_way != of.two_way || !(identity.phone->channel == pool.channel))
    return mismatch(ConflictReason::two_way_config_mismatch, "other two-way settings");
  if (number.self_managed_opt_outs != of.self_managed_opt_outs)
    return mismatch(ConflictReason::self_managed_opt_outs_mismatch, "another setting of self-managed opt-outs");
  for (const NumberId member : of.identities) {
    const NumberModel& first = account.parts().model.numbers[member.index];
    if (!is_phone_number(first.type)) continue;
    if (!(first.sms && number.sms) && !(first.voice && number.voice))
      return mismatch(ConflictReason::number_capabilities_mismatch, "other capabilities");
    break;
  }
  if (!same_keywords(pool.keywords, identity.phone->keywords))
    return mismatch(ConflictReason::keyword_mismatch, "other keywords");
  return std::nullopt;
}

}  // namespace sendlab
