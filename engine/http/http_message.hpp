#pragma once
// Requests and responses as plain data, the same for client and server.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sendlab {

// A body up to this size is copied behind its head; a larger one is written from where it lies.
inline constexpr std::size_t small_body = 16 * 1024;

// Header fields in the order they were added, kept as the text that goes over the wire: one allocation however many
// there are. Names compare without case. Looking one up reads the text from its beginning.
class HttpHeaders {
 public:
  HttpHeaders() = default;
  HttpHeaders(std::initializer_list<std::pair<std::string_view, std::string_view>> fields);

  // `name` must be a token (RFC 9110, 5.6.2): a bug otherwise. Control characters in `value` become spaces, so that a
  // value can never end its line; leading and trailing blanks are dropped.
  void add(std::string_view name, std::string_view value);
  // Removes all fields of that name, then adds.
  void set(std::string_view name, std::string_view value);
  void remove(std::string_view name);

  // The first field of that name. Valid until the headers change.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
  // The same, or an empty text when there is none.
  [[nodiscard]] std::string_view get(std::string_view name) const { return find(name).value_or(std::string_view{}); }
  [[nodiscard]] bool contains(std::string_view name) const { return find(name).has_value(); }

  // {name, value} of each field, in order, spelt as added. Views, valid until the headers change.
  [[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>> fields() const;

  [[nodiscard]] const std::string& wire_text() const { return text_; }  // "Name: value\r\n" of each
  [[nodiscard]] bool empty() const { return text_.empty(); }
  void clear() { text_.clear(); }

 private:
  friend struct HeadersWriter;  // the parser of this folder: fields it has checked
  std::string text_;
};

// true if the texts are equal but for the case of ASCII letters.
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);

struct HttpRequest {
  std::string method = "GET";
  std::string target = "/";  // as on the wire: path and query, percent-encoded
  HttpHeaders headers;       // a client adds Host and Content-Length itself
  std::string body;          // whole, chunks put together
  std::string peer;          // "127.0.0.1:51334" or "[::1]:51334" of the sender; unused by a client

  // The part of the target before '?', percent-encoded as sent; without scheme and host if the target had them.
  [[nodiscard]] std::string_view path() const;
  // The part after '?', percent-encoded as sent; empty if there is none.
  [[nodiscard]] std::string_view query() const;
  // The first query parameter of that name, decoded ("%20" and "+" are blanks).
  [[nodiscard]] std::optional<std::string> parameter(std::string_view name) const;
  // All query parameters, decoded, in order. "a&b=" are two with empty values.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const;
};

// Instants of EventLoop::now_ns(), as the client saw them.
struct HttpTimings {
  std::int64_t write_started_ns = 0;  // the first byte of the request was handed to the system
  std::int64_t first_byte_ns = 0;     // something of the answer had arrived
  std::int64_t finished_ns = 0;       // the answer was complete
  bool new_connection = false;        // the request was the first of its connection; connecting is not in the above
};

struct HttpResponse {
  int status = 200;
  HttpHeaders headers;  // a server adds Date, Content-Length and Connection itself
  std::string body;
  HttpTimings timings;  // filled by HttpClient; a server ignores it
};

// "OK" of 200; "" if there is no registered phrase.
[[nodiscard]] std::string_view reason_phrase(int status);

// Undoes percent-encoding. `plus_is_blank` as in queries. A '%' without two hexadecimal digits stays as it is.
[[nodiscard]] std::string percent_decoded(std::string_view text, bool plus_is_blank = false);

}  // namespace sendlab
