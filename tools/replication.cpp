#include "tools/replication.hpp"

#include "carriers/profile_carrier.hpp"
#include "engine/kernel/simulation.hpp"
#include "engine/lua/lua_sandbox.hpp"
#include "reports/collector.hpp"
#include "reports/fact_digest.hpp"
#include "reports/fact_streams.hpp"
#include "reports/output_files.hpp"
#include "scenarios/script_host.hpp"

namespace sendlab {
namespace {

constexpr Duration longest_run = std::chrono::hours{24 * 30};  // contract, scenario.horizon

std::vector<std::unique_ptr<Carrier>> make_carriers(const World& world, const Traffic::Streams& streams) {
  std::vector<std::unique_ptr<Carrier>> carriers;
  for (std::size_t k = 0; k < world.model.carriers.size(); ++k) {
    const std::string entity = "carrier/" + world.model.carriers[k].name;
    if (world.model.carriers[k].simulator)
      carriers.push_back(std::make_unique<SimulatorCarrier>(world.ideal ? world.ideal->accept : world.profiles[0].accept.mean(),
                                                            world.ideal ? world.ideal->delivery : world.profiles[0].delivery.mean()));
    else if (world.ideal)
      carriers.push_back(std::make_unique<IdealCarrier>(world.ideal->accept, world.ideal->delivery));
    else
      carriers.push_back(std::make_unique<ProfileCarrier>(
          world.profiles[k], [&](std::string_view purpose) { return streams.stream(entity, purpose); }));
  }
  return carriers;
}

// The texts that handsets answer with; script functions are called by the traffic.
std::optional<Error> make_replies(const Scenario& scenario, const Traffic::Streams& streams, std::vector<TemplateSource>& replies) {
  for (std::size_t i = 0; i < scenario.replies.size(); ++i) {
    std::vector<TemplateSource::Choice> choices;
    auto add = [&](double weight, const std::string& text) -> std::optional<Error> {
      auto compiled = MessageTemplate::compile(text, {});
      if (!compiled.ok()) return compiled.error();
      choices.push_back({weight, std::move(compiled).value()});
      return std::nullopt;
    };
    std::optional<Error> error;
    if (const auto* text = std::get_if<TemplateBody>(&scenario.replies[i].body)) error = add(1, text->text);
    if (const auto* list = std::get_if<WeightedBodies>(&scenario.replies[i].body))
      for (const auto& choice : list->choices) error = error ? error : add(choice.weight, choice.text);
    if (error) return error;
    if (choices.empty()) add(1, "STOP");  // a function: its place in the list stays, unused
    std::vector<std::vector<std::size_t>> places(choices.size());
    replies.emplace_back(std::move(choices), std::move(places), streams.key("reply/" + std::to_string(i), "body_values"));
  }
  return std::nullopt;
}

// events.ndjson and messages.ndjson of one replication.
struct Streams {
  std::unique_ptr<StreamedFile> event_file, message_file;
  std::optional<EventStream> events;
  std::optional<MessageStream> messages;

  std::optional<Error> open(const std::filesystem::path& folder, const World& world, std::uint64_t seed, std::uint64_t replication) {
    auto first = StreamedFile::open(folder, "events.ndjson");
    if (!first.ok()) return first.error();
    auto second = StreamedFile::open(folder, "messages.ndjson");
    if (!second.ok()) return second.error();
    event_file = std::move(first).value();
    message_file = std::move(second).value();
    events.emplace(world.topology, Seed{seed}, replication, [this](std::string_view bytes) { event_file->append(bytes); });
    messages.emplace(world.topology, world.model.start, Seed{seed}, replication, [this](std::string_view bytes) { message_file->append(bytes); });
    return std::nullopt;
  }
  std::optional<Error> commit() {
    if (!events) return std::nullopt;
    events->flush();
    messages->flush();
    for (StreamedFile* file : {event_file.get(), message_file.get()})
      if (const Errors errors = file->commit(); !errors.empty()) return errors.front();
    return std::nullopt;
  }
};

// Statuses go to the senders and people first, then to the script; each looks only at what it asked for.
struct Listeners final : StatusListener {
  Listeners(Traffic& t, ScriptHost* s) : traffic(t), scripts(s) {}
  void on_status(const Message& message, bool is_final, Instant now) override {
    const std::uint32_t bit = 1u << static_cast<unsigned>(message.status);
    if ((traffic.listens_to() & bit) != 0) traffic.on_status(message, is_final, now);
    if (scripts != nullptr && (scripts->listens_to() & bit) != 0) scripts->on_status(message, is_final, now);
  }
  Traffic& traffic;
  ScriptHost* scripts;
};

}  // namespace

bool has_functions(const Scenario& scenario) {
  for (const Workload& workload : scenario.workloads)
    if (std::holds_alternative<ScriptFunction>(workload.body)) return true;
  for (const ReplySpec& reply : scenario.replies)
    if (std::holds_alternative<ScriptFunction>(reply.body)) return true;
  return !scenario.hooks.on.empty() || !scenario.hooks.at.empty() || !scenario.hooks.every.empty();
}

ReplicationResult run_replication(const Scenario& given, const World& world, const CollectionPlan& plan, std::size_t replication,
                                  const ReplicationOptions& options,
                                  const std::function<Result<LoadedScenario, Errors>()>& reload) {
  ReplicationResult result;
  std::optional<LoadedScenario> own;
  if (has_functions(given)) {
    auto loaded = reload();
    if (!loaded.ok()) return result.error = loaded.error().front(), result;
    own = std::move(loaded).value();
  }
  LuaSandbox* sandbox = own ? own->sandbox.get() : nullptr;
  const Scenario& scenario = own ? own->scenario : given;  // its functions belong to its own sandbox

  const Seed seed{options.seed};
  const Traffic::Streams streams{
      [&](std::string_view entity, std::string_view purpose) { return RandomStream(stream_key(seed, replication, entity, purpose)); },
      [&](std::string_view entity, std::string_view purpose) { return stream_key(seed, replication, entity, purpose); }};
  Simulation simulation(scenario.start);
  Service service(world.model, simulation, make_carriers(world, streams), streams.stream);

  std::vector<WorkloadSource> sources;
  for (std::size_t w = 0; w < scenario.workloads.size(); ++w) {
    auto source = WorkloadSource::create(scenario, w, world.sources, seed, replication, {false, sandbox});
    if (!source.ok()) return result.error = source.error(), result;
    sources.push_back(std::move(source).value());
  }
  std::vector<TemplateSource> replies;
  if ((result.error = make_replies(scenario, streams, replies))) return result;
  Traffic traffic(scenario, world.traffic, *world.addresses, simulation, service, std::move(sources), std::move(replies), sandbox, streams);
  std::optional<ScriptHost> scripts;
  if (own) {
    scripts.emplace(scenario, *sandbox, *world.addresses, simulation, service, traffic, streams.stream);
    service.facts().add_consumer(*scripts);
  }
  Listeners listeners{traffic, scripts ? &*scripts : nullptr};
  service.listen(listeners, traffic.listens_to() | (scripts ? scripts->listens_to() : 0));
  service.on_limits_changed([&] { traffic.ask_again_now(); });

  Collector collector(world.topology, plan, scenario.start);
  FactDigest digest;
  Streams files;
  if (options.stream_to) {
    result.error = files.open(*options.stream_to, world, options.seed, replication);
    if (result.error) return result.output_failed = true, result;
    service.facts().add_consumer(*files.events);
    service.facts().add_consumer(*files.messages);
  }
  service.facts().add_consumer(collector);
  service.facts().add_consumer(digest);

  const std::optional<Duration> horizon = options.until ? options.until : scenario.horizon;
  const Instant end = scenario.start + horizon.value_or(longest_run);
  service.start();
  traffic.start(end);
  if (scripts) scripts->start();
  // With nothing left to do but what repeats for ever, the run is over.
  auto all_done = [&] { return service.in_flight() == 0 && traffic.done() && (!scripts || scripts->done()); };
  std::uint32_t since_look = 0;
  std::int64_t messages_told = 0;
  if (!horizon && all_done()) simulation.stop();
  simulation.run_until(end, [&](const ScheduledEvent& event) {
    if (event.kind < static_cast<std::uint8_t>(ServiceEvent::count))
      service.handle(event);
    else if (event.kind < static_cast<std::uint8_t>(TrafficEvent::count))
      traffic.handle(event);
    else
      scripts->handle(event);
    if (!horizon && all_done()) simulation.stop();
    if (++since_look < 4096) return;
    since_look = 0;
    if (options.simulated_ns != nullptr) options.simulated_ns->store((event.at - scenario.start).count(), std::memory_order_relaxed);
    if (options.messages != nullptr) {
      std::int64_t offered = 0;
      for (const Traffic::Counts& counts : traffic.counts()) offered += counts.offered;
      options.messages->fetch_add(offered - messages_told, std::memory_order_relaxed);
      messages_told = offered;
    }
    if (options.interrupted != nullptr && options.interrupted->load(std::memory_order_relaxed)) {
      result.interrupted = true;
      simulation.stop();
    }
  });
  service.facts().flush();
  result.events_executed = static_cast<std::int64_t>(simulation.events_executed());
  const Error* failed = traffic.error() != nullptr ? traffic.error() : scripts ? scripts->error() : nullptr;
  if (failed != nullptr) {
    result.error = *failed;
    if (failed->fix.empty()) result.error->fix = general_fix;
    return result;
  }

  for (std::size_t w = 0; w < scenario.workloads.size(); ++w)
    collector.set_offered(WorkloadId{static_cast<std::uint16_t>(w)}, traffic.counts()[w].offered);
  traffic.for_each_unsent([&](const WaitingRequest& r) {
    if (r.planned >= world.model.counts_from) collector.add_unsent(r.workload, 1, r.planned, r.carrier, r.number);
  });
  collector.set_offered(world.model.automatic_replies, service.automatic_replies());
  const Duration span = simulation.now() - scenario.start;
  // How full was each limit: its fullest window, and how many windows lie between the first and the last part that it counted.
  auto set_peak = [&](Collector::PeakOf kind, std::size_t index, const Limits::Peak& peak, const std::optional<Topology::Limit>& limit) {
    const LimitTotals& used = collector.limit_totals(kind, index);
    std::int64_t windows = 1;
    if (limit && used.parts > 0)
      windows = peak.cap ? world.days_touched(limit->carrier, used.first, used.last) : (used.last - used.first) / limit->window + 1;
    collector.set_peak(kind, index, peak.parts, windows);
  };
  for (std::uint32_t n = 0; n < world.model.numbers.size(); ++n)
    set_peak(Collector::PeakOf::number, n, service.limits().number_peak(NumberId{n}), world.topology.numbers[n].limit);
  for (std::uint16_t c = 0; c < world.model.campaigns.size(); ++c) {
    const auto& limit = world.topology.campaigns[c].limit;
    set_peak(Collector::PeakOf::campaign, c, service.limits().campaign_peak(CampaignId{c}, limit ? limit->carrier : no_carrier), limit);
  }
  for (std::uint16_t b = 0; b < world.model.brands.size(); ++b)
    set_peak(Collector::PeakOf::brand, b, service.limits().brand_peak(BrandId{b}), world.topology.brands[b].limit);

  ReplicationFacts facts;
  facts.virtual_span = span;
  facts.fixed = world.fixed_costs(simulation.now());
  if (scripts)
    for (const auto& [name, metric] : scripts->recorded())
      facts.recorded.push_back({name, metric.count, metric.sum, metric.least, metric.most});
  static constexpr std::array<std::string_view, 9> kinds = {"outage", "latency", "loss", "throttle", "filter", "receipt_loss",
                                                            "receipt_delay", "number_blocked", "rule_change"};
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    const FaultSpec& spec = scenario.faults[i];
    facts.faults.push_back({std::string(kinds[static_cast<std::size_t>(spec.kind)]), spec.target, spec.at, spec.lasts,
                            service.faults().messages_affected(i)});
  }
  result.summary = std::move(collector).finish(facts, digest.value());
  if ((result.error = files.commit())) result.output_failed = true;
  return result;
}

}  // namespace sendlab
