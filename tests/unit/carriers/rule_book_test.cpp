#include "carriers/rule_book.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "carriers/bundled_tables.hpp"

using namespace sendlab;

TEST_CASE("a rule of the book has an id, a group, a text and a source", "[carriers]") {
  const auto book = read_rule_book(
      "# Rules\n\nTalk.\n\n## Message parts (R-ENC)\n\n- **R-ENC-1** Says [this] much. [004 l.1420]\n"
      "- **R-ENC-2** Without a source\n- a remark\n\n## Older (less)\n\n- **R-SPM-10** Last. [none; assumption]\n");
  REQUIRE(book.size() == 3);
  CHECK(book[0].id == "R-ENC-1");
  CHECK(book[0].group == "Message parts");
  CHECK(book[0].text == "Says [this] much.");
  CHECK(book[0].source == "004 l.1420");
  CHECK(book[1].source.empty());
  CHECK(book[1].text == "Without a source");
  CHECK(book[2].id == "R-SPM-10");
  CHECK(book[2].source == "none; assumption");
}

TEST_CASE("the page of tests gives each rule its tests", "[carriers]") {
  auto book = read_rule_book("- **R-ENC-1** One. [x]\n- **R-ENC-2** Two. [x]\n");
  read_rule_tests(
      "| rule | tests |\n|---|---|\n| R-ENC-1 | unit/a: first<br>peers/b.py |\n| R-NEW-1 | unit/c: other |\n", book);
  CHECK(book[0].tests == std::vector<std::string>{"unit/a: first", "peers/b.py"});
  CHECK(book[1].tests.empty());
}

TEST_CASE("what looks like a rule id", "[carriers]") {
  for (const char* yes : {"R-MPS-4", "R-A-1", "R-SPM-10"}) CHECK(is_rule_id(yes));
  for (const char* no : {"R-MPS", "R--4", "R-MPS-", "R-mps-4", "R-MPS-4x", "quotas", ""}) CHECK_FALSE(is_rule_id(no));
}

TEST_CASE("the bundled book holds every line that begins as a rule, each id once", "[carriers]") {
  const std::string_view text = bundled_table("rules.md");
  std::size_t lines = 0;
  for (std::size_t at = text.find("\n- **R-"); at != std::string_view::npos; at = text.find("\n- **R-", at + 1))
    ++lines;
  const auto book = rule_book();
  CHECK(book.size() == lines);
  CHECK(book.size() >= 275);
  std::set<std::string> ids;
  for (const BookRule& rule : book) {
    CHECK(ids.insert(rule.id).second);
    CHECK_FALSE(rule.text.empty());
    CHECK_FALSE(rule.source.empty());
  }
  const auto rule = std::ranges::find(book, "R-MPS-4", &BookRule::id);
  REQUIRE(rule != book.end());
  CHECK(rule->text == "Canadian long codes 1 MPS; long codes elsewhere 10 MPS.");
  CHECK_FALSE(rule->tests.empty());
}
