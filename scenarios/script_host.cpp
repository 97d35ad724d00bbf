#include "scenarios/script_host.hpp"

#include <algorithm>

#include "engine/message/phone_number.hpp"
#include "scenarios/row_parser.hpp"
#include "scenarios/send_overrides.hpp"
#include "engine/message/units.hpp"

namespace sendlab {
namespace {

// Work of one call: a function that runs for each of millions of events must be short anyway.
constexpr std::uint64_t call_work = 10'000'000;

constexpr std::uint8_t kind(ScriptEvent event) { return static_cast<std::uint8_t>(event); }

double seconds_after(Instant at, Instant start) { return static_cast<double>((at - start).count()) / 1e9; }

const LuaTable& table_argument(LuaCall& call, LuaValue& held, const char* example,
                               std::initializer_list<std::string_view> fields) {
  held = call.argument(0);
  if (held.table() == nullptr) call.fail("needs a table, got " + held.describe(), example);
  for (const LuaField& field : held.table()->fields)
    if (field.key.text() == nullptr || std::find(fields.begin(), fields.end(), *field.key.text()) == fields.end())
      call.fail("unknown field " + field.key.describe(), std::string("write for example ") + example);
  return *held.table();
}

std::string text_field(LuaCall& call, const LuaTable& table, std::string_view field, bool needed) {
  const LuaValue* value = table.find(field);
  if (value == nullptr || value->is_nil()) {
    if (needed) call.fail("field " + std::string(field) + " is missing", "give " + std::string(field) + " = \"…\"");
    return {};
  }
  if (value->text() == nullptr)
    call.fail("field " + std::string(field) + " must be a text, got " + value->describe(), "put it in quotes");
  if (!is_utf8(*value->text()))
    call.fail("field " + std::string(field) + " is not valid UTF-8",
              "cut texts with utf8.offset, not in the middle of a character");
  return *value->text();
}

}  // namespace

ScriptHost::ScriptHost(const Scenario& scenario, LuaSandbox& sandbox, const AddressBook& addresses,
                       Simulation& simulation, Backend& backend, Traffic& traffic,
                       std::function<RandomStream(std::string_view, std::string_view)> stream)
    : scenario_(scenario),
      sandbox_(sandbox),
      addresses_(addresses),
      simulation_(simulation),
      backend_(backend),
      traffic_(traffic),
      stream_(std::move(stream)),
      counters_(scenario.workloads.size() + 1) {
  for (const auto& [type, function] : scenario.hooks.on)
    for (std::size_t s = 0; s < status_count; ++s)
      if (event_type_of(static_cast<Status>(s)) == type) {
        on_[s].push_back(function);
        listen_bits_ |= 1u << s;
      }
  for (const auto& [type, function] : scenario.hooks.on)
    if (type == "ALARM") on_alarm_.push_back(function);
  ctx_ = sandbox.make_table({
      {"send", [this](LuaCall& c) { send(c); }},
      {"reply", [this](LuaCall& c) { reply(c); }},
      {"set_limit", [this](LuaCall& c) { set_limit(c); }},
      {"begin_fault", [this](LuaCall& c) { change_fault(c, true); }},
      {"end_fault", [this](LuaCall& c) { change_fault(c, false); }},
      {"counter", [this](LuaCall& c) { counter(c); }},
      {"random", [this](LuaCall& c) { random(c); }},
      {"record", [this](LuaCall& c) { record(c); }},
  });
}

void ScriptHost::start() {
  for (std::uint32_t i = 0; i < scenario_.hooks.at.size(); ++i)
    simulation_.schedule(scenario_.start + scenario_.hooks.at[i].first, Priority::script, kind(ScriptEvent::at), i);
  at_left_ = scenario_.hooks.at.size();
  for (std::uint32_t i = 0; i < scenario_.hooks.every.size(); ++i)
    simulation_.schedule(scenario_.start + scenario_.hooks.every[i].first, Priority::script, kind(ScriptEvent::every),
                         i);
}

void ScriptHost::handle(const ScheduledEvent& event) {
  switch (static_cast<ScriptEvent>(event.kind)) {
    case ScriptEvent::at:
      --at_left_;
      return call(scenario_.hooks.at[event.subject].second, nullptr);
    case ScriptEvent::every:
      simulation_.schedule(event.at + scenario_.hooks.every[event.subject].first, Priority::script,
                           kind(ScriptEvent::every), event.subject);
      return call(scenario_.hooks.every[event.subject].second, nullptr);
    case ScriptEvent::on_status: {
      const Seen seen = seen_[event.subject];
      seen_free_.push_back(event.subject);
      LuaTable fields;
      auto add = [&](const char* name, LuaValue value) { fields.fields.push_back({LuaValue(name), std::move(value)}); };
      add("at", seconds_after(event.at, scenario_.start));
      add("carrier", backend_.model().carriers[seen.carrier.index].name);
      add("is_final", seen.is_final);
      add("message_id", static_cast<std::int64_t>(seen.message.index));
      add("number", seen.number == no_number ? std::string() : backend_.model().numbers[seen.number.index].name);
      add("parts", static_cast<std::int64_t>(seen.parts));
      add("status", std::string(name_of(seen.status)));
      add("to", to_e164(seen.to));
      add("type", std::string(event_type_of(seen.status)));
      const std::size_t w = seen.workload.index;
      add("workload", w < scenario_.workloads.size() ? scenario_.workloads[w].name : std::string("automatic replies"));
      const LuaValue value{std::move(fields)};
      for (const ScriptFunction function : on_[static_cast<std::size_t>(seen.status)]) call(function, &value);
      return;
    }
    case ScriptEvent::count: break;
  }
  ENSURE(false, "every event of scripts has a handler");
}

void ScriptHost::call(ScriptFunction function, const LuaValue* event) {
  sandbox_.set_field(ctx_, "now", LuaValue(seconds_after(simulation_.now(), scenario_.start)));
  std::vector<LuaValue> arguments;
  if (event != nullptr) arguments.push_back(*event);
  arguments.emplace_back(ctx_);
  const auto result = sandbox_.call(ScriptRef{function.reference}, arguments, call_work);
  if (!result.ok()) fail(result.error());
}

void ScriptHost::on_alarm(ScriptFunction action, const LuaValue& event) {
  if (action) call(action, &event);
  for (const ScriptFunction function : on_alarm_) call(function, &event);
}

void ScriptHost::fail(const Error& error) {
  if (!error_) error_ = error;
  simulation_.stop();
}

void ScriptHost::on_status(const Message& message, bool is_final, Instant now) {
  const Seen seen{message.status, is_final,        message.id,       message.destination,
                  message.number, message.carrier, message.workload, message.parts};
  std::uint32_t place;
  if (seen_free_.empty()) {
    place = static_cast<std::uint32_t>(seen_.size());
    seen_.push_back(seen);
  } else {
    place = seen_free_.back();
    seen_free_.pop_back();
    seen_[place] = seen;
  }
  simulation_.schedule(now, Priority::script, kind(ScriptEvent::on_status), place);
}

void ScriptHost::consume(const FactBatch& batch) {
  for (const MessageFact& fact : batch.facts) {
    Counters& c = counters_[std::min<std::size_t>(fact.workload.index, counters_.size() - 1)];
    c.accepted += fact.kind == FactKind::accepted;
    c.refused += fact.kind == FactKind::refused;
    c.delivered += fact.kind == FactKind::status && fact.delivered();
    c.final += fact.kind == FactKind::status && fact.is_final;
  }
}

// ---- ctx ----

std::size_t ScriptHost::workload_named(LuaCall& call, const LuaValue* name) const {
  if (name == nullptr || name->is_nil()) return 0;
  if (name->text() != nullptr)
    for (std::size_t w = 0; w < scenario_.workloads.size(); ++w)
      if (scenario_.workloads[w].name == *name->text()) return w;
  call.fail("no workload is called " + name->describe(), "give the name of one of the scenario's workloads");
}

NumberId ScriptHost::number_named(LuaCall& call, std::string_view name, std::optional<AccountId> account) {
  std::vector<NumberId> found;
  const ServiceModel& model = backend_.model();
  for (std::uint32_t n = 0; n < model.numbers.size(); ++n) {
    const NumberModel& number = model.numbers[n];
    if ((account && number.account != *account) || number.type == NumberType::shared_route) continue;
    if (number.name == name || (number.campaign != no_campaign && model.campaigns[number.campaign.index].name == name))
      found.push_back({n});
  }
  if (found.empty())
    call.fail("no number, campaign, pool or sender ID is called \"" + std::string(name) + "\"",
              "give the name of one of the account");
  return found[turn_++ % found.size()];
}

void ScriptHost::send(LuaCall& call) {
  LuaValue held;
  const LuaTable& table = table_argument(call, held, "ctx.send { to = \"+12902000000\", body = \"hello\" }",
                                         {"to", "body", "workload", "from", "ttl"});
  const std::size_t w = workload_named(call, table.find("workload"));
  const Workload& workload = scenario_.workloads[w];
  const auto to = parse_e164(text_field(call, table, "to", true));
  if (!to.ok()) call.fail(to.error().what, to.error().fix);
  const std::string from = text_field(call, table, "from", false);
  const std::string body = text_field(call, table, "body", true);
  Duration ttl = workload.ttl;
  if (const std::string text = text_field(call, table, "ttl", false); !text.empty()) {
    const auto parsed = read_duration(text);
    if (!parsed.ok()) call.fail("ttl " + parsed.error().what, parsed.error().fix);
    ttl = parsed.value();
    if (const auto fault = ttl_fault(ttl, "")) call.fail(fault->what, fault->fix);
  }
  const AccountId account{static_cast<std::uint16_t>(workload.account)};
  const Destination destination = addresses_.resolve(to.value());
  const WorkloadId under{static_cast<std::uint16_t>(w)};
  const std::vector<PoolModel>& pools = backend_.model().pools;
  for (std::uint16_t p = 0; p < pools.size(); ++p)
    if (pools[p].account == account && pools[p].name == from)
      return traffic_.send(under, destination, no_number, body, ttl, PoolId{p});
  const NumberId number = from.empty() ? no_number : number_named(call, from, account);
  traffic_.send(under, destination, number, body, ttl);
}

void ScriptHost::reply(LuaCall& call) {
  LuaValue held;
  const LuaTable& table =
      table_argument(call, held, "ctx.reply { from = event.to, to = event.number, body = \"STOP\" }",
                     {"from", "to", "body", "workload"});
  const auto from = parse_e164(text_field(call, table, "from", true));
  if (!from.ok()) call.fail(from.error().what, from.error().fix);
  const NumberId number = number_named(call, text_field(call, table, "to", true), std::nullopt);
  if (!is_phone_number(backend_.model().numbers[number.index].type))
    call.fail("nobody can answer a sender ID", "reply to a number with two_way = true");
  const std::size_t w = workload_named(call, table.find("workload"));
  const Destination handset = addresses_.resolve(from.value());
  if (handset.carrier == no_carrier)
    call.fail("the country of " + to_e164(from.value()) + " is not known", "use a number of a country in the tables");
  backend_.inbound(number, handset, text_field(call, table, "body", true), WorkloadId{static_cast<std::uint16_t>(w)});
}

void ScriptHost::set_limit(LuaCall& call) {
  LuaValue held;
  const char* example =
      "ctx.set_limit { number = \"code\", mps = 50 } or { campaign = \"otp\", carrier = \"AT&T\", throughput = "
      "\"240/min\" }";
  const LuaTable& table = table_argument(call, held, example, {"number", "mps", "campaign", "carrier", "throughput"});
  LimitChange change;
  const ServiceModel& model = backend_.model();
  if (const std::string number = text_field(call, table, "number", false); !number.empty()) {
    const LuaValue* mps = table.find("mps");
    if (mps == nullptr || !mps->integer() || *mps->integer() < 1)
      call.fail("mps must be a whole number of parts a second, from 1", example);
    change.number = number_named(call, number, std::nullopt);
    change.limit = {*mps->integer(), std::chrono::seconds{1}};
    return apply(call, change);
  }
  const std::string campaign = text_field(call, table, "campaign", true),
                    carrier = text_field(call, table, "carrier", true);
  for (std::uint16_t c = 0; c < model.campaigns.size(); ++c)
    if (model.campaigns[c].name == campaign) change.campaign = CampaignId{c};
  for (std::uint16_t k = 0; k < model.carriers.size(); ++k)
    if (model.carriers[k].name == carrier) change.carrier = CarrierId{k};
  if (!change.campaign) call.fail("no campaign is called \"" + campaign + "\"", example);
  if (!change.carrier) call.fail("no carrier is called \"" + carrier + "\"", example);
  const auto& limits = model.campaigns[change.campaign->index].limits;
  if (std::none_of(limits.begin(), limits.end(), [&](const CarrierLimit& l) { return l.carrier == *change.carrier; }))
    call.fail("campaign \"" + campaign + "\" has no limit at " + carrier,
              "give it one in the scenario: campaign { throughput = { [\"" + carrier + "\"] = \"1000/s\" } }");
  const auto throughput = read_throughput(text_field(call, table, "throughput", true));
  if (!throughput.ok()) call.fail("throughput " + throughput.error().what, throughput.error().fix);
  change.limit = throughput.value();
  apply(call, change);
}

void ScriptHost::apply(LuaCall& call, const LimitChange& change) {
  if (const auto error = backend_.change_limit(change)) call.fail(error->what, error->fix);
}

void ScriptHost::change_fault(LuaCall& call, bool begin) {
  const auto index = call.argument(0).integer();
  const auto count = static_cast<std::int64_t>(scenario_.faults.size());
  if (!index || *index < 1 || *index > count)
    call.fail((count == 0 ? "needs a fault, and the scenario has none in `faults`; got "
                          : "needs the place of a fault in `faults`, 1 to " + std::to_string(count) + ", got ") +
                  call.argument(0).describe(),
              "count from 1, in the order of the file");
  const auto fault = static_cast<std::size_t>(*index - 1);
  begin ? backend_.begin_fault(fault) : backend_.end_fault(fault);
}

void ScriptHost::counter(LuaCall& call) {
  const LuaValue workload = call.argument(0), name = call.argument(1);
  const std::size_t w = workload_named(call, &workload);
  backend_.facts().flush();
  const Counters& c = counters_[w];
  const std::string* which = name.text();
  std::int64_t value = -1;
  if (which != nullptr)
    value = *which == "requested"   ? traffic_.counts()[w].offered
            : *which == "accepted"  ? c.accepted
            : *which == "refused"   ? c.refused
            : *which == "delivered" ? c.delivered
            : *which == "final"     ? c.final
                                    : -1;
  if (value < 0)
    call.fail("no counter is called " + name.describe(), "requested, accepted, refused, delivered or final");
  call.return_value(LuaValue(value));
}

void ScriptHost::random(LuaCall& call) {
  const LuaValue name = call.argument(0);
  if (name.text() == nullptr)
    call.fail("needs the name of a stream, got " + name.describe(), "ctx.random(\"dice\") or ctx.random(\"dice\", 6)");
  const auto found = streams_.try_emplace(*name.text(), stream_("script/" + *name.text(), "script")).first;
  const LuaValue most = call.argument(1);
  if (most.is_nil()) return call.return_value(LuaValue(found->second.uniform()));
  if (!most.integer() || *most.integer() < 1)
    call.fail("the second argument must be a whole number from 1, got " + most.describe(), "ctx.random(\"dice\", 6)");
  call.return_value(
      LuaValue(static_cast<std::int64_t>(found->second.below(static_cast<std::uint64_t>(*most.integer())) + 1)));
}

void ScriptHost::record(LuaCall& call) {
  const LuaValue name = call.argument(0), value = call.argument(1);
  if (name.text() == nullptr || name.text()->empty())
    call.fail("needs the name of a metric, got " + name.describe(), "ctx.record(\"backlog\", 12)");
  const auto number = value.number();
  if (!number || !(*number >= -1e12 && *number <= 1e12))
    call.fail("needs a number from -1e12 to 1e12, got " + value.describe(), "ctx.record(\"backlog\", 12)");
  const double scaled = *number * 1e6;
  const auto millionths = static_cast<std::int64_t>(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
  RecordedValues& metric = recorded_[*name.text()];
  metric.least = metric.count == 0 ? millionths : std::min(metric.least, millionths);
  metric.most = metric.count == 0 ? millionths : std::max(metric.most, millionths);
  ++metric.count;
  if (__builtin_add_overflow(metric.sum, millionths, &metric.sum))
    call.fail("the sum of metric \"" + *name.text() + "\" grew beyond 9.2e12", "record smaller values");
}

}  // namespace sendlab
