#pragma once
// One connection of the server, and what the connections share. For the .cpp files of this folder.
//
// A coroutine reads and parses; answers are written straight from respond(), whichever comes first in line, so that the
// usual request costs one read and one write. The two meet in `exchanges_`, a ring of the requests not yet answered.
#include <array>
#include <boost/beast/core/flat_buffer.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/http/asio.hpp"
#include "engine/http/http_server.hpp"
#include "engine/http/message_parser.hpp"

namespace sendlab {

inline constexpr std::size_t large_read = 64 * 1024;  // of bodies, and what buffers may keep

// Empties a buffer, and gives back what one large message made of it: there may be many connections.
inline void reuse(std::string& buffer) {
  if (buffer.capacity() > large_read) buffer = std::string();
  buffer.clear();
}

class ServerConnection final : public std::enable_shared_from_this<ServerConnection> {
 public:
  ServerConnection(HttpServer::Impl& server, tcp::socket socket);

  void start();

  // Of Responder.
  void respond(std::uint64_t exchange, HttpResponse response);
  void abandon(std::uint64_t exchange);
  [[nodiscard]] bool open() const { return server_ != nullptr; }

  // Acts on a wait that has lasted too long.
  void check_deadlines(std::int64_t now_ns);

  // Reads no further request; closes when what is under way is answered.
  void finish();

  // Closes at once; nothing of the server is touched afterwards.
  void close();

  std::size_t place = 0;  // in the server's list

 private:
  enum class Reading : std::uint8_t { idle, header, body, stopped };  // stopped: what still comes is thrown away
  enum class Need : std::uint8_t { bytes, room };                     // room: in the ring

  struct Exchange {
    HttpResponse response;
    bool ready = false;
    bool head = false;        // of a HEAD request
    bool keep_alive = false;  // the connection goes on afterwards
    bool http10 = false;
  };

  asio::awaitable<void> read(std::shared_ptr<ServerConnection> self);
  Need parse();
  Need parse_buffer();
  void skip_empty_lines();
  bool parse_some();
  bool check_header();
  void dispatch();
  std::uint64_t begin_exchange(bool head, bool keep_alive, bool http10);
  void refuse(int status, std::string_view why);
  void refuse_malformed(error_code error);
  [[nodiscard]] std::size_t read_size() const;

  void flush();
  bool gather();
  void append_answer(Exchange& exchange);
  void write_rest();
  void written();
  void after_last_answer();

  [[nodiscard]] Exchange& at(std::uint64_t exchange) { return exchanges_[exchange % exchanges_.size()]; }
  [[nodiscard]] std::size_t unanswered() const { return static_cast<std::size_t>(next_ - first_); }

  HttpServer::Impl* server_;  // null once closed
  std::optional<tcp::socket> socket_;
  std::optional<asio::steady_timer> room_;  // waited for by read() when the ring is full
  std::string peer_;

  // Reading.
  beast::flat_buffer buffer_;
  HttpRequest request_;
  std::optional<RequestParser> parser_;
  std::size_t header_bytes_ = 0;  // of the request being read, parsed so far
  Reading reading_ = Reading::idle;
  bool header_seen_ = false;
  bool eof_ = false;
  bool parsing_ = false;         // answers given meanwhile are written together afterwards
  bool continue_due_ = false;    // 100 Continue, once its turn comes
  std::int64_t read_since_ = 0;  // when `reading_` began

  // Answering.
  std::vector<Exchange> exchanges_;
  std::uint64_t first_ = 0;  // not yet written
  std::uint64_t next_ = 0;
  bool last_begun_ = false;  // the newest exchange is the connection's last
  bool last_written_ = false;
  bool writing_ = false;
  std::int64_t write_since_ = 0;   // of the last progress
  std::int64_t linger_since_ = 0;  // all is written; the client has not closed yet
  std::string out_;                // heads and small bodies
  std::string large_body_;         // written after `out_`
  std::array<asio::const_buffer, 2> rest_;
};

struct HttpServer::Impl final {
  Impl(EventLoop& event_loop, HttpServerOptions server_options, Handler server_handler);

  asio::awaitable<void> accept(std::shared_ptr<Impl> self);
  void add(tcp::socket socket);
  void remove(ServerConnection& connection);
  void sweep();
  void arm_sweep();
  void close_all();
  void check_stopped();
  [[nodiscard]] const std::string& date();
  [[nodiscard]] HttpResponse error_answer(int status, std::string_view why) const;

  EventLoop& loop;
  HttpServerOptions options;
  Handler handler;
  std::chrono::nanoseconds tick{};
  std::optional<tcp::acceptor> acceptor;
  asio::steady_timer accept_pause;
  std::uint16_t port = 0;
  std::vector<std::shared_ptr<ServerConnection>> connections;
  TimerId sweep_timer = 0;
  TimerId grace_timer = 0;
  bool stopping = false;
  bool destroyed = false;
  std::vector<std::function<void()>> on_stopped;
  std::uint64_t requests = 0;
  std::size_t unanswered = 0;
  std::int64_t date_second = -1;
  std::string date_text;
};

}  // namespace sendlab
