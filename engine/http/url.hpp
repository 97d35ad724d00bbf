#pragma once
// Addresses that users type: targets (https://HOST:PORT/PATH) and HOST:PORT to listen on.
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/kernel/result.hpp"

namespace sendlab {

// An http or https address without user, query and fragment.
struct Url {
  std::string scheme;      // "http" or "https"
  std::string host;        // lower case; an IPv6 address without brackets
  std::uint16_t port = 0;  // 80 and 443 where the text names none
  std::string path;        // as in the text, "/" at least

  [[nodiscard]] bool tls() const { return scheme == "https"; }
  // "sms-voice.us-east-1.amazonaws.com", "127.0.0.1:4580", "[::1]:4580": the port only where it is not the usual one.
  [[nodiscard]] std::string authority() const;
  [[nodiscard]] std::string text() const;  // scheme://authority/path

  friend bool operator==(const Url&, const Url&) = default;
};

// `where` (a flag, say "--target") is what errors name. user:password@ is refused and never repeated in the error.
[[nodiscard]] Result<Url> parse_url(std::string_view text, std::string_view where);

struct HostPort {
  std::string host;  // an IPv6 address without brackets
  std::uint16_t port = 0;
  [[nodiscard]] std::string text() const;  // "127.0.0.1:4580", "[::1]:4580"
  friend bool operator==(const HostPort&, const HostPort&) = default;
};

// "127.0.0.1:4580", "[::1]:4580", "localhost:0". Port 0 means any free one.
[[nodiscard]] Result<HostPort> parse_host_port(std::string_view text, std::string_view where);

// True only of a literal address in 127.0.0.0/8, of ::1 (and ::ffff:127.x.y.z), and of the name "localhost". That name
// is a promise: HttpClient refuses to connect when it resolves to anything that is not loopback. No other name counts,
// wherever it leads.
[[nodiscard]] bool is_loopback(std::string_view host);
[[nodiscard]] bool is_loopback(const Url& url);

}  // namespace sendlab
