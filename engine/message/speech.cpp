#include "engine/message/speech.hpp"

#include "engine/kernel/ascii.hpp"
#include "engine/message/encoding.hpp"
#include "engine/message/ssml.hpp"

namespace sendlab {
namespace {

// Reads SSML element by element and adds up what is spoken.
class SsmlSpeaker {
 public:
  SsmlSpeaker(const SpeechRules& rules, Speech& speech) : rules_(rules), speech_(speech) {}

  // "" when all is well.
  std::string open(const SsmlTag& tag) {
    if (open_.empty()) {
      if (tag.name != "speak") return "SSML begins with <speak>, not with <" + tag.name + ">";
      if (spoken_whole_) return "SSML has one <speak> element";
      open_.push_back({"speak", 100, false, false});
      return "";
    }
    Element element{tag.name, open_.back().rate, open_.back().spells, open_.back().silent};
    if (std::string fault = enter(tag, element); !fault.empty()) return fault;
    open_.push_back(std::move(element));
    return "";
  }
  std::string close(std::string_view name) {
    if (open_.empty() || open_.back().name != name) return "</" + std::string(name) + "> closes nothing that is open";
    if (name == "s") speech_.lasts += rules_.sentence;
    if (name == "p") speech_.lasts += rules_.paragraph;
    open_.pop_back();
    spoken_whole_ = open_.empty();
    return "";
  }
  std::string text(std::string_view characters) {
    for (std::size_t at = 0; at < characters.size();) {
      const char first = characters[at];
      at += static_cast<std::size_t>(character_at(characters, at).length);
      if (is_white_space(first)) {
        space_ = true;
        continue;
      }
      if (open_.empty()) return "text stands outside <speak>";
      if (!open_.back().silent) say(first);
    }
    return "";
  }
  [[nodiscard]] std::string end() const {
    if (!open_.empty()) return "<" + open_.back().name + "> is not closed";
    return spoken_whole_ ? "" : "SSML needs a <speak> element";
  }

 private:
  struct Element {
    std::string name;
    std::int64_t rate;  // per cent
    bool spells;        // each character by itself
    bool silent;        // its text is replaced by an alias
  };

  void say(char first) {
    if (space_ && speech_.billable > 0) count(false);
    space_ = false;
    count(open_.back().spells && first != ' ');
  }
  void count(bool spelled) {
    ++speech_.billable;
    // 10^9 ns * 10^3 s * 100 % for each character in 1,000 s at a rate in per cent.
    speech_.lasts += Duration{100'000'000'000'000 /
                              ((spelled ? rules_.spelled_per_ks : rules_.characters_per_ks) * open_.back().rate)};
  }

  std::string enter(const SsmlTag& tag, Element& element) {
    if (tag.name == "break") return pause(tag);
    if (tag.name == "prosody") return change_voice(tag, element);
    if (tag.name == "say-as") {
      const std::string* as = tag.find("interpret-as");
      if (as == nullptr) return "<say-as> needs interpret-as";
      element.spells =
          *as == "characters" || *as == "spell-out" || *as == "digits" || *as == "telephone" || *as == "verbatim";
      for (const char* known : {"cardinal", "number", "ordinal", "fraction", "unit", "date", "time", "address",
                                "expletive", "interjection", "bleep"})
        if (*as == known) return "";
      return element.spells ? "" : "<say-as> cannot interpret as " + *as;
    }
    if (tag.name == "sub") {
      const std::string* alias = tag.find("alias");
      if (alias == nullptr) return "<sub> needs alias";
      if (!element.silent) {
        open_.push_back(element);
        std::string fault = text(*alias);
        open_.pop_back();
        if (!fault.empty()) return fault;
      }
      element.silent = true;
      return "";
    }
    if (tag.name == "phoneme") return tag.find("ph") != nullptr ? "" : "<phoneme> needs ph";
    if (tag.name == "lang") return tag.find("xml:lang") != nullptr ? "" : "<lang> needs xml:lang";
    if (tag.name == "mark") return tag.find("name") != nullptr ? "" : "<mark> needs name";
    for (const char* known :
         {"p", "s", "emphasis", "w", "amazon:effect", "amazon:breath", "amazon:auto-breaths", "amazon:domain"})
      if (tag.name == known) return "";
    return "<" + tag.name + "> is no element of SSML that the service knows";
  }

  std::string pause(const SsmlTag& tag) {
    if (const std::string* time = tag.find("time")) {
      const auto lasts = ssml_duration(*time);
      if (!lasts) return "<break> needs a time such as 300ms or 2s, not " + *time;
      if (*lasts > rules_.longest_break)
        return "<break> is longer than " + std::to_string(rules_.longest_break / std::chrono::seconds{1}) + " s";
      speech_.lasts += *lasts;
      return "";
    }
    static constexpr std::array<std::string_view, 6> strengths{"none",   "x-weak", "weak",
                                                               "medium", "strong", "x-strong"};
    const std::string* strength = tag.find("strength");
    const std::string_view wanted = strength == nullptr ? "medium" : std::string_view(*strength);
    for (std::size_t i = 0; i < strengths.size(); ++i)
      if (strengths[i] == wanted) return speech_.lasts += rules_.breaks[i], "";
    return "<break> has no strength " + *strength;
  }

  std::string change_voice(const SsmlTag& tag, Element& element) {
    if (tag.attributes.empty()) return "<prosody> needs rate, pitch or volume";
    for (const auto& [name, value] : tag.attributes)
      if (name != "rate" && name != "pitch" && name != "volume") return "<prosody> has no " + name + " here";
    const std::string* rate = tag.find("rate");
    if (rate == nullptr) return "";
    static constexpr std::array<std::string_view, 5> names{"x-slow", "slow", "medium", "fast", "x-fast"};
    for (std::size_t i = 0; i < names.size(); ++i)
      if (names[i] == *rate) return element.rate = rules_.rates[i], "";
    const auto percent = ssml_percent(*rate);
    if (!percent || *percent < rules_.slowest || *percent > rules_.fastest)
      return "<prosody> needs a rate from " + std::to_string(rules_.slowest) + "% to " +
             std::to_string(rules_.fastest) + "%, not " + *rate;
    element.rate = *percent;
    return "";
  }

  const SpeechRules& rules_;
  Speech& speech_;
  std::vector<Element> open_;
  bool space_ = false;         // white space since the last spoken character
  bool spoken_whole_ = false;  // <speak> was closed
};

}  // namespace

Speech speech_of(std::string_view body, bool ssml, const SpeechRules& rules) {
  Speech speech;
  speech.total = static_cast<std::int64_t>(characters_in(body));
  if (ssml && speech.total <= rules.total) {
    SsmlSpeaker speaker(rules, speech);
    speech.fault = read_ssml(body, {[&](const SsmlTag& tag) { return speaker.open(tag); },
                                    [&](std::string_view name) { return speaker.close(name); },
                                    [&](std::string_view characters) { return speaker.text(characters); }});
    if (speech.fault.empty()) speech.fault = speaker.end();
  } else {
    speech.billable = speech.total;
  }
  speech.within_maximum = speech.billable <= rules.billable && speech.total <= rules.total;
  if (!speech.within_maximum || !speech.fault.empty()) {
    speech.lasts = Duration{0};
  } else if (!ssml) {
    speech.lasts =
        Duration{(speech.billable * 1'000'000'000'000 + rules.characters_per_ks - 1) / rules.characters_per_ks};
  }
  return speech;
}

}  // namespace sendlab
