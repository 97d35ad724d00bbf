// Constructors of faults: what breaks, when, for whom.
#include <algorithm>

#include "scenarios/carrier_names.hpp"
#include "scenarios/field_reader.hpp"

namespace sendlab {
namespace {

FaultDraft common_fields(FieldReader& f, FaultKind kind) {
  FaultDraft draft;
  draft.fault.kind = kind;
  draft.fault.where = f.where();
  f.require("at", "at = \"20m\"");
  draft.fault.at = f.duration("at").value_or(Duration{0});
  draft.fault.lasts = f.duration_above_0("lasts");
  if (const auto share = f.share("share")) {
    if (*share < 1 && (kind == FaultKind::throttle || kind == FaultKind::rule_change))
      f.error("share", "has no meaning here: a limit holds for every message",
              "leave share out; factor = 0.5 halves a limit");
    if (*share == 0) f.error("share", "must be above 0: a fault with share 0 touches nothing");
    draft.fault.share = *share;
  }
  return draft;
}

void read_carrier(FieldReader& f, FaultDraft& draft) {
  draft.fault.carrier = carrier_name(f, "carrier").value_or("");
  draft.fault.target = draft.fault.carrier.empty() ? "all carriers" : draft.fault.carrier;
}

// Records a fault unless exactly one of the two fields is there.
void need_one_of(FieldReader& f, std::string_view first, std::string_view second, std::string_view example) {
  if (f.has(first) == f.has(second)) {
    f.context().error(f.where(f.has(first) ? first : ""),
                      f.constructor() + " needs " + (f.has(first) ? "only one" : "one") + " of " + std::string(first) +
                          " and " + std::string(second),
                      "write for example " + std::string(example));
  }
}

std::size_t keep(FieldReader& f, FaultDraft draft) { return put(f.context().faults, std::move(draft)); }

// Faults that need a carrier (or mean all of them) and nothing else.
template <FaultKind kind>
std::size_t make_of_carrier(FieldReader& f) {
  FaultDraft draft = common_fields(f, kind);
  read_carrier(f, draft);
  return keep(f, std::move(draft));
}

// The operations that workloads ask for.
void read_operation(FieldReader& f, FaultDraft& draft) {
  const auto operation = f.word("operation", {"SendTextMessage", "SendVoiceMessage"}, "operation");
  if (!operation) return;
  draft.fault.operation = *operation;
  draft.fault.target = *operation;
}

std::size_t make_api_error(FieldReader& f) {
  FaultDraft draft = common_fields(f, FaultKind::api_error);
  f.require("operation", "operation = \"SendTextMessage\"");
  read_operation(f, draft);
  f.require("error", "error = \"InternalServerException\"");
  std::vector<std::string> exceptions, reasons;
  for (std::size_t i = 1; i < refusal_count; ++i) {
    const auto refusal = static_cast<Refusal>(i);
    if (refusal == Refusal::no_answer) continue;
    const std::string exception(exception_of(refusal));
    if (std::find(exceptions.begin(), exceptions.end(), exception) == exceptions.end()) exceptions.push_back(exception);
  }
  const auto error = f.word("error", exceptions, "exception");
  if (!error) return keep(f, std::move(draft));
  draft.fault.error = *error;
  for (std::size_t i = 1; i < refusal_count; ++i) {
    const auto refusal = static_cast<Refusal>(i);
    if (exception_of(refusal) == *error && !reason_of(refusal).empty()) reasons.emplace_back(reason_of(refusal));
  }
  if (const auto reason = f.word("reason", reasons, "reason of " + *error)) draft.fault.reason = *reason;
  return keep(f, std::move(draft));
}

std::size_t make_clock_skew(FieldReader& f) {
  FaultDraft draft = common_fields(f, FaultKind::clock_skew);
  draft.fault.target = "all requests";
  f.require("add", "add = \"10m\"");
  draft.fault.add = f.duration_above_0("add");
  return keep(f, std::move(draft));
}

std::size_t make_provisioning_delay(FieldReader& f) {
  FaultDraft draft = common_fields(f, FaultKind::provisioning_delay);
  draft.fault.target = "all numbers";
  if (f.has("share"))
    f.error("share", "has no meaning here: the delay meets every number that is not active yet", "leave share out");
  f.require("add", "add = \"2d\"");
  draft.fault.add = f.duration_above_0("add");
  return keep(f, std::move(draft));
}

std::size_t make_event_destination_down(FieldReader& f) {
  FaultDraft draft = common_fields(f, FaultKind::event_destination_down);
  f.require("destination", "destination = \"…\", the name of an event destination");
  if (const auto name = f.text("destination")) draft.destination = {*name, f.where("destination")};
  return keep(f, std::move(draft));
}

std::size_t make_latency(FieldReader& f) {
  FaultDraft draft = common_fields(f, FaultKind::latency);
  read_carrier(f, draft);
  draft.fault.factor = f.positive("factor");
  draft.fault.add = f.duration_above_0("add");
  need_one_of(f, "factor", "add", "add = \"2s\"");
  if (f.has("operation") && f.has("carrier"))
    f.error("operation", "and carrier are both given", "give one: a request is slow before any carrier is known");
  read_operation(f, draft);
  return keep(f, std::move(draft));
}

std::size_t make_receipt_delay(FieldReader& f) {
  FaultDraft draft = common_fields(f, FaultKind::receipt_delay);
  read_carrier(f, draft);
  f.require("add", "add = \"10m\"");
  draft.fault.add = f.duration_above_0("add");
  return keep(f, std::move(draft));
}

std::size_t make_throttle(FieldReader& f) {
  FaultDraft draft = common_fields(f, FaultKind::throttle);
  int targets = 0;
  for (const std::string_view name : {"carrier", "campaign", "number"}) targets += f.has(name) ? 1 : 0;
  if (targets != 1) {
    f.context().error(f.where(),
                      "throttle needs exactly one of carrier, campaign and number, got " + std::to_string(targets),
                      "write for example carrier = \"AT&T\"");
  }
  if (f.has("carrier")) read_carrier(f, draft);
  if (const auto campaign = f.text("campaign")) draft.campaign = {*campaign, f.where("campaign")};
  if (const auto number = f.text("number")) draft.number = {*number, f.where("number")};
  if (const auto factor = f.positive("factor")) {
    if (*factor >= 1)
      f.error("factor", "must be below 1, got " + f.value("factor")->describe(),
              "factor = 0.5 leaves half of the throughput");
    if (*factor < 0.001)
      f.error("factor", "must be at least 0.001, got " + f.value("factor")->describe(),
              "an outage stops a carrier; a rate such as \"1/h\" says how little is left");
    draft.fault.factor = factor;
  }
  draft.fault.rate = f.throughput("rate");
  need_one_of(f, "factor", "rate", "factor = 0.5");
  return keep(f, std::move(draft));
}

std::size_t make_number_blocked(FieldReader& f) {
  FaultDraft draft = common_fields(f, FaultKind::number_blocked);
  f.require("number", "number = \"…\", the name of a number");
  if (const auto number = f.text("number")) draft.number = {*number, f.where("number")};
  draft.fault.carrier = carrier_name(f, "carrier").value_or("");
  return keep(f, std::move(draft));
}

std::size_t make_rule_change(FieldReader& f) {
  FaultDraft draft = common_fields(f, FaultKind::rule_change);
  f.require("carrier", "carrier = \"AT&T\"");
  read_carrier(f, draft);
  draft.fault.campaign_throughput = f.throughput("campaign_throughput");
  draft.fault.brand_daily_cap = f.whole("brand_daily_cap", 0);
  draft.fault.fee = f.price("fee");
  if (!f.has("campaign_throughput") && !f.has("brand_daily_cap") && !f.has("fee")) {
    f.context().error(f.where(), "rule_change changes nothing", "give campaign_throughput, brand_daily_cap or fee");
  }
  return keep(f, std::move(draft));
}

}  // namespace

void define_fault_constructors(LuaSandbox& sandbox, const ContextPtr& context) {
  const auto define = [&](const char* name, std::size_t (*make)(FieldReader&)) {
    define_constructor(sandbox, context, name, object_type::fault, make);
  };
  define("outage", make_of_carrier<FaultKind::outage>);
  define("loss", make_of_carrier<FaultKind::loss>);
  define("filter", make_of_carrier<FaultKind::filter>);
  define("receipt_loss", make_of_carrier<FaultKind::receipt_loss>);
  define("receipt_delay", make_receipt_delay);
  define("latency", make_latency);
  define("throttle", make_throttle);
  define("number_blocked", make_number_blocked);
  define("rule_change", make_rule_change);
  define("receipt_duplicate", make_of_carrier<FaultKind::receipt_duplicate>);
  define("receipt_reorder", make_of_carrier<FaultKind::receipt_reorder>);
  define("api_error", make_api_error);
  define("clock_skew", make_clock_skew);
  define("provisioning_delay", make_provisioning_delay);
  define("event_destination_down", make_event_destination_down);
}

}  // namespace sendlab
