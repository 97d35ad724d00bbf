// Pictures and papers that registration forms ask for (R-REG-21, R-REG-22).
#include <algorithm>

#include "engine/api/base64.hpp"
#include "engine/api/filters.hpp"
#include "engine/api/registration_answers.hpp"

namespace sendlab {
namespace {

// The first bytes of a base64 text, enough to tell a file's type.
std::string head_of(std::string_view base64) {
  std::string head(base64.substr(0, 16));
  while (head.ends_with('=')) head.pop_back();
  for (char& c : head) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return from_base64url(head).value_or("");
}

// What is made here is complete at once: the bytes came with the request.
boost::json::object described_attachment(const OperationCall& call, const RegistrationAttachment& attachment,
                                         const char* status = "UPLOAD_COMPLETE") {
  return {{"RegistrationAttachmentArn",
           make_arn(call.account.scope(), ResourceType::registration_attachment, attachment.id)},
          {"RegistrationAttachmentId", attachment.id},
          {"AttachmentStatus", status},
          {"CreatedTimestamp", unix_ms(attachment.created)}};
}

}  // namespace

OperationResult create_registration_attachment(const OperationCall& call) {
  const auto body = text(call.input, "AttachmentBody");
  const bool url = has(call.input, "AttachmentUrl");
  if (body && url)
    return validation(
        ValidationReason::parameters_cannot_be_used_together,
        "AttachmentBody and AttachmentUrl cannot be used together: give the file once.",
        {{"AttachmentBody", "give this or AttachmentUrl"}, {"AttachmentUrl", "give this or AttachmentBody"}});
  if (!body && !url)
    return validation(ValidationReason::missing_parameter, "Give the file as AttachmentBody.",
                      {{"AttachmentBody", "must be given"}});
  if (url) return not_modelled(call.operation.name, "AttachmentUrl");  // there is no storage that it could be read from
  if (const auto error = call.account.tags().check(call.input)) return *error;
  AccountRegistrations& registrations = call.account.registrations();
  const auto size = static_cast<std::int64_t>(base64_size(*body).value_or(0));
  const auto made = registrations.book().attach(registrations.next_id(ResourceType::registration_attachment),
                                                head_of(*body), size, call.account.now());
  if (!made.ok()) return refusal_of(made.error(), "");
  call.account.tags().set(call.input,
                          make_arn(call.account.scope(), ResourceType::registration_attachment, made.value()->id));
  boost::json::object answer = described_attachment(call, *made.value());
  answer["Tags"] = tags_of(call.input);
  return answer;
}

OperationResult delete_registration_attachment(const OperationCall& call) {
  const auto found = find_attachment(call, required_text(call.input, "RegistrationAttachmentId"));
  if (!found.ok()) return found.error();
  const std::string id = found.value()->id;
  const auto gone = call.account.registrations().book().erase_attachment(id);
  if (!gone.ok()) {
    ApiError refused = refusal_of(gone.error(), id);
    refused.resource_type = name_of(ResourceType::registration_attachment);
    return refused;
  }
  return described_attachment(call, gone.value(), "DELETED");
}

OperationResult describe_registration_attachments(const OperationCall& call) {
  if (const auto error = names_or_filters(call.input, "RegistrationAttachmentIds")) return *error;
  std::vector<std::string> ids;
  for (const std::string_view given : texts(call.input, "RegistrationAttachmentIds")) {
    const auto found = find_attachment(call, given, "RegistrationAttachmentIds");
    if (!found.ok()) return found.error();
    ids.push_back(found.value()->id);
  }
  const auto filters = Filters::read(call.operation, call.input);
  if (!filters.ok()) return filters.error();
  const auto wanted = [&](const RegistrationAttachment& a) {
    if (!ids.empty() && std::ranges::find(ids, a.id) == ids.end()) return false;
    return filters.value().match([](std::string_view) { return std::vector<std::string>{"UPLOAD_COMPLETE"}; });
  };
  return paged(
      call, {}, "RegistrationAttachments", call.account.registrations().book().attachments(),
      [](const RegistrationAttachment& a) { return a.key; }, wanted,
      [&](const RegistrationAttachment& a) { return described_attachment(call, a); });
}

}  // namespace sendlab
