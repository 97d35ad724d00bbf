#include "engine/message/pen.hpp"

#include <catch2/catch.hpp>

#include "engine/kernel/random.hpp"

using namespace sendlab;

namespace {

template <class Write>
std::string written(Write&& write) {
  std::string out;
  write_with_pen<64>(out, write);
  return out;
}

// Digit by digit, as one would on paper.
std::string decimal_reference(std::int64_t units, int places) {
  std::string digits =
      std::to_string(units < 0 ? 0 - static_cast<std::uint64_t>(units) : static_cast<std::uint64_t>(units));
  while (digits.size() <= static_cast<std::size_t>(places)) digits.insert(0, "0");
  std::string fraction = digits.substr(digits.size() - static_cast<std::size_t>(places));
  digits.resize(digits.size() - static_cast<std::size_t>(places));
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  return (units < 0 ? "-" : "") + digits + (fraction.empty() ? "" : "." + fraction);
}

}  // namespace

TEST_CASE("numbers are written as on paper, whatever their size", "[message][events]") {
  RandomStream random{stream_key(Seed{3}, 0, "pen", "numbers")};
  std::vector<std::int64_t> values = {0,         1,  9,      10,       99, 100, 101, 999'999, 1'000'000, 1'500'000'000,
                                      INT64_MAX, -1, -1'050, INT64_MIN};
  for (int i = 0; i < 2'000; ++i) values.push_back(static_cast<std::int64_t>(random.bits() >> random.below(64)));
  for (const std::int64_t value : values) {
    const auto magnitude = static_cast<std::uint64_t>(value);
    CHECK(written([&](Pen& pen) { pen.integer(magnitude); }) == std::to_string(magnitude));
    for (const int places : {0, 1, 5, 6, 9}) {
      CAPTURE(value, places);
      CHECK(written([&](Pen& pen) { pen.decimal(value, places); }) == decimal_reference(value, places));
    }
  }
}

TEST_CASE("a telephone number is in quotes, a short code without a plus", "[message][events]") {
  CHECK(written([](Pen& pen) { pen.phone({14255550100}); }) == "\"+14255550100\"");
  CHECK(written([](Pen& pen) { pen.phone({12345}); }) == "\"12345\"");
}

TEST_CASE("a message id has the layout of version 4", "[message][events]") {
  CHECK(written([](Pen& pen) { pen.uuid(0x0123'4567'89ab'cdef, 0xfedc'ba98'7654'3210); }) ==
        "01234567-89ab-4def-bedc-ba9876543210");
}
