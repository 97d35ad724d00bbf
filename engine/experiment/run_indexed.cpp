#include "engine/experiment/run_indexed.hpp"

#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>

namespace sendlab {
namespace {

struct Shared {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;  // guards the rest and the progress callback
  std::size_t done = 0;
  std::vector<FailedJob> failed;
};

void work(Shared& shared, std::size_t n, const RunOptions& options, const std::function<void(std::size_t)>& job) {
  while (options.cancel == nullptr || !options.cancel->load(std::memory_order_relaxed)) {
    const std::size_t index = shared.next.fetch_add(1, std::memory_order_relaxed);
    if (index >= n) return;
    std::optional<FailedJob> failure;
    try {
      job(index);
    } catch (const std::exception& exception) {
      failure = {index, exception.what()};
    }
    const std::lock_guard lock(shared.mutex);
    if (failure) shared.failed.push_back(*std::move(failure));
    ++shared.done;
    if (options.progress) options.progress(shared.done);
  }
}

}  // namespace

RunOutcome run_indexed_jobs(std::size_t n, const RunOptions& options, const std::function<void(std::size_t)>& job) {
  Shared shared;
  const std::size_t threads = std::clamp<std::size_t>(options.threads, 1, std::max<std::size_t>(n, 1));
  {
    std::vector<std::jthread> others;  // join at the end of the block
    for (std::size_t i = 1; i < threads; ++i) others.emplace_back([&] { work(shared, n, options, job); });
    work(shared, n, options, job);
  }
  std::sort(shared.failed.begin(), shared.failed.end(),
            [](const FailedJob& a, const FailedJob& b) { return a.index < b.index; });
  return {std::move(shared.failed), shared.done < n};
}

}  // namespace sendlab
