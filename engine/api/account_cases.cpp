#include "engine/api/account_cases.hpp"

#include <algorithm>

#include "engine/api/simulated_account.hpp"
#include "engine/kernel/ascii.hpp"
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
          [this](const SupportCase& request) { return objection(request); }) {}

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
                 "sms_and_voice_numbers, opt_out_lists, configuration_sets, tendlc_companies_per_account or "
                 "tendlc_campaigns_per_brand"};
  if (request.kind == CaseKind::convert_long_code && !request.detail("campaign").empty() &&
      account_.registrations().book().find(request.detail("campaign")) == nullptr)
    return Error{"campaign", "\"" + request.detail("campaign") + "\" is no registration",
                 "give the id of a campaign's registration, which DescribeRegistrations lists"};
  return std::nullopt;
}

Result<SupportCase*> AccountCases::open(SupportCase request) {
  if (auto fault = unknown_names(request)) return *fault;
  request.key = std::to_string(made_);
  request.id = "case-" + std::to_string(++made_);
  auto opened = desk_.open(std::move(request), account_.now());
  schedule();
  return opened;
}

std::optional<Error> AccountCases::supply(std::string_view id, const std::map<std::string, std::string>& details,
                                          const std::map<std::string, std::map<std::string, std::string>>& countries) {
  SupportCase* found = desk_.find(id);
  if (found == nullptr) return Error{"id", "there is no case " + std::string(id), "GET /_sendlab/cases lists them"};
  auto fault = desk_.supply(*found, details, countries, account_.now());
  schedule();
  return fault;
}

void AccountCases::schedule() {
  const Instant next = desk_.next_at();
  if (next == pending_at_) return;
  account_.parts().simulation.cancel(pending_);
  pending_at_ = next;
  if (next != never) pending_ = account_.parts().simulation.schedule(next, Priority::fault, event_kind, 0);
}

void AccountCases::handle() {
  pending_at_ = never;
  for (const CaseChange& change : desk_.advance(account_.now()))
    if (change.kind == CaseChange::Kind::granted) grant(*desk_.find(change.id));
  schedule();
}

std::optional<std::string> AccountCases::objection(const SupportCase& request) const {
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
    case CaseKind::quota: *quota_named(account_, granted.detail("quota")) = static_cast<std::size_t>(limit); return;
    case CaseKind::mps:
      model.numbers[named_number(granted)->number.index].mps = {limit, std::chrono::seconds{1}};
      account_.parts().service.limits_changed_in_model();
      return;
    case CaseKind::short_code:
    case CaseKind::long_code:
    case CaseKind::local_voice_number: add_number(granted); return;
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
    case CaseKind::china_template: templates_.insert(granted.detail("template")); return;
    case CaseKind::convert_long_code: convert(granted); return;
    case CaseKind::short_code_keyword:
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
