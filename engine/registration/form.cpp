#include "engine/registration/form.hpp"

#include <algorithm>
#include <array>

namespace sendlab {
namespace {

std::int64_t code_points(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

std::string between(std::int64_t least, std::int64_t most, const char* what) {
  return "must have " + std::to_string(least) + " to " + std::to_string(most) + " " + what;
}

std::optional<std::string> fault_of_choices(const FormField& field, const std::vector<std::string>& choices) {
  const auto count = static_cast<std::int64_t>(choices.size());
  if (count < field.min_choices || count > field.max_choices)
    return between(field.min_choices, field.max_choices, "choices");
  for (const std::string& choice : choices) {
    if (std::ranges::find(field.options, choice, &FormOption::option) == field.options.end()) {
      std::string fault = "must be one of";
      for (const FormOption& option : field.options) fault += (fault.ends_with("of") ? " " : ", ") + option.option;
      return fault;
    }
    if (std::ranges::count(choices, choice) > 1) return "must have each choice once";
  }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(RegistrationKind kind) {
  constexpr std::array<std::string_view, registration_kind_count> names{"brand", "vetting", "campaign", "toll_free",
                                                                        "sender_id"};
  return names[static_cast<std::size_t>(kind)];
}

const FormField* RegistrationForm::field(std::string_view path) const {
  const auto found = std::ranges::find(fields, path, &FormField::path);
  return found == fields.end() ? nullptr : &*found;
}

bool RegistrationForm::has_section(std::string_view path) const {
  return std::ranges::find(sections, path, &FormSection::path) != sections.end();
}

const FormAssociation* RegistrationForm::association(std::string_view resource_type) const {
  const auto found = std::ranges::find(associations, resource_type, &FormAssociation::resource_type);
  return found == associations.end() ? nullptr : &*found;
}

const FormAssociation* RegistrationForm::association(AssociationTime when) const {
  const auto found = std::ranges::find(associations, when, &FormAssociation::when);
  return found == associations.end() ? nullptr : &*found;
}

std::optional<std::string> fault_of(const FormField& field, const FieldValue& value) {
  const bool chosen = !value.choices.empty(), written = !value.text.empty(), attached = !value.attachment.empty();
  switch (field.type) {
    case FieldType::select:
      if (written || attached) return "must be given as choices";
      return fault_of_choices(field, value.choices);
    case FieldType::attachment:
      if (chosen || written || !attached) return "must be given as an attachment";
      return std::nullopt;
    case FieldType::text: break;
  }
  if (chosen || attached) return "must be given as text";
  const std::int64_t length = code_points(value.text);
  if (length < field.min_length || length > field.max_length)
    return between(field.min_length, field.max_length, "characters");
  if (!field.pattern.empty() && !matches_form_pattern(field.pattern, value.text)) return "must match " + field.pattern;
  return std::nullopt;
}

}  // namespace sendlab
