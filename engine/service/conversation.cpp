// Handsets write to our numbers: keywords, opt-outs, automatic replies (R-KEY, R-OPT, R-SMO, R-TWO).
#include <algorithm>

#include "engine/kernel/ascii.hpp"

#include "engine/message/encoding.hpp"
#include "engine/service/service.hpp"

namespace sendlab {
namespace {

// R-OPT-2: case-insensitive, as the first word: "Help me understand" triggers HELP.
bool begins_with_word(std::string_view body, std::string_view upper_case_word) {
  while (!body.empty() && (body.front() == ' ' || body.front() == '\n' || body.front() == '\t')) body.remove_prefix(1);
  if (body.size() < upper_case_word.size()) return false;
  for (std::size_t i = 0; i < upper_case_word.size(); ++i)
    if (to_upper(body[i]) != upper_case_word[i]) return false;
  if (body.size() == upper_case_word.size()) return true;
  const char next = body[upper_case_word.size()];
  return !is_letter_or_digit(next) && static_cast<unsigned char>(next) < 0x80;
}

const KeywordModel* keyword_in(const NumberModel& number, std::string_view body) {
  for (const KeywordModel& keyword : number.keywords)
    if (begins_with_word(body, keyword.word)) return &keyword;
  return nullptr;
}

}  // namespace

void Service::inbound(NumberId number, const Destination& handset, std::string_view body, WorkloadId workload) {
  const Instant now = simulation_.now();
  const NumberModel& origin = model_.numbers[number.index];
  const int parts = std::max(encoded_size(body).parts, 1);
  MessageFact fact{.at = now, .planned = now};
  fact.message = MessageId{next_message_++};
  fact.destination = handset.number;
  fact.price = prices_.inbound(origin.country, handset.carrier, origin.type) * parts;
  fact.number = number;
  fact.workload = workload;
  fact.carrier = handset.carrier;
  fact.parts = static_cast<std::uint8_t>(std::min(parts, 255));
  fact.kind = FactKind::inbound;

  // R-TWO-11, R-TWO-12, R-SMO-4: HELP and STOP are answered here and not published, unless the account takes them
  // itself.
  const KeywordModel* keyword = keyword_in(origin, body);
  const bool ours = keyword != nullptr && keyword->required && !origin.self_managed_opt_outs &&
                    !model_.accounts[origin.account.index].publish_required_words;
  if (inbound_listener_ != nullptr) inbound_listener_->on_inbound({fact, body, keyword, origin.two_way && !ours});
  facts_.inbound(fact);
  if (keyword == nullptr) return;

  if (keyword->effect == KeywordEffect::opt_out)
    opt_out_lists_[opt_out_list_of(origin, no_pool)].add(handset.number, now, true);
  if (keyword->effect == KeywordEffect::opt_in) opt_out_lists_[opt_out_list_of(origin, no_pool)].remove(handset.number);
  if (keyword->reply_parts > 0 && !keyword->network_reply) answer_keyword(*keyword, number, handset);
}

// An automatic reply is an outbound message: it uses throughput and is billed (R-KEY-6). It answers the handset's own
// message, so an opt-out does not hold it back, and nobody asks again for it: what may not be sent is dropped.
void Service::answer_keyword(const KeywordModel& keyword, NumberId number, const Destination& handset) {
  const Instant now = simulation_.now();
  const NumberModel& origin = model_.numbers[number.index];
  SendRequest reply{.planned = now, .to = handset, .account = origin.account, .number = number};
  reply.workload = model_.automatic_replies;
  reply.parts = keyword.reply_parts;
  reply.encoding = keyword.reply_encoding;
  const UsdMicros cost =
      (prices_.per_part(handset.country, origin.type) + prices_.carrier_fee(handset.carrier, origin.type)) *
      reply.parts;
  if (!spending_.allows(origin.account, cost)) return;
  if (now >= model_.counts_from) ++automatic_replies_;
  const MessageRow row = accept(reply, number, now);
  if (recipients_.free(origin.account, handset.number, now)) {
    recipients_.take(origin.account, handset.number, now);
    offer(row);
  } else {
    hold_for_recipient(row);
  }
}

}  // namespace sendlab
