#pragma once
// A service with one US account, a short code and carriers that do what the test says; keeps every published fact.
#include <algorithm>
#include <memory>
#include <vector>

#include "engine/kernel/calendar.hpp"
#include "engine/service/service.hpp"

namespace sendlab {

// Answers after fixed times with a fixed fate.
class ScriptedCarrier final : public Carrier {
 public:
  explicit ScriptedCarrier(HandOver fate) : fate_(fate) {}
  HandOver hand_over(const Offer&, Instant) override { return fate_; }

 private:
  HandOver fate_;
};

inline HandOver delivered_after(Duration accept, Duration delivery) {
  HandOver fate;
  fate.answer_after = accept;
  fate.outcome_after = delivery;
  fate.receipt_follows = true;
  return fate;
}

class TestService : public FactConsumer {
 public:
  static constexpr CarrierId att{0}, tmobile{1};
  static constexpr std::int64_t price = 10'000, fee = 1'000;  // micro-dollars a part

  // Defaults: one account, one short code of 100 MPS, carriers AT&T and T-Mobile, a cent a part.
  TestService() {
    model.start = model.counts_from = parse_rfc3339("2026-01-05T09:00:00-08:00").value();
    model.countries = {{"US", true, CountryId{0}}, {"CA", true, CountryId{1}}};
    model.carriers = {{"AT&T", CountryId{0}, "PST8PDT,M3.2.0,M11.1.0", {}, false},
                      {"T-Mobile", CountryId{0}, "PST8PDT,M3.2.0,M11.1.0", {}, false},
                      {"Simulator", CountryId{0}, "UTC0", {}, true}};
    model.accounts = {{"main", "us-east-1", false, UsdMicros{1'000'000'000}}};
    model.opt_out_lists = {{"Default", AccountId{0}, {}}};
    NumberModel number;
    number.name = "code";
    number.number = PhoneNumber{12345};
    number.type = NumberType::short_code;
    number.mps = {100, std::chrono::seconds{1}};
    model.numbers = {number};
    model.prices.per_part.resize(2);
    model.prices.carrier_fee.resize(3);
    model.prices.inbound_fee.resize(3);
    model.prices.inbound.resize(2, {{Instant{}, UsdMicros{7'500}}});
    for (auto& country : model.prices.per_part) country.fill({{Instant{}, UsdMicros{price}}});
    for (auto& carrier : model.prices.carrier_fee) carrier.fill({{Instant{}, UsdMicros{fee}}});
    model.automatic_replies = WorkloadId{9};
    fate = delivered_after(std::chrono::milliseconds{100}, std::chrono::seconds{1});
  }

  void begin() {
    simulation = std::make_unique<Simulation>(model.start);
    std::vector<std::unique_ptr<Carrier>> carriers;
    for (std::size_t k = 0; k < model.carriers.size(); ++k) carriers.push_back(std::make_unique<ScriptedCarrier>(fate));
    service = std::make_unique<Service>(model, *simulation, std::move(carriers),
                                        [](std::string_view entity, std::string_view purpose) {
                                          return RandomStream(stream_key(Seed{1}, 0, entity, purpose));
                                        });
    service->facts().add_step_consumer(*this);
    service->start();
  }

  SendRequest request(std::uint64_t person = 0, CarrierId carrier = att) const {
    SendRequest r;
    r.planned = simulation->now();
    r.to = {PhoneNumber{12902000000 + person}, CountryId{0}, carrier, {}};
    r.number = NumberId{0};
    return r;
  }
  Answer send(std::uint64_t person = 0, CarrierId carrier = att, int parts = 1) {
    SendRequest r = request(person, carrier);
    r.parts = static_cast<std::uint8_t>(parts);
    return service->submit(r);
  }
  void run_until(Duration offset) {
    simulation->run_until(model.start + offset, [this](const ScheduledEvent& event) { service->handle(event); });
    service->facts().flush();
  }
  void consume(const FactBatch& batch) override {
    for (const MessageFact& fact : batch.facts) {
      facts.push_back(fact);
      waits.emplace_back(batch.waits.begin() + fact.first_wait,
                         batch.waits.begin() + fact.first_wait + fact.wait_count);
    }
  }

  // Seconds after the start at which messages were handed over, entered a status, ….
  std::vector<double> hand_overs() const {
    std::vector<double> times;
    for (const MessageFact& f : facts)
      if (f.kind == FactKind::handed_over) times.push_back(seconds_after(f.first_hand_over));
    return times;
  }
  std::vector<double> times_of(Status status) const {
    std::vector<double> times;
    for (const MessageFact& f : facts)
      if (f.kind == FactKind::status && f.status == status) times.push_back(seconds_after(f.at));
    return times;
  }
  double seconds_after(Instant at) const { return static_cast<double>((at - model.start).count()) / 1e9; }
  std::vector<Refusal> refusals() const {
    std::vector<Refusal> all;
    for (const MessageFact& f : facts)
      if (f.kind == FactKind::refused) all.push_back(f.refusal);
    return all;
  }
  UsdMicros charged() const {
    UsdMicros sum;
    for (const MessageFact& f : facts)
      if (f.kind == FactKind::accepted) sum += f.price + f.fee;
    return sum;
  }

  ServiceModel model;
  HandOver fate;
  std::unique_ptr<Simulation> simulation;
  std::unique_ptr<Service> service;
  std::vector<MessageFact> facts;
  std::vector<std::vector<Wait>> waits;  // of each fact
};

}  // namespace sendlab
