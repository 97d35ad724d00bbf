// What is missing from a form, and what its reviewers find in it.
#include <algorithm>

#include "engine/kernel/ascii.hpp"

#include "engine/registration/registration.hpp"

namespace sendlab {
namespace {

const FieldValue* value_of(const RegistrationVersion& version, std::string_view path) {
  const auto found = version.values.find(path);
  return found == version.values.end() ? nullptr : &found->second;
}

std::string_view choice_of(const RegistrationVersion& version, std::string_view path) {
  const FieldValue* value = value_of(version, path);
  return value == nullptr || value->choices.empty() ? std::string_view{} : std::string_view(value->choices.front());
}

std::string_view text_of(const RegistrationVersion& version, std::string_view path) {
  const FieldValue* value = value_of(version, path);
  return value == nullptr ? std::string_view{} : std::string_view(value->text);
}

bool word_character(char c) { return is_lower(c) || is_digit(c) || c == '.' || c == '-'; }

// The domain, not as the end of a longer one: mybit.ly is somebody's own.
bool names_domain(const std::string& text, const std::string& domain) {
  for (std::size_t at = text.find(domain); at != text.npos; at = text.find(domain, at + 1)) {
    const std::size_t after = at + domain.size();
    if ((at == 0 || !word_character(text[at - 1])) &&
        (after == text.size() || !word_character(text[after]) || text[after] == '.'))
      return true;
  }
  return false;
}

bool any_sample(const RegistrationVersion& version, const std::vector<std::string>& marks, bool as_domain) {
  for (const auto& [path, value] : version.values) {
    if (!path.starts_with("messageSamples.")) continue;
    const std::string text = lower_case(value.text);
    for (const std::string& mark : marks)
      if (as_domain ? names_domain(text, mark) : text.find(mark) != text.npos) return true;
  }
  return false;
}

bool nine_digits(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    if (c == '-') continue;
    if (c < '0' || c > '9') return false;
    ++digits;
  }
  return digits == 9;
}

bool condition_holds(const RegistrationVersion& version, const FieldCondition& condition) {
  const FieldValue* value = value_of(version, condition.field);
  if (value == nullptr) return false;
  return std::ranges::any_of(value->choices, [&](const std::string& choice) {
    return std::ranges::find(condition.any_of, choice) != condition.any_of.end();
  });
}

}  // namespace

std::vector<const DenialReason*> content_denials(const RegistrationRules& rules, const RegistrationForm& form,
                                                const RegistrationVersion& version, const ReviewPlan& plan) {
  std::vector<const DenialReason*> found;
  const auto deny = [&](std::string_view code) {
    const DenialReason* reason = rules.reason(form.kind, code);
    if (reason != nullptr && std::ranges::find(found, reason) == found.end()) found.push_back(reason);
  };
  for (const ContentFinding& finding : rules.findings) {
    if (finding.kind != form.kind) continue;
    const bool domain = finding.finding == "public_url_shortener";
    if (any_sample(version, domain ? rules.shorteners : rules.placeholders, domain)) deny(finding.reason);
  }
  if (form.kind == RegistrationKind::brand) {  // R-REG-19
    const std::string_view country = text_of(version, "companyInfo.taxIdIssuingCountry");
    const std::string_view legal = choice_of(version, "companyInfo.legalType");
    const std::string_view tax_id = text_of(version, "companyInfo.taxId");
    if (!country.empty() && country != "US" && (legal == "NON_PROFIT" || legal == "GOVERNMENT"))
      deny("LEGAL_FORM_OUTSIDE_US");
    if (country == "US" && !tax_id.empty() && !nine_digits(tax_id)) deny("TAX_ID_KIND");
    if (!plan.matches_tax_record) deny("TAX_RECORD_MISMATCH");
  }
  return found;
}

std::vector<std::string> missing_fields(const RegistrationForm& form, const RegistrationVersion& version) {
  std::vector<std::string> missing;
  for (const FormField& field : form.fields) {
    const bool needed = field.need == FieldNeed::required || (field.need == FieldNeed::conditional && field.condition &&
                                                              condition_holds(version, *field.condition));
    if (needed && value_of(version, field.path) == nullptr) missing.push_back(field.path);
  }
  return missing;
}

}  // namespace sendlab
