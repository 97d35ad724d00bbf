#include "engine/api/registration_answers.hpp"

namespace sendlab {

Result<Registration*, ApiError> find_registration(const OperationCall& call, std::string_view given,
                                                  std::string_view member) {
  const auto id = resource_id(call.account.scope(), ResourceType::registration, given, member);
  if (!id.ok()) return id.error();
  Registration* found = call.account.registrations().book().find(id.value());
  if (found == nullptr) return not_found(ResourceType::registration, id.value());
  return found;
}

Result<const RegistrationAttachment*, ApiError> find_attachment(const OperationCall& call, std::string_view given,
                                                                std::string_view member) {
  const auto id = resource_id(call.account.scope(), ResourceType::registration_attachment, given, member);
  if (!id.ok()) return id.error();
  const RegistrationAttachment* found = call.account.registrations().book().find_attachment(id.value());
  if (found == nullptr) return not_found(ResourceType::registration_attachment, id.value());
  return found;
}

Result<const RegistrationForm*, ApiError> find_form(const OperationCall& call, std::string_view type) {
  const RegistrationForm* form = call.account.registrations().book().rules().form(type);
  if (form != nullptr) return form;
  return validation(ValidationReason::unknown_registration_type,
                    "There is no registration type " + std::string(type) + ": see DescribeRegistrationTypeDefinitions.",
                    {{"RegistrationType", "must be a type that DescribeRegistrationTypeDefinitions lists"}});
}

void add_names(const OperationCall& call, const Registration& r, boost::json::object& answer) {
  answer["RegistrationArn"] = make_arn(call.account.scope(), ResourceType::registration, r.id);
  answer["RegistrationId"] = r.id;
}

boost::json::object described(const OperationCall& call, const Registration& r) {
  boost::json::object answer;
  add_names(call, r, answer);
  answer["RegistrationType"] = r.form->type;
  answer["RegistrationStatus"] = name_of(r.status);
  answer["CurrentVersionNumber"] = r.current().number;
  if (r.approved_version) answer["ApprovedVersionNumber"] = *r.approved_version;
  if (r.denied_version) answer["LatestDeniedVersionNumber"] = *r.denied_version;
  // The guide does not say what the map holds; the score of a vetting is what callers need (assumption).
  if (r.score) answer["AdditionalAttributes"] = {{"VETTING_SCORE", std::to_string(*r.score)}};
  answer["CreatedTimestamp"] = unix_ms(r.created);
  return answer;
}

void add_version(const RegistrationVersion& version, boost::json::object& answer) {
  answer["VersionNumber"] = version.number;
  answer["RegistrationVersionStatus"] = name_of(version.status);
  boost::json::object history;
  const auto add = [&](const char* member, VersionStatus status) {
    if (version.entered(status) != never) history[member] = unix_ms(version.entered(status));
  };
  add("DraftTimestamp", VersionStatus::draft);
  add("SubmittedTimestamp", VersionStatus::submitted);
  add("ReviewingTimestamp", VersionStatus::reviewing);
  add("ApprovedTimestamp", VersionStatus::approved);
  add("DiscardedTimestamp", VersionStatus::discarded);
  add("DeniedTimestamp", VersionStatus::denied);
  add("ArchivedTimestamp", VersionStatus::archived);
  answer["RegistrationVersionStatusHistory"] = std::move(history);
}

void add_value(std::string_view path, const FormField& field, const FieldValue& value, boost::json::object& answer) {
  answer["FieldPath"] = path;
  switch (field.type) {
    case FieldType::text: answer["TextValue"] = value.text; return;
    case FieldType::attachment: answer["RegistrationAttachmentId"] = value.attachment; return;
    case FieldType::select: break;
  }
  boost::json::array choices;
  for (const std::string& choice : value.choices) choices.emplace_back(choice);
  answer["SelectChoices"] = std::move(choices);
}

std::string place_key(std::size_t place) {
  std::string digits = std::to_string(place);
  return std::string(10 - digits.size(), '0') + digits;
}

}  // namespace sendlab
