// Constructors of accounts and what they own: brands, campaigns, numbers, keywords, opt-out lists.
#include <algorithm>

#include "scenarios/field_reader.hpp"
#include "scenarios/load_events.hpp"
#include "scenarios/load_identities.hpp"
#include "scenarios/nearest_name.hpp"
#include "scenarios/number_rules.hpp"

namespace sendlab {

void read_registrations(FieldReader& f, AccountSpec& account);  // load_registrations.cpp
void read_templates(FieldReader& f, AccountSpec& account);      // load_templates.cpp

namespace {

constexpr std::string_view number_example = "number { name = \"…\", type = \"TOLL_FREE\", country = \"US\" }";

// `numbers` as a list of phone numbers or a feed of them.
void read_list_members(FieldReader& f, std::string_view name, const LuaValue& value, OptOutListSpec& list) {
  if (const LuaObject* object = value.object(); object != nullptr && object->type == object_type::feed) {
    list.numbers = f.context().feeds[static_cast<std::size_t>(object->id)];
    return;
  }
  std::vector<PhoneNumber> numbers;
  const LuaTable* table = value.table();
  const auto add = [&](const LuaValue& item, const std::string& path) {
    if (const auto number = f.phone_of(item, path)) numbers.push_back(*number);
  };
  if (table == nullptr) add(value, std::string(name));
  for (std::size_t i = 0; table != nullptr && i < table->items.size(); ++i) {
    add(table->items[i], std::string(name) + "[" + std::to_string(i + 1) + "]");
  }
  list.numbers = std::move(numbers);
}

std::size_t make_opt_out_list(FieldReader& f) {
  OptOutListSpec list;
  list.name = f.name().value_or("");
  if (const LuaValue* value = f.value("numbers")) read_list_members(f, "numbers", *value, list);
  return put(f.context().opt_out_lists, list);
}

void check_country_of(FieldReader& f, const NumberSpec& number) {
  const Vocabulary::Country* country = f.context().words().country(number.country);
  if (country == nullptr) return;
  const bool offered = (number.type == NumberType::simulator && number.country == "US") ||  // R-SIM-4
                       (number.type == NumberType::short_code && country->short_codes) ||
                       (number.type == NumberType::long_code && country->long_codes) ||
                       (number.type == NumberType::ten_dlc && country->ten_dlc) ||
                       (number.type == NumberType::toll_free && country->toll_free);
  if (number.type == NumberType::long_code && is_us_or_territory(number.country)) {
    if (number.sms && !number.us_long_code_sms) {
      f.warn("type",
             "LONG_CODE in " + number.country + " may not send text messages to it: every request will be refused",
             "use TEN_DLC, TOLL_FREE or SHORT_CODE");
    }
  } else if (!offered) {
    f.error("type",
            std::string(name_of(number.type)) + " does not exist in " + country->name + " (" + number.country + ")",
            "choose another type or country");
  }
  const bool inbound_only = country->inbound_only_long_code && number.type == NumberType::long_code;  // R-TWO-10
  if (inbound_only && number.sms && !number.two_way) {
    f.warn("type",
           "long codes of " + country->name +
               " receive messages and cannot send them (R-ORG-20): requests from it will be refused",
           "add two_way = true to receive opt-outs, and send from a sender ID");
  }
  if (number.two_way && !country->two_way && !inbound_only) {
    f.error("two_way", "is not possible in " + country->name + " (" + number.country + ")", "leave it out");
  }
}

void read_keywords(FieldReader& f, NumberSpec& number) {
  number.keywords = read_keyword_list(f, number.country, "a number");
  const auto items = f.list("keywords");
  for (std::size_t i = 0; number.type == NumberType::toll_free && i < number.keywords.size(); ++i)
    if (const auto fault = check_toll_free_keyword(number.keywords[i]))
      f.error(i < items.size() ? items[i].path : "keywords", fault->what, fault->fix);
  if (!number.keywords.empty() && !number.two_way) {
    f.warn("keywords", "has no effect: the number receives nothing", "add two_way = true");
  }
}

void read_capabilities(FieldReader& f, NumberSpec& number) {
  const auto items = f.list("capabilities");
  if (f.has("capabilities") && items.empty())
    f.error("capabilities", "is an empty list: such a number could do nothing", "leave it out for { \"SMS\" }");
  if (!items.empty()) number.sms = false;
  for (const auto& item : items) {
    const auto word = f.text_of(*item.value, item.path);
    if (!word || !f.known_word(*word, {"SMS", "VOICE"}, "capability", item.path)) continue;
    (*word == "VOICE" ? number.voice : number.sms) = true;
  }
}

// two_way = true, or the ARN of where inbound messages go: a standard SNS topic or Amazon Connect (R-TWO-2, R-TWO-6).
void read_two_way(FieldReader& f, NumberSpec& number) {
  const LuaValue* value = f.value("two_way");
  if (value == nullptr || value->text() == nullptr) {
    number.two_way = f.flag("two_way").value_or(false);
    return;
  }
  const std::string& channel = *value->text();
  const bool topic = channel.starts_with("arn:aws:sns:") && !channel.ends_with(".fifo");
  const bool connect = channel.starts_with("connect.") && channel.ends_with(".amazonaws.com");
  if (!topic && !connect)
    f.error("two_way", "must be true, a standard topic or Amazon Connect, got \"" + channel + "\"",
            "for example \"arn:aws:sns:us-east-1:123456789012:replies\" or \"connect.us-east-1.amazonaws.com\"; a FIFO "
            "topic is not possible");
  number.two_way = true;
  number.two_way_channel = channel;
}

std::size_t make_number(FieldReader& f) {
  NumberSpec number;
  const Vocabulary& words = f.context().words();
  number.where = f.where();
  number.name = f.name().value_or("");
  f.require("type", "type = \"TOLL_FREE\"");
  const auto type_name = f.word("type", number_type_names(), "number type");
  if (type_name) number.type = *number_type_of(*type_name);
  f.require("country", "country = \"US\"");
  const auto country = f.word("country", words.countries, "country");
  if (country) number.country = *country;
  if (const auto text = f.text("number"); text && type_name && country) {
    const auto read = read_origination_number(*text, number.type, number.country);
    if (read.ok()) {
      number.number = read.value();
    } else {
      f.error("number", read.error().what, read.error().fix);
    }
  }
  if (const auto type = f.word("message_type", message_type_names(), "message type"))
    number.message_type = *message_type_of(*type);
  read_capabilities(f, number);
  // R-MPS-3: a 10DLC number is raised to at most 75; the others by agreement, without a published end.
  number.mps = f.whole("mps", 1, number.type == NumberType::ten_dlc && type_name ? 75 : 1'000'000);
  read_two_way(f, number);
  number.self_managed_opt_outs = f.flag("self_managed_opt_outs").value_or(false);
  if (number.self_managed_opt_outs && !number.two_way) {
    f.error("self_managed_opt_outs", "needs two-way messaging, or the opt-outs reach nobody", "add two_way = true");
  }
  if (const auto list = f.text("opt_out_list")) number.opt_out_list = *list;
  number.us_long_code_sms = f.flag("us_long_code_sms").value_or(false);
  if (number.us_long_code_sms && (number.type != NumberType::long_code || !is_us_or_territory(number.country)))
    f.error("us_long_code_sms", "is about plain long codes of the US and its territories", "leave it out");
  if (country && type_name) check_country_of(f, number);
  read_keywords(f, number);
  number.available_after = f.duration("available_after").value_or(Duration{0});
  number.deletion_protection = f.flag("deletion_protection").value_or(false);
  f.text_map("tags");
  return put(f.context().numbers, number);
}

void read_campaign_numbers(FieldReader& f, CampaignSpec& campaign) {
  f.require("numbers", "numbers = 4");
  const LuaValue* value = f.value("numbers");
  if (value == nullptr) return;
  if (value->number()) {
    const auto count = f.whole("numbers", 1, 10'000);
    note_quota(f, "numbers", "tendlc_numbers_per_campaign", static_cast<std::size_t>(count.value_or(0)), "a campaign");
    for (std::int64_t i = 0; i < count.value_or(0); ++i) {
      NumberSpec number;
      number.name = campaign.name + "#" + std::to_string(i + 1);
      number.type = NumberType::ten_dlc;
      number.mps = campaign.mps;
      number.where = f.where("numbers");
      campaign.numbers.push_back(std::move(number));
    }
    return;
  }
  const auto items = f.list("numbers");
  const auto ids = f.objects("numbers", object_type::number,
                             "a count or number { name = \"…\", type = \"TEN_DLC\", country = \"US\" }");
  if (items.empty())
    f.error("numbers", "must be a count or a list of numbers, got an empty list",
            "a campaign needs at least one number");
  note_quota(f, "numbers", "tendlc_numbers_per_campaign", ids.size(), "a campaign");
  for (const std::int64_t id : ids) {
    NumberSpec number = f.context().numbers[static_cast<std::size_t>(id)];
    if (number.type != NumberType::ten_dlc) {
      f.context().error(number.where,
                        "number " + number.name + " of campaign " + campaign.name + " must be TEN_DLC, got " +
                            std::string(name_of(number.type)),
                        "put other numbers under account { numbers = { … } }");
    }
    if (!number.mps) number.mps = campaign.mps;
    campaign.numbers.push_back(std::move(number));
  }
}

std::size_t make_campaign(FieldReader& f) {
  CampaignSpec campaign;
  const Vocabulary& words = f.context().words();
  campaign.where = f.where();
  campaign.name = f.name().value_or("");
  f.require("use_case", "use_case = \"2FA\"");
  campaign.use_case = f.word("use_case", words.use_cases, "use case").value_or("");
  if (const auto letter = f.word("message_class", words.message_classes, "message class"))
    campaign.message_class = letter->front();
  campaign.mps = f.whole("mps", 1, 75).value_or(1);  // R-MPS-3
  read_campaign_numbers(f, campaign);
  campaign.reject_over_throughput = f.word("over_throughput", {"hold", "reject"}, "choice") == "reject";
  for (const auto& entry : f.entries("throughput")) {
    const bool known = f.known_word(entry.key, words.us_carriers, "carrier of the US", entry.path);
    const auto limit = f.throughput_of(*entry.value, entry.path);
    if (known && limit) campaign.throughput.emplace_back(entry.key, *limit);
  }
  return put(f.context().campaigns, campaign);
}

std::size_t make_brand(FieldReader& f) {
  BrandSpec brand;
  brand.where = f.where();
  brand.name = f.name().value_or("");
  if (const auto score = f.whole("vetting_score", 0, 100)) brand.vetting_score = static_cast<int>(*score);
  brand.russell_3000 = f.flag("russell_3000").value_or(false);
  brand.government = f.flag("government").value_or(false);
  brand.hold_over_daily_cap = f.word("over_daily_cap", {"reject", "hold"}, "choice") == "hold";
  for (const auto& entry : f.entries("daily_cap")) {
    const bool known = f.known_word(entry.key, f.context().words().us_carriers, "carrier of the US", entry.path);
    const auto cap = f.whole_of(*entry.value, entry.path, 0, INT64_MAX);
    if (known && cap) brand.daily_cap.emplace_back(entry.key, *cap);
  }
  const auto ids =
      f.objects("campaigns", object_type::campaign, "campaign { name = \"…\", use_case = \"2FA\", numbers = 1 }");
  note_quota(f, "campaigns", "tendlc_campaigns_per_brand", ids.size(), "a brand");
  for (const std::int64_t id : ids) brand.campaigns.push_back(f.context().campaigns[static_cast<std::size_t>(id)]);
  return put(f.context().brands, brand);
}

void read_initial(FieldReader& f, AccountDraft& draft) {
  const LuaValue* value = f.value("initial");
  if (value == nullptr) return;
  if (value->table() == nullptr) {
    f.error("initial", "must be a table, got " + value->describe(), "write initial = { month_spend = \"$2\" }");
    return;
  }
  FieldReader inner(f, *value->table(), "initial");
  auto& initial = draft.account.initial;
  if (const auto spend = inner.money("month_spend")) initial.month_spend = *spend;
  std::vector<std::string> brands;
  for (const BrandSpec& brand : draft.account.brands) brands.push_back(brand.name);
  for (const auto& entry : inner.entries("brand_parts_today")) {
    const bool known = inner.known_word(entry.key, brands, "brand of this account", entry.path);
    const auto parts = inner.whole_of(*entry.value, entry.path, 0, INT64_MAX);
    if (known && parts) initial.brand_parts_today.emplace_back(entry.key, *parts);
  }
  for (const auto& entry : inner.entries("opted_out")) {
    OptOutListSpec list;
    list.name = entry.key;
    read_list_members(inner, entry.path, *entry.value, list);
    initial.opted_out.push_back(std::move(list));
    draft.opt_out_list_uses.push_back({entry.key, inner.where(entry.path)});
  }
  inner.finish();
}

void check_opt_out_lists(FieldReader& f, AccountDraft& draft) {
  std::vector<std::string> known = {"Default"};  // R-OPT-5
  for (const OptOutListSpec& list : draft.account.opt_out_lists) {
    if (list.name != "Default" && std::find(known.begin(), known.end(), list.name) != known.end()) {
      f.error("opt_out_lists", "declares " + list.name + " twice");
    }
    known.push_back(list.name);
  }
  const auto note_use = [&](const NumberSpec& number) {
    draft.opt_out_list_uses.push_back({number.opt_out_list, number.where});
  };
  for (const NumberSpec& number : draft.account.numbers) note_use(number);
  for (const BrandSpec& brand : draft.account.brands) {
    for (const CampaignSpec& campaign : brand.campaigns)
      std::for_each(campaign.numbers.begin(), campaign.numbers.end(), note_use);
  }
  for (const NameUse& use : draft.opt_out_list_uses) {
    if (std::find(known.begin(), known.end(), use.name) != known.end()) continue;
    f.context().error(use.where, "no opt-out list " + use.name + " is declared" + did_you_mean(use.name, known),
                      "declare it with opt_out_lists = { opt_out_list { name = \"" + use.name + "\" } }");
  }
}

std::optional<UsdMicros> whole_dollars(FieldReader& f, const char* field) {
  const auto usd = f.money(field);
  if (usd && usd->count % 1'000'000 != 0)
    f.error(field, "must be whole dollars, as the API has it", "for example \"$50\"");
  return usd;
}

std::size_t make_account(FieldReader& f) {
  AccountDraft draft;
  AccountSpec& account = draft.account;
  LoadContext& context = f.context();
  account.where = f.where();
  if (f.has("name")) account.name = f.name().value_or("");
  if (const auto region = f.word("region", context.words().regions, "region")) account.region = *region;
  account.sandbox = f.word("tier", {"production", "sandbox"}, "tier") == "sandbox";
  account.monthly_spend_limit = f.money("monthly_spend_limit");
  if (!account.sandbox && !f.has("monthly_spend_limit")) {
    context.warn(f.where(),
                 "account " + account.name +
                     " has no monthly_spend_limit: the default of $1.00 a month pays for some hundred parts",
                 "add for example monthly_spend_limit = \"$1000\"");
  }
  account.strict_spend_enforcement = f.word("spend_enforcement", {"delayed", "strict"}, "choice") == "strict";
  account.queue_over_mps = f.word("over_mps", {"throttle", "queue"}, "choice") == "queue";
  account.verified_numbers = f.phone_numbers("verified_numbers");
  read_identities(f, draft);
  const auto most_verified =
      static_cast<std::size_t>(quota_of(context, account, "verified_destination_numbers",
                                        static_cast<std::int64_t>(context.options.limits.verified_numbers_in_sandbox)));
  if (account.sandbox && account.verified_numbers.size() > most_verified) {
    f.error("verified_numbers", "has " + std::to_string(account.verified_numbers.size()) +
                                    ", a sandbox account has at most " + std::to_string(most_verified));
  }
  if (const auto type = f.word("default_message_type", message_type_names(), "message type"))
    account.default_message_type = message_type_of(*type);

  const auto brands = f.objects("brands", object_type::brand, "brand { name = \"…\", campaigns = { … } }");
  note_quota(f, "brands", "tendlc_companies_per_account", brands.size(), "an account");
  for (const std::int64_t id : brands) account.brands.push_back(context.brands[static_cast<std::size_t>(id)]);
  const auto numbers = f.objects("numbers", object_type::number, number_example);
  note_quota(f, "numbers", "sms_and_voice_numbers", numbers.size(), "an account");  // R-NUM-14
  for (const std::int64_t id : numbers) {
    const NumberSpec& number = context.numbers[static_cast<std::size_t>(id)];
    if (number.type == NumberType::ten_dlc) {
      context.error(number.where, "number " + number.name + " is TEN_DLC and belongs to no campaign",
                    "put it in campaign { numbers = { … } }");
    }
    account.numbers.push_back(number);
  }
  for (const std::int64_t id : f.objects("opt_out_lists", object_type::opt_out_list, "opt_out_list { name = \"…\" }")) {
    account.opt_out_lists.push_back(context.opt_out_lists[static_cast<std::size_t>(id)]);
  }
  note_quota(f, "opt_out_lists", "opt_out_lists", account.opt_out_lists.size(), "an account");
  read_registrations(f, account);
  read_templates(f, account);
  read_initial(f, draft);
  check_opt_out_lists(f, draft);

  account.monthly_voice_spend_limit = f.money("monthly_voice_spend_limit");
  account.spend_limit_override = whole_dollars(f, "spend_limit_override");
  account.voice_spend_limit_override = whole_dollars(f, "voice_spend_limit_override");
  read_configuration_sets(f, account);
  read_alarms(f, draft);
  read_readings(f, account);
  return put(context.accounts, draft);
}

}  // namespace

void define_account_constructors(LuaSandbox& sandbox, const ContextPtr& context) {
  define_constructor(sandbox, context, "opt_out_list", object_type::opt_out_list, make_opt_out_list);
  define_constructor(sandbox, context, "number", object_type::number, make_number);
  define_constructor(sandbox, context, "campaign", object_type::campaign, make_campaign);
  define_constructor(sandbox, context, "brand", object_type::brand, make_brand);
  define_constructor(sandbox, context, "account", object_type::account, make_account);
  define_keyword_constructor(sandbox, context);
  define_identity_constructors(sandbox, context);
}

}  // namespace sendlab
