#pragma once
// Builds the report, schema sendlab.report/1 (reports/report.schema.json), from a merged summary.
#include "reports/confidence.hpp"
#include "reports/document.hpp"
#include "reports/expectations.hpp"
#include "reports/run_facts.hpp"
#include "reports/summary.hpp"
#include "reports/topology.hpp"

namespace sendlab {

// The measured part alone: virtual_s, BLOCK, workloads … countries, events, cost. Every metric of an expectation is
// here.
Doc metrics_document(const Topology& topology, const CollectionPlan& plan, const Summary& summary, Instant start);

// The same tree for a run in which nothing happened: what expectations are checked against before a run. Brief: without
// what a report shows only when it was used, which are hundreds of carriers and countries.
enum class Skeleton : std::uint8_t { brief, whole };
Doc skeleton_document(const Topology& topology, const CollectionPlan& plan, Skeleton extent = Skeleton::whole);

// The whole report, `run` last.
//   expectations   judged here, on the merged metrics
//   statistics     nullptr with one replication
Doc build_report(const Topology& topology, const CollectionPlan& plan, const RunFacts& facts, const Summary& summary,
                 const std::vector<Expectation>& expectations, const ReplicationStatistics* statistics);

}  // namespace sendlab
