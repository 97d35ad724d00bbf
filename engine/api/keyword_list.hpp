#pragma once
// The keywords of a number or a pool with their texts, as the API shows them (R-KEY); the service's model keeps of a
// reply only what it sends: its parts.
#include <string>
#include <string_view>
#include <vector>

#include "engine/service/model.hpp"

namespace sendlab {

struct KeywordResource {
  std::string word;          // upper case
  KeywordEffect effect{};
  std::string reply;         // empty: none
  bool by_network = false;   // the toll-free network acts and answers by itself (R-OPT-7)
  bool required = false;     // every such number has it: its reply may be changed, the keyword not (R-KEY-3)
  bool registered = false;   // given with a short code's request: the same (R-KEY-9)
  bool over_network = false; // put over one of the toll-free network's (R-OPT-9)
  bool own_reply = false;    // the account gave the text
  friend bool operator==(const KeywordResource&, const KeywordResource&) = default;
};
using KeywordList = std::vector<KeywordResource>;  // by word

[[nodiscard]] KeywordResource* find_keyword(KeywordList& keywords, std::string_view word);
// In place of the one of that word, or as a new one.
void put_keyword(KeywordList& keywords, KeywordResource keyword);

// What the words that every number of a kind has do: what they say; with self-managed opt-outs neither reply nor change
// the list (R-SMO-2, R-SMO-3), or send the replies that the account gave them (R-SMO-6).
enum class RequiredWords : std::uint8_t { act, silent, reply };
[[nodiscard]] RequiredWords required_words(const AccountModel& account, bool self_managed_opt_outs);

// What the service keeps of them, longest word first. What the toll-free network does by itself, and other words, do
// what they say in any case.
[[nodiscard]] std::vector<KeywordModel> keyword_models(const KeywordList& keywords, RequiredWords required);

}  // namespace sendlab
