// Handsets write to our numbers: keywords, opt-outs, automatic replies (R-KEY, R-OPT, R-SMO, R-TWO).
#include <cctype>

#include "engine/service/service.hpp"

namespace sendlab {
namespace {

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// R-OPT-2: case-insensitive, as the first word: "Help me understand" triggers HELP.
bool begins_with_word(std::string_view body, std::string_view upper_case_word) {
  while (!body.empty() && (body.front() == ' ' || body.front() == '\n' || body.front() == '\t')) body.remove_prefix(1);
  if (body.size() < upper_case_word.size()) return false;
  for (std::size_t i = 0; i < upper_case_word.size(); ++i)
    if (upper(body[i]) != upper_case_word[i]) return false;
  if (body.size() == upper_case_word.size()) return true;
  const auto next = static_cast<unsigned char>(body[upper_case_word.size()]);
  const bool letter_or_digit = next >= 0x80 || (next >= '0' && next <= '9') || (upper(static_cast<char>(next)) >= 'A' &&
                                                                              upper(static_cast<char>(next)) <= 'Z');
  return !letter_or_digit;
}

}  // namespace

void Service::inbound(NumberId number, const Destination& handset, std::string_view body, WorkloadId workload) {
  const Instant now = simulation_.now();
  const NumberModel& origin = model_.numbers[number.index];
  MessageFact fact{.at = now, .planned = now};
  fact.message = MessageId{next_message_++};
  fact.destination = handset.number;
  fact.price = prices_.inbound(origin.country, handset.carrier, origin.type);
  fact.number = number;
  fact.workload = workload;
  fact.carrier = handset.carrier;
  fact.parts = 1;
  fact.kind = FactKind::inbound;
  facts_.inbound(fact);

  for (const KeywordModel& keyword : origin.keywords) {
    if (!begins_with_word(body, keyword.word)) continue;
    if (keyword.effect == KeywordEffect::opt_out) opt_out_lists_[origin.opt_out_list].add(handset.number, now, true);
    if (keyword.effect == KeywordEffect::opt_in) opt_out_lists_[origin.opt_out_list].remove(handset.number);
    if (keyword.reply_parts == 0 || keyword.network_reply) return;
    // An automatic reply is an outbound message: it uses throughput and is billed (R-KEY-6). It answers the handset's own
    // message, so an opt-out does not hold it back, and nobody asks again for it: what may not be sent is dropped.
    SendRequest reply{.planned = now, .to = handset, .account = origin.account, .number = number};
    reply.workload = model_.automatic_replies;
    reply.parts = keyword.reply_parts;
    reply.encoding = keyword.reply_encoding;
    const UsdMicros cost = (prices_.per_part(handset.country, origin.type) + prices_.carrier_fee(handset.carrier, origin.type)) *
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
    return;
  }
}

}  // namespace sendlab
