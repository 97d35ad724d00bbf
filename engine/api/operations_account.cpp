// The account itself: its tier and its spending limits (R-SPD, R-SBX).
#include "engine/api/members.hpp"
#include "engine/api/operations.hpp"

namespace sendlab {
namespace {

struct Named {
  std::string name;
  boost::json::object described;
};

// One page of a short list that is sorted by name.
OperationResult page(const OperationCall& call, const char* member, const std::vector<Named>& items) {
  const auto request = call.account.page_tokens().read(call.operation, call.input);
  if (!request.ok()) return request.error();
  const auto page = page_of(
      call.account.page_tokens(), request.value(), items, [](const Named& item) { return item.name; },
      [](const Named&) { return true; });
  boost::json::array list;
  for (const Named* item : page.items) list.push_back(item->described);
  boost::json::object answer{{member, std::move(list)}};
  if (!page.next_token.empty()) answer["NextToken"] = page.next_token;
  return answer;
}

// The MonthlyLimit of a request: not above what the service allows (R-SPD-6).
Result<std::int64_t, ApiError> spend_limit(const OperationCall& call, const SimulatedAccount::SpendLimit& limit) {
  const std::int64_t usd = required_integer(call.input, "MonthlyLimit");
  if (usd <= limit.most) return usd;
  return validation(ValidationReason::requested_spend_limit_higher_than_service_limit,
                    "MonthlyLimit is $" + std::to_string(usd) + ", and the account may spend $" +
                        std::to_string(limit.most) +
                        " a month at most: give that or less, or ask for more by a support case.",
                    {{"MonthlyLimit", "must be at most " + std::to_string(limit.most)}});
}

}  // namespace

OperationResult describe_account_attributes(const OperationCall& call) {
  return page(call, "AccountAttributes",
              {{"ACCOUNT_TIER", {{"Name", "ACCOUNT_TIER"}, {"Value", call.account.account().sandbox ? "SANDBOX" : "PRODUCTION"}}}});
}

// Limits are whole US dollars on this wire; a scenario's fractions are cut.
OperationResult describe_spend_limits(const OperationCall& call) {
  auto limit = [](const char* name, const SimulatedAccount::SpendLimit& of) {
    return Named{name,
                 {{"Name", name},
                  {"EnforcedLimit", of.enforced()},
                  {"MaxLimit", of.most},
                  {"Overridden", of.overridden.has_value()}}};
  };
  return page(call, "SpendLimits",
              {limit("TEXT_MESSAGE_MONTHLY_SPEND_LIMIT", call.account.text_spend_limit()),
               limit("VOICE_MESSAGE_MONTHLY_SPEND_LIMIT", call.account.voice_spend_limit())});
}

OperationResult set_text_message_spend_limit_override(const OperationCall& call) {
  const auto usd = spend_limit(call, call.account.text_spend_limit());
  if (!usd.ok()) return usd.error();
  call.account.override_text_spend_limit(usd.value());
  return boost::json::object{{"MonthlyLimit", usd.value()}};
}

OperationResult set_voice_message_spend_limit_override(const OperationCall& call) {
  const auto usd = spend_limit(call, call.account.voice_spend_limit());
  if (!usd.ok()) return usd.error();
  call.account.override_voice_spend_limit(usd.value());
  return boost::json::object{{"MonthlyLimit", usd.value()}};
}

// The answer's MonthlyLimit is the limit in force afterwards; nothing happens where none was set.
OperationResult delete_text_message_spend_limit_override(const OperationCall& call) {
  call.account.override_text_spend_limit(std::nullopt);
  return boost::json::object{{"MonthlyLimit", call.account.text_spend_limit().enforced()}};
}

OperationResult delete_voice_message_spend_limit_override(const OperationCall& call) {
  call.account.override_voice_spend_limit(std::nullopt);
  return boost::json::object{{"MonthlyLimit", call.account.voice_spend_limit().enforced()}};
}

OperationResult describe_account_limits(const OperationCall& call) {
  SimulatedAccount& account = call.account;
  const AccountQuotas& quotas = account.parts().quotas;
  RegistrationBook& book = account.registrations().book();
  auto limit = [](const char* name, std::size_t used, std::size_t most) {
    return Named{name,
                 {{"Name", name}, {"Used", static_cast<std::int64_t>(used)}, {"Max", static_cast<std::int64_t>(most)}}};
  };
  return page(call, "AccountLimits",
              {limit("CONFIGURATION_SETS", account.configuration_set_count(), quotas.configuration_sets),
               limit("OPT_OUT_LISTS", account.opt_out_lists().size(), quotas.opt_out_lists),
               limit("PHONE_NUMBERS", account.phone_numbers().size(), quotas.phone_numbers),
               limit("POOLS", account.pools().size(), quotas.pools),
               limit("REGISTRATIONS", book.registrations().size(), book.quotas().registrations),
               limit("REGISTRATION_ATTACHMENTS", book.attachments().size(), book.quotas().attachments),
               limit("SENDER_IDS", account.sender_ids().size(), quotas.sender_ids),
               limit("VERIFIED_DESTINATION_NUMBERS", account.verified_numbers().size(), quotas.verified_numbers)});
}

}  // namespace sendlab
