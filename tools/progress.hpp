#pragma once
// How far a run is, on standard error: a live bar on a terminal, a plain line every few seconds elsewhere. Nothing for
// runs that end at once.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "engine/kernel/time.hpp"

namespace sendlab {

class Progress {
 public:
  // `span`: how long sending goes on in one replication, if known.
  Progress(std::size_t replications, std::optional<Duration> span, bool quiet);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  std::atomic<std::int64_t>& simulated_ns() { return simulated_ns_; }
  std::atomic<std::int64_t>& messages() { return messages_; }  // planned sends so far, of all replications
  void replication_done(std::size_t done) { done_.store(done, std::memory_order_relaxed); }

 private:
  void watch();
  void show();

  std::size_t replications_;
  std::optional<Duration> span_;
  bool terminal_ = false;
  bool shown_ = false;
  const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::atomic<std::int64_t> simulated_ns_{0};
  std::atomic<std::int64_t> messages_{0};
  std::atomic<std::size_t> done_{0};
  std::mutex mutex_;
  std::condition_variable wake_;
  bool over_ = false;
  std::thread thread_;
};

}  // namespace sendlab
