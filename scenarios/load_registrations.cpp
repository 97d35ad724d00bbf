// Constructors of registrations and support cases.
#include <algorithm>

#include "scenarios/field_reader.hpp"
#include "scenarios/nearest_name.hpp"
#include "scenarios/registration_circles.hpp"

namespace sendlab {
namespace {

std::vector<std::string> names_in(FieldReader& f, std::string_view field) {
  std::vector<std::string> names;
  for (const auto& item : f.list(field))
    if (const auto name = f.text_of(*item.value, item.path)) names.push_back(*name);
  return names;
}

// A text, or a number or flag as its text.
std::optional<std::string> plain_text(FieldReader& f, const LuaValue& value, std::string_view path) {
  if (const auto flag = value.boolean()) return *flag ? "true" : "false";
  if (value.number()) {
    if (const auto whole = f.whole_of(value, path, 0, INT64_MAX)) return std::to_string(*whole);
    return std::nullopt;
  }
  return f.text_of(value, path);
}

constexpr std::string_view registration_fields[] = {
    "name",           "type",        "submitted",     "outcome", "reason",     "registers",      "after", "lasts",
    "resubmit_after", "registry_at", "vetting_score", "home",    "tax_record", "carrier_review", "note"};
constexpr std::string_view case_fields[] = {"kind",  "at",          "region",    "outcome",
                                            "gives", "reply_after", "countries", "note"};

template <std::size_t n>
bool is_one_of(const std::string_view (&names)[n], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

std::size_t make_registration(FieldReader& f) {
  RegistrationSpec spec;
  spec.where = f.where();
  spec.name = f.name().value_or("");
  f.require("type", "type = \"US_TEN_DLC_CAMPAIGN_REGISTRATION\"");
  spec.type = f.text("type").value_or("");
  f.require("submitted", "submitted = \"0d\"");
  spec.submitted = f.duration("submitted").value_or(Duration{0});
  spec.outcome = f.word("outcome", {"approve", "reject"}, "outcome").value_or("");
  spec.reason = f.text("reason").value_or("");
  if (!spec.reason.empty() && spec.outcome != "reject")
    f.error("reason", "is of a rejection", "add outcome = \"reject\"");
  spec.registers = names_in(f, "registers");
  spec.after = names_in(f, "after");
  spec.lasts = f.duration("lasts");
  spec.resubmit_after = f.duration("resubmit_after");
  spec.registry_at = f.duration("registry_at");
  spec.vetting_score = f.whole("vetting_score", 0, 100);
  spec.international = f.word("home", {"US", "international"}, "home") == "international";
  spec.tax_record_matches = f.word("tax_record", {"match", "mismatch"}, "choice") != "mismatch";
  spec.carrier_review = f.flag("carrier_review").value_or(true);
  std::vector<std::string> others;
  for (const LuaField& field : f.table().fields)
    if (const std::string* key = field.key.text(); key != nullptr && !is_one_of(registration_fields, *key))
      others.push_back(*key);
  for (const std::string& key : others) {
    std::vector<std::string> values;
    for (const auto& item : f.list(key))
      if (const auto text = plain_text(f, *item.value, item.path)) values.push_back(*text);
    spec.fields.emplace_back(key, std::move(values));
  }
  return put(f.context().registrations, spec);
}

void read_countries(FieldReader& f, SupportCaseSpec& spec) {
  for (const auto& entry : f.entries("countries")) {
    if (entry.value->table() == nullptr) {
      f.error(
          entry.path, "must be a table",
          "write countries = { DE = { identity = \"…\", peak_rate = \"5/s\", mean_size = \"1\", template = \"…\" } }");
      continue;
    }
    FieldReader inner(f, *entry.value->table(), entry.path);
    for (const LuaField& field : entry.value->table()->fields)
      if (const std::string* key = field.key.text(); key != nullptr)
        if (const LuaValue* value = inner.value(*key))
          if (const auto text = plain_text(inner, *value, *key)) spec.countries[entry.key][*key] = *text;
    inner.finish();
  }
}

std::size_t make_support_case(FieldReader& f) {
  SupportCaseSpec spec;
  spec.where = f.where();
  f.require("kind", "kind = \"sms_production_access\"");
  spec.kind = f.text("kind").value_or("");
  f.require("at", "at = \"0d\"");
  spec.at = f.duration("at").value_or(Duration{0});
  spec.region = f.text("region").value_or("");
  spec.outcome = f.word("outcome", {"deny", "carriers_reject"}, "outcome").value_or("");
  spec.gives = names_in(f, "gives");
  spec.reply_after = f.duration("reply_after");
  read_countries(f, spec);
  std::vector<std::string> others;
  for (const LuaField& field : f.table().fields)
    if (const std::string* key = field.key.text(); key != nullptr && !is_one_of(case_fields, *key))
      others.push_back(*key);
  for (const std::string& key : others)
    if (const LuaValue* value = f.value(key))
      if (const auto text = plain_text(f, *value, key)) spec.details[key] = *text;
  return put(f.context().support_cases, spec);
}

// The names that a registration of this type may register; nothing for types whose names only the whole world tells.
std::optional<std::vector<std::string>> names_for(const std::string& type, const AccountSpec& account) {
  std::vector<std::string> names;
  const bool campaigns = type == "US_TEN_DLC_CAMPAIGN_REGISTRATION";
  if (campaigns || type == "US_TEN_DLC_BRAND_REGISTRATION" || type == "US_TEN_DLC_BRAND_VETTING") {
    for (const BrandSpec& brand : account.brands) {
      if (!campaigns) names.push_back(brand.name);
      for (std::size_t c = 0; campaigns && c < brand.campaigns.size(); ++c) names.push_back(brand.campaigns[c].name);
    }
  } else if (type == "US_TOLL_FREE_REGISTRATION") {
    for (const NumberSpec& number : account.numbers)
      if (number.type == NumberType::toll_free) names.push_back(number.name);
  } else {
    return std::nullopt;
  }
  return names;
}

void check_registration_names(LoadContext& context, const AccountSpec& account) {
  for (const RegistrationSpec& spec : account.registrations) {
    const auto known = names_for(spec.type, account);
    if (!known) continue;
    for (const std::string& name : spec.registers.empty() ? std::vector<std::string>{spec.name} : spec.registers)
      if (!name.empty() && std::find(known->begin(), known->end(), name) == known->end())
        context.error(spec.where,
                      "registration " + spec.name + " registers \"" + name + "\", which account " + account.name +
                          " has not" + did_you_mean(name, *known),
                      "name a brand, campaign, toll-free number or sender ID that the account declares: registers = "
                      "\"…\"");
    for (const std::string& name : spec.after)
      if (std::none_of(account.registrations.begin(), account.registrations.end(),
                       [&](const RegistrationSpec& other) { return &other != &spec && other.name == name; }))
        context.error(
            spec.where,
            "registration " + spec.name + " waits for \"" + name + "\", which is no other registration of the account",
            "name one that is declared in registrations");
  }
  for (const RegistrationCircle& circle : registration_circles(account))
    context.error(circle.where, "registrations wait for each other in a circle and are never submitted: " + circle.path,
                  "take one out of after; a campaign and a vetting wait for their brand anyway (R-REG-2)");
}

}  // namespace

void read_registrations(FieldReader& f, AccountSpec& account) {
  for (const std::int64_t id : f.objects("registrations", object_type::registration,
                                         "registration { name = \"…\", type = \"…\", submitted = \"0d\" }"))
    account.registrations.push_back(f.context().registrations[static_cast<std::size_t>(id)]);
  for (const std::int64_t id :
       f.objects("support_cases", object_type::support_case, "support_case { kind = \"…\", at = \"0d\" }"))
    account.support_cases.push_back(f.context().support_cases[static_cast<std::size_t>(id)]);
  for (std::size_t i = 0; i < account.registrations.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (account.registrations[i].name == account.registrations[k].name &&
          account.registrations[i].type == account.registrations[k].type)
        f.context().error(account.registrations[i].where,
                          "registration " + account.registrations[i].name + " is declared twice (" +
                              account.registrations[k].where + ")",
                          "a thing is registered once; resubmit_after submits it again");
  check_registration_names(f.context(), account);
}

void define_registration_constructors(LuaSandbox& sandbox, const ContextPtr& context) {
  define_constructor(sandbox, context, "registration", object_type::registration, make_registration);
  define_constructor(sandbox, context, "support_case", object_type::support_case, make_support_case);
}

}  // namespace sendlab
