#pragma once
// Numbers and text of the event streams, written behind one another on the stack and appended in one go: a string that
// grows with every comma looks for room two hundred times a message.
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "engine/message/phone_number.hpp"
#include "engine/message/quantity.hpp"

namespace sendlab {

// Two characters for each value below `n`: "00", "01", … to the base.
template <std::size_t n>
constexpr std::array<char, 2 * n> pairs(std::size_t base) {
  std::array<char, 2 * n> all{};
  for (std::size_t i = 0; i < n; ++i) {
    all[2 * i] = "0123456789abcdef"[i / base];
    all[2 * i + 1] = "0123456789abcdef"[i % base];
  }
  return all;
}
inline constexpr auto decimal_pairs = pairs<100>(10);
inline constexpr auto hex_pairs = pairs<256>(16);

// Does not look whether there is room: who makes one knows how much it will write.
class Pen {
 public:
  explicit Pen(char* at) : at_(at) {}
  [[nodiscard]] char* at() const { return at_; }

  void put(std::string_view text) {
    std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
  }
  void put(char c) { *at_++ = c; }
  void hex_byte(std::uint64_t byte) {
    std::memcpy(at_, hex_pairs.data() + 2 * (byte & 255), 2);
    at_ += 2;
  }
  void integer(std::uint64_t value) { at_ = std::to_chars(at_, at_ + 20, value).ptr; }
  void decimal(std::int64_t units, int places) {
    auto magnitude = static_cast<std::uint64_t>(units);
    if (units < 0) {
      put('-');
      magnitude = 0 - magnitude;
    }
    std::uint64_t scale = 1;
    for (int i = 0; i < places; ++i) scale *= 10;
    integer(magnitude / scale);
    std::uint64_t fraction = magnitude % scale;
    if (fraction == 0) return;
    put('.');
    char* digit = at_ + places;
    for (; digit - at_ >= 2; fraction /= 100) std::memcpy(digit -= 2, decimal_pairs.data() + 2 * (fraction % 100), 2);
    if (digit != at_) *at_ = static_cast<char>('0' + fraction);
    at_ += places;
    while (at_[-1] == '0') --at_;
  }
  void phone(PhoneNumber phone) {
    put('"');
    if (!is_short_code(phone)) put('+');
    integer(phone.digits);
    put('"');
  }
  void uuid(std::uint64_t high, std::uint64_t low) {
    for (int shift = 56; shift >= 32; shift -= 8) hex_byte(high >> shift);
    put('-');
    hex_byte(high >> 24);
    hex_byte(high >> 16);
    put('-');
    hex_byte(0x40 | (high >> 8 & 15));
    hex_byte(high);
    put('-');
    hex_byte(0x80 | (low >> 56 & 0x3f));
    hex_byte(low >> 48);
    put('-');
    for (int shift = 40; shift >= 0; shift -= 8) hex_byte(low >> shift);
  }

 private:
  char* at_;
};

// Appends what `write` puts down, at most `most` characters.
template <std::size_t most, class Write>
void write_with_pen(std::string& out, Write&& write) {
  std::array<char, most> room;
  Pen pen(room.data());
  write(pen);
  out.append(room.data(), pen.at());
}

}  // namespace sendlab
