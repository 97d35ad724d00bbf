#include "scenarios/body_senders.hpp"

#include <algorithm>
#include <map>

#include "engine/message/content_words.hpp"

namespace sendlab {
namespace {

struct Sender {
  std::string name;
  bool toll_free = false;
};

class SendersOf {
 public:
  explicit SendersOf(const Scenario& scenario) : scenario_(scenario) {}

  std::vector<Sender> operator()(const Workload& workload) const {
    const AccountSpec& account = scenario_.accounts[workload.owner.value_or(workload.account)];
    std::vector<Sender> senders;
    add(account, workload, workload.from, senders);
    return senders;
  }

 private:
  [[nodiscard]] std::string named(const AccountSpec& account, const std::string& name) const {
    return scenario_.accounts.size() > 1 ? account.name + "/" + name : name;
  }

  void add(const AccountSpec& account, const Workload& workload, const Origination& from,
           std::vector<Sender>& senders) const {
    using Kind = Origination::Kind;
    const auto put = [&](const std::string& name, bool toll_free) {
      const std::string full = named(account, name);
      if (std::ranges::none_of(senders, [&](const Sender& one) { return one.name == full; }))
        senders.push_back({full, toll_free});
    };
    switch (from.kind) {
      case Kind::campaign:
      case Kind::campaign_number: return put(account.brands[from.brand].campaigns[from.index].name, false);
      case Kind::number: {
        const NumberSpec& number = account.numbers[from.number];
        return put(number.name, number.type == NumberType::toll_free);
      }
      case Kind::sender_id: return put(account.sender_ids[from.index].id, false);
      case Kind::pool:
        for (const Origination& identity : account.pools[from.index].identities)
          add(account, workload, identity, senders);
        return;
      case Kind::service_chooses: break;
    }
    // R-ORG-19: the service keeps to one kind of number, short codes first, then 10DLC, toll-free and long codes.
    const auto* people = std::get_if<PopulationRecipients>(&workload.to);
    if (people == nullptr) return;
    const auto has = [&](NumberType type) {
      return std::ranges::any_of(account.numbers, [&](const NumberSpec& n) {
        return n.type == type && n.country == people->country && n.sms;
      });
    };
    if (!has(NumberType::short_code))
      for (const BrandSpec& brand : account.brands)
        for (const CampaignSpec& campaign : brand.campaigns) put(campaign.name, false);
    if (!senders.empty()) return;
    for (const NumberType type : {NumberType::short_code, NumberType::toll_free, NumberType::long_code}) {
      if (!has(type)) continue;
      for (const NumberSpec& number : account.numbers)
        if (number.type == type && number.country == people->country && number.sms)
          put(number.name, type == NumberType::toll_free);
      return;
    }
  }

  const Scenario& scenario_;
};

}  // namespace

std::vector<std::pair<double, std::string>> texts_of(const Body& body) {
  std::vector<std::pair<double, std::string>> texts;
  if (const auto* one = std::get_if<TemplateBody>(&body)) texts.emplace_back(1, one->text);
  if (const auto* many = std::get_if<WeightedBodies>(&body)) {
    double sum = 0;
    for (const auto& choice : many->choices) sum += choice.weight;
    for (const auto& choice : many->choices) texts.emplace_back(choice.weight / sum, choice.text);
  }
  return texts;
}

std::vector<BodySenders> bodies_of_several_senders(const Scenario& scenario) {
  struct Use {
    BodySenders senders;
    int toll_free = 0;
  };
  std::map<std::string, Use> uses;  // by similar text
  const SendersOf senders_of(scenario);
  for (std::size_t w = 0; w < scenario.workloads.size(); ++w) {
    const Workload& workload = scenario.workloads[w];
    const std::vector<Sender> senders = senders_of(workload);
    for (const auto& [share, text] : texts_of(workload.body)) {
      Use& use = uses[similar_text(text)];
      if (use.senders.workloads.empty()) use.senders.text = text;
      if (use.senders.workloads.empty() || use.senders.workloads.back() != w) use.senders.workloads.push_back(w);
      for (const Sender& sender : senders) {
        if (std::ranges::find(use.senders.senders, sender.name) != use.senders.senders.end()) continue;
        use.senders.senders.push_back(sender.name);
        use.toll_free += sender.toll_free ? 1 : 0;
      }
    }
  }
  std::vector<BodySenders> several;
  for (auto& [text, use] : uses) {
    if (use.senders.senders.size() < 2) continue;
    use.senders.toll_free = use.toll_free > 1;
    several.push_back(std::move(use.senders));
  }
  std::ranges::stable_sort(several, {}, [](const BodySenders& one) { return one.workloads.front(); });
  return several;
}

}  // namespace sendlab
