#include "tools/serve_command.hpp"

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <filesystem>

#include "engine/http/emulator_server.hpp"
#include "engine/http/sns_notifier.hpp"
#include "engine/http/url.hpp"
#include "engine/kernel/calendar.hpp"
#include "tools/account_quotas.hpp"
#include "tools/deactivated_numbers.hpp"
#include "tools/number_catalogue.hpp"
#include "tools/planned_cases.hpp"
#include "tools/replication.hpp"
#include "tools/scenario_file.hpp"
#include "tools/scenario_quotas.hpp"
#include "tools/senders.hpp"
#include "tools/terminal.hpp"
#include "tools/version.hpp"

namespace sendlab {
namespace {

// What exists when no scenario says so: enough to send a first message.
constexpr const char* built_in_scenario = R"lua(
return scenario {
  account = account {
    tier = "production", monthly_spend_limit = "$1000",
    brands = { brand { name = "Example Corp", vetting_score = 76,
      campaigns = { campaign { name = "otp", use_case = "2FA", numbers = 1, mps = 10 } } } },
    numbers = {
      number { name = "toll-free", type = "TOLL_FREE", country = "US", capabilities = { "SMS", "VOICE" } },
      number { name = "simulator", type = "SIMULATOR", country = "US" } } },
}
)lua";

// A file that gets a line for each record as it comes.
class LineFile {
 public:
  explicit LineFile(const char* option) : option_(option) {}
  std::optional<Error> open(const std::string& path) {
    file_ = std::fopen(path.c_str(), "wb");
    if (file_ == nullptr)
      return Error{path, "cannot be written", std::string("give ") + option_ + " a file in a folder that exists"};
    return std::nullopt;
  }
  ~LineFile() {
    if (file_ != nullptr) std::fclose(file_);
  }
  void write(std::string_view record) {
    if (file_ == nullptr) return;
    std::fwrite(record.data(), 1, record.size(), file_);
    std::fputc('\n', file_);
    if (std::fflush(file_) != 0 && !failed_) {
      failed_ = true;
      std::fprintf(stderr, "error: the file of %s cannot be written any more\n  fix: look for a full disk\n", option_);
    }
  }
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  const char* option_;
  std::FILE* file_ = nullptr;
  bool failed_ = false;
};

Result<PreparedScenario, Errors> prepare(const ServeCommand& command) {
  PrepareOptions options;
  options.serving = true;
  options.countries = command.countries;
  if (!command.scenario.empty()) return prepare_scenario(command.scenario, command.params, options);
  options.text = built_in_scenario;
  // Nobody wrote down when it is: now.
  options.start = Instant{Duration{EventLoop::unix_ns() / 1'000'000 * 1'000'000}};
  return prepare_scenario("built-in", command.params, options);
}

// TOPIC-ARN=URL or URL.
Result<SnsEndpoint, Error> read_sns_endpoint(const std::string& text) {
  SnsEndpoint endpoint;
  std::string_view url = text;
  if (text.starts_with("arn:")) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos)
      return Error{"--sns", "names a topic and no address: " + text,
                   "write TOPIC-ARN=URL, for example " + text + "=http://127.0.0.1:9000/receipts"};
    endpoint.topic_arn = text.substr(0, equals);
    url.remove_prefix(equals + 1);
  }
  auto parsed = parse_url(url, "--sns");
  if (!parsed.ok()) return parsed.error();
  endpoint.url = std::move(parsed).value();
  return endpoint;
}

// What a scenario's event destination is called here: the service knows destinations by the ARNs of what stands behind
// them.
std::string arn_of(const EventDestinationSpec& destination, const std::string& set, const SimulatedAccount& account) {
  const std::string where = account.scope().region + ":" + account.scope().account + ":",
                    name = set + "-" + destination.name;
  switch (destination.kind) {
    case EventDestinationSpec::Kind::sns: return "arn:aws:sns:" + where + name;
    case EventDestinationSpec::Kind::firehose: return "arn:aws:firehose:" + where + "deliverystream/" + name;
    case EventDestinationSpec::Kind::cloudwatch_logs: return "arn:aws:logs:" + where + "log-group:" + name;
  }
  return {};
}

// The scenario's configuration sets exist from the start.
void declare_configuration_sets(SimulatedAccount& account, const AccountSpec& spec) {
  for (const ConfigurationSetSpec& set : spec.configuration_sets) {
    ConfigurationSetResource& made = account.add_configuration_set(set.name);
    made.default_message_type = set.default_message_type;
    for (const EventDestinationSpec& destination : set.destinations)
      made.destinations.push_back({destination.name, destination.enabled, destination.types,
                                   static_cast<EventDestinationResource::Kind>(destination.kind),
                                   arn_of(destination, set.name, account),
                                   destination.kind == EventDestinationSpec::Kind::sns
                                       ? ""
                                       : "arn:aws:iam::" + account.scope().account + ":role/events"});
  }
}

// The topic of an SNS destination; empty for one of another kind.
std::string topic_of(const SimulatedAccount& account, const LoggedEvent& event, const std::string& destination) {
  for (const EventDestinationResource& d : account.configuration_sets()[event.configuration_set].destinations)
    if (d.name == destination && d.kind == EventDestinationResource::Kind::sns) return d.arn;
  return {};
}

}  // namespace

void add_serve_options(CLI::App& app, ServeCommand& command, std::vector<std::string>& params) {
  app.add_option("--listen", command.listen, "HOST:PORT to listen on; port 0 takes any free one")
      ->capture_default_str();
  app.add_option(
      "--scenario", command.scenario,
      "a scenario file: its account, network, prices and start exist; its workloads and faults happen with\n"
      "sendlab run --target (default: a production account with a 10DLC, a toll-free and a simulator number)");
  app.add_option("--param", params, "sets a param() of the scenario: NAME=VALUE; repeatable");
  app.add_option("--countries", command.countries, countries_option);
  app.add_option("--clock", command.clock,
                 "real, xN (N seconds a second, for example x60) or manual (POST /_sendlab/clock)")
      ->capture_default_str();
  app.add_option("--seed", command.seed, "seed of networks, ids and faults (default: the scenario's)");
  app.add_option("--events", command.events, "file that gets every event record, one a line");
  app.add_option("--audit", command.audit,
                 "file that gets a record of each API call but those that send, one a line, in CloudTrail's form");
  app.add_option(
         "--request-quotas", command.request_quotas,
         "on or off: most operations can be asked once a second, then ThrottlingException (default: on, and off with\n"
         "--clock manual, where no time passes between two requests)")
      ->check(CLI::IsMember({"on", "off"}));
  app.add_option(
      "--sns", command.sns,
      "[TOPIC-ARN=]URL: where events of SNS destinations are posted, as an HTTP subscription of the topic would;\n"
      "without a topic, those of all; repeatable");
  app.add_flag("--allow-send", command.allow_send, "--sns may name addresses beyond this machine");
  app.add_flag("--quiet", command.quiet, "print nothing but errors and the address");
  app.footer(
      "Try it:  sendlab serve &  aws pinpoint-sms-voice-v2 describe-phone-numbers --endpoint-url "
      "http://127.0.0.1:4580\n"
      "GET /_sendlab/ lists what tests can look at and change: messages, events, clock, faults, inbound, reset.");
}

Exit serve_command(const ServeCommand& command) {
  const auto clock = parse_clock_speed(command.clock, "--clock");
  const auto listen = parse_host_port(command.listen, "--listen");
  Errors faults;
  if (!clock.ok()) faults.push_back(clock.error());
  if (!listen.ok()) faults.push_back(listen.error());
  std::vector<SnsEndpoint> endpoints;
  for (const std::string& text : command.sns) {
    auto endpoint = read_sns_endpoint(text);
    if (endpoint.ok())
      endpoints.push_back(std::move(endpoint).value());
    else
      faults.push_back(endpoint.error());
  }
  if (!faults.empty()) return print_errors(faults), Exit::usage;
  for (const SnsEndpoint& endpoint : endpoints)
    if (!is_loopback(endpoint.url) && !command.allow_send) {
      print_errors({{"--sns", endpoint.url.host + " is not on this machine",
                     "add --allow-send if event records, which hold phone numbers, may go there"}});
      return Exit::refused;
    }
  auto prepared = prepare(command);
  if (!prepared.ok()) return print_errors(prepared.error()), Exit::usage;
  const Scenario& scenario = prepared->loaded.scenario;
  // event_destination { url }: where the notifications of its topic go.
  const AccountSpec& served = scenario.accounts.front();
  for (const ConfigurationSetSpec& set : served.configuration_sets)
    for (const EventDestinationSpec& destination : set.destinations) {
      if (destination.url.empty()) continue;
      auto url = parse_url(destination.url, destination.where);
      if (!url.ok()) return print_errors({url.error()}), Exit::usage;
      if (!is_loopback(url.value()) && !command.allow_send) {
        print_errors({{destination.where, url.value().host + " is not on this machine",
                       "add --allow-send if event records, which hold phone numbers, may go there"}});
        return Exit::refused;
      }
      endpoints.push_back({"arn:aws:sns:" + served.region + ":123456789012:" + set.name + "-" + destination.name,
                           std::move(url).value()});
    }
  World& world = prepared->world;
  world.model.constants.limit_memory = std::chrono::hours{1};
  if (!command.quiet) print_warnings(scenario.warnings);

  LineFile events("--events"), audit("--audit");
  if (!command.events.empty())
    if (const auto error = events.open(command.events)) return print_errors({*error}), Exit::output;
  if (!command.audit.empty())
    if (const auto error = audit.open(command.audit)) return print_errors({*error}), Exit::output;
  AccountQuotas quotas = quotas_of(scenario.accounts.front(), *prepared->tables);
  const bool stands_still = clock->kind == ClockSpeed::Kind::manual;
  if (command.request_quotas == "on" || (command.request_quotas.empty() && !stands_still))
    quotas.request_rates = request_rates();

  const Seed seed{command.seed.value_or(scenario.seed)};
  const ApiShapes shapes;
  std::unique_ptr<RuleCatalogue> catalogue;
  auto make = [&](std::function<void(const LoggedEvent&)> on_event) {
    const auto streams = streams_of(seed, 0);
    catalogue = std::make_unique<RuleCatalogue>(*prepared->tables, scenario, world.model);
    const auto drawn =
        draw_provisioning(world, seed.value, 0);  // numbers are ACTIVE when their registrations are complete
    auto emulation = std::make_unique<Emulation>(
        shapes,
        EmulationParts{drawn ? drawn->model() : world.model, make_carriers(world, streams.stream), streams.stream,
                       *world.addresses, *catalogue, AccountId{0}, seed, quotas,
                       [&] { return deactivated_numbers(scenario, world); }},
        std::move(on_event), [&](const std::string& record) { audit.write(record); });
    declare_configuration_sets(emulation->account(), scenario.accounts.front());
    plan_cases(emulation->account().cases(), world);
    return emulation;
  };

  EventLoop loop;
  EmulatorOptions options;
  options.http.host = listen->host;
  options.http.port = listen->port;
  options.clock = clock.value();
  options.version = program_version;
  options.scenario = scenario.name;
  options.scenario_sha256 = scenario.sha256;
  options.seed = seed.value;
  std::unique_ptr<SnsNotifier> notifier;
  std::function<SimulatedAccount&()> account_of;  // of the life that runs
  options.other = [&](const HttpRequest& request) { return notifier ? notifier->answer(request) : std::nullopt; };
  EmulatorServer server(loop, options, make, [&](const LoggedEvent& event) {
    events.write(event.record);
    if (!notifier) return;
    for (const std::string& destination : event.destinations)
      if (const std::string topic = topic_of(account_of(), event, destination); !topic.empty())
        notifier->publish(topic, event.record);
  });
  account_of = [&]() -> SimulatedAccount& { return server.emulation().account(); };
  const auto port = server.start();
  if (!port.ok()) return print_errors({port.error()}), Exit::usage;
  if (!endpoints.empty()) {
    auto signer = SnsSigner::create(Instant{Duration{EventLoop::unix_ns()}});
    if (!signer.ok()) return print_errors({signer.error()}), Exit::internal;
    SnsNotifierOptions sns;
    sns.service_url = server.url();
    sns.seed = seed.value;
    notifier = std::make_unique<SnsNotifier>(loop, std::move(signer).value(), endpoints, sns,
                                             [&] { return server.emulation().simulation().now(); });
    notifier->start();
  }
  loop.on_signal({SIGINT, SIGTERM}, [&](int) { server.stop([&] { loop.stop(); }); });
  if (!command.quiet) {
    std::fprintf(stderr, "sendlab %s · %s · seed %llu · clock %s from %s\n", program_version, scenario.name.c_str(),
                 static_cast<unsigned long long>(seed.value), to_text(clock.value()).c_str(),
                 to_rfc3339(scenario.start).c_str());
    if (!is_loopback(listen->host))
      std::fprintf(stderr, "warning: %s can be reached from other machines, and anybody there can use it\n",
                   command.listen.c_str());
  }
  std::printf("listening on %s\n", server.url().c_str());
  std::fflush(stdout);
  loop.run();
  if (notifier && notifier->counts().failed + notifier->counts().dropped > 0)
    std::fprintf(stderr, "warning: %lld notifications failed, %lld were dropped before a subscription was confirmed\n",
                 static_cast<long long>(notifier->counts().failed), static_cast<long long>(notifier->counts().dropped));
  if (!command.quiet)
    std::fprintf(stderr, "stopped after %llu requests\n", static_cast<unsigned long long>(server.requests()));
  return events.failed() || audit.failed() ? Exit::output : Exit::ok;
}

}  // namespace sendlab
