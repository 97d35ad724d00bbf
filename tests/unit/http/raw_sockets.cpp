#include "tests/unit/http/raw_sockets.hpp"

#include <deque>
#include <utility>

#include "engine/http/asio.hpp"

namespace sendlab::test {

namespace {

constexpr std::chrono::seconds gave_up{30};

}  // namespace

bool run_until(EventLoop& loop, const std::function<bool()>& happened) {
  bool late = false;
  const TimerId guard = loop.after(gave_up, [&] { late = true; });
  while (!late && !happened()) loop.run_one();
  loop.cancel(guard);
  return !late;
}

struct RawPeer::State : std::enable_shared_from_this<State> {
  explicit State(tcp::socket from) : socket(std::move(from)) {}

  void read() {
    socket.async_read_some(asio::buffer(space), [self = shared_from_this()](error_code error, std::size_t bytes) {
      self->received.append(self->space, bytes);
      if (error) {
        self->ended = true;
        return;
      }
      if (self->on_bytes) {
        RawPeer peer(self);
        self->on_bytes(peer);
      }
      self->read();
    });
  }

  void write() {
    if (waiting.empty()) {
      error_code ignored;
      if (end_due) socket.shutdown(tcp::socket::shutdown_send, ignored);
      return;
    }
    writing = true;
    socket.async_write_some(asio::buffer(waiting.front()),
                            [self = shared_from_this()](error_code error, std::size_t bytes) {
                              self->writing = false;
                              if (error) return;
                              self->waiting.front().erase(0, bytes);
                              if (self->waiting.front().empty()) self->waiting.pop_front();
                              self->write();
                            });
  }

  tcp::socket socket;
  std::function<void(RawPeer&)> on_bytes;
  std::string received;
  std::deque<std::string> waiting;
  bool writing = false;
  bool end_due = false;
  bool ended = false;
  char space[64 * 1024];
};

RawPeer::RawPeer(std::shared_ptr<State> state) : state_(std::move(state)) {}

RawPeer::RawPeer(EventLoop& loop, std::uint16_t port, const std::string& host, bool reads)
    : state_(std::make_shared<State>(tcp::socket(loop.context()))) {
  state_->socket.connect(tcp::endpoint(asio::ip::make_address(host), port));
  if (reads) state_->read();
}

void RawPeer::send(std::string bytes) {
  state_->waiting.push_back(std::move(bytes));
  if (!state_->writing) state_->write();
}

void RawPeer::send_end() {
  state_->end_due = true;
  if (!state_->writing) state_->write();
}

void RawPeer::close() {
  error_code ignored;
  state_->socket.close(ignored);
}

void RawPeer::reset() {
  error_code ignored;
  state_->socket.set_option(asio::socket_base::linger(true, 0), ignored);
  state_->socket.close(ignored);
}

const std::string& RawPeer::received() const { return state_->received; }
void RawPeer::forget_received() { state_->received.clear(); }
bool RawPeer::ended() const { return state_->ended; }

struct RawServer::Impl : std::enable_shared_from_this<Impl> {
  Impl(EventLoop& loop, std::function<void(RawPeer&, int)> told)
      : acceptor(loop.context(), tcp::endpoint(asio::ip::address_v4::loopback(), 0)), on_bytes(std::move(told)) {}

  void accept() {
    acceptor.async_accept([self = shared_from_this()](error_code error, tcp::socket socket) {
      if (error) return;
      const auto peer = std::make_shared<RawPeer::State>(std::move(socket));
      peer->on_bytes = [server = self.get(), number = self->accepted++](RawPeer& from) {
        if (server->on_bytes) server->on_bytes(from, number);
      };
      self->peers.push_back(peer);
      peer->read();
      self->accept();
    });
  }

  tcp::acceptor acceptor;
  std::function<void(RawPeer&, int)> on_bytes;
  std::deque<std::shared_ptr<RawPeer::State>> peers;
  int accepted = 0;
};

RawServer::RawServer(EventLoop& loop, std::function<void(RawPeer&, int)> on_bytes)
    : impl_(std::make_shared<Impl>(loop, std::move(on_bytes))) {
  impl_->accept();
}

RawServer::~RawServer() {
  error_code ignored;
  impl_->acceptor.close(ignored);
  for (const auto& peer : impl_->peers) {
    peer->on_bytes = nullptr;
    peer->socket.close(ignored);
  }
}

std::uint16_t RawServer::port() const { return impl_->acceptor.local_endpoint().port(); }
int RawServer::accepted() const { return impl_->accepted; }

int count_of(const std::string& text, const std::string& part) {
  int count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

}  // namespace sendlab::test
