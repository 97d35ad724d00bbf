#pragma once
// A run of a dozen hand-written facts that shows each kind of thing a report can hold.
#include "reports/confidence.hpp"
#include "reports/metric_path.hpp"
#include "reports/report_document.hpp"
#include "tests/unit/reports/test_world.hpp"

namespace sendlab::test {

inline Facts small_facts(std::int64_t slower = 0) {
  Facts facts;
  // Two login codes: one at once, one that waited 2 s for its number; then one that expired and one still under way.
  facts.delivered({.number = otp1, .carrier = att}, 0s, 250ms, 1250ms);
  facts.delivered({.number = otp1, .carrier = tmobile, .parts = 2, .price = 11'620, .fee = 6'000}, 2s, 250ms,
                  4s + slower * 1s);
  facts.accepted({.number = otp2, .carrier = tmobile, .planned = 1s}, 1s);
  MessageFact& expired =
      facts.status({.number = otp2, .carrier = tmobile, .planned = 1s}, 41s, Status::ttl_expired, true);
  facts.wait_of(expired, 1s, 41s, DelayCause::fault);
  facts.next_message();
  facts.accepted({.number = otp2, .carrier = att, .planned = 50s}, 50s);
  facts.handed_over({.number = otp2, .carrier = att, .planned = 50s}, 50s, 50s);
  facts.status({.number = otp2, .carrier = att, .planned = 50s}, 51s, Status::successful, false);
  facts.next_message();
  // News from the toll-free number: one refused, one delivered long after, one inbound reply.
  const Facts::Message news_message{
      .workload = news, .number = alerts, .carrier = tmobile, .fee = 3'020, .planned = 10s};
  facts.refused({.workload = news, .number = no_number, .carrier = no_carrier, .planned = 10s}, 10s,
                Refusal::opted_out);
  facts.delivered(news_message, 20s, 0s, 15s, DelayCause::campaign_throughput);
  MessageFact& inbound = facts.accepted(news_message, 46s);
  inbound.kind = FactKind::inbound;
  inbound.price = {7'500};
  inbound.fee = {0};
  return facts;
}

inline std::vector<Expectation> small_expectations() {
  std::vector<Expectation> expectations;
  for (const char* text :
       {"codes.delivered_share >= 0.5", "codes.delivery_s.p95 <= 4s", "carriers[\"AT&T\"].queue_s.max == 0",
        "delivered_within.2s > 20%", "codes.delivered_share >= 0.5 over 10s", "campaigns.otp.messages.final.SPAM < 1",
        "numbers.otp#2.delivery_s.p95 <= 8"}) {
    expectations.push_back(parse_expectation(text, "small.lua:9").value());
  }
  return expectations;
}

inline CollectionPlan small_plan() { return plan_collection(small_topology(), small_expectations()).value(); }

inline Summary small_summary(std::int64_t slower = 0) {
  const Topology world = small_topology();
  const CollectionPlan plan = small_plan();
  const Facts facts = small_facts(slower);
  Collector collector{world, plan, start};
  const std::vector<MessageFact> stories = facts.stories();
  collector.consume({stories, facts.waits});
  collector.add_unsent(codes, 1, at(58s));
  collector.set_offered(codes, 5);
  collector.set_offered(news, 2);
  collector.set_peak(Collector::PeakOf::campaign, 0, 2, 1);
  collector.set_peak(Collector::PeakOf::brand, 0, 2, 1);
  collector.set_peak(Collector::PeakOf::number, 0, 1, 60);
  collector.set_peak(Collector::PeakOf::number, 2, 1, 60);
  ReplicationFacts end{
      60s,
      {{"outage", "T-Mobile", 1s, 40s, 1}, {"latency", "all carriers", 30s, {}, 0}},
      {{"USE1-NumberLease-US-10DLC", 2, {2'000'000}}, {"USE1-CampaignFee-10DLC", 1, {1'500'000}}}};
  end.events = facts.events();
  return std::move(collector).finish(end, digest_of(facts.facts));
}

inline RunFacts small_run_facts() {
  RunFacts facts;
  facts.program_version = "0.1.0";
  facts.scenario_file = "small.lua";
  facts.scenario_sha256 = std::string(64, 'a');
  facts.question = "What does a report of a dozen facts look like?";
  facts.params = {{"rate", "8/s"}};
  facts.inputs = {{"people.csv", std::string(64, 'b')}};
  facts.seed = 18'446'744'073'709'551'615U;
  facts.rules = "current_2026";
  facts.start = "2026-01-05T09:00:00-08:00";
  facts.start_instant = start;
  facts.valid = false;
  facts.assumptions = {"carrier latency of T-Mobile: lognormal median 2.8s sigma 0.9"};
  facts.run = {"simulation", 12ms, 34, 5'678'901, 2, "linux", "2026-11-21T04:00:00Z"};
  return facts;
}

// `replications` runs, each a second slower than the one before.
inline Doc small_report(int replications = 1) {
  const Topology world = small_topology();
  const CollectionPlan plan = small_plan();
  ReplicationStatistics statistics;
  Summary merged = small_summary();
  statistics.add(metrics_document(world, plan, merged, start));
  for (int i = 1; i < replications; ++i) {
    const Summary next = small_summary(i);
    statistics.add(metrics_document(world, plan, next, start));
    merged.merge(next);
  }
  return build_report(world, plan, small_run_facts(), merged, small_expectations(),
                      replications > 1 ? &statistics : nullptr);
}

}  // namespace sendlab::test
