// Configuration sets and their event destinations (R-EVT).
#include <algorithm>

#include "engine/api/filters.hpp"
#include "engine/api/members.hpp"
#include "engine/api/operations.hpp"

namespace sendlab {
namespace {

boost::json::object described(const EventDestinationResource& destination) {
  boost::json::array types;
  for (const std::string& type : destination.types) types.emplace_back(type);
  boost::json::object out{{"EventDestinationName", destination.name}, {"Enabled", destination.enabled}, {"MatchingEventTypes", std::move(types)}};
  switch (destination.kind) {
    case EventDestinationResource::Kind::sns:
      out["SnsDestination"] = {{"TopicArn", destination.arn}};
      break;
    case EventDestinationResource::Kind::firehose:
      out["KinesisFirehoseDestination"] = {{"IamRoleArn", destination.role_arn}, {"DeliveryStreamArn", destination.arn}};
      break;
    case EventDestinationResource::Kind::cloudwatch_logs:
      out["CloudWatchLogsDestination"] = {{"IamRoleArn", destination.role_arn}, {"LogGroupArn", destination.arn}};
      break;
  }
  return out;
}

boost::json::object described(const OperationCall& call, const ConfigurationSetResource& set) {
  boost::json::array destinations;
  for (const EventDestinationResource& destination : set.destinations) destinations.push_back(described(destination));
  boost::json::object out{{"ConfigurationSetArn", make_arn(call.account.scope(), ResourceType::configuration_set, set.name)},
                          {"ConfigurationSetName", set.name},
                          {"EventDestinations", std::move(destinations)}};
  if (set.default_message_type) out["DefaultMessageType"] = name_of(*set.default_message_type);
  out["CreatedTimestamp"] = unix_ms(set.created);
  return out;
}

}  // namespace

OperationResult create_configuration_set(const OperationCall& call) {
  const std::string_view name = required_text(call.input, "ConfigurationSetName");
  if (call.account.find_configuration_set(name) != nullptr)
    return conflict(ConflictReason::resource_already_exists, "There is a configuration set '" + std::string(name) + "' already: use it, or choose another name.", ResourceType::configuration_set, name);
  if (call.account.configuration_sets().size() >= call.account.parts().quotas.configuration_sets)  // R-EVT-9
    return quota(QuotaReason::configuration_sets_per_account, "The account has " + std::to_string(call.account.configuration_sets().size()) + " configuration sets, which is its quota: use one of those.");
  const ConfigurationSetResource& set = call.account.add_configuration_set(std::string(name));
  return boost::json::object{{"ConfigurationSetArn", make_arn(call.account.scope(), ResourceType::configuration_set, set.name)},
                             {"ConfigurationSetName", set.name},
                             {"Tags", tags_of(call.input)},
                             {"CreatedTimestamp", unix_ms(set.created)}};
}

OperationResult create_event_destination(const OperationCall& call) {
  const auto set = find_set(call, required_text(call.input, "ConfigurationSetName"));
  if (!set.ok()) return set.error();
  struct Choice {
    const char* member;
    const char* arn;
    EventDestinationResource::Kind kind;
  };
  static constexpr Choice choices[] = {{"SnsDestination", "TopicArn", EventDestinationResource::Kind::sns},
                                       {"KinesisFirehoseDestination", "DeliveryStreamArn", EventDestinationResource::Kind::firehose},
                                       {"CloudWatchLogsDestination", "LogGroupArn", EventDestinationResource::Kind::cloudwatch_logs}};
  EventDestinationResource destination;
  std::vector<ApiError::Field> given;
  for (const Choice& choice : choices) {
    const boost::json::object* of = object(call.input, choice.member);
    if (of == nullptr) continue;
    given.push_back({choice.member, "exactly one destination is needed"});
    destination.kind = choice.kind;
    destination.arn = required_text(*of, choice.arn);
    destination.role_arn = text(*of, "IamRoleArn").value_or("");
  }
  if (given.size() > 1)
    return validation(ValidationReason::parameters_cannot_be_used_together, "Give only one of SnsDestination, KinesisFirehoseDestination and CloudWatchLogsDestination.", given);
  if (given.empty())
    return validation(ValidationReason::missing_parameter, "Give one of SnsDestination, KinesisFirehoseDestination and CloudWatchLogsDestination.",
                      {{"SnsDestination", "exactly one destination is needed"}});
  for (const std::string_view type : texts(call.input, "MatchingEventTypes")) {
    if (type == "TEXT_SENT")  // R-EVT-12
      return validation(ValidationReason::invalid_parameter, "The service publishes no event of the type TEXT_SENT: leave it out of MatchingEventTypes.", {{"MatchingEventTypes", "must not have TEXT_SENT"}});
    destination.types.emplace_back(type);
  }
  destination.name = required_text(call.input, "EventDestinationName");
  auto& destinations = set.value()->destinations;
  if (std::any_of(destinations.begin(), destinations.end(), [&](const auto& d) { return d.name == destination.name; }))
    return conflict(ConflictReason::resource_already_exists, "The configuration set has an event destination '" + destination.name + "' already: choose another name.", ResourceType::event_destination, destination.name);
  if (destinations.size() >= call.account.parts().quotas.event_destinations)  // R-EVT-2
    return quota(QuotaReason::event_destinations_per_configuration_set, "The configuration set has " + std::to_string(destinations.size()) + " event destinations, which is its quota: use one of those, or another set.");
  destinations.push_back(std::move(destination));
  return boost::json::object{{"ConfigurationSetArn", make_arn(call.account.scope(), ResourceType::configuration_set, set.value()->name)},
                             {"ConfigurationSetName", set.value()->name},
                             {"EventDestination", described(destinations.back())}};
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
  for (const ConfigurationSetResource& set : call.account.configuration_sets()) sorted.push_back(&set);
  std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->name < b->name; });
  auto values_of = [](const ConfigurationSetResource& set, std::string_view filter) {
    std::vector<std::string> values;
    if (filter == "default-message-type" && set.default_message_type) values.emplace_back(name_of(*set.default_message_type));
    for (const EventDestinationResource& destination : set.destinations) {
      if (filter == "event-destination-name") values.push_back(destination.name);
      if (filter == "matching-event-types") values.insert(values.end(), destination.types.begin(), destination.types.end());
    }
    return values;
  };
  const auto page = page_of(call.account.page_tokens(), request.value(), sorted, [](const auto* set) { return set->name; },
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
