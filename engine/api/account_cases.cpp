#include "engine/api/account_cases.hpp"

#include <algorithm>

#include "engine/api/simulated_account.hpp"
#include "engine/kernel/ascii.hpp"
#include "engine/kernel/ensure.hpp"
#include "engine/message/phone_number.hpp"
#include "engine/message/type_names.hpp"

namespace sendlab {
namespace {

// The quotas that a case can raise, by their names in quotas.csv; null: not modelled.
std::size_t* quota_named(SimulatedAccount& account, const std::string& name) {
  AccountQuotas& quotas = account.quotas();
  RegistrationQuotas& registrations = account.registrations().book().quotas();
  if (name == "sms_and_voice_numbers" || name == "dedicated_phone_numbers") return &quotas.phone_numbers;
  if (name == "opt_out_lists") return &quotas.opt_out_lists;
  if (name == "phone_pools") return &quotas.pools;
  if (name == "origination_identities_per_pool") return &quotas.identities_per_pool;
  if (name == "sender_ids") return &quotas.sender_ids;
  if (name == "keywords_per_number") return &quotas.keywords;
  if (name == "two_way_sns_topics") return &quotas.two_way_channels;
  if (name == "verified_destination_numbers") return &quotas.verified_numbers;
  if (name == "configuration_sets") return &quotas.configuration_sets;
  if (name == "event_destinations_per_configuration_set") return &quotas.event_destinations;
  if (name == "tendlc_companies_per_account") return &registrations.brands;
  if (name == "tendlc_campaigns_per_brand") return &registrations.campaigns_per_brand;
  if (name == "tendlc_numbers_per_campaign") return &registrations.numbers_per_campaign;
  return nullptr;
}

}  // namespace

AccountCases::AccountCases(SimulatedAccount& account)
    : account_(account),
      desk_(
          account.parts().catalogue.case_rules(),
          [seed = account.parts().seed](std::string_view entity, std::string_view purpose) {
            return RandomStream(stream_key(seed, 0, entity, purpose));
          },
          [this](const SupportCase& request) { return objection(request); }) {
  desk_.hold_up_by(account.delays());
}

PhoneNumberResource* AccountCases::named_number(const SupportCase& request) const {
  const std::string text = request.detail("number");
  if (PhoneNumberResource* by_id = account_.find_number(std::string_view(text))) return by_id;
  const auto& numbers = account_.parts().model.numbers;
  const auto phone = parse_e164(text);
  for (const PhoneNumberResource& n : account_.phone_numbers())
    if (numbers[n.number.index].name == text || (phone.ok() && numbers[n.number.index].number == phone.value()))
      return account_.find_number(std::string_view(n.id));
  return nullptr;
}

std::optional<Error> AccountCases::unknown_names(const SupportCase& request) const {
  if (!request.detail("number").empty() && named_number(request) == nullptr)
    return Error{"number", "\"" + request.detail("number") + "\" is no number of the account",
                 "give an id, a number in E.164, or a name of the scenario"};
  const std::string quota = request.detail("quota");
  if (request.kind == CaseKind::quota && !quota.empty() && quota_named(account_, quota) == nullptr)
    return Error{"quota", "\"" + quota + "\" is no quota that is modelled",
                 "sms_and_voice_numbers, opt_out_lists, configuration_sets, phone_pools, "
                 "origination_identities_per_pool, sender_ids, keywords_per_number, two_way_sns_topics, "
                 "verified_destination_numbers, tendlc_companies_per_account or tendlc_campaigns_per_brand"};
  if (request.kind == CaseKind::convert_long_code && !request.detail("campaign").empty() &&
      account_.registrations().book().find(request.detail("campaign")) == nullptr)
    return Error{"campaign", "\"" + request.detail("campaign") + "\" is no registration",
                 "give the id of a campaign's registration, which DescribeRegistrations lists"};
  return std::nullopt;
}

Result<SupportCase*> AccountCases::open(SupportCase request) {
  if (auto fault = unknown_names(request)) return *fault;
  request.key = std::to_string(made_);
  auto opened = open_now(std::move(request));
  if (opened.ok() && registers_text(opened.value()->kind) && opened.value()->region == account_.scope().region &&
      !opened.value()->detail("template").empty())
    texts_[opened.value()->id] = add_template(*opened.value());
  schedule();
  return opened;
}

Result<SupportCase*> AccountCases::open_now(SupportCase request) {
  request.id = "case-" + std::to_string(made_ + 1);
  auto opened = desk_.open(std::move(request), account_.now());
  if (opened.ok()) ++made_;
  return opened;
}

// From now on the account's texts are compared; this one counts when the case is granted.
std::size_t AccountCases::add_template(const SupportCase& request) {
  ServiceModel& model = account_.parts().model;
  const bool india = request.kind == CaseKind::india_sender_id;
  const std::string iso = india ? "IN" : desk_.rules().template_country;
  const auto country = std::ranges::find(model.countries, iso, &CountryModel::iso);
  auto text = RegisteredTemplate::compile(request.detail("template"));
  ENSURE(text.ok() && country != model.countries.end(), "the desk takes no case with another template");
  model.templates.push_back({.account = account_.parts().account,
                             .country = CountryId{static_cast<std::uint16_t>(country - model.countries.begin())},
                             .id = request.detail("template_id"),
                             .entity = request.detail("entity_id"),
                             .text = std::move(text).value(),
                             .longest_variable = india ? account_.parts().quotas.template_variable : 0});
  return model.templates.size() - 1;
}

void AccountCases::plan(CaseToOpen planned) {
  ServiceModel& model = account_.parts().model;
  Planned made{std::move(planned), {}, never, {}};
  for (const NumberId n : made.plan.gives) {
    made.ready.push_back(model.numbers[n.index].active_from);
    model.numbers[n.index].active_from = never;
  }
  if (made.plan.text) model.templates[*made.plan.text].from = never;
  account_.parts().service.identities_changed();
  planned_.push_back(std::move(made));
  schedule();
}

const AccountCases::Planned* AccountCases::planned_as(std::string_view id) const {
  const auto found = std::ranges::find(planned_, id, &Planned::id);
  return found == planned_.end() ? nullptr : &*found;
}

std::optional<Error> AccountCases::supply(std::string_view id, const std::map<std::string, std::string>& details,
                                          const std::map<std::string, std::map<std::string, std::string>>& countries) {
  SupportCase* found = desk_.find(id);
  if (found == nullptr) return Error{"id", "there is no case " + std::string(id), "GET /_sendlab/cases lists them"};
  auto fault = desk_.supply(*found, details, countries, account_.now());
  schedule();
  return fault;
}

Instant AccountCases::next_at() const {
  Instant next = desk_.next_at();
  for (const Planned& planned : planned_)
    next = std::min({next, planned.reply_at, planned.id.empty() ? planned.plan.at : never});
  return next;
}

void AccountCases::stretch_pending() {
  desk_.stretch_pending();
  schedule();
}

void AccountCases::schedule() {
  const Instant next = next_at();
  if (next == pending_at_) return;
  account_.parts().simulation.cancel(pending_);
  pending_at_ = next;
  if (next != never) pending_ = account_.parts().simulation.schedule(next, Priority::fault, event_kind, 0);
}

void AccountCases::handle() {
  pending_at_ = never;
  const Instant now = account_.now();
  for (const CaseChange& change : desk_.advance(now)) {
    if (change.kind == CaseChange::Kind::granted) grant(*desk_.find(change.id));
    for (Planned& planned : planned_)
      if (change.kind == CaseChange::Kind::asked && planned.id == change.id)
        planned.reply_at = change.at + planned.plan.reply_after;
  }
  for (Planned& planned : planned_) {
    if (planned.id.empty() && planned.plan.at <= now) {
      const auto opened = open_now(planned.plan.request);
      ENSURE(opened.ok(), "whoever read the scenario has found its cases good");
      planned.id = opened.value()->id;
      if (planned.plan.text) texts_[planned.id] = *planned.plan.text;
    }
    if (planned.reply_at > now) continue;
    planned.reply_at = never;
    SupportCase& asked = *desk_.find(planned.id);
    const CaseAnswers answers = answers_as_asked(desk_.rules(), asked);
    (void)desk_.supply(asked, answers.details, answers.countries, now);
  }
  schedule();
}

std::optional<std::string> AccountCases::objection(const SupportCase& request) const {
  if (const Planned* planned = planned_as(request.id)) return planned->plan.objection;
  const std::string country = request.detail("country");
  const auto& refused = desk_.rules().refused_long_code_isos;
  switch (request.kind) {
    case CaseKind::voice_production_access:
      if (!account_.parts().service.has_called(account_.parts().account))
        return "no voice message has been sent yet: send one from the sandbox first (R-VSB-7)";
      return std::nullopt;
    case CaseKind::long_code:
      if (std::ranges::find(refused, country) != refused.end())
        return "plain long codes of " + country +
               " are not given: use a 10DLC number, a toll-free number or a short code (R-NUM-15)";
      return account_.parts().catalogue.case_number(country, NumberType::long_code).ok()
                 ? std::nullopt
                 : std::optional<std::string>(country + " has no long codes");
    case CaseKind::short_code:
      return account_.parts().catalogue.case_number(country, NumberType::short_code).ok()
                 ? std::nullopt
                 : std::optional<std::string>(country + " has no short codes");
    case CaseKind::sender_id: {
      const auto& countries = account_.parts().model.countries;
      const auto found = std::ranges::find(countries, country, &CountryModel::iso);
      if (found == countries.end() || !found->sender_ids) return country + " has no sender IDs (R-ORG-11)";
      return std::nullopt;
    }
    case CaseKind::local_voice_number: {
      const auto offer = account_.parts().catalogue.case_number(country, NumberType::long_code, true);
      return offer.ok() ? std::nullopt : std::optional<std::string>(offer.error().what + ": " + offer.error().fix);
    }
    case CaseKind::quota:
      if (const std::string name = request.detail("quota");
          name == "event_destinations_per_configuration_set" || name == "tendlc_numbers_per_campaign")
        return "the quota " + name + " is fixed (quotas.csv)";
      return std::nullopt;
    case CaseKind::mps: {
      const NumberModel& number = account_.model_of(*named_number(request));
      const std::int64_t wanted = request.number("new_limit").value_or(0);
      if (number.type == NumberType::toll_free)
        return "the rate of toll-free numbers is fixed (quotas.csv mps_toll_free_us)";
      if (const std::int64_t most = account_.parts().quotas.ten_dlc_mps;
          number.type == NumberType::ten_dlc && wanted > most)
        return "a 10DLC number sends at most " + std::to_string(most) + " parts a second (R-MPS-3)";
      return std::nullopt;
    }
    case CaseKind::convert_long_code: {
      const NumberModel& number = account_.model_of(*named_number(request));
      const Registration* campaign = account_.registrations().book().find(request.detail("campaign"));
      const std::string& iso = account_.parts().model.countries[number.country.index].iso;
      if (number.type != NumberType::long_code || iso != "US") return "only plain long codes of the US are converted";
      if (campaign == nullptr || campaign->form->kind != RegistrationKind::campaign || campaign->approved_at() == never)
        return "the campaign is not registered yet";
      return std::nullopt;
    }
    case CaseKind::short_code_keyword:
      if (account_.model_of(*named_number(request)).type != NumberType::short_code)
        return "keywords of other numbers change without a case";
      return std::nullopt;
    default: return std::nullopt;
  }
}

void AccountCases::grant(SupportCase& granted) {
  if (granted.region != account_.scope().region) return;  // R-CAS-1: it is about another Region
  ServiceModel& model = account_.parts().model;
  AccountModel& account = model.accounts[account_.parts().account.index];
  const std::int64_t limit = granted.number("new_limit").value_or(0);
  if (const auto text = texts_.find(granted.id); text != texts_.end())
    model.templates[text->second].from = account_.now();
  if (const Planned* planned = planned_as(granted.id)) {
    for (std::size_t i = 0; i < planned->plan.gives.size(); ++i)
      model.numbers[planned->plan.gives[i].index].active_from = std::max(planned->ready[i], account_.now());
    account_.parts().service.identities_changed();
  }
  switch (granted.kind) {
    case CaseKind::sms_production_access: account.sandbox = false; return;  // R-SBX-1: voice has its own
    case CaseKind::voice_production_access: account.voice_sandbox = false; return;
    case CaseKind::sms_spend_limit:
      account.monthly_spend_limit = UsdMicros{limit * 1'000'000};
      account_.override_text_spend_limit(account_.text_spend_limit().overridden);  // one that is set stays
      return;
    case CaseKind::voice_spend_limit:
      account.monthly_voice_spend_limit = UsdMicros{limit * 1'000'000};
      account_.override_voice_spend_limit(account_.voice_spend_limit().overridden);
      return;
    case CaseKind::quota:
      if (std::size_t* quota = quota_named(account_, granted.detail("quota"))) *quota = static_cast<std::size_t>(limit);
      return;
    case CaseKind::mps:
      if (named_number(granted) == nullptr) return;
      model.numbers[named_number(granted)->number.index].mps = {limit, std::chrono::seconds{1}};
      account_.parts().service.limits_changed_in_model();
      return;
    case CaseKind::short_code:
    case CaseKind::long_code:
    case CaseKind::local_voice_number:
      if (planned_as(granted.id) == nullptr) add_number(granted);  // what a planned one brings is declared
      return;
    case CaseKind::sender_id:
    case CaseKind::india_sender_id: {
      const std::string iso = granted.kind == CaseKind::india_sender_id ? "IN" : granted.detail("country");
      sender_ids_.emplace(granted.detail("sender_id"), iso);
      for (NumberModel& number : model.numbers)
        if (number.type == NumberType::sender_id && number.account == account_.parts().account &&
            number.name == granted.detail("sender_id") && model.countries[number.country.index].iso == iso)
          number.registered = true;
      account_.parts().service.identities_changed();
      return;
    }
    case CaseKind::china_template: return;  // its text is registered
    case CaseKind::convert_long_code: convert(granted); return;
    case CaseKind::short_code_keyword:
      if (named_number(granted) == nullptr) return;
      keywords_.emplace(named_number(granted)->id, upper_case(granted.detail("keyword")));
      return;
  }
}

void AccountCases::add_number(const SupportCase& granted) {
  const bool voice = granted.kind == CaseKind::local_voice_number;
  auto offer = account_.parts().catalogue.case_number(
      granted.detail("country"), granted.kind == CaseKind::short_code ? NumberType::short_code : NumberType::long_code,
      voice);
  if (!offer.ok()) return;
  offer.value().active_after = Duration{0};
  if (granted.detail("message_type") == "PROMOTIONAL") offer.value().model.message_type = MessageType::promotional;
  const auto& lists = account_.opt_out_lists();
  numbers_.emplace_back(granted.id,
                        account_.add_number(std::move(offer).value(), lists.find("Default")->second.list, false).id);
}

// From now on it is a 10DLC number, which joins its campaign as any other.
void AccountCases::convert(const SupportCase& granted) {
  PhoneNumberResource* number = named_number(granted);
  Registration* campaign = account_.registrations().book().find(granted.detail("campaign"));
  if (number == nullptr || campaign == nullptr) return;
  NumberModel& model = account_.parts().model.numbers[number->number.index];
  model.type = NumberType::ten_dlc;
  model.sms = true;
  model.active_from = never;
  (void)account_.registrations().join(*campaign, *number);
}

bool AccountCases::may_change_keyword(std::string_view number_id, std::string_view keyword) const {
  return keywords_.contains({std::string(number_id), upper_case(keyword)});
}

bool AccountCases::has_sender_id(std::string_view sender_id, std::string_view iso) const {
  return sender_ids_.contains({std::string(sender_id), std::string(iso)});
}

std::string AccountCases::number_of(std::string_view case_id) const {
  const auto found = std::ranges::find(numbers_, case_id, &std::pair<std::string, std::string>::first);
  return found == numbers_.end() ? std::string{} : found->second;
}

}  // namespace sendlab
