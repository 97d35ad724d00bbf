#include <openssl/crypto.h>

#include <algorithm>

#include "engine/http/sigv4.hpp"
#include "engine/kernel/calendar.hpp"
#include "engine/kernel/ascii.hpp"
#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

constexpr std::size_t most_signed_headers = 100;

// Takes what comes before the separator off `text`; all of it when there is none.
std::string_view take(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view head = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return head;
}

bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= 128 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f && c != '\'' && c != '"'; });
}

bool is_hash(std::string_view text) {
  return text.size() == 64 &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

// The parts of: AWS4-HMAC-SHA256 Credential=ID/20150830/us-east-1/sms-voice/aws4_request, SignedHeaders=a;b,
// Signature=…
struct Authorization {
  std::string_view access_key_id, day, region, service, scope;  // scope: day/region/service/aws4_request
  std::vector<std::string> signed_headers;
  std::string_view signature;
};

std::optional<std::string> parse(std::string_view text, Authorization& out) {
  constexpr std::string_view algorithm = "AWS4-HMAC-SHA256 ";
  if (!text.starts_with(algorithm)) return "Unsupported or missing signature algorithm: AWS4-HMAC-SHA256 is required.";
  text.remove_prefix(algorithm.size());
  std::string_view credential, names;
  while (!text.empty()) {
    std::string_view value = trimmed(take(text, ','));
    const std::string_view name = take(value, '=');
    if (name == "Credential") credential = value;
    if (name == "SignedHeaders") names = value;
    if (name == "Signature") out.signature = value;
  }
  if (credential.empty()) return "Authorization header requires 'Credential' parameter.";
  if (names.empty()) return "Authorization header requires 'SignedHeaders' parameter.";
  if (!is_hash(out.signature)) return "Authorization header requires 'Signature' parameter of 64 hexadecimal digits.";
  out.access_key_id = take(credential, '/');
  out.scope = credential;
  out.day = take(credential, '/');
  out.region = take(credential, '/');
  out.service = take(credential, '/');
  if (!is_word(out.access_key_id) || !is_word(out.day) || !is_word(out.region) || !is_word(out.service) ||
      credential != "aws4_request") {
    return "Credential must be KEY/YYYYMMDD/REGION/SERVICE/aws4_request.";
  }
  while (!names.empty()) {
    out.signed_headers.emplace_back(take(names, ';'));
    if (!is_word(out.signed_headers.back()) || out.signed_headers.size() > most_signed_headers)
      return "SignedHeaders must be a list of header names.";
  }
  if (std::find(out.signed_headers.begin(), out.signed_headers.end(), "host") == out.signed_headers.end())
    return "'Host' must be a 'SignedHeader' in the AWS Authorization.";
  return std::nullopt;
}

std::string minutes_text(Duration skew) {
  return skew % std::chrono::minutes{1} == Duration::zero() ? std::to_string(skew / std::chrono::minutes{1}) + " min."
                                                            : duration_text(skew);
}

class Checker {
 public:
  Checker(const HttpRequest& request, const SignatureRules& rules) : request_(request), rules_(rules) {}

  SignatureCheck check(const KeyLookup& lookup, Instant now) {
    const std::optional<std::string_view> header = request_.headers.find("Authorization");
    if (!header || header->empty()) return fail(SignatureFault::missing, "Missing Authentication Token");
    if (auto fault = parse(*header, given_)) return fail(SignatureFault::incomplete, std::move(*fault));
    result_.access_key_id = std::string(given_.access_key_id);
    timestamp_ = request_.headers.get("X-Amz-Date");
    const std::optional<Instant> signed_at = parse_amz_date(timestamp_);
    if (!signed_at)
      return fail(SignatureFault::incomplete, "An 'X-Amz-Date' header such as 20150830T123600Z is required.");
    if (!in_scope()) return result_;
    const std::optional<KnownKey> key = lookup(given_.access_key_id);
    if (!key) return fail(SignatureFault::unknown_key, "The security token included in the request is invalid.");
    if (!in_time(*signed_at, now)) return result_;
    const std::string_view token = request_.headers.get("X-Amz-Security-Token");
    if (!equal_in_constant_time(token, key->session_token))
      return fail(SignatureFault::wrong_token, "The security token included in the request is invalid.");
    if (!signature_fits(*key)) {
      return fail(SignatureFault::mismatch,
                  "The request signature we calculated does not match the signature you provided. Check your AWS "
                  "Secret Access Key and signing method. Consult the service documentation for details.");
    }
    return result_;
  }

 private:
  SignatureCheck fail(SignatureFault fault, std::string message) {
    result_.fault = fault;
    result_.message = std::move(message);
    return result_;
  }

  bool in_scope() {
    const std::string_view day = timestamp_.substr(0, 8);
    if (given_.day != day) {
      fail(SignatureFault::wrong_scope,
           "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '" +
               std::string(given_.day) + "' != '" + std::string(day) + "', from '" + std::string(timestamp_) + "'.");
    } else if (!rules_.region.empty() && given_.region != rules_.region) {
      fail(SignatureFault::wrong_scope,
           "Credential should be scoped to a valid region, not '" + std::string(given_.region) + "'.");
    } else if (!rules_.service.empty() && given_.service != rules_.service) {
      fail(SignatureFault::wrong_scope, "Credential should be scoped to correct service: '" + rules_.service + "'.");
    }
    return result_.ok();
  }

  bool in_time(Instant signed_at, Instant now) {
    const std::string at(timestamp_), skew = minutes_text(rules_.skew);
    if (signed_at + rules_.skew < now) {
      fail(SignatureFault::expired, "Signature expired: " + at + " is now earlier than " +
                                        to_amz_date(now - rules_.skew) + " (" + to_amz_date(now) + " - " + skew + ")");
    } else if (signed_at > now + rules_.skew) {
      fail(SignatureFault::not_yet_valid, "Signature not yet current: " + at + " is still later than " +
                                              to_amz_date(now + rules_.skew) + " (" + to_amz_date(now) + " + " + skew +
                                              ")");
    }
    return result_.ok();
  }

  bool signature_fits(const KnownKey& key) const {
    const std::string text = string_to_sign(canonical_request(request_, {}, given_.signed_headers, rules_.path_form),
                                            timestamp_, given_.scope);
    auto signing = signing_key(key.secret_access_key, given_.day, given_.region, given_.service);
    const std::string expected = signature_of(signing, text);
    OPENSSL_cleanse(signing.data(), signing.size());
    return equal_in_constant_time(expected, given_.signature);
  }

  const HttpRequest& request_;
  const SignatureRules& rules_;
  Authorization given_;
  std::string_view timestamp_;
  SignatureCheck result_;
};

}  // namespace

CredentialFault SignatureCheck::exception() const {
  ENSURE(!ok(), "only a failed check has an exception");
  switch (fault) {
    case SignatureFault::missing:
      return CredentialFault::missing_authentication_token;
    case SignatureFault::unknown_key:
    case SignatureFault::wrong_token:
      return CredentialFault::unrecognized_client;
    default:
      return CredentialFault::invalid_signature;
  }
}

SignatureCheck check_signature(const HttpRequest& request, const KeyLookup& lookup, Instant now,
                               const SignatureRules& rules) {
  return Checker(request, rules).check(lookup, now);
}

}  // namespace sendlab
