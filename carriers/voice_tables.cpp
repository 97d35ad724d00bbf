#include "carriers/voice_tables.hpp"

#include <array>
#include <exception>
#include <stdexcept>

#include "carriers/csv_table.hpp"
#include "carriers/decimal.hpp"
#include "carriers/json_value.hpp"

namespace sendlab {
namespace {

// A decimal as thousandths.
std::int64_t thousandths(const JsonValue& value) {
  const auto read = parse_decimal(value.text(), 3);
  if (!read) throw std::runtime_error("voice.json has no number in \"" + value.text() + "\"");
  return *read;
}

void read_speech(const JsonValue& json, SpeechRules& rules) {
  rules.characters_per_ks = thousandths(json["characters_per_second"]);
  rules.spelled_per_ks = thousandths(json["spelled_characters_per_second"]);
  rules.sentence = json["pause_s"]["sentence"].seconds();
  rules.paragraph = json["pause_s"]["paragraph"].seconds();
  static constexpr std::array<std::string_view, 6> strengths{"none", "x-weak", "weak", "medium", "strong", "x-strong"};
  for (std::size_t i = 0; i < strengths.size(); ++i) rules.breaks[i] = json["break_s"][strengths[i]].seconds();
  rules.longest_break = json["longest_break_s"].seconds();
  static constexpr std::array<std::string_view, 5> rates{"x-slow", "slow", "medium", "fast", "x-fast"};
  for (std::size_t i = 0; i < rates.size(); ++i) rules.rates[i] = json["rate_percent"][rates[i]].integer();
  rules.slowest = json["rate_percent"]["least"].integer();
  rules.fastest = json["rate_percent"]["most"].integer();
}

void read_calls(const JsonValue& json, VoiceProfile& profile) {
  profile.set_up = json["set_up"].distribution();
  profile.person_answers = json["person_answers"].distribution();
  profile.machine_answers = json["machine_answers"].distribution();
  profile.rings_for = json["rings_for"].distribution();
  profile.machine = json["shares"]["machine"].real();
  profile.busy = json["shares"]["busy"].real();
  profile.no_answer = json["shares"]["no_answer"].real();
  profile.failed = json["shares"]["failed"].real();
  profile.hangs_up = json["hangs_up"].real();
  profile.dropped = json["dropped"].real();
}

void read_quotas(VoiceTables& tables) {
  const CsvTable quotas("quotas.csv");
  auto text = [&](std::string_view name, std::string_view tier) -> const std::string& {
    for (std::size_t row = 0; row < quotas.rows(); ++row)
      if (quotas.at(row, "name") == name && quotas.at(row, "tier") == tier) return quotas.at(row, "value");
    throw std::runtime_error("quotas.csv lacks " + std::string(name));
  };
  auto whole = [&](std::string_view name, std::string_view tier) {
    const auto value = parse_decimal(text(name, tier), 0);
    if (!value || *value < 1) throw std::runtime_error("quotas.csv has no whole number for " + std::string(name));
    return *value;
  };
  VoiceQuotas& q = tables.quotas;
  q.sandbox = {whole("voice_calls_per_minute", "sandbox"), whole("voice_messages_per_24h", "sandbox"),
               std::chrono::seconds{whole("voice_message_length", "sandbox")}};
  q.production = {whole("voice_calls_per_minute", "production"), std::nullopt,
                  std::chrono::seconds{whole("voice_message_length", "production")}};
  q.calls_per_recipient_day = whole("voice_messages_per_recipient_24h", "both");
  q.calls_per_number_second = whole("voice_calls_per_second_per_number", "both");
  tables.speech.billable = whole("voice_billable_characters", "both");
  tables.speech.total = whole("voice_total_characters", "both");
  const std::string& countries = text("voice_destination_countries", "sandbox");
  for (std::size_t from = 0; from <= countries.size();) {
    const std::size_t end = std::min(countries.find(';', from), countries.size());
    tables.sandbox_countries.push_back(countries.substr(from, end - from));
    from = end + 1;
  }
}

}  // namespace

Result<VoiceTables> VoiceTables::load() {
  try {
    VoiceTables tables;
    const JsonValue json = JsonValue::table("voice.json");
    read_speech(json["speech"], tables.speech);
    read_calls(json["calls"], tables.calls);
    for (const JsonValue& iso : json["local_numbers"]["mandatory"].items())
      tables.local_number_only.push_back(iso.text());
    read_quotas(tables);
    const CsvTable regions("regions.csv");
    for (std::size_t row = 0; row < regions.rows(); ++row)
      if (regions.at(row, "voice") != "yes") tables.regions_without.push_back(regions.at(row, "region"));
    return tables;
  } catch (const std::exception& fault) {
    return Error{"carriers/tables", std::string("a rule table is at fault: ") + fault.what(),
                 "mend the table and build again"};
  }
}

void VoiceTables::note_assumptions(Assumptions& used) {
  used.add("voice/answers",
           "Shares of calls that a person or a machine answers, that are busy, not answered or fail, and how long "
           "phones ring, "
           "are defaults that no source gives; so are people who hang up and lines that break.",
           "voice.json");
  used.add("voice/billing",
           "Usage types of calls read REGION-OutboundVoice-ISO-Standard-ORIGINATION-MinuteCount and -MinuteFee; the "
           "guide names "
           "those of SMS only.",
           "R-BIL-3");
  used.add("voice/charge",
           "A call is charged when it is answered, by a person or a machine, in begun minutes; one that nobody answers "
           "is free.",
           "pricing.json voice_rounding");
  used.add("voice/day", "The 24 hours of the quotas of calls are any 24 hours, and both count accepted requests.",
           "quotas.csv voice_messages_per_24h");
  used.add("voice/duration", "Calls last whole seconds; a text's time is rounded up.", "R-BIL-9");
  used.add("voice/local-numbers", "No country demands a local number for calls unless the scenario says so.",
           "R-VSB-13");
  used.add("voice/speed",
           "A text is spoken at 15 characters a second whatever the voice; pauses and rates of SSML have fixed values.",
           "voice.json");
}

}  // namespace sendlab
