#include "engine/api/paging.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <optional>

#include "engine/api/base64.hpp"
#include "engine/api/encode.hpp"
#include "engine/api/members.hpp"
#include "engine/kernel/ensure.hpp"
#include "engine/kernel/sha256.hpp"

namespace sendlab {
namespace {

namespace json = boost::json;

constexpr std::size_t mac_digits = 32;  // of the 64 of a SHA-256: nobody guesses 128 bits
constexpr std::size_t longest_key = 600;

// One text for equal parameters, in whatever order a client writes the members of objects.
void put_canonical(std::string& out, const json::value& value);

void put_canonical(std::string& out, const json::object& object, bool top) {
  std::vector<const json::key_value_pair*> entries;
  for (const json::key_value_pair& entry : object) {
    if (!top || (entry.key() != "NextToken" && entry.key() != "MaxResults")) entries.push_back(&entry);
  }
  std::ranges::sort(entries, [](const auto* a, const auto* b) { return a->key() < b->key(); });
  out += '{';
  for (const json::key_value_pair* entry : entries) {
    append_json_string(out, {entry->key().data(), entry->key().size()});
    out += ':';
    put_canonical(out, entry->value());
    out += ',';
  }
  out += '}';
}

void put_canonical(std::string& out, const json::value& value) {
  if (value.is_object()) return put_canonical(out, value.get_object(), false);
  if (!value.is_array()) {
    out += json::serialize(value);
    return;
  }
  out += '[';
  for (const json::value& item : value.get_array()) {
    put_canonical(out, item);
    out += ',';
  }
  out += ']';
}

// A keyed hash, hashed twice so that nothing can be appended to the text.
std::string mac(std::string_view key, std::string_view scope, std::string_view last_key) {
  std::string text(key);
  text += scope;
  text += '\n';
  text += last_key;
  return sha256_hex(std::string(key) + sha256_hex(text)).substr(0, mac_digits);
}

}  // namespace

PageTokens::PageTokens(Seed seed) : key_(sha256_hex("sendlab page tokens " + std::to_string(seed.value))) {}

Result<PageTokens::Request, ApiError> PageTokens::read(const OperationShape& operation,
                                                       const json::object& input) const {
  Request request;
  request.scope = operation.name + ' ';
  put_canonical(request.scope, input, true);
  request.scope = sha256_hex(request.scope);
  if (const std::optional<std::int64_t> most = integer(input, "MaxResults")) {
    ENSURE(*most > 0, "the decoder has checked MaxResults");
    request.max_results = static_cast<std::size_t>(*most);
  }
  const std::optional<std::string_view> token = text(input, "NextToken");
  if (!token) return request;
  const std::optional<std::string> bytes = from_base64url(*token);
  if (bytes && bytes->size() > mac_digits) {
    request.after = bytes->substr(mac_digits);
    if (bytes->compare(0, mac_digits, mac(key_, request.scope, request.after)) == 0) return request;
  }
  return validation(ValidationReason::invalid_next_token,
                    "NextToken was not given by " + operation.name + " with these parameters: begin without one.",
                    {{"NextToken", "must be the token of the page before, with the same parameters"}});
}

std::string PageTokens::next(const Request& request, std::string_view last_key) const {
  ENSURE(!last_key.empty() && last_key.size() <= longest_key, "a token holds its item's key");
  ENSURE(!request.scope.empty(), "a token belongs to a request that was read");
  std::string bytes = mac(key_, request.scope, last_key);
  bytes += last_key;
  return to_base64url(bytes);
}

}  // namespace sendlab
