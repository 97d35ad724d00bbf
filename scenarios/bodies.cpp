#include "scenarios/bodies.hpp"

#include <algorithm>

#include "engine/kernel/ensure.hpp"
#include "scenarios/feed.hpp"
#include "scenarios/nearest_name.hpp"
#include "engine/message/units.hpp"

namespace sendlab {
namespace {

// R-ENC-11: the API takes up to 1600 characters.
constexpr std::int64_t longest_body = 1600;

// Draws as many digits or letters as fit from one 64-bit number.
template <int base, int per_draw>
void append_drawn(std::string& out, RandomStream& random, std::size_t count, char first) {
  while (count > 0) {
    std::uint64_t limit = 1;
    const std::size_t now = std::min<std::size_t>(count, per_draw);
    for (std::size_t i = 0; i < now; ++i) limit *= base;
    std::uint64_t value = random.below(limit);
    for (std::size_t i = 0; i < now; ++i, value /= base)
      out.push_back(static_cast<char>(first + static_cast<char>(value % base)));
    count -= now;
  }
}

}  // namespace

Result<MessageTemplate> MessageTemplate::compile(std::string_view text, std::span<const std::string> columns) {
  MessageTemplate made;
  std::string literal;
  const auto end_literal = [&] {
    if (!literal.empty()) made.pieces_.push_back({Kind::literal, 0, literal});
    literal.clear();
  };
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] != '{') {
      literal.push_back(text[i++]);
      continue;
    }
    if (text.substr(i).starts_with("{{")) {
      literal.push_back('{');
      i += 2;
      continue;
    }
    const std::size_t close = text.find('}', i);
    if (close == std::string_view::npos) {
      return Error{"", "has a placeholder that never closes: " + std::string(text.substr(i, 20)),
                   "close it with }, or write {{ for a brace"};
    }
    const std::string_view name = text.substr(i + 1, close - i - 1);
    i = close + 1;
    end_literal();
    const std::size_t colon = name.find(':');
    const std::string_view kind = name.substr(0, colon);
    if (kind == "digits" || kind == "letters") {
      const auto count = colon == std::string_view::npos ? std::nullopt : read_decimal(name.substr(colon + 1), 0);
      if (!count || *count < 1 || *count > longest_body) {
        return Error{"", "has {" + std::string(name) + "}, which needs how many, from 1 to 1600",
                     "write for example {" + std::string(kind) + ":6}"};
      }
      made.pieces_.push_back({kind == "digits" ? Kind::digits : Kind::letters, static_cast<std::size_t>(*count), ""});
    } else if (name == "index") {
      made.pieces_.push_back({Kind::index, 0, ""});
    } else if (std::find(columns.begin(), columns.end(), name) != columns.end()) {
      auto known = std::find(made.columns_.begin(), made.columns_.end(), name);
      const auto place = static_cast<std::size_t>(known - made.columns_.begin());
      if (known == made.columns_.end()) made.columns_.emplace_back(name);
      made.pieces_.push_back({Kind::column, place, ""});
    } else {
      std::vector<std::string> known(columns.begin(), columns.end());
      known.insert(known.end(), {"digits", "letters", "index"});
      return Error{
          "", "has an unknown placeholder {" + std::string(name) + "}" + did_you_mean(kind, known),
          columns.empty()
              ? "known are {digits:n}, {letters:n} and {index}; {{ is a brace; columns need a feed as recipients"
              : "known are {digits:n}, {letters:n}, {index} and the columns " + list_of(columns) + "; {{ is a brace"};
    }
  }
  end_literal();
  const bool varies = std::any_of(made.pieces_.begin(), made.pieces_.end(), [](const Piece& piece) {
    return piece.kind == Kind::index || piece.kind == Kind::column;
  });
  if (!varies) {
    std::string sample;
    for (const Piece& piece : made.pieces_) {
      if (piece.kind == Kind::literal)
        sample += piece.text;
      else
        sample.append(piece.count, '0');
    }
    made.fixed_size_ = encoded_size(sample);
  }
  return made;
}

void MessageTemplate::render(std::string& out, StreamKey values, std::uint64_t index, const FeedReader* row,
                             std::span<const std::size_t> place_of_column) const {
  // Odd multiples of the golden ratio keep the keys of neighbouring sends apart in many bits.
  RandomStream random{StreamKey{values.value ^ ((index + 1) * 0x9E37'79B9'7F4A'7C15)}};
  for (const Piece& piece : pieces_) {
    switch (piece.kind) {
      case Kind::literal:
        out += piece.text;
        break;
      case Kind::digits:
        append_drawn<10, 16>(out, random, piece.count, '0');
        break;
      case Kind::letters:
        append_drawn<26, 12>(out, random, piece.count, 'A');
        break;
      case Kind::index:
        out += std::to_string(index);
        break;
      case Kind::column:
        ENSURE(row != nullptr && piece.count < place_of_column.size(), "a column needs a row of the feed");
        out += row->value(place_of_column[piece.count]);
        break;
    }
  }
}

TemplateSource::TemplateSource(std::vector<Choice> choices, std::vector<std::vector<std::size_t>> places,
                               StreamKey values)
    : choices_(std::move(choices)), places_(std::move(places)), values_(values) {
  ENSURE(!choices_.empty() && places_.size() == choices_.size(), "a body has at least one text");
  std::vector<double> weights;
  for (const Choice& choice : choices_) weights.push_back(choice.weight);
  by_weight_ = AliasTable(weights);
}

EncodedSize TemplateSource::next(RandomStream& random, std::uint64_t index, const FeedReader* row, bool wanted) {
  const std::size_t chosen = choices_.size() > 1 ? by_weight_.sample(random) : 0;
  const MessageTemplate& body = choices_[chosen].body;
  text_.clear();
  if (!wanted && body.fixed_size()) return *body.fixed_size();
  body.render(text_, values_, index, row, places_[chosen]);
  return body.fixed_size() ? *body.fixed_size() : encoded_size(text_);
}

}  // namespace sendlab
