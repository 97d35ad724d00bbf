#include "scenarios/registration_circles.hpp"

#include <algorithm>

namespace sendlab {
namespace {

bool registers(const RegistrationSpec& registration, const std::string& name) {
  if (registration.registers.empty()) return registration.name == name;
  return std::ranges::find(registration.registers, name) != registration.registers.end();
}

// Does the registration of a campaign or a vetting belong to what the other registers, a brand?
bool is_of_brand(const RegistrationSpec& registration, const RegistrationSpec& of, const AccountSpec& account) {
  if (of.type != "US_TEN_DLC_BRAND_REGISTRATION") return false;
  return std::ranges::any_of(account.brands, [&](const BrandSpec& brand) {
    if (!registers(of, brand.name)) return false;
    if (registration.type == "US_TEN_DLC_BRAND_VETTING") return registers(registration, brand.name);
    return registration.type == "US_TEN_DLC_CAMPAIGN_REGISTRATION" &&
           std::ranges::any_of(brand.campaigns,
                               [&](const CampaignSpec& campaign) { return registers(registration, campaign.name); });
  });
}

class CircleSearch {
 public:
  explicit CircleSearch(const AccountSpec& account) : account_(account), state_(account.registrations.size()) {}

  std::vector<RegistrationCircle> all() {
    for (std::size_t i = 0; i < state_.size(); ++i)
      if (state_[i] == State::unseen) visit(i);
    return std::move(circles_);
  }

 private:
  enum class State : std::uint8_t { unseen, on_path, done };

  bool waits_for(std::size_t i, std::size_t k) const {
    const RegistrationSpec &one = account_.registrations[i], &other = account_.registrations[k];
    return i != k && (std::ranges::find(one.after, other.name) != one.after.end() || is_of_brand(one, other, account_));
  }
  void visit(std::size_t i) {
    state_[i] = State::on_path;
    path_.push_back(i);
    for (std::size_t k = 0; k < state_.size(); ++k) {
      if (!waits_for(i, k)) continue;
      if (state_[k] == State::unseen) visit(k);
      else if (state_[k] == State::on_path) note(k);
    }
    path_.pop_back();
    state_[i] = State::done;
  }
  void note(std::size_t first) {
    RegistrationCircle circle;
    for (auto at = std::ranges::find(path_, first); at != path_.end(); ++at)
      circle.path += account_.registrations[*at].name + ", ";
    circle.path += account_.registrations[first].name;
    circle.where = account_.registrations[first].where;
    circles_.push_back(std::move(circle));
  }

  const AccountSpec& account_;
  std::vector<State> state_;
  std::vector<std::size_t> path_;
  std::vector<RegistrationCircle> circles_;
};

}  // namespace

std::vector<RegistrationCircle> registration_circles(const AccountSpec& account) { return CircleSearch(account).all(); }

}  // namespace sendlab
