// Phone pools (R-POL).
#include <algorithm>

#include "engine/api/filters.hpp"
#include "engine/api/members.hpp"
#include "engine/api/pool_identity.hpp"
#include "engine/api/receiving_settings.hpp"
#include "engine/message/phone_number.hpp"

namespace sendlab {
namespace {

std::string arn_of(const OperationCall& call, const PoolResource& pool) {
  return make_arn(call.account.scope(), ResourceType::pool, pool.id);
}

boost::json::object described(const OperationCall& call, const PoolResource& pool, std::string_view status = "ACTIVE") {
  const PoolModel& model = call.account.model_of(pool);
  boost::json::object out{{"PoolArn", arn_of(call, pool)},
                          {"PoolId", pool.id},
                          {"Status", status},
                          {"MessageType", name_of(model.message_type)},
                          {"TwoWayEnabled", model.two_way}};
  put_channel(out, pool.channel);
  out["SelfManagedOptOutsEnabled"] = model.self_managed_opt_outs;
  out["OptOutListName"] = call.account.name_of_list(model.opt_out_list);
  out["SharedRoutesEnabled"] = model.shared_routes;
  out["DeletionProtectionEnabled"] = model.deletion_protection;
  out["CreatedTimestamp"] = unix_ms(pool.created);
  return out;
}

boost::json::object member_answer(const OperationCall& call, const PoolResource& pool, const PoolIdentity& identity) {
  return {{"PoolArn", arn_of(call, pool)},
          {"PoolId", pool.id},
          {"OriginationIdentityArn", identity.arn},
          {"OriginationIdentity", identity.id},
          {"IsoCountryCode", identity.iso}};
}

std::vector<std::string> values_of(const OperationCall& call, const PoolResource& pool, std::string_view filter) {
  const PoolModel& model = call.account.model_of(pool);
  if (filter == "status") return {"ACTIVE"};
  if (filter == "message-type") return {std::string(name_of(model.message_type))};
  if (filter == "two-way-enabled") return {filter_value(model.two_way)};
  if (filter == "self-managed-opt-outs-enabled") return {filter_value(model.self_managed_opt_outs)};
  if (filter == "opt-out-list-name") return {call.account.name_of_list(model.opt_out_list)};
  if (filter == "shared-routes-enabled") return {filter_value(model.shared_routes)};
  if (filter == "deletion-protection-enabled") return {filter_value(model.deletion_protection)};
  if (filter == "two-way-channel-arn" && !pool.channel.arn.empty()) return {pool.channel.arn};
  return {};
}

}  // namespace

OperationResult create_pool(const OperationCall& call) {
  SimulatedAccount& account = call.account;
  const auto identity = pool_identity(call);
  if (!identity.ok()) return identity.error();
  const PoolIdentity& first = identity.value();
  const MessageType type = *message_type_of(required_text(call.input, "MessageType"));
  if (first.phone != nullptr && account.model_of(*first.phone).pool != no_pool)  // R-POL-9
    return conflict(ConflictReason::phone_number_associated_to_pool,
                    first.id + " is in a pool already: a phone number is in one pool at most.",
                    ResourceType::phone_number, first.id);
  const std::vector<MessageType> types =
      first.sender != nullptr ? first.sender->types : std::vector{account.model_of(*first.phone).message_type};
  if (std::find(types.begin(), types.end(), type) == types.end())
    return conflict(ConflictReason::message_type_mismatch,
                    first.id + " does not send " + std::string(name_of(type)) + " messages: give its own MessageType.",
                    first.phone != nullptr ? ResourceType::phone_number : ResourceType::sender_id, first.id);
  if (account.pools().size() >= account.parts().quotas.pools)  // R-POL-6
    return quota(QuotaReason::pools_per_account, "The account has " + std::to_string(account.pools().size()) +
                                                     " phone pools, which is its quota: use one of those.");
  if (const auto error = account.tags().check(call.input)) return *error;
  PoolResource& pool =
      first.phone != nullptr ? account.add_pool(type, *first.phone) : account.add_pool(type, *first.sender);
  account.settings_of(pool).deletion_protection =
      boolean(call.input, "DeletionProtectionEnabled").value_or(false);  // R-POL-7
  account.tags().set(call.input, arn_of(call, pool));
  boost::json::object answer = described(call, pool, "CREATING");  // and ACTIVE from now on
  answer["Tags"] = tags_of(call.input);
  return answer;
}

OperationResult describe_pools(const OperationCall& call) {
  if (const auto error = names_or_filters(call.input, "PoolIds")) return *error;
  std::vector<std::string> ids;
  for (const std::string_view given : texts(call.input, "PoolIds")) {
    const auto pool = find_pool(call, given);
    if (!pool.ok()) return pool.error();
    ids.push_back(pool.value()->id);
  }
  const auto filters = Filters::read(call.operation, call.input);
  if (!filters.ok()) return filters.error();
  const auto request = call.account.page_tokens().read(call.operation, call.input);
  if (!request.ok()) return request.error();
  const bool shared = text(call.input, "Owner") == std::string_view("SHARED");  // nobody shares pools with this account
  const auto page = page_of(
      call.account.page_tokens(), request.value(), call.account.pools(),
      [](const PoolResource& pool) { return page_key_of(pool.pool.index); },
      [&](const PoolResource& pool) {
        if (shared || (!ids.empty() && std::find(ids.begin(), ids.end(), pool.id) == ids.end())) return false;
        return filters.value().match([&](std::string_view filter) { return values_of(call, pool, filter); });
      });
  boost::json::array list;
  for (const PoolResource* pool : page.items) list.push_back(described(call, *pool));
  boost::json::object answer{{"Pools", std::move(list)}};
  if (!page.next_token.empty()) answer["NextToken"] = page.next_token;
  return answer;
}

OperationResult list_pool_origination_identities(const OperationCall& call) {
  SimulatedAccount& account = call.account;
  const auto pool = find_pool(call, required_text(call.input, "PoolId"));
  if (!pool.ok()) return pool.error();
  const auto filters = Filters::read(call.operation, call.input);
  if (!filters.ok()) return filters.error();
  const auto request = account.page_tokens().read(call.operation, call.input);
  if (!request.ok()) return request.error();
  std::vector<NumberId> members = account.model_of(*pool.value()).identities;
  std::sort(members.begin(), members.end());
  auto model_of = [&](NumberId member) -> const NumberModel& { return account.parts().model.numbers[member.index]; };
  auto iso_of = [&](NumberId member) { return account.parts().model.countries[model_of(member).country.index].iso; };
  const auto page = page_of(
      account.page_tokens(), request.value(), members, [](NumberId member) { return page_key_of(member.index); },
      [&](NumberId member) {
        return filters.value().match([&](std::string_view filter) -> std::vector<std::string> {
          if (filter == "iso-country-code") return {iso_of(member)};
          const auto names = capabilities_of(model_of(member));
          return {names.begin(), names.end()};
        });
      });
  boost::json::array list;
  for (const NumberId* member : page.items) {
    const PhoneNumberResource* phone = account.find_number(*member);
    const NumberModel& model = model_of(*member);
    boost::json::array capabilities;
    for (const std::string_view name : capabilities_of(model)) capabilities.emplace_back(name);
    boost::json::object out{
        {"OriginationIdentityArn", phone != nullptr ? make_arn(account.scope(), ResourceType::phone_number, phone->id)
                                                    : make_arn(account.scope(), ResourceType::sender_id,
                                                               sender_id_key(model.name, iso_of(*member)))},
        {"OriginationIdentity", phone != nullptr ? phone->id : model.name},
        {"IsoCountryCode", iso_of(*member)},
        {"NumberCapabilities", std::move(capabilities)}};
    if (phone != nullptr) out["PhoneNumber"] = to_e164(model.number);
    list.push_back(std::move(out));
  }
  boost::json::object answer{{"PoolArn", arn_of(call, *pool.value())},
                             {"PoolId", pool.value()->id},
                             {"OriginationIdentities", std::move(list)}};
  if (!page.next_token.empty()) answer["NextToken"] = page.next_token;
  return answer;
}

OperationResult associate_origination_identity(const OperationCall& call) {
  const auto pool = find_pool(call, required_text(call.input, "PoolId"));
  if (!pool.ok()) return pool.error();
  const auto identity = pool_identity(call);
  if (!identity.ok()) return identity.error();
  if (const auto error = cannot_join(call, *pool.value(), identity.value())) return *error;
  call.account.join(*pool.value(), identity.value().number);
  return member_answer(call, *pool.value(), identity.value());
}

OperationResult disassociate_origination_identity(const OperationCall& call) {
  const auto pool = find_pool(call, required_text(call.input, "PoolId"));
  if (!pool.ok()) return pool.error();
  const auto identity = pool_identity(call);
  if (!identity.ok()) return identity.error();
  const auto& members = call.account.model_of(*pool.value()).identities;
  if (std::find(members.begin(), members.end(), identity.value().number) == members.end())
    return conflict(ConflictReason::phone_number_not_associated_to_pool,
                    identity.value().id + " is not in the pool " + pool.value()->id + ".", ResourceType::pool,
                    pool.value()->id);
  if (members.size() == 1)
    return conflict(ConflictReason::last_phone_number,
                    identity.value().id + " is the last of the pool: delete the pool with DeletePool.",
                    ResourceType::pool, pool.value()->id);
  call.account.leave(*pool.value(), identity.value().number);
  return member_answer(call, *pool.value(), identity.value());
}

OperationResult update_pool(const OperationCall& call) {
  SimulatedAccount& account = call.account;
  const auto found = find_pool(call, required_text(call.input, "PoolId"));
  if (!found.ok()) return found.error();
  PoolResource& pool = *found.value();
  PoolModel& model = account.settings_of(pool);
  std::vector<CountryId> countries;  // of those that receive: sender IDs do not (R-TWO-1)
  for (const NumberId member : model.identities) {
    const NumberModel& number = account.parts().model.numbers[member.index];
    if (is_phone_number(number.type)) countries.push_back(number.country);
  }
  if (countries.empty() &&
      (boolean(call.input, "TwoWayEnabled").value_or(false) || has(call.input, "TwoWayChannelArn")))
    return validation(ValidationReason::two_way_not_supported_in_country,
                      "Sender IDs cannot receive, and the pool has no phone number: leave TwoWayEnabled out.",
                      {{"TwoWayEnabled", "must be false for a pool without phone numbers"}});
  const auto settings =
      wanted_settings(call, {model.two_way, model.self_managed_opt_outs, model.opt_out_list, pool.channel}, countries);
  if (!settings.ok()) return settings.error();
  model.two_way = settings.value().two_way;
  model.self_managed_opt_outs = settings.value().self_managed_opt_outs;
  model.opt_out_list = settings.value().opt_out_list;
  pool.channel = settings.value().channel;
  model.shared_routes = boolean(call.input, "SharedRoutesEnabled").value_or(model.shared_routes);
  model.deletion_protection = boolean(call.input, "DeletionProtectionEnabled").value_or(model.deletion_protection);
  account.apply_pool(pool);
  return described(call, pool);
}

// R-POL-4: protection off and at most one identity left (one place of the guide says all must be gone, another all but
// one).
OperationResult delete_pool(const OperationCall& call) {
  const auto pool = find_pool(call, required_text(call.input, "PoolId"));
  if (!pool.ok()) return pool.error();
  const std::string id = pool.value()->id;
  const PoolModel& model = call.account.model_of(*pool.value());
  if (model.deletion_protection)
    return conflict(ConflictReason::deletion_protection_enabled,
                    "Deletion protection of " + id + " is on: switch it off with UpdatePool first.", ResourceType::pool,
                    id);
  if (model.identities.size() > 1)
    return conflict(ConflictReason::resource_not_empty,
                    id + " has " + std::to_string(model.identities.size()) +
                        " origination identities: take out all but one with DisassociateOriginationIdentity first.",
                    ResourceType::pool, id);
  boost::json::object answer = described(call, *pool.value(), "DELETING");
  answer.erase("DeletionProtectionEnabled");
  call.account.tags().forget(arn_of(call, *pool.value()));
  call.account.delete_pool(id);
  return answer;
}

}  // namespace sendlab
