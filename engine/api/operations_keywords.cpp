// Keywords of numbers (R-KEY, R-OPT-7, R-OPT-9, R-OPT-13).
#include <algorithm>

#include "engine/api/filters.hpp"
#include "engine/api/members.hpp"
#include "engine/api/operations.hpp"
#include "engine/kernel/ascii.hpp"
#include "engine/message/phone_number.hpp"

namespace sendlab {
namespace {

std::string_view action_name(KeywordEffect effect) {
  switch (effect) {
    case KeywordEffect::opt_out: return "OPT_OUT";
    case KeywordEffect::opt_in: return "OPT_IN";
    case KeywordEffect::reply_only: break;
  }
  return "AUTOMATIC_RESPONSE";
}

KeywordEffect effect_of(std::string_view action) {
  return action == "OPT_OUT"  ? KeywordEffect::opt_out
         : action == "OPT_IN" ? KeywordEffect::opt_in
                              : KeywordEffect::reply_only;
}

boost::json::object described(const KeywordResource& keyword) {
  return {{"Keyword", keyword.word},
          {"KeywordMessage", keyword.reply.empty() ? boost::json::value(nullptr) : boost::json::value(keyword.reply)},
          {"KeywordAction", action_name(keyword.effect)}};
}

// R-KEY-1. The shape allows blanks everywhere; in capitals and small letters it is the same keyword.
Result<std::string, ApiError> keyword_of(std::string_view text, std::string_view member) {
  if (text.front() == ' ' || text.back() == ' ')
    return validation(ValidationReason::invalid_parameter,
                      std::string(member) + " '" + std::string(text) + "' begins or ends with a blank: leave it out.",
                      {{std::string(member), "must neither begin nor end with a blank"}});
  return upper_case(text);
}

boost::json::object name_of_owner(const KeywordOwner& owner) {
  return {{"OriginationIdentityArn", owner.arn}, {"OriginationIdentity", owner.id}};
}

std::size_t own_keywords(const KeywordList& keywords) {
  return static_cast<std::size_t>(
      std::count_if(keywords.begin(), keywords.end(), [](const auto& k) { return !k.required && !k.by_network; }));
}

ApiError may_not_change(const KeywordOwner& owner, std::string message, ConflictReason reason) {
  return conflict(reason, std::move(message), ResourceType::keyword, owner.id);
}

// R-KEY-9: what was registered with a short code changes by a support case about it.
bool is_fixed(const OperationCall& call, const KeywordOwner& owner, const KeywordResource& keyword) {
  return keyword.registered && !call.account.cases().may_change_keyword(owner.id, keyword.word);
}

// Why this keyword cannot be put as asked for; nullopt: it can.
std::optional<ApiError> refused_put(const OperationCall& call, const KeywordOwner& owner, const KeywordResource* known,
                                    const KeywordResource& wanted) {
  if (const auto error = changed_through_pool(owner)) return *error;
  const bool opts_in_at_network = wanted.effect == KeywordEffect::opt_in;  // R-OPT-9
  if (owner.toll_free &&
      (wanted.effect == KeywordEffect::opt_out || (known != nullptr && known->by_network && !opts_in_at_network)))
    return may_not_change(owner,
                          "The network of a toll-free number handles opt-outs: it knows STOP only, with a text of its "
                          "own. UNSTOP and START can be added with the action OPT_IN.",
                          ConflictReason::resource_modification_not_allowed);
  if (known != nullptr && (known->required || is_fixed(call, owner, *known)) && !known->by_network &&
      wanted.effect != known->effect)
    return may_not_change(
        owner,
        wanted.word +
            (known->required ? " is a keyword that every number must have" : " was registered with the short code") +
            ": its text may be changed, its action " + std::string(action_name(known->effect)) + " stays.",
        ConflictReason::resource_modification_not_allowed);
  const std::size_t most = call.account.parts().quotas.keywords;
  if (known == nullptr && own_keywords(*owner.keywords) >= most)  // R-KEY-8
    return quota(owner.pool ? QuotaReason::keywords_per_pool : QuotaReason::keywords_per_phone_number,
                 owner.id + " has " + std::to_string(most) +
                     " keywords of its own, which is the quota: delete one with DeleteKeyword.");
  return std::nullopt;
}

}  // namespace

OperationResult describe_keywords(const OperationCall& call) {
  if (const auto error = names_or_filters(call.input, "Keywords")) return *error;
  const auto owner = keyword_owner(call);
  if (!owner.ok()) return owner.error();
  std::vector<std::string> words;
  for (const std::string_view given : texts(call.input, "Keywords")) {
    auto word = keyword_of(given, "Keywords");
    if (!word.ok()) return word.error();
    if (find_keyword(*owner.value().keywords, word.value()) == nullptr) return not_found(ResourceType::keyword, given);
    words.push_back(std::move(word).value());
  }
  const auto filters = Filters::read(call.operation, call.input);
  if (!filters.ok()) return filters.error();
  const auto request = call.account.page_tokens().read(call.operation, call.input);
  if (!request.ok()) return request.error();
  const auto page = page_of(
      call.account.page_tokens(), request.value(), *owner.value().keywords,
      [](const KeywordResource& k) { return k.word; },
      [&](const KeywordResource& k) {
        if (k.reply.empty()) return false;  // one without a text has no place in this answer
        if (!words.empty() && std::find(words.begin(), words.end(), k.word) == words.end()) return false;
        return filters.value().match(
            [&](std::string_view) { return std::vector<std::string>{std::string(action_name(k.effect))}; });
      });
  boost::json::array list;
  for (const KeywordResource* keyword : page.items) list.push_back(described(*keyword));
  boost::json::object answer = name_of_owner(owner.value());
  answer["Keywords"] = std::move(list);
  if (!page.next_token.empty()) answer["NextToken"] = page.next_token;
  return answer;
}

// R-KEY-4: a new one, or a new text and action of one that exists.
OperationResult put_keyword(const OperationCall& call) {
  const auto owner = keyword_owner(call);
  if (!owner.ok()) return owner.error();
  auto word = keyword_of(required_text(call.input, "Keyword"), "Keyword");
  if (!word.ok()) return word.error();
  KeywordResource wanted{std::move(word).value(),
                         effect_of(text(call.input, "KeywordAction").value_or("AUTOMATIC_RESPONSE")),
                         std::string(required_text(call.input, "KeywordMessage"))};
  wanted.own_reply = true;
  const KeywordResource* known = find_keyword(*owner.value().keywords, wanted.word);
  // Where the request does not say, a required keyword keeps its action.
  if (known != nullptr && known->required && !known->by_network && !has(call.input, "KeywordAction"))
    wanted.effect = known->effect;
  if (const auto error = refused_put(call, owner.value(), known, wanted)) return *error;
  if (known != nullptr) {
    wanted.required = known->required;
    wanted.registered = known->registered;
    wanted.over_network = known->by_network || known->over_network;
  }
  boost::json::object answer = name_of_owner(owner.value());
  for (auto& [name, value] : described(wanted)) answer[name] = value;
  put_keyword(*owner.value().keywords, std::move(wanted));
  owner.value().apply();
  return answer;
}

// R-KEY-3: neither the required opt-out keywords nor HELP; R-KEY-9: nor what was registered with a short code.
OperationResult delete_keyword(const OperationCall& call) {
  const auto owner = keyword_owner(call);
  if (!owner.ok()) return owner.error();
  const auto word = keyword_of(required_text(call.input, "Keyword"), "Keyword");
  if (!word.ok()) return word.error();
  if (const auto error = changed_through_pool(owner.value())) return *error;
  KeywordList& keywords = *owner.value().keywords;
  const KeywordResource* known = find_keyword(keywords, word.value());
  if (known == nullptr) return not_found(ResourceType::keyword, word.value());
  if (known->by_network)
    return may_not_change(owner.value(),
                          word.value() + " belongs to the network of toll-free numbers: it cannot be deleted.",
                          ConflictReason::resource_deletion_not_allowed);
  if (known->required)
    return may_not_change(
        owner.value(),
        word.value() + " is a keyword that every number must have: its text may be changed with PutKeyword.",
        ConflictReason::resource_deletion_not_allowed);
  if (is_fixed(call, owner.value(), *known))
    return may_not_change(owner.value(),
                          word.value() +
                              " was registered with the short code: it changes by a support case only; its text may be "
                              "changed with PutKeyword.",
                          ConflictReason::resource_deletion_not_allowed);
  boost::json::object answer = name_of_owner(owner.value());
  for (auto& [name, value] : described(*known)) answer[name] = value;
  const bool network_has_it = known->over_network;
  std::erase_if(keywords, [&](const KeywordResource& k) { return k.word == word.value(); });
  if (network_has_it)  // what the network does by itself comes to light again
    for (KeywordResource& original : owner.value().original())
      if (original.word == word.value()) put_keyword(keywords, std::move(original));
  owner.value().apply();
  return answer;
}

}  // namespace sendlab
