// Advice on what bodies say.
#include <array>
#include <set>

#include "engine/message/encoding.hpp"
#include "scenarios/advice_parts.hpp"
#include "scenarios/body_senders.hpp"
#include "scenarios/planned_volume.hpp"

namespace sendlab {
namespace {

std::string utf8(char32_t code_point) {
  std::string out;
  append_utf8(out, static_cast<std::uint32_t>(code_point));
  return out;
}

class ContentAdvice {
 public:
  ContentAdvice(AdviceDraft& draft, const Workload& workload) : draft_(draft), workload_(workload) {
    for (const auto& [share, text] : texts_of(workload.body)) {
      for (const ContentWord* word : words_in(text, draft.facts.words))
        if (std::ranges::find(words_, word) == words_.end()) words_.push_back(word);
      texts_.push_back(text);
    }
  }

  void advise() {
    shorteners();
    restricted();
    style();
    type();
    for (const std::string& text : texts_) characters(text);
  }
  [[nodiscard]] bool says(ContentKind kind) const { return !of({kind}).empty(); }

 private:
  [[nodiscard]] std::vector<const ContentWord*> of(const std::set<ContentKind>& kinds) const {
    std::vector<const ContentWord*> found;
    for (const ContentWord* word : words_)
      if (kinds.contains(word->kind)) found.push_back(word);
    return found;
  }
  [[nodiscard]] std::string name() const { return "workload " + workload_.name; }
  void find(const std::string& what, const std::string& rules, std::string fix) {
    draft_.find(workload_.where, name() + " " + what, rules, std::move(fix));
  }

  void shorteners() {
    const auto found = of({ContentKind::shortener});
    if (found.empty()) return;
    find("links through a public URL shortener, " + quoted_words(found) + ": carriers filter those", "R-SPM-3",
         "link to a domain of your own, or to a paid shortener's domain that is yours alone");
  }

  void restricted() {
    const auto found = of({ContentKind::restricted});
    if (!found.empty()) {
      const bool code = says(ContentKind::one_time_code);
      find("reads like restricted content (" + found.front()->category + "), " + quoted_words(found) +
               (code ? ": log-in codes of such a service are restricted as well"
                     : ": carriers filter or block it, and the service audits its senders and may throttle or block "
                       "them"),
           code ? "R-SPM-4 R-SPM-10" : "R-SPM-4 R-SPM-5",
           "send something else, or say in other words what the message is about; carrier { filter } shows what "
           "filters cost");
    }
    const auto offensive = of({ContentKind::offensive});
    if (offensive.empty()) return;
    const auto volume = planned_volume(workload_.arrivals, draft_.scenario.horizon);
    auto usd = [](UsdMicros amount) { return std::to_string(amount.count / 1'000'000); };
    std::string damages;
    if (volume && volume->total >= 1)
      damages = "; in the US a complaint about each of " + std::to_string(static_cast<std::int64_t>(volume->total)) +
                " unsolicited messages costs " + usd(draft_.facts.damages_least) + " to " +
                usd(draft_.facts.damages_most) + " USD";
    find("holds what most countries forbid (" + offensive.front()->category + "), " + quoted_words(offensive) + damages,
         "R-SPM-8", "leave it out; fines follow the first complaint");
  }

  void style() {
    const auto found = of({ContentKind::abbreviation, ContentKind::currency, ContentKind::personal});
    if (found.empty()) return;
    find("has a style that filters take for spam more often (" + found.front()->category + "), " + quoted_words(found),
         "R-SPM-9", "write it out: \"25 dollars\", whole words, the name of the company");
  }

  void type() {
    const MessageType type = type_of(draft_.scenario, workload_);
    const auto marketing = of({ContentKind::marketing}), codes = of({ContentKind::one_time_code});
    if (type == MessageType::transactional && !marketing.empty()) {
      find("is TRANSACTIONAL and reads like marketing, " + quoted_words(marketing), "R-TYP-1",
           "send it from a number with message_type = \"PROMOTIONAL\"");
    } else if (type == MessageType::promotional && !codes.empty() && marketing.empty()) {
      find("is PROMOTIONAL and reads like a log-in code, " + quoted_words(codes) + ": such messages are TRANSACTIONAL",
           "R-TYP-1", "send it from a number with message_type = \"TRANSACTIONAL\"");
    }
  }

  // One look-alike turns the whole body into Unicode; where that costs parts, say what to write instead.
  void characters(const std::string& text) {
    std::string plain = text;
    std::string named;
    for (auto forced = characters_forcing_unicode(text); !forced.empty(); forced.pop_back()) {
      const ForcedUnicode& one = forced.back();
      if (one.look_alike.empty() && !one.invisible) return;  // nothing GSM says the same: the encoding is meant
      const std::string sign = utf8(one.code_point);
      plain.replace(one.byte, sign.size(), one.look_alike);
      named = std::string(one.name);
    }
    if (named.empty()) return;
    const int parts = encoded_size(text).parts, better = encoded_size(plain).parts;
    if (better >= parts) return;
    find("is sent as Unicode because of a " + named + ", as it is written: " + std::to_string(parts) +
             " parts in place of " + std::to_string(better),
         "R-ENC-20", "write \"" + plain + "\"");
  }

  AdviceDraft& draft_;
  const Workload& workload_;
  std::vector<std::string> texts_;
  std::vector<const ContentWord*> words_;
};

}  // namespace

void advise_on_content(AdviceDraft& draft) {
  const Scenario& scenario = draft.scenario;
  std::vector<std::pair<const NumberSpec*, std::array<const Workload*, 2>>> toll_free;  // marketing, codes
  for (const Workload& workload : scenario.workloads) {
    ContentAdvice advice(draft, workload);
    advice.advise();
    for (const NumberSpec* number : numbers_of(scenario, workload)) {
      if (number->type != NumberType::toll_free) continue;
      auto known = std::ranges::find(toll_free, number, [](const auto& row) { return row.first; });
      if (known == toll_free.end()) known = toll_free.insert(toll_free.end(), {number, {}});
      if (advice.says(ContentKind::marketing)) known->second[0] = &workload;
      else if (advice.says(ContentKind::one_time_code)) known->second[1] = &workload;
    }
  }
  for (const auto& [number, uses] : toll_free) {
    if (uses[0] == nullptr || uses[1] == nullptr) continue;
    draft.find(number->where,
               "toll-free number " + number->name + " sends marketing (" + uses[0]->name + ") and log-in codes (" +
                   uses[1]->name + "): used outside its registered use case it can be revoked",
               "R-SPM-7", "register a number for each use case");
  }
  // The same words to the same people on two channels.
  for (std::size_t a = 0; a < scenario.workloads.size(); ++a)
    for (std::size_t b = a + 1; b < scenario.workloads.size(); ++b) {
      const Workload &one = scenario.workloads[a], &other = scenario.workloads[b];
      if (one.channel == other.channel) continue;
      const auto left = texts_of(one.body), right = texts_of(other.body);
      if (left.empty() || right.empty() || similar_text(left.front().second) != similar_text(right.front().second))
        continue;
      draft.find(
          other.where,
          "workload " + other.name + " says on another channel what " + one.name + " says: people find that annoying",
          "R-QUI-4", "choose one channel for a message");
    }
}

}  // namespace sendlab
