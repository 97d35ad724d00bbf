#pragma once
// AWS credentials from where every AWS tool looks for them. Secrets are never printed, logged or put into an error, and
// their memory is wiped when they go.
//
//   order    AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (with AWS_SESSION_TOKEN); then the profile AWS_PROFILE, or
//            "default", of the credentials file and after it of the config file
//   files    AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE, or ~/.aws/credentials and ~/.aws/config
//   source   AWS SDKs and Tools Reference Guide, "Shared config and credentials files", "Environment variables"
//
// Roles, single sign-on and credential_process are not followed: an error says how to export such keys.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/kernel/result.hpp"

namespace sendlab {

// A text that is wiped from memory when it goes, and that nothing can print.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string_view text) : bytes_(text.begin(), text.end()) {}
  Secret(const Secret&) = default;
  Secret(Secret&&) noexcept = default;  // a vector gives its memory away whole, so that nothing is left behind
  Secret& operator=(const Secret& other);
  Secret& operator=(Secret&& other) noexcept;
  ~Secret() { wipe(); }

  // The one way to the text. Keep no copy.
  [[nodiscard]] std::string_view reveal() const { return {bytes_.data(), bytes_.size()}; }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }

  template <class Stream>
  friend Stream& operator<<(Stream&, const Secret&) = delete;

 private:
  void wipe() noexcept;
  std::vector<char> bytes_;
};

struct Credentials {
  std::string access_key_id;  // no secret, but of no use in a report either
  Secret secret_access_key;
  Secret session_token;  // empty: long-term keys
};

struct AwsIdentity {
  Credentials credentials;
  std::string source;  // "the environment", "profile x of /home/u/.aws/credentials": safe to show
  std::string region;  // AWS_REGION, AWS_DEFAULT_REGION, or the profile's; empty: none is set
};

// The value of an environment variable; nothing when it is not set. Empty values count as not set.
using EnvironmentLookup = std::function<std::optional<std::string>(const std::string& name)>;

//   errors   file:line of a line that is neither [section] nor NAME = VALUE; half of a key pair; a profile that does
//   not
//            exist or has no keys; no credentials anywhere. With a remedy, never with a value.
[[nodiscard]] Result<AwsIdentity> find_aws_identity(const EnvironmentLookup& environment);

}  // namespace sendlab
