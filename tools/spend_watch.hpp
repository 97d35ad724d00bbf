#pragma once
// The spend metrics of each account of a simulated run (R-CWM): their time series, and the scenario's alarms on them.
//
//   metrics    TextMessageMonthlySpend and VoiceMessageMonthlySpend of AWS/SMSVoice, in USD, statistic Maximum: what
//              the account has spent on text messages and on calls since the calendar month (UTC) began. Each is there
//              from the first message or answered call on and falls to 0 when a month begins.
//   datapoint  one every five minutes, at round instants of the run, and one at its end
//   alarm      looks at the metric once a period; goes off when as many values one after the other are over its
//              threshold, and again only after a value that is not. While there is no metric nothing happens (missing
//              data is ignored). A run that ends by itself ends after the last look that can change anything
#include <array>
#include <string>
#include <vector>

#include "engine/service/service.hpp"
#include "reports/run_facts.hpp"
#include "scenarios/scenario.hpp"
#include "scenarios/script_host.hpp"

namespace sendlab {

// Kind of the scheduled events that belong to it.
inline constexpr std::uint8_t spend_watch_event = 200;

struct SpendPoint {
  Instant at;
  AccountId account;
  Channel channel{};
  UsdMicros value;
};

class SpendWatch {
 public:
  // All references outlive it. `scripts` may be null.
  SpendWatch(const Scenario& scenario, Simulation& simulation, const Service& service, ScriptHost* scripts);

  void start();
  void handle(const ScheduledEvent& event);
  // Every alarm has seen what was spent, for as many periods as it wants to.
  [[nodiscard]] bool done() const;
  void finish(Instant now);
  [[nodiscard]] const std::vector<SpendPoint>& points() const { return points_; }
  [[nodiscard]] const std::vector<AlarmOutcome>& outcomes() const { return outcomes_; }

 private:
  void sample(Instant now);
  void look(std::size_t alarm, Instant now);
  [[nodiscard]] UsdMicros spent(AccountId account, Channel channel) const {
    return (channel == Channel::voice ? service_.voice_spending() : service_.spending()).spent(account);
  }
  [[nodiscard]] bool has_metric(AccountId account, Channel channel);

  const Scenario& scenario_;
  Simulation& simulation_;
  const Service& service_;
  ScriptHost* scripts_;
  std::vector<std::array<bool, 2>> seen_;  // by account and channel: there was a message
  std::vector<int> over_;          // by alarm: values over the threshold one after the other
  std::vector<UsdMicros> looked_;  // by alarm: the value at its last look
  Instant sampled_ = Instant::min();
  std::vector<AlarmOutcome> outcomes_;
  std::vector<SpendPoint> points_;
};

inline constexpr std::string_view spend_csv_header =
    "replication,at_s,time,account,namespace,metric,statistic,value_usd\n";
void append_spend(std::string& csv, const Scenario& scenario, std::size_t replication,
                  const std::vector<SpendPoint>& points);

}  // namespace sendlab
