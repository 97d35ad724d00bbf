// Verified destination numbers: what an account in the sandbox may send to (R-SBX-3 … R-SBX-8, R-SBX-13).
#include <algorithm>

#include "engine/api/calls.hpp"
#include "engine/api/filters.hpp"
#include "engine/api/members.hpp"
#include "engine/api/operations.hpp"
#include "engine/api/send_refusals.hpp"
#include "engine/kernel/calendar.hpp"
#include "engine/message/encoding.hpp"
#include "engine/message/phone_number.hpp"

namespace sendlab {
namespace {

boost::json::object described(const OperationCall& call, const VerifiedNumberResource& number) {
  return {{"VerifiedDestinationNumberArn",
           make_arn(call.account.scope(), ResourceType::verified_destination_number, number.id)},
          {"VerifiedDestinationNumberId", number.id},
          {"DestinationPhoneNumber", to_e164(number.number)},
          {"Status", number.verified ? "VERIFIED" : "PENDING"},
          {"CreatedTimestamp", unix_ms(number.created)}};
}

Result<VerifiedNumberResource*, ApiError> find(const OperationCall& call, std::string_view text,
                                               std::string_view member) {
  const auto id = resource_id(call.account.scope(), ResourceType::verified_destination_number, text, member);
  if (!id.ok()) return id.error();
  VerifiedNumberResource* number = call.account.find_verified_number(id.value());
  if (number == nullptr) return not_found(ResourceType::verified_destination_number, id.value());
  return number;
}
Result<VerifiedNumberResource*, ApiError> find(const OperationCall& call) {
  return find(call, required_text(call.input, "VerifiedDestinationNumberId"), "VerifiedDestinationNumberId");
}

bool same_country(const OperationCall& call, const NumberModel& from, const Destination& to) {
  return from.country == call.account.parts().model.countries[to.country.index].identity_country;
}

// R-SBX-7: ACTIVE, of the destination's country, with the channel; a simulator number reaches simulator destinations
// only.
bool can_send(const OperationCall& call, const PhoneNumberResource& number, const Destination& to, bool voice) {
  const NumberModel& model = call.account.model_of(number);
  const bool simulated = call.account.parts().model.carriers[to.carrier.index].simulator;
  return call.account.status_of(number) == "ACTIVE" && same_country(call, model, to) &&
         (voice ? model.voice : model.sms) && (model.type != NumberType::simulator || simulated);
}

// The number that sends the code: the one that the request names, or the first that can.
Result<const PhoneNumberResource*, ApiError> sender(const OperationCall& call, const Destination& to, bool voice) {
  const auto given = find_origination(call);
  if (!given.ok()) return given.error();
  const std::string what = voice ? "VOICE" : "SMS";
  if (const PhoneNumberResource* number = given.value()) {
    const NumberModel& model = call.account.model_of(*number);
    if (call.account.status_of(*number) != "ACTIVE")
      return conflict(ConflictReason::resource_not_active,
                      to_e164(model.number) + " is PENDING: wait until DescribePhoneNumbers shows it as ACTIVE.",
                      ResourceType::phone_number, number->id);
    if (!(voice ? model.voice : model.sms))
      return conflict(
          ConflictReason::number_capabilities_mismatch,
          to_e164(model.number) + " has no " + what + " capability: send the code from a number that has it.",
          ResourceType::phone_number, number->id);
    if (!can_send(call, *number, to, voice))
      return validation(
          ValidationReason::invalid_identity_for_destination_country,
          to_e164(model.number) + " cannot send a code to " + to_e164(to.number) +
              ": a number of the same country can, and a simulator number reaches simulator destinations only.",
          {{"OriginationIdentity", "must be able to send to the destination"}});
    return number;
  }
  for (const PhoneNumberResource& number : call.account.phone_numbers())
    if (can_send(call, number, to, voice)) return &number;
  return conflict(ConflictReason::no_origination_identities_found,
                  "No ACTIVE number of the account has " + what + " and can send to " + to_e164(to.number) +
                      ": get one of that country first.",
                  ResourceType::account, call.account.scope().account);
}

struct Code {
  std::string text, speech;
  bool free = false;
  std::uint32_t configuration_set = no_configuration_set;
  std::string context;
};

Result<MessageId, ApiError> send_as_text(const OperationCall& call, const PhoneNumberResource& from,
                                         const Destination& to, const Code& code) {
  SimulatedAccount& account = call.account;
  const EncodedSize size = encoded_size(code.text);
  SendRequest request{.planned = account.now(), .to = to, .account = account.parts().account, .number = from.number};
  request.parts = static_cast<std::uint8_t>(size.parts);
  request.encoding = size.encoding;
  request.verification = true;
  request.free_of_charge = code.free;
  RefusedSend told{.to = to, .from = &account.model_of(from), .body = code.text};
  account.parts().service.facts().flush();
  const Answer answer = account.parts().service.submit(request);
  if (answer.kind == Answer::Kind::throttled) return throttled(call, told, answer);
  if (answer.kind != Answer::Kind::accepted) return refused(call, told, answer.refusal);
  SentMessage message{.id = answer.message,
                      .requested = account.now(),
                      .destination = to.number,
                      .origination = account.model_of(from).number};
  message.body = code.text;
  message.configuration_set = code.configuration_set;
  message.context = code.context;
  account.log().add(std::move(message));
  account.parts().service.facts().flush();
  return answer.message;
}

Result<MessageId, ApiError> send_as_call(const OperationCall& call, const PhoneNumberResource& from,
                                         const Destination& to, const Code& code) {
  CallToMake wanted{.from = from.number, .to = to, .body = code.speech};
  wanted.configuration_set = code.configuration_set;
  wanted.context = code.context;
  wanted.verification = true;
  wanted.free_of_charge = code.free;
  return make_call(call, wanted);
}

}  // namespace

OperationResult create_verified_destination_number(const OperationCall& call) {
  if (has(call.input, "RcsAgentId")) return not_modelled(call.operation.name, "RcsAgentId");
  SimulatedAccount& account = call.account;
  const auto number = phone_number(required_text(call.input, "DestinationPhoneNumber"), "DestinationPhoneNumber");
  if (!number.ok()) return number.error();
  const Destination to = account.parts().addresses.resolve(number.value());
  if (to.carrier == no_carrier) return refused(call, RefusedSend{.to = to}, Refusal::destination_country_blocked);
  for (const VerifiedNumberResource& known : account.verified_numbers())
    if (known.number == number.value())
      return conflict(
          ConflictReason::resource_already_exists,
          to_e164(number.value()) + " is " + (known.verified ? "verified" : "waiting for its code") + " already.",
          ResourceType::verified_destination_number, known.id);
  const std::size_t most = account.parts().quotas.verified_numbers;
  if (account.verified_numbers().size() >= most)  // R-SBX-3
    return quota(QuotaReason::verified_destination_numbers_per_account,
                 "The account has " + std::to_string(most) +
                     " verified destination numbers, which is its quota: delete one that is a day old.");
  if (const auto error = account.tags().check(call.input)) return *error;
  const VerifiedNumberResource& made = account.add_verified_number(number.value());
  boost::json::object answer = described(call, made);
  account.tags().set(call.input, make_arn(account.scope(), ResourceType::verified_destination_number, made.id));
  answer["Tags"] = tags_of(call.input);
  return answer;
}

// R-SBX-6: not in the first 24 hours.
OperationResult delete_verified_destination_number(const OperationCall& call) {
  const auto number = find(call);
  if (!number.ok()) return number.error();
  const Instant deletable = number.value()->created + call.account.parts().quotas.verified_number_stays;
  if (call.account.now() < deletable)
    return conflict(ConflictReason::resource_deletion_not_allowed,
                    to_e164(number.value()->number) + " was added less than 24 hours ago: it can be deleted from " +
                        to_rfc3339(deletable) + " on.",
                    ResourceType::verified_destination_number, number.value()->id);
  boost::json::object answer = described(call, *number.value());
  answer.erase("Status");
  call.account.tags().forget(
      make_arn(call.account.scope(), ResourceType::verified_destination_number, number.value()->id));
  call.account.delete_verified_number(std::string(number.value()->id));
  return answer;
}

OperationResult describe_verified_destination_numbers(const OperationCall& call) {
  if (const auto error = names_or_filters(call.input, "VerifiedDestinationNumberIds")) return *error;
  if (const auto error = names_or_filters(call.input, "DestinationPhoneNumbers")) return *error;
  std::vector<std::string> ids;
  for (const std::string_view given : texts(call.input, "VerifiedDestinationNumberIds")) {
    const auto number = find(call, given, "VerifiedDestinationNumberIds");
    if (!number.ok()) return number.error();
    ids.push_back(number.value()->id);
  }
  for (const std::string_view given : texts(call.input, "DestinationPhoneNumbers")) {
    const auto number = phone_number(given, "DestinationPhoneNumbers");
    if (!number.ok()) return number.error();
    const auto& all = call.account.verified_numbers();
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& v) { return v.number == number.value(); });
    if (found == all.end()) return not_found(ResourceType::verified_destination_number, given);
    ids.push_back(found->id);
  }
  const auto filters = Filters::read(call.operation, call.input);
  if (!filters.ok()) return filters.error();
  const auto request = call.account.page_tokens().read(call.operation, call.input);
  if (!request.ok()) return request.error();
  std::vector<const VerifiedNumberResource*> sorted;  // pages go by number
  for (const VerifiedNumberResource& number : call.account.verified_numbers()) sorted.push_back(&number);
  auto key = [](const VerifiedNumberResource* number) {
    const std::string digits = std::to_string(number->number.digits);
    return std::string(20 - digits.size(), '0') + digits;
  };
  std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->number < b->number; });
  const auto page =
      page_of(call.account.page_tokens(), request.value(), sorted, key, [&](const VerifiedNumberResource* number) {
        if (!ids.empty() && std::find(ids.begin(), ids.end(), number->id) == ids.end()) return false;
        return filters.value().match([&](std::string_view filter) {
          return filter == "status" ? std::vector<std::string>{number->verified ? "VERIFIED" : "PENDING"}
                                    : std::vector<std::string>{};
        });
      });
  boost::json::array list;
  for (const auto* number : page.items) list.push_back(described(call, **number));
  boost::json::object answer{{"VerifiedDestinationNumbers", std::move(list)}};
  if (!page.next_token.empty()) answer["NextToken"] = page.next_token;
  return answer;
}

// Each request sends exactly one message (R-SBX-13), with a new code; the codes before it are worth nothing any more.
OperationResult send_destination_number_verification_code(const OperationCall& call) {
  SimulatedAccount& account = call.account;
  const auto found = find(call);
  if (!found.ok()) return found.error();
  VerifiedNumberResource& number = *found.value();
  if (number.verified)
    return conflict(ConflictReason::verification_already_complete,
                    to_e164(number.number) + " is verified already: no code is needed.",
                    ResourceType::verified_destination_number, number.id);
  const Destination to = account.parts().addresses.resolve(number.number);
  Code code;
  if (const auto name = text(call.input, "ConfigurationSetName")) {
    const auto set = find_set(call, *name);
    if (!set.ok()) return set.error();
    code.configuration_set = account.index_of(*set.value());
  }
  const bool voice = required_text(call.input, "VerificationChannel") == "VOICE";
  const auto from = sender(call, to, voice);
  if (!from.ok()) return from.error();
  while (!number.attempts.empty() && number.attempts.front() <= account.now() - std::chrono::hours{24})
    number.attempts.pop_front();
  const std::size_t most = account.parts().quotas.verification_attempts;
  if (number.attempts.size() >= most)
    return quota(QuotaReason::verification_attempts_per_day,
                 to_e164(number.number) + " was sent " + std::to_string(most) +
                     " codes in 24 hours, which is the quota: try again tomorrow.");

  RandomStream random = account.stream(
      "verified destination number/" + number.id + "/" + std::to_string(number.code_sent.time_since_epoch().count()),
      "code");
  const std::string secret = draw_verification_code(random);
  const std::string_view language = text(call.input, "LanguageCode").value_or("EN_US");
  code.text = verification_text(language, secret);
  code.speech = verification_speech(language, secret);
  code.free = !number.code_was_sent;
  code.context = context_of(call.input);
  const auto id = voice ? send_as_call(call, *from.value(), to, code) : send_as_text(call, *from.value(), to, code);
  if (!id.ok()) return id.error();
  number.code = secret;
  number.code_sent = account.now();
  number.code_was_sent = true;
  number.attempts.push_back(account.now());
  return boost::json::object{{"MessageId", account.log().uuid(id.value())}};
}

OperationResult verify_destination_number(const OperationCall& call) {
  const auto found = find(call);
  if (!found.ok()) return found.error();
  VerifiedNumberResource& number = *found.value();
  if (number.verified)
    return conflict(ConflictReason::verification_already_complete, to_e164(number.number) + " is verified already.",
                    ResourceType::verified_destination_number, number.id);
  if (number.code.empty() || required_text(call.input, "VerificationCode") != number.code)  // letters count as they are
    return validation(
        ValidationReason::verification_code_mismatch,
        number.code.empty()
            ? "No code was sent to " + to_e164(number.number) + ": SendDestinationNumberVerificationCode sends one."
            : "VerificationCode is not the one that was sent last to " + to_e164(number.number) + ": give that one.",
        {{"VerificationCode", "must be the code that was sent last"}});
  const Duration lasts = call.account.parts().quotas.verification_code_lasts;
  if (call.account.now() >= number.code_sent + lasts)
    return conflict(ConflictReason::verification_code_expired,
                    "The code was sent more than " + std::to_string(lasts / std::chrono::minutes{1}) +
                        " minutes ago: ask for another one.",
                    ResourceType::verified_destination_number, number.id);
  call.account.set_verified(number);
  return described(call, number);
}

}  // namespace sendlab
