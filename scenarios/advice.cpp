#include "scenarios/advice.hpp"

#include <algorithm>
#include <charconv>

#include "scenarios/advice_parts.hpp"

namespace sendlab {
namespace {

int line_of(const Error& error) {
  const std::size_t colon = error.where.rfind(':');
  int line = 0;
  if (colon != std::string::npos)
    std::from_chars(error.where.data() + colon + 1, error.where.data() + error.where.size(), line);
  return line;
}

}  // namespace

std::vector<const NumberSpec*> numbers_of(const Scenario& scenario, const Workload& workload) {
  using Kind = Origination::Kind;
  const AccountSpec& account = scenario.accounts[workload.owner.value_or(workload.account)];
  const Origination& from = workload.from;
  std::vector<const NumberSpec*> numbers;
  if (from.kind == Kind::pool)
    for (const Origination& place : account.pools[from.index].identities) {
      if (place.kind == Kind::number) numbers.push_back(&account.numbers[place.number]);
      if (place.kind == Kind::campaign_number)
        numbers.push_back(&account.brands[place.brand].campaigns[place.index].numbers[place.number]);
    }
  if (from.kind == Kind::number) numbers.push_back(&account.numbers[from.number]);
  if (from.kind == Kind::campaign_number)
    numbers.push_back(&account.brands[from.brand].campaigns[from.index].numbers[from.number]);
  if (from.kind == Kind::campaign)
    for (const NumberSpec& number : account.brands[from.brand].campaigns[from.index].numbers)
      numbers.push_back(&number);
  return numbers;
}

const CampaignSpec* campaign_of(const Scenario& scenario, const Workload& workload) {
  using Kind = Origination::Kind;
  const Origination& from = workload.from;
  if (from.kind != Kind::campaign && from.kind != Kind::campaign_number) return nullptr;
  return &scenario.accounts[workload.owner.value_or(workload.account)].brands[from.brand].campaigns[from.index];
}

MessageType type_of(const Scenario& scenario, const Workload& workload) {
  if (workload.message_type) return *workload.message_type;
  const auto numbers = numbers_of(scenario, workload);
  if (!numbers.empty()) return numbers.front()->message_type;
  return scenario.accounts[workload.account].default_message_type.value_or(MessageType::transactional);
}

bool is_promotional(const Scenario& scenario, const Workload& workload) {
  if (type_of(scenario, workload) == MessageType::promotional) return true;
  const CampaignSpec* campaign = campaign_of(scenario, workload);
  return campaign != nullptr && campaign->use_case == "MARKETING";
}

std::string quoted_words(const std::vector<const ContentWord*>& words, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < std::min(words.size(), most); ++i)
    text += (i == 0 ? "\"" : ", \"") + words[i]->word + "\"";
  return text + (words.size() > most ? " and more" : "");
}

Errors advice_on(const Scenario& scenario, const AdviceFacts& facts) {
  AdviceDraft draft{scenario, facts, {}};
  advise_on_senders(draft);
  advise_on_content(draft);
  advise_on_times(draft);
  advise_on_refusals(draft);
  Errors& findings = draft.findings;
  std::ranges::stable_sort(findings, {}, line_of);
  const auto same = [](const Error& a, const Error& b) { return a.where == b.where && a.what == b.what; };
  findings.erase(std::unique(findings.begin(), findings.end(), same), findings.end());
  return std::move(findings);
}

}  // namespace sendlab
