// Configuration sets (R-EVT, R-TYP-5).
#include <algorithm>

#include "engine/api/filters.hpp"
#include "engine/api/members.hpp"
#include "engine/api/operations.hpp"

namespace sendlab {
namespace {

boost::json::object name_of_set(const OperationCall& call, const ConfigurationSetResource& set) {
  return {{"ConfigurationSetArn", make_arn(call.account.scope(), ResourceType::configuration_set, set.name)},
          {"ConfigurationSetName", set.name}};
}

boost::json::object described(const OperationCall& call, const ConfigurationSetResource& set) {
  boost::json::array destinations;
  for (const EventDestinationResource& destination : set.destinations)
    destinations.push_back(described_destination(destination));
  boost::json::object out{
      {"ConfigurationSetArn", make_arn(call.account.scope(), ResourceType::configuration_set, set.name)},
      {"ConfigurationSetName", set.name},
      {"EventDestinations", std::move(destinations)}};
  if (set.default_message_type) out["DefaultMessageType"] = name_of(*set.default_message_type);
  if (!set.default_sender_id.empty()) out["DefaultSenderId"] = set.default_sender_id;
  out["CreatedTimestamp"] = unix_ms(set.created);
  return out;
}

}  // namespace

OperationResult create_configuration_set(const OperationCall& call) {
  const std::string_view name = required_text(call.input, "ConfigurationSetName");
  if (call.account.find_configuration_set(name) != nullptr)
    return conflict(ConflictReason::resource_already_exists,
                    "There is a configuration set '" + std::string(name) + "' already: use it, or choose another name.",
                    ResourceType::configuration_set, name);
  if (call.account.configuration_set_count() >= call.account.parts().quotas.configuration_sets)  // R-EVT-9
    return quota(QuotaReason::configuration_sets_per_account,
                 "The account has " + std::to_string(call.account.configuration_set_count()) +
                     " configuration sets, which is its quota: use one of those.");
  if (const auto error = call.account.tags().check(call.input)) return *error;
  const ConfigurationSetResource& set = call.account.add_configuration_set(std::string(name));
  const std::string arn = make_arn(call.account.scope(), ResourceType::configuration_set, set.name);
  call.account.tags().set(call.input, arn);
  return boost::json::object{{"ConfigurationSetArn", arn},
                             {"ConfigurationSetName", set.name},
                             {"Tags", tags_of(call.input)},
                             {"CreatedTimestamp", unix_ms(set.created)}};
}

OperationResult delete_configuration_set(const OperationCall& call) {
  const auto set = find_set(call, required_text(call.input, "ConfigurationSetName"));
  if (!set.ok()) return set.error();
  boost::json::object answer = described(call, *set.value());
  call.account.tags().forget(make_arn(call.account.scope(), ResourceType::configuration_set, set.value()->name));
  call.account.delete_configuration_set(*set.value());
  return answer;
}

OperationResult set_default_message_type(const OperationCall& call) {
  const auto set = find_set(call, required_text(call.input, "ConfigurationSetName"));
  if (!set.ok()) return set.error();
  set.value()->default_message_type = message_type_of(required_text(call.input, "MessageType"));
  boost::json::object answer = name_of_set(call, *set.value());
  answer["MessageType"] = required_text(call.input, "MessageType");
  return answer;
}

// The answer tells what was there.
OperationResult delete_default_message_type(const OperationCall& call) {
  const auto set = find_set(call, required_text(call.input, "ConfigurationSetName"));
  if (!set.ok()) return set.error();
  boost::json::object answer = name_of_set(call, *set.value());
  if (set.value()->default_message_type) answer["MessageType"] = name_of(*set.value()->default_message_type);
  set.value()->default_message_type.reset();
  return answer;
}

OperationResult set_default_sender_id(const OperationCall& call) {
  const auto set = find_set(call, required_text(call.input, "ConfigurationSetName"));
  if (!set.ok()) return set.error();
  set.value()->default_sender_id = required_text(call.input, "SenderId");
  boost::json::object answer = name_of_set(call, *set.value());
  answer["SenderId"] = set.value()->default_sender_id;
  return answer;
}

OperationResult delete_default_sender_id(const OperationCall& call) {
  const auto set = find_set(call, required_text(call.input, "ConfigurationSetName"));
  if (!set.ok()) return set.error();
  boost::json::object answer = name_of_set(call, *set.value());
  if (!set.value()->default_sender_id.empty()) answer["SenderId"] = set.value()->default_sender_id;
  set.value()->default_sender_id.clear();
  return answer;
}

OperationResult describe_configuration_sets(const OperationCall& call) {
  if (const auto error = names_or_filters(call.input, "ConfigurationSetNames")) return *error;
  std::vector<std::string> names;
  for (const std::string_view given : texts(call.input, "ConfigurationSetNames")) {
    const auto set = find_set(call, given);
    if (!set.ok()) return set.error();
    names.push_back(set.value()->name);
  }
  const auto filters = Filters::read(call.operation, call.input);
  if (!filters.ok()) return filters.error();
  const auto request = call.account.page_tokens().read(call.operation, call.input);
  if (!request.ok()) return request.error();
  std::vector<const ConfigurationSetResource*> sorted;  // pages go by name
  for (const ConfigurationSetResource& set : call.account.configuration_sets())
    if (!set.deleted) sorted.push_back(&set);
  std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->name < b->name; });
  auto values_of = [](const ConfigurationSetResource& set, std::string_view filter) {
    std::vector<std::string> values;
    if (filter == "default-sender-id" && !set.default_sender_id.empty()) values.push_back(set.default_sender_id);
    if (filter == "default-message-type" && set.default_message_type)
      values.emplace_back(name_of(*set.default_message_type));
    for (const EventDestinationResource& destination : set.destinations) {
      if (filter == "event-destination-name") values.push_back(destination.name);
      if (filter == "matching-event-types")
        values.insert(values.end(), destination.types.begin(), destination.types.end());
    }
    return values;
  };
  const auto page = page_of(
      call.account.page_tokens(), request.value(), sorted, [](const auto* set) { return set->name; },
      [&](const ConfigurationSetResource* set) {
        if (!names.empty() && std::find(names.begin(), names.end(), set->name) == names.end()) return false;
        return filters.value().match([&](std::string_view filter) { return values_of(*set, filter); });
      });
  boost::json::array list;
  for (const auto* set : page.items) list.push_back(described(call, **set));
  boost::json::object answer{{"ConfigurationSets", std::move(list)}};
  if (!page.next_token.empty()) answer["NextToken"] = page.next_token;
  return answer;
}

}  // namespace sendlab
