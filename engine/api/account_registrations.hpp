#pragma once
// Registrations and support cases of a simulated account: the books, time that moves them, and what follows from an
// approval.
#include <optional>
#include <string>
#include <string_view>

#include "engine/api/api_error.hpp"
#include "engine/kernel/simulation.hpp"
#include "engine/registration/registration_book.hpp"
#include "engine/service/model.hpp"

namespace sendlab {

class SimulatedAccount;
struct PhoneNumberResource;

// What only the rule tables know of campaigns and brands; the wiring answers.
struct CampaignTerms {
  std::vector<CarrierLimit> limits;  // of the campaign at each carrier
  std::vector<DailyCap> caps;        // of its brand
};

class AccountRegistrations {
 public:
  // Events of this kind belong to registrations and cases.
  static constexpr std::uint8_t event_kind = 200;

  // `account` owns this.
  explicit AccountRegistrations(SimulatedAccount& account);

  [[nodiscard]] RegistrationBook& book() { return book_; }
  [[nodiscard]] const RegistrationBook& book() const { return book_; }
  // "registration-" or "registration-attachment-" and 32 hex digits.
  [[nodiscard]] std::string next_id(ResourceType type);
  [[nodiscard]] std::uint64_t made() const { return made_; }

  // After every command on the book: looks when the next thing happens.
  void schedule();
  // Something is due.
  void handle();

  // A number joins its registration: by CreateRegistrationAssociation or as it is requested.
  std::optional<ApiError> join(Registration& registration, const PhoneNumberResource& number);
  void released(std::string_view number_id);
  // It belongs to a registration that does not let it be used yet, though that is complete: ASSOCIATING.
  [[nodiscard]] bool is_associating(std::string_view number_id) const;
  [[nodiscard]] const Registration* registration_of(std::string_view number_id) const;

 private:
  void took_place(const RegistrationChange& change);
  void activate(Registration& registration, const RegistrationAssociate& number, Instant at);
  [[nodiscard]] CampaignId campaign_of(const Registration& campaign);

  SimulatedAccount& account_;
  RegistrationBook book_;
  std::uint64_t made_ = 0, attachments_made_ = 0;
  EventHandle pending_;
  Instant pending_at_ = never;
  std::vector<std::pair<std::string, CampaignId>> campaigns_;  // by id of the registration
  std::vector<std::pair<std::string, BrandId>> brands_;
};

// The answer for a fault of the book, about this registration.
[[nodiscard]] ApiError refusal_of(const RegistrationFault& fault, std::string_view registration_id);

}  // namespace sendlab
