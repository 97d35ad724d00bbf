#pragma once
// Beast's HTTP/1 parser, filling the messages of this project without an allocation for each header field.
// For the .cpp files of this folder.
#include <boost/beast/http/basic_parser.hpp>
#include <string_view>

#include "engine/http/http_message.hpp"

namespace sendlab {

namespace beast = boost::beast;

// Appends fields that a parser has found well formed.
struct HeadersWriter {
  static void append(HttpHeaders& headers, std::string_view name, std::string_view value) {
    headers.text_.append(name).append(": ").append(value).append("\r\n");
  }
};

// Common to both directions: fields and body. What comes after a chunked body (trailers) is read and dropped.
template <bool is_request, class Message>
class MessageParser : public beast::http::basic_parser<is_request> {
 public:
  using error_code = boost::system::error_code;
  using view = beast::string_view;

  MessageParser(Message& message, std::size_t max_body_bytes) : message_(message) {
    message.headers.clear();
    message.body.clear();
    this->eager(true);
    this->body_limit(max_body_bytes);
    this->header_limit(UINT32_MAX);  // counted by the connections, over start line and fields together
  }

 protected:
  static std::string_view plain(view text) { return {text.data(), text.size()}; }

  void on_field_impl(beast::http::field, view name, view value, error_code&) override {
    if (!in_body_) HeadersWriter::append(message_.headers, plain(name), plain(value));
  }
  void on_header_impl(error_code&) override { in_body_ = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
    if (length) message_.body.reserve(static_cast<std::size_t>(*length));  // within the limit: checked by now
  }
  std::size_t on_body_impl(view body, error_code&) override {
    message_.body.append(body.data(), body.size());
    return body.size();
  }
  void on_chunk_header_impl(std::uint64_t, view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, view body, error_code&) override {
    message_.body.append(body.data(), body.size());
    return body.size();
  }
  void on_finish_impl(error_code&) override {}

  Message& message_;
  bool in_body_ = false;
};

// Notes what the rules of RFC 9112 need beyond the message itself.
class RequestParser final : public MessageParser<true, HttpRequest> {
 public:
  using MessageParser::MessageParser;

  [[nodiscard]] bool http10() const { return http10_; }
  [[nodiscard]] bool expects_continue() const { return expects_continue_; }
  [[nodiscard]] bool unknown_expectation() const { return unknown_expectation_; }
  [[nodiscard]] bool unknown_coding() const { return unknown_coding_; }  // a transfer coding other than chunked
  [[nodiscard]] int hosts() const { return hosts_; }

 private:
  void on_request_impl(beast::http::verb, view method, view target, int version, error_code&) override {
    message_.method.assign(method.data(), method.size());
    message_.target.assign(target.data(), target.size());
    http10_ = version == 10;
  }
  void on_response_impl(int, view, int, error_code&) override {}

  void on_field_impl(beast::http::field field, view name, view value, error_code& error) override {
    if (!in_body_) {
      if (field == beast::http::field::host) ++hosts_;
      if (field == beast::http::field::expect) {
        const bool known = equal_ignoring_case(plain(value), "100-continue");
        (known ? expects_continue_ : unknown_expectation_) = true;
      }
      if (field == beast::http::field::transfer_encoding && !equal_ignoring_case(plain(value), "chunked")) {
        unknown_coding_ = true;
      }
    }
    MessageParser::on_field_impl(field, name, value, error);
  }

  int hosts_ = 0;
  bool http10_ = false;
  bool expects_continue_ = false;
  bool unknown_expectation_ = false;
  bool unknown_coding_ = false;
};

class ResponseParser final : public MessageParser<false, HttpResponse> {
 public:
  using MessageParser::MessageParser;

 private:
  void on_request_impl(beast::http::verb, view, view, int, error_code&) override {}
  void on_response_impl(int status, view, int, error_code&) override { message_.status = status; }
};

}  // namespace sendlab
