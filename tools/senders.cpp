#include "tools/senders.hpp"

namespace sendlab {
namespace {

// The texts that handsets answer with; script functions are called by the traffic.
std::optional<Error> make_replies(const Scenario& scenario, const Traffic::Streams& streams,
                                  std::vector<TemplateSource>& replies) {
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
    replies.emplace_back(std::move(choices), std::move(places),
                         streams.key("reply/" + std::to_string(i), "body_values"));
  }
  return std::nullopt;
}

}  // namespace

Traffic::Streams streams_of(Seed seed, std::size_t replication) {
  return {[seed, replication](std::string_view entity, std::string_view purpose) {
            return RandomStream(stream_key(seed, replication, entity, purpose));
          },
          [seed, replication](std::string_view entity, std::string_view purpose) {
            return stream_key(seed, replication, entity, purpose);
          }};
}

bool has_functions(const Scenario& scenario) {
  for (const Workload& workload : scenario.workloads)
    if (std::holds_alternative<ScriptFunction>(workload.body)) return true;
  for (const ReplySpec& reply : scenario.replies)
    if (std::holds_alternative<ScriptFunction>(reply.body)) return true;
  for (const AlarmSpec& alarm : scenario.alarms)
    if (alarm.action) return true;
  return !scenario.hooks.on.empty() || !scenario.hooks.at.empty() || !scenario.hooks.every.empty();
}

Result<std::unique_ptr<Senders>, Error> Senders::create(const Scenario& given, const World& world,
                                                        Simulation& simulation, Backend& backend,
                                                        const Options& options, const Reload& reload) {
  std::unique_ptr<Senders> senders(new Senders);
  senders->world_ = &world;
  senders->scenario_ = &given;
  if (has_functions(given)) {
    auto loaded = reload();
    if (!loaded.ok()) return loaded.error().front();
    senders->own_ = std::move(loaded).value();
    senders->scenario_ = &senders->own_->scenario;  // its functions belong to its own sandbox
  }
  const Scenario& scenario = *senders->scenario_;
  LuaSandbox* sandbox = senders->own_ ? senders->own_->sandbox.get() : nullptr;

  const Seed seed{options.seed};
  const Traffic::Streams streams = streams_of(seed, options.replication);
  // Registered templates are compared with what is sent.
  const bool keep_bodies = options.keep_bodies || !world.model.templates.empty();
  std::vector<WorkloadSource> sources;
  for (std::size_t w = 0; w < scenario.workloads.size(); ++w) {
    auto source = WorkloadSource::create(scenario, w, world.sources, seed, options.replication, {keep_bodies, sandbox});
    if (!source.ok()) return source.error();
    sources.push_back(std::move(source).value());
  }
  std::vector<TemplateSource> replies;
  if (const auto error = make_replies(scenario, streams, replies)) return *error;
  senders->traffic_.emplace(scenario, world.traffic, *world.addresses, simulation, backend, std::move(sources),
                            std::move(replies), sandbox, streams);
  if (keep_bodies) senders->traffic_->keep_bodies();
  std::uint32_t listens_to = senders->traffic_->listens_to();
  if (senders->own_) {
    senders->scripts_.emplace(scenario, *sandbox, *world.addresses, simulation, backend, *senders->traffic_,
                              streams.stream);
    backend.facts().add_step_consumer(*senders->scripts_);
    listens_to |= senders->scripts_->listens_to();
  }
  backend.listen(*senders, listens_to);
  return senders;
}

void Senders::start(Instant end) {
  traffic_->start(end);
  if (scripts_) scripts_->start();
}

void Senders::handle(const ScheduledEvent& event) {
  if (event.kind < static_cast<std::uint8_t>(TrafficEvent::count))
    traffic_->handle(event);
  else
    scripts_->handle(event);
}

void Senders::on_status(const Message& message, bool is_final, Instant now) {
  const std::uint32_t bit = 1u << static_cast<unsigned>(message.status);
  if ((traffic_->listens_to() & bit) != 0) traffic_->on_status(message, is_final, now);
  if (scripts_ && (scripts_->listens_to() & bit) != 0) scripts_->on_status(message, is_final, now);
}

const Error* Senders::error() const {
  return traffic_->error() != nullptr ? traffic_->error() : scripts_ ? scripts_->error() : nullptr;
}

std::int64_t Senders::offered() const {
  std::int64_t offered = 0;
  for (const Traffic::Counts& counts : traffic_->counts()) offered += counts.offered;
  return offered;
}

void Senders::report_to(Collector& collector) const {
  for (std::size_t w = 0; w < scenario_->workloads.size(); ++w)
    collector.set_offered(WorkloadId{static_cast<std::uint16_t>(w)}, traffic_->counts()[w].offered);
  traffic_->for_each_unsent([&](const WaitingRequest& r) {
    if (r.planned >= world_->model.counts_from)
      collector.add_unsent(r.workload, 1, r.planned, r.carrier, r.of_pool ? no_number : r.number);
  });
}

std::vector<RecordedMetric> Senders::recorded() const {
  std::vector<RecordedMetric> metrics;
  if (scripts_)
    for (const auto& [name, metric] : scripts_->recorded())
      metrics.push_back({name, metric.count, metric.sum, metric.least, metric.most});
  return metrics;
}

}  // namespace sendlab
