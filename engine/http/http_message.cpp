#include "engine/http/http_message.hpp"

#include <algorithm>

#include "engine/kernel/ascii.hpp"
#include "engine/kernel/ensure.hpp"

namespace sendlab {

namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool is_blank(char c) { return c == ' ' || is_control(c); }

bool is_token(std::string_view text) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_letter_or_digit(c) || marks.find(c) != marks.npos;
  });
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

struct Field {
  std::size_t begin;  // of its line in the wire text
  std::size_t end;    // after its line
  std::string_view name;
  std::string_view value;
};

// The field whose line begins at `begin`; the text is ours, so it is well formed.
Field field_at(std::string_view text, std::size_t begin) {
  const std::size_t end = text.find("\r\n", begin);
  const std::size_t colon = text.find(':', begin);
  return {begin, end + 2, text.substr(begin, colon - begin), text.substr(colon + 2, end - colon - 2)};
}

int hexadecimal(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (to_lower(c) >= 'a' && to_lower(c) <= 'f') return to_lower(c) - 'a' + 10;
  return -1;
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return to_lower(x) == to_lower(y); });
}

HttpHeaders::HttpHeaders(std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
  for (const auto& [name, value] : fields) add(name, value);
}

void HttpHeaders::add(std::string_view name, std::string_view value) {
  ENSURE(is_token(name), "the name of a header field is a token");
  text_.append(name).append(": ");
  for (const char c : without_blanks(value)) text_ += is_control(c) && c != '\t' ? ' ' : c;
  text_.append("\r\n");
}

void HttpHeaders::set(std::string_view name, std::string_view value) {
  remove(name);
  add(name, value);
}

void HttpHeaders::remove(std::string_view name) {
  for (std::size_t at = 0; at < text_.size();) {
    const Field field = field_at(text_, at);
    if (equal_ignoring_case(field.name, name)) {
      text_.erase(field.begin, field.end - field.begin);
    } else {
      at = field.end;
    }
  }
}

std::optional<std::string_view> HttpHeaders::find(std::string_view name) const {
  for (std::size_t at = 0; at < text_.size();) {
    const Field field = field_at(text_, at);
    if (equal_ignoring_case(field.name, name)) return field.value;
    at = field.end;
  }
  return std::nullopt;
}

std::vector<std::pair<std::string_view, std::string_view>> HttpHeaders::fields() const {
  std::vector<std::pair<std::string_view, std::string_view>> all;
  for (std::size_t at = 0; at < text_.size();) {
    const Field field = field_at(text_, at);
    all.emplace_back(field.name, field.value);
    at = field.end;
  }
  return all;
}

std::string_view HttpRequest::path() const {
  std::string_view rest = target;
  if (!rest.empty() && rest.front() != '/') {  // http://host/path, as a proxy would be asked
    const std::size_t scheme = rest.find("://");
    if (scheme != rest.npos) {
      const std::size_t slash = rest.find_first_of("/?", scheme + 3);
      if (slash == rest.npos || rest[slash] == '?') return "/";
      rest.remove_prefix(slash);
    }
  }
  return rest.substr(0, rest.find('?'));
}

std::string_view HttpRequest::query() const {
  const std::size_t mark = target.find('?');
  return mark == target.npos ? std::string_view{} : std::string_view(target).substr(mark + 1);
}

std::optional<std::string> HttpRequest::parameter(std::string_view name) const {
  for (auto& [key, value] : parameters()) {
    if (key == name) return std::move(value);
  }
  return std::nullopt;
}

std::vector<std::pair<std::string, std::string>> HttpRequest::parameters() const {
  std::vector<std::pair<std::string, std::string>> all;
  std::string_view rest = query();
  while (!rest.empty()) {
    const std::string_view part = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    all.emplace_back(percent_decoded(part.substr(0, equals), true),
                     equals == part.npos ? std::string() : percent_decoded(part.substr(equals + 1), true));
  }
  return all;
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 100:
      return "Continue";
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 402:
      return "Payment Required";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 411:
      return "Length Required";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "";
  }
}

std::string percent_decoded(std::string_view text, bool plus_is_blank) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hexadecimal(text[i + 1]) >= 0 && hexadecimal(text[i + 2]) >= 0) {
      decoded += static_cast<char>(hexadecimal(text[i + 1]) * 16 + hexadecimal(text[i + 2]));
      i += 2;
    } else {
      decoded += plus_is_blank && text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

}  // namespace sendlab
