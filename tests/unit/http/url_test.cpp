#include "engine/http/url.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;

TEST_CASE("targets are read into scheme, host, port and path", "[http]") {
  struct Row {
    const char* text;
    Url url;
    const char* again;
  };
  const Row rows[] = {
      {"http://127.0.0.1:4580", {"http", "127.0.0.1", 4580, "/"}, "http://127.0.0.1:4580/"},
      {"https://sms-voice.us-east-1.amazonaws.com",
       {"https", "sms-voice.us-east-1.amazonaws.com", 443, "/"},
       "https://sms-voice.us-east-1.amazonaws.com/"},
      {"HTTP://LocalHost:80/a%20b/", {"http", "localhost", 80, "/a%20b/"}, "http://localhost/a%20b/"},
      {"https://[::1]:8443/x", {"https", "::1", 8443, "/x"}, "https://[::1]:8443/x"},
      {"http://[::1]", {"http", "::1", 80, "/"}, "http://[::1]/"},
      {"http://example.com:/", {"http", "example.com", 80, "/"}, "http://example.com/"},
      {"https://example.com:80/", {"https", "example.com", 80, "/"}, "https://example.com:80/"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto url = parse_url(row.text, "--target");
    REQUIRE(url);
    CHECK(url.value() == row.url);
    CHECK(url.value().text() == row.again);
  }
}

TEST_CASE("what is no target is refused with the flag and a remedy", "[http]") {
  for (const char* text : {"",
                           "127.0.0.1:4580",
                           "localhost",
                           "ftp://example.com",
                           "http://",
                           "http:///path",
                           "http://:80",
                           "http://example.com:0",
                           "http://example.com:65536",
                           "http://example.com:x",
                           "http://a b/",
                           "http://example.com/?q=1",
                           "http://example.com/#f",
                           "//example.com",
                           "http://exa%20mple.com",
                           "http://[::1",
                           "http://[v1.x]",
                           "http://a..b",
                           "http://127.1",
                           "http://2130706433",
                           "http://0x7f000001",
                           "http://1.2.3.4.5",
                           "http://[fe80::1%25eth0]/",
                           "http://[::1]x",
                           "http://a:1:2/",
                           "http://example.com/\n",
                           "http://example.com/%2"}) {
    CAPTURE(text);
    const auto url = parse_url(text, "--target");
    REQUIRE_FALSE(url);
    CHECK(url.error().where == "--target");
    CHECK_FALSE(url.error().fix.empty());
  }
}

TEST_CASE("a password in a target is refused and not repeated", "[http]") {
  for (const char* text : {"https://user:hunter2@example.com/", "https://hunter2@example.com", "https://a:hunter2@[::1",
                           "nonsense//x:hunter2@y", "https://user:hunter2@@example.com", "user:hunter2@example.com"}) {
    CAPTURE(text);
    const auto url = parse_url(text, "--target");
    REQUIRE_FALSE(url);
    CHECK(to_text(url.error()).find("hunter2") == std::string::npos);
  }
}

TEST_CASE("addresses to listen on are read", "[http]") {
  CHECK(parse_host_port("127.0.0.1:4580", "--listen").value() == HostPort{"127.0.0.1", 4580});
  CHECK(parse_host_port("[::1]:0", "--listen").value() == HostPort{"::1", 0});
  CHECK(parse_host_port("Localhost:65535", "--listen").value() == HostPort{"localhost", 65535});
  CHECK(parse_host_port("[::1]:4580", "--listen").value().text() == "[::1]:4580");
  for (const char* text : {"", "4580", "127.0.0.1", "127.0.0.1:", ":4580", "::1:4580", "[::1]", "[x]:1",
                           "[127.0.0.1]:1", "a b:1", "host:65536", "host:-1", "host:1x", "http://host:1"}) {
    CAPTURE(text);
    const auto address = parse_host_port(text, "--listen");
    REQUIRE_FALSE(address);
    CHECK(address.error().where == "--listen");
    CHECK_FALSE(address.error().fix.empty());
  }
}

TEST_CASE("only literal loopback addresses and localhost are loopback", "[http]") {
  for (const char* host :
       {"127.0.0.1", "127.255.255.254", "::1", "localhost", "LOCALHOST", "::ffff:127.0.0.1", "0:0:0:0:0:0:0:1"}) {
    CAPTURE(host);
    CHECK(is_loopback(host));
  }
  for (const char* host :
       {"128.0.0.1", "0.0.0.0", "::", "10.0.0.1", "example.com", "localhost.example.com", "127.0.0.1.nip.io",
        "a.localhost", "localhost.", "::ffff:10.0.0.1", "2130706433", "127.1", "0x7f000001", ""}) {
    CAPTURE(host);
    CHECK_FALSE(is_loopback(host));
  }
}
