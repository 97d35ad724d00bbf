// SendTextMessage and SendVoiceMessage: api.md section 3 and 4, checks in the order given there.
#include "engine/api/encode.hpp"
#include "engine/api/members.hpp"
#include "engine/api/operations.hpp"
#include "engine/message/encoding.hpp"

namespace sendlab {
namespace {

// `,"context":{…}` of event records.
std::string context_of(const boost::json::object& input) {
  const auto entries = text_map(input, "Context");
  if (entries.empty()) return {};
  std::string out = ",\"context\":{";
  for (const auto& [key, value] : entries) {
    if (out.back() != '{') out += ',';
    append_json_string(out, key);
    out += ':';
    append_json_string(out, value);
  }
  return out + '}';
}

// "0.05" is {50'000}. The shape has checked the pattern: at most two digits, a dot, at most five.
UsdMicros price_of(std::string_view text) {
  const std::size_t dot = text.find('.');
  std::int64_t micros = 0;
  for (const char c : text.substr(0, dot)) micros = micros * 10 + (c - '0');
  std::int64_t scale = 100'000;
  micros *= 1'000'000;
  for (const char c : text.substr(dot + 1)) {
    micros += (c - '0') * scale;
    scale /= 10;
  }
  return UsdMicros{micros};
}

// What this edition accepts and the simulation does not know.
std::optional<ApiError> not_modelled_members(const OperationCall& call) {
  for (const char* member : {"ProtectConfigurationId", "MessageFeedbackEnabled"})
    if (has(call.input, member)) return not_modelled(call.operation.name, member);
  return std::nullopt;
}

// The number that OriginationIdentity names; nullptr: none was given.
Result<const PhoneNumberResource*, ApiError> origination(const OperationCall& call) {
  const auto given = text(call.input, "OriginationIdentity");
  if (!given) return static_cast<const PhoneNumberResource*>(nullptr);
  const auto name = origination_name(call.account.scope(), *given);
  if (!name.ok()) return name.error();
  const PhoneNumberResource* number = nullptr;
  switch (name.value().kind) {
    case OriginationName::Kind::digits: {
      std::uint64_t digits = 0;
      for (const char c : name.value().text) digits = digits * 10 + static_cast<std::uint64_t>(c - '0');
      number = call.account.find_number(PhoneNumber{digits});
      break;
    }
    case OriginationName::Kind::phone_number_id: number = call.account.find_number(std::string_view(name.value().text)); break;
    case OriginationName::Kind::pool_id: return not_found(ResourceType::pool, name.value().text);
    case OriginationName::Kind::sender_id: return not_modelled(call.operation.name, "OriginationIdentity", "a sender ID");
  }
  if (number == nullptr) return not_found(ResourceType::phone_number, name.value().text);
  return number;
}

struct SetOfRequest {
  std::uint32_t index = no_configuration_set;
  std::optional<MessageType> default_message_type;
};
Result<SetOfRequest, ApiError> configuration_set(const OperationCall& call) {
  const auto given = text(call.input, "ConfigurationSetName");
  if (!given) return SetOfRequest{};
  const auto set = find_set(call, *given);
  if (!set.ok()) return set.error();
  return SetOfRequest{call.account.index_of(*set.value()), set.value()->default_message_type};
}

ApiError refused(Refusal refusal) {
  ApiError error;
  error.exception = exception_of(refusal);
  error.reason = reason_of(refusal);
  switch (refusal) {
    case Refusal::none:
    case Refusal::throttled: return throttling();
    case Refusal::opted_out: error.message = "The destination phone number is on the opt-out list of the origination identity"; break;
    case Refusal::not_verified: error.message = "The account is in the sandbox and the destination phone number is not verified"; break;
    case Refusal::no_origination_identity: error.message = "No origination identity of the account can send to this destination"; break;
    case Refusal::resource_not_active: error.message = "The origination identity is not ACTIVE"; break;
    case Refusal::message_type_mismatch: error.message = "MessageType is not that of the origination identity"; break;
    case Refusal::number_capabilities_mismatch: error.message = "The phone number has no SMS capability"; break;
    case Refusal::destination_country_blocked: error.message = "The destination country is not served"; break;
    case Refusal::invalid_identity_for_country: error.message = "The origination identity cannot send to the destination country"; break;
    case Refusal::invalid_message: error.message = "MessageBody has more than 1530 GSM characters or 630 others"; break;
    case Refusal::invalid_parameter: error.message = "MessageBody is empty"; break;
    case Refusal::price_over_threshold: error.message = "The price of a part is above MaxPrice"; break;
    case Refusal::internal_error:
    case Refusal::access_denied:
    case Refusal::resource_not_found:
    case Refusal::other_conflict:
    case Refusal::other_validation:
    case Refusal::other_quota:
    case Refusal::no_answer: ENSURE(false, "the simulated service does not refuse so"); break;
    case Refusal::spend_limit_reached: error.message = "The monthly spending limit for text messages is reached"; break;
  }
  if (refusal == Refusal::invalid_message || refusal == Refusal::invalid_parameter) error.fields = {{"MessageBody", error.message}};
  if (refusal == Refusal::price_over_threshold) error.fields = {{"MaxPrice", error.message}};
  return error;
}

boost::json::object message_id(const OperationCall& call, MessageId id) { return {{"MessageId", call.account.log().uuid(id)}}; }

}  // namespace

OperationResult send_text_message(const OperationCall& call) {
  SimulatedAccount& account = call.account;
  if (const auto error = not_modelled_members(call)) return *error;
  const auto destination = phone_number(required_text(call.input, "DestinationPhoneNumber"), "DestinationPhoneNumber");
  if (!destination.ok()) return destination.error();
  const auto from = origination(call);
  if (!from.ok()) return from.error();
  const auto set = configuration_set(call);
  if (!set.ok()) return set.error();

  const std::string_view body = text(call.input, "MessageBody").value_or("");
  const EncodedSize size = encoded_size(body);
  SendRequest request{.planned = account.now(), .to = account.parts().addresses.resolve(destination.value()), .account = account.parts().account};
  if (from.value() != nullptr) request.number = from.value()->number;
  request.parts = static_cast<std::uint8_t>(size.units == 0 ? 0 : std::min(size.parts, 255));
  request.encoding = size.encoding;
  request.within_maximum_size = size.within_maximum;
  if (const auto type = text(call.input, "MessageType"))
    request.type = *type == "PROMOTIONAL" ? MessageType::promotional : MessageType::transactional;
  else
    request.type = set.value().default_message_type;  // R-TYP-5; else the number's own
  if (const auto ttl = integer(call.input, "TimeToLive")) request.ttl = std::chrono::seconds{*ttl};
  if (const auto price = text(call.input, "MaxPrice")) request.max_price = price_of(*price);
  // R-ORG-29: to any other country they are ignored. India's own routes are not modelled.
  if (has(call.input, "DestinationCountryParameters") && request.to.carrier != no_carrier &&
      account.parts().model.countries[request.to.country.index].iso == "IN")
    return not_modelled(call.operation.name, "DestinationCountryParameters", "to India");

  Service& service = account.parts().service;
  service.facts().flush();  // so that none of the facts of this request is published before the log knows it
  if (boolean(call.input, "DryRun").value_or(false)) {
    const auto assessment = service.assess(request);
    if (assessment.refusal != Refusal::none) return refused(assessment.refusal);
    return message_id(call, account.calls().unused_id());
  }
  const Answer answer = service.submit(request);
  if (answer.kind != Answer::Kind::accepted) return refused(answer.refusal);
  SentMessage message{.id = answer.message, .requested = account.now(), .destination = request.to.number};
  message.origination = account.parts().model.numbers[answer.number.index].number;
  message.body = body;
  message.configuration_set = set.value().index;
  message.context = context_of(call.input);
  account.log().add(std::move(message));
  service.facts().flush();
  return message_id(call, answer.message);
}

OperationResult send_voice_message(const OperationCall& call) {
  SimulatedAccount& account = call.account;
  if (const auto error = not_modelled_members(call)) return *error;
  if (text(call.input, "MessageBodyTextType") == std::string_view("SSML")) return not_modelled(call.operation.name, "MessageBodyTextType", "SSML");
  const auto destination = phone_number(required_text(call.input, "DestinationPhoneNumber"), "DestinationPhoneNumber");
  if (!destination.ok()) return destination.error();
  const auto from = origination(call);
  if (!from.ok()) return from.error();
  const auto set = configuration_set(call);
  if (!set.ok()) return set.error();

  const ServiceModel& model = account.parts().model;
  const NumberModel& number = account.model_of(*from.value());
  CallRequest request{.to = account.parts().addresses.resolve(destination.value()), .number = from.value()->number, .origination = number.number};
  if (request.to.carrier == no_carrier) return refused(Refusal::destination_country_blocked);
  const bool simulator = model.carriers[request.to.carrier.index].simulator;
  const CountryModel& country = model.countries[request.to.country.index];
  if (!country.served && !simulator) return refused(Refusal::destination_country_blocked);
  if (account.status_of(*from.value()) != "ACTIVE") return refused(Refusal::resource_not_active);
  if (!number.voice)
    return validation(ValidationReason::voice_capability_not_available, "The phone number has no VOICE capability",
                      {{"OriginationIdentity", "needs a number with the capability VOICE"}});
  if (number.type == NumberType::simulator && !simulator) return refused(Refusal::invalid_identity_for_country);  // R-SIM-5
  if (account.account().sandbox && !simulator && !account.parts().service.is_verified(account.parts().account, destination.value()))
    return refused(Refusal::not_verified);
  if (account.parts().service.opt_out_list(number.opt_out_list).holds(destination.value())) return refused(Refusal::opted_out);
  const auto body = text(call.input, "MessageBody");
  if (!body) return validation(ValidationReason::invalid_parameter, "MessageBody is empty", {{"MessageBody", "give the text to speak"}});
  request.iso_country = country.iso;
  request.body = *body;
  request.configuration_set = set.value().index;
  request.context = context_of(call.input);
  request.price_per_minute = account.parts().catalogue.voice_price_per_minute(request.to.country);
  if (const auto most = text(call.input, "MaxPricePerMinute"); most && request.price_per_minute > price_of(*most))
    return validation(ValidationReason::price_over_threshold, "The price of a minute is above MaxPricePerMinute",
                      {{"MaxPricePerMinute", "the price of a minute is above it"}});
  const VoiceCalls::Answer answer = account.calls().submit(request, boolean(call.input, "DryRun").value_or(false));
  switch (answer.verdict) {
    case VoiceCalls::Verdict::accepted: return message_id(call, answer.id);
    case VoiceCalls::Verdict::throttled: return throttling();
    case VoiceCalls::Verdict::recipient_limit:
      return quota(QuotaReason::daily_destination_call_limit, "The destination phone number has had as many calls in 24 hours as are allowed");
    case VoiceCalls::Verdict::account_limit: return throttling("The sandbox allows no more calls in 24 hours");
    case VoiceCalls::Verdict::too_long:
      return validation(ValidationReason::maximum_size_exceeded, "The spoken text is too long", {{"MessageBody", "has more characters or takes more time than a call may"}});
    case VoiceCalls::Verdict::spend_limit:
      return quota(QuotaReason::monthly_spend_limit_reached_for_voice, "The monthly spending limit for voice messages is reached");
  }
  ENSURE(false, "every verdict on a call has an answer");
}

}  // namespace sendlab
