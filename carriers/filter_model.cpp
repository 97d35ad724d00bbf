#include "carriers/filter_model.hpp"

#include <algorithm>

#include "engine/kernel/ensure.hpp"

namespace sendlab {

FilterModel::FilterModel(std::optional<FilterRules> rules, CountryId country, const FilterWorld& world,
                         RandomStream random)
    : rules_(std::move(rules)), country_(country), world_(world), random_(random) {
  ENSURE(!rules_ || rules_->long_code_messages > 0, "a number is flagged after at least one message");
  ENSURE(!rules_ || rules_->audit <= 0 || rules_->audit_messages > 0, "a number stands out by at least one message");
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
  if (rules_->long_code > 0 && offer.origin == NumberType::long_code) {
    Recent& sent = of_number(sent_, offer.number, rules_->long_code_messages);
    count(sent, now);
    if (now < sent.flagged_until) passes *= 1 - rules_->long_code;
  }
  if (rules_->audit <= 0) return random_.chance(1 - passes);
  Recent& blocked = of_number(blocked_, offer.number, rules_->audit_messages);
  if (now < blocked.flagged_until) passes *= 1 - rules_->audit;
  const bool blocks = random_.chance(1 - passes);
  if (blocks) count(blocked, now);
  return blocks;
}

FilterModel::Recent& FilterModel::of_number(std::vector<Recent>& all, NumberId number, std::int64_t most) {
  if (number.index >= all.size()) all.resize(number.index + 1);
  Recent& recent = all[number.index];
  if (recent.sent.empty()) recent.sent.assign(static_cast<std::size_t>(most), Instant::min());
  return recent;
}

// A number is flagged when a message is one too many within the window, and stays so until it has kept to the limit for
// the time of its recovery.
void FilterModel::count(Recent& recent, Instant now) {
  // The message a whole ring back: this one and those since then are one too many if it is still in the window.
  const Instant oldest = recent.sent[recent.next];
  if (oldest != Instant::min() && now - oldest < rules_->long_code_window)
    recent.flagged_until = now + rules_->recovery;
  recent.sent[recent.next] = now;
  recent.next = (recent.next + 1) % recent.sent.size();
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
