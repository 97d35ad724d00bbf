// Phone numbers: describe, request, release (R-NUM).
#include <algorithm>

#include "engine/api/filters.hpp"
#include "engine/api/members.hpp"
#include "engine/api/pool_identity.hpp"
#include "engine/api/receiving_settings.hpp"
#include "engine/api/registration_answers.hpp"
#include "engine/message/phone_number.hpp"

namespace sendlab {
namespace {

// Null: it belongs to none.
boost::json::value registration_id(SimulatedAccount& account, std::string_view number) {
  const Registration* registration = account.registrations().registration_of(number);
  return registration == nullptr ? boost::json::value(nullptr) : boost::json::value(registration->id);
}

boost::json::object described(const OperationCall& call, const PhoneNumberResource& number) {
  SimulatedAccount& account = call.account;
  const NumberModel& model = account.model_of(number);
  boost::json::array capabilities;
  for (const std::string_view name : capabilities_of(model)) capabilities.emplace_back(name);
  boost::json::object out{{"PhoneNumberArn", make_arn(account.scope(), ResourceType::phone_number, number.id)},
          {"PhoneNumberId", number.id},
          {"PhoneNumber", to_e164(model.number)},
          {"Status", account.status_of(number)},
          {"IsoCountryCode", account.parts().model.countries[model.country.index].iso},
          {"MessageType", name_of(model.message_type)},
          {"NumberCapabilities", std::move(capabilities)},
          {"NumberType", name_of(model.type)},
          {"MonthlyLeasingPrice", number.monthly_price},
          {"TwoWayEnabled", model.two_way}};
  put_channel(out, number.channel);
  out["SelfManagedOptOutsEnabled"] = model.self_managed_opt_outs;
  out["OptOutListName"] = account.name_of_list(model.opt_out_list);
  out["DeletionProtectionEnabled"] = number.deletion_protection;
  if (const PoolResource* pool = model.pool == no_pool ? nullptr : account.find_pool(model.pool))
    out["PoolId"] = pool->id;
  if (auto id = registration_id(account, number.id); !id.is_null()) out["RegistrationId"] = std::move(id);
  out["RegistrationId"] = registration_id(account, number.id);
  out["CreatedTimestamp"] = unix_ms(number.created);
  return out;
}

// What the number has under a filter's name.
std::vector<std::string> values_of(const OperationCall& call, const PhoneNumberResource& number,
                                   std::string_view filter) {
  const NumberModel& model = call.account.model_of(number);
  if (filter == "status") return {std::string(call.account.status_of(number))};
  if (filter == "iso-country-code") return {call.account.parts().model.countries[model.country.index].iso};
  if (filter == "message-type") return {std::string(name_of(model.message_type))};
  if (filter == "number-capability") {
    const auto names = capabilities_of(model);
    return {names.begin(), names.end()};
  }
  if (filter == "number-type") return {std::string(name_of(model.type))};
  if (filter == "two-way-enabled") return {filter_value(model.two_way)};
  if (filter == "self-managed-opt-outs-enabled") return {filter_value(model.self_managed_opt_outs)};
  if (filter == "opt-out-list-name") return {call.account.name_of_list(model.opt_out_list)};
  if (filter == "deletion-protection-enabled") return {filter_value(number.deletion_protection)};
  if (filter == "two-way-channel-arn" && !number.channel.arn.empty()) return {number.channel.arn};
  return {};
}

// The registration that a requested number shall belong to; null: none is named.
Result<Registration*, ApiError> registration_for(const OperationCall& call) {
  const auto given = text(call.input, "RegistrationId");
  if (!given) return static_cast<Registration*>(nullptr);
  return find_registration(call, *given);
}

// Numbers keep their place in the model for ever.
std::string page_key(const PhoneNumberResource& number) { return page_key_of(number.number.index); }

// The number is in a pool, and `instead` is what to do.
std::optional<ApiError> in_pool(const OperationCall& call, const PhoneNumberResource& number,
                                const std::string& instead) {
  const PoolId id = call.account.model_of(number).pool;
  if (id == no_pool) return std::nullopt;
  const PoolResource* pool = call.account.find_pool(id);
  return conflict(ConflictReason::phone_number_associated_to_pool,
                  number.id + " is in the pool " + (pool == nullptr ? "" : pool->id) + ": " + instead + ".",
                  ResourceType::phone_number, number.id);
}

}  // namespace

OperationResult describe_phone_numbers(const OperationCall& call) {
  if (const auto error = names_or_filters(call.input, "PhoneNumberIds")) return *error;
  std::vector<std::string> ids;
  for (const std::string_view given : texts(call.input, "PhoneNumberIds")) {
    auto id = resource_id(call.account.scope(), ResourceType::phone_number, given, "PhoneNumberIds");
    if (!id.ok()) return id.error();
    if (call.account.find_number(std::string_view(id.value())) == nullptr)
      return not_found(ResourceType::phone_number, id.value());
    ids.push_back(std::move(id).value());
  }
  const auto filters = Filters::read(call.operation, call.input);
  if (!filters.ok()) return filters.error();
  const auto request = call.account.page_tokens().read(call.operation, call.input);
  if (!request.ok()) return request.error();
  const bool shared =
      text(call.input, "Owner") == std::string_view("SHARED");  // nobody shares numbers with this account
  const auto page =
      page_of(call.account.page_tokens(), request.value(), call.account.phone_numbers(), page_key,
              [&](const PhoneNumberResource& n) {
                if (shared || (!ids.empty() && std::find(ids.begin(), ids.end(), n.id) == ids.end())) return false;
                return filters.value().match([&](std::string_view filter) { return values_of(call, n, filter); });
              });
  boost::json::array list;
  for (const PhoneNumberResource* number : page.items) list.push_back(described(call, *number));
  boost::json::object answer{{"PhoneNumbers", std::move(list)}};
  if (!page.next_token.empty()) answer["NextToken"] = page.next_token;
  return answer;
}

OperationResult request_phone_number(const OperationCall& call) {
  SimulatedAccount& account = call.account;
  bool sms = false, voice = false;
  for (const std::string_view capability : texts(call.input, "NumberCapabilities")) {
    if (capability != "SMS" && capability != "VOICE")
      return not_modelled(call.operation.name, "NumberCapabilities", capability);
    (capability == "SMS" ? sms : voice) = true;
  }
  if (voice && !account.account().has_voice)  // R-REL-2
    return validation(ValidationReason::voice_capability_not_available,
                      "The Region " + account.account().region +
                          " has no voice channel: request the number without VOICE, or in a Region that has it.");
  if (boolean(call.input, "InternationalSendingEnabled").value_or(false))
    return not_modelled(call.operation.name, "InternationalSendingEnabled");
  PoolResource* pool = nullptr;
  if (const auto given = text(call.input, "PoolId"); given && !given->empty()) {
    const auto found = find_pool(call, *given);
    if (!found.ok()) return found.error();
    pool = found.value();
  }
  const auto registration = registration_for(call);
  if (!registration.ok()) return registration.error();
  const auto list = find_opt_out_list(call, text(call.input, "OptOutListName").value_or("Default"));
  if (!list.ok()) return list.error();
  if (account.phone_numbers().size() >= account.parts().quotas.phone_numbers)  // R-NUM-14
    return quota(QuotaReason::phone_numbers_per_account,
                 "The account has " + std::to_string(account.phone_numbers().size()) +
                     " phone numbers, which is its quota: release one with ReleasePhoneNumber.");
  const MessageType message_type =
      required_text(call.input, "MessageType") == "PROMOTIONAL" ? MessageType::promotional : MessageType::transactional;
  auto offer = account.parts().catalogue.offer(required_text(call.input, "IsoCountryCode"),
                                               *number_type_of(required_text(call.input, "NumberType")), message_type,
                                               sms, voice);
  if (!offer.ok())
    return validation(ValidationReason::invalid_parameter,
                      offer.error().what + ": " + offer.error().where + " " + offer.error().fix + ".",
                      {{offer.error().where, offer.error().fix}});
  if (const auto error = account.tags().check(call.input)) return *error;
  PhoneNumberResource& number = account.add_number(std::move(offer).value(), list.value()->list,
                                                   boolean(call.input, "DeletionProtectionEnabled").value_or(false));
  if (registration.value() != nullptr)
    if (const auto refused = account.registrations().join(*registration.value(), number)) {
      account.take_back(number);
      return *refused;
    }
  if (pool != nullptr) {  // R-POL-2: as any other number, which its own settings may not let in
    if (const auto error = cannot_join(call, *pool, {number.number, &number, nullptr, number.id, "", ""})) {
      account.take_back(number);
      return *error;
    }
    account.join(*pool, number.number);
  }
  account.tags().set(call.input, make_arn(account.scope(), ResourceType::phone_number, number.id));
  boost::json::object answer = described(call, number);
  answer["Status"] = "PENDING";  // R-NUM-1: every request begins there
  answer["Tags"] = tags_of(call.input);
  return answer;
}

OperationResult update_phone_number(const OperationCall& call) {
  SimulatedAccount& account = call.account;
  const auto id = resource_id(account.scope(), ResourceType::phone_number, required_text(call.input, "PhoneNumberId"),
                              "PhoneNumberId");
  if (!id.ok()) return id.error();
  PhoneNumberResource* number = account.find_number(std::string_view(id.value()));
  if (number == nullptr) return not_found(ResourceType::phone_number, id.value());
  if (const auto error = in_pool(call, *number, "change the pool with UpdatePool, and all its numbers change with it"))
    return *error;  // R-POL-3
  if (boolean(call.input, "InternationalSendingEnabled").value_or(false))
    return not_modelled(call.operation.name, "InternationalSendingEnabled");
  NumberModel& model = account.settings_of(*number);
  const auto settings = wanted_settings(
      call, {model.two_way, model.self_managed_opt_outs, model.opt_out_list, number->channel}, {model.country});
  if (!settings.ok()) return settings.error();
  model.two_way = settings.value().two_way;
  model.self_managed_opt_outs = settings.value().self_managed_opt_outs;
  model.opt_out_list = settings.value().opt_out_list;
  number->channel = settings.value().channel;
  number->deletion_protection = boolean(call.input, "DeletionProtectionEnabled").value_or(number->deletion_protection);
  account.apply_keywords(*number);
  return described(call, *number);
}

OperationResult release_phone_number(const OperationCall& call) {
  const auto id = resource_id(call.account.scope(), ResourceType::phone_number,
                              required_text(call.input, "PhoneNumberId"), "PhoneNumberId");
  if (!id.ok()) return id.error();
  const PhoneNumberResource* number = call.account.find_number(std::string_view(id.value()));
  if (number == nullptr) return not_found(ResourceType::phone_number, id.value());
  if (const auto error = in_pool(call, *number, "take it out with DisassociateOriginationIdentity first"))
    return *error;
  if (number->deletion_protection)  // R-NUM-8
    return conflict(ConflictReason::deletion_protection_enabled,
                    "Deletion protection of " + id.value() + " is on: switch it off with UpdatePhoneNumber first.",
                    ResourceType::phone_number, id.value());
  if (call.account.model_of(*number).type == NumberType::ten_dlc &&
      call.account.status_of(*number) != "ACTIVE")  // R-NUM-9
    return conflict(ConflictReason::resource_not_active,
                    "A 10DLC number can be released when it is ACTIVE, " + id.value() + " is " +
                        std::string(call.account.status_of(*number)) +
                        (call.account.model_of(*number).active_from == never ? ": it waits for its registration."
                                                                             : ": wait until it is."),
                    ResourceType::phone_number, id.value());
  boost::json::object answer = described(call, *number);
  answer["Status"] = "DELETED";
  answer.erase("DeletionProtectionEnabled");
  call.account.tags().forget(make_arn(call.account.scope(), ResourceType::phone_number, id.value()));
  call.account.release(id.value());
  return answer;
}

}  // namespace sendlab
