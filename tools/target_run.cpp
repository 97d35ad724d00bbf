#include "tools/target_run.hpp"

#include <algorithm>
#include <csignal>

#include "engine/http/paced_driver.hpp"
#include "engine/http/remote_backend.hpp"
#include "engine/kernel/calendar.hpp"
#include "tools/remote_senders.hpp"
#include "tools/simulated_endpoint.hpp"
#include "tools/target_plan.hpp"
#include "tools/target_receipts.hpp"
#include "tools/target_refusals.hpp"

namespace sendlab {
namespace {

constexpr std::chrono::milliseconds late_after{10};
constexpr std::chrono::seconds wait_for_answers{10};  // of what is under way when the run ends
constexpr std::size_t most_connections = 512;         // slow answers hold nobody back: so many may be under way

class Run {
 public:
  Run(const PreparedScenario& prepared, const RunCommand& command, const TargetPlan& plan, std::uint64_t seed,
      std::size_t replication, const TargetRunOptions& options)
      : prepared_(prepared),
        scenario_(prepared.loaded.scenario),
        command_(command),
        plan_(plan),
        options_(options),
        seed_(seed),
        replication_(replication),
        client_(loop_, client_options(plan)),
        control_(loop_, client_options(plan)),
        simulation_(scenario_.start),
        receipts_({loop_, control_, [this] { driver_->catch_up(); },
                   [this](std::string_view record) {
                     return !backend_->on_record(record, [this](std::int64_t ms) { return instant_of_record(ms); });
                   },
                   [this] {
                     backend_->facts().flush();
                     driver_->wake();
                     look();
                   }}) {}

  TargetRun run();

 private:
  static HttpClientOptions client_options(const TargetPlan& plan) {
    HttpClientOptions options;
    options.base = plan.url;
    options.max_connections = most_connections;
    return options;
  }
  std::optional<Error> meet();
  std::optional<Error> open_receipts();
  // Its receipts are asked for.
  [[nodiscard]] bool polls() const { return health_ && plan_.poll; }
  [[nodiscard]] Instant instant_of_record(std::int64_t unix_ms) const;
  [[nodiscard]] Duration simulated(std::int64_t wall_ns) const;  // how much simulated time passes in it
  [[nodiscard]] std::int64_t wall_of(Instant at) const;
  void note(const RequestTiming& timing);
  void look();
  void end();
  void await_answers();

  const PreparedScenario& prepared_;
  const Scenario& scenario_;
  const RunCommand& command_;
  const TargetPlan& plan_;
  const TargetRunOptions& options_;
  std::uint64_t seed_;
  std::size_t replication_;
  EventLoop loop_;
  HttpClient client_, control_;  // messages; questions, which wait behind no message
  Simulation simulation_;
  TargetReceipts receipts_;
  std::optional<Health> health_;
  std::optional<SigV4Signer> signer_;
  std::optional<RemoteBackend> backend_;
  std::unique_ptr<Senders> senders_;
  std::optional<PacedDriver> driver_;
  std::int64_t wall_start_ = 0, unix_start_ms_ = 0;
  Duration endpoint_ahead_{};  // of our simulated time
  Instant horizon_ = never;
  bool has_horizon_ = false, ending_ = false, unwritable_ = false;
  std::vector<std::int64_t> late_;
  TargetRun out_;
};

// Who is it, and does it run at our pace? A simulated endpoint must.
std::optional<Error> Run::meet() {
  out_.target = plan_.url.text();
  if (auto error = needs_simulation(scenario_)) return error;
  if (is_loopback(plan_.url)) {
    const auto answer = ask(loop_, control_, get_request("/_sendlab/health"));
    if (!answer.ok())
      return Error{"--target", answer.error().where + " " + answer.error().what,
                   answer.error().fix.empty() ? "start it first: sendlab serve --scenario " + command_.scenario
                                              : answer.error().fix};
    health_ = health_of(answer.value());
  }
  if (!health_) return needs_simulated_endpoint(scenario_, prepared_.world);
  if (health_->clock != plan_.pace)
    return Error{"--pace", "is " + to_text(plan_.pace) + ", and the endpoint's clock is " + to_text(health_->clock),
                 health_->clock.kind == ClockSpeed::manual ? "start it with --clock " + to_text(plan_.pace)
                                                           : "give --pace " + to_text(health_->clock)};
  if (health_->scenario_sha256 != scenario_.sha256)
    if (auto error = needs_simulated_endpoint(scenario_, prepared_.world)) {
      error->what = "the endpoint serves another scenario (" + health_->scenario +
                    "), so it does not know this one's faults and numbers";
      error->fix = "start it with sendlab serve --scenario " + command_.scenario;
      return error;
    }
  return std::nullopt;
}

std::optional<Error> Run::open_receipts() {
  if (options_.stream_to)
    if (auto error = receipts_.write_to(*options_.stream_to)) {
      unwritable_ = true;
      return error;
    }
  if (plan_.listen)
    if (auto error = receipts_.listen(*plan_.listen, options_.quiet)) return error;
  out_.observed = plan_.listen || polls();
  return std::nullopt;
}

std::int64_t Run::wall_of(Instant at) const {
  const auto ns = static_cast<Int128>((at - scenario_.start).count()) * plan_.pace.denominator / plan_.pace.numerator;
  return wall_start_ + static_cast<std::int64_t>(ns);
}

Instant Run::instant_of_record(std::int64_t unix_ms) const {
  if (health_) return Instant{Duration{unix_ms * 1'000'000}} - endpoint_ahead_;
  return scenario_.start + simulated((unix_ms - unix_start_ms_) * 1'000'000);
}

Duration Run::simulated(std::int64_t wall_ns) const {
  return Duration{static_cast<std::int64_t>(Int128{wall_ns} * plan_.pace.numerator / plan_.pace.denominator)};
}

void Run::note(const RequestTiming& timing) {
  RunMember::Requests& r = out_.requests;
  ++r.answered;
  const Duration late{std::max<std::int64_t>(0, timing.started_ns - timing.due_ns)};
  r.lateness.add(late);
  r.answer.add(Duration{std::max<std::int64_t>(0, timing.finished_ns - timing.started_ns)});
  r.from_planned.add(simulation_.now() - timing.planned);
  if (late > late_after) {
    ++r.late;
    if (timing.workload.index < late_.size()) ++late_[timing.workload.index];
  }
}

// Is it over? Called whenever something has happened.
void Run::look() {
  if (ending_) return;
  if (options_.simulated_ns != nullptr)
    options_.simulated_ns->store((simulation_.now() - scenario_.start).count(), std::memory_order_relaxed);
  if (options_.messages != nullptr) options_.messages->store(senders_->offered(), std::memory_order_relaxed);
  if (options_.interrupted != nullptr && options_.interrupted->load()) {
    out_.result.interrupted = true;
    return end();
  }
  if (backend_->stopped() != RemoteBackend::Stop::none || senders_->error() != nullptr) return end();
  if (simulation_.now() >= horizon_) return end();
  const bool all_final = !out_.observed || backend_->in_flight() == 0;
  if (!has_horizon_ && senders_->done() && backend_->unanswered() == 0 && all_final) end();
}

void Run::end() {
  ending_ = true;
  receipts_.stop_polling();
  driver_->stop();
  loop_.stop();
}

// What was asked for is at the endpoint: its answers belong to the run. A second signal waits no longer.
void Run::await_answers() {
  bool enough = false;
  const TimerId timer = loop_.after(wait_for_answers, [&] { enough = true; });
  loop_.on_signal({SIGINT, SIGTERM}, [&](int) {
    out_.result.interrupted = true;
    enough = true;
  });
  while (!enough && backend_->unanswered() > 0 && loop_.run_one()) {
  }
  loop_.cancel(timer);
  client_.stop();  // what is still without an answer may have been processed
  while (backend_->unanswered() > 0 && loop_.run_one()) {
  }
  loop_.on_signal({SIGINT, SIGTERM}, [this](int) { out_.result.interrupted = true; });
}

TargetRun Run::run() {
  auto refuse = [&](Exit exit, Error error) {
    out_.refused = exit;
    out_.errors = {std::move(error)};
    return std::move(out_);
  };
  if (auto error = meet()) return refuse(Exit::usage, *error);
  auto keys = find_signing_keys(plan_.url, scenario_.accounts.front().region);
  if (!keys.ok()) return refuse(Exit::usage, keys.error());
  signer_.emplace(std::move(keys->credentials), std::move(keys->scope));
  if (auto error = open_receipts()) return refuse(unwritable_ ? Exit::output : Exit::usage, *error);

  const World& world = prepared_.world;
  const std::optional<Duration> horizon = command_.until ? command_.until : scenario_.horizon;
  has_horizon_ = horizon.has_value();
  horizon_ = scenario_.start + horizon.value_or(longest_horizon);
  backend_.emplace(
      RemoteBackend::Parts{client_, &*signer_, plan_.url.authority(), plan_.url.path, world.model, simulation_,
                           remote_senders(scenario_), plan_.allowance, [this](Instant at) { return wall_of(at); },
                           [this] {
                             if (!ending_) driver_->catch_up();
                           },
                           [this] {
                             driver_->wake();
                             look();
                           },
                           [this](const RequestTiming& timing) { note(timing); }, horizon_, health_.has_value(),
                           health_ ? simulated(health_->error_ns) : Duration{0}});
  auto made = Senders::create(scenario_, world, simulation_, *backend_, {seed_, replication_, true}, prepared_.reload);
  if (!made.ok()) return refuse(Exit::usage, made.error());
  senders_ = std::move(made).value();
  backend_->listen_to_answers(senders_->traffic());
  Collector collector(world.topology, prepared_.plan, scenario_.start);
  backend_->facts().add_consumer(collector);
  late_.resize(scenario_.workloads.size());

  std::vector<std::int64_t> affected_before;
  const std::uint64_t last_event = health_ ? health_->last_event : 0;
  if (health_) {
    affected_before = messages_affected(loop_, control_, scenario_.faults.size());
    if (const auto again = ask(loop_, control_, get_request("/_sendlab/health")); again.ok())
      if (const auto fresh = health_of(again.value())) health_ = fresh;
  }
  driver_.emplace(
      loop_, simulation_, plan_.pace,
      [this](const ScheduledEvent& event) {
        if (event.kind < backend_event_kinds)
          backend_->handle(event);
        else
          senders_->handle(event);
      },
      [this] {
        backend_->facts().flush();
        look();
      });
  backend_->start();
  senders_->start(horizon_);
  wall_start_ = EventLoop::now_ns();
  unix_start_ms_ = EventLoop::unix_ns() / 1'000'000;
  driver_->start();
  if (health_) {
    endpoint_ahead_ = health_->now + simulated(wall_start_ - health_->wall_ns) - scenario_.start;
  }
  if (polls()) receipts_.poll_after(last_event);
  // Signals and the horizon are looked at even when nothing else happens.
  loop_.on_signal({SIGINT, SIGTERM}, [this](int) {
    out_.result.interrupted = true;
    if (!ending_) end();
  });
  std::function<void()> tick = [&] {
    if (ending_) return;
    driver_->catch_up();
    look();
    if (!ending_) loop_.after(std::chrono::milliseconds{50}, tick);
  };
  tick();
  if (!ending_) loop_.run();

  await_answers();
  // What became known up to the end.
  if (polls() && backend_->stopped() != RemoteBackend::Stop::unreachable) receipts_.poll_to_the_end();
  std::vector<std::int64_t> affected(scenario_.faults.size());
  if (health_) {
    affected = messages_affected(loop_, control_, affected.size());
    for (std::size_t i = 0; i < affected.size(); ++i) affected[i] -= affected_before[i];
    for (std::size_t i = 0; i < scenario_.faults.size(); ++i)  // a fault without an end ends with the run
      if (!scenario_.faults[i].lasts ||
          simulation_.now() < scenario_.start + scenario_.faults[i].at + *scenario_.faults[i].lasts) {
        HttpRequest post;
        post.method = "POST";
        post.target = "/_sendlab/faults";
        post.body = "{\"end\":" + std::to_string(i + 1) + "}";
        static_cast<void>(ask(loop_, control_, std::move(post)));
      }
  }
  // From here on nothing is received any more, so that every send is counted once.
  backend_->publish_pending();
  backend_->facts().flush();
  if (const Error* error = senders_->error(); error != nullptr) {
    out_.result.error = *error;
    return std::move(out_);
  }
  senders_->report_to(collector);
  collector.set_offered(world.model.automatic_replies, backend_->automatic_replies());
  const ReplicationFacts facts =
      replication_facts(scenario_, world, *senders_, backend_->facts(), std::min(simulation_.now(), horizon_),
                        [&](std::size_t fault) { return affected[fault]; });
  out_.requests.sent =
      out_.requests.answered + backend_->without_answer() + static_cast<std::int64_t>(backend_->unanswered());
  out_.requests.late_after = late_after;
  out_.generator_too_slow = out_.requests.late * 100 > out_.requests.answered;
  out_.result.events_executed = static_cast<std::int64_t>(simulation_.events_executed());
  out_.result.summary = std::move(collector).finish(facts, backend_->facts().digest());
  for (std::size_t w = 0; w < late_.size(); ++w) out_.result.summary.offered[w].late = late_[w];
  if (backend_->stopped() != RemoteBackend::Stop::none) {
    out_.refused = backend_->stopped() == RemoteBackend::Stop::allowance ? Exit::refused : Exit::usage;
    out_.errors = {backend_->why_stopped()};
  }
  out_.requests.records = receipts_.records();
  out_.requests.malformed_records = receipts_.malformed();
  if (auto error = receipts_.commit()) {
    out_.result.error = std::move(error);
    out_.result.output_failed = true;
  }
  receipts_.stop_listening();
  return std::move(out_);
}

}  // namespace

TargetRun run_at_target(const PreparedScenario& prepared, const RunCommand& command, std::uint64_t seed,
                        std::size_t replication, const TargetRunOptions& options) {
  TargetRun refused;
  Exit exit{};
  const auto plan = read_target_plan(command, exit);
  if (!plan.ok()) {
    refused.refused = exit;
    refused.errors = plan.error();
    return refused;
  }
  return Run(prepared, command, plan.value(), seed, replication, options).run();
}

}  // namespace sendlab
