#include "carriers/registration_tables.hpp"

#include <algorithm>
#include <stdexcept>

#include "carriers/csv_table.hpp"
#include "carriers/json_value.hpp"

namespace sendlab {
namespace {

std::int64_t integer_or(const JsonValue& value, std::int64_t otherwise) {
  return value.is_null() ? otherwise : value.integer();
}

std::vector<std::string> texts_of(const JsonValue& list) {
  std::vector<std::string> texts;
  for (const JsonValue& item : list.items()) texts.push_back(item.text());
  return texts;
}

RegistrationKind kind_of(const std::string& name) {
  for (std::size_t k = 0; k < registration_kind_count; ++k)
    if (name_of(static_cast<RegistrationKind>(k)) == name) return static_cast<RegistrationKind>(k);
  throw std::runtime_error("no kind of registration: \"" + name + "\"");
}

// ---- forms ----

FieldNeed need_of(const std::string& text) {
  return text == "REQUIRED"      ? FieldNeed::required
         : text == "CONDITIONAL" ? FieldNeed::conditional
                                 : FieldNeed::optional;
}

FieldCondition condition_of(const JsonValue& json) {
  FieldCondition condition{json["field"].text(), texts_of(json["in"])};
  if (!json["equals"].is_null()) condition.any_of.push_back(json["equals"].text());
  return condition;
}

// The table writes kilobytes; 1 KB is 1,024 bytes (assumption).
std::int64_t bytes_of(const JsonValue& attachment) { return integer_or(attachment["max_kb"], 0) * 1024; }

void apply_newer(const JsonValue& newer, FormField& field) {
  if (newer.is_null()) return;
  if (!newer["requirement"].is_null()) field.need = need_of(newer["requirement"].text());
  if (!newer["condition"].is_null()) field.condition = condition_of(newer["condition"]);
  field.min_length = integer_or(newer["min_length"], field.min_length);
  field.max_length = integer_or(newer["max_length"], field.max_length);
  if (!newer["file_types"].is_null()) field.file_types = texts_of(newer["file_types"]);
  if (!newer["max_kb"].is_null()) field.max_bytes = bytes_of(newer);
}

FormField field_of(const JsonValue& json, const std::string& section, RuleSet rules) {
  FormField field;
  field.path = json["field_path"].text();
  field.section = section;
  field.title = json["title"].text();
  const std::string& type = json["field_type"].text();
  field.type = type == "SELECT" ? FieldType::select : type == "ATTACHMENT" ? FieldType::attachment : FieldType::text;
  field.need = need_of(json["requirement"].text());
  if (!json["condition"].is_null()) field.condition = condition_of(json["condition"]);
  const JsonValue& text = json["text_validation"];
  field.min_length = integer_or(text["min_length"], field.min_length);
  field.max_length = integer_or(text["max_length"], field.max_length);
  field.pattern = text["pattern"].text();
  const JsonValue& select = json["select_validation"];
  field.min_choices = integer_or(select["min_choices"], field.min_choices);
  field.max_choices = integer_or(select["max_choices"], field.max_choices);
  for (const JsonValue& option : select["options"].items()) {
    const std::string& use_case = option["use_case"].text();
    field.options.push_back({option["option"].text(), option["title"].text(), option["meaning"].text(),
                             use_case.empty() ? option["option"].text() : use_case});
  }
  field.file_types = texts_of(json["attachment"]["file_types"]);
  field.max_bytes = bytes_of(json["attachment"]);
  if (rules == RuleSet::current_2026) apply_newer(json["current_2026"], field);
  return field;
}

FormAssociation association_of(const JsonValue& json) {
  FormAssociation association{json["api_resource_type"].text(), json["iso_country_code"].text(), {}, {}};
  const std::string& when = json["behavior"].text();
  association.when = when == "ASSOCIATE_BEFORE_SUBMIT"  ? AssociationTime::before_submit
                     : when == "ASSOCIATE_ON_APPROVAL" ? AssociationTime::on_approval
                                                       : AssociationTime::after_complete;
  const std::string& end = json["disassociation"].text();
  association.end = end == "DISASSOCIATE_ALL_CLOSES_REGISTRATION"         ? DisassociationEffect::all_closes
                    : end == "DISASSOCIATE_ALL_ALLOWS_DELETE_REGISTRATION" ? DisassociationEffect::all_allows_delete
                                                                           : DisassociationEffect::delete_disassociates;
  return association;
}

RegistrationForm form_of(const JsonValue& json, RuleSet rules) {
  RegistrationForm form;
  form.type = json["registration_type"].text();
  form.title = json["title"].text();
  form.iso = json["iso_country_code"].text();
  form.kind = kind_of(json["kind"].text());
  form.duration_step = json["duration_step"].text();
  for (const JsonValue& section : json["sections"].items()) {
    const std::string& path = section["section_path"].text();
    if (!form.has_section(path)) form.sections.push_back({path, section["title"].text()});
    for (const JsonValue& field : section["fields"].items()) form.fields.push_back(field_of(field, path, rules));
  }
  for (const JsonValue& association : json["associations"].items())
    form.associations.push_back(association_of(association));
  return form;
}

// ---- durations ----

// A number of units, exact to a thousandth.
Duration units(const JsonValue& value, Duration unit) {
  const UsdMicros millionths = value.usd();  // reads a decimal exactly
  return Duration{unit.count() / 1'000'000 * millionths.count};
}

StepDuration::Component component_of(const JsonValue& json, const std::string& family, Duration unit) {
  StepDuration::Component component;
  component.shape = family == "triangular" ? StepDuration::Shape::triangular : StepDuration::Shape::uniform;
  component.least = units(json["min"], unit);
  component.most = units(json["max"], unit);
  component.mode = json["mode"].is_null() ? component.least : units(json["mode"], unit);
  if (!json["weight"].is_null()) component.weight = json["weight"].real();
  return component;
}

Duration unit_of(const std::string& name) {
  using namespace std::chrono_literals;
  if (name == "hours") return 1h;
  if (name == "weeks") return 24h * 7;
  return 24h;
}

// `params`: the object that holds min, mode, max or components.
StepDuration duration_of(const JsonValue& json, const JsonValue& params) {
  StepDuration step;
  step.step = json["step"].text();
  step.home = json["home"].text();
  const std::string& unit = json["unit"].text();
  step.business_days = unit == "business_days";
  if (json["family"].text() == "mixture") {
    for (const JsonValue& part : params["components"].items())
      step.components.push_back(component_of(part, part["family"].text(), unit_of(unit)));
  } else {
    step.components.push_back(component_of(params, json["family"].text(), unit_of(unit)));
  }
  step.source = json["source"].joined();
  step.confidence = json["confidence"].text();
  return step;
}

void read_durations(const JsonValue& ten_dlc, RegistrationRules& rules) {
  for (const JsonValue& row : ten_dlc["registration_durations"].items()) {
    if (row["family"].text() != "bernoulli") {
      rules.durations.push_back(duration_of(row, row["params"]));
      continue;
    }
    const JsonValue& params = row["params"];
    for (std::size_t i = 0; i < params.keys().size(); ++i)
      rules.denial_probability[static_cast<std::size_t>(kind_of(params.keys()[i]))] = params.items()[i].real();
  }
}

// ---- the rest ----

void read_model(const JsonValue& json, RegistrationRules& rules) {
  for (const JsonValue& row : json["rejection_reasons"].items())
    rules.reasons.push_back({kind_of(row["form"].text()), row["reason"].text(), row["short"].text(), row["long"].text(),
                             texts_of(row["fields"]), row["source"].text()});
  for (const JsonValue& row : json["content_findings"].items())
    rules.findings.push_back({kind_of(row["form"].text()), row["finding"].text(), row["reason"].text()});
  rules.shorteners = texts_of(json["public_url_shorteners"]["domains"]);
  rules.placeholders = texts_of(json["placeholders"]["texts"]);
  rules.submitted_share = json["review_begins_after_share"]["value"].real();
  rules.carrier_review = duration_of(json["carrier_review"], json["carrier_review"]);
  const JsonValue& score = json["vetting_score"];
  rules.score_least = score["min"].real();
  rules.score_mode = score["mode"].real();
  rules.score_most = score["max"].real();
  const JsonValue& resubmit = json["resubmit_after"];
  rules.resubmit_after = units(resubmit["value"], unit_of(resubmit["unit"].text()));
  for (const JsonValue& row : json["quotas"].items()) {
    const std::string& name = row["name"].text();
    const auto value = static_cast<std::size_t>(row["value"].integer());
    if (name == "registrations_per_account") rules.quotas.registrations = value;
    if (name == "registration_versions_created_per_day") rules.quotas.versions_per_day = value;
    if (name == "registration_attachments_created_per_day") rules.quotas.attachments_per_day = value;
    if (name == "registration_attachments_per_account") rules.quotas.attachments = value;
    if (name == "associations_per_registration") rules.quotas.associations = value;
  }
}

std::vector<RegistrationFee> fees_of(const std::vector<DatedPrice>& rows) {
  std::vector<RegistrationFee> fees;
  for (const DatedPrice& row : rows) fees.push_back({row.from, row.value});
  return fees;
}

void read_fees_and_quotas(const RuleTables& tables, RegistrationRules& rules) {
  rules.brand_fees = fees_of(tables.brand_registration_fees());
  rules.vetting_fees = fees_of(tables.brand_vetting_fees());
  for (const std::string& use_case : tables.use_cases())
    rules.campaign_fees.push_back({use_case, fees_of(tables.campaign_monthly_fees(use_case))});
  const auto quota = [&](const char* name, std::size_t& into) {
    if (const auto value = tables.quota_millionths(name)) into = static_cast<std::size_t>(*value / 1'000'000);
  };
  quota("tendlc_companies_per_account", rules.quotas.brands);
  quota("tendlc_campaigns_per_brand", rules.quotas.campaigns_per_brand);
  quota("tendlc_numbers_per_campaign", rules.quotas.numbers_per_campaign);
}

}  // namespace

Result<RegistrationRules> load_registration_rules(const RuleTables& tables) {
  try {
    RegistrationRules rules;
    const JsonValue forms = JsonValue::table("registration_forms.json");
    for (const JsonValue& form : forms["registrations"].items())
      rules.forms.push_back(form_of(form, tables.rule_set()));
    std::ranges::sort(rules.forms, {}, &RegistrationForm::type);
    read_durations(JsonValue::table("10dlc.json"), rules);
    read_model(JsonValue::table("registrations.json"), rules);
    read_fees_and_quotas(tables, rules);
    return rules;
  } catch (const std::exception& wrong) {
    return Error{"carriers/tables", std::string("the tables of registrations do not read: ") + wrong.what(),
                 "build sendlab from a clean checkout"};
  }
}

Result<SupportCaseRules> load_support_case_rules() {
  try {
    SupportCaseRules rules;
    RegistrationRules steps;
    read_durations(JsonValue::table("10dlc.json"), steps);
    const JsonValue json = JsonValue::table("support_cases.json");
    rules.first_answer = steps.duration(json["first_answer_step"].text());
    for (const JsonValue& row : json["kinds"].items()) {
      const auto kind = case_kind_of(row["kind"].text());
      if (!kind || static_cast<std::size_t>(*kind) != rules.kinds.size())
        throw std::runtime_error("kinds of cases out of order: " + row["kind"].text());
      CaseKindRules made{*kind,
                         row["title"].text(),
                         row["resource_type"].text(),
                         texts_of(row["mandatory"]),
                         {},
                         row["fees_from"].text() == "first_answer",
                         row["source"].text()};
      if (!row["lead_step"].is_null()) made.lead = steps.duration(row["lead_step"].text());
      rules.kinds.push_back(std::move(made));
    }
    if (rules.kinds.size() != case_kind_count) throw std::runtime_error("a kind of case is missing");
    const JsonValue& large = json["above_10000_usd"];
    rules.details_above = large["over_usd"].usd();
    rules.country_details = texts_of(large["for_each_country"]);
    rules.message_types = texts_of(json["message_types"]);
    rules.refused_long_code_isos = texts_of(json["refused_long_code_countries"]["isos"]);
    rules.template_country = json["template_country"].text();
    const CsvTable regions("regions.csv");
    for (std::size_t row = 0; row < regions.rows(); ++row) rules.regions.push_back(regions.at(row, "region"));
    return rules;
  } catch (const std::exception& wrong) {
    return Error{"carriers/tables", std::string("support_cases.json does not read: ") + wrong.what(),
                 "build sendlab from a clean checkout"};
  }
}

}  // namespace sendlab
