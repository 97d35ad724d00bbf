#include "carriers/filter_model.hpp"

#include <algorithm>

#include "engine/kernel/ensure.hpp"

namespace sendlab {

FilterModel::FilterModel(std::optional<FilterRules> rules, CountryId country, const FilterWorld& world,
                         RandomStream random)
    : rules_(std::move(rules)), country_(country), world_(world), random_(random) {
  ENSURE(!rules_ || rules_->long_code_messages > 0, "a number is flagged after at least one message");
  if (world_.quiet)
    for (const std::string& zone : world_.quiet->zones) zones_.emplace_back(zone);
}

bool FilterModel::blocks(const Offer& offer, Instant now) {
  if (!rules_) return false;
  double passes = 1;
  if (offer.workload.index < world_.contents.size()) {
    const FilterContent& content = world_.contents[offer.workload.index];
    passes *= 1 - content.shortener * rules_->shortener;
    passes *= 1 - content.restricted * rules_->restricted;
    passes *= 1 - content.style * rules_->style;
    if (content.snowshoe) passes *= 1 - rules_->snowshoe;
  }
  if (rules_->long_code > 0 && offer.origin == NumberType::long_code && flagged(offer.number, now))
    passes *= 1 - rules_->long_code;
  return random_.chance(1 - passes);
}

// One message more. A number is flagged when it is one too many within the window, and stays so until it has kept to
// the limit for the time of its recovery.
bool FilterModel::flagged(NumberId number, Instant now) {
  if (number.index >= recent_.size()) recent_.resize(number.index + 1);
  Recent& recent = recent_[number.index];
  const auto most = static_cast<std::size_t>(rules_->long_code_messages);
  if (recent.sent.empty()) recent.sent.assign(most, Instant::min());
  // The message `most` places back: this one and the `most` since then are one too many if it is still in the window.
  const Instant oldest = recent.sent[recent.next];
  if (oldest != Instant::min() && now - oldest < rules_->long_code_window)
    recent.flagged_until = now + rules_->recovery;
  recent.sent[recent.next] = now;
  recent.next = (recent.next + 1) % most;
  return now < recent.flagged_until;
}

const TimeZone* FilterModel::zone_of(const Offer& offer) const {
  const QuietTimes& quiet = *world_.quiet;
  const std::size_t w = offer.workload.index;
  const PeopleZones& zones = w < quiet.of_workload.size() && !quiet.of_workload[w].empty()
                                 ? quiet.of_workload[w]
                                 : quiet.of_country[country_.index];
  if (zones.empty()) return nullptr;
  // The same hash of the same person as the population draws where it lives; of a number outside the plan, the number.
  const auto owner = world_.plan.owner_of(offer.destination);
  const double u = person_uniform(owner ? owner->person : offer.destination.digits, PersonAttribute::time_zone);
  const auto zone = std::ranges::find_if(zones, [&](const auto& share) { return u < share.first; });
  return &zones_[zone != zones.end() ? zone->second : zones.back().second];
}

Duration FilterModel::quiet_wait(const Offer& offer, Instant at) const {
  if (!world_.quiet || offer.type != MessageType::promotional) return Duration{0};
  const auto& hours = world_.quiet->hours[country_.index];
  const TimeZone* zone = hours ? zone_of(offer) : nullptr;
  return zone != nullptr ? wait_for_hours(*hours, *zone, at) : Duration{0};
}

}  // namespace sendlab
