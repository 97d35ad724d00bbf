#include "engine/http/url.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <utility>

#include "engine/http/http_message.hpp"
#include "engine/kernel/ascii.hpp"

namespace sendlab {

namespace {

constexpr std::string_view example =
    "give an address such as https://sms-voice.us-east-1.amazonaws.com or http://127.0.0.1:4580";

std::string with_port(const std::string& host, std::uint16_t port) {
  const bool v6 = host.find(':') != std::string::npos;
  return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

bool parse_port(std::string_view text, std::uint16_t& port) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size();
}

bool is_ipv4(const std::string& host) {
  boost::system::error_code error;
  boost::asio::ip::make_address_v4(host, error);
  return !error;
}

bool is_ipv6(const std::string& host) {
  boost::system::error_code error;
  boost::asio::ip::make_address_v6(host, error);
  return !error && host.find('%') == std::string::npos;
}

// An IPv4 address or a name of letters, digits, '-' and '_'. Short and hexadecimal ways to write an IPv4 address, which
// some resolvers take, are refused: a last label that begins with a digit is one of a whole address.
bool good_name(std::string_view host) {
  if (host.empty() || host.size() > 253 || host.front() == '.' || host.find("..") != host.npos) return false;
  if (!std::all_of(host.begin(), host.end(),
                   [](char c) { return is_letter_or_digit(c) || c == '-' || c == '.' || c == '_'; })) {
    return false;
  }
  const std::string_view without_root = host.ends_with('.') ? host.substr(0, host.size() - 1) : host;
  const std::string_view last = without_root.substr(without_root.rfind('.') + 1);
  const bool numeric = !last.empty() && is_digit(last.front());
  return !numeric || is_ipv4(std::string(host));
}

// RFC 3986: path-abempty, with whole percent-encodings.
bool good_path(std::string_view path) {
  constexpr std::string_view marks = "/-._~!$&'()*+,;=:@";
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (is_letter_or_digit(path[i]) || marks.find(path[i]) != marks.npos) continue;
    if (path[i] != '%' || i + 2 >= path.size() || !is_hexadecimal(path[i + 1]) || !is_hexadecimal(path[i + 2]))
      return false;
  }
  return true;
}

// "host", "host:port", "[::1]", "[::1]:port": the host without brackets, and the text of the port ("" if there is
// none).
bool split_authority(std::string_view authority, std::string& host, std::string_view& port) {
  const bool brackets = authority.starts_with('[');
  const std::size_t end = brackets ? authority.find(']') : authority.find(':');
  if (brackets && end == authority.npos) return false;
  const std::string_view name = brackets ? authority.substr(1, end - 1) : authority.substr(0, end);
  host = lower_case(std::string(name));
  if (brackets ? !is_ipv6(host) : !good_name(host)) return false;
  const std::string_view rest = authority.substr(std::min(brackets ? end + 1 : end, authority.size()));
  if (!rest.empty() && rest.front() != ':') return false;
  port = rest.empty() ? rest : rest.substr(1);
  return true;
}

}  // namespace

std::string Url::authority() const {
  const std::uint16_t usual = tls() ? 443 : 80;
  const std::string full = with_port(host, port);
  return port == usual ? full.substr(0, full.rfind(':')) : full;
}

std::string Url::text() const { return scheme + "://" + authority() + path; }

Result<Url> parse_url(std::string_view text, std::string_view where) {
  const auto fault = [&](const std::string& what, std::string fix = std::string(example)) {
    return Error{std::string(where), what, std::move(fix)};
  };
  // No message repeats what may be a password.
  const std::string quoted = text.find('@') != text.npos ? "what was given" : "\"" + std::string(text) + "\"";
  const std::size_t mark = text.find("://");
  if (mark == text.npos) return fault("an address begins with http:// or https://, got " + quoted);
  Url url;
  url.scheme = lower_case(std::string(text.substr(0, mark)));
  if (url.scheme != "http" && url.scheme != "https") return fault("the scheme is not http or https: " + quoted);

  const std::string_view rest = text.substr(mark + 3);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  const std::string_view path = rest.substr(authority.size());
  if (authority.find('@') != authority.npos) {
    return fault("an address with a user name or password in it is not accepted",
                 "leave out what stands before the '@'; credentials come from the usual AWS variables and files");
  }
  if (path.find_first_of("?#") != path.npos) {
    return fault("an endpoint has no query and no fragment: " + quoted, "leave out what stands from the '?' or '#' on");
  }
  std::string_view port;
  if (!split_authority(authority, url.host, port)) return fault("no usable host in " + quoted);
  url.port = url.tls() ? 443 : 80;
  if (!port.empty() && (!parse_port(port, url.port) || url.port == 0)) {
    return fault("the port is not from 1 to 65535: " + quoted);
  }
  if (!good_path(path)) return fault("the path has characters that must be percent-encoded: " + quoted);
  url.path = path.empty() ? "/" : std::string(path);
  return url;
}

std::string HostPort::text() const { return with_port(host, port); }

Result<HostPort> parse_host_port(std::string_view text, std::string_view where) {
  const auto fault = [&](const char* what) {
    return Error{std::string(where), std::string(what) + ", got \"" + std::string(text) + "\"",
                 "give HOST:PORT, for example 127.0.0.1:4580, [::1]:4580 or localhost:0 (any free port)"};
  };
  HostPort result;
  std::string_view port;
  if (!split_authority(text, result.host, port)) return fault("an address to listen on has a host (IPv6 in brackets)");
  if (!parse_port(port, result.port)) return fault("an address to listen on has a port, from 0 to 65535");
  return result;
}

bool is_loopback(std::string_view host) {
  if (equal_ignoring_case(host, "localhost")) return true;
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(std::string(host), error);
  if (error) return false;
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6()).is_loopback();
  }
  return address.is_loopback();
}

bool is_loopback(const Url& url) { return is_loopback(url.host); }

}  // namespace sendlab
