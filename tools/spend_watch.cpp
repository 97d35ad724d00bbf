#include "tools/spend_watch.hpp"

#include "engine/kernel/calendar.hpp"
#include "engine/message/event_record.hpp"
#include "engine/message/units.hpp"

namespace sendlab {
namespace {

constexpr Duration sample_period = std::chrono::minutes{5};
constexpr const char* name_of_metric(Channel channel) {
  return channel == Channel::voice ? "VoiceMessageMonthlySpend" : "TextMessageMonthlySpend";
}
constexpr Channel channel_of(const AlarmSpec& alarm) { return alarm.voice ? Channel::voice : Channel::sms; }

}  // namespace

SpendWatch::SpendWatch(const Scenario& scenario, Simulation& simulation, const Service& service, ScriptHost* scripts)
    : scenario_(scenario),
      simulation_(simulation),
      service_(service),
      scripts_(scripts),
      seen_(scenario.accounts.size()),
      over_(scenario.alarms.size()),
      looked_(scenario.alarms.size()) {
  for (const AlarmSpec& alarm : scenario.alarms)
    outcomes_.push_back({alarm.name, name_of_metric(channel_of(alarm)), scenario.accounts[alarm.account].name,
                         alarm.threshold, 0, std::nullopt});
}

void SpendWatch::start() {
  simulation_.schedule(simulation_.now() + sample_period, Priority::sample, spend_watch_event, 0);
  for (std::uint32_t i = 0; i < scenario_.alarms.size(); ++i)
    simulation_.schedule(simulation_.now() + scenario_.alarms[i].period, Priority::sample, spend_watch_event, i + 1);
}

void SpendWatch::handle(const ScheduledEvent& event) {
  const Duration period = event.subject == 0 ? sample_period : scenario_.alarms[event.subject - 1].period;
  simulation_.schedule(event.at + period, Priority::sample, spend_watch_event, event.subject);
  event.subject == 0 ? sample(event.at) : look(event.subject - 1, event.at);
}

// R-CWM-2: only after the first message; what was spent before the run came from messages too.
bool SpendWatch::has_metric(AccountId account, Channel channel) {
  bool& seen = seen_[account.index][static_cast<std::size_t>(channel)];
  return seen = seen || spent(account, channel) > UsdMicros{};
}

bool SpendWatch::done() const {
  for (std::size_t i = 0; i < scenario_.alarms.size(); ++i) {
    const AlarmSpec& alarm = scenario_.alarms[i];
    const UsdMicros value = spent(AccountId{static_cast<std::uint16_t>(alarm.account)}, channel_of(alarm));
    if (value != looked_[i] || (over_[i] > 0 && over_[i] < alarm.periods)) return false;
  }
  return true;
}

void SpendWatch::finish(Instant now) {
  if (sampled_ != now) sample(now);
}

void SpendWatch::sample(Instant now) {
  sampled_ = now;
  for (std::uint16_t a = 0; a < seen_.size(); ++a)
    for (const Channel channel : {Channel::sms, Channel::voice})
      if (has_metric(AccountId{a}, channel))
        points_.push_back({now, AccountId{a}, channel, spent(AccountId{a}, channel)});
}

void SpendWatch::look(std::size_t i, Instant now) {
  const AlarmSpec& alarm = scenario_.alarms[i];
  const AccountId account{static_cast<std::uint16_t>(alarm.account)};
  if (!has_metric(account, channel_of(alarm))) return;
  const UsdMicros value = spent(account, channel_of(alarm));
  looked_[i] = value;
  if (!(value > alarm.threshold || (alarm.or_equal && value == alarm.threshold))) {
    over_[i] = 0;
    return;
  }
  if (++over_[i] != alarm.periods) return;
  AlarmOutcome& outcome = outcomes_[i];
  ++outcome.times;
  if (!outcome.first) outcome.first = now - scenario_.start;
  if (scripts_ == nullptr) return;
  LuaTable fields;
  const auto add = [&](const char* name, LuaValue of) { fields.fields.push_back({LuaValue(name), std::move(of)}); };
  add("account", outcome.account);
  add("at", static_cast<double>((now - scenario_.start).count()) / 1e9);
  add("metric", outcome.metric);
  add("name", alarm.name);
  add("threshold_usd", static_cast<double>(alarm.threshold.count) / 1e6);
  add("type", std::string("ALARM"));
  add("value_usd", static_cast<double>(value.count) / 1e6);
  scripts_->on_alarm(alarm.action, LuaValue{std::move(fields)});
}

void append_spend(std::string& csv, const Scenario& scenario, std::size_t replication,
                  const std::vector<SpendPoint>& points) {
  for (const SpendPoint& point : points) {
    const std::string& account = scenario.accounts[point.account.index].name;
    csv += std::to_string(replication) + ',' + std::to_string((point.at - scenario.start) / std::chrono::seconds{1}) +
           ',' + to_rfc3339(point.at) + ',';
    csv += account.find_first_of(",\"\n") == std::string::npos ? account : '"' + account + '"';
    csv += std::string(",AWS/SMSVoice,") + name_of_metric(point.channel) + ",Maximum,";
    append_decimal(csv, point.value.count, 6);
    csv += '\n';
  }
}

}  // namespace sendlab
