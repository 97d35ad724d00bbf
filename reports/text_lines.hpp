#pragma once
// Lines of text for a terminal: without blanks at their ends, in colours only where they are wanted.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace sendlab {

enum class Paint : std::uint8_t { plain, title, good, bad, warning, quiet };

class TextLines {
 public:
  explicit TextLines(bool colour) : colour_(colour) {}

  void line(std::string_view text = {}) {
    while (text.ends_with(' ')) text.remove_suffix(1);
    out_ += text;
    out_ += '\n';
  }

  [[nodiscard]] std::string paint(Paint paint, const std::string& text) const {
    if (!colour_ || paint == Paint::plain) return text;
    static constexpr std::array<std::string_view, 6> codes{"0", "1", "32", "31", "33", "2"};
    return "\x1b[" + std::string(codes[static_cast<std::size_t>(paint)]) + "m" + text + "\x1b[0m";
  }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  bool colour_;
  std::string out_;
};

}  // namespace sendlab
