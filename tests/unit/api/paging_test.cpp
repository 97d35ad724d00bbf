#include "engine/api/paging.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <catch2/catch.hpp>
#include <set>

#include "engine/api/decode.hpp"
#include "engine/kernel/ensure.hpp"
#include "tests/unit/api/api_shapes_fixture.hpp"

namespace sendlab {
namespace {

const PageTokens tokens{Seed{5}};

Result<PageTokens::Request, ApiError> read(std::string_view name, const std::string& body,
                                           const PageTokens& with = tokens) {
  const auto input = decode(operation(name), body);
  REQUIRE(input.ok());
  return with.read(operation(name), input.value());
}

std::string numbers(int most, const std::string& token, const std::string& rest = "") {
  return "{\"MaxResults\":" + std::to_string(most) + (token.empty() ? "" : ",\"NextToken\":\"" + token + "\"") + rest +
         "}";
}

bool refused(const Result<PageTokens::Request, ApiError>& request) {
  return !request.ok() && request.error().reason == "INVALID_NEXT_TOKEN";
}

auto page(const std::set<std::string>& items, int most, const std::string& token) {
  const auto request = read("DescribePhoneNumbers", numbers(most, token));
  REQUIRE(request.ok());
  return page_of(
      tokens, request.value(), items, [](const std::string& item) { return item; },
      [](const std::string&) { return true; });
}

}  // namespace

TEST_CASE("pages give every item once, in order, and no token after the last", "[api]") {
  for (const int most : {1, 2, 3, 7, 100}) {
    const std::set<std::string> items = {"a", "b", "c", "d", "e", "f"};
    std::vector<std::string> given;
    std::string token;
    int pages = 0;
    do {
      const auto one = page(items, most, token);
      for (const std::string* item : one.items) given.push_back(*item);
      CHECK(one.items.size() <= static_cast<std::size_t>(most));
      token = one.next_token;
      CHECK(token.size() <= 1024);
      ++pages;
    } while (!token.empty());
    CHECK(given == std::vector<std::string>(items.begin(), items.end()));
    CHECK(pages == (6 + most - 1) / most);
  }
}

TEST_CASE("items that come and go between pages neither repeat nor hide others", "[api]") {
  std::set<std::string> items = {"b", "d", "f", "h"};
  const std::string token = page(items, 2, "").next_token;
  items.erase("d");  // the last one given
  items.insert("a");
  items.insert("e");
  const auto rest = page(items, 100, token);
  std::vector<std::string> given;
  for (const std::string* item : rest.items) given.push_back(*item);
  CHECK(given == std::vector<std::string>{"e", "f", "h"});
  CHECK(rest.next_token.empty());
}

TEST_CASE("items that are not wanted take no room on a page", "[api]") {
  const std::set<std::string> items = {"a", "b", "c", "d", "e"};
  const auto request = read("DescribePhoneNumbers", numbers(2, ""));
  const auto one = page_of(
      tokens, request.value(), items, [](const std::string& item) { return item; },
      [](const std::string& item) { return item != "a" && item != "e"; });
  REQUIRE(one.items.size() == 2);
  CHECK(*one.items[1] == "c");
  CHECK_FALSE(one.next_token.empty());
}

TEST_CASE("a request without MaxResults asks for a hundred", "[api]") {
  CHECK(read("DescribePhoneNumbers", "{}")->max_results == 100);
  CHECK(read("DescribePhoneNumbers", "{}")->after.empty());
}

TEST_CASE("a token that was not given for this request is refused", "[api]") {
  const auto first = read("DescribePhoneNumbers", R"({"Filters":[{"Name":"status","Values":["ACTIVE"]}]})");
  const std::string token = tokens.next(first.value(), "phone-17");
  const std::string filters = R"(,"Filters":[{"Name":"status","Values":["ACTIVE"]}])";
  CHECK(read("DescribePhoneNumbers", numbers(5, token, filters))->after == "phone-17");
  CHECK(read("DescribePhoneNumbers", numbers(50, token, R"(,"Filters":[{"Values":["ACTIVE"],"Name":"status"}])")).ok());
  CHECK(refused(read("DescribePhoneNumbers", numbers(5, token))));
  CHECK(refused(
      read("DescribePhoneNumbers", numbers(5, token, R"(,"Filters":[{"Name":"status","Values":["PENDING"]}])"))));
  CHECK(refused(read("DescribePools", numbers(5, token, filters))));
  CHECK(refused(read("DescribePhoneNumbers", numbers(5, token, filters), PageTokens{Seed{6}})));
  CHECK(refused(read("DescribePhoneNumbers", numbers(5, "x"))));
  CHECK(refused(read("DescribePhoneNumbers", numbers(5, "not base64!"))));
  CHECK(refused(read("DescribePhoneNumbers", numbers(5, std::string(1024, 'A')))));
}

TEST_CASE("a token with any one character changed, added or cut is refused", "[api]") {
  const auto first = read("DescribePhoneNumbers", "{}");
  const std::string token = tokens.next(first.value(), "phone-17");
  REQUIRE(read("DescribePhoneNumbers", numbers(5, token)).ok());
  for (std::size_t at = 0; at < token.size(); ++at) {
    std::string changed = token;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    CHECK(refused(read("DescribePhoneNumbers", numbers(5, changed))));
  }
  CHECK(refused(read("DescribePhoneNumbers", numbers(5, token + "A"))));
  CHECK(refused(read("DescribePhoneNumbers", numbers(5, token.substr(0, token.size() - 1)))));
}

TEST_CASE("tokens are a pure function of seed, request and item, and fit the wire", "[api]") {
  const auto first = read("DescribePhoneNumbers", "{}");
  CHECK(tokens.next(first.value(), "a") == PageTokens{Seed{5}}.next(first.value(), "a"));
  CHECK(tokens.next(first.value(), std::string(600, 'k')).size() <= 1024);
  CHECK_THROWS_AS(tokens.next(first.value(), ""), InvariantViolation);
}

}  // namespace sendlab
