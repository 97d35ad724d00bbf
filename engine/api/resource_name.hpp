#pragma once
// Names of resources: ids that the service makes, and ARNs (arn:PARTITION:sms-voice:REGION:ACCOUNT:TYPE/ID).
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/api/api_error.hpp"
#include "engine/kernel/random.hpp"
#include "engine/kernel/result.hpp"

namespace sendlab {

// Where resources live.
struct ResourceScope {
  std::string region;   // "us-east-1"
  std::string account;  // twelve digits
};

// "aws", "aws-us-gov" or "aws-cn".
[[nodiscard]] std::string_view partition_of(std::string_view region);

// Types that have ARNs: phone_number, sender_id, pool, configuration_set, opt_out_list, registration,
// registration_attachment, verified_destination_number. Others are a bug (ENSURE).
//   id   of a sender ID "SENDER/CC" (sender_id_key)
[[nodiscard]] std::string make_arn(const ResourceScope& scope, ResourceType type, std::string_view id);

// "Example/GB": a sender ID exists once for each country.
[[nodiscard]] std::string sender_id_key(std::string_view sender_id, std::string_view iso_country_code);

// "phone-" and 32 hex digits for the counter-th resource of its type, first 0: a pure function of its arguments, and no
// two counters of a type and seed share an id. The prefix is "phone", "pool" or "registration" (documented) or the
// type's name (assumption).
[[nodiscard]] std::string make_resource_id(Seed seed, ResourceType type, std::uint64_t counter);

// A part of a parsed ARN, or of a request that may give either an id or an ARN.
struct ResourceName {
  ResourceType type;
  std::string id;  // without type; of a sender ID "SENDER/CC" from an ARN
  friend bool operator==(const ResourceName&, const ResourceName&) = default;
};

[[nodiscard]] inline bool is_arn(std::string_view text) { return text.starts_with("arn:"); }

// Reads an ARN of this scope. `member` is the request's member it stands in, for Fields.
//   INVALID_ARN              not such an ARN; another service, partition or region; a type without ARNs
//   RESOURCE_NOT_ACCESSIBLE  of another account: no resource is shared with this one
// All but the shape are assumptions: nobody states which error the service gives.
[[nodiscard]] Result<ResourceName, ApiError> parse_arn(const ResourceScope& scope, std::string_view text,
                                                       std::string_view member);

// The id or name in a member that takes "the id or the ARN" of one type of resource: an ARN is read as above and must
// have the type (else INVALID_ARN); anything else is taken as it stands.
[[nodiscard]] Result<std::string, ApiError> resource_id(const ResourceScope& scope, ResourceType type,
                                                        std::string_view text, std::string_view member);

// What an OriginationIdentity names: a phone number ("+12065550100", plus sign optional, or a short code), an id, a
// sender ID, or the ARN of a number, a pool or a sender ID.
struct OriginationName {
  enum class Kind { digits, phone_number_id, pool_id, sender_id };
  Kind kind;
  std::string text;              // digits without plus sign; an id; a sender ID
  std::string iso_country_code;  // of a sender ID given as ARN; else empty
  friend bool operator==(const OriginationName&, const OriginationName&) = default;
};
[[nodiscard]] Result<OriginationName, ApiError> origination_name(const ResourceScope& scope, std::string_view text,
                                                                 std::string_view member = "OriginationIdentity");

}  // namespace sendlab
