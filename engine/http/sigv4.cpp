#include "engine/http/sigv4.hpp"

#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <algorithm>

#include "engine/http/percent_encoding.hpp"
#include "engine/kernel/ascii.hpp"
#include "engine/kernel/calendar.hpp"
#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

using Bytes32 = std::array<unsigned char, 32>;

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view scope_end = "aws4_request";

// Proxies and clients change these on their way; the AWS SDKs leave them unsigned too.
constexpr std::string_view never_signed[] = {
    "authorization", "connection",        "expect",  "keep-alive", "te",
    "trailer",       "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id"};

Bytes32 hmac(const void* key, std::size_t size, std::string_view text) {
  Bytes32 out{};
  unsigned int length = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  ENSURE(HMAC(EVP_sha256(), key, static_cast<int>(size), bytes, text.size(), out.data(), &length) != nullptr,
         "libcrypto computes HMAC-SHA256");
  return out;
}
Bytes32 hmac(const Bytes32& key, std::string_view text) { return hmac(key.data(), key.size(), text); }

std::string hex(const Bytes32& bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

std::string hash_hex(std::string_view text) {
  Bytes32 out{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), out.data());
  return hex(out);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = std::min(text.find(separator), text.size());
    parts.push_back(text.substr(0, end));
    if (end == text.size()) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string joined(const std::vector<std::string>& parts, char separator) {
  std::string text;
  for (const std::string& part : parts) {
    if (&part != &parts.front()) text += separator;
    text += part;
  }
  return text;
}

std::string canonical_path(std::string_view path, PathForm form) {
  if (path.empty()) return "/";
  if (form == PathForm::as_sent) return percent_encoded(path, KeepSlash::yes);
  std::vector<std::string_view> kept;
  for (const std::string_view segment : split(path, '/')) {
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      kept.push_back(segment);
    } else if (!kept.empty()) {
      kept.pop_back();
    }
  }
  std::string text;
  for (const std::string_view segment : kept) text += "/" + percent_encoded(segment, KeepSlash::no);
  return text.empty() || path.back() == '/' ? text + "/" : text;
}

// Sorted by encoded name and value; a name without "=" has an empty value. "+" is a plus, as signers mean it.
std::string canonical_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> parameters;
  for (const std::string_view part : split(query, '&')) {
    if (part.empty()) continue;
    const std::size_t equals = std::min(part.find('='), part.size());
    const std::string_view value = equals < part.size() ? part.substr(equals + 1) : std::string_view{};
    parameters.emplace_back(percent_encoded(percent_decoded(part.substr(0, equals)), KeepSlash::no),
                            percent_encoded(percent_decoded(value), KeepSlash::no));
  }
  std::sort(parameters.begin(), parameters.end());
  std::string text;
  for (const auto& [name, value] : parameters) text += (text.empty() ? "" : "&") + name + "=" + value;
  return text;
}

// Without blanks at the ends, runs of blanks as one.
void append_trimmed(std::string& out, std::string_view value) {
  bool pending = false, any = false;
  for (const char c : value) {
    if (c == ' ' || c == '\t') {
      pending = any;
      continue;
    }
    if (pending) out += ' ';
    pending = false;
    any = true;
    out += c;
  }
}

void append_canonical_header(std::string& out, const HttpRequest& request, std::string_view host,
                             std::string_view name) {
  out.append(name) += ':';
  bool found = false;
  for (const auto& [field, value] : request.headers.fields()) {
    if (!equal_ignoring_case(field, name)) continue;
    if (found) out += ',';
    append_trimmed(out, value);
    found = true;
  }
  if (!found && name == "host") append_trimmed(out, host);
  out += '\n';
}

std::vector<std::string> names_to_sign(const HttpHeaders& headers) {
  std::vector<std::string> names{"host"};
  for (const auto& [name, value] : headers.fields()) {
    std::string key = lower_case(name);
    if (std::find(std::begin(never_signed), std::end(never_signed), key) == std::end(never_signed))
      names.push_back(std::move(key));
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace

std::string canonical_request(const HttpRequest& request, std::string_view host,
                              const std::vector<std::string>& signed_headers, PathForm path_form) {
  std::string text = request.method + "\n";
  text += canonical_path(request.path(), path_form) + "\n";
  text += canonical_query(request.query()) + "\n";
  for (const std::string& name : signed_headers) append_canonical_header(text, request, host, name);
  return text + "\n" + joined(signed_headers, ';') + "\n" + hash_hex(request.body);
}

std::string string_to_sign(std::string_view canonical, std::string_view timestamp, std::string_view credential_scope) {
  std::string text(algorithm);
  text.append("\n").append(timestamp).append("\n").append(credential_scope).append("\n").append(hash_hex(canonical));
  return text;
}

Bytes32 signing_key(std::string_view secret_access_key, std::string_view day, std::string_view region,
                    std::string_view service) {
  std::string first = "AWS4";
  first.append(secret_access_key);
  Bytes32 key = hmac(first.data(), first.size(), day);
  OPENSSL_cleanse(first.data(), first.size());
  for (const std::string_view text : {region, service, scope_end}) key = hmac(key, text);
  return key;
}

std::string signature_of(const Bytes32& key, std::string_view text) { return hex(hmac(key, text)); }

std::string to_amz_date(Instant instant) {
  const std::string text = to_iso8601_ms(instant);  // 2015-08-30T12:36:00.000Z
  ENSURE(text.size() == 24, "a signed request lies between the years 1678 and 2261");
  return text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 2) + "T" + text.substr(11, 2) + text.substr(14, 2) +
         text.substr(17, 2) + "Z";
}

std::optional<Instant> parse_amz_date(std::string_view text) {
  if (text.size() != 16 || text[8] != 'T' || text[15] != 'Z') return std::nullopt;
  const auto at = [&](std::size_t from, std::size_t n) { return std::string(text.substr(from, n)); };
  const Result<Instant> instant = parse_rfc3339(at(0, 4) + "-" + at(4, 2) + "-" + at(6, 2) + "T" + at(9, 2) + ":" +
                                                at(11, 2) + ":" + at(13, 2) + "Z");
  return instant ? std::optional(instant.value()) : std::nullopt;
}

SigV4Signer::SigV4Signer(Credentials credentials, SigningScope scope, PathForm path_form)
    : credentials_(std::move(credentials)), scope_(std::move(scope)), path_form_(path_form) {}

SigV4Signer::~SigV4Signer() { OPENSSL_cleanse(key_.data(), key_.size()); }

void SigV4Signer::sign(HttpRequest& request, std::string_view host, Instant now) {
  const std::string timestamp = to_amz_date(now);
  const std::string day = timestamp.substr(0, 8);
  if (day != day_) {
    key_ = signing_key(credentials_.secret_access_key.reveal(), day, scope_.region, scope_.service);
    day_ = day;
  }
  request.headers.set("X-Amz-Date", timestamp);
  request.headers.remove("X-Amz-Security-Token");
  request.headers.remove("Authorization");
  if (!credentials_.session_token.empty())
    request.headers.add("X-Amz-Security-Token", credentials_.session_token.reveal());
  const std::vector<std::string> names = names_to_sign(request.headers);
  const std::string scope = day + "/" + scope_.region + "/" + scope_.service + "/" + std::string(scope_end);
  const std::string text = string_to_sign(canonical_request(request, host, names, path_form_), timestamp, scope);
  request.headers.add("Authorization", std::string(algorithm) + " Credential=" + credentials_.access_key_id + "/" +
                                           scope + ", SignedHeaders=" + joined(names, ';') +
                                           ", Signature=" + signature_of(key_, text));
}

}  // namespace sendlab
