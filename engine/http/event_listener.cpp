#include "engine/http/event_listener.hpp"

#include <boost/json/parse.hpp>

namespace sendlab {
namespace {

void respond(Responder& responder, int status, const char* body = "") {
  HttpResponse response;
  response.status = status;
  response.headers.add("Content-Type", "text/plain");
  response.body = body;
  responder.respond(std::move(response));
}

// A member of a JSON object that is a text; empty when there is none.
std::string member(std::string_view json, std::string_view name) {
  boost::system::error_code failed;
  const boost::json::value value = boost::json::parse(json, failed);
  if (failed || !value.is_object()) return {};
  const auto* found = value.get_object().if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string{};
}

}  // namespace

bool may_confirm_at(const Url& url) {
  if (is_loopback(url)) return true;
  const std::string_view host = url.host;
  return url.tls() && host.starts_with("sns.") &&
         (host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn"));
}

EventListener::EventListener(EventLoop& loop, HttpServerOptions options,
                             std::function<bool(std::string_view record)> on_record)
    : loop_(loop),
      on_record_(std::move(on_record)),
      server_(loop, std::move(options), [this](HttpRequest&& request, Responder responder) {
        on_request(std::move(request), std::move(responder));
      }) {}

EventListener::~EventListener() = default;

Result<std::uint16_t> EventListener::start() { return server_.listen(); }

void EventListener::stop() {
  server_.stop(std::chrono::seconds{1}, [] {});
  confirmer_.reset();
}

void EventListener::on_request(HttpRequest&& request, Responder responder) {
  if (request.method != "POST") return respond(responder, 405, "event records are posted here\n");
  const std::string_view type = request.headers.get("x-amz-sns-message-type");
  if (type == "SubscriptionConfirmation") return confirm(request.body, std::move(responder));
  auto take = [&](std::string_view record) {
    ++records_;
    if (!on_record_(record)) ++malformed_;
  };
  if (type == "Notification" && request.headers.get("x-amz-sns-rawdelivery") != "true") {
    take(member(request.body, "Message"));
  } else {
    std::string_view rest = request.body;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      if (end > 0) take(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  respond(responder, 200);
}

void EventListener::confirm(std::string_view envelope, Responder responder) {
  const std::string link = member(envelope, "SubscribeURL");
  const std::size_t query = link.find('?');
  const auto url = parse_url(std::string_view(link).substr(0, query), "SubscribeURL");
  if (!url.ok() || !may_confirm_at(url.value()))
    return respond(responder, 400, "SubscribeURL is not an address of the notification service\n");
  HttpClientOptions options;
  options.base = url.value();
  options.base.path = "/";
  options.max_connections = 1;
  confirmer_ = std::make_unique<HttpClient>(loop_, options);
  HttpRequest get;
  get.target = url->path + (query == std::string::npos ? "" : link.substr(query));
  confirmer_->send(std::move(get), [](HttpClient::Result) {});
  respond(responder, 200);
}

}  // namespace sendlab
