// The account itself: its tier and its spending limits (R-SPD, R-SBX).
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
  const auto page = page_of(call.account.page_tokens(), request.value(), items, [](const Named& item) { return item.name; },
                            [](const Named&) { return true; });
  boost::json::array list;
  for (const Named* item : page.items) list.push_back(item->described);
  boost::json::object answer{{member, std::move(list)}};
  if (!page.next_token.empty()) answer["NextToken"] = page.next_token;
  return answer;
}

}  // namespace

OperationResult describe_account_attributes(const OperationCall& call) {
  return page(call, "AccountAttributes",
              {{"ACCOUNT_TIER", {{"Name", "ACCOUNT_TIER"}, {"Value", call.account.account().sandbox ? "SANDBOX" : "PRODUCTION"}}}});
}

// Limits are whole US dollars on this wire; a scenario's fractions are cut.
OperationResult describe_spend_limits(const OperationCall& call) {
  auto limit = [](const char* name, UsdMicros usd) {
    const std::int64_t whole = usd.count / 1'000'000;
    return Named{name, {{"Name", name}, {"EnforcedLimit", whole}, {"MaxLimit", whole}, {"Overridden", false}}};
  };
  return page(call, "SpendLimits",
              {limit("TEXT_MESSAGE_MONTHLY_SPEND_LIMIT", call.account.account().monthly_spend_limit),
               limit("VOICE_MESSAGE_MONTHLY_SPEND_LIMIT", call.account.account().monthly_voice_spend_limit)});
}

}  // namespace sendlab
