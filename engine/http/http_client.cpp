#include "engine/http/http_client.hpp"

#include <openssl/ssl.h>

#include <algorithm>
#include <utility>

#include "engine/http/client_connection.hpp"
#include "engine/kernel/ensure.hpp"

namespace sendlab {

namespace {

using namespace std::chrono_literals;

constexpr std::int64_t pause_after_failed_connect_ns = 100'000'000;  // while other connections serve

bool one_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c != 0x7f; });
}

}  // namespace

const char* to_text(HttpFailure::Kind kind) {
  switch (kind) {
    case HttpFailure::Kind::resolve:
      return "resolve";
    case HttpFailure::Kind::connect:
      return "connect";
    case HttpFailure::Kind::tls:
      return "tls";
    case HttpFailure::Kind::timeout:
      return "timeout";
    case HttpFailure::Kind::closed:
      return "closed";
    case HttpFailure::Kind::malformed:
      return "malformed";
    case HttpFailure::Kind::too_large:
      return "too_large";
    case HttpFailure::Kind::queue_full:
      return "queue_full";
    case HttpFailure::Kind::stopped:
      return "stopped";
  }
  return "";
}

HttpClient::Impl::Impl(EventLoop& event_loop, HttpClientOptions client_options)
    : loop(event_loop),
      options(std::move(client_options)),
      where(HostPort{options.base.host, options.base.port}.text()),
      authority(options.base.authority()),
      prefix(options.base.path) {
  ENSURE(options.max_connections >= 1, "a client has a connection");
  while (prefix.ends_with('/')) prefix.pop_back();
  const auto shortest = std::min({options.connect_timeout, options.request_timeout, options.idle_timeout});
  tick = std::clamp<std::chrono::nanoseconds>(shortest / 8, 1ms, 100ms);
  if (!options.base.tls()) return;

  tls.emplace(asio::ssl::context::tls_client);
  error_code error;
  SSL_CTX_set_min_proto_version(tls->native_handle(), TLS1_2_VERSION);
  constexpr unsigned char protocols[] = "\x08http/1.1";
  SSL_CTX_set_alpn_protos(tls->native_handle(), protocols, sizeof protocols - 1);
  tls->set_default_verify_paths(error);
  if (!error && !options.ca_file.empty()) tls->load_verify_file(options.ca_file, error);
  if (!error) return;
  tls_fault = error.message();
  tls.reset();
}

HttpFailure HttpClient::Impl::failure(HttpFailure::Kind kind, std::string what, std::string fix) const {
  HttpFailure failure;
  failure.where = where;
  failure.what = std::move(what);
  failure.fix = std::move(fix);
  failure.kind = kind;
  return failure;
}

void HttpClient::Impl::send(ClientExchange exchange) {
  if (stopped) {
    return fail_later(std::move(exchange), failure(HttpFailure::Kind::stopped, "the client has been stopped", ""));
  }
  if (queue.empty() && !idle.empty()) {
    ClientConnection& connection = *idle.back();
    idle.pop_back();
    if (connection.begin(exchange)) return;
  }
  if (queue.size() >= options.max_queued) {
    return fail_later(std::move(exchange),
                      failure(HttpFailure::Kind::queue_full, "too many requests wait for a connection",
                              "send more slowly, or allow more connections"));
  }
  exchange.queued_ns = EventLoop::now_ns();
  queue.push_back(std::move(exchange));
  pump();
}

void HttpClient::Impl::pump() {
  if (stopped) return;
  while (!queue.empty() && !idle.empty()) {
    ClientConnection& connection = *idle.back();
    idle.pop_back();
    ClientExchange exchange = std::move(queue.front());
    queue.pop_front();
    if (!connection.begin(exchange)) queue.push_front(std::move(exchange));
  }
  if (queue.empty()) return;
  const bool pausing = connect_not_before != 0 && EventLoop::now_ns() < connect_not_before;
  if (pausing && !connections.empty()) return;  // the sweep comes back to it
  while (connections.size() < options.max_connections && connecting < queue.size()) open_connection();
}

void HttpClient::Impl::open_connection() {
  auto connection = std::make_shared<ClientConnection>(*this);
  connection->place = connections.size();
  connections.push_back(connection);
  ++connecting;
  arm_sweep();
  connection->start();
}

void HttpClient::Impl::ready(ClientConnection& connection) {
  idle.push_back(&connection);
  pump();
}

void HttpClient::Impl::remove(ClientConnection& connection) {
  std::erase(idle, &connection);
  const std::size_t place = connection.place;
  ENSURE(place < connections.size() && connections[place].get() == &connection, "a connection knows its place");
  std::swap(connections[place], connections.back());
  connections[place]->place = place;
  const auto keep = std::move(connections.back());  // until this function ends
  connections.pop_back();
}

// While other connections serve or an older attempt is still under way, what waits goes on waiting for them. Otherwise
// all that has waited for as long as this attempt is told that it failed.
void HttpClient::Impl::connect_failed(const HttpFailure& why, std::int64_t begun_ns) {
  connect_not_before = EventLoop::now_ns() + pause_after_failed_connect_ns;
  const bool hope = std::any_of(connections.begin(), connections.end(), [&](const auto& connection) {
    return connection->state() != ClientConnection::State::connecting || connection->since() < begun_ns;
  });
  if (!hope) fail_queue(why, begun_ns);
  pump();
}

void HttpClient::Impl::fail_queue(const HttpFailure& why, std::int64_t queued_until_ns) {
  while (!queue.empty() && queue.front().queued_ns <= queued_until_ns) {
    fail_later(std::move(queue.front()), why);
    queue.pop_front();
  }
}

void HttpClient::Impl::put_back(ClientExchange exchange) {
  queue.push_front(std::move(exchange));
  pump();
}

void HttpClient::Impl::fail_later(ClientExchange exchange, HttpFailure why) {
  // The client may be gone by then, and with it the wish for an answer.
  loop.post([weak = weak_from_this(), callback = std::move(exchange.callback), why = std::move(why)] {
    if (weak.lock()) callback(why);
  });
}

void HttpClient::Impl::arm_sweep() {
  if (sweep_timer != 0 || connections.empty()) return;
  sweep_timer = loop.after(tick, [this] {
    sweep_timer = 0;
    sweep();
    arm_sweep();
  });
}

void HttpClient::Impl::sweep() {
  const std::int64_t now = EventLoop::now_ns();
  for (std::size_t i = connections.size(); i-- != 0;) {
    if (i >= connections.size()) continue;
    const auto connection = connections[i];
    connection->check_deadlines(now);
  }
  pump();
}

void HttpClient::Impl::stop() {
  if (stopped) return;
  stopped = true;
  const HttpFailure why = failure(HttpFailure::Kind::stopped, "the client has been stopped", "");
  fail_queue(why, INT64_MAX);
  while (!connections.empty()) {
    const auto connection = connections.back();
    auto exchange = connection->abandon();
    if (!exchange) continue;
    HttpFailure cut = why;
    cut.maybe_processed = true;
    fail_later(std::move(*exchange), std::move(cut));
  }
  loop.cancel(sweep_timer);
  sweep_timer = 0;
}

HttpClient::HttpClient(EventLoop& loop, HttpClientOptions options)
    : impl_(std::make_shared<Impl>(loop, std::move(options))) {}

HttpClient::~HttpClient() { impl_->stop(); }

void HttpClient::send(HttpRequest request, Callback callback) {
  ENSURE(callback, "somebody waits for the answer");
  ENSURE(request.target.starts_with('/') && one_word(request.target) && one_word(request.method),
         "method and target cannot end their line");
  impl_->send({std::move(request), std::move(callback)});
}

std::size_t HttpClient::queued() const { return impl_->queue.size(); }
std::size_t HttpClient::in_flight() const { return impl_->busy; }
std::size_t HttpClient::connections() const { return impl_->connections.size(); }
std::uint64_t HttpClient::connections_opened() const { return impl_->opened; }
void HttpClient::stop() { impl_->stop(); }

}  // namespace sendlab
