#include "engine/api/receiving_settings.hpp"

#include <set>

#include "engine/api/members.hpp"

namespace sendlab {
namespace {

ApiError bad_channel(ValidationReason reason, const std::string& why) {
  return validation(reason, "TwoWayChannelArn " + why + ".", {{"TwoWayChannelArn", why}});
}

// An SNS topic or Amazon Connect of this Region. Whether the topic exists, and is encrypted (R-TWO-7), only the topic's
// owner knows.
std::optional<ApiError> wrong_channel(const ResourceScope& scope, const TwoWayChannel& channel) {
  const std::string_view arn = channel.arn;
  if (arn.starts_with("connect.") && arn.ends_with(".amazonaws.com")) {
    if (arn != "connect." + scope.region + ".amazonaws.com")
      return bad_channel(ValidationReason::two_way_not_supported_in_region,
                         "must be connect." + scope.region + ".amazonaws.com, Amazon Connect of the account's Region");
    if (channel.role_arn.empty())
      return validation(ValidationReason::missing_parameter,
                        "Amazon Connect needs TwoWayChannelRole: give the role that may write to it.",
                        {{"TwoWayChannelRole", "is needed for Amazon Connect"}});
    return std::nullopt;
  }
  const std::string prefix = "arn:" + std::string(partition_of(scope.region)) + ":sns:";
  std::string_view rest = arn;
  if (!arn.starts_with(prefix))
    return bad_channel(ValidationReason::invalid_arn,
                       "must be the ARN of an SNS topic or connect." + scope.region + ".amazonaws.com");
  rest.remove_prefix(prefix.size());
  const std::size_t region_ends = rest.find(':');
  const std::size_t account_ends = region_ends == rest.npos ? rest.npos : rest.find(':', region_ends + 1);
  if (account_ends == rest.npos || account_ends + 1 == rest.size())
    return bad_channel(ValidationReason::invalid_arn, "must have the form " + prefix + "REGION:ACCOUNT:TOPIC");
  if (rest.substr(0, region_ends) != scope.region)
    return bad_channel(ValidationReason::two_way_not_supported_in_region,
                       "must be a topic of the Region " + scope.region);
  if (arn.ends_with(".fifo")) return bad_channel(ValidationReason::invalid_arn, "must not be a FIFO topic");  // R-TWO-2
  return std::nullopt;
}

// R-TWO-8. Nobody says which error it is; the operation knows no quota.
std::optional<ApiError> too_many_channels(const OperationCall& call, const std::string& wanted) {
  const auto is_topic = [](std::string_view arn) { return arn.starts_with("arn:"); };  // else Amazon Connect
  if (!is_topic(wanted)) return std::nullopt;
  std::set<std::string_view> topics{wanted};
  for (const PhoneNumberResource& number : call.account.phone_numbers())
    if (is_topic(number.channel.arn)) topics.insert(number.channel.arn);
  for (const PoolResource& pool : call.account.pools())
    if (is_topic(pool.channel.arn)) topics.insert(pool.channel.arn);
  const std::size_t most = call.account.parts().quotas.two_way_channels;
  if (topics.size() <= most) return std::nullopt;
  return bad_channel(ValidationReason::other,
                     "must be one of the " + std::to_string(most) + " in use, which is the quota");
}

}  // namespace

void put_channel(boost::json::object& answer, const TwoWayChannel& channel) {
  if (!channel.arn.empty()) answer["TwoWayChannelArn"] = channel.arn;
  if (!channel.role_arn.empty()) answer["TwoWayChannelRole"] = channel.role_arn;
}

Result<ReceivingSettings, ApiError> wanted_settings(const OperationCall& call, ReceivingSettings settings,
                                                    const std::vector<CountryId>& countries) {
  SimulatedAccount& account = call.account;
  const auto two_way = boolean(call.input, "TwoWayEnabled");
  const auto channel = text(call.input, "TwoWayChannelArn"), role = text(call.input, "TwoWayChannelRole");
  settings.two_way =
      two_way.value_or(settings.two_way || channel.has_value());  // the guide's own example gives the channel alone
  settings.self_managed_opt_outs =
      boolean(call.input, "SelfManagedOptOutsEnabled").value_or(settings.self_managed_opt_outs);
  if (channel) settings.channel.arn = *channel, settings.channel.role_arn = role.value_or("");
  if (role) settings.channel.role_arn = *role;
  if (const auto name = text(call.input, "OptOutListName")) {
    const auto list = find_opt_out_list(call, *name);
    if (!list.ok()) return list.error();
    settings.opt_out_list = list.value()->list;
  }
  if (settings.two_way && (two_way.value_or(false) || channel)) {
    for (const CountryId country : countries)
      if (!account.parts().model.countries[country.index].two_way)  // R-TWO-1
        return validation(ValidationReason::two_way_not_supported_in_country,
                          "Numbers of " + account.parts().model.countries[country.index].iso +
                              " cannot receive: leave TwoWayEnabled out.",
                          {{"TwoWayEnabled", "must be false for a number of this country"}});
    if (settings.channel.arn.empty())
      return validation(ValidationReason::two_way_channel_not_present,
                        "Two-way messaging needs somewhere to send what comes in: give TwoWayChannelArn.",
                        {{"TwoWayChannelArn", "is needed"}});
  }
  if (channel || role) {
    if (!settings.two_way)
      return validation(ValidationReason::two_way_not_enabled,
                        "A channel is of use with two-way messaging only: set TwoWayEnabled too.",
                        {{"TwoWayEnabled", "must be true"}});
    if (const auto error = wrong_channel(account.scope(), settings.channel)) return *error;
    if (const auto error = too_many_channels(call, settings.channel.arn)) return *error;
  }
  if (settings.self_managed_opt_outs && !settings.two_way)
    return validation(ValidationReason::two_way_not_enabled,
                      "Self-managed opt-outs need two-way messaging, which brings STOP to you: set TwoWayEnabled too.",
                      {{"TwoWayEnabled", "must be true with SelfManagedOptOutsEnabled"}});
  if (!settings.two_way) settings.channel = {};
  return settings;
}

}  // namespace sendlab
