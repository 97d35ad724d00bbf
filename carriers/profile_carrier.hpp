#pragma once
// A mobile network described by a profile.
#include <functional>
#include <memory>

#include "carriers/carrier_profile.hpp"
#include "carriers/filter_model.hpp"
#include "engine/kernel/random.hpp"
#include "engine/service/carrier.hpp"

namespace sendlab {

class ProfileCarrier final : public Carrier {
 public:
  // `stream(purpose)` gives the carrier's own streams; one for each purpose, so that a change of its failures leaves
  // its latencies alone. `filter_model` null: the network neither filters nor keeps quiet hours.
  ProfileCarrier(CarrierProfile profile, const std::function<RandomStream(std::string_view purpose)>& stream,
                 std::unique_ptr<FilterModel> filter_model = nullptr);

  [[nodiscard]] HandOver hand_over(const Offer& offer, Instant now) override;

 private:
  // What the carrier makes of a message: one draw against cumulative shares, in this order.
  struct Shares {
    double invalid, carrier_unreachable, carrier_blocked, spam, blocked, unreachable, unknown;
  };
  void decide(const Offer& offer, HandOver& fate);
  void apply_filter(const Offer& offer, HandOver& fate, Instant now);

  CarrierProfile profile_;
  std::array<Shares, number_type_count> cumulative_;  // by NumberType
  RandomStream accept_, delivery_, outcome_, receipt_, handset_, registration_;
  std::unique_ptr<FilterModel> filter_;
};

// `ideal { accept, delivery }`: takes and delivers everything after exactly those times.
class IdealCarrier final : public Carrier {
 public:
  IdealCarrier(Duration accept, Duration delivery) : accept_(accept), delivery_(delivery) {}
  [[nodiscard]] HandOver hand_over(const Offer& offer, Instant now) override;

 private:
  Duration accept_, delivery_;
};

// The service's own destination simulator (R-SIM): the failing numbers end as CARRIER_UNREACHABLE (R-SIM-6, an
// assumption).
class SimulatorCarrier final : public Carrier {
 public:
  SimulatorCarrier(Duration accept, Duration delivery) : accept_(accept), delivery_(delivery) {}
  [[nodiscard]] HandOver hand_over(const Offer& offer, Instant now) override;

 private:
  Duration accept_, delivery_;
};

}  // namespace sendlab
