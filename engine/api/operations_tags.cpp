// Tags of resources (R-TAG).
#include "engine/api/members.hpp"
#include "engine/api/operations.hpp"

namespace sendlab {
namespace {

bool exists(SimulatedAccount& account, const ResourceName& name) {
  switch (name.type) {
    case ResourceType::phone_number: return account.find_number(std::string_view(name.id)) != nullptr;
    case ResourceType::sender_id: return account.find_sender_id(name.id) != nullptr;
    case ResourceType::pool: return account.find_pool(std::string_view(name.id)) != nullptr;
    case ResourceType::configuration_set: return account.find_configuration_set(name.id) != nullptr;
    case ResourceType::opt_out_list: return account.opt_out_lists().contains(name.id);
    case ResourceType::verified_destination_number: return account.find_verified_number(name.id) != nullptr;
    case ResourceType::registration: return account.registrations().book().find(name.id) != nullptr;
    case ResourceType::registration_attachment:
      return account.registrations().book().find_attachment(name.id) != nullptr;
    default: return false;
  }
}

// The ResourceArn of a request, of a resource that exists.
Result<std::string, ApiError> tagged(const OperationCall& call) {
  const std::string_view arn = required_text(call.input, "ResourceArn");
  const auto name = parse_arn(call.account.scope(), arn, "ResourceArn");
  if (!name.ok()) return name.error();
  if (!exists(call.account, name.value())) return not_found(name.value().type, name.value().id);
  return std::string(arn);
}

}  // namespace

OperationResult tag_resource(const OperationCall& call) {
  const auto arn = tagged(call);
  if (!arn.ok()) return arn.error();
  if (const auto error = call.account.tags().check(call.input, arn.value())) return *error;
  call.account.tags().set(call.input, arn.value());
  return boost::json::object{};
}

// A key that the resource does not have is no error.
OperationResult untag_resource(const OperationCall& call) {
  const auto arn = tagged(call);
  if (!arn.ok()) return arn.error();
  for (const std::string_view key : texts(call.input, "TagKeys")) call.account.tags().remove(arn.value(), key);
  return boost::json::object{};
}

OperationResult list_tags_for_resource(const OperationCall& call) {
  const auto arn = tagged(call);
  if (!arn.ok()) return arn.error();
  return boost::json::object{{"ResourceArn", arn.value()}, {"Tags", call.account.tags().list(arn.value())}};
}

}  // namespace sendlab
