#include "reports/write_junit.hpp"

namespace sendlab {
namespace {

std::string xml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        // Control characters cannot stand in XML 1.0 at all.
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return out;
}

std::string value_text(const Doc& doc) {
  if (const std::string* text = doc.as_text()) return *text;
  if (const Doc::Number* number = doc.as_number()) return decimal_text(number->value, number->places);
  return {};
}


class Suite {
 public:
  void add(const std::string& classname, const std::string& name, const std::string& failure) {
    ++tests_;
    cases_ += "    <testcase classname=\"" + xml(classname) + "\" name=\"" + xml(name) + "\" time=\"0\"";
    if (failure.empty()) {
      cases_ += "/>\n";
      return;
    }
    ++failures_;
    cases_ += ">\n      <failure message=\"" + xml(failure) + "\"/>\n    </testcase>\n";
  }

  [[nodiscard]] std::string text(const std::string& name) const {
    const std::string counts =
        "tests=\"" + std::to_string(tests_) + "\" failures=\"" + std::to_string(failures_) + "\" errors=\"0\"";
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites " + counts + ">\n  <testsuite name=\"" + xml(name) +
           "\" " + counts + ">\n" + cases_ + "  </testsuite>\n</testsuites>\n";
  }

 private:
  std::string cases_;
  int tests_ = 0;
  int failures_ = 0;
};

}  // namespace

std::string write_junit(const Doc& report) {
  const std::string scenario = value_text(report["scenario"]["file"]);
  Suite suite;
  for (const Doc& expectation : report["expectations"].items()) {
    std::string failure;
    if (!is_true(expectation["passed"])) {
      failure = expectation["value"].is_null() ? "the metric has no samples"
                                               : "the value is " + value_text(expectation["value"]);
    }
    suite.add(scenario + ".expect", value_text(expectation["expression"]), failure);
  }
  for (const Doc& fault : report["faults"].items()) {
    const Doc::Number* affected = fault["messages_affected"].as_number();
    const bool effect = affected != nullptr && affected->value > Rational{0, 1};
    suite.add(scenario + ".faults",
              value_text(fault["kind"]) + " " + value_text(fault["target"]) + " at " + value_text(fault["at_s"]) + " s",
              effect ? "" : "the planned fault never took effect");
  }
  return suite.text("sendlab " + scenario);
}

}  // namespace sendlab
