// Registrations: create, describe, delete; what belongs to them (R-REG-26, R-REG-30).
#include <algorithm>

#include "engine/api/filters.hpp"
#include "engine/api/registration_answers.hpp"

namespace sendlab {
namespace {

using Texts = std::vector<std::string>;

// A resource that a request names: by ARN, by an id that shows its type, or as a sender ID.
Result<ResourceName, ApiError> named_resource(const OperationCall& call, std::string_view given) {
  if (is_arn(given)) return parse_arn(call.account.scope(), given, "ResourceId");
  const ResourceType type = given.starts_with("registration-") ? ResourceType::registration
                            : given.starts_with("phone-")      ? ResourceType::phone_number
                            : given.starts_with("pool-")       ? ResourceType::pool
                                                               : ResourceType::sender_id;
  return ResourceName{type, std::string(given)};
}

ApiError not_supported(const Registration& r, std::string_view given) {
  return validation(
      ValidationReason::invalid_registration_association,
      r.form->type + " takes no association with " + std::string(given) + ": see DescribeRegistrationTypeDefinitions.",
      {{"ResourceId", "must be a resource that the registration's type supports"}});
}

boost::json::object described_associate(const OperationCall& call, const RegistrationAssociate& a) {
  const bool sender = a.resource_type == "SENDER_ID";
  const ResourceType type = sender            ? ResourceType::sender_id
                            : a.phone.empty() ? ResourceType::registration
                                              : ResourceType::phone_number;
  boost::json::object out{{"ResourceArn", make_arn(call.account.scope(), type, a.resource_id)},
                          {"ResourceId", a.resource_id},
                          {"ResourceType", a.resource_type}};
  if (!a.iso.empty()) out["IsoCountryCode"] = a.iso;
  if (!a.phone.empty()) out["PhoneNumber"] = a.phone;
  return out;
}

const char* name_of(AssociationTime when) {
  return when == AssociationTime::before_submit ? "ASSOCIATE_BEFORE_SUBMIT"
         : when == AssociationTime::on_approval ? "ASSOCIATE_ON_APPROVAL"
                                                : "ASSOCIATE_AFTER_COMPLETE";
}
const char* name_of(DisassociationEffect end) {
  return end == DisassociationEffect::all_closes          ? "DISASSOCIATE_ALL_CLOSES_REGISTRATION"
         : end == DisassociationEffect::all_allows_delete ? "DISASSOCIATE_ALL_ALLOWS_DELETE_REGISTRATION"
                                                          : "DELETE_REGISTRATION_DISASSOCIATES";
}

boost::json::object described_type(const RegistrationForm& form) {
  boost::json::object out{{"RegistrationType", form.type}};
  boost::json::array supported;
  for (const FormAssociation& a : form.associations)
    supported.push_back(boost::json::object{{"ResourceType", a.resource_type},
                                            {"IsoCountryCode", a.iso},
                                            {"AssociationBehavior", name_of(a.when)},
                                            {"DisassociationBehavior", name_of(a.end)}});
  if (!supported.empty()) out["SupportedAssociations"] = std::move(supported);
  out["DisplayHints"] = {{"Title", form.title}, {"ShortDescription", form.title}};
  return out;
}

}  // namespace

OperationResult create_registration(const OperationCall& call) {
  AccountRegistrations& registrations = call.account.registrations();
  const std::string_view type = required_text(call.input, "RegistrationType");
  if (const auto form = find_form(call, type); !form.ok()) return form.error();
  if (const auto error = call.account.tags().check(call.input)) return *error;
  const std::string key = place_key(registrations.made());
  const auto made =
      registrations.book().create(registrations.next_id(ResourceType::registration), key, type, call.account.now());
  if (!made.ok()) return refusal_of(made.error(), "");
  call.account.tags().set(call.input, make_arn(call.account.scope(), ResourceType::registration, made.value()->id));
  boost::json::object answer = described(call, *made.value());
  answer["Tags"] = tags_of(call.input);
  return answer;
}

OperationResult describe_registrations(const OperationCall& call) {
  if (const auto error = names_or_filters(call.input, "RegistrationIds")) return *error;
  Texts ids;
  for (const std::string_view given : texts(call.input, "RegistrationIds")) {
    const auto found = find_registration(call, given, "RegistrationIds");
    if (!found.ok()) return found.error();
    ids.push_back(found.value()->id);
  }
  const auto filters = Filters::read(call.operation, call.input);
  if (!filters.ok()) return filters.error();
  const auto wanted = [&](const Registration& r) {
    if (!ids.empty() && std::ranges::find(ids, r.id) == ids.end()) return false;
    return filters.value().match([&](std::string_view filter) {
      return Texts{filter == "registration-type" ? r.form->type : std::string(name_of(r.status))};
    });
  };
  return paged(
      call, {}, "Registrations", call.account.registrations().book().registrations(),
      [](const Registration& r) { return r.key; }, wanted, [&](const Registration& r) { return described(call, r); });
}

OperationResult delete_registration(const OperationCall& call) {
  const auto found = find_registration(call, required_text(call.input, "RegistrationId"));
  if (!found.ok()) return found.error();
  const std::string id = found.value()->id;
  const auto gone = call.account.registrations().book().erase(id);
  if (!gone.ok()) return refusal_of(gone.error(), id);
  call.account.registrations().schedule();
  return described(call, gone.value());
}

OperationResult create_registration_association(const OperationCall& call) {
  const auto found = find_registration(call, required_text(call.input, "RegistrationId"));
  if (!found.ok()) return found.error();
  Registration& r = *found.value();
  const std::string_view given = required_text(call.input, "ResourceId");
  const auto name = named_resource(call, given);
  if (!name.ok()) return name.error();
  AccountRegistrations& registrations = call.account.registrations();
  if (name.value().type == ResourceType::phone_number) {
    const PhoneNumberResource* number = call.account.find_number(std::string_view(name.value().id));
    if (number == nullptr) return not_found(ResourceType::phone_number, name.value().id);
    if (auto refused = registrations.join(r, *number)) return *refused;
  } else if (name.value().type == ResourceType::registration) {
    const auto other = find_registration(call, name.value().id, "ResourceId");
    if (!other.ok()) return other.error();
    const auto joined = registrations.book().associate(
        r, {other.value()->form->type, other.value()->id, {}, {}, never, false}, call.account.now());
    if (!joined.ok()) return refusal_of(joined.error(), r.id);
    registrations.schedule();
  } else {
    return not_supported(r, given);
  }
  boost::json::object answer;
  add_names(call, r, answer);
  answer["RegistrationType"] = r.form->type;
  for (auto& [member, value] : described_associate(call, r.associates.back())) answer[member] = value;
  return answer;
}

OperationResult list_registration_associations(const OperationCall& call) {
  const auto found = find_registration(call, required_text(call.input, "RegistrationId"));
  if (!found.ok()) return found.error();
  const Registration& r = *found.value();
  const auto filters = Filters::read(call.operation, call.input);
  if (!filters.ok()) return filters.error();
  boost::json::object answer;
  add_names(call, r, answer);
  answer["RegistrationType"] = r.form->type;
  const auto wanted = [&](const RegistrationAssociate& a) {
    return filters.value().match(
        [&](std::string_view filter) { return Texts{filter == "resource-type" ? a.resource_type : a.iso}; });
  };
  return paged(
      call, std::move(answer), "RegistrationAssociations", r.associates,
      [&](const RegistrationAssociate& a) { return place_key(static_cast<std::size_t>(&a - r.associates.data())); },
      wanted, [&](const RegistrationAssociate& a) { return described_associate(call, a); });
}

OperationResult describe_registration_type_definitions(const OperationCall& call) {
  if (const auto error = names_or_filters(call.input, "RegistrationTypes")) return *error;
  const auto types = texts(call.input, "RegistrationTypes");
  for (const std::string_view type : types)
    if (const auto form = find_form(call, type); !form.ok()) return form.error();
  const auto filters = Filters::read(call.operation, call.input);
  if (!filters.ok()) return filters.error();
  const auto wanted = [&](const RegistrationForm& form) {
    if (!types.empty() && std::ranges::find(types, form.type) == types.end()) return false;
    return filters.value().match([&](std::string_view filter) {
      Texts held;
      for (const FormAssociation& a : form.associations)
        held.push_back(filter == "supported-association-resource-type" ? a.resource_type : a.iso);
      return held;
    });
  };
  return paged(
      call, {}, "RegistrationTypeDefinitions", call.account.registrations().book().rules().forms,
      [](const RegistrationForm& f) { return f.type; }, wanted,
      [](const RegistrationForm& f) { return described_type(f); });
}

}  // namespace sendlab
