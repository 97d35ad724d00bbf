#include "engine/api/filters.hpp"

#include <span>
#include <utility>

#include "engine/api/members.hpp"
#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

// Which member of an operation's items a filter looks at: the member's shape tells which values can match.
struct Target {
  std::string_view filter, member;
};
constexpr Target targets[] = {
    {"attachment-status", "AttachmentStatus"},
    {"default-message-feedback-enabled", "DefaultMessageFeedbackEnabled"},
    {"default-message-type", "DefaultMessageType"},
    {"default-sender-id", "DefaultSenderId"},
    {"deletion-protection-enabled", "DeletionProtectionEnabled"},
    {"end-user-opted-out", "EndUserOptedOut"},
    {"event-destination-name", "EventDestinationName"},
    {"iso-country-code", "IsoCountryCode"},
    {"keyword-action", "KeywordAction"},
    {"matching-event-types", "MatchingEventTypes"},
    {"message-type", "MessageType"},
    {"message-type", "MessageTypes"},  // of sender IDs
    {"number-capability", "NumberCapabilities"},
    {"number-type", "NumberType"},
    {"opt-out-list-name", "OptOutListName"},
    {"protect-configuration-id", "ProtectConfigurationId"},
    {"rcs-agent-id", "RcsAgentId"},
    {"registered", "Registered"},
    {"registration-status", "RegistrationStatus"},
    {"registration-type", "RegistrationType"},
    {"registration-version-status", "RegistrationVersionStatus"},
    {"resource-type", "ResourceType"},
    {"self-managed-opt-outs-enabled", "SelfManagedOptOutsEnabled"},
    {"sender-id", "SenderId"},
    {"shared-routes-enabled", "SharedRoutesEnabled"},
    {"status", "Status"},
    {"supported-association-iso-country-code", "IsoCountryCode"},
    {"supported-association-resource-type", "ResourceType"},
    {"two-way-channel-arn", "TwoWayChannelArn"},
    {"two-way-enabled", "TwoWayEnabled"},
};

// The shape of the first member of that name at any depth of a structure; of a list, that of its items.
const Shape* find_member(const ApiShapes& table, const Shape& within, std::string_view name) {
  if (within.kind == Shape::Kind::list) return find_member(table, table.shape(within.element), name);
  if (within.kind != Shape::Kind::structure) return nullptr;
  for (const ShapeMember& member : table.members(within)) {
    const Shape& shape = table.shape(member.shape);
    if (member.name == name) return shape.kind == Shape::Kind::list ? &table.shape(shape.element) : &shape;
  }
  for (const ShapeMember& member : table.members(within)) {
    if (const Shape* const found = find_member(table, table.shape(member.shape), name)) return found;
  }
  return nullptr;
}

const Shape& target_of(const OperationShape& operation, std::string_view filter) {
  const ApiShapes& table = *operation.table;
  for (const Target& target : targets) {
    if (target.filter != filter) continue;
    if (const Shape* const found = find_member(table, table.shape(operation.output), target.member)) return *found;
  }
  ENSURE(false, "every filter of the shape table looks at a member of its operation's answer");
  return table.shape(operation.output);
}

// What a value must be to match some item; empty: this one may.
std::string fault_of(const Shape& shape, std::string_view filter, std::string_view value) {
  if (shape.kind == Shape::Kind::boolean) return value == "true" || value == "false" ? "" : "must be true or false";
  if (filter.ends_with("iso-country-code")) {
    return find_pattern("[A-Z]{2}")->matches(value) ? "" : "must be two capital letters";
  }
  if (shape.values.empty() || std::ranges::find(shape.values, value) != shape.values.end()) return "";
  std::string fault = "must be one of";
  for (const std::string& allowed : shape.values) fault += (fault.ends_with("of") ? " " : ", ") + allowed;
  return fault;
}

}  // namespace

Result<Filters, ApiError> Filters::read(const OperationShape& operation, const boost::json::object& input) {
  Filters filters;
  std::vector<ApiError::Field> faults;
  std::size_t at = 0;
  for (const boost::json::object* row : objects(input, "Filters")) {
    Filter filter{std::string(required_text(*row, "Name")), {}};
    const Shape& target = target_of(operation, filter.name);
    for (const std::string_view value : texts(*row, "Values")) {
      if (std::string fault = fault_of(target, filter.name, value); !fault.empty()) {
        faults.push_back({"Filters[" + std::to_string(at) + "].Values[" + std::to_string(filter.values.size()) + "]",
                          std::move(fault)});
      }
      filter.values.emplace_back(value);
    }
    filters.filters_.push_back(std::move(filter));
    ++at;
  }
  if (faults.empty()) return filters;
  std::string message = faults.front().name + " " + faults.front().message + ".";
  return validation(ValidationReason::invalid_filter_values, std::move(message), std::move(faults));
}

}  // namespace sendlab
