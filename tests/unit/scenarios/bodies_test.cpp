#include "scenarios/bodies.hpp"

#include <catch2/catch.hpp>
#include <set>

namespace sendlab {
namespace {

const StreamKey values = stream_key(Seed{1}, 0, "workload/w", "body_values");

std::string rendered(const MessageTemplate& body, std::uint64_t index) {
  std::string text;
  body.render(text, values, index, nullptr, {});
  return text;
}

MessageTemplate compiled(const std::string& text, const std::vector<std::string>& columns = {}) {
  auto made = MessageTemplate::compile(text, columns);
  REQUIRE(made.ok());
  return made.value();
}

std::string fault(const std::string& text, const std::vector<std::string>& columns = {}) {
  const auto made = MessageTemplate::compile(text, columns);
  return made.ok() ? "" : made.error().what;
}

TEST_CASE("placeholders become digits, letters and the number of the send", "[scenarios][bodies]") {
  const std::string text = rendered(compiled("Code {digits:6}, {letters:30}, no {index}."), 41);
  CHECK(text.substr(0, 5) == "Code ");
  CHECK(text.substr(5, 6).find_first_not_of("0123456789") == std::string::npos);
  CHECK(text.substr(13, 30).find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos);
  CHECK(text.substr(43) == ", no 41.");
}

TEST_CASE("a double brace is a brace", "[scenarios][bodies]") {
  CHECK(rendered(compiled("{{index} is {index}, } stays"), 7) == "{index} is 7, } stays");
}

TEST_CASE("drawn values depend on the send alone, and differ from send to send", "[scenarios][bodies][R-DET-1]") {
  const MessageTemplate body = compiled("{digits:12}");
  std::set<std::string> seen;
  for (std::uint64_t i = 0; i < 1000; ++i) seen.insert(rendered(body, i));
  CHECK(seen.size() == 1000);
  CHECK(rendered(body, 500) == rendered(body, 500));
}

TEST_CASE("each digit is drawn about equally often", "[scenarios][bodies]") {
  const std::string text = rendered(compiled("{digits:1600}"), 0);
  double chi = 0;
  for (char digit = '0'; digit <= '9'; ++digit) {
    const auto count = static_cast<double>(std::count(text.begin(), text.end(), digit));
    chi += (count - 160) * (count - 160) / 160;
  }
  CHECK(chi < 27.9);  // chi-square with 9 degrees of freedom: above in 0.1 % of draws
}

TEST_CASE("a body whose length cannot vary is measured once", "[scenarios][bodies][R-ENC-4]") {
  CHECK(compiled("Your code is {digits:6}").fixed_size() == encoded_size("Your code is 123456"));
  CHECK(compiled(std::string(154, 'a') + "{letters:7}").fixed_size()->parts == 2);
  CHECK(compiled("{digits:3}\xE2\x82\xAC").fixed_size()->units == 5);
  CHECK_FALSE(compiled("no {index}").fixed_size());
  CHECK_FALSE(compiled("Hi {name}", {"name"}).fixed_size());
}

TEST_CASE("what is wrong with a placeholder is said with a remedy", "[scenarios][bodies]") {
  CHECK(fault("Code {digits:6") == "has a placeholder that never closes: {digits:6");
  CHECK(fault("{digits}") == "has {digits}, which needs how many, from 1 to 1600");
  CHECK(fault("{digits:0}") == "has {digits:0}, which needs how many, from 1 to 1600");
  CHECK(fault("{letters:x}") == "has {letters:x}, which needs how many, from 1 to 1600");
  CHECK(fault("{digit:6}") == "has an unknown placeholder {digit:6}; did you mean digits?");
  CHECK(fault("Hi {nmae}", {"name", "number"}) == "has an unknown placeholder {nmae}; did you mean name?");
  CHECK(fault("Hi {name}") == "has an unknown placeholder {name}");
  CHECK(fault("{}") == "has an unknown placeholder {}");
  CHECK(fault("plain") == "");
}

TEST_CASE("several texts are drawn by weight", "[scenarios][bodies]") {
  TemplateSource source({{3, compiled("a")}, {1, compiled(std::string(161, 'b'))}}, {{}, {}}, values);
  RandomStream random(stream_key(Seed{9}, 0, "workload/w", "body"));
  int long_ones = 0;
  for (std::uint64_t i = 0; i < 10'000; ++i) long_ones += source.next(random, i, nullptr, false).parts == 2 ? 1 : 0;
  CHECK(std::abs(long_ones - 2500) < 174);  // four standard deviations
}

TEST_CASE("rendering a body or not changes neither sizes nor later texts", "[scenarios][bodies][R-DET-1]") {
  const auto make = [] {
    return TemplateSource({{1, compiled("{digits:6}")}, {1, compiled("no {index} {letters:4}")}}, {{}, {}}, values);
  };
  TemplateSource lazy = make(), eager = make();
  RandomStream one(stream_key(Seed{9}, 0, "w", "body")), two = one;
  for (std::uint64_t i = 0; i < 100; ++i) {
    const bool wanted = i % 10 == 9;
    const EncodedSize size = lazy.next(one, i, nullptr, wanted);
    CHECK(eager.next(two, i, nullptr, true) == size);
    if (wanted) CHECK(lazy.text() == eager.text());
  }
}

}  // namespace
}  // namespace sendlab
