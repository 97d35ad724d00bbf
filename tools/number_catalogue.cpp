#include "tools/number_catalogue.hpp"

#include "carriers/voice_tables.hpp"
#include "engine/kernel/ascii.hpp"
#include "engine/kernel/ensure.hpp"
#include "engine/message/event_record.hpp"
#include "engine/message/phone_number.hpp"
#include "tools/number_keywords.hpp"

namespace sendlab {

RuleCatalogue::RuleCatalogue(const RuleTables& tables, const Scenario& scenario, const ServiceModel& model)
    : tables_(tables), scenario_(scenario), start_(model.start) {
  auto rules = load_registration_rules(tables);
  ENSURE(rules.ok(), "the bundled tables of registrations read");
  registration_rules_ = std::move(rules).value();
  auto cases = load_support_case_rules();
  ENSURE(cases.ok(), "the bundled table of support cases reads");
  case_rules_ = std::move(cases).value();
  // Numbers that a scenario leaves unnamed come from the same blocks, one after the other.
  for (const NumberModel& number : model.numbers) {
    if (!is_phone_number(number.type)) continue;
    const std::string& iso = model.countries[number.country.index].iso;
    const NumberBlock block = tables_.origination_block(iso, number.type);
    if (number.number.digits < block.first || number.number.digits >= block.first + block.size) continue;
    std::uint64_t& given = given_[{iso, number.type}];
    given = std::max(given, number.number.digits - block.first + 1);
  }
}

std::string RuleCatalogue::monthly_price(NumberType type, std::string_view iso) const {
  UsdMicros price = tables_.number_fees(type, iso).monthly;
  for (const auto& [own, usd] : scenario_.prices.number_month)
    if (own == type) price = usd;
  std::string text;
  append_decimal(text, price.count, 6);
  const std::size_t dot = text.find('.');
  if (dot == std::string::npos) return text + ".00";
  return text.size() - dot == 2 ? text + "0" : text;
}

std::string RuleCatalogue::monthly_price(const NumberModel& number) const {
  return monthly_price(number.type, tables_.countries()[number.country.index].iso);
}

namespace {

// The scenario's own words about a number, by its name; null for one that was requested.
const NumberSpec* spec_of(const Scenario& scenario, const NumberModel& number) {
  const AccountSpec& account = scenario.accounts.at(number.account.index);
  for (const NumberSpec& spec : account.numbers)
    if (spec.name == number.name) return &spec;
  for (const BrandSpec& brand : account.brands)
    for (const CampaignSpec& campaign : brand.campaigns)
      for (const NumberSpec& spec : campaign.numbers)
        if (spec.name == number.name) return &spec;
  return nullptr;
}

}  // namespace

KeywordList RuleCatalogue::keywords(const NumberModel& number) const {
  const NumberSpec* spec = spec_of(scenario_, number);
  return number_keywords(number.type, tables_.countries()[number.country.index].iso,
                         spec != nullptr ? std::span(spec->keywords) : std::span<const KeywordSpec>());
}

Result<NumberCatalogue::Offer> RuleCatalogue::case_number(std::string_view iso, NumberType type, bool local_voice) {
  const CountryRules* country = tables_.country(iso);
  if (country == nullptr)
    return Error{"country", "\"" + std::string(iso) + "\" is not served", "name a country of the service's list"};
  if (local_voice) {
    const VoiceCountry* offered = tables_.voice_country(iso);
    if (offered == nullptr)
      return Error{"country", country->name + " has no local numbers for voice", "call from another country's number"};
    if (!offered->by_support_case)
      return Error{"country", country->name + " asks for no local address", "lease the number with RequestPhoneNumber"};
  } else if (type == NumberType::short_code ? !country->short_codes : !country->long_codes) {
    return Error{"country", country->name + " has no such numbers", "see countries.csv"};
  }
  Offer offer;
  NumberModel& model = offer.model;
  model.country = country->id;
  model.type = type;
  model.sms = !local_voice;
  model.voice = local_voice;
  model.mps = {tables_.number_mps(type, iso), std::chrono::seconds{1}};
  model.keywords = keyword_models(number_keywords(type, iso), RequiredWords::act);
  const NumberBlock block = tables_.origination_block(iso, type);
  model.number = PhoneNumber{block.first + given_[{std::string(iso), type}]++ % block.size};
  offer.monthly_price = monthly_price(type, iso);
  return offer;
}

CampaignTerms RuleCatalogue::campaign_terms(std::string_view use_case, std::optional<int> score) const {
  CampaignTerms terms;
  const BrandQuery brand{score, false, false};
  const std::vector<std::string> use_cases{std::string(use_case)};
  const BrandTier tier = tables_.brand_tier(brand, use_cases);
  for (const CarrierRules& rules : tables_.carriers()) {
    if (rules.brand_caps)
      terms.caps.push_back({rules.id, tier.daily_cap ? std::optional(tier.daily_cap->count) : std::nullopt, 0});
    if (rules.class_limits) {
      const auto message_class = tables_.message_class(use_case, brand);
      ENSURE(message_class.ok(), "every use case of the campaign form has a message class");
      terms.limits.push_back({rules.id, message_class->throughput, message_class->per_number});
    } else if (rules.campaign_throughput) {
      terms.limits.push_back({rules.id, *rules.campaign_throughput, false});
    }
  }
  return terms;
}

Result<NumberCatalogue::Offer> RuleCatalogue::offer(std::string_view iso, NumberType type, MessageType message_type,
                                                    bool sms, bool voice) {
  const CountryRules* country = tables_.country(iso);
  if (country == nullptr)
    return Error{"IsoCountryCode", "The country is not served", "must be a country of the service's list"};
  auto none = [&](const char* member, const std::string& what, const std::string& fix) {
    return Error{member, what, fix};
  };
  bool registered = true;  // needs nothing but the request
  switch (type) {
    case NumberType::simulator:  // R-SIM-4
      if (iso != "US") return none("IsoCountryCode", "Simulator numbers exist in the US only", "must be US");
      if (voice) return none("NumberCapabilities", "Simulator numbers carry SMS only", "must be SMS");
      break;
    case NumberType::toll_free:  // R-NUM-16, R-REG-14
      if (iso != "US") return none("IsoCountryCode", "Toll-free numbers exist in the US only", "must be US");
      registered = false;
      break;
    case NumberType::ten_dlc:
      if (!country->us_rules) return none("IsoCountryCode", "10DLC numbers exist in the US only", "must be US");
      registered = false;
      break;
    case NumberType::long_code: {  // R-NUM-13, R-NUM-15
      if (sms && iso != "CA")
        return country->us_rules
                   ? none("NumberType", "Long codes of the US carry no SMS", "must be TEN_DLC or TOLL_FREE")
                   : none("NumberCapabilities", "A long code that carries SMS is given by support case only",
                          "must be VOICE");
      const VoiceCountry* offered = tables_.voice_country(iso);
      if (offered == nullptr)
        return none("IsoCountryCode", "There are no long codes for voice in this country",
                    "must be a country with local numbers");
      if (offered->by_support_case)
        return none("IsoCountryCode", "Long codes of this country are given by support case only",
                    "must be a country whose numbers can be requested");
      break;
    }
    case NumberType::sender_id:
    case NumberType::shared_route:
      return none("NumberType", "This is no phone number", "must be a kind of phone number");
    case NumberType::short_code:
      return none("NumberType", "Short codes are given by support case only", "must be another type");
  }
  Offer offer;
  NumberModel& model = offer.model;
  model.country = country->id;
  model.type = type;
  model.message_type = message_type;
  model.mps = {tables_.number_mps(type, iso), std::chrono::seconds{1}};
  model.sms = sms;
  model.voice = voice;
  model.keywords = keyword_models(number_keywords(type, iso), RequiredWords::act);
  const NumberBlock block = tables_.origination_block(iso, type);
  model.number = PhoneNumber{block.first + given_[{std::string(iso), type}]++ % block.size};
  offer.monthly_price = monthly_price(type, iso);
  if (registered) offer.active_after = Duration{0};
  return offer;
}

NumberCatalogue::Offer RuleCatalogue::sender_id(CountryId country) {
  const CountryRules& rules = tables_.countries()[country.index];
  Offer offer;
  offer.model.country = country;
  offer.model.type = NumberType::sender_id;
  offer.model.mps = {tables_.number_mps(NumberType::sender_id, rules.iso), std::chrono::seconds{1}};  // R-MPS-6
  offer.monthly_price = monthly_price(NumberType::sender_id, rules.iso);
  offer.active_after = Duration{0};
  return offer;
}

}  // namespace sendlab
