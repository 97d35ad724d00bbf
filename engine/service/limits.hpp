#pragma once
// Every limit of a run and the one question asked of them: may this message go now, and if not, when and why not?
//
//   gate                    scope                  over it                         delay cause
//   number                  number                 waits                           number_mps
//   campaign throughput     campaign and carrier,  waits, or CARRIER_UNREACHABLE   campaign_throughput
//                           or number and carrier
//   carrier throttle        carrier                waits                           fault (only while a fault sets it)
//   brand's daily cap       brand and carrier      CARRIER_BLOCKED, or waits       brand_daily_cap
//
// A message goes when all its gates let it go at once; it takes its places in all of them at its hand-over, never
// before.
#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "engine/kernel/time_zone.hpp"
#include "engine/message/message_fact.hpp"
#include "engine/service/day_cap.hpp"
#include "engine/service/model.hpp"
#include "engine/service/throughput_window.hpp"

namespace sendlab {

// The hand-over instants of the parts of one message, ascending. Large: keep one and use it again.
class PartPlan {
 public:
  [[nodiscard]] std::span<const Instant> parts() const { return {at_.data(), count_}; }
  [[nodiscard]] Instant first() const { return at_[0]; }
  [[nodiscard]] Instant last() const { return at_[count_ - 1]; }
  void start_at(Instant at) {
    at_[0] = at;
    count_ = 1;
  }
  void add(Instant at) {
    ENSURE(count_ < at_.size(), "a message has at most 11 parts (R-ENC-19)");
    at_[count_++] = at;
  }
  // Parts that would go at or after this instant do not go: the message has expired by then. The first always stays.
  void cut(Instant expires) {
    while (count_ > 1 && at_[count_ - 1] >= expires) --count_;
  }

 private:
  std::array<Instant, 16> at_{};
  std::size_t count_ = 0;
};

// A closed gate at which several lanes can wait in one line: for all that stand there it opens at the same instant.
struct LimitGate {
  enum class Kind : std::uint8_t { none, number, campaign, throttle } kind = Kind::none;
  std::uint8_t parts = 0;  // campaign, throttle: of each message; places for two may come later than a place for one
  std::uint32_t index = 0;     // NumberId, window, CarrierId
  Throughput number_limit;     // campaign, throttle, several parts: what spaces the parts
  friend bool operator==(const LimitGate&, const LimitGate&) = default;
};

struct GateAnswer {
  enum class Kind : std::uint8_t { open, wait, refuse } kind = Kind::open;
  DelayCause cause{};                     // wait: the gate that opens last, ties in the order of DelayCause
  Status status{};                        // refuse: the final status
  Instant opens{};                        // wait: not before this instant
  LimitGate gate;                         // wait: the gate, if it is one to wait in line for
};

class Limits {
 public:
  // `model` must outlive the limits.
  explicit Limits(const ServiceModel& model);

  // The model has one more number at its end. It belongs to no campaign.
  void number_added(const ServiceModel& model);
  // A number that never sent has got the campaign that the model says, perhaps a new one of a new brand. Caps of that
  // brand are taken from the model anew.
  void number_joined(const ServiceModel& model, NumberId number);

  // The first instant, not before `now`, at which the number lets a first part go.
  [[nodiscard]] Instant number_opens(NumberId number, Instant now) const {
    return numbers_[number.index].next_in_order(now);
  }
  // Has the number's window let go of a part at this very instant, so that it was full before?
  [[nodiscard]] bool number_opened_at(NumberId number, Instant now) const {
    return numbers_[number.index].opened_at(now);
  }

  // May a message of `parts` parts to `carrier`, expiring at `expires`, go at `now`? If so `plan` holds its parts.
  [[nodiscard]] GateAnswer ask(NumberId number, CarrierId carrier, int parts, Instant now, Instant expires,
                               PartPlan& plan) {
    if (parts == 1 && one_may_go(number, carrier, now)) {  // the common case
      plan.start_at(now);
      return {};
    }
    return look_at_all(number, carrier, parts, now, expires, plan);
  }
  // The first lane of the number's messages to this carrier; UINT32_MAX at first. Kept here because whoever asks the
  // gates needs it too.
  [[nodiscard]] std::uint32_t& lane(NumberId number, CarrierId carrier) {
    return routes_[number.index * carriers_ + carrier.index].lane;
  }
  // Has the processor fetch what ask() will look at.
  void fetch(NumberId number) const {
    __builtin_prefetch(&numbers_[number.index]);
    __builtin_prefetch(&routes_[number.index * carriers_]);
  }
  // The first instant, not before `now`, at which a gate for numbers or single parts is open.
  [[nodiscard]] Instant opens(const LimitGate& gate, Instant now);
  // The message of the last ask() that was open is handed over.
  LimitUse take(NumberId number, CarrierId carrier, const PartPlan& plan, Instant now);

  // Faults change limits: first everything is set back to the model, then each active fault is applied in turn.
  void reset_to_model(const ServiceModel& model);
  void set_number(NumberId number, Throughput limit) { numbers_[number.index].set_limit(limit); }
  [[nodiscard]] Throughput number_limit(NumberId number) const { return numbers_[number.index].limit(); }
  // The windows that hold messages of this campaign (or of all) at this carrier (or at all).
  [[nodiscard]] std::vector<ThroughputWindow*> windows(std::optional<CampaignId> campaign,
                                                       std::optional<CarrierId> carrier);
  // All parts of a carrier together: exists only while a fault sets it.
  void throttle_carrier(CarrierId carrier, Throughput limit);
  [[nodiscard]] std::vector<DayCap*> caps(CarrierId carrier);

  struct Peak {
    std::int64_t parts = 0;
    std::optional<Throughput> limit;      // windows
    std::optional<std::int64_t> cap;      // days
    CarrierId carrier = no_carrier;       // no_carrier: of all carriers
  };
  [[nodiscard]] Peak number_peak(NumberId number) const;
  // The campaign's limit at a carrier, and the most that its window ever held; per-number limits give the fullest
  // number.
  [[nodiscard]] Peak campaign_peak(CampaignId campaign, CarrierId carrier) const;
  [[nodiscard]] Peak brand_peak(BrandId brand) const;

 private:
  struct Route {  // the gates of one number at one carrier, besides the number's own; UINT32_MAX: none
    std::uint32_t campaign = UINT32_MAX;  // into windows_
    std::uint32_t number = UINT32_MAX;    // into windows_: the carrier's own limit for each number
    std::uint32_t cap = UINT32_MAX;
    std::uint32_t lane = UINT32_MAX;      // the service's: where its messages wait
  };
  [[nodiscard]] const Route& route(NumberId number, CarrierId carrier) const {
    return routes_[number.index * carriers_ + carrier.index];
  }
  [[nodiscard]] GateAnswer look_at_all(NumberId number, CarrierId carrier, int parts, Instant now, Instant expires,
                                       PartPlan& plan);
  [[nodiscard]] bool one_may_go(NumberId number, CarrierId carrier, Instant now) {
    const std::array<Instant, 1> part{now};
    if (numbers_[number.index].next_in_order(now) != now) return false;
    const Route& r = route(number, carrier);
    return (r.campaign == UINT32_MAX || windows_[r.campaign].window.fits(part, now)) &&
           (r.cap == UINT32_MAX || caps_[r.cap].cap.fits(part)) && r.number == UINT32_MAX &&
           !throttles_[carrier.index].active;
  }
  [[nodiscard]] static bool evenly_planned(const PartPlan& plan, int parts, Throughput limit);
  std::uint32_t add_window(CampaignId campaign, NumberId number, CarrierId carrier, Throughput limit,
                           bool rejects = false);
  struct CarrierWindow {
    ThroughputWindow window;
    Throughput model_limit;
    NumberId number;  // no_number: of the whole campaign
    CampaignId campaign;
    CarrierId carrier;
    bool rejects;     // what does not fit, instead of letting it wait
  };
  struct BrandCap {
    DayCap cap;
    std::optional<std::int64_t> model_cap;
    BrandId brand;
    CarrierId carrier;
    bool rejects;
  };

  std::size_t carriers_;
  std::vector<ThroughputWindow> numbers_;
  std::vector<CarrierWindow> windows_;
  std::vector<BrandCap> caps_;
  struct Throttle {
    std::optional<ThroughputWindow>
        window;  // kept when the fault ends, so that a second one finds what was handed over
    bool active = false;
  };
  std::vector<Throttle> throttles_;  // by carrier
  Duration retain_;
  std::vector<std::unique_ptr<TimeZone>> zones_;              // by carrier
  std::vector<Route> routes_;                                 // [number][carrier]
};

}  // namespace sendlab
