#include "engine/api/shapes.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "engine/api/reasons.hpp"
#include "tests/unit/api/api_shapes_fixture.hpp"

namespace sendlab {
namespace {

template <class Range>
std::vector<std::string> copied(const Range& names) {
  return {names.begin(), names.end()};
}

const Shape& input_member(std::string_view operation_name, std::string_view name) {
  const ApiShapes& table = shapes();
  return table.shape(table.member(table.shape(operation(operation_name).input), name)->shape);
}

}  // namespace

TEST_CASE("all 69 operations of the guide are in the table, the later ones are known by name", "[api]") {
  CHECK(shapes().operations().size() == 69);
  CHECK(shapes().later_operations().size() == 37);
  CHECK(shapes().operation("SendTextMessage") != nullptr);
  CHECK(shapes().operation("SendMediaMessage") == nullptr);
  CHECK(shapes().is_later_operation("SendMediaMessage"));
  CHECK(shapes().operation("sendTextMessage") == nullptr);
  CHECK_FALSE(shapes().is_later_operation("SendTextMessage"));
  CHECK(shapes().operation("") == nullptr);
  for (const OperationShape& each : shapes().operations()) CHECK(shapes().operation(each.name) == &each);
}

TEST_CASE("a member's constraints are those of the model", "[api]") {
  const Shape& number = input_member("SendTextMessage", "DestinationPhoneNumber");
  CHECK(number.kind == Shape::Kind::string);
  CHECK(number.min == 1);
  CHECK(number.max == 20);
  CHECK(number.pattern->text == "\\+?[1-9][0-9]{1,18}");
  const Shape& context = input_member("SendTextMessage", "Context");
  CHECK(context.kind == Shape::Kind::map);
  CHECK(context.max == 5);
  CHECK(shapes().shape(context.key).max == 100);
  CHECK(shapes().shape(context.element).max == 800);
  const Shape& filters = input_member("DescribePhoneNumbers", "Filters");
  CHECK(filters.kind == Shape::Kind::list);
  CHECK(filters.max == 20);
  const Shape& filter = shapes().shape(filters.element);
  CHECK(shapes().member(filter, "Values")->required);
  CHECK(shapes().member(filter, "Value") == nullptr);
  CHECK(input_member("SendTextMessage", "TimeToLive").max == 259200);
  CHECK(input_member("SendVoiceMessage", "VoiceId").values.size() == 59);
  CHECK(input_member("CreateRegistrationAttachment", "AttachmentBody").kind == Shape::Kind::blob);
}

TEST_CASE("members that the guide does not have are marked as later additions", "[api]") {
  const Shape& input = shapes().shape(operation("SendTextMessage").input);
  CHECK(shapes().member(input, "ProtectConfigurationId")->later_addition);
  CHECK_FALSE(shapes().member(input, "ConfigurationSetName")->later_addition);
}

TEST_CASE("an operation knows its errors and its idempotency token", "[api]") {
  CHECK(operation("SendTextMessage").errors.size() == 7);
  CHECK(operation("SendTextMessage").idempotency_token.empty());
  CHECK(operation("RequestPhoneNumber").idempotency_token == "ClientToken");
  for (const OperationShape& each : shapes().operations()) {
    for (const std::string& error : each.errors) CHECK(shapes().exception(error) != nullptr);
  }
}

TEST_CASE("every reason and resource type in the program is in the table, in its order", "[api]") {
  CHECK(copied(validation_reasons()) == shapes().exception("ValidationException")->reasons);
  CHECK(copied(conflict_reasons()) == shapes().exception("ConflictException")->reasons);
  CHECK(copied(quota_reasons()) == shapes().exception("ServiceQuotaExceededException")->reasons);
  CHECK(copied(access_denied_reasons()) == shapes().exception("AccessDeniedException")->reasons);
  CHECK(copied(resource_types()) == copied(shapes().resource_types()));
  CHECK(name_of(ValidationReason::other) == "OTHER");
  CHECK(name_of(ValidationReason::invalid_next_token) == "INVALID_NEXT_TOKEN");
  CHECK(name_of(ConflictReason::resource_not_empty) == "RESOURCE_NOT_EMPTY");
  CHECK(name_of(QuotaReason::tags_per_resource) == "TAGS_PER_RESOURCE");
  CHECK(name_of(AccessDeniedReason::account_disabled) == "ACCOUNT_DISABLED");
  CHECK(name_of(ResourceType::opt_out_list) == "opt-out-list");
}

TEST_CASE("a target header names an operation of this service only", "[api]") {
  CHECK(operation_of_target(shapes(), "PinpointSMSVoiceV2.SendTextMessage") == "SendTextMessage");
  CHECK(operation_of_target(shapes(), "PinpointSMSVoiceV2.") == "");
  CHECK(operation_of_target(shapes(), "PinpointSMSVoiceV2") == "");
  CHECK(operation_of_target(shapes(), "PinpointSMSVoiceV2X.SendTextMessage") == "");
  CHECK(operation_of_target(shapes(), "DynamoDB_20120810.ListTables") == "");
  CHECK(operation_of_target(shapes(), "") == "");
}

}  // namespace sendlab
