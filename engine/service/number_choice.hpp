#pragma once
// What a message is sent from when the request leaves that open: it names nothing, a sender ID, or a pool.
//
//   nothing     the default sender ID of the account, else one of its own numbers of the country (R-TYP-2, R-ORG-24),
//   else the
//               service's shared route (R-ORG-8 … R-ORG-12)
//   sender ID   shown where the country has sender IDs and asks for no registration, or it is registered there
//   (R-ORG-7,
//               R-ORG-10); else what the country puts in its place (R-ORG-8, R-ORG-9); where there are no sender IDs as
//               if none was given (R-ORG-11)
//   pool        one of its identities (R-ORG-18, R-ORG-19)
//
// Which of these a country has is said by the rows of ServiceModel::numbers: there is a shared route where a row says
// so. The lists of candidates are made once; a choice allocates nothing and reads no text.
#include <span>
#include <vector>

#include "engine/service/backend.hpp"
#include "engine/service/limits.hpp"
#include "engine/service/model.hpp"

namespace sendlab {

class NumberChoice {
 public:
  // `model` must outlive it.
  explicit NumberChoice(const ServiceModel& model);
  // Numbers, sender IDs or pools of the model have come, gone or changed.
  void rebuild();

  // Without a pool. `request.number`: none or a sender ID. The same number for the same recipient; no_number when none
  // suits.
  [[nodiscard]] NumberId choose(const SendRequest& request, Instant now) const;

  // Of a pool: by country, capability, ACTIVE and message type; the best kind; the same identity for the same
  // recipient, and when that one fails the next in turn, then those of the next kind. It fails when it is not ACTIVE,
  // when `blocked` says that the recipient's network takes nothing from it, and when it may not send now; a pool whose
  // identities are all busy does not turn to a shared route. Where all are busy: the one that opens first, or with
  // `patient` the recipient's own. no_number: none suits. Not ACTIVE any: one of them nevertheless.
  template <class Blocked>
  [[nodiscard]] NumberId choose_of_pool(const SendRequest& request, Instant now, const Limits& limits, bool patient,
                                        Blocked&& blocked) const;

  // Recipients of one country to whom a pool sends from the same identities have a list of their own, 0 … pool_lists()
  // - 1. UINT32_MAX: it has none for that country.
  [[nodiscard]] std::uint32_t pool_list(PoolId pool, CountryId country) const {
    return pool_lists_[pool.index * countries_ + country.index];
  }
  [[nodiscard]] std::uint32_t pool_lists() const { return static_cast<std::uint32_t>(lists_.size()); }
  // The first instant, not before `now`, at which one of a list's identities may send; never if none may.
  [[nodiscard]] Instant opens(std::uint32_t list, Instant now, const Limits& limits) const;

 private:
  static constexpr std::uint32_t none = UINT32_MAX;
  struct Candidate {
    NumberId number;
    std::uint8_t preference = 0;
  };
  struct Range {
    std::uint32_t begin = 0, count = 0;
  };
  [[nodiscard]] std::span<const Candidate> in(Range range) const {
    return {candidates_.data() + range.begin, range.count};
  }
  [[nodiscard]] std::size_t place(AccountId account, CountryId country) const {
    return account.index * countries_ + country.index;
  }
  // Recipients are spread over the candidates by a fixed hash of their number.
  [[nodiscard]] static std::uint64_t hash(PhoneNumber number) { return number.digits * 0x9e3779b97f4a7c15u >> 32; }

  void list_dedicated();
  void list_sender_ids();
  void list_pools();
  Range append(std::vector<Candidate>& list);  // in order of preference
  [[nodiscard]] NumberId find_sender_id(AccountId account, const std::string& text, CountryId country) const;
  [[nodiscard]] NumberId sender_id_in(AccountId account, const std::string& text, CountryId country) const;
  [[nodiscard]] NumberId choose_dedicated(const SendRequest& request, Instant now, MessageType type) const;

  const ServiceModel& model_;
  std::size_t countries_ = 0;
  std::vector<Candidate> candidates_;
  std::vector<std::array<Range, 2>> dedicated_;   // [account][country][message type]
  std::vector<NumberId> shared_;                  // [account][country]
  std::vector<std::uint32_t> group_of_;           // by number: of sender IDs that show one text in one account
  std::vector<NumberId> route_;                   // [group][country]: what such a sender ID becomes; no_number: nothing
  std::vector<std::uint32_t> default_group_;      // by account
  std::vector<std::uint32_t> pool_lists_;         // [pool][country]
  std::vector<Range> lists_;
};

template <class Blocked>
NumberId NumberChoice::choose_of_pool(const SendRequest& request, Instant now, const Limits& limits, bool patient,
                                      Blocked&& blocked) const {
  if (request.to.carrier == no_carrier) return no_number;
  const std::uint32_t list = pool_list(request.pool, request.to.country);
  if (list == none) return no_number;
  const bool simulator = model_.carriers[request.to.carrier.index].simulator;
  const auto all = in(lists_[list]);
  NumberId busy = no_number, idle = no_number;
  Instant busy_until = never;
  for (std::size_t first = 0, last = 0; first < all.size(); first = last) {
    while (last < all.size() && all[last].preference == all[first].preference) ++last;
    const auto kind = all.subspan(first, last - first);
    if (busy != no_number && model_.numbers[kind[0].number.index].type == NumberType::shared_route) break;
    const std::size_t own = hash(request.to.number) % kind.size();
    for (std::size_t i = 0; i < kind.size(); ++i) {
      const NumberId number = kind[own + i < kind.size() ? own + i : own + i - kind.size()].number;
      const NumberModel& model = model_.numbers[number.index];
      if (model.type == NumberType::simulator && !simulator) continue;  // R-SIM-5
      if (idle == no_number) idle = number;
      if (model.active_from > now || blocked(number)) continue;
      const Instant opens = limits.number_opens(number, now);
      if (opens <= now) return number;
      if (busy == no_number || (!patient && opens < busy_until)) {
        busy = number;
        busy_until = opens;
      }
    }
  }
  return busy != no_number ? busy : idle;
}

}  // namespace sendlab
