// Opt-out lists and the numbers on them (R-OPT).
#include <algorithm>

#include "engine/api/filters.hpp"
#include "engine/api/members.hpp"
#include "engine/api/operations.hpp"
#include "engine/kernel/calendar.hpp"
#include "engine/message/phone_number.hpp"

namespace sendlab {
namespace {

boost::json::object described(const OptOutList::Entry& entry) {
  return {{"OptedOutNumber", to_e164(entry.number)},
          {"OptedOutTimestamp", unix_ms(entry.since)},
          {"EndUserOptedOut", entry.by_end_user}};
}

boost::json::object described(const OperationCall& call, const OptOutListResource& list) {
  return {{"OptOutListArn", make_arn(call.account.scope(), ResourceType::opt_out_list, list.name)},
          {"OptOutListName", list.name},
          {"CreatedTimestamp", unix_ms(list.created)}};
}

// The id of something that sends by the list; empty: nothing does.
std::string user_of_list(const OperationCall& call, std::uint16_t list) {
  for (const PhoneNumberResource& number : call.account.phone_numbers())
    if (call.account.model_of(number).opt_out_list == list) return number.id;
  for (const PoolResource& pool : call.account.pools())
    if (call.account.model_of(pool).opt_out_list == list) return pool.id;
  return {};
}

// All that send by the list are toll-free numbers: then the opt-outs of its recipients are the network's (R-OPT-7).
bool is_toll_free_only(const OperationCall& call, std::uint16_t list) {
  bool any = false;
  for (const PhoneNumberResource& number : call.account.phone_numbers()) {
    const NumberModel& model = call.account.model_of(number);
    if (model.opt_out_list != list || model.type == NumberType::simulator) continue;
    if (model.type != NumberType::toll_free) return false;
    any = true;
  }
  return any;
}

}  // namespace

OperationResult create_opt_out_list(const OperationCall& call) {
  const std::string_view name = required_text(call.input, "OptOutListName");
  if (call.account.opt_out_lists().contains(name))
    return conflict(ConflictReason::resource_already_exists,
                    "There is an opt-out list '" + std::string(name) + "' already: use it, or choose another name.",
                    ResourceType::opt_out_list, name);
  if (call.account.opt_out_lists().size() >= call.account.parts().quotas.opt_out_lists)  // R-OPT-5: Default counts
    return quota(QuotaReason::opt_out_lists_per_account, "The account has " +
                                                             std::to_string(call.account.opt_out_lists().size()) +
                                                             " opt-out lists, which is its quota: use one of those.");
  if (const auto error = call.account.tags().check(call.input)) return *error;
  const OptOutListResource& list = call.account.add_opt_out_list(std::string(name));
  boost::json::object answer = described(call, list);
  call.account.tags().set(call.input, make_arn(call.account.scope(), ResourceType::opt_out_list, list.name));
  answer["Tags"] = tags_of(call.input);
  return answer;
}

OperationResult describe_opt_out_lists(const OperationCall& call) {
  std::vector<std::string> names;
  for (const std::string_view given : texts(call.input, "OptOutListNames")) {
    const auto list = find_opt_out_list(call, given);
    if (!list.ok()) return list.error();
    names.push_back(list.value()->name);
  }
  const auto request = call.account.page_tokens().read(call.operation, call.input);
  if (!request.ok()) return request.error();
  std::vector<OptOutListResource> lists;  // by name
  for (const auto& [name, list] : call.account.opt_out_lists()) lists.push_back(list);
  const bool shared = text(call.input, "Owner") == std::string_view("SHARED");  // nobody shares lists with this account
  const auto page = page_of(
      call.account.page_tokens(), request.value(), lists, [](const OptOutListResource& list) { return list.name; },
      [&](const OptOutListResource& list) {
        return !shared && (names.empty() || std::find(names.begin(), names.end(), list.name) != names.end());
      });
  boost::json::array found;
  for (const OptOutListResource* list : page.items) found.push_back(described(call, *list));
  boost::json::object answer{{"OptOutLists", std::move(found)}};
  if (!page.next_token.empty()) answer["NextToken"] = page.next_token;
  return answer;
}

// R-OPT-12: its numbers go with it; one that a number or pool uses stays, and so does Default (R-OPT-5).
OperationResult delete_opt_out_list(const OperationCall& call) {
  const auto list = find_opt_out_list(call, required_text(call.input, "OptOutListName"));
  if (!list.ok()) return list.error();
  const OptOutListResource found = *list.value();
  if (found.name == "Default")
    return conflict(ConflictReason::resource_deletion_not_allowed,
                    "Every account has the opt-out list Default: it cannot be deleted.", ResourceType::opt_out_list,
                    found.name);
  if (const std::string user = user_of_list(call, found.list); !user.empty())
    return conflict(ConflictReason::resource_not_empty,
                    "The opt-out list '" + found.name + "' is in use by " + user + ": give that another list first.",
                    ResourceType::opt_out_list, found.name);
  call.account.tags().forget(make_arn(call.account.scope(), ResourceType::opt_out_list, found.name));
  call.account.delete_opt_out_list(found.name);
  return described(call, found);
}

// Putting a number again changes nothing: it keeps its timestamp.
OperationResult put_opted_out_number(const OperationCall& call) {
  const auto list = find_opt_out_list(call, required_text(call.input, "OptOutListName"));
  if (!list.ok()) return list.error();
  const auto number = phone_number(required_text(call.input, "OptedOutNumber"), "OptedOutNumber");
  if (!number.ok()) return number.error();
  OptOutList& numbers = call.account.numbers_of(*list.value());
  numbers.add(number.value(), call.account.now(), false);
  boost::json::object answer{
      {"OptOutListArn", make_arn(call.account.scope(), ResourceType::opt_out_list, list.value()->name)},
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
  const auto page =
      page_of(call.account.page_tokens(), request.value(), entries, key, [&](const OptOutList::Entry& entry) {
        if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), entry.number) == wanted.end()) return false;
        return filters.value().match([&](std::string_view filter) {
          return filter == "end-user-opted-out" ? std::vector<std::string>{entry.by_end_user ? "true" : "false"}
                                                : std::vector<std::string>{};
        });
      });
  boost::json::array described_numbers;
  for (const OptOutList::Entry* entry : page.items) described_numbers.push_back(described(*entry));
  boost::json::object answer{
      {"OptOutListArn", make_arn(call.account.scope(), ResourceType::opt_out_list, list.value()->name)},
      {"OptOutListName", list.value()->name},
      {"OptedOutNumbers", std::move(described_numbers)}};
  if (!page.next_token.empty()) answer["NextToken"] = page.next_token;
  return answer;
}

// R-OPT-11: once in 30 days for each number of a list. Who opted out on a toll-free number opts in there only
// (R-OPT-7).
OperationResult delete_opted_out_number(const OperationCall& call) {
  const auto list = find_opt_out_list(call, required_text(call.input, "OptOutListName"));
  if (!list.ok()) return list.error();
  const auto number = phone_number(required_text(call.input, "OptedOutNumber"), "OptedOutNumber");
  if (!number.ok()) return number.error();
  OptOutList& numbers = call.account.numbers_of(*list.value());
  const auto entry = numbers.find(number.value());
  if (!entry) return not_found(ResourceType::opted_out_number, to_e164(number.value()));
  auto refuse = [&](const std::string& why) {
    return validation(ValidationReason::phone_number_cannot_be_opted_in,
                      to_e164(number.value()) + " cannot be deleted from the list: " + why,
                      {{"OptedOutNumber", "must be one that can be opted in"}});
  };
  const Duration wait = call.account.parts().quotas.opted_out_number_stays;
  if (const auto last = call.account.last_opt_in(list.value()->list, number.value());
      last && call.account.now() < *last + wait)
    return refuse("that was done at " + to_rfc3339(*last) + ", and it can be done once in " +
                  std::to_string(wait / std::chrono::hours{24}) + " days.");
  if (entry->by_end_user && is_toll_free_only(call, list.value()->list))
    return refuse("its owner opted out at the toll-free network and must text UNSTOP or START to the number.");
  call.account.note_opt_in(list.value()->list, number.value());
  numbers.remove(number.value());
  boost::json::object answer{
      {"OptOutListArn", make_arn(call.account.scope(), ResourceType::opt_out_list, list.value()->name)},
      {"OptOutListName", list.value()->name}};
  for (auto& [name, value] : described(*entry)) answer[name] = value;
  return answer;
}

}  // namespace sendlab
