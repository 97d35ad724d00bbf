// Faults and handset groups of a world.
#include "tools/world_builder.hpp"

namespace sendlab {
namespace {

static_assert(static_cast<int>(FaultKind::provisioning_delay) == static_cast<int>(FaultKind::provisioning_delay));

// The first that the service may answer with this exception and reason; without a reason the one that has none.
Refusal refusal_of(const std::string& exception, const std::string& reason) {
  Refusal found = Refusal::none;
  for (std::size_t i = 1; i < refusal_count; ++i) {
    const auto refusal = static_cast<Refusal>(i);
    if (exception_of(refusal) != exception || refusal == Refusal::no_answer) continue;
    if (reason_of(refusal) == reason) return refusal;
    found = refusal;
  }
  return found;
}

}  // namespace

void WorldBuilder::add_faults() {
  if (scenario_.faults.size() > 64)
    fault(scenario_.faults[64].where,
          "a scenario has at most 64 faults, got " + std::to_string(scenario_.faults.size()), "split the scenario");
  for (const FaultSpec& spec : scenario_.faults) {
    FaultModel model;
    model.kind = spec.kind;
    model.from = scenario_.start + spec.at;
    if (spec.lasts) model.to = model.from + *spec.lasts;
    model.share = spec.share;
    if (!spec.carrier.empty()) {
      const auto carriers = carriers_named(spec.carrier, spec.where);
      if (carriers.empty()) continue;
      model.carrier = carriers.front();
    }
    if (spec.campaign) model.campaign = campaigns_[spec.account][spec.campaign->brand][spec.campaign->index];
    if (spec.number) model.number = numbers_[spec.account].of(*spec.number).numbers.front();
    model.factor = spec.factor;
    model.add = spec.add;
    model.rate = spec.rate;
    model.campaign_throughput = spec.campaign_throughput;
    model.brand_daily_cap = spec.brand_daily_cap;
    model.fee = spec.fee;
    model.operation = spec.operation;
    if (spec.kind == FaultKind::latency && !spec.operation.empty()) model.kind = FaultKind::request_latency;
    if (spec.kind == FaultKind::api_error) model.error = refusal_of(spec.error, spec.reason);
    // What is served begins a fault when it is told to, and holds up what is under way then.
    if (spec.kind == FaultKind::provisioning_delay && !open_) delay_provisioning(spec, model);
    if (spec.kind == FaultKind::throttle && spec.factor && !spec.number) {
      bool has_limit = false;
      for (const CampaignModel& campaign : world_.model.campaigns)
        for (const CarrierLimit& limit : campaign.limits)
          has_limit = has_limit || !model.carrier || limit.carrier == *model.carrier;
      if (!has_limit)
        fault(spec.where, "throttle: " + spec.target + " has no throughput limit that a factor could scale",
              "give a rate instead, for example rate = \"10/s\"");
    }
    if ((spec.kind == FaultKind::rule_change ||
         (spec.kind == FaultKind::throttle && !spec.number && !spec.campaign && spec.rate)) &&
        !model.carrier)
      fault(spec.where, "this fault needs one carrier", "name it, for example carrier = \"AT&T\"");
    world_.model.faults.push_back(model);
  }
}

void WorldBuilder::add_handsets() {
  for (const HandsetSpec& spec : scenario_.handsets) {
    HandsetModel model;
    model.share = spec.share;
    model.deactivated_share = spec.deactivated_share;
    model.deactivated_invalid = spec.deactivated_invalid.value_or(CarrierProfile{}.deactivated_invalid);
    model.ported_share = spec.ported_share;
    if (spec.deactivated_share > 0 && !spec.deactivated_invalid)
      used_.add("handset/deactivated",
                "a message to a number that was given up ends as INVALID with probability 0.7, else its new owner gets "
                "it; invalid_share changes it",
                "none (R-DEA-7)");
    if (spec.off_for) {
      model.off_for = *spec.off_for;
      // A handset that is off for x and on for y in turn is off when a message comes with probability x / (x + y).
      const auto off = static_cast<double>(spec.off_for->mean().count());
      const auto on = spec.off_every ? static_cast<double>(spec.off_every->mean().count()) : 0.0;
      model.off_probability = off > 0 ? off / (off + on) : 0;
      used_.add("handset/off-at-random",
                "a handset that is off when a message comes stays off for a whole draw of off_for from then on",
                "none");
    }
    world_.model.handsets.push_back(std::move(model));
  }
}

}  // namespace sendlab
