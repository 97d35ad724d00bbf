// Constructors of what lies behind the service: carriers, prices, handsets.
#include <algorithm>

#include "engine/kernel/calendar.hpp"
#include "scenarios/body_fields.hpp"
#include "scenarios/carrier_names.hpp"
#include "scenarios/field_reader.hpp"
#include "scenarios/load_filter.hpp"
#include "scenarios/number_rules.hpp"

namespace sendlab {
namespace {

std::optional<Duration> exact_time(FieldReader& f, std::string_view name, std::string_view example) {
  f.require(name, example);
  const LuaValue* value = f.value(name);
  if (value == nullptr || value->object() == nullptr || value->object()->type != object_type::distribution)
    return f.duration(name);
  f.error(name, "must be one duration, got a distribution",
          "an ideal network keeps exact times; carriers { … = carrier { " + std::string(name) +
              " = … } } draws them from a distribution");
  return std::nullopt;
}

std::size_t make_ideal(FieldReader& f) {
  IdealNetwork ideal;
  const auto accept = exact_time(f, "accept", "accept = \"100ms\"");
  const auto delivery = exact_time(f, "delivery", "delivery = \"1s\"");
  // Both count from the hand-over of a message's last part.
  if (accept && delivery && *delivery < *accept)
    f.error("delivery",
            "comes before accept: " + duration_text(*delivery) + " and " + duration_text(*accept) +
                ", both from the hand-over",
            "a message is delivered once it is accepted: give delivery at least as long as accept");
  ideal.accept = accept.value_or(Duration{0});
  ideal.delivery = delivery.value_or(Duration{0});
  NetworkSpec network;
  network.ideal = ideal;
  return put(f.context().networks, network);
}

// The failures that a carrier may cause (events: final statuses other than success).
const std::vector<Status>& failure_statuses() {
  static const std::vector<Status> statuses = {Status::invalid,         Status::unreachable,         Status::unknown,
                                               Status::blocked,         Status::carrier_unreachable, Status::spam,
                                               Status::invalid_message, Status::carrier_blocked};
  return statuses;
}

void read_failures(FieldReader& f, CarrierOverride& carrier) {
  std::vector<std::string> names;
  for (const Status status : failure_statuses()) names.emplace_back(name_of(status));
  double sum = carrier.filter_share.value_or(0);
  if (f.has("failure")) carrier.failure.emplace();
  for (const auto& entry : f.entries("failure")) {
    const bool known = f.known_word(entry.key, names, "failure", entry.path);
    const auto share = f.share_of(*entry.value, entry.path);
    if (!known || !share) continue;
    const auto place = std::find(names.begin(), names.end(), entry.key) - names.begin();
    carrier.failure->emplace_back(failure_statuses()[static_cast<std::size_t>(place)], *share);
    sum += *share;
  }
  // Shares are decimal: ten times 10 % may come to a hair above 1.
  if (sum > 1 + 1e-9) f.error("failure", "and filter_share add up to more than 100 %", "lower the shares");
}

// voice = { machine = "40%", person_answers = "8s" }: how phones answer calls.
void read_voice(FieldReader& f, VoiceOverride& voice) {
  const LuaValue* value = f.value("voice");
  if (value == nullptr) return;
  if (value->table() == nullptr) {
    f.error("voice", "must be a table, got " + value->describe(), "write voice = { machine = \"40%\" }");
    return;
  }
  FieldReader inner(f, *value->table(), "voice");
  voice.set_up = inner.distribution("set_up");
  voice.person_answers = inner.distribution("person_answers");
  voice.machine_answers = inner.distribution("machine_answers");
  voice.rings_for = inner.distribution("rings_for");
  voice.machine = inner.share("machine");
  voice.busy = inner.share("busy");
  voice.no_answer = inner.share("no_answer");
  voice.failed = inner.share("failed");
  voice.hangs_up = inner.share("hangs_up");
  voice.dropped = inner.share("dropped");
  voice.local_number = inner.flag("local_number");
  inner.finish();
}

std::size_t make_carrier(FieldReader& f) {
  CarrierOverride carrier;
  carrier.share = f.positive("share");
  carrier.accept = f.distribution("accept");
  carrier.delivery = f.distribution("delivery");
  carrier.receipt_share = f.share("receipt_share");
  carrier.filter_share = f.share("filter_share");
  carrier.unregistered_blocked_share = f.share("unregistered_blocked_share");
  carrier.filter = read_filter(f);
  read_failures(f, carrier);
  carrier.campaign_throughput = f.throughput("campaign_throughput");
  carrier.brand_daily_cap = f.whole("brand_daily_cap", 0);
  carrier.number_throughput = f.throughput("number_throughput");
  if (const auto zone = f.word("time_zone", f.context().words().time_zones, "time zone")) carrier.time_zone = *zone;
  carrier.handset_off_share = f.share("handset_off_share");
  carrier.handset_off_for = f.distribution("handset_off_for");
  carrier.fee = f.price("fee");
  read_voice(f, carrier.voice);
  return put(f.context().carriers, carrier);
}

// `carriers { ["T-Mobile"] = carrier { … } }`: the fields are the carriers' names.
void define_carriers(LuaSandbox& sandbox, const ContextPtr& context) {
  sandbox.define("carriers", [context](LuaCall& call) {
    FieldReader f(*context, call, "carriers");
    NetworkSpec network;
    network.filter = read_filter(f).value_or(FilterSpec{});
    network.quiet_hours = read_quiet_hours_field(f);
    for (const LuaField& field : f.table().fields) {
      const std::string key = field.key.text() == nullptr ? field.key.describe() : *field.key.text();
      if (key == "note" || key == "filter" || key == "quiet_hours") continue;
      const auto id = f.object(key, object_type::carrier, "carrier { … }");
      if (!known_carrier(f, key, key) || !id) continue;
      CarrierOverride carrier = context->carriers[static_cast<std::size_t>(*id)];
      carrier.name = key;
      network.carriers.push_back(std::move(carrier));
    }
    f.finish();
    call.return_object(object_type::network, static_cast<std::int64_t>(put(context->networks, network)));
  });
}

std::size_t make_prices(FieldReader& f) {
  PricesSpec prices;
  prices.per_part = f.price("per_part");
  prices.carrier_fee = f.price("carrier_fee");
  prices.inbound = f.price("inbound");
  prices.campaign_month = f.money("campaign_month");
  for (const auto& entry : f.entries("number_month")) {
    const bool known = f.known_word(entry.key, number_type_names(), "number type", entry.path);
    const auto fee = f.money_of(*entry.value, entry.path);
    if (known && fee) prices.number_month.emplace_back(*number_type_of(entry.key), *fee);
  }
  prices.voice_per_minute = f.price("voice_per_minute");
  return put(f.context().prices, prices);
}

std::size_t make_reply(FieldReader& f) {
  ReplyDraft draft;
  if (const auto workload = f.text("workload")) draft.workload = {*workload, f.where("workload")};
  f.require("share", "share = \"5%\"");
  draft.reply.share = f.share("share").value_or(0);
  f.require("body", "body = \"STOP\"");
  if (auto body = read_body(f, "body", /*allow_feed=*/false)) draft.reply.body = *body;
  f.require("after", "after = \"30s\"");
  if (const auto after = f.distribution("after")) draft.reply.after = *after;
  if (f.word("to_status", {"DELIVERED", "SUCCESSFUL"}, "status") == "SUCCESSFUL")
    draft.reply.to_status = Status::successful;
  draft.reply.returns_share = f.share("returns").value_or(0);
  if (draft.reply.returns_share > 0) f.require("returns_after", "returns_after = \"2d\"");
  if (const auto after = f.distribution("returns_after")) draft.reply.returns_after = *after;
  if (const auto text = f.text("returns_with")) draft.reply.returns_with = *text;
  return put(f.context().replies, draft);
}

std::size_t make_handset(FieldReader& f) {
  HandsetSpec handset;
  f.require("share", "share = \"10%\"");
  handset.share = f.share("share").value_or(0);
  handset.off_for = f.distribution("off_for");
  handset.off_every = f.distribution("off_every");
  if (f.has("off_every") && !f.has("off_for"))
    f.error("off_every", "needs off_for: how long the handset is off", "add off_for = \"2h\"");
  handset.deactivated_share = f.share("deactivated_share").value_or(0);
  if (const auto share = f.share("invalid_share")) handset.deactivated_invalid = *share;
  if (handset.deactivated_invalid && handset.deactivated_share == 0)
    f.warn("invalid_share", "has no effect: nobody's number is deactivated", "add deactivated_share");
  handset.ported_share = f.share("ported_share").value_or(0);
  return put(f.context().handsets, handset);
}

}  // namespace

void define_network_constructors(LuaSandbox& sandbox, const ContextPtr& context) {
  define_constructor(sandbox, context, "ideal", object_type::network, make_ideal);
  define_constructor(sandbox, context, "carrier", object_type::carrier, make_carrier);
  define_carriers(sandbox, context);
  define_constructor(sandbox, context, "prices", object_type::prices, make_prices);
  define_constructor(sandbox, context, "reply", object_type::reply, make_reply);
  define_constructor(sandbox, context, "handset", object_type::handset, make_handset);
}

}  // namespace sendlab
