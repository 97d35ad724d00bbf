#include "engine/http/remote_request.hpp"

#include "engine/api/encode.hpp"
#include "engine/message/event_record.hpp"
#include "engine/message/type_names.hpp"

namespace sendlab {
namespace {

// "0.05", "5.0": at most five decimals, and always a dot.
void append_price(std::string& body, std::string_view member, UsdMicros price) {
  std::string text;
  append_decimal(text, price.count, 6);
  if (text.find('.') == std::string::npos) text += ".0";
  body += ",\"" + std::string(member) + "\":\"" + text.substr(0, text.find('.') + 6) + '"';
}

}  // namespace

std::string_view wire_target(const SendRequest& request) {
  return request.channel == Channel::voice ? "PinpointSMSVoiceV2.SendVoiceMessage"
                                           : "PinpointSMSVoiceV2.SendTextMessage";
}

std::string wire_body(const SendRequest& request, const NumberModel* identity, const RemoteSender* sender) {
  std::string body = "{\"DestinationPhoneNumber\":";
  append_phone(body, request.to.number);
  if (identity != nullptr) {
    body += ",\"OriginationIdentity\":";
    if (identity->type == NumberType::sender_id) append_json_string(body, identity->name);
    else append_phone(body, identity->number);
  }
  if (!request.body.empty()) {
    body += ",\"MessageBody\":";
    append_json_string(body, request.body);
  }
  if (request.dry_run) body += ",\"DryRun\":true";
  if (request.type && request.channel == Channel::sms)
    body += ",\"MessageType\":\"" + std::string(name_of(*request.type)) + '"';
  const auto ttl = std::chrono::ceil<std::chrono::seconds>(request.ttl);
  if (ttl != std::chrono::hours{72}) body += ",\"TimeToLive\":" + std::to_string(ttl.count());
  const bool call = request.channel == Channel::voice;
  if (request.max_price) append_price(body, call ? "MaxPricePerMinute" : "MaxPrice", *request.max_price);
  if (sender != nullptr) {
    if (call) body += sender->ssml ? ",\"MessageBodyTextType\":\"SSML\"" : ",\"MessageBodyTextType\":\"TEXT\"";
    if (call && !sender->voice_id.empty()) body += ",\"VoiceId\":\"" + sender->voice_id + '"';
    if (!sender->context.empty()) body += ",\"Context\":" + sender->context;
    if (!call && !sender->country_parameters.empty())
      body += ",\"DestinationCountryParameters\":" + sender->country_parameters;
    if (!sender->configuration_set.empty()) {
      body += ",\"ConfigurationSetName\":";
      append_json_string(body, sender->configuration_set);
    }
  }
  return body + '}';
}

}  // namespace sendlab
