// The half of a ServerConnection that writes.
#include <algorithm>
#include <charconv>
#include <utility>

#include "engine/http/server_connection.hpp"
#include "engine/kernel/ensure.hpp"

namespace sendlab {

namespace {

bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

void append_number(std::string& text, std::uint64_t number) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number);
  text.append(digits, end.ptr);
}

}  // namespace

void ServerConnection::respond(std::uint64_t exchange, HttpResponse response) {
  if (!open()) return;
  ENSURE(exchange >= first_ && exchange < next_ && !at(exchange).ready, "a request is answered once");
  at(exchange).response = std::move(response);
  at(exchange).ready = true;
  --server_->unanswered;
  if (!parsing_) flush();
}

void ServerConnection::abandon(std::uint64_t exchange) {
  if (open()) respond(exchange, server_->error_answer(500, "the server gave no answer to this request"));
}

// Writes the answers whose turn it is: at once as far as the system takes them, the rest when it does.
void ServerConnection::flush() {
  while (open() && !writing_ && gather()) {
    error_code error;
    // One buffer is a cheaper call than two.
    const std::size_t bytes =
        rest_[1].size() == 0 ? socket_->write_some(rest_[0], error) : socket_->write_some(rest_, error);
    if (error && error != asio::error::would_block) return close();
    if (!error && bytes == rest_[0].size() + rest_[1].size()) {
      written();
      continue;
    }
    writing_ = true;
    write_since_ = EventLoop::now_ns();
    const std::size_t first = std::min(bytes, rest_[0].size());
    rest_[0] += first;
    rest_[1] += bytes - first;
    write_rest();
  }
}

// Puts the answers that are ready and next in line into the output; false if there are none.
bool ServerConnection::gather() {
  reuse(out_);
  reuse(large_body_);
  const std::uint64_t before = first_;
  while (first_ != next_ && at(first_).ready && large_body_.empty()) append_answer(at(first_++));
  if (first_ == next_ && continue_due_ && large_body_.empty()) {
    out_.append("HTTP/1.1 100 Continue\r\n\r\n");
    continue_due_ = false;
  }
  if (first_ != before) room_->cancel();
  rest_ = {asio::buffer(out_), asio::buffer(large_body_)};
  return !out_.empty();
}

void ServerConnection::append_answer(Exchange& exchange) {
  HttpResponse& response = exchange.response;
  const bool close_after = !exchange.keep_alive || (last_begun_ && first_ == next_);
  out_.append("HTTP/1.1 ");
  append_number(out_, static_cast<std::uint64_t>(response.status));
  out_.append(" ").append(reason_phrase(response.status)).append("\r\n");
  out_.append(response.headers.wire_text());
  out_.append("Date: ").append(server_->date()).append("\r\n");
  if (has_body(response.status)) {
    out_.append("Content-Length: ");
    append_number(out_, response.body.size());
    out_.append("\r\n");
  }
  if (close_after) {
    out_.append("Connection: close\r\n\r\n");
    last_written_ = true;
  } else {
    out_.append(exchange.http10 ? "Connection: keep-alive\r\n\r\n" : "\r\n");
  }
  if (!exchange.head && has_body(response.status)) {
    if (response.body.size() <= small_body) {
      out_.append(response.body);
    } else {
      large_body_ = std::move(response.body);
    }
  }
  response = HttpResponse{};
}

void ServerConnection::write_rest() {
  socket_->async_write_some(rest_, [self = shared_from_this()](error_code error, std::size_t bytes) {
    if (!self->open()) return;
    if (error) return self->close();
    self->write_since_ = EventLoop::now_ns();
    const std::size_t first = std::min(bytes, self->rest_[0].size());
    self->rest_[0] += first;
    self->rest_[1] += bytes - first;
    if (self->rest_[0].size() + self->rest_[1].size() != 0) return self->write_rest();
    self->writing_ = false;
    self->written();
    self->flush();
  });
}

// All that gather() had put together is with the system.
void ServerConnection::written() {
  if (last_written_) return after_last_answer();
  if (first_ == next_ && reading_ == Reading::idle) read_since_ = EventLoop::now_ns();
}

// Closing while the client still sends would make its system drop our answer, so: send the end, then read and throw
// away what comes until the client closes too.
void ServerConnection::after_last_answer() {
  error_code error;
  socket_->shutdown(tcp::socket::shutdown_send, error);
  if (error || eof_) return close();
  reading_ = Reading::stopped;
  linger_since_ = EventLoop::now_ns();
  room_->cancel();
}

}  // namespace sendlab
