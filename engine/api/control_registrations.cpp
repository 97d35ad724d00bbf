#include "engine/api/control_registrations.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "engine/kernel/calendar.hpp"
#include "engine/message/units.hpp"

namespace sendlab {
namespace {

ControlAnswer answer_of(const boost::json::value& value) {
  return {200, boost::json::serialize(value) + "\n", "application/json", {}};
}

std::optional<boost::json::object> object_in(std::string_view body) {
  boost::system::error_code failed;
  boost::json::value value = boost::json::parse(body, failed);
  if (failed || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

// A number or a boolean counts as its text, so that "new_limit": 500 needs no quotes.
std::optional<std::string> text_in(const boost::json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_int64() || value.is_uint64() || value.is_bool()) return boost::json::serialize(value);
  return std::nullopt;
}

void add_instant(boost::json::object& out, const char* name, Instant at) {
  if (at != never) out[name] = to_rfc3339(at);
}

std::string known_names(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

boost::json::object described_registration(const Registration& r) {
  boost::json::object out{{"id", r.id},
                          {"type", r.form->type},
                          {"status", name_of(r.status)},
                          {"version", r.current().number},
                          {"version_status", name_of(r.current().status)}};
  add_instant(out, "created", r.created);
  add_instant(out, "review_begins", r.status == RegistrationStatus::submitted ? r.reviewing_at : never);
  add_instant(out, "decided", r.decided_at);
  add_instant(out, "approved", r.approved_at());
  boost::json::array waiting;
  for (const RegistrationAssociate& a : r.associates)
    if (!a.ready && a.ready_at != never)
      waiting.push_back(boost::json::object{{"resource", a.resource_id}, {"ready", to_rfc3339(a.ready_at)}});
  if (!waiting.empty()) out["waiting"] = std::move(waiting);
  out["submissions"] = r.submissions;
  return out;
}

boost::json::object described_case(AccountCases& cases, const SupportCase& c) {
  boost::json::object details;
  for (const auto& [name, text] : c.details) details[name] = text;
  boost::json::object out{{"id", c.id},
                          {"kind", name_of(c.kind)},
                          {"region", c.region},
                          {"status", name_of(c.status)},
                          {"details", std::move(details)}};
  add_instant(out, "opened", c.opened);
  add_instant(out, "first_answer", c.first_answer);
  add_instant(out, "next", c.due);
  add_instant(out, "done", c.done_at);
  add_instant(out, "fees_from", c.fees_from);
  if (!c.missing.empty() && c.status == CaseStatus::needs_information) {
    boost::json::array missing;
    for (const std::string& name : c.missing) missing.emplace_back(name);
    out["missing"] = std::move(missing);
  }
  if (!c.denial.empty()) out["denied_because"] = c.denial;
  if (const std::string number = cases.number_of(c.id); !number.empty()) out["number"] = number;
  return out;
}

// The members of a case beside kind, id and outcome.
struct CaseMembers {
  std::string region;
  std::map<std::string, std::string> details;
  std::map<std::string, std::map<std::string, std::string>> countries;
};

std::optional<ControlAnswer> read_countries(const boost::json::value& value, CaseMembers& into) {
  const auto wrong = [] { return bad_request("countries must be an object of objects", R"(for example {"DE": {"identity": "sender ID EXAMPLE", "peak_rate": "5/s", "mean_size": "1", "template": "…"}})"); };
  if (!value.is_object()) return wrong();
  for (const auto& [iso, details] : value.get_object()) {
    if (!details.is_object()) return wrong();
    for (const auto& [name, text] : details.get_object()) {
      const auto read = text_in(text);
      if (!read) return wrong();
      into.countries[std::string(iso)][std::string(name)] = *read;
    }
  }
  return std::nullopt;
}

std::optional<ControlAnswer> read_members(const SupportCaseRules& rules, const boost::json::object& body,
                                          CaseMembers& into) {
  const std::vector<std::string> names = rules.detail_names();
  for (const auto& [key, value] : body) {
    const std::string name(key);
    if (name == "kind" || name == "id" || name == "outcome") continue;
    if (name == "countries") {
      if (auto wrong = read_countries(value, into)) return wrong;
      continue;
    }
    const auto text = text_in(value);
    if (name != "region" && std::ranges::find(names, name) == names.end())
      return bad_request("unknown member \"" + name + "\"",
                         "kind, id, region, outcome, countries, " + known_names(names));
    if (!text) return bad_request(name + " must be a text or a whole number", "put it in quotes");
    (name == "region" ? into.region : into.details[name]) = *text;
  }
  return std::nullopt;
}

ControlAnswer case_answer(AccountCases& cases, const SupportCase& c) { return answer_of(described_case(cases, c)); }

}  // namespace

ControlAnswer list_registrations(Emulation& emulation) {
  boost::json::array list;
  for (const Registration& r : emulation.account().registrations().book().registrations())
    list.push_back(described_registration(r));
  return answer_of(boost::json::object{{"registrations", std::move(list)}});
}

ControlAnswer post_registrations(Emulation& emulation, std::string_view text) {
  const auto body = object_in(text);
  if (!body) return bad_request("the body is not a JSON object", R"(for example {"id": "registration-…", "outcome": "approve"})");
  RegistrationBook& book = emulation.account().registrations().book();
  if (const auto* review = body->if_contains("carrier_review")) {
    if (body->size() != 1 || !review->is_bool()) return bad_request("carrier_review is true or false and stands alone", R"({"carrier_review": false})");
    book.set_carrier_review(review->get_bool());
    return answer_of(boost::json::object{{"carrier_review", review->get_bool()}});
  }
  const auto member = [&](const char* name) -> std::optional<std::string> {
    const auto* value = body->if_contains(name);
    return value == nullptr ? std::nullopt : text_in(*value);
  };
  for (const auto& [key, value] : *body)
    if (const std::string name(key); name != "id" && name != "outcome" && name != "reason" && name != "after" &&
                                     name != "vetting_score" && name != "home" && name != "tax_record")
      return bad_request("unknown member \"" + name + "\"",
                         "one of id, outcome, reason, after, vetting_score, home, tax_record, carrier_review");
  Registration* r = book.find(member("id").value_or(""));
  if (r == nullptr)
    return bad_request("there is no registration \"" + member("id").value_or("") + "\"",
                       "GET /_sendlab/registrations lists them");
  ReviewPlan plan = r->plan;
  if (const auto outcome = member("outcome")) {
    if (*outcome != "approve" && *outcome != "deny" && *outcome != "drawn")
      return bad_request("outcome \"" + *outcome + "\" is none", "approve, deny or drawn");
    plan.outcome = *outcome == "approve" ? ReviewPlan::Outcome::approve
                   : *outcome == "deny"  ? ReviewPlan::Outcome::deny
                                         : ReviewPlan::Outcome::drawn;
  }
  if (const auto reason = member("reason")) {
    if (book.rules().reason(r->form->kind, *reason) == nullptr)
      return bad_request("\"" + *reason + "\" is no reason of this type",
                         "one of " + known_names(book.rules().reason_codes(r->form->kind)));
    plan.reason = *reason;
  }
  if (const auto after = member("after")) {
    const auto lasts = read_duration(*after);
    if (!lasts.ok()) return bad_request("after " + lasts.error().what, lasts.error().fix);
    plan.lasts = lasts.value();
  }
  if (const auto* score = body->if_contains("vetting_score")) {
    if (!score->is_int64() || score->get_int64() < 0 || score->get_int64() > 100)
      return bad_request("vetting_score is a whole number from 0 to 100", "for example 76");
    plan.vetting_score = static_cast<int>(score->get_int64());
  }
  if (const auto home = member("home")) {
    if (*home != "US" && *home != "international")
      return bad_request("home \"" + *home + "\" is none", "US or international");
    plan.at_home = *home == "US";
  }
  if (const auto record = member("tax_record")) {
    if (*record != "match" && *record != "mismatch")
      return bad_request("tax_record \"" + *record + "\" is none", "match or mismatch");
    plan.matches_tax_record = *record == "match";
  }
  r->plan = std::move(plan);
  return answer_of(described_registration(*r));
}

ControlAnswer list_cases(Emulation& emulation) {
  AccountCases& cases = emulation.account().cases();
  boost::json::array list;
  for (const SupportCase& c : cases.desk().cases()) list.push_back(described_case(cases, c));
  return answer_of(boost::json::object{{"cases", std::move(list)}});
}

ControlAnswer post_cases(Emulation& emulation, std::string_view text) {
  const auto body = object_in(text);
  if (!body) return bad_request("the body is not a JSON object", R"(for example {"kind": "sms_production_access", "region": "us-east-1", "website": "…", "use_case": "…", "opt_in": "…"})");
  AccountCases& cases = emulation.account().cases();
  CaseMembers members;
  if (auto wrong = read_members(cases.desk().rules(), *body, members)) return *wrong;
  if (const auto* id = body->if_contains("id")) {
    if (!id->is_string() || body->contains("kind"))
      return bad_request("id names a case that is there; kind opens a new one", "give one of them");
    const std::string name(id->get_string());
    if (const auto fault = cases.supply(name, members.details, members.countries))
      return bad_request(fault->where + " " + fault->what, fault->fix);
    return case_answer(cases, *cases.desk().find(name));
  }
  SupportCase request;
  std::vector<std::string> kinds;
  for (std::size_t k = 0; k < case_kind_count; ++k) kinds.emplace_back(name_of(static_cast<CaseKind>(k)));
  const auto* kind = body->if_contains("kind");
  const auto known = kind != nullptr && kind->is_string()
                         ? case_kind_of(std::string_view(kind->get_string().data(), kind->get_string().size()))
                         : std::nullopt;
  if (!known) return bad_request("kind is missing or unknown", "one of " + known_names(kinds));
  request.kind = *known;
  request.region = members.region;
  request.details = std::move(members.details);
  request.countries = std::move(members.countries);
  if (const auto* outcome = body->if_contains("outcome")) {
    const auto wanted = text_in(*outcome).value_or("");
    if (wanted != "by_rules" && wanted != "deny" && wanted != "carriers_reject")
      return bad_request("outcome \"" + wanted + "\" is none", "by_rules, deny or carriers_reject");
    request.outcome = wanted == "deny"              ? SupportCase::Outcome::deny
                      : wanted == "carriers_reject" ? SupportCase::Outcome::carriers_reject
                                                    : SupportCase::Outcome::by_rules;
  }
  const auto opened = cases.open(std::move(request));
  if (!opened.ok()) return bad_request(opened.error().where + " " + opened.error().what, opened.error().fix);
  return case_answer(cases, *opened.value());
}

}  // namespace sendlab
