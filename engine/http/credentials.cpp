#include "engine/http/credentials.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "engine/kernel/ascii.hpp"

namespace sendlab {
namespace {

constexpr std::size_t most_file_bytes = 1 << 20;

// What a key may hold: anything that can stand in a header, without blanks.
bool is_clean(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

// Some of a profile's settings. Keys of a file are only as good as the place they came from, so that comes along.
struct Profile {
  std::optional<Secret> access_key_id, secret_access_key, session_token;
  std::string region;
  std::string indirect;  // a setting that says where else keys come from: role_arn, sso_session …
  std::string where;     // file:line of the section
};

// A profile file. Sections of the credentials file are [NAME], of the config file [default] and [profile NAME].
class ProfileFile {
 public:
  ProfileFile(std::filesystem::path path, bool is_config) : path_(std::move(path)), is_config_(is_config) {}

  // A file that does not exist has no profiles. Reads the one profile and the names of all.
  std::optional<Error> read(std::string_view profile) {
    std::error_code ignored;
    if (path_.empty() || !std::filesystem::exists(path_, ignored)) return std::nullopt;
    errno = 0;
    std::ifstream file(path_, std::ios::binary);
    std::string text(most_file_bytes + 1, '\0');
    file.rdbuf()->pubsetbuf(nullptr, 0);  // no second copy of secrets in a buffer
    if (file) file.read(text.data(), static_cast<std::streamsize>(text.size()));
    const auto size = static_cast<std::size_t>(file.gcount());
    std::optional<Error> error;
    if (!file.is_open() || file.bad() || std::filesystem::is_directory(path_, ignored)) {
      error = Error{path_.string(), std::string("cannot be read: ") + std::strerror(errno != 0 ? errno : EISDIR),
                    "let this user read it, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"};
    } else if (size > most_file_bytes) {
      error = Error{path_.string(), "is larger than 1 MiB",
                    "name the right file in AWS_SHARED_CREDENTIALS_FILE or AWS_CONFIG_FILE"};
    } else {
      error = parse(std::string_view(text).substr(0, size), profile);
    }
    OPENSSL_cleanse(text.data(), text.size());
    return error;
  }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] const std::optional<Profile>& profile() const { return profile_; }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  // The profile that a [section] is about; nothing for other sections ([sso-session x], [services x]).
  [[nodiscard]] std::optional<std::string> name_of(std::string_view section) const {
    section = trimmed(section);
    if (!is_config_ || section == "default") return std::string(section);
    if (!section.starts_with("profile ") && !section.starts_with("profile\t")) return std::nullopt;
    section = trimmed(section.substr(8));
    if (section.size() > 1 && section.front() == '"' && section.back() == '"')
      section = section.substr(1, section.size() - 2);
    return std::string(section);
  }

  std::optional<Error> parse(std::string_view text, std::string_view wanted) {
    bool in_section = false, in_profile = false;
    for (std::size_t line_number = 1; !text.empty(); ++line_number) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      const std::string_view raw = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      const std::string_view line = trimmed(raw);
      if (line.empty() || line.front() == '#' || line.front() == ';') continue;
      const std::string where = path_.string() + ":" + std::to_string(line_number);
      if (line.front() == '[') {
        const std::size_t close = line.find(']');
        if (close == line.npos) return Error{where, "a section without its closing bracket", "write [NAME]"};
        const std::optional<std::string> name = name_of(line.substr(1, close - 1));
        in_section = true;
        in_profile = name && *name == wanted;
        if (name && std::find(names_.begin(), names_.end(), *name) == names_.end()) names_.push_back(*name);
        if (in_profile && !profile_) {
          profile_.emplace();
          profile_->where = where;
        }
        continue;
      }
      if (raw.front() == ' ' || raw.front() == '\t') continue;  // belongs to the setting above: s3 =, ec2 = …
      const std::size_t equals = line.find('=');
      // What the line holds may be a secret in the wrong place, so it is not repeated.
      if (equals == line.npos || equals == 0)
        return Error{where, "neither [SECTION] nor NAME = VALUE", "mend this line of the profile file"};
      if (!in_section)
        return Error{where, "a setting before the first section", "begin with [default] or the name of a profile"};
      if (!in_profile) continue;
      if (auto error = take(trimmed(line.substr(0, equals)), line.substr(equals + 1), where)) return error;
    }
    return std::nullopt;
  }

  std::optional<Error> take(std::string_view name, std::string_view value, const std::string& where) {
    const std::size_t comment = std::min(value.find(" #"), value.find(" ;"));
    value = trimmed(value.substr(0, comment));
    std::optional<Secret>* secret = name == "aws_access_key_id"       ? &profile_->access_key_id
                                    : name == "aws_secret_access_key" ? &profile_->secret_access_key
                                    : name == "aws_session_token"     ? &profile_->session_token
                                                                      : nullptr;
    if (secret != nullptr && !value.empty()) {
      if (!is_clean(value))
        return Error{where, std::string(name) + " holds a blank or a character that is not ASCII",
                     "copy the key again"};
      *secret = Secret(value);
    } else if (name == "region") {
      profile_->region = std::string(value);
    } else if (name == "role_arn" || name == "credential_process" || name.starts_with("sso_")) {
      if (profile_->indirect.empty()) profile_->indirect = std::string(name);
    }
    return std::nullopt;
  }

  std::filesystem::path path_;
  bool is_config_;
  std::optional<Profile> profile_;
  std::vector<std::string> names_;
};

class Search {
 public:
  explicit Search(const EnvironmentLookup& environment) : environment_(environment) {}

  Result<AwsIdentity> find() {
    const std::string asked = value("AWS_PROFILE");
    const std::string name = asked.empty() ? "default" : asked;
    ProfileFile credentials(file("AWS_SHARED_CREDENTIALS_FILE", "credentials"), false);
    ProfileFile config(file("AWS_CONFIG_FILE", "config"), true);
    AwsIdentity identity;
    const Result<bool> from_environment = take_environment(identity);
    if (!from_environment) return from_environment.error();
    for (ProfileFile* profiles : {&credentials, &config}) {
      if (const auto error = profiles->read(name)) {
        // Keys of the environment need no file: a broken one must not stand in their way.
        if (from_environment.value()) continue;
        return *error;
      }
    }
    identity.region = region(credentials, config);
    if (from_environment.value()) return identity;
    for (const ProfileFile* profiles : {&credentials, &config}) {
      const Result<bool> found = take_profile(*profiles, name, identity);
      if (!found) return found.error();
      if (found.value()) return identity;
    }
    return nothing_found(credentials, config, name, !asked.empty());
  }

 private:
  std::string value(const std::string& name) const { return environment_(name).value_or(""); }

  std::filesystem::path file(const std::string& variable, const char* usual) const {
    const std::string home = value("HOME");
    const std::string named = value(variable);
    if (named.starts_with("~/") && !home.empty()) return std::filesystem::path(home) / named.substr(2);
    if (!named.empty()) return named;
    return home.empty() ? std::filesystem::path{} : std::filesystem::path(home) / ".aws" / usual;
  }

  Result<bool> take_environment(AwsIdentity& identity) const {
    // Straight into secrets: the copies that a lookup hands out are wiped here.
    const auto secret = [&](const char* name) {
      std::optional<std::string> text = environment_(name);
      if (!text) return Secret{};
      Secret kept(trimmed(*text));
      OPENSSL_cleanse(text->data(), text->size());
      return kept;
    };
    const Secret id = secret("AWS_ACCESS_KEY_ID");
    const Secret key = secret("AWS_SECRET_ACCESS_KEY");
    if (id.empty() && key.empty()) return false;
    if (id.empty() || key.empty()) {
      const std::string missing = id.empty() ? "AWS_ACCESS_KEY_ID" : "AWS_SECRET_ACCESS_KEY";
      const std::string given = id.empty() ? "AWS_SECRET_ACCESS_KEY" : "AWS_ACCESS_KEY_ID";
      return Error{missing, "is not set although " + given + " is", "set both, or neither to use a profile"};
    }
    const Secret token = secret("AWS_SESSION_TOKEN");
    for (const auto& [name, text] : {std::pair("AWS_ACCESS_KEY_ID", &id), std::pair("AWS_SECRET_ACCESS_KEY", &key),
                                     std::pair("AWS_SESSION_TOKEN", &token)}) {
      if (!is_clean(text->reveal()))
        return Error{name, "holds a blank or a character that is not ASCII", "copy the key again"};
    }
    identity.credentials = {std::string(id.reveal()), key, token};
    identity.source = "the environment";
    return true;
  }

  std::string region(const ProfileFile& credentials, const ProfileFile& config) const {
    for (const char* name : {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
      if (std::string text = value(name); !text.empty()) return text;
    }
    for (const ProfileFile* profiles : {&config, &credentials}) {
      if (profiles->profile() && !profiles->profile()->region.empty()) return profiles->profile()->region;
    }
    return {};
  }

  static Result<bool> take_profile(const ProfileFile& profiles, const std::string& name, AwsIdentity& identity) {
    if (!profiles.profile()) return false;
    const Profile& profile = *profiles.profile();
    if (!profile.access_key_id && !profile.secret_access_key) return false;
    if (!profile.access_key_id || !profile.secret_access_key) {
      const char* missing = profile.access_key_id ? "aws_secret_access_key" : "aws_access_key_id";
      return Error{profile.where, "profile " + name + " has no " + missing,
                   std::string("add ") + missing + " = … to the section"};
    }
    identity.credentials = {std::string(profile.access_key_id->reveal()), *profile.secret_access_key,
                            profile.session_token.value_or(Secret{})};
    identity.source = "profile " + name + " of " + profiles.path().string();
    return true;
  }

  static Error nothing_found(const ProfileFile& credentials, const ProfileFile& config, const std::string& name,
                             bool asked) {
    for (const ProfileFile* profiles : {&config, &credentials}) {
      if (!profiles->profile()) continue;
      const Profile& profile = *profiles->profile();
      if (!profile.indirect.empty()) {
        return {profile.where,
                "profile " + name + " takes its keys from " + profile.indirect + ", which is not followed",
                "export them: eval \"$(aws configure export-credentials --profile " + name + " --format env)\""};
      }
    }
    if (!asked && !credentials.profile() && !config.profile()) {
      return {"", "no AWS credentials: neither AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY nor a default profile",
              "set both variables, or AWS_PROFILE, or run `aws configure`"};
    }
    if (credentials.profile() || config.profile()) {
      return {(credentials.profile() ? *credentials.profile() : *config.profile()).where,
              "profile " + name + " has no keys", "run `aws configure --profile " + name + "`"};
    }
    std::string known;
    for (const ProfileFile* profiles : {&credentials, &config}) {
      for (const std::string& other : profiles->names()) {
        if (known.find("\"" + other + "\"") == known.npos) known += (known.empty() ? "" : ", ") + ("\"" + other + "\"");
      }
    }
    return {
        "AWS_PROFILE",
        "names no profile of " + credentials.path().string() + " or " + config.path().string() + ": \"" + name + "\"",
        known.empty() ? "run `aws configure --profile " + name + "`" : "use one of " + known};
  }

  const EnvironmentLookup& environment_;
};

}  // namespace

Secret& Secret::operator=(const Secret& other) {
  if (this != &other) {
    wipe();
    bytes_ = other.bytes_;
  }
  return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe();
    bytes_ = std::move(other.bytes_);
  }
  return *this;
}

void Secret::wipe() noexcept {
  if (!bytes_.empty()) OPENSSL_cleanse(bytes_.data(), bytes_.size());
  bytes_.clear();
}

Result<AwsIdentity> find_aws_identity(const EnvironmentLookup& environment) { return Search(environment).find(); }

}  // namespace sendlab
