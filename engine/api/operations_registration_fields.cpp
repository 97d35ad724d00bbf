// Forms of registrations: their sections and fields, and what is filled in (R-REG-18 to R-REG-22, R-REG-28).
#include <algorithm>

#include "engine/api/registration_answers.hpp"

namespace sendlab {
namespace {

ApiError unknown_section(const RegistrationForm& form, std::string_view path, const char* member) {
  return validation(
      ValidationReason::unknown_registration_section,
      form.type + " has no section " + std::string(path) + ": see DescribeRegistrationSectionDefinitions.",
      {{member, "must be a section of the form"}});
}

ApiError unknown_field(const RegistrationForm& form, std::string_view path, const char* member) {
  return validation(ValidationReason::unknown_registration_field,
                    form.type + " has no field " + std::string(path) + ": see DescribeRegistrationFieldDefinitions.",
                    {{member, "must be a field of the form"}});
}

// SectionPath and FieldPaths narrow a list of fields; names that the form lacks are errors.
struct FieldChoice {
  std::optional<std::string_view> section;
  std::vector<std::string_view> paths;

  [[nodiscard]] std::optional<ApiError> check(const RegistrationForm& form) const {
    if (section && !form.has_section(*section)) return unknown_section(form, *section, "SectionPath");
    for (const std::string_view path : paths)
      if (form.field(path) == nullptr) return unknown_field(form, path, "FieldPaths");
    return std::nullopt;
  }
  [[nodiscard]] bool takes(const FormField& field) const {
    return (!section || field.section == *section) &&
           (paths.empty() || std::ranges::find(paths, field.path) != paths.end());
  }
};

FieldChoice choice_of(const OperationCall& call) {
  return {text(call.input, "SectionPath"), texts(call.input, "FieldPaths")};
}

boost::json::object described_field(const FormField& field) {
  static constexpr const char* types[] = {"TEXT", "SELECT", "ATTACHMENT"};
  static constexpr const char* needs[] = {"REQUIRED", "CONDITIONAL", "OPTIONAL"};
  boost::json::object out{{"SectionPath", field.section},
                          {"FieldPath", field.path},
                          {"FieldType", types[static_cast<int>(field.type)]},
                          {"FieldRequirement", needs[static_cast<int>(field.need)]}};
  boost::json::object hints{{"Title", field.title}, {"ShortDescription", field.title}};
  if (field.type == FieldType::select) {
    boost::json::array options, descriptions;
    for (const FormOption& option : field.options) {
      options.emplace_back(option.option);
      boost::json::object description{{"Option", option.option}, {"Title", option.title}};
      if (!option.description.empty()) description["Description"] = option.description;
      descriptions.push_back(std::move(description));
    }
    out["SelectValidation"] = {
        {"MinChoices", field.min_choices}, {"MaxChoices", field.max_choices}, {"Options", std::move(options)}};
    hints["SelectOptionDescriptions"] = std::move(descriptions);
  }
  if (field.type == FieldType::text)
    out["TextValidation"] = {{"MinLength", field.min_length},
                             {"MaxLength", field.max_length},
                             {"Pattern", field.pattern.empty() ? "[\\s\\S]+" : field.pattern}};
  out["DisplayHints"] = std::move(hints);
  return out;
}

// Exactly one of the three members that give a value.
Result<FieldValue, ApiError> given_value(const OperationCall& call) {
  std::vector<const char*> given;
  for (const char* member : {"SelectChoices", "TextValue", "RegistrationAttachmentId"})
    if (has(call.input, member)) given.push_back(member);
  if (given.empty())
    return validation(ValidationReason::missing_parameter,
                      "Give the value as SelectChoices, TextValue or RegistrationAttachmentId.",
                      {{"TextValue", "one of the three must be given"}});
  if (given.size() > 1)
    return validation(
        ValidationReason::parameters_cannot_be_used_together,
        std::string(given[0]) + " and " + given[1] + " cannot be used together: a field has one kind of value.",
        {{given[0], "give one of them"}, {given[1], "give one of them"}});
  FieldValue value;
  for (const std::string_view choice : texts(call.input, "SelectChoices")) value.choices.emplace_back(choice);
  value.text = text(call.input, "TextValue").value_or("");
  if (const auto attachment = text(call.input, "RegistrationAttachmentId")) {
    const auto found = find_attachment(call, *attachment);
    if (!found.ok()) return found.error();
    value.attachment = found.value()->id;
  }
  return value;
}

OperationResult changed_field(const OperationCall& call, const Registration& r, std::string_view path,
                              const FieldValue& value) {
  boost::json::object answer;
  add_names(call, r, answer);
  answer["VersionNumber"] = r.current().number;
  add_value(path, *r.form->field(path), value, answer);
  return answer;
}

// Why the reviewers want the field mended; empty: they do not.
std::string denial_of(const RegistrationVersion& version, std::string_view path) {
  for (const DenialReason* reason : version.denied)
    if (std::ranges::find(reason->fields, path) != reason->fields.end()) return reason->text;
  return {};
}

}  // namespace

OperationResult describe_registration_section_definitions(const OperationCall& call) {
  const auto form = find_form(call, required_text(call.input, "RegistrationType"));
  if (!form.ok()) return form.error();
  const auto paths = texts(call.input, "SectionPaths");
  for (const std::string_view path : paths)
    if (!form.value()->has_section(path)) return unknown_section(*form.value(), path, "SectionPaths");
  const auto& sections = form.value()->sections;
  return paged(
      call, {{"RegistrationType", form.value()->type}}, "RegistrationSectionDefinitions", sections,
      [&](const FormSection& s) { return place_key(static_cast<std::size_t>(&s - sections.data())); },
      [&](const FormSection& s) { return paths.empty() || std::ranges::find(paths, s.path) != paths.end(); },
      [](const FormSection& s) {
        return boost::json::object{{"SectionPath", s.path},
                                   {"DisplayHints", {{"Title", s.title}, {"ShortDescription", s.title}}}};
      });
}

OperationResult describe_registration_field_definitions(const OperationCall& call) {
  const auto form = find_form(call, required_text(call.input, "RegistrationType"));
  if (!form.ok()) return form.error();
  const FieldChoice choice = choice_of(call);
  if (const auto wrong = choice.check(*form.value())) return *wrong;
  const auto& fields = form.value()->fields;
  return paged(
      call, {{"RegistrationType", form.value()->type}}, "RegistrationFieldDefinitions", fields,
      [&](const FormField& f) { return place_key(static_cast<std::size_t>(&f - fields.data())); },
      [&](const FormField& f) { return choice.takes(f); }, [](const FormField& f) { return described_field(f); });
}

OperationResult describe_registration_field_values(const OperationCall& call) {
  const auto found = find_registration(call, required_text(call.input, "RegistrationId"));
  if (!found.ok()) return found.error();
  const Registration& r = *found.value();
  const std::int64_t number = integer(call.input, "VersionNumber").value_or(r.current().number);
  const RegistrationVersion* version = r.version(number);
  if (version == nullptr)
    return validation(ValidationReason::unknown_registration_version,
                      r.id + " has no version " + std::to_string(number) + ": see DescribeRegistrationVersions.",
                      {{"VersionNumber", "must be a version of the registration"}});
  const FieldChoice choice = choice_of(call);
  if (const auto wrong = choice.check(*r.form)) return *wrong;
  boost::json::object answer;
  add_names(call, r, answer);
  answer["VersionNumber"] = number;
  const auto& fields = r.form->fields;
  return paged(
      call, std::move(answer), "RegistrationFieldValues", fields,
      [&](const FormField& f) { return place_key(static_cast<std::size_t>(&f - fields.data())); },
      [&](const FormField& f) { return choice.takes(f) && version->values.contains(f.path); },
      [&](const FormField& f) {
        boost::json::object out;
        add_value(f.path, f, version->values.find(f.path)->second, out);
        if (const std::string why = denial_of(*version, f.path); !why.empty()) out["DeniedReason"] = why;
        return out;
      });
}

OperationResult put_registration_field_value(const OperationCall& call) {
  const auto found = find_registration(call, required_text(call.input, "RegistrationId"));
  if (!found.ok()) return found.error();
  Registration& r = *found.value();
  const std::string_view path = required_text(call.input, "FieldPath");
  if (r.form->field(path) == nullptr) return unknown_field(*r.form, path, "FieldPath");
  auto value = given_value(call);
  if (!value.ok()) return value.error();
  const auto put = call.account.registrations().book().put(r, path, std::move(value).value());
  if (!put.ok()) return refusal_of(put.error(), r.id);
  return changed_field(call, r, path, put.value());
}

OperationResult delete_registration_field_value(const OperationCall& call) {
  const auto found = find_registration(call, required_text(call.input, "RegistrationId"));
  if (!found.ok()) return found.error();
  Registration& r = *found.value();
  const std::string_view path = required_text(call.input, "FieldPath");
  if (r.form->field(path) == nullptr) return unknown_field(*r.form, path, "FieldPath");
  const auto removed = call.account.registrations().book().remove(r, path);
  if (!removed.ok()) return refusal_of(removed.error(), r.id);
  return changed_field(call, r, path, removed.value());
}

}  // namespace sendlab
