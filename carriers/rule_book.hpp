#pragma once
// The rule book (rules.md) and the table of its tests (rules_and_tests.md), as bundled into the program: rule ids with
// their text, source and tests.
#include <string>
#include <string_view>
#include <vector>

namespace sendlab {

struct BookRule {
  std::string id;                  // "R-MPS-4"
  std::string group;               // "Throughput"
  std::string text;                // one line, without its source
  std::string source;              // what stood in the square brackets at the end: "004 l.2646"
  std::vector<std::string> tests;  // "unit service/lanes: a number at 1 MPS …"; empty: none yet
};

// Every rule in the order of the book. Rules whose line does not have the form of a rule are left out; a test counts
// them.
[[nodiscard]] std::vector<BookRule> rule_book();

// The rules of a book text, without tests: `- **R-ENC-1** text [source]` under `## Group (R-ENC)`.
[[nodiscard]] std::vector<BookRule> read_rule_book(std::string_view text);

// Adds to `book` the tests that a page names: `| R-ENC-1 | one test<br>another |`.
void read_rule_tests(std::string_view page, std::vector<BookRule>& book);

// "R-MPS-4": an R, a group of capital letters, a number.
[[nodiscard]] bool is_rule_id(std::string_view word);

}  // namespace sendlab
