#pragma once
// All registrations and attachments of one account and Region, and the rules by which they move. It is told the time:
// each call says what instant it is, next_at() says when something happens by itself, advance() makes it happen. So the
// simulation, the endpoint and a test drive the same machine.
//
//   Created -> Submitted -> Reviewing -> Complete | Requires Updates     (R-REG-27)
//   DRAFT   -> SUBMITTED -> REVIEWING -> APPROVED | DENIED; APPROVED -> ARCHIVED when a later version is approved
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/kernel/random.hpp"
#include "engine/kernel/result.hpp"
#include "engine/registration/provisioning_delay.hpp"
#include "engine/registration/registration.hpp"

namespace sendlab {

// Why something cannot be done. The endpoint turns it into an exception and a Reason.
struct RegistrationFault {
  enum class Kind : std::uint8_t {
    unknown_type,
    unknown_field,
    unknown_attachment,
    field_invalid,
    field_cannot_be_deleted,
    missing_fields,
    attachment_type,
    attachment_size,
    association_not_supported,
    already_associated,
    number_in_other_registration,
    not_complete,
    edit_not_allowed,
    submit_not_allowed,
    already_submitted,
    discard_not_allowed,
    version_not_allowed,
    deletion_not_allowed,
    quota_registrations,
    quota_versions,
    quota_attachments_day,
    quota_attachments,
    quota_associations,
    quota_numbers
  } kind{};
  std::string text;                               // one sentence with the remedy
  std::vector<std::pair<std::string, std::string>> fields;  // paths and what is wrong there
  std::string resource_id;                        // in conflict; empty: the registration
};

struct RegistrationAttachment {
  std::string id;
  Instant created;
  std::string file_type;  // "PNG", "JPEG", "PDF"
  std::int64_t bytes = 0;
  std::string key;        // ascends in the order of creation, never used again
};

// What the first bytes of a file say it is: "PNG", "JPEG", "PDF"; empty: something else.
[[nodiscard]] std::string_view file_type_of(std::string_view bytes);

// Something that came by itself.
struct RegistrationChange {
  enum class Kind : std::uint8_t { reviewing, approved, denied, resource_ready } kind{};
  Instant at;
  std::string registration;  // id
  std::string resource;      // of resource_ready: id of the associate
};

class RegistrationBook {
 public:
  using Streams = std::function<RandomStream(std::string_view entity, std::string_view purpose)>;
  template <class T>
  using Answer = Result<T, RegistrationFault>;

  // `rules` outlives the book. `streams` gives each registration draws of its own.
  RegistrationBook(const RegistrationRules& rules, RegistrationQuotas quotas, Streams streams);

  [[nodiscard]] const RegistrationRules& rules() const { return rules_; }
  [[nodiscard]] RegistrationQuotas& quotas() { return quotas_; }
  [[nodiscard]] const RegistrationQuotas& quotas() const { return quotas_; }
  // False: 10DLC numbers are usable without the carriers' review (R-REG-10).
  void set_carrier_review(bool wanted) { carrier_review_ = wanted; }
  // Faults that hold up decisions and numbers; outlives the book.
  void hold_up_by(ProvisioningDelays& delays) { delays_ = &delays; }
  // The fault that was added last holds up what is under way.
  void stretch_pending();

  // ---- registrations, in the order in which they came ----
  [[nodiscard]] const std::deque<Registration>& registrations() const { return registrations_; }
  [[nodiscard]] Registration* find(std::string_view id);
  [[nodiscard]] const Registration* find(std::string_view id) const;
  //   key   names its random stream
  Answer<Registration*> create(std::string id, std::string key, std::string_view type, Instant now);
  Answer<RegistrationVersion*> open_version(Registration& registration, Instant now);
  // `path` gets this value in the draft; an empty value removes what is there and gives it back.
  Answer<FieldValue> put(Registration& registration, std::string_view path, FieldValue value);
  Answer<FieldValue> remove(Registration& registration, std::string_view path);
  // A registration of a number or brand. `brand`: when the resource is a registration.
  Answer<const RegistrationAssociate*> associate(Registration& registration, RegistrationAssociate resource,
                                                 Instant now);
  //   complete_form   false: a form that is not filled counts as filled right (scenarios)
  Answer<RegistrationVersion*> submit(Registration& registration, Instant now, bool complete_form = true);
  // The version that is gone.
  Answer<RegistrationVersion> discard(Registration& registration, Instant now);
  // The registration as it was, with status Deleted.
  Answer<Registration> erase(std::string_view id);
  // A resource no longer exists: registrations let go of it, and close when they had nothing else (R-REG-30).
  void resource_gone(std::string_view resource_id);

  // The registration that a resource belongs to; null: none.
  [[nodiscard]] Registration* registration_of(std::string_view resource_id);
  // The vetting score that counts for a campaign: the newest of its brand that was known when the campaign was created
  // (R-REG-5); none: unvetted.
  [[nodiscard]] std::optional<int> score_of(const Registration& campaign) const;
  [[nodiscard]] const Registration* brand_of(const Registration& registration) const;

  // ---- attachments ----
  [[nodiscard]] const std::deque<RegistrationAttachment>& attachments() const { return attachments_; }
  [[nodiscard]] const RegistrationAttachment* find_attachment(std::string_view id) const;
  //   head   the first bytes of the file, which tell its type; `bytes`: its whole size
  Answer<const RegistrationAttachment*> attach(std::string id, std::string_view head, std::int64_t bytes, Instant now);
  Answer<RegistrationAttachment> erase_attachment(std::string_view id);

  // ---- time ----
  [[nodiscard]] Instant next_at() const;  // never: nothing is under way
  std::vector<RegistrationChange> advance(Instant now);

 private:
  RandomStream& stream_of(const Registration& registration);
  void decide(Registration& registration, std::vector<RegistrationChange>& changes);
  [[nodiscard]] std::optional<RegistrationFault> check_association(const Registration& registration,
                                                                   const FormAssociation& form,
                                                                   const RegistrationAssociate& resource);
  [[nodiscard]] bool registered_before(const Registration& brand) const;
  void approve(Registration& registration, Instant at);
  void ready_number(Registration& campaign, RegistrationAssociate& number, Instant now);
  [[nodiscard]] Instant stretched(Instant ready) { return delays_ == nullptr ? ready : delays_->stretched(ready); }

  const RegistrationRules& rules_;
  RegistrationQuotas quotas_;
  Streams streams_;
  bool carrier_review_ = true;
  ProvisioningDelays* delays_ = nullptr;
  std::deque<Registration> registrations_;  // stays where it is while others come
  std::deque<RegistrationAttachment> attachments_;
  std::vector<Instant> attached_;  // of the last 24 hours
  std::uint64_t attachments_made_ = 0;
  std::map<std::string, RandomStream, std::less<>> streams_of_;
};

}  // namespace sendlab
