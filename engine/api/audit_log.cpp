#include "engine/api/audit_log.hpp"

#include <boost/json/serialize.hpp>

#include "engine/kernel/calendar.hpp"

namespace sendlab {
namespace {

namespace json = boost::json;

// To the second, as CloudTrail has it.
std::string whole_second(Instant now) {
  return to_iso8601_ms(now).substr(0, 19) + "Z";
}

json::object identity_of(const ResourceScope& scope, const ApiCaller& caller) {
  const std::string partition(partition_of(scope.region));
  if (caller.access_key.empty()) return {{"type", "Unknown"}, {"accountId", scope.account}};
  // Keys have no users here: each is a user of its own.
  const std::string user = "user-of-" + caller.access_key;
  return {{"type", "IAMUser"},
          {"principalId", caller.access_key},
          {"arn", "arn:" + partition + ":iam::" + scope.account + ":user/" + user},
          {"accountId", scope.account},
          {"accessKeyId", caller.access_key},
          {"userName", user}};
}

}  // namespace

bool is_audited(std::string_view operation) {
  return operation != "SendTextMessage" && operation != "SendVoiceMessage";
}

AuditLog::AuditLog(Options options) : options_(std::move(options)) {}

void AuditLog::add(std::string_view operation, const json::object* input, const ApiError* error,
                   const ApiCaller& caller, Instant now) {
  if (!is_audited(operation)) return;
  json::object record{{"eventVersion", "1.05"},
                      {"userIdentity", identity_of(options_.scope, caller)},
                      {"eventTime", whole_second(now)},
                      {"eventSource", "sms-voice.amazonaws.com"},
                      {"eventName", operation},
                      {"awsRegion", options_.scope.region},
                      {"sourceIPAddress", caller.source_address},
                      {"userAgent", caller.user_agent}};
  if (error != nullptr) {
    record["errorCode"] = error->exception;
    record["errorMessage"] = error->message;
  }
  record["requestParameters"] = nullptr;
  if (input != nullptr) {
    const std::string text = json::serialize(*input);
    record["requestParameters"] = text.size() > options_.longest_parameters
                                      ? json::object{{"omitted", true}, {"originalSize", text.size()}}
                                      : *input;
  }
  record["responseElements"] = nullptr;
  record["requestID"] = caller.request_id;
  record["eventID"] = options_.next_event_id ? options_.next_event_id() : "";
  record["readOnly"] = operation.starts_with("Describe") || operation.starts_with("List");
  record["eventType"] = "AwsApiCall";
  record["recipientAccountId"] = options_.scope.account;
  records_.push_back(json::serialize(record));
  ++count_;
  if (options_.on_record) options_.on_record(records_.back());
  if (records_.size() > options_.keep) records_.pop_front();
}

}  // namespace sendlab
