// Sender IDs: request, describe, update, release (R-ORG-22, R-ORG-23, R-ORG-26).
#include <algorithm>

#include "engine/api/filters.hpp"
#include "engine/api/members.hpp"
#include "engine/api/operations.hpp"
#include "engine/kernel/ascii.hpp"

namespace sendlab {
namespace {

boost::json::object described(const OperationCall& call, const SenderIdResource& sender) {
  boost::json::array types;
  for (const MessageType type : sender.types) types.emplace_back(name_of(type));
  return {{"SenderIdArn",
           make_arn(call.account.scope(), ResourceType::sender_id, sender_id_key(sender.sender_id, sender.iso))},
          {"SenderId", sender.sender_id},
          {"IsoCountryCode", sender.iso},
          {"MessageTypes", std::move(types)},
          {"MonthlyLeasingPrice", sender.monthly_price},
          {"DeletionProtectionEnabled", sender.deletion_protection},
          {"Registered", sender.registered}};
}

bool all_of(std::string_view text, bool (*is)(char)) { return std::all_of(text.begin(), text.end(), is); }

ApiError bad_format(std::string_view sender_id, const std::string& must) {
  return validation(ValidationReason::invalid_parameter, "SenderId '" + std::string(sender_id) + "' " + must + ".",
                    {{"SenderId", must}});
}

// What the country wants of a sender ID. India has rules of its own (R-ORG-23, R-ORG-26).
std::optional<ApiError> wrong_format(std::string_view id, std::string_view iso, const std::vector<MessageType>& types) {
  if (iso == "IN") {
    for (const MessageType type : types) {
      const bool promotional = type == MessageType::promotional;
      if (id.size() != 6 || !all_of(id, promotional ? is_digit : is_letter))
        return bad_format(id, promotional ? "must be six digits for promotional messages in India"
                                          : "must be six letters for transactional messages in India");
    }
    return std::nullopt;
  }
  if (id.size() < 3)
    return bad_format(id, "must have 3 to 11 characters");  // R-ORG-22; the shape has checked the other end
  if (id.find('_') != id.npos) return bad_format(id, "must have letters, digits and - only");
  if (all_of(id, is_digit)) return bad_format(id, "must not be digits alone");
  return std::nullopt;
}

std::optional<CountryId> country_of(const OperationCall& call, std::string_view iso) {
  const auto& countries = call.account.parts().model.countries;
  const auto found =
      std::find_if(countries.begin(), countries.end(), [&](const CountryModel& c) { return c.iso == iso; });
  if (found == countries.end()) return std::nullopt;
  return CountryId{static_cast<std::uint16_t>(found - countries.begin())};
}

// By the members SenderId (a name or an ARN) and IsoCountryCode of `from`.
Result<SenderIdResource*, ApiError> find(const OperationCall& call, const boost::json::object& from) {
  const auto name =
      resource_id(call.account.scope(), ResourceType::sender_id, required_text(from, "SenderId"), "SenderId");
  if (!name.ok()) return name.error();
  const std::string_view iso = required_text(from, "IsoCountryCode");
  const bool is_key = name.value().find('/') != std::string::npos;
  const std::string key = is_key ? name.value() : sender_id_key(name.value(), iso);
  if (is_key && !name.value().ends_with("/" + std::string(iso)))
    return validation(
        ValidationReason::country_code_mismatch,
        "IsoCountryCode is " + std::string(iso) + ", and the sender ID is one of another country: give that one's.",
        {{"IsoCountryCode", "must be the sender ID's"}});
  SenderIdResource* sender = call.account.find_sender_id(key);
  if (sender == nullptr) return not_found(ResourceType::sender_id, key);
  return sender;
}

bool is_in_pool(SimulatedAccount& account, const SenderIdResource& sender) {
  return std::any_of(account.pools().begin(), account.pools().end(), [&](const PoolResource& pool) {
    const auto& members = account.model_of(pool).identities;
    return std::find(members.begin(), members.end(), sender.number) != members.end();
  });
}

}  // namespace

OperationResult request_sender_id(const OperationCall& call) {
  SimulatedAccount& account = call.account;
  const std::string_view id = required_text(call.input, "SenderId"), iso = required_text(call.input, "IsoCountryCode");
  std::vector<MessageType> types;
  for (const std::string_view type : texts(call.input, "MessageTypes")) {
    types.push_back(*message_type_of(type));
    if (std::count(types.begin(), types.end(), types.back()) > 1)
      return validation(ValidationReason::invalid_parameter,
                        "MessageTypes has " + std::string(type) + " twice: give it once.",
                        {{"MessageTypes", "must have each type once"}});
  }
  if (types.empty()) types = {MessageType::transactional, MessageType::promotional};
  if (const auto error = wrong_format(id, iso, types)) return *error;
  const auto country = country_of(call, iso);
  if (!country)
    return validation(ValidationReason::invalid_parameter,
                      "The service does not send to the country " + std::string(iso) + ": give one of its list.",
                      {{"IsoCountryCode", "must be a country of the service's list"}});
  const CountryModel& model = account.parts().model.countries[country->index];
  if (!model.sender_ids && !model.sender_id_registration)
    return validation(ValidationReason::sender_id_not_supported,
                      "There are no sender IDs in " + std::string(iso) + ": send from a phone number.",
                      {{"IsoCountryCode", "must be a country with sender IDs"}});
  const bool registered = account.cases().has_sender_id(id, iso);
  if (model.sender_id_registration && !registered)
    return validation(
        ValidationReason::sender_id_requires_registration,
        "Sender IDs of " + std::string(iso) + " must be registered: they come by a registration or a support case.",
        {{"IsoCountryCode", "must be a country whose sender IDs need no registration"}});
  const std::string key = sender_id_key(id, iso);
  if (account.find_sender_id(key) != nullptr)
    return conflict(ConflictReason::resource_already_exists,
                    "The account has the sender ID '" + std::string(id) + "' of " + std::string(iso) + " already.",
                    ResourceType::sender_id, key);
  if (account.sender_ids().size() >= account.parts().quotas.sender_ids)
    return quota(QuotaReason::sender_ids_per_account,
                 "The account has " + std::to_string(account.sender_ids().size()) +
                     " sender IDs, which is its quota: release one with ReleaseSenderId.");
  if (const auto error = account.tags().check(call.input)) return *error;
  SenderIdResource& made = account.add_sender_id(std::string(id), *country, std::move(types), registered);
  made.deletion_protection = boolean(call.input, "DeletionProtectionEnabled").value_or(false);
  account.tags().set(call.input, make_arn(account.scope(), ResourceType::sender_id, key));
  boost::json::object answer = described(call, made);
  answer["Tags"] = tags_of(call.input);
  return answer;
}

OperationResult describe_sender_ids(const OperationCall& call) {
  if (!objects(call.input, "SenderIds").empty() && !objects(call.input, "Filters").empty())
    return validation(ValidationReason::parameters_cannot_be_used_together,
                      "SenderIds and Filters cannot be used together: give one of them.",
                      {{"SenderIds", "give these or Filters"}, {"Filters", "give these or SenderIds"}});
  std::vector<const SenderIdResource*> wanted;
  for (const boost::json::object* given : objects(call.input, "SenderIds")) {
    const auto sender = find(call, *given);
    if (!sender.ok()) return sender.error();
    wanted.push_back(sender.value());
  }
  const auto filters = Filters::read(call.operation, call.input);
  if (!filters.ok()) return filters.error();
  const auto request = call.account.page_tokens().read(call.operation, call.input);
  if (!request.ok()) return request.error();
  std::vector<const SenderIdResource*> sorted;  // pages go by name and country
  for (const SenderIdResource& sender : call.account.sender_ids()) sorted.push_back(&sender);
  auto key = [](const SenderIdResource* sender) { return sender_id_key(sender->sender_id, sender->iso); };
  std::sort(sorted.begin(), sorted.end(), [&](const auto* a, const auto* b) { return key(a) < key(b); });
  auto values_of = [](const SenderIdResource& sender, std::string_view filter) -> std::vector<std::string> {
    if (filter == "sender-id") return {sender.sender_id};
    if (filter == "iso-country-code") return {sender.iso};
    if (filter == "deletion-protection-enabled") return {filter_value(sender.deletion_protection)};
    if (filter == "registered") return {filter_value(sender.registered)};
    std::vector<std::string> types;
    for (const MessageType type : sender.types) types.emplace_back(name_of(type));
    return types;
  };
  const bool shared =
      text(call.input, "Owner") == std::string_view("SHARED");  // nobody shares sender IDs with this account
  const auto page =
      page_of(call.account.page_tokens(), request.value(), sorted, key, [&](const SenderIdResource* sender) {
        if (shared || (!wanted.empty() && std::find(wanted.begin(), wanted.end(), sender) == wanted.end()))
          return false;
        return filters.value().match([&](std::string_view filter) { return values_of(*sender, filter); });
      });
  boost::json::array list;
  for (const auto* sender : page.items) list.push_back(described(call, **sender));
  boost::json::object answer{{"SenderIds", std::move(list)}};
  if (!page.next_token.empty()) answer["NextToken"] = page.next_token;
  return answer;
}

OperationResult update_sender_id(const OperationCall& call) {
  const auto sender = find(call, call.input);
  if (!sender.ok()) return sender.error();
  sender.value()->deletion_protection =
      boolean(call.input, "DeletionProtectionEnabled").value_or(sender.value()->deletion_protection);
  return described(call, *sender.value());
}

OperationResult release_sender_id(const OperationCall& call) {
  const auto sender = find(call, call.input);
  if (!sender.ok()) return sender.error();
  const std::string key = sender_id_key(sender.value()->sender_id, sender.value()->iso);
  if (sender.value()->deletion_protection)
    return conflict(ConflictReason::deletion_protection_enabled,
                    "Deletion protection of the sender ID " + key + " is on: switch it off with UpdateSenderId first.",
                    ResourceType::sender_id, key);
  if (is_in_pool(call.account, *sender.value()))
    return conflict(ConflictReason::sender_id_associated_to_pool,
                    "The sender ID " + key + " is in a pool: take it out with DisassociateOriginationIdentity first.",
                    ResourceType::sender_id, key);
  boost::json::object answer = described(call, *sender.value());
  answer.erase("DeletionProtectionEnabled");
  call.account.tags().forget(make_arn(call.account.scope(), ResourceType::sender_id, key));
  call.account.release_sender_id(key);
  return answer;
}

}  // namespace sendlab
