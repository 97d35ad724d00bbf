// Limits of campaigns and brands that come while the service runs: a registration was approved.
#include <algorithm>

#include "engine/service/limits.hpp"

namespace sendlab {

void Limits::number_joined(const ServiceModel& model, NumberId number) {
  const CampaignId joined = model.numbers[number.index].campaign;
  ENSURE(joined != no_campaign, "a number that joins a campaign has one");
  const CampaignModel& campaign = model.campaigns[joined.index];
  const BrandModel& brand = model.brands[campaign.brand.index];
  for (const DailyCap& cap : brand.caps) {
    auto known = std::ranges::find_if(
        caps_, [&](const BrandCap& c) { return c.brand == campaign.brand && c.carrier == cap.carrier; });
    if (known == caps_.end()) {
      caps_.push_back({DayCap(cap.parts, *zones_[cap.carrier.index]), cap.parts, campaign.brand, cap.carrier,
                       !brand.hold_over_daily_cap});
      known = caps_.end() - 1;
    }
    known->model_cap = cap.parts;
    routes_[number.index * carriers_ + cap.carrier.index].cap = static_cast<std::uint32_t>(known - caps_.begin());
  }
  for (const CarrierLimit& limit : campaign.limits) {
    std::uint32_t& window = routes_[number.index * carriers_ + limit.carrier.index].campaign;
    const auto shared = std::ranges::find_if(windows_, [&](const CarrierWindow& w) {
      return !limit.per_number && w.campaign == joined && w.carrier == limit.carrier && w.number == no_number;
    });
    window = shared != windows_.end() ? static_cast<std::uint32_t>(shared - windows_.begin())
                                      : add_window(joined, limit.per_number ? number : no_number, limit.carrier,
                                                   limit.throughput, campaign.reject_over_throughput);
  }
}

}  // namespace sendlab
