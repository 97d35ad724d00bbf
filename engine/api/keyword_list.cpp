#include "engine/api/keyword_list.hpp"

#include <algorithm>

#include "engine/message/encoding.hpp"

namespace sendlab {

KeywordResource* find_keyword(KeywordList& keywords, std::string_view word) {
  const auto found =
      std::find_if(keywords.begin(), keywords.end(), [&](const KeywordResource& k) { return k.word == word; });
  return found == keywords.end() ? nullptr : &*found;
}

void put_keyword(KeywordList& keywords, KeywordResource keyword) {
  if (KeywordResource* known = find_keyword(keywords, keyword.word)) {
    *known = std::move(keyword);
    return;
  }
  const auto place =
      std::find_if(keywords.begin(), keywords.end(), [&](const KeywordResource& k) { return k.word > keyword.word; });
  keywords.insert(place, std::move(keyword));
}

RequiredWords required_words(const AccountModel& account, bool self_managed_opt_outs) {
  if (!self_managed_opt_outs) return RequiredWords::act;
  return account.self_managed_replies ? RequiredWords::reply : RequiredWords::silent;
}

std::vector<KeywordModel> keyword_models(const KeywordList& keywords, RequiredWords required) {
  std::vector<KeywordModel> models;
  for (const KeywordResource& keyword : keywords) {
    // A word of the toll-free network is one that every such number has, whatever was put over it.
    const bool of_every_number = keyword.required || keyword.by_network || keyword.over_network;
    KeywordModel model{keyword.word, keyword.effect, 0, Encoding::gsm, keyword.by_network, of_every_number};
    const bool acts = required == RequiredWords::act || !of_every_number || keyword.by_network;
    const bool replies = acts || (required == RequiredWords::reply && keyword.own_reply);
    if (!acts) model.effect = KeywordEffect::reply_only;
    if (replies && !keyword.reply.empty()) {
      const EncodedSize size = encoded_size(keyword.reply);
      model.reply_parts = static_cast<std::uint8_t>(std::min(size.parts, 255));
      model.reply_encoding = size.encoding;
    }
    models.push_back(std::move(model));
  }
  std::stable_sort(models.begin(), models.end(),
                   [](const auto& a, const auto& b) { return a.word.size() > b.word.size(); });
  return models;
}

}  // namespace sendlab
