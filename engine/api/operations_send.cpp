// SendTextMessage and SendVoiceMessage: api.md section 3 and 4, checks in the order given there.
#include <algorithm>

#include "engine/api/calls.hpp"
#include "engine/api/encode.hpp"
#include "engine/api/members.hpp"
#include "engine/api/operations.hpp"
#include "engine/api/send_origination.hpp"
#include "engine/api/send_refusals.hpp"
#include "engine/message/encoding.hpp"
#include "engine/message/phone_number.hpp"

namespace sendlab {
namespace {

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

struct SetOfRequest {
  std::uint32_t index = no_configuration_set;
  std::optional<MessageType> default_message_type;
  std::string default_sender_id;
};
Result<SetOfRequest, ApiError> configuration_set(const OperationCall& call) {
  const auto given = text(call.input, "ConfigurationSetName");
  if (!given) return SetOfRequest{};
  const auto set = find_set(call, *given);
  if (!set.ok()) return set.error();
  return SetOfRequest{call.account.index_of(*set.value()), set.value()->default_message_type,
                      set.value()->default_sender_id};
}

// A call is made from a number, or by a pool that chooses one (api.md section 4).
Result<SendOrigination, ApiError> call_origination(const OperationCall& call) {
  const auto name = origination_name(call.account.scope(), required_text(call.input, "OriginationIdentity"));
  if (!name.ok()) return name.error();
  if (const PoolResource* pool = find_named_pool(call, name.value().text); pool != nullptr)
    return SendOrigination{no_number, pool->pool};
  const auto number = find_origination(call);
  if (!number.ok()) return number.error();
  return SendOrigination{number.value()->number, no_pool};
}

boost::json::object message_id(const OperationCall& call, MessageId id) {
  return {{"MessageId", call.account.log().uuid(id)}};
}

}  // namespace

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

Result<const PhoneNumberResource*, ApiError> find_origination(const OperationCall& call) {
  const auto given = text(call.input, "OriginationIdentity");
  if (!given) return static_cast<const PhoneNumberResource*>(nullptr);
  const auto name = origination_name(call.account.scope(), *given);
  if (!name.ok()) return name.error();
  const PhoneNumberResource* number = nullptr;
  switch (name.value().kind) {
    case OriginationName::Kind::digits:
      number = number_with(call, name.value().text);
      if (number == nullptr) return not_found(ResourceType::phone_number, *given);
      break;
    case OriginationName::Kind::phone_number_id:
      number = call.account.find_number(std::string_view(name.value().text));
      break;
    case OriginationName::Kind::pool_id:
      if (call.account.find_pool(std::string_view(name.value().text)) == nullptr)
        return not_found(ResourceType::pool, name.value().text);
      return not_modelled(call.operation.name, "OriginationIdentity", name.value().text);
    case OriginationName::Kind::sender_id:
      return validation(ValidationReason::other,
                        "OriginationIdentity '" + name.value().text +
                            "' is neither a phone number nor the id or ARN of one, and only those make calls: "
                            "give a phone number, DescribePhoneNumbers lists them.",
                        {{"OriginationIdentity", "must be a phone number, or the id or ARN of one"}});
  }
  if (number == nullptr) return not_found(ResourceType::phone_number, name.value().text);
  return number;
}

OperationResult send_text_message(const OperationCall& call) {
  SimulatedAccount& account = call.account;
  if (const auto error = not_modelled_members(call)) return *error;
  const auto destination = phone_number(required_text(call.input, "DestinationPhoneNumber"), "DestinationPhoneNumber");
  if (!destination.ok()) return destination.error();
  const auto set = configuration_set(call);
  if (!set.ok()) return set.error();

  const std::string_view body = text(call.input, "MessageBody").value_or("");
  const EncodedSize size = encoded_size(body);
  SendRequest request{.planned = account.now(),
                      .to = account.parts().addresses.resolve(destination.value()),
                      .account = account.parts().account};
  // R-TYP-5: the set's sender ID, else the account's.
  const std::string& sender_id =
      set.value().default_sender_id.empty() ? account.account().default_sender_id : set.value().default_sender_id;
  const auto from = send_origination(call, request.to, sender_id);
  if (!from.ok()) return from.error();
  request.number = from.value().number;
  request.pool = from.value().pool;
  request.parts = static_cast<std::uint8_t>(size.units == 0 ? 0 : std::min(size.parts, 255));
  request.encoding = size.encoding;
  request.within_maximum_size = size.within_maximum;
  if (const auto type = text(call.input, "MessageType"))
    request.type = *type == "PROMOTIONAL" ? MessageType::promotional : MessageType::transactional;
  else
    request.type = set.value().default_message_type;  // R-TYP-5; else the number's own
  if (const auto ttl = integer(call.input, "TimeToLive")) request.ttl = std::chrono::seconds{*ttl};
  if (const auto price = text(call.input, "MaxPrice")) request.max_price = price_of(*price);
  request.body = body;
  const auto parameters = text_map(call.input, "DestinationCountryParameters");
  IndiaIds india;  // R-ORG-13, R-ORG-29
  for (const auto& [name, value] : parameters) (name == "IN_ENTITY_ID" ? india.entity : india.of_template) = value;
  if (!india.entity.empty() && !india.of_template.empty()) request.india = &india;

  Service& service = account.parts().service;
  RefusedSend told{.to = request.to, .type = request.type, .body = body};
  auto refuse = [&](Refusal refusal, NumberId number) {
    if (number != no_number) told.from = &account.parts().model.numbers[number.index];
    if (refusal == Refusal::price_over_threshold)
      return price_over("MaxPrice", "A part", service.prices().per_part(request.to.country, told.from->type),
                        required_text(call.input, "MaxPrice"));
    return refused(call, told, refusal);
  };
  service.facts().flush();  // so that none of the facts of this request is published before the log knows it
  if (boolean(call.input, "DryRun").value_or(false)) {
    const Answer tried = service.try_out(request);
    if (tried.kind == Answer::Kind::refused) return refuse(tried.refusal, tried.number);
    if (tried.kind == Answer::Kind::throttled)  // R-MPS-11
      return throttling("Rate exceeded: an identity takes dry runs of " +
                        std::to_string(account.parts().model.constants.dry_run.parts) +
                        " message parts a second, or of its own rate where that is lower; try again in " +
                        in_words(tried.ask_again - account.now()) + ".");
    return message_id(call, account.unused_id());
  }
  const Answer answer = service.submit(request);
  if (answer.kind == Answer::Kind::throttled) {
    if (answer.number != no_number) told.from = &account.parts().model.numbers[answer.number.index];
    return throttled(call, told, answer);
  }
  if (answer.kind != Answer::Kind::accepted) return refuse(answer.refusal, answer.number);
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
  const auto destination = phone_number(required_text(call.input, "DestinationPhoneNumber"), "DestinationPhoneNumber");
  if (!destination.ok()) return destination.error();
  const auto from = call_origination(call);
  if (!from.ok()) return from.error();
  const auto set = configuration_set(call);
  if (!set.ok()) return set.error();

  CallToMake wanted{.from = from.value().number,
                    .pool = from.value().pool,
                    .to = account.parts().addresses.resolve(destination.value())};
  wanted.body = text(call.input, "MessageBody").value_or("");
  wanted.ssml = text(call.input, "MessageBodyTextType") == std::string_view("SSML");
  wanted.configuration_set = set.value().index;
  wanted.context = context_of(call.input);
  if (const auto ttl = integer(call.input, "TimeToLive")) wanted.ttl = std::chrono::seconds{*ttl};
  if (const auto most = text(call.input, "MaxPricePerMinute")) {
    wanted.most_per_minute = price_of(*most);
    wanted.most_as_given = *most;
  }
  wanted.dry_run = boolean(call.input, "DryRun").value_or(false);
  const auto id = make_call(call, wanted);
  if (!id.ok()) return id.error();
  return message_id(call, id.value());
}

}  // namespace sendlab
