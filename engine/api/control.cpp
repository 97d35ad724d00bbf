#include "engine/api/control.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "engine/api/members.hpp"
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

// The JSON object of a body; unknown members are errors, so that a misspelt one is not silently left out.
Result<boost::json::object> object_of(std::string_view body, std::initializer_list<std::string_view> known) {
  boost::system::error_code failed;
  boost::json::value value = boost::json::parse(body, failed);
  if (failed || !value.is_object())
    return Error{"", "the body is not a JSON object", "for example {\"advance\": \"72h\"}"};
  for (const auto& [key, ignored] : value.get_object())
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      std::string names;
      for (const std::string_view name : known) names += (names.empty() ? "" : ", ") + std::string(name);
      return Error{"", "unknown member \"" + std::string(key) + "\"", "one of " + names};
    }
  return std::move(value.get_object());
}

ControlAnswer json_answer(const boost::json::object& object) {
  return {200, boost::json::serialize(object) + "\n", "application/json", {}};
}

struct Fault {
  std::string what, fix;
};

// The fields of a fault, read one after the other; the first that is wrong is kept.
class FaultReader {
 public:
  FaultReader(Emulation& emulation, const boost::json::object& from) : emulation_(emulation), from_(from) {}

  std::optional<std::string> text(const char* name) {
    const auto* value = from_.if_contains(name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_string()) return fail(name, "must be a text", "put it in quotes"), std::nullopt;
    return std::string(value->get_string());
  }
  std::optional<double> number(const char* name, double low, double high) {
    const auto* value = from_.if_contains(name);
    if (value == nullptr) return std::nullopt;
    const double n = value->is_number() ? value->to_number<double>() : -1;
    if (!value->is_number() || !(n >= low && n <= high))
      return fail(name, "is not a number in range", "from " + std::to_string(low) + " to " + std::to_string(high)),
             std::nullopt;
    return n;
  }
  std::optional<Duration> duration(const char* name) {
    const auto given = text(name);
    if (!given) return std::nullopt;
    const auto parsed = read_duration(*given);
    if (!parsed.ok()) return fail(name, parsed.error().what, parsed.error().fix), std::nullopt;
    return parsed.value();
  }
  std::optional<Throughput> throughput(const char* name) {
    const auto given = text(name);
    if (!given) return std::nullopt;
    const auto parsed = read_throughput(*given);
    if (!parsed.ok()) return fail(name, parsed.error().what, parsed.error().fix), std::nullopt;
    return parsed.value();
  }
  std::optional<CarrierId> carrier() {
    const auto name = text("carrier");
    if (!name) return std::nullopt;
    const auto& carriers = emulation_.model().carriers;
    for (std::uint16_t k = 0; k < carriers.size(); ++k)
      if (carriers[k].name == *name && !carriers[k].simulator) return CarrierId{k};
    return fail("carrier", "\"" + *name + "\" is no carrier", "for example T-Mobile, AT&T, Verizon"), std::nullopt;
  }
  std::optional<CampaignId> campaign() {
    const auto name = text("campaign");
    if (!name) return std::nullopt;
    const auto& campaigns = emulation_.model().campaigns;
    for (std::uint16_t c = 0; c < campaigns.size(); ++c)
      if (campaigns[c].name == *name) return CampaignId{c};
    return fail("campaign", "\"" + *name + "\" is no campaign of the scenario", "give the name of one"), std::nullopt;
  }
  std::optional<NumberId> number_named(const char* member) {
    const auto name = text(member);
    if (!name) return std::nullopt;
    const auto& numbers = emulation_.model().numbers;
    const auto phone = parse_e164(*name);
    for (std::uint32_t n = 0; n < numbers.size(); ++n)
      if (numbers[n].name == *name || (phone.ok() && numbers[n].number == phone.value()) ||
          to_e164(numbers[n].number) == *name)
        return NumberId{n};
    return fail(member, "\"" + *name + "\" is no number of the account",
                "give a number in E.164, an id, or a name of the scenario"),
           std::nullopt;
  }
  void fail(const std::string& member, const std::string& what, const std::string& fix) {
    if (!fault_) fault_ = Fault{member + " " + what, fix};
  }
  [[nodiscard]] const std::optional<Fault>& fault() const { return fault_; }

 private:
  Emulation& emulation_;
  const boost::json::object& from_;
  std::optional<Fault> fault_;
};

ControlAnswer change_planned_fault(Emulation& emulation, const boost::json::object& body) {
  const bool begin = body.contains("begin");
  const auto* place = body.if_contains(begin ? "begin" : "end");
  const auto count = static_cast<std::int64_t>(emulation.model().faults.size());
  if (body.size() != 1 || !place->is_int64() || place->get_int64() < 1 || place->get_int64() > count)
    return bad_request("begin and end take the place of a fault, 1 to " + std::to_string(count),
                       "count from 1, in the order of the scenario");
  const auto fault = static_cast<std::size_t>(place->get_int64() - 1);
  begin ? emulation.begin_planned_fault(fault) : emulation.end_fault(fault);
  return json_answer(
      {{begin ? "begun" : "ended", place->get_int64()}, {"at", to_rfc3339(emulation.simulation().now())}});
}

constexpr std::pair<const char*, ModelFaultKind> kinds[] = {{"outage", ModelFaultKind::outage},
                                                            {"latency", ModelFaultKind::latency},
                                                            {"loss", ModelFaultKind::loss},
                                                            {"throttle", ModelFaultKind::throttle},
                                                            {"filter", ModelFaultKind::filter},
                                                            {"receipt_loss", ModelFaultKind::receipt_loss},
                                                            {"receipt_delay", ModelFaultKind::receipt_delay},
                                                            {"number_blocked", ModelFaultKind::number_blocked},
                                                            {"provisioning_delay", ModelFaultKind::provisioning_delay}};

}  // namespace

ControlAnswer bad_request(const std::string& what, const std::string& fix) {
  return {
      400, boost::json::serialize(boost::json::object{{"error", what}, {"fix", fix}}) + "\n", "application/json", {}};
}

namespace {

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

ControlAnswer list_faults(Emulation& emulation) {
  boost::json::array list;
  const auto& faults = emulation.model().faults;
  for (std::size_t i = 0; i < faults.size(); ++i) {
    const char* kind = "rule_change";
    for (const auto& [name, known] : kinds)
      if (known == faults[i].kind) kind = name;
    list.push_back(boost::json::object{{"place", i + 1},
                                       {"kind", kind},
                                       {"active", emulation.service().faults().is_active(i)},
                                       {"messages_affected", emulation.service().faults().messages_affected(i) +
                                                                 emulation.account().delays().met(i)}});
  }
  for (const Endpoint::ActiveFault& added : emulation.endpoint().faults()) {
    boost::json::object line{{"kind", "api_error"}, {"error", added.fault.exception}};
    if (!added.fault.operation.empty()) line["operation"] = added.fault.operation;
    line["active"] = true;
    line["until"] = added.fault.to == never ? boost::json::value() : boost::json::value(to_rfc3339(added.fault.to));
    line["messages_affected"] = added.answered;
    list.push_back(std::move(line));
  }
  return json_answer({{"faults", std::move(list)}});
}

ControlAnswer post_faults(Emulation& emulation, std::string_view text) {
  const auto body = object_of(text, {"begin", "end", "kind", "carrier", "campaign", "number", "lasts", "share",
                                     "factor", "add", "rate", "operation", "error", "reason"});
  if (!body.ok()) return bad_request(body.error().what, body.error().fix);
  if (body.value().contains("begin") || body.value().contains("end"))
    return change_planned_fault(emulation, body.value());
  FaultReader read(emulation, body.value());
  const std::string kind = read.text("kind").value_or("");
  const Instant now = emulation.simulation().now();
  const auto lasts = read.duration("lasts");
  const double share = read.number("share", 0, 1).value_or(1);
  if (kind == "api_error") {
    ApiFault fault{read.text("operation").value_or(""), read.text("error").value_or(""),
                   read.text("reason").value_or(""),    now,
                   lasts ? now + *lasts : never,        share};
    if (read.fault()) return bad_request(read.fault()->what, read.fault()->fix);
    if (const auto error = emulation.endpoint().add_fault(std::move(fault), emulation.next_fault_stream()))
      return bad_request(error->where + " " + error->what, error->fix);
    return json_answer({{"begun", kind}, {"at", to_rfc3339(now)}});
  }
  FaultModel fault{.from = now, .to = lasts ? now + *lasts : never, .share = share};
  const auto known = std::find_if(std::begin(kinds), std::end(kinds), [&](const auto& k) { return kind == k.first; });
  if (known == std::end(kinds))
    return bad_request(
        kind.empty() ? "kind is missing" : "\"" + kind + "\" is no kind of fault",
        "outage, latency, loss, throttle, filter, receipt_loss, receipt_delay, number_blocked, provisioning_delay or "
        "api_error");
  fault.kind = known->second;
  fault.carrier = read.carrier();
  fault.campaign = read.campaign();
  fault.number = read.number_named("number");
  fault.factor = read.number("factor", 0.001, 1000);
  fault.add = read.duration("add");
  fault.rate = read.throughput("rate");
  if (fault.kind == ModelFaultKind::latency && !fault.factor && !fault.add)
    read.fail("latency", "needs factor or add", "for example \"add\": \"2s\"");
  if (fault.kind == ModelFaultKind::receipt_delay && !fault.add)
    read.fail("receipt_delay", "needs add", "for example \"add\": \"10m\"");
  if (fault.kind == ModelFaultKind::provisioning_delay && !fault.add)
    read.fail("provisioning_delay", "needs add", "for example \"add\": \"48h\"");
  if (fault.kind == ModelFaultKind::provisioning_delay && body.value().contains("share"))
    read.fail("share", "has no meaning here: the delay meets all that is not ready yet", "leave it out");
  if (fault.kind == ModelFaultKind::number_blocked && !fault.number)
    read.fail("number_blocked", "needs number", "for example \"number\": \"+12065550100\"");
  if (fault.kind == ModelFaultKind::throttle) {
    if (!fault.factor && !fault.rate) read.fail("throttle", "needs factor or rate", "for example \"rate\": \"5/s\"");
    if (fault.rate && !fault.number && !fault.campaign && !fault.carrier)
      read.fail("throttle", "with a rate needs carrier, campaign or number", "name one");
    if (fault.rate && fault.rate->per > emulation.model().constants.limit_memory)
      read.fail("rate", "counts over too long a time", "at most an hour, for example \"75/min\"");
  }
  if (read.fault()) return bad_request(read.fault()->what, read.fault()->fix);
  if (emulation.model().faults.size() >= 64)
    return bad_request("64 faults have been planned or added since the start", "POST /_sendlab/reset begins anew");
  emulation.add_fault(std::move(fault));
  return json_answer({{"begun", kind}, {"place", emulation.model().faults.size()}, {"at", to_rfc3339(now)}});
}

ControlAnswer post_inbound(Emulation& emulation, std::string_view text) {
  const auto body = object_of(text, {"from", "to", "body"});
  if (!body.ok()) return bad_request(body.error().what, body.error().fix);
  FaultReader read(emulation, body.value());
  const std::string from = read.text("from").value_or(""), said = read.text("body").value_or("");
  const auto to = read.number_named("to");
  const auto handset = parse_e164(from);
  if (!handset.ok()) read.fail("from", handset.error().what, handset.error().fix);
  if (!to) read.fail("to", "is missing", "the number that the handset writes to");
  if (said.empty()) read.fail("body", "is missing", "what the handset writes, for example \"STOP\"");
  if (read.fault()) return bad_request(read.fault()->what, read.fault()->fix);
  const Destination destination = emulation.addresses().resolve(handset.value());
  if (destination.carrier == no_carrier)
    return bad_request("the country of the sender is not known", "use a number of a country in the tables");
  MessageLog& log = emulation.account().log();
  emulation.flush();
  const std::int64_t before = log.accepted();
  emulation.service().inbound(*to, destination, said, emulation.model().automatic_replies);
  emulation.flush();
  if (log.accepted() > before)
    if (PhoneNumberResource* number = emulation.account().find_number(*to); number != nullptr)
      if (const auto* keyword = find_keyword(number->keywords, emulation.inbound().messages().back().keyword))
        log.set_newest_body(keyword->reply);
  return json_answer({{"received", to_rfc3339(emulation.simulation().now())}});
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
