#include "engine/api/send_refusals.hpp"

#include "engine/kernel/calendar.hpp"
#include "engine/message/encoding.hpp"
#include "engine/message/event_record.hpp"
#include "engine/message/phone_number.hpp"

namespace sendlab {
namespace {

std::string iso_of(const OperationCall& call, CountryId country) { return call.account.parts().model.countries[country.index].iso; }

std::string number_of(const RefusedSend& send) { return send.from == nullptr ? std::string("the number") : to_e164(send.from->number); }

// Where the conflict lies: the number that was to send.
ApiError number_conflict(const OperationCall& call, const RefusedSend& send, Refusal refusal, std::string message) {
  ApiError error;
  error.exception = exception_of(refusal);
  error.reason = reason_of(refusal);
  error.message = std::move(message);
  if (send.from == nullptr) return error;
  error.resource_type = name_of(ResourceType::phone_number);
  if (const auto* resource = call.account.find_number(send.from->number)) error.resource_id = resource->id;
  return error;
}

// Where it lies with the recipient.
ApiError recipient_conflict(const RefusedSend& send, Refusal refusal, ResourceType type, std::string message) {
  ApiError error;
  error.exception = exception_of(refusal);
  error.reason = reason_of(refusal);
  error.message = std::move(message);
  error.resource_type = name_of(type);
  error.resource_id = to_e164(send.to.number);
  return error;
}

ApiError field_error(Refusal refusal, const char* member, std::string message, std::string must) {
  ApiError error;
  error.exception = exception_of(refusal);
  error.reason = reason_of(refusal);
  error.message = std::move(message);
  error.fields = {{member, std::move(must)}};
  return error;
}

ApiError not_active(const OperationCall& call, const RefusedSend& send) {
  const std::string who = number_of(send) + " is PENDING";
  if (send.from != nullptr && send.from->active_from == never)  // R-NUM-1
    return number_conflict(call, send, Refusal::resource_not_active,
                           who + " until it is registered, and sendlab does not model registrations yet: declare the number in the scenario.");
  return number_conflict(call, send, Refusal::resource_not_active, who + ": wait until DescribePhoneNumbers shows it as ACTIVE.");
}

ApiError wrong_country(const OperationCall& call, const RefusedSend& send) {
  std::string message;
  if (send.from != nullptr && send.from->type == NumberType::simulator)  // R-SIM-5
    message = number_of(send) + " is a simulator number and reaches the simulator's destination numbers of the US only: send to +14254147755, " +
              "which succeeds, or to +14254147167, which fails.";
  else
    message = number_of(send) + (send.from == nullptr ? "" : " is a number of " + iso_of(call, send.from->country) + " and") +
              " cannot send to " + to_e164(send.to.number) + " in " + iso_of(call, send.to.country) + ": send from a number of that country.";
  return field_error(Refusal::invalid_identity_for_country, "OriginationIdentity", std::move(message), "must be able to send to the destination");
}

ApiError too_large(const RefusedSend& send) {
  const EncodedSize size = encoded_size(send.body);
  const std::string has = "has " + std::to_string(size.units) +
                          (size.encoding == Encoding::gsm ? " GSM characters (those of the extension table count twice), at most 1530"
                                                          : " characters of Unicode (those beyond the basic plane count twice), at most 630");
  return field_error(Refusal::invalid_message, "MessageBody", "MessageBody " + has + " fit into a message: make two of it.", has + " fit into a message");
}

ApiError spent(const OperationCall& call, bool voice) {
  const SimulatedAccount::SpendLimit set = voice ? call.account.voice_spend_limit() : call.account.text_spend_limit();
  UsdMicros limit = voice ? call.account.parts().quotas.voice_spend : call.account.account().monthly_spend_limit;
  if (set.overridden) limit = UsdMicros{*set.overridden * 1'000'000};
  return quota(voice ? QuotaReason::monthly_spend_limit_reached_for_voice : QuotaReason::monthly_spend_limit_reached_for_text,
               "The account's monthly spending limit for " + std::string(voice ? "voice" : "text") + " messages, " + usd(limit) +
                   ", is reached: a new month begins at " + to_rfc3339(start_of_next_utc_month(call.account.now())) +
                   (voice ? "." : "; the scenario's monthly_spend_limit sets another one."));
}

}  // namespace

std::string in_words(Duration duration) {
  const auto ms = (duration + std::chrono::milliseconds{1} - Duration{1}) / std::chrono::milliseconds{1};
  return ms % 1000 == 0 ? std::to_string(ms / 1000) + " s" : std::to_string(ms) + " ms";
}

std::string usd(UsdMicros amount) {
  std::string text = "$";
  append_decimal(text, amount.count, 6);
  return text;
}

ApiError price_over(const char* member, const char* unit, UsdMicros price, std::string_view most) {
  return field_error(Refusal::price_over_threshold, member,
                     std::string(unit) + " costs " + usd(price) + ", more than " + member + " $" + std::string(most) + " allows: nothing was sent; give a higher " + member + ".",
                     "must be at least " + usd(price));
}

ApiError throttled(const OperationCall& call, const RefusedSend& send, const Answer& answer) {
  std::string message = "Rate exceeded: ";
  if (answer.cause == DelayCause::recipient_limit)
    message += to_e164(send.to.number) + " gets one message a second";
  else if (send.from != nullptr)
    message += number_of(send) + " sends " + std::to_string(send.from->mps.parts) + (send.from->mps.parts == 1 ? " message part" : " message parts") + " a second";
  else
    message += "the number sends no more for now";
  if (answer.ask_again != never) message += "; try again in " + in_words(answer.ask_again - call.account.now());
  return throttling(message + ".");
}

ApiError refused(const OperationCall& call, const RefusedSend& send, Refusal refusal) {
  const std::string to = to_e164(send.to.number);
  switch (refusal) {
    case Refusal::none:
    case Refusal::throttled: return throttling();
    case Refusal::opted_out: {
      const std::string list = send.from == nullptr ? "" : call.account.name_of_list(send.from->opt_out_list);
      return recipient_conflict(send, refusal, ResourceType::opted_out_number, to + " has opted out: it is on the list " + list + " of " + number_of(send) + ". Leave it out.");
    }
    case Refusal::not_verified:
      return recipient_conflict(send, refusal, ResourceType::verified_destination_number,
                                to + " is not verified, and the account is in the sandbox: put it into verified_numbers of the scenario, or set tier to production.");
    case Refusal::no_origination_identity:
      return number_conflict(call, send, refusal,
                             "No ACTIVE number of the account can send to " + to + " in " + iso_of(call, send.to.country) +
                                 ": get one of that country, see DescribePhoneNumbers for what there is.");
    case Refusal::resource_not_active: return not_active(call, send);
    case Refusal::message_type_mismatch:
      return number_conflict(call, send, refusal,
                             number_of(send) + " is for " + std::string(send.from == nullptr ? "another type of" : name_of(send.from->message_type)) + " messages, not for " +
                                 std::string(name_of(send.type.value_or(MessageType::transactional))) + " ones: leave MessageType out, or send from another number.");
    case Refusal::number_capabilities_mismatch:
      return number_conflict(call, send, refusal, number_of(send) + " has no SMS capability: send from a number that has it, see the filter number-capability of DescribePhoneNumbers.");
    case Refusal::destination_country_blocked:
      return field_error(refusal, "DestinationPhoneNumber", to + " is in a country that the service does not send to: leave it out.", "must be in a country that is served");
    case Refusal::invalid_identity_for_country: return wrong_country(call, send);
    case Refusal::invalid_message: return too_large(send);
    case Refusal::invalid_parameter:
      return field_error(refusal, "MessageBody", "MessageBody is empty: give the text to " + std::string(send.voice ? "speak." : "send."), "is needed");
    case Refusal::price_over_threshold: return field_error(refusal, "MaxPrice", "A part costs more than MaxPrice allows: nothing was sent; give a higher MaxPrice.", "must be higher");
    case Refusal::internal_error:  // only a real endpoint refuses so
    case Refusal::access_denied:
    case Refusal::resource_not_found:
    case Refusal::other_conflict:
    case Refusal::other_validation:
    case Refusal::other_quota:
    case Refusal::no_answer: break;
    case Refusal::spend_limit_reached: return spent(call, send.voice);
  }
  ENSURE(false, "every refusal has an error");
}

ApiError refused(const OperationCall& call, const RefusedSend& send, VoiceCalls::Verdict verdict) {
  const VoiceQuotas& quotas = call.account.parts().quotas.voice;
  const bool sandbox = call.account.account().sandbox;
  switch (verdict) {
    case VoiceCalls::Verdict::accepted: break;
    case VoiceCalls::Verdict::throttled:
      return throttling("Rate exceeded: a number makes one call a second and the account " + std::to_string(sandbox ? quotas.per_minute_sandbox : quotas.per_minute) +
                        " a minute; try again later.");
    case VoiceCalls::Verdict::recipient_limit:
      return quota(QuotaReason::daily_destination_call_limit,
                   to_e164(send.to.number) + " has had " + std::to_string(quotas.per_recipient_day) + " calls in 24 hours, which is the most: try again tomorrow.");
    case VoiceCalls::Verdict::account_limit:
      return throttling("Rate exceeded: the sandbox makes " + std::to_string(quotas.per_day_sandbox) + " calls in 24 hours; try again tomorrow.");
    case VoiceCalls::Verdict::too_long: {
      const std::string most = std::to_string(quotas.characters) + " characters or " +
                               std::to_string((sandbox ? quotas.longest_sandbox : quotas.longest) / std::chrono::seconds{1}) + " s of speech";
      return validation(ValidationReason::maximum_size_exceeded, "MessageBody is longer than " + most + ": make two calls of it.", {{"MessageBody", "must be at most " + most}});
    }
    case VoiceCalls::Verdict::spend_limit: return spent(call, true);
  }
  ENSURE(false, "every verdict on a call has an error");
}

}  // namespace sendlab
