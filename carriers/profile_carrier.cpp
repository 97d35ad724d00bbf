#include "carriers/profile_carrier.hpp"

#include <algorithm>

namespace sendlab {

ProfileCarrier::ProfileCarrier(CarrierProfile profile, const std::function<RandomStream(std::string_view)>& stream,
                               std::unique_ptr<FilterModel> filter_model)
    : profile_(std::move(profile)),
      accept_(stream("accept")),
      delivery_(stream("delivery")),
      outcome_(stream("outcome")),
      receipt_(stream("receipt")),
      handset_(stream("handset")),
      registration_(stream("registration")),
      filter_(std::move(filter_model)) {
  auto share = [&](Status status) { return profile_.failure[static_cast<std::size_t>(status)]; };
  for (std::size_t type = 0; type < cumulative_.size(); ++type) {
    Shares& c = cumulative_[type];
    const double filter = profile_.filter_multiplier[type];
    c.invalid = share(Status::invalid);
    c.carrier_unreachable = c.invalid + share(Status::carrier_unreachable);
    c.carrier_blocked = c.carrier_unreachable + share(Status::carrier_blocked) * filter;
    c.spam = c.carrier_blocked + share(Status::spam) * filter + profile_.filter_share;
    c.blocked = c.spam + share(Status::blocked);
    c.unreachable = c.blocked + share(Status::unreachable);
    c.unknown = c.unreachable + share(Status::unknown);
  }
}

HandOver ProfileCarrier::hand_over(const Offer& offer, Instant now) {
  HandOver fate;
  fate.answer_after = profile_.accept.sample(accept_);
  const Duration delivery = profile_.delivery.sample(delivery_) + (offer.parts - 1) * profile_.extra_per_part;
  fate.outcome_after = std::max(fate.answer_after, delivery);
  decide(offer, fate);
  if (filter_) apply_filter(offer, fate, now);
  if (!offer.registered && registration_.chance(profile_.unregistered_blocked)) fate.answer = Status::carrier_blocked;
  return fate;
}

// What is filtered ends as SPAM. In quiet hours the network keeps a promotional message until they are over, or blocks
// it.
void ProfileCarrier::apply_filter(const Offer& offer, HandOver& fate, Instant now) {
  const bool blocked = filter_->blocks(offer, now);
  if (fate.answer != Status::successful) return;
  if (blocked) {
    fate.answer = Status::spam;
    return;
  }
  const Duration wait = filter_->quiet_wait(offer, now);
  if (wait.count() == 0) return;
  if (filter_->blocks_quiet()) {
    fate.answer = Status::carrier_blocked;
    return;
  }
  fate.answer_after += wait;
  fate.outcome_after += wait;
}

void ProfileCarrier::decide(const Offer& offer, HandOver& fate) {
  const auto type = static_cast<std::size_t>(offer.origin);
  const Shares& c = cumulative_[type];
  const double u = outcome_.uniform();
  if (offer.traits.invalid || offer.traits.landline ||
      (offer.traits.deactivated && outcome_.chance(profile_.deactivated_invalid))) {
    fate.answer = Status::invalid;
    return;
  }
  if (u < c.spam) {
    fate.answer = u < c.invalid               ? Status::invalid
                  : u < c.carrier_unreachable ? Status::carrier_unreachable
                  : u < c.carrier_blocked     ? Status::carrier_blocked
                                              : Status::spam;
    return;
  }
  fate.receipt_follows = receipt_.chance(profile_.receipt_share[type]);
  if (u < c.unknown) {
    // Taken, and then it goes wrong: a receipt says so, or none ever comes.
    fate.receipt_follows = true;
    fate.outcome = u < c.blocked ? Status::blocked : u < c.unreachable ? Status::unreachable : Status::unknown;
    return;
  }
  if (handset_.chance(profile_.handset_off_share)) {
    // The network delivers when the handset comes back, or gives up after its validity.
    const Duration off = profile_.handset_off_for.sample(handset_);
    fate.handset_off = std::min(off, profile_.validity);
    fate.outcome_after += fate.handset_off;
    fate.expiry_noticed_late = profile_.expiry_lateness.sample(handset_);
    if (off > profile_.validity) {
      fate.receipt_follows = true;
      fate.outcome = Status::unreachable;
    }
  }
}

HandOver IdealCarrier::hand_over(const Offer&, Instant) {
  HandOver fate;
  fate.answer_after = accept_;
  fate.outcome_after = std::max(accept_, delivery_);
  fate.receipt_follows = true;
  return fate;
}

HandOver SimulatorCarrier::hand_over(const Offer& offer, Instant) {
  HandOver fate;
  fate.answer_after = accept_;
  fate.outcome_after = std::max(accept_, delivery_);
  fate.receipt_follows = true;
  if (offer.traits.invalid) fate.answer = Status::carrier_unreachable;
  return fate;
}

}  // namespace sendlab
