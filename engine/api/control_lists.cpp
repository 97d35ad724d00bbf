// Lists of what happened so far, and its counts.
#include <algorithm>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "engine/api/control.hpp"
#include "engine/kernel/calendar.hpp"
#include "engine/message/phone_number.hpp"
#include "engine/message/units.hpp"

namespace sendlab {
namespace {

std::string value_of(const Query& query, std::string_view name) {
  for (const auto& [key, value] : query)
    if (key == name) return value;
  return {};
}

// A whole number of the query, or `otherwise` when absent; nullopt when it is none.
std::optional<std::uint64_t> number_of(const Query& query, std::string_view name, std::uint64_t otherwise) {
  const std::string text = value_of(query, name);
  if (text.empty()) return otherwise;
  std::uint64_t value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<ControlAnswer> unknown_parameter(const Query& query, std::initializer_list<std::string_view> known) {
  std::string names;
  for (const std::string_view name : known) names += (names.empty() ? "" : ", ") + std::string(name);
  for (const auto& [key, value] : query)
    if (std::find(known.begin(), known.end(), key) == known.end())
      return bad_request("unknown parameter \"" + key + "\"", "one of " + names);
  return std::nullopt;
}

// What `status` of a list may be; nullopt: it is known.
std::optional<ControlAnswer> unknown_status(const std::string& status) {
  std::vector<std::string_view> known;
  std::string names;
  for (std::size_t s = 0; s < status_count; ++s) {
    const std::string_view name = shown_status(static_cast<Status>(s));
    if (status.empty() || name == status) return std::nullopt;
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    known.push_back(name);
    names += (names.empty() ? "" : ", ") + std::string(name);
  }
  return bad_request("\"" + status + "\" is no status of a message", "one of " + names);
}

// A destination that exists in the set (none: in any), or that took an event before it was deleted.
std::optional<ControlAnswer> unknown_destination(Emulation& emulation, std::optional<std::uint32_t> set,
                                                 const std::string& destination) {
  if (destination.empty()) return std::nullopt;
  const auto& sets = emulation.account().configuration_sets();
  std::string names;
  for (std::uint32_t s = 0; s < sets.size(); ++s)
    for (const EventDestinationResource& known : sets[s].destinations) {
      if (set && s != *set) continue;
      if (known.name == destination) return std::nullopt;
      names += (names.empty() ? "" : ", ") + known.name;
    }
  for (const LoggedEvent& event : emulation.account().log().events())
    if ((!set || event.configuration_set == *set) &&
        std::find(event.destinations.begin(), event.destinations.end(), destination) != event.destinations.end())
      return std::nullopt;
  return bad_request("there is no event destination \"" + destination + "\"" +
                         (set ? " of the configuration set " + sets[*set].name : ""),
                     names.empty() ? "create it with CreateEventDestination first" : "one of " + names);
}

}  // namespace

ControlAnswer list_messages(Emulation& emulation, const Query& query) {
  if (const auto bad = unknown_parameter(query, {"after", "limit", "to", "status"})) return *bad;
  const auto after = number_of(query, "after", 0), limit = number_of(query, "limit", 100);
  if (!after || !limit || *limit < 1 || *limit > 1000)
    return bad_request("after and limit are whole numbers, limit from 1 to 1000", "for example ?after=12&limit=50");
  const std::string to = value_of(query, "to"), status = value_of(query, "status");
  if (const auto bad = unknown_status(status)) return *bad;
  std::string list, next = "null";
  std::uint64_t count = 0;
  const MessageLog& log = emulation.account().log();
  std::uint64_t last = *after;
  for (auto m = log.messages().upper_bound(*after); m != log.messages().end(); ++m) {
    const SentMessage& message = m->second;
    if ((!to.empty() && to_e164(message.destination) != to) || (!status.empty() && message.status != status)) continue;
    if (count == *limit) {
      next = std::to_string(last);
      break;
    }
    last = m->first;
    boost::json::object out{{"messageId", log.uuid(message.id)},
                            {"channel", message.voice ? "VOICE" : "TEXT"},
                            {"status", message.status},
                            {"isFinal", message.is_final},
                            {"destinationPhoneNumber", to_e164(message.destination)},
                            {"originationPhoneNumber", to_e164(message.origination)},
                            {"requested", to_rfc3339(message.requested)},
                            {"messageBody", message.body},
                            {"automaticReply", message.automatic_reply}};
    if (message.configuration_set != no_configuration_set)
      out["configurationSetName"] = emulation.account().configuration_sets()[message.configuration_set].name;
    std::string line = boost::json::serialize(out);
    line.pop_back();  // money is written exactly, which a JSON library's floating point is not
    if (!message.voice) line += ",\"parts\":" + std::to_string(message.parts);
    line += ",\"messagePrice\":";
    append_decimal(line, message.price.count, 6);
    if (!message.voice) {  // calls have no carrier fee
      line += ",\"carrierFee\":";
      append_decimal(line, message.fee.count, 6);
    }
    line += '}';
    list += (count++ == 0 ? "\n" : ",\n") + line;
  }
  return {200, "{\"messages\":[" + list + "],\"next\":" + next + "}\n", "application/json", {}};
}

ControlAnswer list_events(Emulation& emulation, const Query& query) {
  if (const auto bad = unknown_parameter(query, {"after", "limit", "configuration_set", "destination"})) return *bad;
  const auto after = number_of(query, "after", 0), limit = number_of(query, "limit", 1000);
  if (!after || !limit || *limit < 1 || *limit > 10'000)
    return bad_request("after and limit are whole numbers, limit from 1 to 10000", "for example ?after=12&limit=500");
  const std::string set_name = value_of(query, "configuration_set"), destination = value_of(query, "destination");
  std::optional<std::uint32_t> set;
  if (!set_name.empty()) {
    const auto* found = emulation.account().find_configuration_set(set_name);
    if (found == nullptr) return bad_request("there is no configuration set \"" + set_name + "\"", "create it first");
    set = emulation.account().index_of(*found);
  }
  if (const auto bad = unknown_destination(emulation, set, destination)) return *bad;
  const auto& events = emulation.account().log().events();
  ControlAnswer answer{200, {}, "application/x-ndjson", {}};
  const std::uint64_t first = events.empty() ? emulation.account().log().last_sequence() + 1 : events.front().sequence;
  std::uint64_t last = std::max(*after, first - 1);
  std::uint64_t taken = 0;
  for (std::size_t i = static_cast<std::size_t>(last + 1 - first); i < events.size() && taken < *limit; ++i) {
    const LoggedEvent& event = events[i];
    last = event.sequence;
    if (set && event.configuration_set != *set) continue;
    if (!destination.empty() &&
        std::find(event.destinations.begin(), event.destinations.end(), destination) == event.destinations.end())
      continue;
    answer.body += event.record;
    answer.body += '\n';
    ++taken;
  }
  answer.headers.emplace_back("x-sendlab-last", std::to_string(last));
  answer.headers.emplace_back("x-sendlab-missed", std::to_string(first - 1 > *after ? first - 1 - *after : 0));
  return answer;
}

ControlAnswer list_audit(Emulation& emulation, const Query& query) {
  if (const auto bad = unknown_parameter(query, {"limit"})) return *bad;
  const auto limit = number_of(query, "limit", 1000);
  if (!limit || *limit < 1 || *limit > 10'000)
    return bad_request("limit is a whole number from 1 to 10000", "for example ?limit=50");
  const auto& records = emulation.endpoint().audit().records();
  const std::size_t first = records.size() - std::min<std::size_t>(records.size(), *limit);
  std::string list;
  for (std::size_t i = first; i < records.size(); ++i) list += (i == first ? "\n" : ",\n") + records[i];
  return {200, "{\"Records\":[" + list + "]}\n", "application/json", {}};
}

ControlAnswer list_inbound(Emulation& emulation, const Query& query) {
  if (const auto bad = unknown_parameter(query, {"after", "limit"})) return *bad;
  const auto after = number_of(query, "after", 0), limit = number_of(query, "limit", 1000);
  if (!after || !limit || *limit < 1 || *limit > 10'000)
    return bad_request("after and limit are whole numbers, limit from 1 to 10000", "for example ?after=12&limit=50");
  std::string lines;
  std::uint64_t last = *after, count = 0;
  for (const LoggedInbound& message : emulation.inbound().messages()) {
    if (message.sequence <= *after || count == *limit) continue;
    ++count;
    last = message.sequence;
    boost::json::object line{
        {"sequence", message.sequence}, {"at", to_rfc3339(message.at)}, {"published", message.published}};
    const std::string head = boost::json::serialize(line);
    lines += head.substr(0, head.size() - 1) + ",\"payload\":" + message.payload + "}\n";
  }
  return {200, std::move(lines), "application/x-ndjson", {{"x-sendlab-last", std::to_string(last)}}};
}

ControlAnswer metrics(Emulation& emulation) {
  std::string out;
  auto metric = [&](const char* name, const char* type, const char* help) {
    out += std::string("# HELP ") + name + ' ' + help + "\n# TYPE " + name + ' ' + type + '\n';
  };
  auto line = [&](const std::string& series, std::int64_t value) {
    out += series + ' ' + std::to_string(value) + '\n';
  };
  metric("sendlab_requests_total", "counter", "Requests by operation and exception.");
  for (const Endpoint::Count& c : emulation.endpoint().counts())
    line("sendlab_requests_total{operation=\"" + c.operation + "\",exception=\"" + c.exception + "\"}", c.requests);
  metric("sendlab_messages_accepted_total", "counter", "Messages that got a MessageId.");
  line("sendlab_messages_accepted_total", emulation.account().log().accepted());
  metric("sendlab_messages_finished_total", "counter", "Messages that are final.");
  line("sendlab_messages_finished_total", emulation.account().log().finished());
  metric("sendlab_events_total", "counter", "Event records published.");
  line("sendlab_events_total", static_cast<std::int64_t>(emulation.account().log().last_sequence()));
  // R-CWM-2: there from the first message on.
  auto spent = [&](const char* name, const char* cloudwatch, bool voice, const Spending& spending) {
    const auto& messages = emulation.account().log().messages();
    if (std::none_of(messages.begin(), messages.end(), [&](const auto& m) { return m.second.voice == voice; })) return;
    metric(name, "gauge",
           (std::string(cloudwatch) + " of AWS/SMSVoice in US dollars: spent since the month began, UTC.").c_str());
    out += std::string(name) + ' ';
    append_decimal(out, spending.spent(emulation.account().parts().account).count, 6);
    out += '\n';
  };
  spent("sendlab_text_message_monthly_spend", "TextMessageMonthlySpend", false, emulation.service().spending());
  spent("sendlab_voice_message_monthly_spend", "VoiceMessageMonthlySpend", true, emulation.service().voice_spending());
  metric("sendlab_simulated_seconds", "gauge", "Simulated time since 1970.");
  line("sendlab_simulated_seconds", emulation.simulation().now().time_since_epoch() / std::chrono::seconds{1});
  return {200, std::move(out), "text/plain; version=0.0.4", {}};
}

}  // namespace sendlab
