#include "tools/run_command.hpp"

#include <sys/resource.h>
#include <sys/utsname.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "engine/experiment/run_indexed.hpp"
#include "engine/kernel/calendar.hpp"
#include "engine/kernel/sha256.hpp"
#include "engine/lua/lua_sandbox.hpp"
#include "reports/confidence.hpp"
#include "reports/output_files.hpp"
#include "reports/report_document.hpp"
#include "reports/time_series_csv.hpp"
#include "reports/write_html.hpp"
#include "reports/write_junit.hpp"
#include "reports/write_manifest.hpp"
#include "reports/write_text.hpp"
#include "scenarios/print_plan.hpp"
#include "scenarios/planned_end.hpp"
#include "tools/progress.hpp"
#include "tools/replication.hpp"
#include "tools/scenario_file.hpp"
#include "tools/target_notes.hpp"
#include "tools/target_run.hpp"
#include "tools/terminal.hpp"
#include "tools/verify.hpp"
#include "tools/version.hpp"

namespace sendlab {
namespace {

std::atomic<bool> interrupted{false};

extern "C" void on_interrupt(int) { interrupted.store(true); }

// The arguments as a command line that a shell would take.
std::string command_line(const std::vector<std::string>& arguments) {
  std::string line = "sendlab";
  for (const std::string& argument : arguments) {
    const bool plain =
        !argument.empty() &&
        argument.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,%@") ==
            std::string::npos;
    std::string quoted;
    for (const char c : argument) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    line += plain ? " " + argument : " '" + quoted + "'";
  }
  return line;
}

struct Runs {
  Summary summary;
  ReplicationStatistics statistics;
  std::vector<WrittenStream> streams;
  std::string spend_csv{spend_csv_header};
  int merged = 0;
  std::int64_t events_executed = 0;
  bool interrupted = false;
  Errors errors;
  bool output_failed = false;
  bool internal_error = false;
  // Of a run with a target.
  std::optional<Exit> refused;
  std::string target;
  std::optional<RunMember::Requests> requests;
  bool generator_too_slow = false;
  std::vector<std::string> assumptions;
};

// Runs the replications and merges them in order of index.
Runs run_all(const PreparedScenario& prepared, const RunCommand& command, std::uint64_t seed, std::size_t first,
             std::size_t count, const std::filesystem::path& out) {
  const Scenario& scenario = prepared.loaded.scenario;
  Runs runs;
  std::optional<Duration> span = planned_end(scenario);
  if (command.until) span = span ? std::min(*span, *command.until) : *command.until;
  Progress progress(count, span, command.quiet || command.json);
  ReplicationOptions options;
  options.seed = seed;
  options.until = command.until;
  options.interrupted = &interrupted;
  options.simulated_ns = &progress.simulated_ns();
  options.messages = &progress.messages();
  if (command.events) options.stream_to = out;
  const unsigned threads = command.jobs != 0 ? command.jobs : std::max(1u, std::thread::hardware_concurrency());
  auto outcome = run_indexed(
      count, {threads, &interrupted, [&](std::size_t done) { progress.replication_done(done); }}, [&](std::size_t i) {
        ReplicationOptions own = options;
        if (own.stream_to && count > 1) *own.stream_to /= "replication-" + std::to_string(first + i);
        return run_replication(scenario, prepared.world, prepared.plan, first + i, own, prepared.reload);
      });
  for (const FailedJob& failed : outcome.failed) {
    runs.internal_error = true;
    const bool by_scenario = failed.what.starts_with("invariant broken");
    std::fprintf(stderr, "%s%s\n  to repeat: sendlab run %s --seed %llu --replication %zu\n",
                 by_scenario ? "" : "internal error: ", failed.what.c_str(), command.scenario.c_str(),
                 static_cast<unsigned long long>(seed), first + failed.index);
  }
  runs.interrupted = outcome.cancelled;
  std::optional<ReplicationResult> partial;
  for (auto& result : outcome.results) {
    if (!result) continue;
    if (result->interrupted && !result->error) {
      runs.interrupted = true;
      if (!partial) partial = std::move(*result);
      continue;
    }
    if (result->error) {
      runs.errors.push_back(*result->error);
      runs.output_failed = runs.output_failed || result->output_failed;
      continue;
    }
    runs.events_executed += result->events_executed;
    append_spend(runs.spend_csv, scenario, first + static_cast<std::size_t>(&result - outcome.results.data()),
                 result->spend);
    runs.streams.insert(runs.streams.end(), result->streams.begin(), result->streams.end());
    if (count > 1)
      runs.statistics.add(metrics_document(prepared.world.topology, prepared.plan, result->summary, scenario.start));
    if (runs.merged++ == 0)
      runs.summary = std::move(result->summary);
    else
      runs.summary.merge(result->summary);
    result.reset();
  }
  // Of an interrupted run what was finished is reported, and of one that finished no replication what it has.
  if (runs.merged == 0 && partial) {
    runs.events_executed = partial->events_executed;
    runs.summary = std::move(partial->summary);
    runs.merged = 1;
  }
  return runs;
}

// One replication, sent to the target by the wall clock. `refused`: the exit code when sending was refused or stopped.
Runs run_target(PreparedScenario& prepared, const RunCommand& command, std::uint64_t seed, std::size_t replication,
                const std::filesystem::path& out) {
  const Scenario& scenario = prepared.loaded.scenario;
  std::optional<Duration> span = planned_end(scenario);
  if (command.until) span = span ? std::min(*span, *command.until) : *command.until;
  // How full a limit was cannot be seen from outside: the report shows none.
  Topology& topology = prepared.world.topology;
  for (auto& number : topology.numbers) number.limit.reset();
  for (auto& campaign : topology.campaigns) campaign.limit.reset();
  for (auto& brand : topology.brands) brand.limit.reset();
  Progress progress(1, span, command.quiet || command.json);
  TargetRunOptions options{
      &interrupted, &progress.simulated_ns(), &progress.messages(), {}, command.quiet || command.json};
  if (command.events) options.stream_to = out;
  if (const std::string left = left_to_target(prepared.world); !left.empty() && !command.quiet && !command.json)
    std::fprintf(stderr, "note: %s\n", left.c_str());
  TargetRun target = run_at_target(prepared, command, seed, replication, options);
  Runs runs;
  runs.refused = target.refused;
  runs.errors = std::move(target.errors);
  if (target.result.error) {
    runs.errors.push_back(*target.result.error);
    runs.output_failed = target.result.output_failed;
  }
  if (target.requests.sent == 0 && !runs.errors.empty()) return runs;
  runs.summary = std::move(target.result.summary);
  runs.merged = 1;
  runs.events_executed = target.result.events_executed;
  runs.interrupted = target.result.interrupted;
  runs.target = target.target;
  runs.requests = std::move(target.requests);
  runs.generator_too_slow = target.generator_too_slow;
  runs.assumptions = target_assumptions(scenario, prepared.world, target.observed);
  return runs;
}

RunMember run_member(const Runs& runs, Duration wall, unsigned jobs) {
  RunMember run;
  run.wall = wall;
  run.events_executed = runs.events_executed;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  run.peak_rss_bytes = static_cast<std::int64_t>(usage.ru_maxrss) * 1024;
  run.jobs = static_cast<int>(jobs);
  utsname host{};
  if (uname(&host) == 0) run.host_os = std::string(host.sysname) + " " + host.release + " " + host.machine;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  run.finished_at = to_rfc3339(Instant{std::chrono::floor<std::chrono::seconds>(now)});
  return run;
}

// The story of the first replication's registrations and support cases.
void add_provisioning_notes(std::vector<std::pair<std::string, std::string>>& notes, const World& world,
                            const RunCommand& command, std::uint64_t seed, std::size_t replication) {
  if (!command.target.empty()) {
    if (std::string left = left_to_target(world); !left.empty()) notes.emplace_back("target", std::move(left));
    return;
  }
  if (const auto drawn = draw_provisioning(world, seed, replication))
    for (auto& note : drawn->notes()) notes.push_back(std::move(note));
}

Exit print_all_sends(const PreparedScenario& prepared, std::uint64_t seed, std::size_t replication) {
  const Scenario& scenario = prepared.loaded.scenario;
  const auto error = print_plan(scenario, prepared.world.sources, prepared.loaded.sandbox.get(), Seed{seed},
                                replication, [](std::string_view line) {
                                  std::fwrite(line.data(), 1, line.size(), stdout);
                                  std::fputc('\n', stdout);
                                });
  if (std::fflush(stdout) != 0) return Exit::output;
  if (!error) return Exit::ok;
  print_errors({*error});
  return Exit::usage;
}

Errors write_outputs(const Doc& report, const Runs& runs, const PreparedScenario& prepared, const RunCommand& command,
                     const std::filesystem::path& out, const std::string& text) {
  const std::string csv = write_time_series(runs.summary, prepared.world.topology);
  const auto series = read_time_series(csv, "timeseries.csv");
  std::vector<OutputFile> files = {{"report.json", write_json(report)},
                                   {"report.html", write_html(report, series.ok() ? &series.value() : nullptr)},
                                   {"summary.txt", text},
                                   {"junit.xml", write_junit(report)},
                                   {"timeseries.csv", csv}};
  if (command.target.empty()) files.push_back({"spend.csv", runs.spend_csv});
  std::vector<ManifestFile> listed;
  for (const OutputFile& file : files)
    listed.push_back({file.name, sha256_hex(file.content), static_cast<std::int64_t>(file.content.size())});
  if (command.events) {  // streamed during the run, one pair for each replication
    std::vector<std::filesystem::path> streams;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(out, ignored))
      for (const char* name : {"events.ndjson", "messages.ndjson", "destinations.ndjson", "inbound.ndjson"})
        if (entry.path().filename() == name) streams.push_back(entry.path());
    std::sort(streams.begin(), streams.end());
    for (const auto& path : streams) {
      const auto known = std::find_if(runs.streams.begin(), runs.streams.end(),
                                      [&](const WrittenStream& stream) { return stream.path == path; });
      const bool is_known = known != runs.streams.end();  // else of a run before, or of the endpoint
      listed.push_back({path.lexically_relative(out).string(), is_known ? known->sha256 : file_sha256(path.string()),
                        is_known ? known->size : static_cast<std::int64_t>(std::filesystem::file_size(path, ignored))});
    }
  }
  files.push_back({"manifest.json", write_manifest(report, listed, command_line(command.arguments))});
  return write_all(out, files);
}

}  // namespace

Exit run_command(const RunCommand& command) {
  const auto began = std::chrono::steady_clock::now();
  PrepareOptions prepare;
  prepare.countries = command.countries;
  auto prepared = prepare_scenario(command.scenario, command.params, prepare);
  if (!prepared.ok()) {
    print_errors(prepared.error());
    return Exit::usage;
  }
  const Scenario& scenario = prepared->loaded.scenario;
  const std::uint64_t seed = command.seed.value_or(scenario.seed);
  const std::size_t first = static_cast<std::size_t>(command.replication.value_or(0));
  const std::size_t count =
      command.replication ? 1 : static_cast<std::size_t>(command.replications.value_or(scenario.replications));
  if (!command.target.empty() && count > 1) {
    print_errors(
        {{"--target", "a run against an endpoint is one replication, and " + std::to_string(count) + " are asked for",
          "add --replication 0"}});
    return Exit::usage;
  }
  if (command.plan_only) return print_all_sends(prepared.value(), seed, first);
  if (command.verify) return verify_run(command);
  if (!command.quiet && !command.json) {
    print_warnings(scenario.warnings);
    std::fprintf(stderr, "sendlab %s · %s · seed %llu\n", program_version, scenario.name.c_str(),
                 static_cast<unsigned long long>(seed));
  }

  const std::filesystem::path out =
      command.out.empty() ? std::filesystem::path("sendlab-out") / (scenario.name + "-" + std::to_string(seed))
                          : std::filesystem::path(command.out);
  // A folder that cannot be written is better known before a long run than after it.
  if (const auto probe = StreamedFile::open(out, "report.json"); !probe.ok()) {
    print_errors({probe.error()});
    return Exit::output;
  }
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
  Runs runs = command.target.empty() ? run_all(prepared.value(), command, seed, first, count, out)
                                     : run_target(prepared.value(), command, seed, first, out);
  if (!runs.errors.empty()) {
    print_errors(runs.errors);
    if (!runs.refused || runs.merged == 0)
      return runs.refused ? *runs.refused : runs.output_failed ? Exit::output : Exit::usage;
  }
  if (runs.merged == 0) return runs.internal_error ? Exit::internal : Exit::interrupted;

  RunFacts facts;
  facts.program_version = program_version;
  facts.scenario_file = scenario.file == "-" ? "-" : std::filesystem::path(scenario.file).filename().string();
  facts.scenario_sha256 = scenario.sha256;
  facts.question = scenario.question;
  facts.notes = scenario.notes;
  add_provisioning_notes(facts.notes, prepared->world, command, seed, first);
  facts.params = scenario.params;
  facts.inputs = prepared->world.inputs;
  facts.seed = seed;
  facts.rules = scenario.rules;
  facts.start = scenario.start_text;
  facts.start_instant = scenario.start;
  facts.complete = !runs.interrupted && !runs.internal_error && !runs.refused;
  facts.assumptions = prepared->world.assumptions;
  facts.assumptions.insert(facts.assumptions.end(), runs.assumptions.begin(), runs.assumptions.end());
  for (const FaultOutcome& fault : runs.summary.faults)
    if (fault.messages_affected == 0) facts.valid = false;
  if (runs.generator_too_slow) facts.valid = false;
  const unsigned jobs = command.jobs != 0 ? command.jobs : std::max(1u, std::thread::hardware_concurrency());
  facts.run = run_member(runs, std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - began), jobs);
  if (runs.requests) {
    facts.run.target = runs.target;
    facts.run.requests = runs.requests;
    facts.run.jobs = 1;
  }
  const Doc report = build_report(prepared->world.topology, prepared->plan, facts, runs.summary, prepared->expectations,
                                  count > 1 ? &runs.statistics : nullptr);

  BlockTotals totals = runs.summary.totals();
  TextOptions text{false, &totals.delivery};
  const Errors unwritten = write_outputs(report, runs, prepared.value(), command, out, write_text(report, text));
  if (command.json) {
    const std::string json = write_json(report);
    if (std::fwrite(json.data(), 1, json.size(), stdout) != json.size() || std::fflush(stdout) != 0)
      return Exit::output;
  } else if (!command.quiet) {
    text.colour = colour_wanted(stdout);
    std::fputs(write_text(report, text).c_str(), stdout);
    if (unwritten.empty()) std::printf("\nreports in %s\n", out.string().c_str());
    if (std::fflush(stdout) != 0) return Exit::output;
  }
  if (!unwritten.empty()) {
    print_errors(unwritten);
    return Exit::output;
  }
  if (runs.refused) return *runs.refused;
  if (runs.internal_error) return Exit::internal;
  if (runs.interrupted) return Exit::interrupted;
  if (runs.generator_too_slow)
    std::fprintf(stderr,
                 "not valid: %lld of %lld requests left more than %s late, so this machine was the bottleneck\n  fix: "
                 "plan a lower rate, a slower --pace, or give the machine less to do\n",
                 static_cast<long long>(runs.requests->late), static_cast<long long>(runs.requests->answered),
                 duration_text(runs.requests->late_after).c_str());
  if (!facts.valid) {
    for (const FaultOutcome& fault : runs.summary.faults)
      if (fault.messages_affected == 0)
        std::fprintf(stderr,
                     "not valid: the fault %s of %s at %s never took effect\n  fix: plan it for a time and place where "
                     "messages pass, or take it out\n",
                     fault.kind.c_str(), fault.target.c_str(), duration_text(fault.at).c_str());
    return Exit::not_valid;
  }
  return all_passed(report) ? Exit::ok : Exit::failed;
}

}  // namespace sendlab
