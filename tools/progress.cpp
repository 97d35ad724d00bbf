#include "tools/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>

#include "engine/kernel/calendar.hpp"
#include "reports/text_picture.hpp"

namespace sendlab {

Progress::Progress(std::size_t replications, std::optional<Duration> span, bool quiet)
    : replications_(replications), span_(span), terminal_(isatty(STDERR_FILENO) == 1) {
  if (!quiet) thread_ = std::thread([this] { watch(); });
}

Progress::~Progress() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  wake_.notify_one();
  thread_.join();
  if (shown_ && terminal_) std::fputs("\r\x1b[K", stderr);
}

void Progress::watch() {
  using namespace std::chrono_literals;
  std::unique_lock lock(mutex_);
  auto pause = terminal_ ? 250ms : 3000ms;
  while (!wake_.wait_for(lock, pause, [this] { return over_; })) show();
}

void Progress::show() {
  shown_ = true;
  const std::size_t done = done_.load(std::memory_order_relaxed);
  const Duration at{simulated_ns_.load(std::memory_order_relaxed)};
  const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  std::string text = "simulated " + duration_text(std::chrono::floor<std::chrono::seconds>(at));
  double share = -1;
  if (replications_ > 1) {
    text = "replication " + std::to_string(std::min(done + 1, replications_)) + " of " + std::to_string(replications_);
    share = static_cast<double>(done) / static_cast<double>(replications_);
  } else if (span_ && span_->count() > 0) {
    share = std::min(1.0, static_cast<double>(at.count()) / static_cast<double>(span_->count()));
  }
  const std::int64_t messages = messages_.load(std::memory_order_relaxed);
  text += " · " + grouped(messages) + " messages, " +
          grouped(static_cast<std::int64_t>(static_cast<double>(messages) / elapsed)) + " a second";
  if (share > 0.02 && share < 1)
    text += " · " + duration_text(std::chrono::seconds{static_cast<std::int64_t>(elapsed * (1 - share) / share) + 1}) +
            " left";
  if (!terminal_) {
    std::fprintf(stderr, "%s\n", text.c_str());
    return;
  }
  std::string bar;
  if (share >= 0) {
    constexpr int width = 20;
    const int full = static_cast<int>(share * width);
    for (int i = 0; i < width; ++i) bar += i < full ? "█" : "░";
    bar += " " + std::to_string(static_cast<int>(share * 100)) + " % ";
  }
  std::fprintf(stderr, "\r\x1b[K%s%s", bar.c_str(), text.c_str());
  std::fflush(stderr);
}

}  // namespace sendlab
