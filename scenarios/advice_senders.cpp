// Advice on who sends and from where.
#include <utility>

#include "engine/message/encoding.hpp"
#include "engine/message/type_names.hpp"
#include "engine/kernel/ascii.hpp"
#include "scenarios/advice_parts.hpp"
#include "scenarios/body_senders.hpp"
#include "scenarios/nearest_name.hpp"
#include "scenarios/number_rules.hpp"
#include "scenarios/planned_volume.hpp"

namespace sendlab {
namespace {

std::string count_text(double value) { return std::to_string(static_cast<std::int64_t>(value + 0.5)); }

void snowshoeing(AdviceDraft& draft) {
  for (const BodySenders& body : bodies_of_several_senders(draft.scenario)) {
    const std::string what = "one body goes out from " + std::to_string(body.senders.size()) + " senders, " +
                             list_of(body.senders, 4) + ": carriers call that snowshoeing";
    const Where& where = draft.scenario.workloads[body.workloads.back()].where;
    if (body.toll_free)
      draft.find(where, what + " and may filter all messages of these toll-free numbers", "R-SPM-2 R-MPS-5",
                 "send from one 10DLC campaign or one short code");
    else
      draft.find(where, what, "R-SPM-2", "send a body from one sender with the throughput that it needs");
  }
}

void long_codes(AdviceDraft& draft) {
  const Scenario& scenario = draft.scenario;
  std::vector<std::pair<const NumberSpec*, double>> a_day;
  for (const Workload& workload : scenario.workloads) {
    const auto volume = planned_volume(workload.arrivals, scenario.horizon);
    for (const NumberSpec* number : numbers_of(scenario, workload)) {
      if (number->type != NumberType::long_code || !volume || !number->sms) continue;
      auto known = std::ranges::find(a_day, number, [](const auto& row) { return row.first; });
      if (known == a_day.end()) known = a_day.insert(a_day.end(), {number, 0});
      known->second += volume->most_in_day;
    }
  }
  for (const auto& [number, messages] : a_day) {
    if (messages > static_cast<double>(draft.facts.long_code_messages))
      draft.find(number->where,
                 "long code " + number->name + " sends about " + count_text(messages) +
                     " messages a day: carriers flag one that sends several hundred, and block what it sends",
                 "R-SPM-1",
                 "use a short code, or carriers { … = carrier { filter = true } } to see what being flagged costs");
    const Vocabulary::Country* country = draft.facts.vocabulary->country(number->country);
    if (country != nullptr && country->short_codes && !is_us_or_territory(number->country))
      draft.find(number->where,
                 "long code " + number->name + " sends in " + country->name +
                     ", where short codes exist: long codes are blocked or limited more there",
                 "R-ORG-24", "use type = \"SHORT_CODE\"");
  }
}

void keyword_replies(AdviceDraft& draft, const NumberSpec& number) {
  if (number.type != NumberType::ten_dlc) return;
  for (const KeywordSpec& keyword : number.keywords) {
    const std::string word = upper_case(keyword.word);
    if ((word != "HELP" && word != "STOP") || keyword.reply.empty()) continue;
    std::size_t characters = 0;
    for (std::size_t at = 0; at < keyword.reply.size(); ++characters)
      at += static_cast<std::size_t>(character_at(keyword.reply, at).length);
    if (characters >= 20 && characters <= 160) continue;
    draft.find(number.where,
               "the reply to " + word + " of number " + number.name + " has " + std::to_string(characters) +
                   " characters: a campaign is registered with 20 to 160",
               "R-KEY-7", "write a reply of 20 to 160 characters");
  }
}

// What nobody gets without asking the provider first.
void cases(AdviceDraft& draft, const AccountSpec& account) {
  if (account.monthly_spend_limit && *account.monthly_spend_limit > draft.facts.details_above)
    draft.find(account.where,
               "account " + account.name +
                   " spends more than 10,000 USD a month: the request needs sender, peak rate, mean size and template "
                   "for each country",
               "R-SPD-7 R-CAS-3",
               "open the support case early; the first answer comes within a day, and it may ask for more");
  std::size_t numbers = account.numbers.size();
  for (const BrandSpec& brand : account.brands)
    for (const CampaignSpec& campaign : brand.campaigns) numbers += campaign.numbers.size();
  const Vocabulary::Quota* quota = draft.facts.vocabulary->quota("sms_and_voice_numbers");
  std::int64_t most = quota != nullptr ? quota->value : INT64_MAX;
  for (const auto& [name, own] : account.quotas)
    if (name == "sms_and_voice_numbers") most = own;
  if (std::cmp_greater(numbers, most))
    draft.find(account.where,
               "account " + account.name + " has " + std::to_string(numbers) +
                   " numbers with those of its campaigns: more than " + std::to_string(most) + " need a support case",
               "R-NUM-14 R-CAS-1",
               "open the case early, or say that it is granted: quotas = { sms_and_voice_numbers = " +
                   std::to_string(numbers) + " }");
  for (const NumberSpec& number : account.numbers) {
    if (!number.mps) continue;
    const std::int64_t usual = draft.facts.number_mps(number.type, number.country);
    if (*number.mps <= usual || number.type == NumberType::simulator) continue;
    if (number.type == NumberType::toll_free)
      draft.find(number.where,
                 "toll-free number " + number.name + " sends " + std::to_string(*number.mps) +
                     " parts a second: more than 3 are not to be had",
                 "R-MPS-5", "leave mps out, or send from a 10DLC campaign or a short code");
    else
      draft.find(number.where,
                 "number " + number.name + " sends " + std::to_string(*number.mps) + " parts a second in place of " +
                     std::to_string(usual) + ": that needs a support case" +
                     (number.type == NumberType::short_code ? ", and a short code costs more a month" : ""),
                 number.type == NumberType::short_code ? "R-CAS-1 R-MPS-2" : "R-CAS-1",
                 "open the case before the campaign, or leave mps out");
  }
}

void sandbox(AdviceDraft& draft, const Workload& workload) {
  const AccountSpec& account = draft.scenario.accounts[workload.owner.value_or(workload.account)];
  if (!account.sandbox || !std::holds_alternative<PopulationRecipients>(workload.to)) return;
  draft.find(workload.where,
             "workload " + workload.name +
                 " writes to people from an account in the sandbox, which reaches verified numbers only",
             "R-SBX-3 R-SBX-9", "leave the sandbox by a support case for this region, then set tier = \"production\"");
}

void regions(AdviceDraft& draft, const AccountSpec& account) {
  const auto& without = draft.facts.regions_without_voice;
  if (std::ranges::find(without, account.region) == without.end()) return;
  for (const NumberSpec& number : account.numbers)
    if (number.voice)
      draft.find(number.where,
                 "number " + number.name + " shall speak, and region " + account.region + " has no voice messages",
                 "R-REL-2", "choose another region for voice, or capabilities = { \"SMS\" }");
}

// A scenario that takes a number away shows what its backups are worth: those of the same type take the same route.
void backups(AdviceDraft& draft) {
  for (const FaultSpec& fault : draft.scenario.faults) {
    if (fault.kind != FaultKind::number_blocked || !fault.number || fault.number->kind != Origination::Kind::number)
      continue;
    const AccountSpec& account = draft.scenario.accounts[fault.account];
    const NumberSpec& lost = account.numbers[fault.number->number];
    const bool other =
        std::ranges::any_of(account.numbers,
                            [&](const NumberSpec& n) { return n.type != lost.type && n.country == lost.country; }) ||
        (lost.country == "US" && !account.brands.empty());
    if (other) continue;
    draft.find(fault.where,
               "number " + lost.name + " is lost, and account " + account.name + " has no sender of another type in " +
                   lost.country + " to take over: numbers of one type take the same route",
               "R-REL-3", "add a sender of another type, for example a short code beside a toll-free number");
  }
}

}  // namespace

void advise_on_senders(AdviceDraft& draft) {
  snowshoeing(draft);
  long_codes(draft);
  for (const AccountSpec& account : draft.scenario.accounts) {
    cases(draft, account);
    regions(draft, account);
    for (const NumberSpec& number : account.numbers) keyword_replies(draft, number);
    for (const BrandSpec& brand : account.brands)
      for (const CampaignSpec& campaign : brand.campaigns)
        for (const NumberSpec& number : campaign.numbers) keyword_replies(draft, number);
  }
  for (const Workload& workload : draft.scenario.workloads) sandbox(draft, workload);
  backups(draft);
}

}  // namespace sendlab
