#include "tools/replication.hpp"

#include <algorithm>

#include "engine/kernel/simulation.hpp"
#include "engine/service/event_destinations.hpp"
#include "engine/service/service.hpp"
#include "engine/service/two_way.hpp"
#include "reports/collector.hpp"
#include "reports/delivery_streams.hpp"
#include "reports/fact_streams.hpp"
#include "tools/invariant_watch.hpp"
#include "tools/senders.hpp"
#include "tools/stream_writer.hpp"

namespace sendlab {
namespace {

// The streams of one replication: events.ndjson, messages.ndjson, and where there is something to tell
// destinations.ndjson and inbound.ndjson.
struct StreamFiles {
  std::unique_ptr<StreamWriter> writer;
  std::optional<EventStream> events;
  std::optional<MessageStream> messages;
  std::optional<DestinationStream> destinations;
  std::optional<InboundStream> inbound;

  std::optional<Error> open(const std::filesystem::path& folder, const World& world, std::uint64_t seed,
                            std::uint64_t replication) {
    std::vector<std::string> names{"events.ndjson", "messages.ndjson"};
    const auto file = [&](const char* name) {
      names.emplace_back(name);
      return [this, place = names.size() - 1](std::string& bytes) { writer->append(place, bytes); };
    };
    const Instant start = world.model.start;
    events.emplace(world.topology, Seed{seed}, replication, [this](std::string& bytes) { writer->append(0, bytes); });
    messages.emplace(world.topology, start, Seed{seed}, replication,
                     [this](std::string& bytes) { writer->append(1, bytes); });
    if (!world.event_destinations.empty())
      destinations.emplace(world.topology, start, Seed{seed}, replication, file("destinations.ndjson"));
    if (world.topology.two_way)
      inbound.emplace(inbound_numbers(world), start, Seed{seed}, replication, file("inbound.ndjson"));
    auto opened = StreamWriter::open(folder, names);
    if (!opened.ok()) return opened.error();
    writer = std::move(opened).value();
    return std::nullopt;
  }
  std::optional<Error> commit() {
    if (!writer) return std::nullopt;
    events->flush();
    messages->flush();
    if (destinations) destinations->flush();
    if (inbound) inbound->flush();
    return writer->commit();
  }
  static std::vector<InboundStream::Number> inbound_numbers(const World& world) {
    std::vector<InboundStream::Number> numbers;
    for (std::size_t n = 0; n < world.model.numbers.size(); ++n) {
      const NumberModel& number = world.model.numbers[n];
      numbers.push_back({world.topology.numbers[n].key, number.number, world.two_way_channels[n],
                         two_way_keyword(account_number(number.account), number.number)});
    }
    return numbers;
  }
};

// What stands beside the run and follows its facts: event destinations and two-way messages.
struct Followers {
  DestinationCounter counter;
  std::optional<DestinationStream> sizes;  // of records, where no stream writes them
  std::optional<EventDestinations> destinations;
  TwoWay two_way;

  Followers(const World& world, Service& service, StreamFiles& files, const StreamOf& stream)
      : counter(world.topology), two_way(world.model, world.two_way_latency, stream("two_way", "latency")) {
    service.listen_to_inbound(two_way);
    if (files.inbound) {
      two_way.tell(*files.inbound);
      service.facts().add_step_consumer(two_way);
    }
    if (world.event_destinations.empty()) return;
    DestinationStream* records = files.destinations ? &*files.destinations : nullptr;
    if (records == nullptr)
      records = &sizes.emplace(world.topology, world.model.start, Seed{1}, 0, [](std::string&) {});
    std::vector<RandomStream> latency, retry;
    for (const Topology::EventDestination& destination : world.topology.event_destinations) {
      latency.push_back(stream("event_destination/" + destination.key, "latency"));
      retry.push_back(stream("event_destination/" + destination.key, "retry"));
    }
    std::vector<DeliveryConsumer*> consumers{&counter};
    if (files.destinations) consumers.push_back(&*files.destinations);
    destinations.emplace(
        EventDestinations::Parts{world.event_destinations, world.destinations_of_workload, service.faults(),
                                 std::move(latency), std::move(retry),
                                 [records](const MessageFact& fact) { return records->record_bytes(fact); }},
        std::move(consumers));
    service.facts().add_step_consumer(*destinations);
  }
  void finish(ReplicationFacts& facts) {
    facts.destinations = counter.totals();
    const TwoWay::Counts& c = two_way.counts();
    facts.inbound = {c.received, c.published, c.dropped, c.keywords, c.opt_outs, c.opt_ins};
  }
};

// What the simulation calls for each event.
struct Loop {
  const ReplicationOptions& options;
  Simulation& simulation;
  Service& service;
  Senders& senders;
  SpendWatch& spend;
  InvariantWatch* invariants;
  DrawnProvisioning* provisioning;  // null: none
  Instant start;
  bool ends_by_itself;  // no horizon: with nothing left to do but what repeats for ever, the run is over
  bool interrupted = false;
  std::uint32_t since_look = 0;
  std::int64_t messages_told = 0;

  [[nodiscard]] bool all_done() const { return service.in_flight() == 0 && senders.done() && spend.done(); }
  void operator()(const ScheduledEvent& event) {
    if (invariants != nullptr) invariants->before(event.at);
    if (event.kind < backend_event_kinds)
      service.handle(event);
    else if (event.kind == spend_watch_event)
      spend.handle(event);
    else if (event.kind == DrawnProvisioning::event_kind)
      provisioning->handle(event, service);
    else
      senders.handle(event);
    if (invariants != nullptr) invariants->look(event.at);
    if (ends_by_itself && all_done()) simulation.stop();
    if (++since_look == 4096) look_around(event.at);
  }
  void soon(std::uint8_t kind, std::uint32_t subject) const {
    if (kind < backend_event_kinds) return service.soon(kind, subject);
    if (kind != sendlab::kind(TrafficEvent::arrival)) return;
    if (const NumberId number = senders.traffic().next_number(subject); number != no_number) service.fetch(number);
  }
  // Tells how far the run is, and hears whether it shall end.
  void look_around(Instant now) {
    since_look = 0;
    if (options.simulated_ns != nullptr) options.simulated_ns->store((now - start).count(), std::memory_order_relaxed);
    if (options.messages != nullptr) {
      const std::int64_t offered = senders.offered();
      options.messages->fetch_add(offered - messages_told, std::memory_order_relaxed);
      messages_told = offered;
    }
    if (options.interrupted != nullptr && options.interrupted->load(std::memory_order_relaxed)) {
      interrupted = true;
      simulation.stop();
    }
  }
};

}  // namespace

ReplicationFacts replication_facts(const Scenario& scenario, const World& world, const Senders& senders,
                                   const FactPublisher& published, Instant now,
                                   const std::function<std::int64_t(std::size_t fault)>& affected,
                                   const DrawnProvisioning* drawn) {
  ReplicationFacts facts;
  facts.virtual_span = now - scenario.start;
  facts.fixed = world.fixed_costs(now, drawn);
  facts.recorded = senders.recorded();
  if (drawn != nullptr) {
    for (RecordedMetric& metric : drawn->metrics(now)) facts.recorded.push_back(std::move(metric));
    std::ranges::sort(facts.recorded, {}, &RecordedMetric::name);
  }
  facts.events = published.events();
  facts.destinations.resize(world.event_destinations.size());
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    const FaultSpec& spec = scenario.faults[i];
    facts.faults.push_back({std::string(name_of(spec.kind)), spec.target, spec.at, spec.lasts,
                            affected(i)});
  }
  return facts;
}

std::optional<DrawnProvisioning> draw_provisioning(const World& world, std::uint64_t seed, std::size_t replication) {
  if (world.provisioning == nullptr) return std::nullopt;
  return std::optional<DrawnProvisioning>(std::in_place, *world.provisioning, world.model, world.fees_of,
                                          streams_of(Seed{seed}, replication).stream);
}

ReplicationResult run_replication(const Scenario& scenario, const World& world, const CollectionPlan& plan,
                                  std::size_t replication, const ReplicationOptions& options,
                                  const std::function<Result<LoadedScenario, Errors>()>& reload) {
  ReplicationResult result;
  const Traffic::Streams streams = streams_of(Seed{options.seed}, replication);
  Simulation simulation(scenario.start);
  std::optional<DrawnProvisioning> drawn = draw_provisioning(world, options.seed, replication);
  Service service(drawn ? drawn->model() : world.model, simulation, make_carriers(world, streams.stream),
                  streams.stream);
  auto made = Senders::create(scenario, world, simulation, service, {options.seed, replication}, reload);
  if (!made.ok()) return result.error = made.error(), result;
  Senders& senders = *made.value();
  service.on_limits_changed([&] { senders.traffic().ask_again_now(); });

  Collector collector(world.topology, plan, scenario.start);
  StreamFiles files;
  if (options.stream_to) {
    result.error = files.open(*options.stream_to, world, options.seed, replication);
    if (result.error) return result.output_failed = true, result;
    service.facts().add_step_consumer(*files.events);
    service.facts().add_consumer(*files.messages);
  }
  service.facts().add_consumer(collector);
  Followers followers(world, service, files, streams.stream);

  const std::optional<Duration> horizon = options.until ? options.until : scenario.horizon;
  const Instant end = scenario.start + horizon.value_or(longest_horizon);
  service.start();
  if (drawn) drawn->start(simulation);
  senders.start(end);
  SpendWatch spend(senders.scenario(), simulation, service, senders.scripts());
  spend.start();
  std::optional<InvariantWatch> invariants;
  if (!scenario.invariants.empty()) invariants.emplace(scenario, world, plan, service, collector);
  Loop loop{options,
            simulation,
            service,
            senders,
            spend,
            invariants ? &*invariants : nullptr,
            drawn ? &*drawn : nullptr,
            scenario.start,
            !horizon};
  if (!horizon && loop.all_done()) simulation.stop();
  simulation.run_until(end, loop);
  result.interrupted = loop.interrupted;
  if (invariants) invariants->finish(simulation.now());
  spend.finish(simulation.now());
  service.publish_pending();
  service.facts().flush();
  if (followers.destinations) followers.destinations->finish();
  result.events_executed = static_cast<std::int64_t>(simulation.events_executed());
  if (const Error* failed = senders.error(); failed != nullptr) {
    result.error = *failed;
    if (failed->fix.empty()) result.error->fix = general_fix;
    return result;
  }

  senders.report_to(collector);
  collector.set_offered(world.model.automatic_replies, service.automatic_replies());
  // How full was each limit: its fullest window, and how many windows lie between the first and the last part that it
  // counted.
  auto set_peak = [&](Collector::PeakOf kind, std::size_t index, const Limits::Peak& peak,
                      const std::optional<Topology::Limit>& limit) {
    const LimitTotals& used = collector.limit_totals(kind, index);
    std::int64_t windows = 1;
    if (limit && used.parts > 0)
      windows = peak.cap ? world.days_touched(limit->carrier, used.first, used.last)
                         : (used.last - used.first) / limit->window + 1;
    collector.set_peak(kind, index, peak.parts, windows);
  };
  for (std::uint32_t n = 0; n < world.model.numbers.size(); ++n)
    set_peak(Collector::PeakOf::number, n, service.limits().number_peak(NumberId{n}), world.topology.numbers[n].limit);
  for (std::uint16_t c = 0; c < world.model.campaigns.size(); ++c) {
    const auto& limit = world.topology.campaigns[c].limit;
    set_peak(Collector::PeakOf::campaign, c,
             service.limits().campaign_peak(CampaignId{c}, limit ? limit->carrier : no_carrier), limit);
  }
  for (std::uint16_t b = 0; b < world.model.brands.size(); ++b)
    set_peak(Collector::PeakOf::brand, b, service.limits().brand_peak(BrandId{b}), world.topology.brands[b].limit);

  ReplicationFacts facts = replication_facts(
      scenario, world, senders, service.facts(), simulation.now(),
      [&](std::size_t fault) { return service.faults().messages_affected(fault); }, drawn ? &*drawn : nullptr);
  followers.finish(facts);
  facts.alarms = spend.outcomes();
  result.spend = spend.points();
  result.summary = std::move(collector).finish(facts, service.facts().digest());
  if ((result.error = files.commit())) result.output_failed = true;
  if (files.writer && !result.error) result.streams = files.writer->written();
  return result;
}

}  // namespace sendlab
