// How long texts take to speak and what counts of them (R-VSB-8).
#include <catch2/catch.hpp>

#include "engine/message/speech.hpp"
#include "engine/message/ssml.hpp"

namespace sendlab {
namespace {

using namespace std::chrono_literals;

const SpeechRules rules;
Speech ssml(const std::string& inner) { return speech_of("<speak>" + inner + "</speak>", true, rules); }
Duration rounded(Duration d) { return std::chrono::round<std::chrono::milliseconds>(d); }

}  // namespace

TEST_CASE("plain text is spoken at 15 characters a second", "[message][R-VSB-8]") {
  CHECK(speech_of(std::string(30, 'x'), false, rules).lasts == 2s);
  CHECK(speech_of(std::string(31, 'x'), false, rules).lasts > 2s);
  CHECK(speech_of("", false, rules).at_fault());
  SpeechRules fast = rules;
  fast.characters_per_ks = 30'000;
  CHECK(speech_of(std::string(30, 'x'), false, fast).lasts == 1s);
}

TEST_CASE("3,000 characters count at most, as characters and not as bytes", "[message][R-VSB-8]") {
  std::string body;
  for (int i = 0; i < 3000; ++i) body += "é";
  const Speech most = speech_of(body, false, rules);
  CHECK(most.billable == 3000);
  CHECK(most.within_maximum);
  CHECK_FALSE(speech_of(body + "x", false, rules).within_maximum);
}

TEST_CASE("of SSML the words count, 3,000 of them, and all of it to 6,000", "[message][R-VSB-8]") {
  const std::string pause = "<break time=\"1ms\"/>";  // 19 characters
  std::string words(2999, 'x'), tags;
  CHECK(ssml(words).within_maximum);
  CHECK(ssml(words + "x").within_maximum);
  CHECK_FALSE(ssml(words + "xx").within_maximum);
  while (tags.size() + pause.size() + 15 + 10 <= 6000) tags += pause;
  const std::string filled = tags + std::string(6000 - 15 - tags.size(), 'x');
  CHECK(ssml(filled).total == 6000);
  CHECK(ssml(filled).within_maximum);
  CHECK_FALSE(ssml(filled + "x").within_maximum);
}

TEST_CASE("tags change how long a text takes", "[message][R-VSB-8]") {
  const std::string words(30, 'x');  // two seconds
  const auto [inner, lasts] = GENERATE_COPY(table<std::string, Duration>({
      {words, 2s},
      {words + "<break time=\"3s\"/>", 5s},
      {words + "<break time='250ms'/>", 2250ms},
      {words + "<break/>", 2400ms},
      {words + "<break strength=\"x-strong\"/>", 3s},
      {"<p>" + words + "</p>", 3s},
      {"<s>" + words + "</s>", 2700ms},
      {"<prosody rate=\"50%\">" + words + "</prosody>", 4s},
      {"<prosody rate=\"fast\">" + words + "</prosody>", 1600ms},
      {"<prosody rate=\"x-slow\"><prosody volume=\"loud\">" + words + "</prosody></prosody>", 4s},
      {"<say-as interpret-as=\"characters\">12345</say-as>", 2s},
      {"<say-as interpret-as=\"cardinal\">" + words + "</say-as>", 2s},
      {"<sub alias=\"" + words + "\">WWW</sub>", 2s},
      {"<phoneme alphabet=\"ipa\" ph=\"x\">" + words + "</phoneme>", 2s},
      {"<emphasis level=\"strong\">" + words + "</emphasis>", 2s},
      {"<amazon:effect name=\"whispered\">" + words + "</amazon:effect>", 2s},
  }));
  INFO(inner);
  const Speech speech = ssml(inner);
  CHECK(speech.fault == "");
  CHECK(rounded(speech.lasts) == lasts);
}

TEST_CASE("entities and runs of white space are one character, tags none", "[message][R-VSB-8]") {
  CHECK(ssml("a &amp; b").billable == 5);
  CHECK(ssml("\n  a\n\n   b  \n").billable == 3);
  CHECK(ssml("&#233;&#xE9;<!-- not this -->").billable == 2);
  CHECK(ssml("<sub alias=\"World Wide Web\">WWW</sub>").billable == 14);
  CHECK(speech_of("<?xml version=\"1.0\"?><speak>hi</speak>\n", true, rules).billable == 2);
}

TEST_CASE("SSML that is at fault is named with its place", "[message][R-VSB-8]") {
  const auto [body, fault] = GENERATE(table<std::string, std::string>({
      {"hello", "text stands outside <speak> (character 1)"},
      {"<speak>hello", "<speak> is not closed"},
      {"<speak>hello</speek>", "</speek> closes nothing that is open (character 13)"},
      {"<speak><brake/></speak>", "<brake> is no element of SSML that the service knows (character 8)"},
      {"<speak>a & b</speak>", "& begins no entity: write &amp; (character 8)"},
      {"<speak>a < b</speak>", "< begins no tag: write &lt; (character 10)"},
      {"<speak><break time=3s/>a</speak>", "<break> has a value without quotes (character 8)"},
      {"<speak><break time=\"3\"/>a</speak>", "<break> needs a time such as 300ms or 2s, not 3 (character 8)"},
      {"<speak><break time=\"11s\"/>a</speak>", "<break> is longer than 10 s (character 8)"},
      {"<speak><prosody>a</prosody></speak>", "<prosody> needs rate, pitch or volume (character 8)"},
      {"<speak><prosody rate=\"300%\">a</prosody></speak>",
       "<prosody> needs a rate from 20% to 200%, not 300% (character 8)"},
      {"<speak><say-as interpret-as=\"song\">a</say-as></speak>", "<say-as> cannot interpret as song (character 8)"},
      {"<speak><sub>a</sub></speak>", "<sub> needs alias (character 8)"},
      {"<speak>a</speak><speak>b</speak>", "SSML has one <speak> element (character 17)"},
      {"<speak><p>a</speak></p>", "</speak> closes nothing that is open (character 12)"},
      {"<!DOCTYPE x><speak>a</speak>", "SSML has no declarations (character 1)"},
  }));
  INFO(body);
  const Speech speech = speech_of(body, true, rules);
  CHECK(speech.fault == fault);
  CHECK(speech.at_fault());
}

TEST_CASE("SSML without a word has nothing to speak", "[message][R-VSB-8]") {
  CHECK(ssml("<break time=\"2s\"/>").at_fault());
  CHECK(ssml("").at_fault());
}

}  // namespace sendlab
