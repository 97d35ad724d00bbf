#include "engine/registration/registration_book.hpp"

#include <algorithm>
#include <array>

#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

using Fault = RegistrationFault;
using Kind = RegistrationFault::Kind;
Fault fault(Kind kind, std::string text) { return {kind, std::move(text), {}, {}}; }

std::size_t within_a_day(std::vector<Instant>& times, Instant now) {
  std::erase_if(times, [&](Instant at) { return at + one_day <= now; });
  return times.size();
}

bool has_draft(const Registration& r) {
  return r.current().status == VersionStatus::draft &&
         (r.status == RegistrationStatus::created || r.status == RegistrationStatus::requires_updates);
}

std::string state_of(const Registration& r) { return r.id + " is " + std::string(name_of(r.status)); }

RegistrationVersion new_version(std::int64_t number, Instant now) {
  RegistrationVersion version;
  version.number = number;
  version.since.fill(never);
  version.enter(VersionStatus::draft, now);
  return version;
}

}  // namespace

std::string_view name_of(RegistrationStatus status) {
  constexpr std::array<std::string_view, 7> names{"CREATED",          "SUBMITTED", "REVIEWING", "COMPLETE",
                                                  "REQUIRES_UPDATES", "CLOSED",    "DELETED"};
  return names[static_cast<std::size_t>(status)];
}

std::string_view name_of(VersionStatus status) {
  constexpr std::array<std::string_view, version_status_count> names{"DRAFT",     "SUBMITTED", "REVIEWING", "APPROVED",
                                                                     "DISCARDED", "DENIED",    "ARCHIVED"};
  return names[static_cast<std::size_t>(status)];
}

const RegistrationVersion* Registration::version(std::int64_t number) const {
  const auto found = std::ranges::find(versions, number, &RegistrationVersion::number);
  return found == versions.end() ? nullptr : &*found;
}

Instant Registration::approved_at() const { return first_approved; }

const RegistrationAssociate* Registration::associate(std::string_view resource_type) const {
  const auto found = std::ranges::find(associates, resource_type, &RegistrationAssociate::resource_type);
  return found == associates.end() ? nullptr : &*found;
}

std::string_view file_type_of(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return "PNG";
  if (bytes.starts_with("\xFF\xD8\xFF")) return "JPEG";
  if (bytes.starts_with("%PDF-")) return "PDF";
  return {};
}

RegistrationBook::RegistrationBook(const RegistrationRules& rules, RegistrationQuotas quotas, Streams streams)
    : rules_(rules), quotas_(quotas), streams_(std::move(streams)) {}

RandomStream& RegistrationBook::stream_of(const Registration& registration) {
  const auto known = streams_of_.find(registration.key);
  if (known != streams_of_.end()) return known->second;
  return streams_of_.emplace(registration.key, streams_("registration/" + registration.key, "review")).first->second;
}

Registration* RegistrationBook::find(std::string_view id) {
  const auto found = std::ranges::find(registrations_, id, &Registration::id);
  return found == registrations_.end() ? nullptr : &*found;
}

const Registration* RegistrationBook::find(std::string_view id) const {
  const auto found = std::ranges::find(registrations_, id, &Registration::id);
  return found == registrations_.end() ? nullptr : &*found;
}

RegistrationBook::Answer<Registration*> RegistrationBook::create(std::string id, std::string key, std::string_view type,
                                                                 Instant now) {
  const RegistrationForm* form = rules_.form(type);
  if (form == nullptr)
    return fault(Kind::unknown_type,
                 "There is no registration type " + std::string(type) + ": see DescribeRegistrationTypeDefinitions.");
  if (registrations_.size() >= quotas_.registrations)
    return fault(Kind::quota_registrations, "The account has " + std::to_string(registrations_.size()) +
                                                " registrations, which is its quota: delete one.");
  const auto brands = static_cast<std::size_t>(
      std::ranges::count(registrations_, RegistrationKind::brand, [](const Registration& r) { return r.form->kind; }));
  if (form->kind == RegistrationKind::brand && brands >= quotas_.brands)  // R-REG-6
    return fault(Kind::quota_registrations,
                 "The account has " + std::to_string(brands) +
                     " registered companies, which is its quota: a company is registered once (R-REG-3).");
  Registration& made = registrations_.emplace_back();
  made.id = std::move(id);
  made.key = std::move(key);
  made.form = form;
  made.created = now;
  made.versions.push_back(new_version(1, now));
  made.opened.push_back(now);
  return &made;
}

RegistrationBook::Answer<RegistrationVersion*> RegistrationBook::open_version(Registration& r, Instant now) {
  const bool denied = r.status == RegistrationStatus::requires_updates && r.current().status == VersionStatus::denied;
  const bool approved = r.status == RegistrationStatus::complete && r.current().status == VersionStatus::approved;
  if (!denied && !approved)
    return fault(Kind::version_not_allowed, state_of(r) + " with version " + std::to_string(r.current().number) +
                                                " in " + std::string(name_of(r.current().status)) +
                                                ": a new version is opened after an approval or a denial.");
  if (within_a_day(r.opened, now) >= quotas_.versions_per_day)
    return fault(Kind::quota_versions, r.id + " got " + std::to_string(r.opened.size()) +
                                           " versions in the last 24 hours, which is the quota: wait until tomorrow.");
  RegistrationVersion next = new_version(++r.last_number, now);
  next.values = r.current().values;
  r.versions.push_back(std::move(next));
  r.opened.push_back(now);
  if (approved) r.status = RegistrationStatus::created;
  return &r.current();
}

RegistrationBook::Answer<FieldValue> RegistrationBook::put(Registration& r, std::string_view path, FieldValue value) {
  const FormField* field = r.form->field(path);
  if (field == nullptr)
    return fault(Kind::unknown_field,
                 r.form->type + " has no field " + std::string(path) + ": see DescribeRegistrationFieldDefinitions.");
  if (!has_draft(r))  // R-REG-28
    return fault(Kind::edit_not_allowed,
                 state_of(r) + " and its version " + std::to_string(r.current().number) + " is " +
                     std::string(name_of(r.current().status)) +
                     ": fields can be changed in a draft, while the registration is Created or Requires Updates.");
  if (const auto wrong = fault_of(*field, value)) {
    Fault invalid = fault(Kind::field_invalid, std::string(path) + " " + *wrong + ".");
    invalid.fields.emplace_back(path, *wrong);
    return invalid;
  }
  if (field->type == FieldType::attachment) {
    const RegistrationAttachment* attachment = find_attachment(value.attachment);
    if (attachment == nullptr) {
      Fault missing = fault(Kind::unknown_attachment, "There is no attachment " + value.attachment + ".");
      missing.resource_id = value.attachment;
      return missing;
    }
    if (std::ranges::find(field->file_types, attachment->file_type) == field->file_types.end())
      return fault(Kind::attachment_type, std::string(path) + " takes " + field->file_types.front() + " files, " +
                                              attachment->id + " is " + attachment->file_type + ".");
    if (field->max_bytes > 0 && attachment->bytes > field->max_bytes)
      return fault(Kind::attachment_size, std::string(path) + " takes files of at most " +
                                              std::to_string(field->max_bytes) + " bytes, " + attachment->id + " has " +
                                              std::to_string(attachment->bytes) + ".");
  }
  return r.current().values[std::string(path)] = std::move(value);
}

RegistrationBook::Answer<FieldValue> RegistrationBook::remove(Registration& r, std::string_view path) {
  const FormField* field = r.form->field(path);
  if (field == nullptr) return fault(Kind::unknown_field, r.form->type + " has no field " + std::string(path) + ".");
  if (!has_draft(r)) return fault(Kind::edit_not_allowed, state_of(r) + ": fields can be changed in a draft only.");
  auto& values = r.current().values;
  const auto found = values.find(path);
  if (found == values.end())
    return fault(Kind::field_cannot_be_deleted, std::string(path) + " has no value to delete.");
  FieldValue was = std::move(found->second);
  values.erase(found);
  return was;
}

RegistrationBook::Answer<RegistrationVersion*> RegistrationBook::submit(Registration& r, Instant now,
                                                                        bool complete_form) {
  if (r.status == RegistrationStatus::submitted || r.status == RegistrationStatus::reviewing)
    return fault(Kind::already_submitted,
                 state_of(r) + ": wait for the answer, or discard the version while it is SUBMITTED.");
  if (!has_draft(r))
    return fault(Kind::submit_not_allowed,
                 state_of(r) + " and has no draft: open a version with CreateRegistrationVersion.");
  for (const FormAssociation& needed : r.form->associations) {
    if (needed.when != AssociationTime::before_submit) continue;
    if (r.associate(needed.resource_type) == nullptr)
      return fault(Kind::submit_not_allowed, r.id + " needs a " + needed.resource_type +
                                                 " before it is submitted: use CreateRegistrationAssociation.");
    // R-REG-2: the brand may have been changed meanwhile.
    const Registration* brand = brand_of(r);
    if (brand != nullptr && brand->approved_at() == never)
      return fault(Kind::submit_not_allowed, r.id + " needs a brand that is registered, " + state_of(*brand) + ".");
  }
  if (complete_form) {
    const std::vector<std::string> missing = missing_fields(*r.form, r.current());
    if (!missing.empty()) {
      Fault faults =
          fault(Kind::missing_fields, std::to_string(missing.size()) + " required fields have no value, the first is " +
                                          missing.front() + ".");
      for (const std::string& path : missing) faults.fields.emplace_back(path, "must have a value");
      return faults;
    }
  }
  const StepDuration& step = rules_.duration(r.form->duration_step, r.plan.at_home);
  const Duration lasts = r.plan.lasts ? *r.plan.lasts : step.sample(stream_of(r));
  const Duration before_review{static_cast<std::int64_t>(static_cast<double>(lasts.count()) * rules_.submitted_share)};
  const auto end_of = [&](Duration after) { return r.plan.lasts ? now + after : step.end_of(now, after); };
  r.reviewing_at = end_of(before_review);
  r.decided_at = stretched(end_of(lasts));
  r.current().enter(VersionStatus::submitted, now);
  r.status = RegistrationStatus::submitted;
  ++r.submissions;
  if (r.submissions == 1 || r.form->kind == RegistrationKind::vetting)
    r.fees += rules_.submission_fee(r.form->kind, now);  // R-REG-4
  return &r.current();
}

RegistrationBook::Answer<RegistrationVersion> RegistrationBook::discard(Registration& r, Instant now) {
  if (r.status != RegistrationStatus::submitted)  // R-REG-12
    return fault(Kind::discard_not_allowed, state_of(r) + ": a version can be discarded while it is SUBMITTED.");
  RegistrationVersion gone = std::move(r.current());
  gone.enter(VersionStatus::discarded, now);
  RegistrationVersion draft = new_version(++r.last_number, now);
  draft.values = gone.values;
  r.versions.back() = std::move(draft);
  r.status = RegistrationStatus::created;
  r.reviewing_at = r.decided_at = never;
  return gone;
}

RegistrationBook::Answer<Registration> RegistrationBook::erase(std::string_view id) {
  const auto found = std::ranges::find(registrations_, id, &Registration::id);
  ENSURE(found != registrations_.end(), "only a registration that exists is deleted");
  if (found->status == RegistrationStatus::submitted || found->status == RegistrationStatus::reviewing)
    return fault(Kind::deletion_not_allowed, state_of(*found) + ": wait for the answer, or discard the version.");
  for (const Registration& other : registrations_)
    for (const RegistrationAssociate& a : other.associates)
      if (a.resource_id == id)
        return fault(Kind::deletion_not_allowed,
                     std::string(id) + " is the brand of " + other.id + ": delete that first.");
  for (const RegistrationAssociate& a : found->associates)
    if (!a.phone.empty() && found->status != RegistrationStatus::created)
      return fault(Kind::deletion_not_allowed,
                   std::string(id) + " registers " + a.resource_id + ": release that first.");
  Registration gone = std::move(*found);
  registrations_.erase(found);
  gone.status = RegistrationStatus::deleted;
  return gone;
}

const RegistrationAttachment* RegistrationBook::find_attachment(std::string_view id) const {
  const auto found = std::ranges::find(attachments_, id, &RegistrationAttachment::id);
  return found == attachments_.end() ? nullptr : &*found;
}

RegistrationBook::Answer<const RegistrationAttachment*> RegistrationBook::attach(std::string id, std::string_view head,
                                                                                 std::int64_t bytes, Instant now) {
  const std::string_view type = file_type_of(head);
  if (type.empty())
    return fault(Kind::attachment_type, "The attachment is neither PNG nor JPEG nor PDF: give one of these.");
  if (attachments_.size() >= quotas_.attachments)
    return fault(Kind::quota_attachments, "The account has " + std::to_string(attachments_.size()) +
                                              " attachments, which is its quota: delete one.");
  if (within_a_day(attached_, now) >= quotas_.attachments_per_day)
    return fault(
        Kind::quota_attachments_day,
        std::to_string(attached_.size()) + " attachments were created in the last 24 hours, which is the quota.");
  attached_.push_back(now);
  std::string digits = std::to_string(attachments_made_++);
  attachments_.push_back({std::move(id), now, std::string(type), bytes, std::string(20 - digits.size(), '0') + digits});
  return &attachments_.back();
}

RegistrationBook::Answer<RegistrationAttachment> RegistrationBook::erase_attachment(std::string_view id) {
  const auto found = std::ranges::find(attachments_, id, &RegistrationAttachment::id);
  ENSURE(found != attachments_.end(), "only an attachment that exists is deleted");
  for (const Registration& r : registrations_)
    for (const auto& [path, value] : r.current().values)
      if (value.attachment == id) {
        Fault used = fault(Kind::deletion_not_allowed, std::string(id) + " is the value of " + path + " of " + r.id +
                                                           ": give that field another value first.");
        used.resource_id = id;
        return used;
      }
  RegistrationAttachment gone = std::move(*found);
  attachments_.erase(found);
  return gone;
}

}  // namespace sendlab
