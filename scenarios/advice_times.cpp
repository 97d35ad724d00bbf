// Advice on when messages arrive and how fast they can go.
#include <cmath>

#include "engine/kernel/calendar.hpp"
#include "scenarios/advice_parts.hpp"
#include "scenarios/bodies.hpp"
#include "scenarios/body_senders.hpp"
#include "scenarios/planned_volume.hpp"

namespace sendlab {
namespace {

struct PeoplesZone {
  std::string name, posix_tz;
  double share = 0;
};

std::vector<PeoplesZone> zones_of(const AdviceDraft& draft, const PopulationRecipients& people) {
  std::vector<PeoplesZone> zones;
  double sum = 0;
  for (const SourceTables::Zone& zone : draft.facts.zones) {
    double weight = zone.country == people.country ? zone.weight : 0;
    if (!people.time_zones.empty()) {
      const auto own = std::ranges::find(people.time_zones, zone.name, [](const auto& entry) { return entry.first; });
      weight = own != people.time_zones.end() ? own->second : 0;
    }
    if (weight <= 0) continue;
    zones.push_back({zone.name, zone.posix_tz, weight});
    sum += weight;
  }
  for (PeoplesZone& zone : zones) zone.share /= sum;
  std::ranges::stable_sort(zones, std::greater<>{}, &PeoplesZone::share);
  return zones;
}

std::string clock_text(Duration time_of_day) {
  const auto minutes = time_of_day / std::chrono::minutes{1};
  std::string text = std::to_string(100'00 + minutes / 60 * 100 + minutes % 60);
  return text.substr(1, 2) + ":" + text.substr(3);
}

// A week beyond the first send shows every hour that a longer span can meet.
constexpr Duration longest_look = std::chrono::hours{24 * 7};

// The first instant from `first` to `last`, in steps of a quarter of an hour, for which `bad` holds.
template <class Bad>
std::optional<Instant> first_instant(Instant first, Instant last, Bad bad) {
  for (Instant at = first; at <= std::min(last, first + longest_look); at += std::chrono::minutes{15})
    if (bad(at)) return at;
  if (last <= first + longest_look && bad(last)) return last;
  return std::nullopt;
}

class HoursAdvice {
 public:
  HoursAdvice(AdviceDraft& draft, const Workload& workload) : draft_(draft), workload_(workload) {}

  void advise() {
    const auto* people = std::get_if<PopulationRecipients>(&workload_.to);
    const bool call = workload_.channel == Channel::voice;
    if (people == nullptr || (!call && !is_promotional(draft_.scenario, workload_))) return;
    const auto volume = planned_volume(workload_.arrivals, draft_.scenario.horizon);
    if (!volume) return;
    const auto* profile = std::get_if<ProfileArrivals>(&workload_.arrivals);
    local_profile_ = profile != nullptr && profile->time_zone == "recipient" ? profile : nullptr;
    first_ = draft_.scenario.start + volume->first;
    last_ = draft_.scenario.start + volume->last;
    const auto zones = zones_of(draft_, *people);
    if (call) return calls(zones);
    const auto row =
        std::ranges::find(draft_.facts.quiet_hours, people->country, [](const auto& entry) { return entry.first; });
    const bool law = row != draft_.facts.quiet_hours.end();
    // R-QUI-2: daytime, where no table says more.
    const QuietHours hours = law ? row->second : QuietHours{std::chrono::hours{8}, std::chrono::hours{21}};
    early_or_late(zones, hours, "sends promotional messages", law ? "R-TYP-4 R-QUI-2 R-QUI-3" : "R-QUI-2",
                  "send between " + clock_text(hours.from) + " and " + clock_text(hours.to) +
                      " of the recipient's day: profile { time_zone = \"recipient\", … }; carriers { quiet_hours = "
                      "\"hold\" } shows what holding costs");
  }

 private:
  void early_or_late(const std::vector<PeoplesZone>& zones, const QuietHours& hours, const std::string& what,
                     const std::string& rules, std::string fix) {
    if (local_profile_ != nullptr) return;  // its points are local times that the script chose
    double share = 0;
    std::string when;
    for (const PeoplesZone& zone : zones) {
      const TimeZone clock(zone.posix_tz);
      const auto bad =
          first_instant(first_, last_, [&](Instant at) { return wait_for_hours(hours, clock, at) > Duration{0}; });
      if (!bad) continue;
      if (when.empty()) when = clock_text(local_time_of_day(clock, *bad)) + " in " + zone.name;
      share += zone.share;
    }
    if (when.empty()) return;
    draft_.find(workload_.where,
                "workload " + workload_.name + " " + what + " at " + when + " (outside the hours for " +
                    (share < 0.005 ? "less than 1" : std::to_string(std::lround(share * 100))) + " % of its people)",
                rules, std::move(fix));
  }

  // R-QUI-1: calls not before 9, not after 20 o'clock, not on Sundays. There is no table of holidays.
  void calls(const std::vector<PeoplesZone>& zones) {
    early_or_late(zones, {std::chrono::hours{9}, std::chrono::hours{20}}, "calls", "R-QUI-1",
                  "call between 09:00 and 20:00 of the recipient's day");
    for (const PeoplesZone& zone : zones) {
      const TimeZone clock(zone.posix_tz);
      const auto sunday = first_instant(
          first_, last_, [&](Instant at) { return (clock.day_number(at) % 7 + 7) % 7 == 3; });  // 1970-01-04
      if (!sunday) continue;
      return draft_.find(
          workload_.where,
          "workload " + workload_.name + " calls on a Sunday in " + zone.name + ": many countries forbid that",
          "R-QUI-1", "call from Monday to Saturday, and not on holidays");
    }
  }

  AdviceDraft& draft_;
  const Workload& workload_;
  const ProfileArrivals* local_profile_ = nullptr;
  Instant first_, last_;
};

// ---- throughput ----

double parts_of(const Workload& workload) {
  double parts = 0;
  const auto texts = texts_of(workload.body);
  for (const auto& [share, text] : texts) {
    const auto body = MessageTemplate::compile(text, {});
    parts += share * (body.ok() && body->fixed_size() ? body->fixed_size()->parts : 1);
  }
  return texts.empty() ? 1 : parts;
}

void advise_on_throughput(AdviceDraft& draft, const Workload& workload) {
  const auto numbers = numbers_of(draft.scenario, workload);
  const auto volume = planned_volume(workload.arrivals, draft.scenario.horizon);
  if (numbers.empty() || !volume || workload.channel == Channel::voice) return;
  double capacity = 0;
  for (const NumberSpec* number : numbers)
    capacity += static_cast<double>(number->mps ? *number->mps : draft.facts.number_mps(number->type, number->country));
  const double parts = parts_of(workload);
  // A burst is no rate: it asks for what its numbers give.
  const bool burst = std::holds_alternative<BurstArrivals>(workload.arrivals);
  const double rate = burst ? 0 : volume->per_second * parts;
  const auto text = [](double value) { return std::to_string(std::llround(value)); };
  const NumberType type = numbers.front()->type;
  const bool us = numbers.front()->country == "US";
  if (us && rate > 3 && type == NumberType::toll_free)
    draft.find(
        workload.where,
        "workload " + workload.name + " needs " + text(rate) + " parts a second: toll-free numbers are for 1 to 3",
        "R-MPS-12",
        rate <= 75 ? "send from a 10DLC campaign, for 10 to 75 parts a second, or from a short code"
                   : "send from a short code, for 100 parts a second or more");
  if (us && rate > 75 && type == NumberType::ten_dlc)
    draft.find(
        workload.where,
        "workload " + workload.name + " needs " + text(rate) + " parts a second: 10DLC campaigns are for 10 to 75",
        "R-MPS-12", "send from a short code, for 100 parts a second or more");
  // R-MPS-15: recipients x parts / MPS.
  const double takes_s = volume->total * parts / capacity;
  const double planned_s = static_cast<double>((volume->last - volume->first).count()) / 1e9;
  if (takes_s - planned_s < 600) return;
  draft.find(workload.where,
             "workload " + workload.name + " takes " + text(takes_s / 60) + " minutes: " + text(volume->total) +
                 " messages of " + (parts > 1.005 ? "about " + text(parts * 100) + " parts in a hundred" : "1 part") +
                 " at " + text(capacity) + " parts a second",
             "R-MPS-15", "plan for that time, or send from identities with more throughput");
}

}  // namespace

void advise_on_times(AdviceDraft& draft) {
  for (const Workload& workload : draft.scenario.workloads) {
    HoursAdvice(draft, workload).advise();
    advise_on_throughput(draft, workload);
  }
}

}  // namespace sendlab
