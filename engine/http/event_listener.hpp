#pragma once
// Takes the event stream of a real endpoint over HTTP: SNS notifications (with the confirmation handshake), raw
// deliveries, or plain lines of records.
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "engine/http/event_loop.hpp"
#include "engine/http/http_client.hpp"
#include "engine/http/http_server.hpp"

namespace sendlab {

class EventListener {
 public:
  // `on_record` gets each record's JSON; what it returns is wrong with it is counted, not fatal. `loop` outlives the
  // listener.
  EventListener(EventLoop& loop, HttpServerOptions options, std::function<bool(std::string_view record)> on_record);
  ~EventListener();

  [[nodiscard]] Result<std::uint16_t> start();
  [[nodiscard]] std::string url() const { return server_.url(); }
  void stop();

  [[nodiscard]] std::int64_t records() const { return records_; }
  [[nodiscard]] std::int64_t malformed() const { return malformed_; }

 private:
  void on_request(HttpRequest&& request, Responder responder);
  void confirm(std::string_view envelope, Responder responder);

  EventLoop& loop_;
  std::function<bool(std::string_view record)> on_record_;
  HttpServer server_;
  std::unique_ptr<HttpClient> confirmer_;
  std::int64_t records_ = 0, malformed_ = 0;
};

// A subscription is confirmed at an address of the provider's notification service, or of this machine: nobody else can
// make this program fetch anything.
[[nodiscard]] bool may_confirm_at(const Url& url);

}  // namespace sendlab
