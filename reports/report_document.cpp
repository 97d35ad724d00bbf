#include "reports/report_document.hpp"

#include <algorithm>

#include "engine/kernel/ensure.hpp"
#include "reports/block_document.hpp"
#include "reports/delivery_totals.hpp"

namespace sendlab {
namespace {

class Builder {
 public:
  Builder(const Topology& topology, const CollectionPlan& plan, const Summary& summary, Instant start)
      : topology_(topology), plan_(plan), summary_(summary), start_(start) {}

  Doc build() const {
    const BlockTotals totals = summary_.totals();
    Doc doc = Doc::object();
    doc.add("virtual_s", seconds(summary_.virtual_span.count()));
    add_block(doc, plan_, totals, start_);
    doc.add("workloads", workloads());
    doc.add("carriers", carriers());
    doc.add("numbers", numbers());
    doc.add("campaigns", groups(topology_.campaigns, summary_.campaign_limits, &Topology::Number::campaign));
    doc.add("brands", groups(topology_.brands, summary_.brand_limits, &Topology::Number::brand));
    doc.add("countries", countries());
    doc.add("events", events());
    if (!topology_.event_destinations.empty())
      doc.add("event_destinations", destinations_document(topology_, summary_.destinations));
    if (summary_.inbound.received > 0 || (topology_.two_way && summary_.digests.empty()))
      doc.add("inbound", inbound_document(summary_.inbound));
    doc.add("cost", cost(totals));
    if (!summary_.recorded.empty()) doc.add("metrics", recorded());
    return doc;
  }

 private:
  // A skeleton holds everything, since expectations are checked against it.
  [[nodiscard]] bool unused(const BlockTotals& block) const {
    return !summary_.digests.empty() && block.requested() == 0 && block.inbound == 0;
  }

  Doc workloads() const {
    Doc all = Doc::object();
    for (std::size_t i = 0; i < topology_.workloads.size(); ++i) {
      if (topology_.workloads[i].only_if_used && unused(summary_.workloads[i])) continue;
      Doc& doc = all.add(topology_.workloads[i].key, block_document(plan_, summary_.workloads[i], start_));
      doc.add("offered", Doc::integer(summary_.offered[i].offered));
      doc.add("late", Doc::integer(summary_.offered[i].late));
      doc.add("dropped", Doc::integer(summary_.offered[i].dropped));
    }
    return all;
  }

  Doc carriers() const {
    Doc all = Doc::object();
    for (std::size_t i = 0; i < topology_.carriers.size(); ++i) {
      if (topology_.carriers[i].only_if_used && unused(summary_.carriers[i])) continue;
      all.add(topology_.carriers[i].key, block_document(plan_, summary_.carriers[i], start_));
    }
    return all;
  }

  Doc countries() const {
    Doc all = Doc::object();
    for (std::size_t country = 0; country < topology_.countries.size(); ++country) {
      BlockTotals block;
      bool used = summary_.digests.empty();
      for (std::size_t i = 0; i < topology_.carriers.size(); ++i) {
        if (topology_.carriers[i].country != country || unused(summary_.carriers[i])) continue;
        used = true;
        block.merge(summary_.carriers[i]);
      }
      if (topology_.countries[country].only_if_used && !used) continue;
      all.add(topology_.countries[country].key, block_document(plan_, block, start_));
    }
    return all;
  }

  Doc numbers() const {
    Doc all = Doc::object();
    for (std::size_t i = 0; i < topology_.numbers.size(); ++i) {
      if (topology_.numbers[i].only_if_used && unused(summary_.numbers[i])) continue;
      Doc& doc = all.add(topology_.numbers[i].key, block_document(plan_, summary_.numbers[i], start_));
      add_limit(doc, topology_, topology_.numbers[i].limit, summary_.number_limits[i]);
    }
    return all;
  }

  // Campaigns or brands: their numbers together.
  template <class Group>
  Doc groups(const std::vector<Group>& of, const std::vector<LimitTotals>& limits,
             std::optional<std::size_t> Topology::Number::*member) const {
    Doc all = Doc::object();
    for (std::size_t group = 0; group < of.size(); ++group) {
      BlockTotals block;
      for (std::size_t i = 0; i < topology_.numbers.size(); ++i) {
        if (topology_.numbers[i].*member == group) block.merge(summary_.numbers[i]);
      }
      Doc& doc = all.add(of[group].key, block_document(plan_, block, start_));
      add_limit(doc, topology_, of[group].limit, limits[group]);
    }
    return all;
  }

  Doc events() const {
    Doc doc = Doc::object();
    for (std::size_t i = 0; i < status_count; ++i) {
      const std::string_view type = event_type_of(static_cast<Status>(i));
      if (!type.empty() && summary_.events[i] > 0) doc.add(std::string(type), Doc::integer(summary_.events[i]));
    }
    return doc;
  }

  // What the scenario's own functions recorded.
  Doc recorded() const {
    Doc all = Doc::object();
    for (const RecordedMetric& metric : summary_.recorded) {
      Doc& doc = all.add(metric.name, Doc::object());
      doc.add("count", Doc::integer(metric.count));
      doc.add("mean", ratio(metric.sum, Int128{metric.count} * 1'000'000, 6));
      doc.add("min", ratio(metric.least, 1'000'000, 6));
      doc.add("max", ratio(metric.most, 1'000'000, 6));
    }
    return all;
  }

  Doc cost(const BlockTotals& totals) const {
    UsdMicros fixed;
    for (const CostLine& line : summary_.fixed) fixed += line.usd;
    const UsdMicros variable = total_of(totals);
    Doc doc = Doc::object();
    doc.add("total_usd", usd(fixed + variable));
    doc.add("variable_usd", usd(variable));
    doc.add("message_usd", usd(totals.message_price));
    doc.add("carrier_fee_usd", usd(totals.carrier_fee));
    doc.add("fixed_usd", usd(fixed));
    doc.add("failed_but_billed_usd", usd(summary_.failed_but_billed));
    doc.add("per_delivered_usd", ratio((fixed + variable).count, Int128{totals.delivered()} * 1'000'000, 6));
    doc.add("usage", usage());
    return doc;
  }

  Doc usage() const {
    Doc lines = Doc::array();
    const auto line = [&](const std::string& type, std::int64_t quantity, UsdMicros amount) {
      if (quantity == 0 && amount.count == 0) return;
      Doc& doc = lines.append(Doc::object());
      doc.add("usage_type", Doc::text(type));
      doc.add("quantity", Doc::integer(quantity));
      doc.add("usd", usd(amount));
    };
    const std::size_t columns = usage_columns(topology_);
    for (std::size_t row = 0; row < topology_.usage_origins.size(); ++row) {
      const Topology::UsageOrigin& origin = topology_.usage_origins[row];
      for (std::size_t column = 0; column < columns; ++column) {
        const UsageTotals& totals = summary_.usage[row * columns + column];
        const std::string iso = column < topology_.countries.size() ? topology_.countries[column].iso : "ZZ";
        const std::string out = origin.region + "-OutboundSMS-" + iso + "-Standard-" + origin.origination;
        const std::string in = origin.region + "-InboundSMS-" + iso + "-Standard-" + origin.origination;
        line(out + "-MessageCount", totals.parts, {});
        line(out + "-MessageFee", totals.parts, totals.message_price);
        line(out + "-CarrierFeeCount", totals.fee_parts, {});
        line(out + "-CarrierFees", totals.fee_parts, totals.carrier_fee);
        line(in + "-MessageCount", totals.inbound, {});
        line(in + "-MessageFee", totals.inbound, totals.inbound_price);
        const std::string calls = origin.region + "-OutboundVoice-" + iso + "-Standard-" + origin.origination;
        line(calls + "-MinuteCount", totals.call_minutes, {});
        line(calls + "-MinuteFee", totals.call_minutes, totals.call_price);
      }
    }
    for (const CostLine& fixed : summary_.fixed) line(fixed.usage_type, fixed.quantity, fixed.usd);
    return lines;
  }

  const Topology& topology_;
  const CollectionPlan& plan_;
  const Summary& summary_;
  Instant start_;
};

Doc strings_document(const std::vector<std::string>& texts) {
  Doc doc = Doc::array();
  for (const std::string& text : texts) doc.append(Doc::text(text));
  return doc;
}

void add_provenance(Doc& doc, const RunFacts& facts, const Summary& summary) {
  doc.add("schema", Doc::text("sendlab.report/1"));
  doc.add("program", Doc::object()).add("version", Doc::text(facts.program_version));
  Doc& scenario = doc.add("scenario", Doc::object());
  scenario.add("file", Doc::text(facts.scenario_file));
  scenario.add("sha256", Doc::text(facts.scenario_sha256));
  if (!facts.question.empty()) scenario.add("question", Doc::text(facts.question));
  Doc& params = scenario.add("params", Doc::object());
  for (const auto& [name, value] : facts.params) params.add(name, Doc::text(value));
  Doc& inputs = doc.add("inputs", Doc::array());
  for (const InputFile& input : facts.inputs) {
    Doc& item = inputs.append(Doc::object());
    item.add("name", Doc::text(input.name));
    item.add("sha256", Doc::text(input.sha256));
  }
  doc.add("seed", Doc::number({Int128{facts.seed}, 1}, 0));
  doc.add("replications", Doc::integer(static_cast<std::int64_t>(summary.digests.size())));
  doc.add("rules", Doc::text(facts.rules));
  doc.add("start", Doc::text(facts.start));
  doc.add("complete", Doc::boolean(facts.complete));
  doc.add("valid", Doc::boolean(facts.valid));
  doc.add("digest", Doc::text(summary.digest()));
  doc.add("assumptions", strings_document(facts.assumptions));
  if (!facts.notes.empty()) {
    Doc& notes = doc.add("notes", Doc::array());
    for (const auto& [of, text] : facts.notes) {
      Doc& note = notes.append(Doc::object());
      note.add("of", Doc::text(of));
      note.add("text", Doc::text(text));
    }
  }
}

Doc expectations_document(const std::vector<Expectation>& expectations, const Doc& metrics, const Summary& summary) {
  Doc all = Doc::array();
  std::size_t window = 0;
  for (const Expectation& expectation : expectations) {
    const Verdict verdict =
        expectation.over ? judge_worst(expectation, summary.worst_windows.at(window++)) : judge(expectation, metrics);
    Doc& doc = all.append(Doc::object());
    doc.add("expression", Doc::text(expectation.expression));
    doc.add("value", verdict.value ? Doc::number(verdict.value->value, verdict.value->places) : Doc{});
    doc.add("passed", Doc::boolean(verdict.passed));
  }
  return all;
}

Doc faults_document(const std::vector<FaultOutcome>& faults) {
  Doc all = Doc::array();
  for (const FaultOutcome& fault : faults) {
    Doc& doc = all.append(Doc::object());
    doc.add("kind", Doc::text(fault.kind));
    doc.add("target", Doc::text(fault.target));
    doc.add("at_s", seconds(fault.at.count()));
    doc.add("lasts_s", fault.lasts ? seconds(fault.lasts->count()) : Doc{});
    doc.add("messages_affected", Doc::integer(fault.messages_affected));
  }
  return all;
}

Doc alarms_document(const std::vector<AlarmOutcome>& alarms) {
  Doc all = Doc::array();
  for (const AlarmOutcome& alarm : alarms) {
    Doc& doc = all.append(Doc::object());
    doc.add("name", Doc::text(alarm.name));
    doc.add("account", Doc::text(alarm.account));
    doc.add("metric", Doc::text(alarm.metric));
    doc.add("threshold_usd", usd(alarm.threshold));
    doc.add("times", Doc::integer(alarm.times));
    doc.add("first_s", alarm.first ? seconds(alarm.first->count()) : Doc{});
  }
  return all;
}

Doc run_document(const RunMember& run) {
  const std::int64_t wall_ms = run.wall.count() / 1'000'000;
  Doc doc = Doc::object();
  doc.add("target", Doc::text(run.target));
  doc.add("wall_s", Doc::number({wall_ms, 1'000}, 3));
  doc.add("events_executed", Doc::integer(run.events_executed));
  doc.add("events_per_s", ratio(Int128{run.events_executed} * 1'000, wall_ms, 0));
  doc.add("peak_rss_bytes", Doc::integer(run.peak_rss_bytes));
  doc.add("jobs", Doc::integer(run.jobs));
  doc.add("host_os", Doc::text(run.host_os));
  doc.add("finished_at", Doc::text(run.finished_at));
  if (run.requests) {
    const RunMember::Requests& r = *run.requests;
    Doc requests = Doc::object();
    requests.add("sent", Doc::integer(r.sent));
    requests.add("answered", Doc::integer(r.answered));
    requests.add("late", Doc::integer(r.late));
    requests.add("late_after_s", seconds(r.late_after.count()));
    requests.add("lateness_s", latency_document(r.lateness));
    requests.add("answer_from_send_s", latency_document(r.answer));
    requests.add("answer_from_planned_s", latency_document(r.from_planned));
    requests.add("event_records", Doc::integer(r.records));
    requests.add("malformed_records", Doc::integer(r.malformed_records));
    doc.add("requests", std::move(requests));
  }
  return doc;
}

}  // namespace

Doc metrics_document(const Topology& topology, const CollectionPlan& plan, const Summary& summary, Instant start) {
  return Builder(topology, plan, summary, start).build();
}

Doc skeleton_document(const Topology& topology, const CollectionPlan& plan, Skeleton extent) {
  Summary nothing;
  if (extent == Skeleton::brief) nothing.digests.emplace_back();  // as a run whose messages are all still to come
  nothing.workloads.resize(topology.workloads.size());
  nothing.carriers.resize(topology.carriers.size());
  nothing.numbers.resize(topology.numbers.size());
  nothing.offered.resize(topology.workloads.size());
  nothing.number_limits.resize(topology.numbers.size());
  nothing.campaign_limits.resize(topology.campaigns.size());
  nothing.brand_limits.resize(topology.brands.size());
  nothing.usage.resize(topology.usage_origins.size() * usage_columns(topology));
  nothing.destinations.resize(topology.event_destinations.size());
  if (extent == Skeleton::brief) return metrics_document(topology, plan, nothing, Instant{});
  Topology whole = topology;  // what a run may leave out for want of messages can still be asked for
  for (auto& workload : whole.workloads) workload.only_if_used = false;
  for (auto& carrier : whole.carriers) carrier.only_if_used = false;
  for (auto& number : whole.numbers) number.only_if_used = false;
  for (auto& country : whole.countries) country.only_if_used = false;
  return metrics_document(whole, plan, nothing, Instant{});
}

Doc build_report(const Topology& topology, const CollectionPlan& plan, const RunFacts& facts, const Summary& summary,
                 const std::vector<Expectation>& expectations, const ReplicationStatistics* statistics) {
  Doc doc = Doc::object();
  add_provenance(doc, facts, summary);
  Doc metrics = metrics_document(topology, plan, summary, facts.start_instant);
  Doc judged = expectations_document(expectations, metrics, summary);
  doc.absorb(std::move(metrics));
  doc.add("expectations", std::move(judged));
  doc.add("faults", faults_document(summary.faults));
  if (!summary.alarms.empty()) doc.add("alarms", alarms_document(summary.alarms));
  if (statistics != nullptr) doc.add("replication_stats", statistics->document());
  doc.add("run", run_document(facts.run));
  return doc;
}

}  // namespace sendlab
