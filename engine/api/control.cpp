#include "engine/api/control.hpp"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "engine/api/members.hpp"
#include "engine/kernel/calendar.hpp"
#include "engine/message/phone_number.hpp"
#include "engine/message/units.hpp"

namespace sendlab {
namespace {

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

// What can begin from outside; the other kinds belong to a scenario.
constexpr std::array kinds{FaultKind::outage,          FaultKind::latency,           FaultKind::loss,
                           FaultKind::throttle,        FaultKind::filter,            FaultKind::receipt_loss,
                           FaultKind::receipt_delay,   FaultKind::receipt_duplicate, FaultKind::receipt_reorder,
                           FaultKind::number_blocked,  FaultKind::provisioning_delay};

// Requests of the operation are answered as if they came later.
void slow_operation(const std::string& operation, FaultModel& fault, FaultReader& read) {
  const auto names = modelled_operations();
  if (fault.kind != FaultKind::latency) read.fail("operation", "belongs to latency and api_error", "leave it out");
  if (std::ranges::find(names, operation) == names.end())
    read.fail("operation", "\"" + operation + "\" is no operation of the service", "for example SendTextMessage");
  if (fault.carrier) read.fail("operation", "and carrier are both given", "give one");
  if (fault.factor || !fault.add)
    read.fail("latency", "of an operation takes add alone: there is no latency here to scale",
              "for example \"add\": \"2s\"");
  fault.kind = FaultKind::request_latency;
  fault.operation = operation;
}

}  // namespace

ControlAnswer bad_request(const std::string& what, const std::string& fix) {
  return {
      400, boost::json::serialize(boost::json::object{{"error", what}, {"fix", fix}}) + "\n", "application/json", {}};
}

ControlAnswer list_faults(Emulation& emulation) {
  boost::json::array list;
  const auto& faults = emulation.model().faults;
  for (std::size_t i = 0; i < faults.size(); ++i) {
    boost::json::object line{{"place", i + 1}, {"kind", name_of(faults[i].kind)}};
    if (!faults[i].operation.empty()) line["operation"] = faults[i].operation;
    line["active"] = emulation.service().faults().is_active(i);
    line["messages_affected"] =
        emulation.service().faults().messages_affected(i) + emulation.account().delays().met(i);
    list.push_back(std::move(line));
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
  const auto* known = std::ranges::find(kinds, kind, [](FaultKind k) { return name_of(k); });
  if (known == kinds.end()) {
    std::string names;
    for (const FaultKind k : kinds) names += std::string(name_of(k)) + ", ";
    return bad_request(kind.empty() ? "kind is missing" : "\"" + kind + "\" is no kind of fault",
                       names + "or api_error");
  }
  fault.kind = *known;
  fault.carrier = read.carrier();
  fault.campaign = read.campaign();
  fault.number = read.number_named("number");
  fault.factor = read.number("factor", 0.001, 1000);
  fault.add = read.duration("add");
  fault.rate = read.throughput("rate");
  if (fault.kind == FaultKind::latency && !fault.factor && !fault.add)
    read.fail("latency", "needs factor or add", "for example \"add\": \"2s\"");
  if (const auto operation = read.text("operation")) slow_operation(*operation, fault, read);
  if (fault.kind == FaultKind::receipt_delay && !fault.add)
    read.fail("receipt_delay", "needs add", "for example \"add\": \"10m\"");
  if (fault.kind == FaultKind::provisioning_delay && !fault.add)
    read.fail("provisioning_delay", "needs add", "for example \"add\": \"48h\"");
  if (fault.kind == FaultKind::provisioning_delay && body.value().contains("share"))
    read.fail("share", "has no meaning here: the delay meets all that is not ready yet", "leave it out");
  if (fault.kind == FaultKind::number_blocked && !fault.number)
    read.fail("number_blocked", "needs number", "for example \"number\": \"+12065550100\"");
  if (fault.kind == FaultKind::throttle) {
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

}  // namespace sendlab
