#include "engine/http/url.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/url/src.hpp>  // the library is used from its headers: Debian ships it as a part of them
#include <charconv>
#include <utility>

#include "engine/http/http_message.hpp"

namespace sendlab {

namespace {

constexpr std::string_view example =
    "give an address such as https://sms-voice.us-east-1.amazonaws.com or http://127.0.0.1:4580";

std::string with_port(const std::string& host, std::uint16_t port) {
  const bool v6 = host.find(':') != std::string::npos;
  return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return text;
}

bool parse_port(std::string_view text, std::uint16_t& port) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size();
}

// What may stand for a host: letters, digits, '-', '.' and '_', no empty labels.
bool good_name(std::string_view host) {
  if (host.empty() || host.size() > 253 || host.front() == '.' || host.find("..") != host.npos) return false;
  return std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_';
  });
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
  // First of all, so that no later message repeats a password.
  const std::size_t authority = text.find("//");
  if (authority != text.npos) {
    const std::string_view rest = text.substr(authority + 2);
    if (rest.substr(0, rest.find_first_of("/?#")).find('@') != rest.npos) {
      return fault("an address with a user name or password in it is not accepted",
                   "leave out what stands before the '@'; credentials come from the usual AWS variables and files");
    }
  }
  const std::string quoted = "\"" + std::string(text) + "\"";
  const auto parsed = boost::urls::parse_uri({text.data(), text.size()});
  if (parsed.has_error()) return fault("not an address: " + quoted);
  const boost::urls::url_view view = parsed.value();

  Url url;
  url.scheme = lower_case(std::string(view.scheme()));
  if (url.scheme != "http" && url.scheme != "https") return fault("the scheme is not http or https: " + quoted);
  if (view.has_query() || view.has_fragment()) {
    return fault("an endpoint has no query and no fragment: " + quoted, "leave out what stands from the '?' or '#' on");
  }
  switch (view.host_type()) {
    case boost::urls::host_type::ipv4:
    case boost::urls::host_type::ipv6:
      url.host = lower_case(std::string(view.host_address()));
      break;
    case boost::urls::host_type::name:
      url.host = lower_case(std::string(view.host_name()));
      break;
    default:
      url.host.clear();
  }
  if (view.host_type() == boost::urls::host_type::name && !good_name(url.host)) url.host.clear();
  if (url.host.empty()) return fault("no usable host in " + quoted);
  url.port = url.tls() ? 443 : 80;
  if (view.has_port() && !view.port().empty()) {
    const auto port = view.port();
    if (!parse_port({port.data(), port.size()}, url.port) || url.port == 0) {
      return fault("the port is not from 1 to 65535: " + quoted);
    }
  }
  url.path = std::string(view.encoded_path());
  if (url.path.empty()) url.path = "/";
  return url;
}

std::string HostPort::text() const { return with_port(host, port); }

Result<HostPort> parse_host_port(std::string_view text, std::string_view where) {
  const auto fault = [&](const char* what) {
    return Error{std::string(where), std::string(what) + ", got \"" + std::string(text) + "\"",
                 "give HOST:PORT, for example 127.0.0.1:4580, [::1]:4580 or localhost:0 (any free port)"};
  };
  const std::size_t colon = text.rfind(':');
  if (colon == text.npos) return fault("an address to listen on has a port");
  std::string_view host = text.substr(0, colon);
  HostPort result;
  if (!parse_port(text.substr(colon + 1), result.port)) return fault("a port is a number from 0 to 65535");
  if (host.size() >= 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
    boost::system::error_code error;
    boost::asio::ip::make_address_v6(std::string(host), error);
    if (error) return fault("what stands in brackets is not an IPv6 address");
  } else if (host.find(':') != host.npos) {
    return fault("an IPv6 address stands in brackets");
  } else if (!good_name(host)) {
    return fault("an address to listen on has a host");
  }
  result.host = lower_case(std::string(host));
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
