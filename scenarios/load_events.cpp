// Constructors of configuration sets, event destinations and alarms.
#include "scenarios/load_events.hpp"

#include <algorithm>

#include "engine/message/type_names.hpp"
#include "scenarios/load_identities.hpp"
#include "scenarios/nearest_name.hpp"

namespace sendlab {
namespace {

constexpr const char* destination_example = "event_destination { name = \"log\", kind = \"CLOUDWATCH_LOGS\" }";

std::vector<std::string> filter_words() {
  std::vector<std::string> words{"ALL", "TEXT_ALL", "VOICE_ALL"};
  for (std::size_t i = 0; i < status_count; ++i) {
    const std::string_view type = event_type_of(static_cast<Status>(i));
    if (!type.empty()) words.emplace_back(type);
  }
  return words;
}

std::size_t make_event_destination(FieldReader& f) {
  EventDestinationSpec destination;
  destination.where = f.where();
  destination.name = f.name().value_or("");
  f.require("kind", "kind = \"SNS\"");
  using Kind = EventDestinationSpec::Kind;
  const auto kind = f.word("kind", {"SNS", "FIREHOSE", "CLOUDWATCH_LOGS"}, "kind");
  destination.kind = kind == "FIREHOSE"          ? Kind::firehose
                     : kind == "CLOUDWATCH_LOGS" ? Kind::cloudwatch_logs
                                                 : Kind::sns;
  if (f.has("types")) destination.types.clear();
  for (const auto& item : f.list("types")) {
    const auto type = f.text_of(*item.value, item.path);
    if (!type) continue;
    if (*type == "TEXT_SENT") {  // R-EVT-12
      f.error(item.path, "names TEXT_SENT, which no destination can get",
              "TEXT_SUCCESSFUL says that the carrier has taken the message");
      continue;
    }
    if (f.known_word(*type, filter_words(), "event type", item.path)) destination.types.push_back(*type);
  }
  if (f.has("types") && f.list("types").empty()) f.error("types", "is an empty list", "leave it out for all events");
  destination.enabled = f.flag("enabled").value_or(true);
  destination.latency = f.distribution("latency");
  destination.url = f.text("url").value_or("");
  if (!destination.url.empty() && destination.kind != Kind::sns)
    f.error("url", "is for SNS: serve posts notifications to it", "use kind = \"SNS\", or leave url out");
  return put(f.context().event_destinations, destination);
}

std::size_t make_configuration_set(FieldReader& f) {
  ConfigurationSetSpec set;
  set.where = f.where();
  set.name = f.name().value_or("");
  if (const auto type = f.word("default_message_type", message_type_names(), "message type"))
    set.default_message_type = message_type_of(*type);
  set.default_sender_id = f.text("default_sender_id").value_or("");
  const auto ids = f.objects("destinations", object_type::event_destination, destination_example);
  note_quota(f, "destinations", "event_destinations_per_configuration_set", ids.size(),
             "a configuration set");  // R-EVT-2
  for (const std::int64_t id : ids) {
    const EventDestinationSpec& destination = f.context().event_destinations[static_cast<std::size_t>(id)];
    const bool twice = std::any_of(set.destinations.begin(), set.destinations.end(),
                                   [&](const auto& other) { return other.name == destination.name; });
    if (twice)
      f.context().error(destination.where, "two event destinations of " + set.name + " are named " + destination.name,
                        "rename one");
    set.destinations.push_back(destination);
  }
  return put(f.context().configuration_sets, set);
}

std::size_t make_alarm(FieldReader& f) {
  AlarmSpec alarm;
  alarm.where = f.where();
  alarm.name = f.name().value_or("");
  f.require("metric", "metric = \"TextMessageMonthlySpend\"");
  alarm.voice =
      f.word("metric", {"TextMessageMonthlySpend", "VoiceMessageMonthlySpend"}, "metric") == "VoiceMessageMonthlySpend";
  f.require("threshold", "threshold = \"$100\"");
  alarm.threshold = f.money("threshold").value_or(UsdMicros{});
  alarm.or_equal = f.word("comparison", {"greater", "greater_or_equal"}, "comparison") == "greater_or_equal";
  alarm.periods = static_cast<int>(f.whole("periods", 1, 1000).value_or(1));
  if (const auto period = f.duration_above_0("period")) {
    if (*period % std::chrono::minutes{1} != Duration{0})
      f.error("period", "must be a whole number of minutes", "the metric has one value a minute at most");
    alarm.period = *period;
  }
  if (const auto action = f.function("action")) alarm.action = *action;
  return put(f.context().alarms, alarm);
}

}  // namespace

void read_configuration_sets(FieldReader& f, AccountSpec& account) {
  const auto ids = f.objects("configuration_sets", object_type::configuration_set,
                             "configuration_set { name = \"…\", destinations = { … } }");
  note_quota(f, "configuration_sets", "configuration_sets", ids.size(), "an account");  // R-EVT-9
  for (const std::int64_t id : ids) {
    const ConfigurationSetSpec& set = f.context().configuration_sets[static_cast<std::size_t>(id)];
    const bool twice = std::any_of(account.configuration_sets.begin(), account.configuration_sets.end(),
                                   [&](const auto& other) { return other.name == set.name; });
    if (twice)
      f.context().error(set.where, "two configuration sets of account " + account.name + " are named " + set.name,
                        "rename one");
    account.configuration_sets.push_back(set);
  }
}

void read_alarms(FieldReader& f, AccountDraft& draft) {
  for (const std::int64_t id :
       f.objects("alarms", object_type::alarm,
                 "alarm { name = \"…\", metric = \"TextMessageMonthlySpend\", threshold = \"$100\" }"))
    draft.alarms.push_back(f.context().alarms[static_cast<std::size_t>(id)]);
}

void read_readings(FieldReader& f, AccountSpec& account) {
  account.opt_out_of_account = f.word("opt_out_scope", {"list", "account"}, "choice") == "account";
  account.max_price_of_message = f.word("maxprice_scope", {"part", "message"}, "choice") == "message";
  account.publish_help_and_stop = f.flag("publish_help_and_stop").value_or(false);
  account.self_managed_replies = f.flag("self_managed_replies").value_or(false);
}

void define_event_constructors(LuaSandbox& sandbox, const ContextPtr& context) {
  define_constructor(sandbox, context, "event_destination", object_type::event_destination, make_event_destination);
  define_constructor(sandbox, context, "configuration_set", object_type::configuration_set, make_configuration_set);
  define_constructor(sandbox, context, "alarm", object_type::alarm, make_alarm);
}

}  // namespace sendlab
