#pragma once
// Words, domains and signs in a body that set filters off or that advice is about (R-SPM, R-TYP-1). The lists are data
// (carriers/tables/content_words.csv); this finds them.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sendlab {

enum class ContentKind : std::uint8_t {
  shortener,      // domain of a public URL shortener (R-SPM-3)
  restricted,     // word of a restricted category (R-SPM-4)
  offensive,      // restricted in most countries (R-SPM-8)
  abbreviation,   // R-SPM-9
  currency,       // a sign of money (R-SPM-9)
  personal,       // tone of a person to a person (R-SPM-9)
  marketing,      // says that a message is promotional (R-TYP-1)
  one_time_code,  // says that it is a log-in code (R-SPM-10, R-TYP-1)
};

struct ContentWord {
  ContentKind kind{};
  std::string category;  // "gambling"
  std::string word;      // lower case; a domain, a word, several words with single spaces, or a sign
  bool anywhere = false; // a sign: counts within words too
};

[[nodiscard]] std::optional<ContentKind> content_kind_of(std::string_view name);  // "shortener" …

// The words that the body holds, each once, in the order of `words`. Upper and lower case are alike; a word counts
// where no letter, digit or hyphen stands next to it. Bytes beyond ASCII are letters.
[[nodiscard]] std::vector<const ContentWord*> words_in(std::string_view body, const std::vector<ContentWord>& words);

// A body as filters compare it: letters in lower case, single spaces, a # for each number or {placeholder}.
[[nodiscard]] std::string similar_text(std::string_view body);

}  // namespace sendlab
