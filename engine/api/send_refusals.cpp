#include "engine/api/send_refusals.hpp"

#include <algorithm>

#include "engine/kernel/calendar.hpp"
#include "engine/message/encoding.hpp"
#include "engine/message/event_record.hpp"
#include "engine/message/phone_number.hpp"
#include "engine/message/units.hpp"

namespace sendlab {
namespace {

std::string iso_of(const OperationCall& call, CountryId country) {
  return call.account.parts().model.countries[country.index].iso;
}

std::string number_of(const RefusedSend& send) {
  if (send.from == nullptr) return "the number";
  return send.from->number.digits == 0 ? "sender ID " + send.from->name : to_e164(send.from->number);
}

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

// What a number waits for that has its registration, and until when where that is known.
std::string registering(const PhoneNumberResource& number, const Registration& registration) {
  const std::string until = " until its registration " + registration.id;
  if (registration.status == RegistrationStatus::created)
    return until + " is approved: submit it with SubmitRegistrationVersion.";
  if (registration.status == RegistrationStatus::requires_updates)
    return until + " is approved, which was denied: make a new version of it and submit that.";
  if (registration.status != RegistrationStatus::complete)
    return until + ", which is " + std::string(name_of(registration.status)) +
           ", is complete: GET /_sendlab/registrations says when that is.";
  const auto own = std::ranges::find(registration.associates, number.id, &RegistrationAssociate::resource_id);
  if (own == registration.associates.end() || own->ready_at == never)
    return ": wait until DescribePhoneNumbers shows it as ACTIVE.";
  return " until " + to_rfc3339(own->ready_at) + ", when carriers have reviewed its campaign " + registration.id +
         ": wait until DescribePhoneNumbers shows it as ACTIVE, or move the clock there.";
}

ApiError not_active(const OperationCall& call, const RefusedSend& send) {
  const auto* resource = send.from == nullptr ? nullptr : call.account.find_number(send.from->number);
  const std::string status(resource == nullptr ? "PENDING" : call.account.status_of(*resource));
  const std::string who = number_of(send) + " is " + status;
  const Registration* registration =
      resource == nullptr ? nullptr : call.account.registrations().registration_of(resource->id);
  if (registration != nullptr && send.from->active_from == never)
    return number_conflict(call, send, Refusal::resource_not_active, who + registering(*resource, *registration));
  if (send.from != nullptr && send.from->active_from == never)  // R-NUM-1
    return number_conflict(call, send, Refusal::resource_not_active,
                           who +
                               " until it is registered: create a registration, associate the number with it and "
                               "submit it, or declare the number in the scenario.");
  return number_conflict(call, send, Refusal::resource_not_active,
                         who + ": wait until DescribePhoneNumbers shows it as ACTIVE.");
}

ApiError wrong_country(const OperationCall& call, const RefusedSend& send) {
  std::string message;
  if (send.from != nullptr && send.from->type == NumberType::simulator)  // R-SIM-5
    message = number_of(send) +
              " is a simulator number and reaches the simulator's destination numbers of the US only: send to "
              "+14254147755, " +
              "which succeeds, or to +14254147167, which fails.";
  else
    message = number_of(send) +
              (send.from == nullptr ? "" : " is a number of " + iso_of(call, send.from->country) + " and") +
              " cannot send to " + to_e164(send.to.number) + " in " + iso_of(call, send.to.country) +
              ": send from a number of that country.";
  return field_error(Refusal::invalid_identity_for_country, "OriginationIdentity", std::move(message),
                     "must be able to send to the destination");
}

ApiError too_large(const RefusedSend& send) {
  const EncodedSize size = encoded_size(send.body);
  const std::string has = "has " + std::to_string(size.units) +
                          (size.encoding == Encoding::gsm
                               ? " GSM characters (those of the extension table count twice), at most 1530"
                               : " characters of Unicode (those beyond the basic plane count twice), at most 630");
  return field_error(Refusal::invalid_message, "MessageBody",
                     "MessageBody " + has + " fit into a message: make two of it.", has + " fit into a message");
}

// A text that takes too long to speak, or has too many characters.
ApiError too_long(const OperationCall& call) {
  const SpeechRules& rules = call.account.parts().quotas.speech;
  const AccountModel& account = call.account.account();
  const std::string most = std::to_string(rules.billable) + " spoken characters, " + std::to_string(rules.total) +
                           " characters in all and " +
                           std::to_string(account.voice.of(account.voice_sandbox).longest / std::chrono::seconds{1}) +
                           " s of speech";
  return field_error(Refusal::invalid_message, "MessageBody",
                     "MessageBody is longer than " + most + ": make two calls of it.", "must be at most " + most);
}

ApiError nothing_to_speak(const RefusedSend& send) {
  const bool at_fault = send.speech != nullptr && !send.speech->fault.empty();
  return field_error(Refusal::invalid_parameter, "MessageBody",
                     at_fault ? "MessageBody is no SSML that can be spoken: " + send.speech->fault + "."
                              : "MessageBody is empty: give the text to speak.",
                     at_fault ? "must be well-formed SSML" : "is needed");
}

// Of calls: the account's rates.
std::string call_rates(const OperationCall& call, const RefusedSend& send, const Answer& answer) {
  const AccountModel& account = call.account.account();
  const VoiceQuotas::Tier& tier = account.voice.of(account.voice_sandbox);
  if (answer.cause == DelayCause::number_mps)
    return number_of(send) + " makes " + std::to_string(account.voice.calls_per_number_second) + " call a second";
  return "the account makes " + std::to_string(tier.calls_per_minute) + " calls a minute" +
         (tier.calls_per_day ? " and " + std::to_string(*tier.calls_per_day) + " calls in 24 hours" : "");
}

ApiError spent(const OperationCall& call, bool voice) {
  const SimulatedAccount::SpendLimit set = voice ? call.account.voice_spend_limit() : call.account.text_spend_limit();
  UsdMicros limit =
      voice ? call.account.account().monthly_voice_spend_limit : call.account.account().monthly_spend_limit;
  if (set.overridden) limit = UsdMicros{*set.overridden * 1'000'000};
  return quota(
      voice ? QuotaReason::monthly_spend_limit_reached_for_voice : QuotaReason::monthly_spend_limit_reached_for_text,
      "The account's monthly spending limit for " + std::string(voice ? "voice" : "text") + " messages, " +
          usd_text(limit) + ", is reached: a new month begins at " + to_rfc3339(start_of_next_utc_month(call.account.now())) +
          "; the scenario's monthly_" + (voice ? "voice_" : "") + "spend_limit sets another one.");
}

}  // namespace

std::string in_words(Duration duration) {
  const auto ms = (duration + std::chrono::milliseconds{1} - Duration{1}) / std::chrono::milliseconds{1};
  return ms % 1000 == 0 ? std::to_string(ms / 1000) + " s" : std::to_string(ms) + " ms";
}

ApiError price_over(const char* member, const char* unit, UsdMicros price, std::string_view most) {
  return field_error(Refusal::price_over_threshold, member,
                     std::string(unit) + " costs " + usd_text(price) + ", more than " + member + " $" +
                         std::string(most) + " allows: nothing was sent; give a higher " + member + ".",
                     "must be at least " + usd_text(price));
}

ApiError throttled(const OperationCall& call, const RefusedSend& send, const Answer& answer) {
  std::string message = "Rate exceeded: ";
  if (send.voice)
    message += call_rates(call, send, answer);
  else if (answer.cause == DelayCause::recipient_limit)
    message += to_e164(send.to.number) + " gets one message a second";
  else if (send.from != nullptr)
    message += number_of(send) + " sends " + std::to_string(send.from->mps.parts) +
               (send.from->mps.parts == 1 ? " message part" : " message parts") + " a second";
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
      return recipient_conflict(
          send, refusal, ResourceType::opted_out_number,
          to + " has opted out: it is on the list " + list + " of " + number_of(send) + ". Leave it out.");
    }
    case Refusal::not_verified:
      return recipient_conflict(send, refusal, ResourceType::verified_destination_number,
                                to + " is not verified, and the account is in the sandbox: put it into "
                                     "verified_numbers of the scenario, or set tier to production.");
    case Refusal::no_origination_identity:
      return number_conflict(call, send, refusal,
                             "No ACTIVE number of the account can send to " + to + " in " +
                                 iso_of(call, send.to.country) +
                                 ": get one of that country, see DescribePhoneNumbers for what there is.");
    case Refusal::resource_not_active: return not_active(call, send);
    case Refusal::message_type_mismatch:
      return number_conflict(
          call, send, refusal,
          number_of(send) + " is for " +
              std::string(send.from == nullptr ? "another type of" : name_of(send.from->message_type)) +
              " messages, not for " + std::string(name_of(send.type.value_or(MessageType::transactional))) +
              " ones: leave MessageType out, or send from another number.");
    case Refusal::number_capabilities_mismatch:
      return number_conflict(call, send, refusal,
                             number_of(send) +
                                 " has no SMS capability: send from a number that has it, see the filter "
                                 "number-capability of DescribePhoneNumbers.");
    case Refusal::destination_country_blocked:
      if (send.voice && send.to.carrier != no_carrier &&
          call.account.parts().model.countries[send.to.country.index].served)  // R-VSB-6
        return field_error(
            refusal, "DestinationPhoneNumber",
            to + " is in " + iso_of(call, send.to.country) +
                ", which an account in the voice sandbox does not call: leave it out, or leave the sandbox.",
            "must be in a country that the voice sandbox calls");
      return field_error(refusal, "DestinationPhoneNumber",
                         to + " is in a country that the service does not send to: leave it out.",
                         "must be in a country that is served");
    case Refusal::invalid_identity_for_country: return wrong_country(call, send);
    case Refusal::invalid_message: return send.voice ? too_long(call) : too_large(send);
    case Refusal::invalid_parameter:
      if (send.voice) return nothing_to_speak(send);
      return field_error(refusal, "MessageBody", "MessageBody is empty: give the text to send.", "is needed");
    case Refusal::price_over_threshold:
      return field_error(refusal, "MaxPrice",
                         "A part costs more than MaxPrice allows: nothing was sent; give a higher MaxPrice.",
                         "must be higher");
    case Refusal::internal_error:  // only a real endpoint refuses so
    case Refusal::access_denied:
    case Refusal::resource_not_found:
    case Refusal::other_conflict:
    case Refusal::other_validation:
    case Refusal::other_quota:
    case Refusal::no_answer: break;
    case Refusal::spend_limit_reached: return spent(call, false);
    case Refusal::voice_spend_limit_reached: return spent(call, true);
    case Refusal::voice_capability_not_available:
      // R-REL-2. Nobody says which error it is (assumption voice/region).
      if (!call.account.account().has_voice)
        return validation(ValidationReason::voice_capability_not_available,
                          "The Region " + call.account.account().region +
                              " has no voice channel: make calls in a Region that has it.");
      return field_error(refusal, "OriginationIdentity",
                         number_of(send) +
                             " has no VOICE capability: call from a number that has it, see the filter "
                             "number-capability of DescribePhoneNumbers.",
                         "must be a number with the capability VOICE");
    case Refusal::daily_call_limit:
      return quota(QuotaReason::daily_destination_call_limit,
                   to + " has had " + std::to_string(call.account.account().voice.calls_per_recipient_day) +
                       " calls in 24 hours, which is the most: try again tomorrow.");
  }
  ENSURE(false, "every refusal has an error");
}

}  // namespace sendlab
