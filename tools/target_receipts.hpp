#pragma once
// The event records of a run at a target: posted to a listener or asked of a simulated endpoint, written down as they
// came, and handed on.
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "engine/http/event_listener.hpp"
#include "engine/http/http_client.hpp"
#include "reports/output_files.hpp"

namespace sendlab {

class TargetReceipts {
 public:
  struct Parts {
    EventLoop& loop;
    HttpClient& control;                                   // of a simulated endpoint
    std::function<void()> catch_up;                        // before records are handed on
    std::function<bool(std::string_view record)> hand_on;  // false: it is no record
    std::function<void()> handed_on;                       // after them
  };
  explicit TargetReceipts(Parts parts) : parts_(std::move(parts)) {}

  // Writes events.ndjson there, complete after commit().
  std::optional<Error> write_to(const std::filesystem::path& folder);
  std::optional<Error> commit();
  std::optional<Error> listen(const HostPort& at, bool quiet);
  void stop_listening();

  // Asks the endpoint again and again for what came after `last`, until stop_polling().
  void poll_after(std::uint64_t last);
  void stop_polling() { polls_ = false; }
  // Asks for what is left, at once.
  void poll_to_the_end();

  [[nodiscard]] std::int64_t records() const { return records_; }
  [[nodiscard]] std::int64_t malformed() const { return malformed_; }

 private:
  void poll();
  bool take(std::string_view record);
  void take_all(const HttpResponse& response);

  Parts parts_;
  std::optional<EventListener> listener_;
  std::unique_ptr<StreamedFile> file_;
  bool polls_ = false;
  std::uint64_t last_ = 0;
  std::int64_t records_ = 0, malformed_ = 0;
};

}  // namespace sendlab
