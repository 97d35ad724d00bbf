// The constructor of keywords, and the lists of them that numbers and pools have.
#include <algorithm>

#include "engine/kernel/ascii.hpp"
#include "scenarios/field_reader.hpp"
#include "scenarios/load_identities.hpp"
#include "scenarios/number_rules.hpp"

namespace sendlab {
namespace {

std::size_t make_keyword(FieldReader& f) {
  KeywordSpec keyword;
  const std::size_t most = f.context().options.limits.keyword_characters;
  f.require("word", "word = \"HELP\"");
  if (const auto word = f.text("word")) {
    keyword.word = *word;
    const bool spaced = !word->empty() && (word->front() == ' ' || word->back() == ' ');
    if (word->empty() || word->size() > most || spaced) {
      f.error("word", "must have 1 to " + std::to_string(most) + " characters without a space at either end, got \"" +
                          *word + "\"");
    }
  }
  f.require("action", "action = \"AUTOMATIC_RESPONSE\"");
  const auto action = f.word("action", {"AUTOMATIC_RESPONSE", "OPT_OUT", "OPT_IN"}, "action");
  if (action == "OPT_OUT") keyword.action = KeywordAction::opt_out;
  if (action == "OPT_IN") keyword.action = KeywordAction::opt_in;
  if (const auto reply = f.text("reply")) {
    keyword.reply = *reply;
    if (reply->find_first_not_of(" \t\r\n") == std::string::npos ||
        reply->size() > 4 * f.context().options.limits.body_characters) {
      f.error("reply", "must have 1 to " + std::to_string(f.context().options.limits.body_characters) + " characters");
    }
  }
  return put(f.context().keywords, keyword);
}

}  // namespace

std::vector<KeywordSpec> read_keyword_list(FieldReader& f, std::string_view country, std::string_view owner) {
  std::vector<KeywordSpec> keywords;
  const auto items = f.list("keywords");
  const auto ids = f.objects("keywords", object_type::keyword, "keyword { word = \"…\", action = \"…\" }");
  note_quota(f, "keywords", "keywords_per_number", ids.size(), owner);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const KeywordSpec& keyword = f.context().keywords[static_cast<std::size_t>(ids[i])];
    const std::string& path = i < items.size() ? items[i].path : "keywords";
    const bool twice = std::any_of(keywords.begin(), keywords.end(), [&](const KeywordSpec& other) {
      return upper_case(other.word) == upper_case(keyword.word);
    });
    if (twice)
      f.error(path, "gives the keyword " + keyword.word + " again",
              "keywords are the same in capitals and small letters");
    if (const auto fault = check_keyword(keyword, country)) f.error(path, fault->what, fault->fix);
    keywords.push_back(keyword);
  }
  return keywords;
}

void define_keyword_constructor(LuaSandbox& sandbox, const ContextPtr& context) {
  define_constructor(sandbox, context, "keyword", object_type::keyword, make_keyword);
}

}  // namespace sendlab
