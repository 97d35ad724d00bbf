#pragma once
// What a send says: templates compiled once, and the choice between several.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/kernel/random.hpp"
#include "engine/kernel/result.hpp"
#include "engine/kernel/samplers.hpp"
#include "engine/message/encoding.hpp"
#include "scenarios/scenario.hpp"

namespace sendlab {

class FeedReader;

// "Your code is {digits:6}, {name}.": {digits:n} and {letters:n} are drawn (0-9, A-Z), {index} is the number of the
// send within its workload from 0, any other name a column of the recipients' feed, {{ a brace.
class MessageTemplate {
 public:
  // Errors: a brace that never closes, an empty or unknown placeholder, a count outside 1 … 1600. Error.where is empty.
  // `columns` are the feed's columns; without a feed it is empty and no column is known.
  static Result<MessageTemplate> compile(std::string_view text, std::span<const std::string> columns);

  // The columns that the template reads, each once; render() wants their values in this order.
  [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }

  // The size of every rendering, when no placeholder can change it: digits and letters are one septet each.
  [[nodiscard]] const std::optional<EncodedSize>& fixed_size() const { return fixed_size_; }

  // Appends to `out`. The drawn values are a function of `values` and `index` alone, so a body that nobody asked for
  // shifts none of the others. `row` is the feed's row, `place_of_column[i]` the place of columns()[i] in it.
  void render(std::string& out, StreamKey values, std::uint64_t index, const FeedReader* row,
              std::span<const std::size_t> place_of_column) const;

 private:
  enum class Kind : std::uint8_t { literal, digits, letters, index, column };
  struct Piece {
    Kind kind{};
    std::size_t count = 0;  // digits, letters: how many; column: place in columns_
    std::string text;       // literal
  };

  std::vector<Piece> pieces_;
  std::vector<std::string> columns_;
  std::optional<EncodedSize> fixed_size_;
};

// Draws one of several templates by weight, and renders or measures it.
class TemplateSource {
 public:
  struct Choice {
    double weight = 1;
    MessageTemplate body;
  };
  // `place_of_column` of each choice as in render().
  TemplateSource(std::vector<Choice> choices, std::vector<std::vector<std::size_t>> places, StreamKey values);

  // The size of send `index`. Its text is rendered when `wanted`, or when the size depends on it. Draws from `random`
  // only when there are several choices.
  EncodedSize next(RandomStream& random, std::uint64_t index, const FeedReader* row, bool wanted);

  // The text of the last next(); empty when it was not rendered.
  [[nodiscard]] std::string_view text() const { return text_; }

 private:
  std::vector<Choice> choices_;
  std::vector<std::vector<std::size_t>> places_;
  AliasTable by_weight_;
  StreamKey values_;
  std::string text_;
};

}  // namespace sendlab
