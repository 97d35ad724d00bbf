#pragma once
// The parts of advice_on(), one a file: each adds its findings.
#include <algorithm>
#include <optional>

#include "scenarios/advice.hpp"

namespace sendlab {

struct AdviceDraft {
  const Scenario& scenario;
  const AdviceFacts& facts;
  Errors findings;

  // `rules`: "R-SPM-2", or several with spaces; they end the finding.
  void find(const Where& where, const std::string& what, const std::string& rules, std::string fix) {
    findings.push_back({where, what + " (" + rules + ")", std::move(fix)});
  }
};

// What the bodies say: shorteners, restricted content, style, type, characters.
void advise_on_content(AdviceDraft& draft);
// When and how fast: quiet hours, throughput.
void advise_on_times(AdviceDraft& draft);
// Who sends, from where: snowshoeing, long codes, keywords, cases, regions.
void advise_on_senders(AdviceDraft& draft);
// What is refused or does nothing: prices over the highest, words that are no keywords.
void advise_on_refusals(AdviceDraft& draft);

// ---- shared by the parts ----

// The numbers that a workload sends from, as far as it names them.
[[nodiscard]] std::vector<const NumberSpec*> numbers_of(const Scenario& scenario, const Workload& workload);
[[nodiscard]] const CampaignSpec* campaign_of(const Scenario& scenario, const Workload& workload);
// The type that its messages have: its own, the account's, or that of its numbers.
[[nodiscard]] MessageType type_of(const Scenario& scenario, const Workload& workload);
// Of type PROMOTIONAL, or from a campaign that is registered for marketing.
[[nodiscard]] bool is_promotional(const Scenario& scenario, const Workload& workload);
[[nodiscard]] std::string quoted_words(const std::vector<const ContentWord*>& words, std::size_t most = 3);

}  // namespace sendlab
