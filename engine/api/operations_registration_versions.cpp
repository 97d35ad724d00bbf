// Versions of registrations: open, submit, discard, describe (R-REG-12, R-REG-26 to R-REG-29).
#include <algorithm>

#include "engine/api/filters.hpp"
#include "engine/api/registration_answers.hpp"

namespace sendlab {
namespace {

boost::json::object described_version(const RegistrationVersion& version) {
  boost::json::object out;
  add_version(version, out);
  boost::json::array reasons;
  for (const DenialReason* reason : version.denied)
    reasons.push_back(boost::json::object{
        {"Reason", reason->code}, {"ShortDescription", reason->text}, {"LongDescription", reason->detail}});
  if (!reasons.empty()) out["DeniedReasons"] = std::move(reasons);
  return out;
}

OperationResult changed_version(const OperationCall& call, const Registration& r, const RegistrationVersion& version) {
  call.account.registrations().schedule();
  boost::json::object answer;
  add_names(call, r, answer);
  add_version(version, answer);
  return answer;
}

}  // namespace

OperationResult create_registration_version(const OperationCall& call) {
  const auto found = find_registration(call, required_text(call.input, "RegistrationId"));
  if (!found.ok()) return found.error();
  const auto opened = call.account.registrations().book().open_version(*found.value(), call.account.now());
  if (!opened.ok()) return refusal_of(opened.error(), found.value()->id);
  return changed_version(call, *found.value(), *opened.value());
}

OperationResult submit_registration_version(const OperationCall& call) {
  if (boolean(call.input, "AwsReview").value_or(false)) return not_modelled(call.operation.name, "AwsReview");
  const auto found = find_registration(call, required_text(call.input, "RegistrationId"));
  if (!found.ok()) return found.error();
  const auto submitted = call.account.registrations().book().submit(*found.value(), call.account.now());
  if (!submitted.ok()) return refusal_of(submitted.error(), found.value()->id);
  return changed_version(call, *found.value(), *submitted.value());
}

OperationResult discard_registration_version(const OperationCall& call) {
  const auto found = find_registration(call, required_text(call.input, "RegistrationId"));
  if (!found.ok()) return found.error();
  const auto gone = call.account.registrations().book().discard(*found.value(), call.account.now());
  if (!gone.ok()) return refusal_of(gone.error(), found.value()->id);
  return changed_version(call, *found.value(), gone.value());
}

OperationResult describe_registration_versions(const OperationCall& call) {
  const auto found = find_registration(call, required_text(call.input, "RegistrationId"));
  if (!found.ok()) return found.error();
  if (const auto* numbers = call.input.if_contains("VersionNumbers");
      numbers != nullptr && !numbers->as_array().empty() && !objects(call.input, "Filters").empty())
    return validation(ValidationReason::parameters_cannot_be_used_together,
                      "VersionNumbers and Filters cannot be used together: give one of them.",
                      {{"VersionNumbers", "give these or Filters"}, {"Filters", "give these or VersionNumbers"}});
  const Registration& r = *found.value();
  std::vector<std::int64_t> wanted_numbers;
  if (const auto* numbers = call.input.if_contains("VersionNumbers"))
    for (const auto& number : numbers->as_array()) {
      wanted_numbers.push_back(number.as_int64());
      if (r.version(wanted_numbers.back()) == nullptr)
        return validation(ValidationReason::unknown_registration_version,
                          r.id + " has no version " + std::to_string(wanted_numbers.back()) + ".",
                          {{"VersionNumbers", "must be versions of the registration"}});
    }
  const auto filters = Filters::read(call.operation, call.input);
  if (!filters.ok()) return filters.error();
  boost::json::object answer;
  add_names(call, r, answer);
  const auto wanted = [&](const RegistrationVersion& v) {
    if (!wanted_numbers.empty() && std::ranges::find(wanted_numbers, v.number) == wanted_numbers.end()) return false;
    return filters.value().match(
        [&](std::string_view) { return std::vector<std::string>{std::string(name_of(v.status))}; });
  };
  return paged(
      call, std::move(answer), "RegistrationVersions", r.versions,
      [](const RegistrationVersion& v) { return place_key(static_cast<std::size_t>(v.number)); }, wanted,
      [](const RegistrationVersion& v) { return described_version(v); });
}

}  // namespace sendlab
