#pragma once
// AWS Signature Version 4: signing for a client, checking for a server. Pure: instants are passed in.
//
//   source   AWS General Reference, "Signature Version 4 signing process"; checked against AWS's published test vectors
//            (tests/data/sigv4_vectors.json)
//   scope    header signatures over the whole body; no presigned URLs, no chunked or unsigned bodies
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/api_error.hpp"
#include "engine/http/credentials.hpp"
#include "engine/http/http_message.hpp"
#include "engine/kernel/time.hpp"

namespace sendlab {

struct SigningScope {
  std::string region;                 // "us-east-1"
  std::string service = "sms-voice";  // the signing name of the SMS and Voice API, version 2
};

// How the path enters the canonical request: every service but S3 resolves "." and ".." and drops empty segments.
enum class PathForm : std::uint8_t { normalized, as_sent };

// Signs requests of one identity. Keeps the key of the last day, so that most signatures cost two hashes.
class SigV4Signer {
 public:
  SigV4Signer(Credentials credentials, SigningScope scope, PathForm path_form = PathForm::normalized);
  ~SigV4Signer();
  SigV4Signer(const SigV4Signer&) = delete;
  SigV4Signer& operator=(const SigV4Signer&) = delete;

  // Sets X-Amz-Date, X-Amz-Security-Token (with temporary keys) and Authorization. Signs all other headers of the
  // request but those that proxies change (Connection, User-Agent …).
  //   host   what the Host header will say: Url::authority(). A Host header in the request comes first.
  //   now    UTC; the fraction of the second is cut off. Between the years 1970 and 2261.
  // request.target is what goes over the wire: with a base path of the endpoint before it.
  void sign(HttpRequest& request, std::string_view host, Instant now);

 private:
  Credentials credentials_;
  SigningScope scope_;
  PathForm path_form_;
  std::string day_;  // of key_: "20150830"
  std::array<unsigned char, 32> key_{};
};

// What a server knows of an access key. Valid until the next call of the lookup.
struct KnownKey {
  std::string_view secret_access_key;
  std::string_view session_token;  // empty: a long-term key
};
using KeyLookup = std::function<std::optional<KnownKey>(std::string_view access_key_id)>;

enum class SignatureFault : std::uint8_t {
  none,
  missing,        // no Authorization header
  incomplete,     // not of the form of the signature, or no X-Amz-Date, or Host not signed
  unknown_key,    // no such access key
  wrong_token,    // a session token that is not the key's, or none where the key needs one
  wrong_scope,    // another region, service or day than the check expects
  expired,        // signed too long ago
  not_yet_valid,  // signed too far in the future
  mismatch        // the signature is not the one that the request should have
};

struct SignatureCheck {
  SignatureFault fault = SignatureFault::none;
  std::string message;        // what the service would answer; holds no secret and no signature
  std::string access_key_id;  // of a request that names one, also when the check fails

  [[nodiscard]] bool ok() const { return fault == SignatureFault::none; }
  // The exception that the front end of an AWS service answers with. Only of a check that failed.
  [[nodiscard]] CredentialFault exception() const;
};

struct SignatureRules {
  std::string region;                 // empty: any
  std::string service = "sms-voice";  // empty: any
  Duration skew = std::chrono::minutes{5};
  PathForm path_form = PathForm::normalized;
};

// Checks a whole request as it came over the wire. Signatures and tokens are compared in constant time.
[[nodiscard]] SignatureCheck check_signature(const HttpRequest& request, const KeyLookup& lookup, Instant now,
                                             const SignatureRules& rules = {});

// The steps, for tests and for people who look for a mismatch.
//   signed_headers   lower case, sorted
//   host             used where the request has no Host header
[[nodiscard]] std::string canonical_request(const HttpRequest& request, std::string_view host,
                                            const std::vector<std::string>& signed_headers, PathForm path_form);
[[nodiscard]] std::string string_to_sign(std::string_view canonical_request, std::string_view timestamp,
                                         std::string_view credential_scope);
[[nodiscard]] std::array<unsigned char, 32> signing_key(std::string_view secret_access_key, std::string_view day,
                                                        std::string_view region, std::string_view service);

// HMAC-SHA256 as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string signature_of(const std::array<unsigned char, 32>& signing_key, std::string_view text);

// "20150830T123600Z".
[[nodiscard]] std::string to_amz_date(Instant instant);
[[nodiscard]] std::optional<Instant> parse_amz_date(std::string_view text);

}  // namespace sendlab
