#pragma once
// What the registration operations share: finding what a request names, and describing it.
#include <boost/json/object.hpp>

#include "engine/api/members.hpp"
#include "engine/api/operations.hpp"

namespace sendlab {

// The registration or attachment that a member names by id or ARN, or ResourceNotFoundException.
[[nodiscard]] Result<Registration*, ApiError> find_registration(const OperationCall& call, std::string_view given,
                                                                std::string_view member = "RegistrationId");
[[nodiscard]] Result<const RegistrationAttachment*, ApiError> find_attachment(
    const OperationCall& call, std::string_view given, std::string_view member = "RegistrationAttachmentId");
// The form of the member RegistrationType, or UNKNOWN_REGISTRATION_TYPE.
[[nodiscard]] Result<const RegistrationForm*, ApiError> find_form(const OperationCall& call, std::string_view type);

// Members RegistrationArn, RegistrationId.
void add_names(const OperationCall& call, const Registration& registration, boost::json::object& answer);
// The whole registration, as DescribeRegistrations has it.
[[nodiscard]] boost::json::object described(const OperationCall& call, const Registration& registration);
// VersionNumber, RegistrationVersionStatus, RegistrationVersionStatusHistory.
void add_version(const RegistrationVersion& version, boost::json::object& answer);
// FieldPath and the one of SelectChoices, TextValue and RegistrationAttachmentId that the field has.
void add_value(std::string_view path, const FormField& field, const FieldValue& value, boost::json::object& answer);

// A key that ascends in the order of a list.
[[nodiscard]] std::string place_key(std::size_t place);

// One page of a list under `member`: items for which wanted() holds, by describe(). The other members are in `answer`.
template <class Items, class KeyOf, class Wanted, class Describe>
OperationResult paged(const OperationCall& call, boost::json::object answer, const char* member, const Items& items,
                      KeyOf key_of, Wanted wanted, Describe describe) {
  const auto request = call.account.page_tokens().read(call.operation, call.input);
  if (!request.ok()) return request.error();
  const auto page = page_of(call.account.page_tokens(), request.value(), items, key_of, wanted);
  boost::json::array list;
  for (const auto* item : page.items) list.push_back(describe(*item));
  answer[member] = std::move(list);
  if (!page.next_token.empty()) answer["NextToken"] = page.next_token;
  return answer;
}

}  // namespace sendlab
