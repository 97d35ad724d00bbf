#include "engine/api/base64.hpp"

#include <algorithm>
#include <cstdint>

#include "engine/kernel/ascii.hpp"

namespace sendlab {
namespace {

constexpr std::string_view url_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

std::optional<std::size_t> base64_size(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::size_t padding = 0;
  while (padding < 2 && text.ends_with('=')) {
    text.remove_suffix(1);
    ++padding;
  }
  const bool only_digits =
      std::ranges::all_of(text, [](char c) { return is_letter_or_digit(c) || c == '+' || c == '/'; });
  if (!only_digits) return std::nullopt;
  return text.size() * 3 / 4;
}

std::string to_base64url(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t held = 0;
  int bits = 0;
  for (const char byte : bytes) {
    held = held << 8 | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 6;) out += url_digits[held >> (bits -= 6) & 63];
  }
  if (bits > 0) out += url_digits[held << (6 - bits) & 63];
  return out;
}

std::optional<std::string> from_base64url(std::string_view text) {
  std::string out;
  out.reserve(text.size() * 3 / 4);
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : text) {
    const std::size_t digit = url_digits.find(c);
    if (digit == url_digits.npos) return std::nullopt;
    held = held << 6 | static_cast<std::uint32_t>(digit);
    bits += 6;
    if (bits >= 8) out += static_cast<char>(held >> (bits -= 8) & 0xFF);
  }
  // One text for each value: left-over bits are zero, and no digit stands for no byte.
  if (bits >= 6 || (held & ((1U << bits) - 1)) != 0) return std::nullopt;
  return out;
}

}  // namespace sendlab
