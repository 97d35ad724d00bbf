#include "engine/api/resource_name.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "engine/kernel/ascii.hpp"
#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

constexpr ResourceType types_with_arn[] = {ResourceType::phone_number,
                                           ResourceType::sender_id,
                                           ResourceType::pool,
                                           ResourceType::configuration_set,
                                           ResourceType::opt_out_list,
                                           ResourceType::registration,
                                           ResourceType::registration_attachment,
                                           ResourceType::verified_destination_number};

bool has_arn(ResourceType type) { return std::ranges::find(types_with_arn, type) != std::end(types_with_arn); }

// The finalizer of MurmurHash3: a bijection of 64-bit words.
constexpr std::uint64_t mixed(std::uint64_t word) {
  word = (word ^ word >> 33) * 0xFF51'AFD7'ED55'8CCD;
  word = (word ^ word >> 33) * 0xC4CE'B9FE'1A85'EC53;
  return word ^ word >> 33;
}

void put_hex(std::string& out, std::uint64_t word) {
  for (int shift = 60; shift >= 0; shift -= 4) out += "0123456789abcdef"[word >> shift & 15];
}

std::string_view id_prefix(ResourceType type) { return type == ResourceType::phone_number ? "phone" : name_of(type); }

// "phone-" and 32 lower-case hex digits, and the like.
bool is_made_id(std::string_view text, ResourceType type) {
  const std::string_view prefix = id_prefix(type);
  if (text.size() != prefix.size() + 33 || !text.starts_with(prefix) || text[prefix.size()] != '-') return false;
  return text.substr(prefix.size() + 1).find_first_not_of("0123456789abcdef") == text.npos;
}

bool is_phone_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

// Takes the text before the next colon off the front.
std::string_view next_field(std::string_view& rest) {
  const std::size_t colon = rest.find(':');
  const std::string_view field = rest.substr(0, colon);
  rest.remove_prefix(colon == rest.npos ? rest.size() : colon + 1);
  return field;
}

ApiError invalid_arn(std::string_view member, const std::string& why) {
  return validation(ValidationReason::invalid_arn, std::string(member) + " " + why + ".", {{std::string(member), why}});
}

// "SENDER/CC".
bool is_sender_id_key(std::string_view id) {
  const std::size_t slash = id.find('/');
  return slash != id.npos && slash > 0 && id.size() == slash + 3 && id.find('/', slash + 1) == id.npos;
}

}  // namespace

std::string_view partition_of(std::string_view region) {
  if (region.starts_with("us-gov-")) return "aws-us-gov";
  if (region.starts_with("cn-")) return "aws-cn";
  return "aws";
}

std::string make_arn(const ResourceScope& scope, ResourceType type, std::string_view id) {
  ENSURE(has_arn(type), "an ARN is made for a type that has ARNs");
  ENSURE(!id.empty() && (type != ResourceType::sender_id || is_sender_id_key(id)), "an ARN names a resource");
  std::string arn = "arn:";
  arn += partition_of(scope.region);
  arn += ":sms-voice:";
  arn += scope.region;
  arn += ':';
  arn += scope.account;
  arn += ':';
  arn += name_of(type);
  arn += '/';
  arn += id;
  return arn;
}

std::string sender_id_key(std::string_view sender_id, std::string_view iso_country_code) {
  std::string key(sender_id);
  key += '/';
  key += iso_country_code;
  return key;
}

std::string make_resource_id(Seed seed, ResourceType type, std::uint64_t counter) {
  const std::uint64_t key =
      mixed(mixed(seed.value + 0x9E37'79B9'7F4A'7C15) + static_cast<std::uint64_t>(type) + 0x1D8E'4E27'C47D'124F);
  // Bijections of the counter for a given key: no two counters share the first half.
  const std::uint64_t high = mixed(key ^ mixed(counter + 0x9E37'79B9'7F4A'7C15));
  const std::uint64_t low = mixed(high + key);
  std::string id(id_prefix(type));
  id += '-';
  put_hex(id, high);
  put_hex(id, low);
  return id;
}

Result<ResourceName, ApiError> parse_arn(const ResourceScope& scope, std::string_view text, std::string_view member) {
  std::string_view rest = text;
  const std::string_view arn = next_field(rest), partition = next_field(rest), service = next_field(rest),
                         region = next_field(rest), account = next_field(rest);
  if (arn != "arn" || rest.empty()) {
    return invalid_arn(member, "must have the form arn:PARTITION:sms-voice:REGION:ACCOUNT:TYPE/ID");
  }
  if (service != "sms-voice") return invalid_arn(member, "must be an ARN of the service sms-voice");
  if (partition != partition_of(scope.region)) {
    return invalid_arn(member, "must be an ARN of the partition " + std::string(partition_of(scope.region)));
  }
  if (region != scope.region) return invalid_arn(member, "must be an ARN of the region " + scope.region);
  const bool is_account =
      account.size() == 12 && std::ranges::all_of(account, is_digit);
  if (!is_account) return invalid_arn(member, "must hold an account of twelve digits");
  const std::size_t slash = rest.find('/');
  const std::string_view type_name = rest.substr(0, slash);
  const std::string_view id = slash == rest.npos ? std::string_view{} : rest.substr(slash + 1);
  const auto* const type =
      std::ranges::find(types_with_arn, type_name, [](ResourceType candidate) { return name_of(candidate); });
  if (type == std::end(types_with_arn)) return invalid_arn(member, "must name a type of resource of this service");
  const bool is_id =
      *type == ResourceType::sender_id ? is_sender_id_key(id) : !id.empty() && id.find_first_of("/:") == id.npos;
  if (!is_id) return invalid_arn(member, "must name one " + std::string(type_name));
  if (account != scope.account) {
    return validation(ValidationReason::resource_not_accessible,
                      std::string(member) + " is a resource of account " + std::string(account) +
                          ", which shares nothing with account " + scope.account + ".",
                      {{std::string(member), "must be a resource of account " + scope.account}});
  }
  return ResourceName{*type, std::string(id)};
}

Result<std::string, ApiError> resource_id(const ResourceScope& scope, ResourceType type, std::string_view text,
                                          std::string_view member) {
  if (!is_arn(text)) return std::string(text);
  Result<ResourceName, ApiError> name = parse_arn(scope, text, member);
  if (!name) return name.error();
  if (name->type != type) return invalid_arn(member, "must be the ARN of a " + std::string(name_of(type)));
  return std::move(name->id);
}

Result<OriginationName, ApiError> origination_name(const ResourceScope& scope, std::string_view text,
                                                   std::string_view member) {
  using enum OriginationName::Kind;
  if (!is_arn(text)) {
    if (is_phone_number(text)) return OriginationName{digits, std::string(text.substr(text.starts_with('+'))), {}};
    if (is_made_id(text, ResourceType::phone_number)) return OriginationName{phone_number_id, std::string(text), {}};
    if (is_made_id(text, ResourceType::pool)) return OriginationName{pool_id, std::string(text), {}};
    return OriginationName{sender_id, std::string(text), {}};
  }
  Result<ResourceName, ApiError> name = parse_arn(scope, text, member);
  if (!name) return name.error();
  if (name->type == ResourceType::phone_number) return OriginationName{phone_number_id, std::move(name->id), {}};
  if (name->type == ResourceType::pool) return OriginationName{pool_id, std::move(name->id), {}};
  if (name->type == ResourceType::sender_id) {
    const std::size_t slash = name->id.find('/');
    return OriginationName{sender_id, name->id.substr(0, slash), name->id.substr(slash + 1)};
  }
  return invalid_arn(member, "must be the ARN of a phone-number, a pool or a sender-id");
}

}  // namespace sendlab
