// The event destinations of configuration sets (R-EVT).
#include <algorithm>

#include "engine/api/members.hpp"
#include "engine/api/operations.hpp"

namespace sendlab {
namespace {

using Kind = EventDestinationResource::Kind;

struct Choice {
  const char* member;
  const char* arn;
  Kind kind;
};
constexpr Choice choices[] = {{"SnsDestination", "TopicArn", Kind::sns},
                              {"KinesisFirehoseDestination", "DeliveryStreamArn", Kind::firehose},
                              {"CloudWatchLogsDestination", "LogGroupArn", Kind::cloudwatch_logs}};

// Which of the three destinations a request gives; the first fault of it.
struct Given {
  std::vector<ApiError::Field> members;
  Kind kind = Kind::sns;
  std::string arn, role_arn;
};
Result<Given, ApiError> given_destination(const OperationCall& call) {
  Given given;
  for (const Choice& choice : choices) {
    const boost::json::object* of = object(call.input, choice.member);
    if (of == nullptr) continue;
    given.members.push_back({choice.member, "exactly one destination is needed"});
    given.kind = choice.kind;
    given.arn = required_text(*of, choice.arn);
    given.role_arn = text(*of, "IamRoleArn").value_or("");
  }
  if (given.members.size() > 1)
    return validation(ValidationReason::parameters_cannot_be_used_together,
                      "Give only one of SnsDestination, KinesisFirehoseDestination and CloudWatchLogsDestination.",
                      given.members);
  return given;
}

// R-EVT-12: the service publishes nothing of that type.
std::optional<ApiError> unpublished_type(const OperationCall& call) {
  for (const std::string_view type : texts(call.input, "MatchingEventTypes"))
    if (type == "TEXT_SENT")
      return validation(ValidationReason::invalid_parameter,
                        "The service publishes no event of the type TEXT_SENT: leave it out of MatchingEventTypes.",
                        {{"MatchingEventTypes", "must not have TEXT_SENT"}});
  return std::nullopt;
}

OperationResult answer(const OperationCall& call, const ConfigurationSetResource& set,
                       const EventDestinationResource& destination) {
  return boost::json::object{
      {"ConfigurationSetArn", make_arn(call.account.scope(), ResourceType::configuration_set, set.name)},
      {"ConfigurationSetName", set.name},
      {"EventDestination", described_destination(destination)}};
}

// The destination of that name within the set; end() when there is none.
auto find_destination(ConfigurationSetResource& set, std::string_view name) {
  return std::find_if(set.destinations.begin(), set.destinations.end(), [&](const auto& d) { return d.name == name; });
}

}  // namespace

boost::json::object described_destination(const EventDestinationResource& destination) {
  boost::json::array types;
  for (const std::string& type : destination.types) types.emplace_back(type);
  boost::json::object out{{"EventDestinationName", destination.name},
                          {"Enabled", destination.enabled},
                          {"MatchingEventTypes", std::move(types)}};
  switch (destination.kind) {
    case Kind::sns:
      out["SnsDestination"] = {{"TopicArn", destination.arn}};
      break;
    case Kind::firehose:
      out["KinesisFirehoseDestination"] = {{"IamRoleArn", destination.role_arn},
                                           {"DeliveryStreamArn", destination.arn}};
      break;
    case Kind::cloudwatch_logs:
      out["CloudWatchLogsDestination"] = {{"IamRoleArn", destination.role_arn}, {"LogGroupArn", destination.arn}};
      break;
  }
  return out;
}

OperationResult create_event_destination(const OperationCall& call) {
  const auto set = find_set(call, required_text(call.input, "ConfigurationSetName"));
  if (!set.ok()) return set.error();
  const auto given = given_destination(call);
  if (!given.ok()) return given.error();
  if (given.value().members.empty())
    return validation(ValidationReason::missing_parameter,
                      "Give one of SnsDestination, KinesisFirehoseDestination and CloudWatchLogsDestination.",
                      {{"SnsDestination", "exactly one destination is needed"}});
  if (const auto error = unpublished_type(call)) return *error;
  EventDestinationResource destination;
  for (const std::string_view type : texts(call.input, "MatchingEventTypes")) destination.types.emplace_back(type);
  destination.name = required_text(call.input, "EventDestinationName");
  destination.kind = given.value().kind;
  destination.arn = given.value().arn;
  destination.role_arn = given.value().role_arn;
  auto& destinations = set.value()->destinations;
  if (find_destination(*set.value(), destination.name) != destinations.end())
    return conflict(
        ConflictReason::resource_already_exists,
        "The configuration set has an event destination '" + destination.name + "' already: choose another name.",
        ResourceType::event_destination, destination.name);
  if (destinations.size() >= call.account.parts().quotas.event_destinations)  // R-EVT-2
    return quota(QuotaReason::event_destinations_per_configuration_set,
                 "The configuration set has " + std::to_string(destinations.size()) +
                     " event destinations, which is its quota: use one of those, or another set.");
  destinations.push_back(std::move(destination));
  return answer(call, *set.value(), destinations.back());
}

// Members that are absent stay as they are. Another kind of destination is a mismatch: that takes a new event
// destination.
OperationResult update_event_destination(const OperationCall& call) {
  const auto set = find_set(call, required_text(call.input, "ConfigurationSetName"));
  if (!set.ok()) return set.error();
  const std::string_view name = required_text(call.input, "EventDestinationName");
  const auto destination = find_destination(*set.value(), name);
  if (destination == set.value()->destinations.end()) return not_found(ResourceType::event_destination, name);
  const auto given = given_destination(call);
  if (!given.ok()) return given.error();
  if (const auto error = unpublished_type(call)) return *error;
  if (!given.value().members.empty()) {
    if (given.value().kind != destination->kind)
      return conflict(ConflictReason::event_destination_mismatch,
                      "The event destination '" + destination->name + "' is of another kind than " +
                          given.value().members.front().name + ": delete it and create a new one.",
                      ResourceType::event_destination, name);
    destination->arn = given.value().arn;
    destination->role_arn = given.value().role_arn;
  }
  if (const auto enabled = boolean(call.input, "Enabled")) destination->enabled = *enabled;  // R-EVT-8
  if (has(call.input, "MatchingEventTypes")) {
    destination->types.clear();
    for (const std::string_view type : texts(call.input, "MatchingEventTypes")) destination->types.emplace_back(type);
  }
  return answer(call, *set.value(), *destination);
}

OperationResult delete_event_destination(const OperationCall& call) {
  const auto set = find_set(call, required_text(call.input, "ConfigurationSetName"));
  if (!set.ok()) return set.error();
  const std::string_view name = required_text(call.input, "EventDestinationName");
  const auto destination = find_destination(*set.value(), name);
  if (destination == set.value()->destinations.end()) return not_found(ResourceType::event_destination, name);
  OperationResult result = answer(call, *set.value(), *destination);
  set.value()->destinations.erase(destination);
  return result;
}

}  // namespace sendlab
