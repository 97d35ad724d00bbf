// Advice on messages that will be refused, and on replies that do nothing, for reasons that the tables tell.
#include "engine/kernel/ascii.hpp"
#include "engine/message/units.hpp"
#include "scenarios/advice_parts.hpp"

namespace sendlab {
namespace {

// A highest price below what one part costs; of a longer message it is compared with that or with more (R-BIL-11).
void price(AdviceDraft& draft, const Workload& workload) {
  const auto* people = std::get_if<PopulationRecipients>(&workload.to);
  if (!workload.max_price || people == nullptr || workload.channel == Channel::voice || !draft.facts.least_part_price)
    return;
  std::optional<UsdMicros> least;
  for (const NumberSpec* number : numbers_of(draft.scenario, workload)) {
    const UsdMicros part = draft.facts.least_part_price(number->type, people->country, draft.scenario.start);
    const UsdMicros price = draft.scenario.prices.per_part.value_or(part);
    if (!least || price < *least) least = price;
  }
  if (!least || *workload.max_price >= *least) return;
  draft.find(workload.where,
             "workload " + workload.name + " pays at most " + usd_text(*workload.max_price) + ", and a part to " +
                 people->country + " costs " + usd_text(*least) +
                 ": every request will be refused (PRICE_OVER_THRESHOLD)",
             "R-BIL-11", "raise max_price, or leave it out");
}

bool begins_with_word(const std::string& text, const std::string& word) {
  const std::string upper = upper_case(text);
  return upper.starts_with(word) && (upper.size() == word.size() || upper[word.size()] == ' ');
}

// Whoever opted out and writes START is still out where START is no keyword: only toll-free networks know it (R-OPT-9).
void comes_back(AdviceDraft& draft, const ReplySpec& reply, const Workload& workload) {
  const std::string word = upper_case(reply.returns_with.substr(0, reply.returns_with.find(' ')));
  if (word != "START" && word != "UNSTOP") return;
  const AccountSpec& account = draft.scenario.accounts[workload.owner.value_or(workload.account)];
  const auto opts_in = [&](const std::vector<KeywordSpec>& keywords) {
    return std::ranges::any_of(keywords, [&](const KeywordSpec& keyword) {
      return keyword.action == KeywordAction::opt_in && begins_with_word(reply.returns_with, upper_case(keyword.word));
    });
  };
  const PoolSpec* pool =
      workload.from.kind == Origination::Kind::pool ? &account.pools[workload.from.index] : nullptr;
  if (pool != nullptr && pool->keywords && opts_in(*pool->keywords)) return;
  for (const NumberSpec* number : numbers_of(draft.scenario, workload)) {
    const bool receives = pool != nullptr && pool->two_way ? *pool->two_way : number->two_way;
    if (number->type == NumberType::toll_free || !receives || number->self_managed_opt_outs) continue;
    if ((pool == nullptr || !pool->keywords) && opts_in(number->keywords)) continue;
    return draft.find(number->where,
                      "people write " + word + " to number " + number->name +
                          ", where it is no keyword: who has opted out stays opted out",
                      "R-OPT-9",
                      "add two_way = true, keywords = { keyword { word = \"" + word +
                          "\", action = \"OPT_IN\", reply = \"Welcome back.\" } }");
  }
}

}  // namespace

void advise_on_refusals(AdviceDraft& draft) {
  for (const Workload& workload : draft.scenario.workloads) price(draft, workload);
  for (const ReplySpec& reply : draft.scenario.replies)
    for (std::size_t w = 0; w < draft.scenario.workloads.size(); ++w)
      if (reply.returns_share > 0 && (!reply.workload || *reply.workload == w))
        comes_back(draft, reply, draft.scenario.workloads[w]);
}

}  // namespace sendlab
