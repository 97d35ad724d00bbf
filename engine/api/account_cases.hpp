#pragma once
// Support cases of a simulated account and what they change in it when they are granted (R-CAS).
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/kernel/simulation.hpp"
#include "engine/registration/support_case.hpp"

namespace sendlab {

class SimulatedAccount;
struct PhoneNumberResource;

// A case that a scenario plans: opened at its time, and answered when something is asked.
struct CaseToOpen {
  SupportCase request;  // with the key of its draws
  Instant at;
  Duration reply_after{};                // after a question
  std::optional<std::string> objection;  // against a rule, by facts of the scenario
  std::vector<NumberId> gives;           // what it brings; ACTIVE when it is granted
  std::optional<std::size_t> text;       // place in ServiceModel::templates of what it registers
};

class AccountCases {
 public:
  // Events of this kind belong to cases.
  static constexpr std::uint8_t event_kind = 201;

  // `account` owns this.
  explicit AccountCases(SimulatedAccount& account);

  [[nodiscard]] SupportDesk& desk() { return desk_; }
  // Opens a case of this account; its id is made here. Errors: of the desk, and names that nothing has.
  Result<SupportCase*> open(SupportCase request);
  std::optional<Error> supply(std::string_view id, const std::map<std::string, std::string>& details,
                              const std::map<std::string, std::map<std::string, std::string>>& countries);
  // To be opened at its time.
  void plan(CaseToOpen planned);
  void handle();
  // The fault that was added last holds up what is under way.
  void stretch_pending();

  // A keyword that was registered with a short code may be changed: a case about it was granted (R-KEY-9).
  [[nodiscard]] bool may_change_keyword(std::string_view number_id, std::string_view keyword) const;
  // A sender ID of this country was registered (R-REG-24).
  [[nodiscard]] bool has_sender_id(std::string_view sender_id, std::string_view iso) const;

  // Number that a granted case brought; empty: none.
  [[nodiscard]] std::string number_of(std::string_view case_id) const;

 private:
  [[nodiscard]] std::optional<Error> unknown_names(const SupportCase& request) const;
  [[nodiscard]] std::optional<std::string> objection(const SupportCase& request) const;
  struct Planned;
  [[nodiscard]] const Planned* planned_as(std::string_view id) const;
  Result<SupportCase*> open_now(SupportCase request);
  std::size_t add_template(const SupportCase& request);
  [[nodiscard]] Instant next_at() const;
  void schedule();
  void grant(SupportCase& granted);
  void add_number(const SupportCase& granted);
  void convert(const SupportCase& granted);
  [[nodiscard]] PhoneNumberResource* named_number(const SupportCase& request) const;

  SimulatedAccount& account_;
  SupportDesk desk_;
  std::uint64_t made_ = 0;
  EventHandle pending_;
  Instant pending_at_ = never;
  std::set<std::pair<std::string, std::string>> keywords_;  // number id, keyword in capitals
  std::map<std::string, std::size_t, std::less<>> texts_;   // by case id: place in ServiceModel::templates
  std::set<std::pair<std::string, std::string>> sender_ids_;  // text, country
  std::vector<std::pair<std::string, std::string>> numbers_;  // case id, number id
  struct Planned {
    CaseToOpen plan;
    std::string id;  // empty: not open yet
    Instant reply_at = never;
    std::vector<Instant> ready;  // of what it gives: when the rest that it waits for is there
  };
  std::vector<Planned> planned_;
};

}  // namespace sendlab
