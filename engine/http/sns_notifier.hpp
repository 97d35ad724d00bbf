#pragma once
// Posts the event records of SNS destinations to HTTP endpoints, as a topic with an HTTP subscription does.
//
//   handshake   the endpoint gets a SubscriptionConfirmation and must GET its SubscribeURL. Records wait for that, up
//   to
//               `max_waiting` (the real service sends nothing that came before)
//   retries     3 more attempts, 20 s apart by the wall clock, after time-outs, lost connections, 429 and 5xx; other
//   answers
//               are final (events.md section 4, default policy)
//   order       not promised, as with a standard topic
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/http/event_loop.hpp"
#include "engine/http/http_client.hpp"
#include "engine/http/sns_envelope.hpp"
#include "engine/message/event_record.hpp"

namespace sendlab {

struct SnsEndpoint {
  std::string topic_arn;  // empty: every topic
  Url url;
};

struct SnsNotifierOptions {
  std::string service_url;  // scheme://host:port of the simulated service: links in messages lead there
  std::uint64_t seed = 1;   // of message ids
  int retries = 3;
  std::chrono::nanoseconds retry_after{std::chrono::seconds{20}};
  std::size_t max_waiting = 10'000;
};

class SnsNotifier {
 public:
  // `loop` outlives the notifier. `now`: simulated time, for the envelopes.
  SnsNotifier(EventLoop& loop, SnsSigner signer, std::vector<SnsEndpoint> endpoints, SnsNotifierOptions options,
              std::function<Instant()> now);
  ~SnsNotifier();

  // Asks the endpoints of named topics to confirm.
  void start();
  // Publishes a record to a topic.
  void publish(const std::string& topic_arn, const std::string& record);
  // The requests that endpoints make: SubscribeURL, UnsubscribeURL, the certificate. nullopt: not one of them.
  [[nodiscard]] std::optional<HttpResponse> answer(const HttpRequest& request);

  struct Counts {
    std::int64_t published = 0, delivered = 0, failed = 0, dropped = 0;
  };
  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  struct Subscription {
    SnsSubscription names;
    std::string token;
    std::unique_ptr<HttpClient> client;
    Url url;
    bool confirmed = false, ended = false;
    std::deque<std::string> waiting;
  };
  Subscription& subscribe(const std::string& topic_arn, const Url& url);
  void deliver(Subscription& subscription, const std::string& record);
  void post(Subscription& subscription, HttpRequest request, int retries_left, bool is_record);
  [[nodiscard]] std::string next_id();

  EventLoop& loop_;
  SnsSigner signer_;
  std::vector<SnsEndpoint> endpoints_;
  SnsNotifierOptions options_;
  std::function<Instant()> now_;
  MessageUuids uuids_;
  std::uint64_t ids_ = 0;
  std::vector<std::unique_ptr<Subscription>> subscriptions_;
  Counts counts_;
};

}  // namespace sendlab
