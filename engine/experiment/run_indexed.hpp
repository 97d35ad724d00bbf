#pragma once
// Runs job(i) for i in 0 … n-1 on several threads; result i goes to slot i, so what comes of it does not depend on the
// number of threads or on which job ends first (R-DET-5). Knows nothing of messaging.
#include <atomic>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sendlab {

struct RunOptions {
  unsigned threads = 1;                       // 0 counts as 1; never more than there are jobs
  const std::atomic<bool>* cancel = nullptr;  // once true, no further job starts; those running end by themselves
  std::function<void(std::size_t done)>
      progress;  // after each job, ended jobs so far; one call at a time, from any thread
};

struct FailedJob {
  std::size_t index = 0;
  std::string what;  // of the exception; a job that throws is a bug, and the others go on
};

struct RunOutcome {
  std::vector<FailedJob> failed;  // by ascending index
  bool cancelled = false;         // some jobs did not start
};

RunOutcome run_indexed_jobs(std::size_t n, const RunOptions& options, const std::function<void(std::size_t)>& job);

template <class T>
struct IndexedResults : RunOutcome {
  std::vector<std::optional<T>> results;  // empty where the job failed or did not start
};

// job(std::size_t) is called at the same time for different indices: it must not touch what they share.
template <class Job>
auto run_indexed(std::size_t n, const RunOptions& options, const Job& job) {
  using T = decltype(job(std::size_t{}));
  std::vector<std::optional<T>> slots(n);
  RunOutcome outcome = run_indexed_jobs(n, options, [&](std::size_t i) { slots[i].emplace(job(i)); });
  return IndexedResults<T>{std::move(outcome), std::move(slots)};
}

}  // namespace sendlab
