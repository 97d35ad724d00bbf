#pragma once
// What UpdatePhoneNumber and UpdatePool change of how messages are received and opt-outs kept (R-TWO, R-SMO-1).
#include <vector>

#include "engine/api/operations.hpp"

namespace sendlab {

struct ReceivingSettings {
  bool two_way = false, self_managed_opt_outs = false;
  std::uint16_t opt_out_list = 0;
  TwoWayChannel channel;
};

// The settings after the request: members that it does not give stay as they are.
//   countries    of the numbers that receive
//   errors       TWO_WAY_NOT_SUPPORTED_IN_COUNTRY   not a two-way country (R-TWO-1)
//                TWO_WAY_CHANNEL_NOT_PRESENT        two-way is to be on, and there is nowhere to send what comes in
//                TWO_WAY_NOT_SUPPORTED_IN_REGION    the channel is in another Region
//                TWO_WAY_NOT_ENABLED                self-managed opt-outs, or a channel, without two-way (R-SMO-1)
//                INVALID_ARN                        neither an SNS topic, which must not be FIFO, nor
//                connect.REGION.amazonaws.com (R-TWO-2, R-TWO-6) MISSING_PARAMETER                  Amazon Connect
//                without a role
[[nodiscard]] Result<ReceivingSettings, ApiError> wanted_settings(const OperationCall& call, ReceivingSettings settings,
                                                                  const std::vector<CountryId>& countries);

// TwoWayChannelArn and TwoWayChannelRole of an answer, where there are any.
void put_channel(boost::json::object& answer, const TwoWayChannel& channel);

}  // namespace sendlab
