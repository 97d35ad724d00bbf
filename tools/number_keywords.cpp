#include "tools/number_keywords.hpp"

#include "carriers/default_keywords.hpp"
#include "engine/kernel/ascii.hpp"

namespace sendlab {

KeywordList number_keywords(NumberType type, std::string_view iso, std::span<const KeywordSpec> own) {
  KeywordList keywords;
  for (const DefaultKeyword& k : default_keywords(type, iso)) {
    KeywordResource keyword{k.word, k.effect, k.reply, k.by_network};
    keyword.required = !k.by_network || k.effect == KeywordEffect::opt_out;
    put_keyword(keywords, std::move(keyword));
  }
  for (const KeywordSpec& k : own) {
    KeywordResource keyword{upper_case(k.word), static_cast<KeywordEffect>(k.action), k.reply};
    keyword.own_reply = true;
    if (const KeywordResource* known = find_keyword(keywords, keyword.word)) {
      keyword.required = known->required && !known->by_network;
      keyword.over_network = known->by_network;
    }
    put_keyword(keywords, std::move(keyword));
  }
  if (type == NumberType::short_code)
    for (KeywordResource& keyword : keywords) keyword.registered = true;
  return keywords;
}

}  // namespace sendlab
