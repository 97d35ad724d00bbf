#include "engine/http/http_server.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <utility>

#include "engine/http/server_connection.hpp"
#include "engine/http/url.hpp"
#include "engine/kernel/ensure.hpp"

namespace sendlab {

namespace {

using namespace std::chrono_literals;

constexpr auto pause_after_failed_accept = 50ms;  // out of file descriptors, usually

const char* exception_name(int status) {
  switch (status) {
    case 408:
      return "RequestTimeoutException";
    case 413:
      return "RequestEntityTooLargeException";
    case 431:
      return "RequestHeaderSectionTooLargeException";
    case 500:
      return "InternalServerException";
    case 501:
      return "NotImplementedException";
    case 503:
      return "ServiceUnavailableException";
    default:
      return "BadRequestException";
  }
}

// Plain sentences of ours: nothing in them needs escaping.
HttpResponse default_error_answer(int status, std::string_view why) {
  HttpResponse response;
  response.status = status;
  response.headers.add("Content-Type", "application/json");
  response.body =
      std::string(R"({"__type":")") + exception_name(status) + R"(","Message":")" + std::string(why) + "\"}";
  return response;
}

// The first address of the name; a literal address needs no look-up.
Result<tcp::endpoint> endpoint_of(EventLoop& loop, const std::string& host, std::uint16_t port,
                                  const std::string& where) {
  error_code error;
  const auto literal = asio::ip::make_address(host, error);
  if (!error) return tcp::endpoint(literal, port);
  tcp::resolver resolver(loop.context());
  const auto found = resolver.resolve(host, std::to_string(port), tcp::resolver::numeric_service, error);
  if (error || found.empty()) {
    return Error{where, "\"" + host + "\" is neither an address nor a name that leads to one",
                 "listen on an address of this machine, for example 127.0.0.1 or ::1"};
  }
  return found.begin()->endpoint();
}

Error listen_error(const std::string& where, error_code error) {
  if (error == asio::error::address_in_use) {
    return {where, "another program listens on this address", "choose another port, or port 0 for any free one"};
  }
  if (error == boost::system::errc::address_not_available) {
    return {where, "this is not an address of this machine",
            "listen on 127.0.0.1, ::1 or an address that `ip addr` shows"};
  }
  if (error == asio::error::access_denied) {
    return {where, "this user may not listen on this port", "choose a port from 1024 up"};
  }
  return {where, "cannot listen: " + error.message(), "choose another address or port"};
}

}  // namespace

// --- what connections share ----------------------------------------------------------------------------------------

HttpServer::Impl::Impl(EventLoop& event_loop, HttpServerOptions server_options, Handler server_handler)
    : loop(event_loop),
      options(std::move(server_options)),
      handler(std::move(server_handler)),
      accept_pause(event_loop.context()) {
  ENSURE(options.max_pipelined >= 1 && options.max_connections >= 1, "a server has room for a request");
  ENSURE(options.max_header_bytes >= 16 && handler, "a server can read and answer a request");
  // Waits are looked at every so often, together: a timer for each request would cost more than the request.
  const auto shortest =
      std::min({options.header_timeout, options.body_timeout, options.idle_timeout, options.write_timeout});
  tick = std::clamp<std::chrono::nanoseconds>(shortest / 8, 1ms, 500ms);
}

asio::awaitable<void> HttpServer::Impl::accept(std::shared_ptr<Impl> self) {
  while (!self->stopping) {
    if (self->connections.size() >= self->options.max_connections) {
      self->accept_pause.expires_at(asio::steady_timer::time_point::max());
      co_await self->accept_pause.async_wait(as_result);  // cancelled when a connection ends
      continue;
    }
    auto [error, socket] = co_await self->acceptor->async_accept(as_result);
    if (self->stopping) break;
    if (!error) {
      self->add(std::move(socket));
      continue;
    }
    if (error == asio::error::connection_aborted) continue;
    self->accept_pause.expires_after(pause_after_failed_accept);
    co_await self->accept_pause.async_wait(as_result);
  }
}

void HttpServer::Impl::add(tcp::socket socket) {
  auto connection = std::make_shared<ServerConnection>(*this, std::move(socket));
  connection->place = connections.size();
  connections.push_back(connection);
  arm_sweep();
  connection->start();
}

void HttpServer::Impl::remove(ServerConnection& connection) {
  const std::size_t place = connection.place;
  ENSURE(place < connections.size() && connections[place].get() == &connection, "a connection knows its place");
  std::swap(connections[place], connections.back());
  connections[place]->place = place;
  const auto keep = std::move(connections.back());  // until this function ends
  connections.pop_back();
  if (!stopping) accept_pause.cancel();
  check_stopped();
}

void HttpServer::Impl::arm_sweep() {
  if (sweep_timer != 0 || connections.empty()) return;
  sweep_timer = loop.after(tick, [this] {
    sweep_timer = 0;
    sweep();
    arm_sweep();
  });
}

void HttpServer::Impl::sweep() {
  const std::int64_t now = EventLoop::now_ns();
  // From the end: a connection that closes gives its place to the last one, which has had its turn.
  for (std::size_t i = connections.size(); i-- != 0;) {
    const auto connection = connections[i];
    connection->check_deadlines(now);
  }
}

void HttpServer::Impl::close_all() {
  while (!connections.empty()) {
    const auto connection = connections.back();
    connection->close();
  }
}

void HttpServer::Impl::check_stopped() {
  if (!stopping || destroyed || !connections.empty()) return;
  loop.cancel(grace_timer);
  for (auto& stopped : std::exchange(on_stopped, {})) {
    if (stopped) loop.post(std::move(stopped));
  }
}

const std::string& HttpServer::Impl::date() {
  const std::int64_t second = EventLoop::unix_ns() / 1'000'000'000;
  if (second == date_second) return date_text;
  date_second = second;
  using namespace std::chrono;
  const auto day = floor<days>(sys_seconds{seconds{second}});
  const year_month_day date{day};
  const std::int64_t clock = second - day.time_since_epoch().count() * 86'400;
  constexpr const char* weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto two = [](std::int64_t n) {
    return std::string{static_cast<char>('0' + n / 10 % 10), static_cast<char>('0' + n % 10)};
  };
  date_text = std::string(weekdays[weekday{day}.c_encoding()]) + ", " + two(unsigned{date.day()}) + " " +
              months[unsigned{date.month()} - 1] + " " + std::to_string(int{date.year()}) + " " + two(clock / 3600) +
              ":" + two(clock / 60 % 60) + ":" + two(clock % 60) + " GMT";
  return date_text;
}

HttpResponse HttpServer::Impl::error_answer(int status, std::string_view why) const {
  return options.error_answer ? options.error_answer(status, why) : default_error_answer(status, why);
}

// --- Responder -----------------------------------------------------------------------------------------------------

Responder::Responder(std::shared_ptr<ServerConnection> connection, std::uint64_t exchange)
    : connection_(std::move(connection)), exchange_(exchange) {}

Responder::Responder(Responder&& other) noexcept = default;

Responder& Responder::operator=(Responder&& other) noexcept {
  if (this != &other) {
    abandon();
    connection_ = std::move(other.connection_);
    exchange_ = other.exchange_;
  }
  return *this;
}

Responder::~Responder() { abandon(); }

void Responder::abandon() noexcept {
  if (const auto connection = std::exchange(connection_, nullptr)) connection->abandon(exchange_);
}

void Responder::respond(HttpResponse response) {
  ENSURE(connection_, "a request is answered once");
  const auto connection = std::exchange(connection_, nullptr);
  connection->respond(exchange_, std::move(response));
}

bool Responder::wanted() const { return connection_ && connection_->open(); }

// --- HttpServer ----------------------------------------------------------------------------------------------------

HttpServer::HttpServer(EventLoop& loop, HttpServerOptions options, Handler handler)
    : impl_(std::make_shared<Impl>(loop, std::move(options), std::move(handler))) {}

HttpServer::~HttpServer() {
  impl_->destroyed = true;
  impl_->stopping = true;
  impl_->close_all();
  impl_->acceptor.reset();
  impl_->accept_pause.cancel();
  impl_->loop.cancel(impl_->sweep_timer);
  impl_->loop.cancel(impl_->grace_timer);
}

Result<std::uint16_t> HttpServer::listen() {
  ENSURE(!impl_->acceptor && !impl_->stopping, "a server listens once");
  const HttpServerOptions& options = impl_->options;
  const std::string where = HostPort{options.host, options.port}.text();
  const auto endpoint = endpoint_of(impl_->loop, options.host, options.port, where);
  if (!endpoint) return endpoint.error();

  error_code error;
  tcp::acceptor acceptor(impl_->loop.context());
  acceptor.open(endpoint.value().protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint.value(), error);
  if (!error) acceptor.listen(options.backlog, error);
  tcp::endpoint bound;
  if (!error) bound = acceptor.local_endpoint(error);
  if (error) return listen_error(where, error);

  impl_->port = bound.port();
  impl_->acceptor.emplace(std::move(acceptor));
  asio::co_spawn(impl_->loop.context(), impl_->accept(impl_), rethrow);
  return impl_->port;
}

std::uint16_t HttpServer::port() const { return impl_->port; }
std::string HttpServer::url() const { return "http://" + HostPort{impl_->options.host, impl_->port}.text(); }
std::size_t HttpServer::connections() const { return impl_->connections.size(); }
std::uint64_t HttpServer::requests() const { return impl_->requests; }
std::size_t HttpServer::unanswered() const { return impl_->unanswered; }

void HttpServer::stop(std::chrono::nanoseconds grace, std::function<void()> stopped) {
  Impl& impl = *impl_;
  impl.on_stopped.push_back(std::move(stopped));
  impl.stopping = true;
  impl.accept_pause.cancel();
  if (impl.acceptor) {
    error_code ignored;
    impl.acceptor->close(ignored);
  }
  for (std::size_t i = impl.connections.size(); i-- != 0;) {
    const auto connection = impl.connections[i];
    connection->finish();
  }
  impl.loop.cancel(impl.grace_timer);
  impl.grace_timer = impl.loop.after(grace, [&impl] { impl.close_all(); });
  impl.check_stopped();
}

}  // namespace sendlab
