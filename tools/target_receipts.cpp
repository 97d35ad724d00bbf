#include "tools/target_receipts.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "tools/simulated_endpoint.hpp"

namespace sendlab {
namespace {

constexpr std::chrono::milliseconds poll_every{100};
constexpr std::uint64_t most_at_once = 10'000;

HttpRequest events_after(std::uint64_t last) {
  return get_request("/_sendlab/events?limit=" + std::to_string(most_at_once) + "&after=" + std::to_string(last));
}

}  // namespace

std::optional<Error> TargetReceipts::write_to(const std::filesystem::path& folder) {
  auto file = StreamedFile::open(folder, "events.ndjson");
  if (!file.ok()) return file.error();
  file_ = std::move(file).value();
  return std::nullopt;
}

std::optional<Error> TargetReceipts::commit() {
  if (!file_) return std::nullopt;
  const Errors errors = file_->commit();
  return errors.empty() ? std::nullopt : std::optional(errors.front());
}

std::optional<Error> TargetReceipts::listen(const HostPort& at, bool quiet) {
  HttpServerOptions http;
  http.host = at.host;
  http.port = at.port;
  listener_.emplace(parts_.loop, http, [this](std::string_view record) {
    parts_.catch_up();
    const bool good = take(record);
    parts_.handed_on();
    return good;
  });
  const auto port = listener_->start();
  if (!port.ok()) return port.error();
  if (!quiet) std::fprintf(stderr, "receipts at %s\n", listener_->url().c_str());
  return std::nullopt;
}

void TargetReceipts::stop_listening() {
  if (listener_) listener_->stop();
}

bool TargetReceipts::take(std::string_view record) {
  ++records_;
  if (file_) {
    file_->append(record);
    file_->append("\n");
  }
  const bool good = parts_.hand_on(record);
  if (!good) ++malformed_;
  return good;
}

void TargetReceipts::take_all(const HttpResponse& response) {
  std::string_view rest = response.body;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    if (end > 0) take(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  const std::string last(response.headers.get("x-sendlab-last"));
  if (!last.empty()) last_ = std::max(last_, static_cast<std::uint64_t>(std::strtoull(last.c_str(), nullptr, 10)));
}

void TargetReceipts::poll_after(std::uint64_t last) {
  last_ = last;
  polls_ = true;
  poll();
}

void TargetReceipts::poll() {
  if (!polls_) return;
  parts_.control.send(events_after(last_), [this](HttpClient::Result result) {
    if (!polls_) return;
    parts_.catch_up();
    const std::uint64_t before = last_;
    if (result.ok() && result.value().status == 200) take_all(result.value());
    parts_.handed_on();
    const bool more = last_ - before >= most_at_once;
    if (polls_) parts_.loop.after(more ? std::chrono::milliseconds{0} : poll_every, [this] { poll(); });
  });
}

void TargetReceipts::poll_to_the_end() {
  for (;;) {
    const std::uint64_t before = last_;
    const auto rest = ask(parts_.loop, parts_.control, events_after(last_));
    if (!rest.ok() || rest.value().status != 200) return;
    take_all(rest.value());
    parts_.handed_on();
    if (last_ - before < most_at_once) return;
  }
}

}  // namespace sendlab
