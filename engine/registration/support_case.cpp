#include "engine/registration/support_case.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "engine/message/registered_template.hpp"

namespace sendlab {
namespace {

constexpr std::array<std::string_view, case_kind_count> kind_names{"sms_production_access",
                                                                   "voice_production_access",
                                                                   "sms_spend_limit",
                                                                   "voice_spend_limit",
                                                                   "quota",
                                                                   "mps",
                                                                   "short_code",
                                                                   "long_code",
                                                                   "local_voice_number",
                                                                   "sender_id",
                                                                   "india_sender_id",
                                                                   "china_template",
                                                                   "convert_long_code",
                                                                   "short_code_keyword"};
constexpr std::array<std::string_view, 5> status_names{"OPEN", "NEEDS_INFORMATION", "PROVISIONING", "DONE", "DENIED"};

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

bool is_spend(CaseKind kind) { return kind == CaseKind::sms_spend_limit || kind == CaseKind::voice_spend_limit; }
bool is_count(CaseKind kind) { return is_spend(kind) || kind == CaseKind::quota || kind == CaseKind::mps; }

// R-SPD-7
bool needs_country_details(const SupportCaseRules& rules, const SupportCase& request) {
  const auto usd = request.number("new_limit");
  return is_spend(request.kind) && usd && *usd > rules.details_above.count / 1'000'000;
}

}  // namespace

bool registers_text(CaseKind kind) { return kind == CaseKind::china_template || kind == CaseKind::india_sender_id; }

std::string_view name_of(CaseKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }
std::string_view name_of(CaseStatus status) { return status_names[static_cast<std::size_t>(status)]; }

std::optional<CaseKind> case_kind_of(std::string_view name) {
  const auto* const found = std::ranges::find(kind_names, name);
  if (found == kind_names.end()) return std::nullopt;
  return static_cast<CaseKind>(found - kind_names.begin());
}

std::optional<std::int64_t> SupportCase::number(const std::string& name) const {
  const std::string text = detail(name);
  std::int64_t value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || end.ec != std::errc() || end.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

std::vector<std::string> SupportCaseRules::detail_names() const {
  std::vector<std::string> names{"count", "template_id"};
  for (const CaseKindRules& kind : kinds)
    for (const std::string& name : kind.mandatory)
      if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  std::ranges::sort(names);
  return names;
}

std::vector<std::string> missing_details(const SupportCaseRules& rules, const SupportCase& request) {
  std::vector<std::string> missing;
  for (const std::string& name : rules.of(request.kind).mandatory)
    if (request.detail(name).empty()) missing.push_back(name);
  if (!needs_country_details(rules, request)) return missing;
  if (request.countries.empty()) missing.emplace_back("countries");
  for (const auto& [iso, details] : request.countries)
    for (const std::string& name : rules.country_details)
      if (const auto given = details.find(name); given == details.end() || given->second.empty())
        missing.push_back("countries." + iso + "." + name);
  return missing;
}

CaseAnswers answers_as_asked(const SupportCaseRules& rules, const SupportCase& asked) {
  CaseAnswers answers;
  for (const std::string& name : asked.missing) {  // "website", "countries", "countries.DE.template"
    const std::size_t dot = name.rfind('.');
    if (name == "countries")
      for (const std::string& detail : rules.country_details) answers.countries["US"][detail] = "as asked";
    else if (dot == std::string::npos) answers.details[name] = "as asked";
    else answers.countries[name.substr(10, dot - 10)][name.substr(dot + 1)] = "as asked";
  }
  return answers;
}

std::optional<Error> fault_of(const SupportCaseRules& rules, const SupportCase& request) {
  if (request.region.empty())  // R-CAS-1
    return Error{
        "region", "is missing",
        "name the Region in every request, for example \"us-east-1\"; another Region needs a request of its own"};
  const auto wrong = [&](const char* name, const std::string& what, const std::string& fix) {
    return Error{name, what, fix};
  };
  if (std::ranges::find(rules.regions, request.region) == rules.regions.end())
    return wrong("region", "\"" + request.region + "\" is no Region of the service", "one of " + joined(rules.regions));
  const std::string country = request.detail("country");
  if (!country.empty() &&
      (country.size() != 2 || country.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string::npos))  // R-CAS-3
    return wrong("country", "must be one country, two capital letters, got \"" + country + "\"",
                 "open one case for each country and each use case");
  const std::string type = request.detail("message_type");
  if (!type.empty() && std::ranges::find(rules.message_types, type) == rules.message_types.end())
    return wrong("message_type", "\"" + type + "\" is no type of message", "one of " + joined(rules.message_types));
  if (const auto limit = request.number("new_limit");
      is_count(request.kind) && !request.detail("new_limit").empty() && (!limit || *limit < 1))
    return wrong("new_limit", "must be a whole number from 1, got \"" + request.detail("new_limit") + "\"",
                 is_spend(request.kind) ? "whole US dollars a month" : "for example 50");
  if (const std::string text = request.detail("template"); !text.empty() && registers_text(request.kind))
    if (const auto compiled = RegisteredTemplate::compile(text); !compiled.ok())
      return wrong("template", compiled.error().what, compiled.error().fix);
  if (request.kind == CaseKind::india_sender_id &&
      request.detail("template").empty() != request.detail("template_id").empty())
    return wrong("template_id", "and template belong together", "give the text that the Template ID stands for");
  const std::string sender = request.detail("sender_id");
  if (request.kind == CaseKind::india_sender_id && !sender.empty() && sender.size() != 6)  // R-ORG-23
    return wrong("sender_id", "must have exactly 6 characters in India, got \"" + sender + "\"",
                 "six letters, or six digits for a promotional one");
  if (request.outcome == SupportCase::Outcome::carriers_reject && request.kind != CaseKind::short_code)
    return wrong("outcome", "carriers_reject is of short codes", "use deny");
  return std::nullopt;
}

SupportDesk::SupportDesk(const SupportCaseRules& rules, Streams streams, Objection objection)
    : rules_(rules), streams_(std::move(streams)), objection_(std::move(objection)) {}

RandomStream& SupportDesk::stream_of(const SupportCase& of) {
  const auto known = streams_of_.find(of.key);
  if (known != streams_of_.end()) return known->second;
  return streams_of_.emplace(of.key, streams_("case/" + of.key, "answers")).first->second;
}

SupportCase* SupportDesk::find(std::string_view id) {
  const auto found = std::ranges::find(cases_, id, &SupportCase::id);
  return found == cases_.end() ? nullptr : &*found;
}

Result<SupportCase*> SupportDesk::open(SupportCase request, Instant now) {
  if (auto fault = fault_of(rules_, request)) return *fault;
  SupportCase& made = cases_.emplace_back(std::move(request));
  made.opened = now;
  made.status = CaseStatus::open;
  made.due = stretched(rules_.first_answer.end_of(now, rules_.first_answer.sample(stream_of(made))));
  return &made;
}

std::optional<Error> SupportDesk::supply(SupportCase& of, const std::map<std::string, std::string>& details,
                                         const std::map<std::string, std::map<std::string, std::string>>& countries,
                                         Instant now) {
  if (of.status != CaseStatus::needs_information && of.status != CaseStatus::open)
    return Error{of.id, "is " + std::string(name_of(of.status)), "open a new case"};
  SupportCase changed = of;
  for (const auto& [name, text] : details) changed.details[name] = text;
  for (const auto& [iso, more] : countries)
    for (const auto& [name, text] : more) changed.countries[iso][name] = text;
  if (auto fault = fault_of(rules_, changed)) return fault;
  of = std::move(changed);
  if (of.status == CaseStatus::needs_information) {
    of.status = CaseStatus::open;
    of.due = stretched(rules_.first_answer.end_of(now, rules_.first_answer.sample(stream_of(of))));
  }
  return std::nullopt;
}

void SupportDesk::stretch_pending() {
  for (SupportCase& c : cases_) delays_->stretch_by_last(c.due);
}

Instant SupportDesk::next_at() const {
  Instant next = never;
  for (const SupportCase& c : cases_) next = std::min(next, c.due);
  return next;
}

std::vector<CaseChange> SupportDesk::advance(Instant now) {
  std::vector<CaseChange> changes;
  for (Instant next = next_at(); next <= now && next != never; next = next_at())
    for (SupportCase& c : cases_)
      if (c.due == next) answer(c, changes);
  return changes;
}

void SupportDesk::deny(SupportCase& of, std::string why, std::vector<CaseChange>& changes) {
  of.denial = std::move(why);
  of.status = CaseStatus::denied;
  of.done_at = of.due;
  changes.push_back({CaseChange::Kind::denied, of.due, of.id});
  of.due = never;
}

void SupportDesk::answer(SupportCase& of, std::vector<CaseChange>& changes) {
  const Instant at = of.due;
  if (of.status == CaseStatus::open) {
    if (of.first_answer == never) of.first_answer = at;
    of.missing = missing_details(rules_, of);
    if (!of.missing.empty()) {
      of.status = CaseStatus::needs_information;
      of.due = never;
      changes.push_back({CaseChange::Kind::asked, at, of.id});
      return;
    }
    if (of.outcome == SupportCase::Outcome::deny) return deny(of, "the use case does not fit the policies", changes);
    if (auto against = objection_ ? objection_(of) : std::nullopt) return deny(of, std::move(*against), changes);
    const CaseKindRules& kind = rules_.of(of.kind);
    if (kind.lead) {
      if (kind.fees_from_first_answer) of.fees_from = at;
      of.status = CaseStatus::provisioning;
      of.due = stretched(kind.lead->end_of(at, kind.lead->sample(stream_of(of))));
      changes.push_back({CaseChange::Kind::provisioning, at, of.id});
      return;
    }
  } else if (of.outcome == SupportCase::Outcome::carriers_reject) {
    return deny(of, "the carriers rejected the use case: they say why in the case", changes);
  }
  of.status = CaseStatus::done;
  of.done_at = at;
  of.due = never;
  changes.push_back({CaseChange::Kind::granted, at, of.id});
}

}  // namespace sendlab
