#include "engine/service/limits.hpp"

#include <algorithm>

namespace sendlab {
namespace {

// A rule change may lengthen a window, so each window remembers the longest one it will have.
Duration longest_window(const ServiceModel& model) {
  Duration longest = model.constants.limit_memory;
  double stretch = 0;  // of a window of one part
  for (const FaultModel& fault : model.faults) {
    if (fault.rate) longest = std::max(longest, fault.rate->per);
    if (fault.factor && fault.kind == FaultKind::throttle) stretch = std::max(stretch, 1 / *fault.factor);
    if (fault.campaign_throughput) longest = std::max(longest, fault.campaign_throughput->per);
  }
  if (stretch > 0) {
    Duration of_limits{0};
    for (const NumberModel& number : model.numbers) of_limits = std::max(of_limits, number.mps.per);
    for (const CampaignModel& campaign : model.campaigns)
      for (const CarrierLimit& limit : campaign.limits) of_limits = std::max(of_limits, limit.throughput.per);
    longest = std::max(longest, Duration{static_cast<std::int64_t>(static_cast<double>(of_limits.count()) * stretch)});
  }
  return longest;
}

}  // namespace

Limits::Limits(const ServiceModel& model)
    : carriers_(model.carriers.size()), throttles_(carriers_), retain_(longest_window(model)),
      routes_(model.numbers.size() * carriers_) {
  for (const CarrierModel& carrier : model.carriers)
    zones_.push_back(std::make_unique<TimeZone>(carrier.posix_time_zone));
  for (const NumberModel& number : model.numbers) numbers_.emplace_back(number.mps, retain_);

  std::vector<std::uint32_t> cap_of(model.brands.size() * carriers_, UINT32_MAX);
  for (std::uint16_t b = 0; b < model.brands.size(); ++b) {
    for (const DailyCap& cap : model.brands[b].caps) {
      cap_of[b * carriers_ + cap.carrier.index] = static_cast<std::uint32_t>(caps_.size());
      caps_.push_back({DayCap(cap.parts, *zones_[cap.carrier.index]), cap.parts, BrandId{b}, cap.carrier,
                       !model.brands[b].hold_over_daily_cap});
      if (cap.parts_today > 0) caps_.back().cap.start_with(cap.parts_today, model.start);
    }
  }
  std::vector<std::uint32_t> shared(model.campaigns.size() * carriers_, UINT32_MAX);
  for (std::uint32_t n = 0; n < model.numbers.size(); ++n) {
    const CampaignId c = model.numbers[n].campaign;
    for (std::uint16_t k = 0; k < carriers_; ++k) {
      Route& r = routes_[n * carriers_ + k];
      if (const auto& limit = model.carriers[k].number_throughput; limit && !model.carriers[k].simulator)
        r.number = add_window(no_campaign, NumberId{n}, CarrierId{k}, *limit);
      if (c == no_campaign) continue;
      r.cap = cap_of[model.campaigns[c.index].brand.index * carriers_ + k];
      const bool rejects = model.campaigns[c.index].reject_over_throughput;
      for (const CarrierLimit& limit : model.campaigns[c.index].limits) {
        if (limit.carrier.index != k) continue;
        std::uint32_t& whole = shared[c.index * carriers_ + k];
        if (limit.per_number)
          r.campaign = add_window(c, NumberId{n}, limit.carrier, limit.throughput, rejects);
        else
          r.campaign = whole =
              whole == UINT32_MAX ? add_window(c, no_number, limit.carrier, limit.throughput, rejects) : whole;
      }
    }
  }
}

std::uint32_t Limits::add_window(CampaignId campaign, NumberId number, CarrierId carrier, Throughput limit,
                                 bool rejects) {
  windows_.push_back({ThroughputWindow(limit, retain_), limit, number, campaign, carrier, rejects});
  return static_cast<std::uint32_t>(windows_.size() - 1);
}

void Limits::number_added(const ServiceModel& model) {
  const NumberId number{static_cast<std::uint32_t>(numbers_.size())};
  ENSURE(model.numbers[number.index].campaign == no_campaign, "a number that is added later belongs to no campaign");
  numbers_.emplace_back(model.numbers[number.index].mps, retain_);
  for (std::uint16_t k = 0; k < carriers_; ++k) {
    Route& r = routes_.emplace_back();
    if (const auto& limit = model.carriers[k].number_throughput; limit && !model.carriers[k].simulator)
      r.number = add_window(no_campaign, number, CarrierId{k}, *limit);
  }
}

// Are the parts spaced as those of a number that has sent nothing for a while? Then every such number plans alike.
bool Limits::evenly_planned(const PartPlan& plan, int parts, Throughput limit) {
  if (plan.parts().size() != static_cast<std::size_t>(parts)) return false;  // cut
  for (std::int64_t i = 1; i < parts; ++i)
    if (plan.parts()[static_cast<std::size_t>(i)] - plan.first() != i / limit.parts * limit.per) return false;
  return true;
}

Instant Limits::opens(const LimitGate& gate, Instant now) {
  if (gate.kind == LimitGate::Kind::number) return numbers_[gate.index].next_in_order(now);
  ENSURE(gate.kind != LimitGate::Kind::none && gate.parts == 1, "where several parts go depends on more than the gate");
  ThroughputWindow& window =
      gate.kind == LimitGate::Kind::campaign ? windows_[gate.index].window : *throttles_[gate.index].window;
  const std::array<Instant, 1> part{now};
  return window.next_start(part, now);
}

GateAnswer Limits::look_at_all(NumberId number, CarrierId carrier, int parts, Instant now, Instant expires,
                               PartPlan& plan) {
  using Kind = GateAnswer::Kind;
  const ThroughputWindow& mps = numbers_[number.index];
  const Instant number_opens = mps.next_in_order(now);
  if (number_opens == never) return {.kind = Kind::wait, .cause = DelayCause::number_mps, .opens = never, .gate = {}};
  plan.start_at(number_opens);
  for (int i = 1; i < parts; ++i) plan.add(mps.next_in_order(plan.last(), plan.parts()));
  plan.cut(expires);

  GateAnswer answer;
  if (number_opens > now)
    answer = {.kind = Kind::wait, .cause = DelayCause::number_mps, .opens = number_opens,
              .gate = {.kind = LimitGate::Kind::number, .index = number.index}};
  // Gates in the order of DelayCause, so that a later one wins only if it opens later.
  auto wait_for = [&](Instant opens, DelayCause cause, LimitGate gate) {
    if (answer.kind == Kind::open || opens > answer.opens)
      answer = {.kind = Kind::wait, .cause = cause, .opens = opens, .gate = gate};
  };
  // A window that holds this plan: may it wait in line there, with others of the same plan?
  auto wait_for_window = [&](ThroughputWindow& window, DelayCause cause, LimitGate gate) {
    gate.parts = static_cast<std::uint8_t>(parts);
    if (parts == 1) {
      const std::array<Instant, 1> at_once{now};
      if (number_opens > now && !window.fits(at_once, now)) {
        const Instant opens = window.next_start(at_once, now);
        if (opens >= number_opens) return wait_for(opens, cause, opens != never ? gate : LimitGate{});
      }
    } else {
      gate.number_limit = mps.limit();
    }
    const Instant opens = window.next_start(plan.parts(), now);
    const bool in_line = opens != never && number_opens == now && evenly_planned(plan, parts, mps.limit());
    wait_for(opens, cause, in_line ? gate : LimitGate{});
  };

  const Route& r = route(number, carrier);
  Status refusal = Status::accepted;
  if (r.campaign != UINT32_MAX) {
    ThroughputWindow& window = windows_[r.campaign].window;
    if (!window.fits(plan.parts(), now)) {
      if (windows_[r.campaign].rejects)
        refusal = Status::carrier_unreachable;
      else
        wait_for_window(window, DelayCause::campaign_throughput,
                        {.kind = LimitGate::Kind::campaign, .index = r.campaign});
    }
  }
  if (r.number != UINT32_MAX) {
    ThroughputWindow& window = windows_[r.number].window;
    if (!window.fits(plan.parts(), now)) wait_for(window.next_start(plan.parts(), now), DelayCause::number_mps, {});
  }
  if (r.cap != UINT32_MAX && !caps_[r.cap].cap.fits(plan.parts())) {
    if (caps_[r.cap].rejects)
      refusal = refusal == Status::accepted ? Status::carrier_blocked : refusal;
    else
      wait_for(caps_[r.cap].cap.next_start(plan.first()), DelayCause::brand_daily_cap, {});
  }
  if (Throttle& throttle = throttles_[carrier.index]; throttle.active && !throttle.window->fits(plan.parts(), now))
    wait_for_window(*throttle.window, DelayCause::fault, {.kind = LimitGate::Kind::throttle, .index = carrier.index});
  // Nothing is offered, and so nothing refused, before all that merely waits has opened.
  if (answer.kind == Kind::open && refusal != Status::accepted) answer = {.kind = Kind::refuse, .status = refusal};
  return answer;
}

LimitUse Limits::take(NumberId number, CarrierId carrier, const PartPlan& plan, Instant now) {
  LimitUse use;
  use.number = static_cast<std::uint32_t>(numbers_[number.index].take(plan.parts(), now));
  const Route& r = route(number, carrier);
  if (r.campaign != UINT32_MAX)
    use.campaign = static_cast<std::uint32_t>(windows_[r.campaign].window.take(plan.parts(), now));
  if (r.number != UINT32_MAX) windows_[r.number].window.take(plan.parts(), now);
  if (r.cap != UINT32_MAX) use.brand = static_cast<std::uint32_t>(caps_[r.cap].cap.take(plan.parts()));
  if (throttles_[carrier.index].active) throttles_[carrier.index].window->take(plan.parts(), now);
  return use;
}

std::vector<ThroughputWindow*> Limits::windows(std::optional<CampaignId> campaign, std::optional<CarrierId> carrier) {
  std::vector<ThroughputWindow*> found;
  for (CarrierWindow& w : windows_)
    if ((!campaign || w.campaign == *campaign) && (!carrier || w.carrier == *carrier)) found.push_back(&w.window);
  return found;
}

void Limits::throttle_carrier(CarrierId carrier, Throughput limit) {
  Throttle& throttle = throttles_[carrier.index];
  if (!throttle.window) throttle.window.emplace(limit, retain_);
  throttle.window->set_limit(limit);
  throttle.active = true;
}

void Limits::reset_to_model(const ServiceModel& model) {
  for (std::size_t n = 0; n < numbers_.size(); ++n) numbers_[n].set_limit(model.numbers[n].mps);
  for (CarrierWindow& w : windows_) w.window.set_limit(w.model_limit);
  for (BrandCap& c : caps_) c.cap.set_cap(c.model_cap);
  for (Throttle& throttle : throttles_) throttle.active = false;
}

std::vector<DayCap*> Limits::caps(CarrierId carrier) {
  std::vector<DayCap*> found;
  for (BrandCap& c : caps_)
    if (c.carrier == carrier) found.push_back(&c.cap);
  return found;
}

Limits::Peak Limits::number_peak(NumberId number) const {
  const ThroughputWindow& window = numbers_[number.index];
  return {window.peak(), window.limit(), std::nullopt, no_carrier};
}

Limits::Peak Limits::campaign_peak(CampaignId campaign, CarrierId carrier) const {
  Peak peak;
  for (const CarrierWindow& w : windows_)
    if (w.campaign == campaign && w.carrier == carrier)
      peak = {std::max(peak.parts, w.window.peak()), w.model_limit, std::nullopt, carrier};
  return peak;
}

Limits::Peak Limits::brand_peak(BrandId brand) const {
  Peak peak;
  for (const BrandCap& c : caps_) {
    if (c.brand != brand) continue;
    const bool tighter = c.model_cap && (!peak.cap || *c.model_cap < *peak.cap);
    if (tighter || peak.carrier == no_carrier) peak = {c.cap.peak(), std::nullopt, c.model_cap, c.carrier};
  }
  return peak;
}

}  // namespace sendlab
