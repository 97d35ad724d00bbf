#include "engine/api/send_origination.hpp"

#include <algorithm>

#include "engine/api/members.hpp"
#include "engine/message/sender_id.hpp"

namespace sendlab {
namespace {

NumberId row_of_sender_id(const OperationCall& call, std::string_view text, std::optional<CountryId> country) {
  const auto& parts = call.account.parts();
  for (std::uint32_t n = 0; n < parts.model.numbers.size(); ++n) {
    const NumberModel& row = parts.model.numbers[n];
    if (row.type == NumberType::sender_id && row.account == parts.account && row.name == text &&
        row.active_from != never && (!country || row.country == *country))
      return NumberId{n};
  }
  return no_number;
}

NumberId add_sender_id(const OperationCall& call, std::string_view text, CountryId country, bool registered) {
  const auto& parts = call.account.parts();
  NumberModel model = parts.catalogue.sender_id(country).model;
  model.name = text;
  model.account = parts.account;
  model.active_from = call.account.now();
  model.registered = registered;
  model.any_message_type = true;
  const auto list = call.account.opt_out_lists().find("Default");
  if (list != call.account.opt_out_lists().end()) model.opt_out_list = list->second.list;
  parts.model.numbers.push_back(std::move(model));
  parts.service.number_added();
  return NumberId{static_cast<std::uint32_t>(parts.model.numbers.size() - 1)};
}

std::optional<ApiError> impossible_sender_id(std::string_view text, std::string_view iso) {
  const auto fault = sender_id_fault(text, iso, std::nullopt);
  if (!fault) return std::nullopt;
  return validation(ValidationReason::invalid_parameter,
                    "The sender ID '" + std::string(text) + "' " + fault->what + ": " + fault->fix + ".",
                    {{"OriginationIdentity", fault->fix}});
}

// The service finds out what handsets of the country see of it.
Result<SendOrigination, ApiError> sender_id(const OperationCall& call, std::string_view text, const Destination& to) {
  if (to.carrier == no_carrier) return SendOrigination{};  // refused for its destination
  const CountryModel& country = call.account.parts().model.countries[to.country.index];
  if (!country.sender_ids || country.us_rules) {  // R-ORG-11: it changes nothing, but it must be one
    const NumberId known = row_of_sender_id(call, text, std::nullopt);
    if (known == no_number && has(call.input, "OriginationIdentity"))
      if (const auto error = impossible_sender_id(text, country.iso)) return *error;
    return SendOrigination{known, no_pool};
  }
  if (const NumberId declared = row_of_sender_id(call, text, to.country); declared != no_number)
    return SendOrigination{declared, no_pool};
  if (const auto error = impossible_sender_id(text, country.iso)) return *error;
  if (!country.unregistered_shown_as.empty() &&
      row_of_sender_id(call, country.unregistered_shown_as, to.country) == no_number)
    add_sender_id(call, country.unregistered_shown_as, to.country, false);
  const bool needs_nothing = (!country.sender_id_registration && country.unregistered_shown_as.empty()) ||
                             call.account.cases().has_sender_id(text, country.iso);
  return SendOrigination{add_sender_id(call, text, to.country, needs_nothing), no_pool};
}

}  // namespace

const PhoneNumberResource* number_with(const OperationCall& call, std::string_view digits) {
  if (digits.size() > 15) return nullptr;
  std::uint64_t number = 0;
  for (const char c : digits) number = number * 10 + static_cast<std::uint64_t>(c - '0');
  return call.account.find_number(PhoneNumber{number});
}

const PoolResource* find_named_pool(const OperationCall& call, std::string_view text) {
  const auto& model = call.account.parts().model;
  for (const PoolResource& pool : call.account.pools())
    if (pool.id == text || model.pools[pool.pool.index].name == text) return &pool;
  return nullptr;
}

Result<SendOrigination, ApiError> send_origination(const OperationCall& call, const Destination& to,
                                                   std::string_view default_sender_id) {
  SimulatedAccount& account = call.account;
  const auto given = text(call.input, "OriginationIdentity");
  if (!given)
    return default_sender_id.empty() ? Result<SendOrigination, ApiError>(SendOrigination{})
                                     : sender_id(call, default_sender_id, to);
  const auto name = origination_name(account.scope(), *given);
  if (!name.ok()) return name.error();
  if (const PoolResource* pool = find_named_pool(call, name.value().text); pool != nullptr)
    return SendOrigination{no_number, pool->pool};
  const PhoneNumberResource* number = nullptr;
  switch (name.value().kind) {
    case OriginationName::Kind::digits:
      number = number_with(call, name.value().text);
      if (number == nullptr) {
        // India's promotional sender IDs look like short codes (R-ORG-26).
        if (row_of_sender_id(call, name.value().text, std::nullopt) != no_number)
          return sender_id(call, name.value().text, to);
        return not_found(ResourceType::phone_number, *given);
      }
      break;
    case OriginationName::Kind::phone_number_id:
      number = account.find_number(std::string_view(name.value().text));
      break;
    case OriginationName::Kind::pool_id: return not_found(ResourceType::pool, name.value().text);
    case OriginationName::Kind::sender_id:
      if (const std::string& iso = name.value().iso_country_code; !iso.empty())  // an ARN names what was requested
        if (const std::string key = sender_id_key(name.value().text, iso); account.find_sender_id(key) == nullptr)
          return not_found(ResourceType::sender_id, key);
      return sender_id(call, name.value().text, to);
  }
  if (number == nullptr) return not_found(ResourceType::phone_number, name.value().text);
  return SendOrigination{number->number, no_pool};
}

}  // namespace sendlab
