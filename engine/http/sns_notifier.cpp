#include "engine/http/sns_notifier.hpp"

#include <algorithm>

namespace sendlab {
namespace {

constexpr std::string_view certificate_path = "/_sendlab/sns-certificate.pem";

HttpResponse text_answer(int status, std::string type, std::string body) {
  HttpResponse response;
  response.status = status;
  response.headers.add("Content-Type", type);
  response.body = std::move(body);
  return response;
}

}  // namespace

SnsNotifier::SnsNotifier(EventLoop& loop, SnsSigner signer, std::vector<SnsEndpoint> endpoints,
                         SnsNotifierOptions options, std::function<Instant()> now)
    : loop_(loop),
      signer_(std::move(signer)),
      endpoints_(std::move(endpoints)),
      options_(std::move(options)),
      now_(std::move(now)),
      uuids_(Seed{options_.seed}, 1) {}

SnsNotifier::~SnsNotifier() = default;

std::string SnsNotifier::next_id() { return uuids_.of(MessageId{++ids_}); }

void SnsNotifier::start() {
  for (const SnsEndpoint& endpoint : endpoints_)
    if (!endpoint.topic_arn.empty()) subscribe(endpoint.topic_arn, endpoint.url);
}

SnsNotifier::Subscription& SnsNotifier::subscribe(const std::string& topic_arn, const Url& url) {
  auto made = std::make_unique<Subscription>();
  Subscription& subscription = *made;
  subscription.names.topic_arn = topic_arn;
  subscription.names.subscription_arn = topic_arn + ":" + next_id();
  subscription.names.signing_cert_url = options_.service_url + std::string(certificate_path);
  subscription.names.service_url = options_.service_url;
  subscription.token = next_id() + next_id();
  subscription.token.erase(std::remove(subscription.token.begin(), subscription.token.end(), '-'),
                           subscription.token.end());
  subscription.url = url;
  HttpClientOptions http;
  http.base = url;
  http.base.path = "/";
  http.max_connections = 8;
  http.request_timeout = std::chrono::seconds{15};
  subscription.client = std::make_unique<HttpClient>(loop_, http);
  subscriptions_.push_back(std::move(made));
  post(subscription, sns_confirmation(subscription.names, signer_, next_id(), subscription.token, now_()),
       options_.retries, false);
  return subscription;
}

void SnsNotifier::publish(const std::string& topic_arn, const std::string& record) {
  ++counts_.published;
  for (const SnsEndpoint& endpoint : endpoints_) {
    if (!endpoint.topic_arn.empty() && endpoint.topic_arn != topic_arn) continue;
    const auto known = std::find_if(subscriptions_.begin(), subscriptions_.end(), [&](const auto& s) {
      return s->names.topic_arn == topic_arn && s->url == endpoint.url;
    });
    Subscription& subscription = known != subscriptions_.end() ? **known : subscribe(topic_arn, endpoint.url);
    if (subscription.ended) continue;
    if (subscription.confirmed)
      deliver(subscription, record);
    else if (subscription.waiting.size() < options_.max_waiting)
      subscription.waiting.push_back(record);
    else
      ++counts_.dropped;
  }
}

void SnsNotifier::deliver(Subscription& subscription, const std::string& record) {
  post(subscription, sns_notification(subscription.names, signer_, next_id(), record, now_()), options_.retries, true);
}

void SnsNotifier::post(Subscription& subscription, HttpRequest request, int retries_left, bool is_record) {
  request.target = subscription.url.path;
  // A retry sends the same message again: same id, same instant, same signature.
  HttpRequest again = request;
  subscription.client->send(std::move(request), [this, &subscription, again = std::move(again), retries_left,
                                                 is_record](HttpClient::Result result) mutable {
    const int status = result.ok() ? result.value().status : 0;
    if (status >= 200 && status < 300) {
      counts_.delivered += is_record;
      return;
    }
    const bool worth_it =
        !result.ok() ? result.error().kind != HttpFailure::Kind::stopped : status == 429 || status >= 500;
    if (!worth_it || retries_left == 0) {
      counts_.failed += is_record;
      return;
    }
    loop_.after(options_.retry_after,
                [this, &subscription, again = std::move(again), retries_left, is_record]() mutable {
                  post(subscription, std::move(again), retries_left - 1, is_record);
                });
  });
}

std::optional<HttpResponse> SnsNotifier::answer(const HttpRequest& request) {
  if (request.method != "GET") return std::nullopt;
  if (request.path() == certificate_path) return text_answer(200, "application/x-pem-file", signer_.certificate_pem());
  const auto action = request.parameter("Action");
  if (request.path() != "/" || !action) return std::nullopt;
  const std::string token = request.parameter("Token").value_or(""),
                    of = request.parameter("SubscriptionArn").value_or("");
  for (const auto& subscription : subscriptions_) {
    if (*action == "ConfirmSubscription" && subscription->token == token) {
      if (!subscription->confirmed) {
        subscription->confirmed = true;
        while (!subscription->waiting.empty()) {
          deliver(*subscription, subscription->waiting.front());
          subscription->waiting.pop_front();
        }
      }
      return text_answer(
          200, "text/xml",
          "<ConfirmSubscriptionResponse "
          "xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><ConfirmSubscriptionResult><SubscriptionArn>" +
              subscription->names.subscription_arn +
              "</SubscriptionArn></ConfirmSubscriptionResult></ConfirmSubscriptionResponse>\n");
    }
    if (*action == "Unsubscribe" && subscription->names.subscription_arn == of) {
      subscription->ended = true;
      return text_answer(200, "text/xml",
                         "<UnsubscribeResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"/>\n");
    }
  }
  return text_answer(400, "text/xml",
                     "<ErrorResponse><Error><Code>InvalidParameter</Code><Message>no subscription has this "
                     "token</Message></Error></ErrorResponse>\n");
}

}  // namespace sendlab
