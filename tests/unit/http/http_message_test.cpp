#include "engine/http/http_message.hpp"

#include <catch2/catch.hpp>

#include "engine/kernel/ensure.hpp"

using namespace sendlab;

TEST_CASE("header fields are found whatever their case, the first of a name", "[http]") {
  HttpHeaders headers{{"Content-Type", "application/json"}, {"X-Twice", "one"}, {"x-twice", "two"}, {"X-Empty", ""}};

  CHECK(headers.get("content-TYPE") == "application/json");
  CHECK(headers.get("X-TWICE") == "one");
  CHECK(headers.find("x-empty") == "");
  CHECK_FALSE(headers.contains("X-Twic"));
  CHECK_FALSE(headers.contains("X-Twice2"));
  CHECK(headers.fields().size() == 4);
  CHECK(headers.fields()[2] == std::pair<std::string_view, std::string_view>{"x-twice", "two"});
}

TEST_CASE("set replaces all fields of a name, remove drops them", "[http]") {
  HttpHeaders headers{{"A", "1"}, {"B", "2"}, {"a", "3"}};
  headers.set("a", "4");
  CHECK(headers.wire_text() == "B: 2\r\na: 4\r\n");
  headers.remove("B");
  CHECK(headers.wire_text() == "a: 4\r\n");
}

TEST_CASE("a header value cannot end its line, a bad name is a bug", "[http]") {
  HttpHeaders headers;
  headers.add("X-Name", " evil\r\nSet-Cookie: a\n\0b\t ");
  CHECK(headers.wire_text() == "X-Name: evil  Set-Cookie: a\r\n");  // the literal ends at the zero byte
  headers.clear();
  headers.add("X-Name", std::string_view("a\0b", 3));
  CHECK(headers.get("X-Name") == "a b");
  CHECK_THROWS_AS(headers.add("X Name", ""), InvariantViolation);
  CHECK_THROWS_AS(headers.add("X:", ""), InvariantViolation);
  CHECK_THROWS_AS(headers.add("", ""), InvariantViolation);
}

TEST_CASE("a target is split into path and decoded query parameters", "[http]") {
  HttpRequest request;
  request.target = "/_sendlab/messages?limit=10&to=%2B1%20290&name=a+b&flag&bad=%zz%4&=x&&limit=20";

  CHECK(request.path() == "/_sendlab/messages");
  CHECK(request.parameter("limit") == "10");
  CHECK(request.parameter("to") == "+1 290");
  CHECK(request.parameter("name") == "a b");
  CHECK(request.parameter("flag") == "");
  CHECK(request.parameter("bad") == "%zz%4");
  CHECK_FALSE(request.parameter("none"));
  CHECK(request.parameters().size() == 7);
}

TEST_CASE("the path of a target with scheme and host is the path", "[http]") {
  HttpRequest request;
  const auto path_of = [&](const char* target) {
    request.target = target;
    return std::string(request.path());
  };
  CHECK(path_of("http://example.com/a/b?c=d") == "/a/b");
  CHECK(path_of("http://example.com") == "/");
  CHECK(path_of("http://example.com?c=d") == "/");
  CHECK(path_of("/http://x/y") == "/http://x/y");
  CHECK(path_of("*") == "*");
  CHECK(path_of("/") == "/");
}
