#include "engine/api/calls.hpp"

#include "engine/api/send_refusals.hpp"
#include "engine/message/phone_number.hpp"
#include "engine/message/speech.hpp"

namespace sendlab {
namespace {

SendRequest request_of(const OperationCall& call, const CallToMake& wanted, const Speech& speech) {
  SimulatedAccount& account = call.account;
  SendRequest request{
      .planned = account.now(), .to = wanted.to, .account = account.parts().account, .number = wanted.from};
  request.pool = wanted.pool;
  request.channel = Channel::voice;
  request.parts = speech.at_fault() ? 0 : 1;
  request.within_maximum_size = speech.within_maximum;
  request.speech = std::max<Duration>(speech.lasts, std::chrono::seconds{1});
  request.ttl = wanted.ttl;
  request.verification = wanted.verification;
  request.free_of_charge = wanted.free_of_charge;
  request.max_price = wanted.most_per_minute;
  return request;
}

}  // namespace

Result<MessageId, ApiError> make_call(const OperationCall& call, const CallToMake& wanted) {
  SimulatedAccount& account = call.account;
  Service& service = account.parts().service;
  const Speech speech = speech_of(wanted.body, wanted.ssml, account.parts().quotas.speech);
  const SendRequest request = request_of(call, wanted, speech);
  RefusedSend told{.to = wanted.to, .body = wanted.body, .voice = true, .speech = &speech};
  auto chosen = [&](NumberId number) {
    if (number != no_number) told.from = &account.parts().model.numbers[number.index];
  };
  auto refuse = [&](Refusal refusal, NumberId number) {
    chosen(number);
    if (refusal == Refusal::price_over_threshold)
      return price_over("MaxPricePerMinute", "A minute", service.prices().voice_minute(wanted.to.country),
                        wanted.most_as_given);
    return refused(call, told, refusal);
  };
  service.facts().flush();  // so that none of the facts of this request is published before the log knows it
  if (wanted.dry_run) {
    const auto assessment = service.assess(request);
    if (assessment.refusal != Refusal::none) return refuse(assessment.refusal, assessment.number);
    return account.unused_id();
  }
  const Answer answer = service.submit(request);
  chosen(answer.number);
  if (answer.kind == Answer::Kind::throttled) return throttled(call, told, answer);
  if (answer.kind != Answer::Kind::accepted) return refuse(answer.refusal, answer.number);
  SentMessage message{.id = answer.message, .voice = true, .requested = account.now(), .destination = wanted.to.number};
  message.origination = told.from->number;
  message.body = wanted.body;
  message.configuration_set = wanted.configuration_set;
  message.context = wanted.context;
  account.log().add(std::move(message));
  service.facts().flush();
  return answer.message;
}

}  // namespace sendlab
