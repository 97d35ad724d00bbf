#pragma once
// A light look at the text of a chunk: what Lua itself does not tell us about it.
// Finds the operator ^, and the line of every field of every table constructor. Text that is not valid Lua gives a
// shorter scan, never an error: the compiler speaks next.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sendlab {

class SourceScan {
 public:
  SourceScan() = default;
  explicit SourceScan(std::string_view text);

  // The line of the first operator ^; 0 when there is none.
  [[nodiscard]] int power_line() const { return power_line_; }

  // Where brackets and blocks are nested deepest: Lua names no line when that is too deep.
  [[nodiscard]] int deepest_line() const { return deepest_line_; }

  // The line of `path` ("mps", "retry.base", "expect[2]") in the braces of a constructor call.
  //   line, callee   the call, as Lua reports it: `number {` on line 3
  //   keys           the text keys of the table that the call got, to tell calls on one line apart
  //   falls back to the deepest part of the path that is written out in these braces, then to line
  [[nodiscard]] int field_line(int line, std::string_view callee, const std::vector<std::string_view>& keys,
                               std::string_view path) const;

 private:
  static constexpr std::int32_t none = -1;
  struct Entry {       // a field or an item of a constructor
    std::string name;  // "" for an item
    int line = 0;
    std::int32_t child = none;  // the first constructor inside its value
  };
  struct Braces {  // one table constructor
    std::string callee;
    int call_line = 0, open_line = 0;
    std::vector<Entry> entries;
  };
  friend class SourceScanner;

  [[nodiscard]] std::int32_t find_braces(int line, std::string_view callee,
                                         const std::vector<std::string_view>& keys) const;

  int power_line_ = 0;
  int deepest_line_ = 1;
  std::vector<Braces> braces_;
};

}  // namespace sendlab
