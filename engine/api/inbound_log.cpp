#include "engine/api/inbound_log.hpp"

#include <boost/json/serialize.hpp>

#include "engine/message/inbound_delivery.hpp"
#include "engine/message/phone_number.hpp"

namespace sendlab {

InboundLog::InboundLog(const ServiceModel& model, const MessageLog& messages, std::string account_number,
                       std::function<void()> before)
    : model_(model), messages_(messages), account_number_(std::move(account_number)), before_(std::move(before)) {}

void InboundLog::on_inbound(const InboundNotice& notice) {
  before_();
  const NumberModel& number = model_.numbers[notice.fact.number.index];
  boost::json::object payload{{"originationNumber", to_e164(notice.fact.destination)},
                              {"destinationNumber", to_e164(number.number)},
                              {"messageKeyword", two_way_keyword(account_number_, number.number)},
                              {"messageBody", std::string(notice.body)},
                              {"inboundMessageId", messages_.uuid(notice.fact.message)}};
  if (const std::string previous = newest_to(notice.fact.destination, number.number); !previous.empty())
    payload["previousPublishedMessageId"] = previous;  // R-TWO-4
  kept_.push_back({++sequence_, notice.fact.at, notice.published, boost::json::serialize(payload),
                   notice.keyword == nullptr ? "" : notice.keyword->word});
  if (kept_.size() > keep) kept_.pop_front();
}

std::string InboundLog::newest_to(PhoneNumber handset, PhoneNumber number) const {
  const auto& all = messages_.messages();
  for (auto m = all.rbegin(); m != all.rend(); ++m)
    if (!m->second.voice && m->second.destination == handset && m->second.origination == number)
      return messages_.uuid(m->second.id);
  return {};
}

}  // namespace sendlab
