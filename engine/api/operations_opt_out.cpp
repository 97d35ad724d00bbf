// Opt-out lists and the numbers on them (R-OPT).
#include <algorithm>

#include "engine/api/filters.hpp"
#include "engine/api/members.hpp"
#include "engine/api/operations.hpp"
#include "engine/message/phone_number.hpp"

namespace sendlab {
namespace {

boost::json::object described(const OptOutList::Entry& entry) {
  return {{"OptedOutNumber", to_e164(entry.number)}, {"OptedOutTimestamp", unix_ms(entry.since)}, {"EndUserOptedOut", entry.by_end_user}};
}

}  // namespace

OperationResult create_opt_out_list(const OperationCall& call) {
  const std::string_view name = required_text(call.input, "OptOutListName");
  if (call.account.opt_out_lists().contains(name))
    return conflict(ConflictReason::resource_already_exists, "There is an opt-out list '" + std::string(name) + "' already: use it, or choose another name.", ResourceType::opt_out_list, name);
  if (call.account.opt_out_lists().size() >= call.account.parts().quotas.opt_out_lists)  // R-OPT-5: Default counts
    return quota(QuotaReason::opt_out_lists_per_account, "The account has " + std::to_string(call.account.opt_out_lists().size()) + " opt-out lists, which is its quota: use one of those.");
  const OptOutListResource& list = call.account.add_opt_out_list(std::string(name));
  return boost::json::object{{"OptOutListArn", make_arn(call.account.scope(), ResourceType::opt_out_list, list.name)},
                             {"OptOutListName", list.name},
                             {"Tags", tags_of(call.input)},
                             {"CreatedTimestamp", unix_ms(list.created)}};
}

// Putting a number again changes nothing: it keeps its timestamp.
OperationResult put_opted_out_number(const OperationCall& call) {
  const auto list = find_opt_out_list(call, required_text(call.input, "OptOutListName"));
  if (!list.ok()) return list.error();
  const auto number = phone_number(required_text(call.input, "OptedOutNumber"), "OptedOutNumber");
  if (!number.ok()) return number.error();
  OptOutList& numbers = call.account.numbers_of(*list.value());
  numbers.add(number.value(), call.account.now(), false);
  boost::json::object answer{{"OptOutListArn", make_arn(call.account.scope(), ResourceType::opt_out_list, list.value()->name)},
                             {"OptOutListName", list.value()->name}};
  for (auto& [name, value] : described(*numbers.find(number.value()))) answer[name] = value;
  return answer;
}

OperationResult describe_opted_out_numbers(const OperationCall& call) {
  const auto list = find_opt_out_list(call, required_text(call.input, "OptOutListName"));
  if (!list.ok()) return list.error();
  if (const auto error = names_or_filters(call.input, "OptedOutNumbers")) return *error;
  const OptOutList& numbers = call.account.numbers_of(*list.value());
  std::vector<PhoneNumber> wanted;
  for (const std::string_view given : texts(call.input, "OptedOutNumbers")) {
    const auto number = phone_number(given, "OptedOutNumbers");
    if (!number.ok()) return number.error();
    if (!numbers.holds(number.value())) return not_found(ResourceType::opted_out_number, given);
    wanted.push_back(number.value());
  }
  const auto filters = Filters::read(call.operation, call.input);
  if (!filters.ok()) return filters.error();
  const auto request = call.account.page_tokens().read(call.operation, call.input);
  if (!request.ok()) return request.error();
  auto key = [](const OptOutList::Entry& entry) {
    const std::string digits = std::to_string(entry.number.digits);
    return std::string(20 - digits.size(), '0') + digits;
  };
  const auto entries = numbers.entries();
  const auto page = page_of(call.account.page_tokens(), request.value(), entries, key, [&](const OptOutList::Entry& entry) {
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), entry.number) == wanted.end()) return false;
    return filters.value().match([&](std::string_view filter) {
      return filter == "end-user-opted-out" ? std::vector<std::string>{entry.by_end_user ? "true" : "false"} : std::vector<std::string>{};
    });
  });
  boost::json::array described_numbers;
  for (const OptOutList::Entry* entry : page.items) described_numbers.push_back(described(*entry));
  boost::json::object answer{{"OptOutListArn", make_arn(call.account.scope(), ResourceType::opt_out_list, list.value()->name)},
                             {"OptOutListName", list.value()->name},
                             {"OptedOutNumbers", std::move(described_numbers)}};
  if (!page.next_token.empty()) answer["NextToken"] = page.next_token;
  return answer;
}

}  // namespace sendlab
