#include "engine/http/credentials.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <ostream>

using namespace sendlab;

namespace {

// A home folder with an .aws inside, gone at the end, and an environment that knows of nothing else.
class Home {
 public:
  Home() : path_(std::filesystem::temp_directory_path() / ("sendlab-credentials-" + std::to_string(getpid()))) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_ / ".aws");
    variables["HOME"] = path_.string();
  }
  ~Home() { std::filesystem::remove_all(path_); }
  Home(const Home&) = delete;
  Home& operator=(const Home&) = delete;

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / ".aws" / name, std::ios::binary) << text;
  }
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / ".aws" / name).string(); }

  [[nodiscard]] Result<AwsIdentity> find() const {
    return find_aws_identity([&](const std::string& name) -> std::optional<std::string> {
      const auto found = variables.find(name);
      return found == variables.end() ? std::nullopt : std::optional(found->second);
    });
  }
  [[nodiscard]] AwsIdentity found() const {
    const Result<AwsIdentity> result = find();
    INFO((result.ok() ? "" : to_text(result.error())));
    REQUIRE(result.ok());
    return result.value();
  }
  [[nodiscard]] Error fault() const {
    const Result<AwsIdentity> result = find();
    REQUIRE_FALSE(result.ok());
    return result.error();
  }

  std::map<std::string, std::string> variables;

 private:
  std::filesystem::path path_;
};

const std::string two_profiles =
    "# keys of two accounts\r\n"
    "[default]\r\n"
    "aws_access_key_id = AKIADEFAULT\r\n"
    "aws_secret_access_key = default/secret+1  # from the console\r\n"
    "[work]\r\n"
    "aws_access_key_id=AKIAWORK\r\n"
    "aws_secret_access_key=work=secret==\r\n"
    "aws_session_token=token/of+work==\r\n";

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};

}  // namespace

TEST_CASE("a secret cannot be printed, and a moved one leaves nothing behind", "[http][credentials]") {
  STATIC_REQUIRE_FALSE(Printable<Secret>);
  STATIC_REQUIRE_FALSE(Printable<Credentials>);
  Secret one("short");
  const char* where = one.reveal().data();
  Secret two(std::move(one));
  CHECK(one.empty());  // NOLINT: that is the question
  CHECK(two.reveal() == "short");
  CHECK(two.reveal().data() == where);
  Secret three;
  three = two;
  two = Secret("other");
  CHECK(three.reveal() == "short");
  CHECK(two.reveal() == "other");
  two = *&two;
  CHECK(two.reveal() == "other");
}

TEST_CASE("the environment comes first, with its token and region", "[http][credentials]") {
  Home home;
  home.write("credentials", two_profiles);
  home.variables["AWS_ACCESS_KEY_ID"] = "AKIAENV";
  home.variables["AWS_SECRET_ACCESS_KEY"] = "env-secret\n";
  home.variables["AWS_PROFILE"] = "work";
  home.variables["AWS_DEFAULT_REGION"] = "eu-west-1";
  const AwsIdentity identity = home.found();
  CHECK(identity.credentials.access_key_id == "AKIAENV");
  CHECK(identity.credentials.secret_access_key.reveal() == "env-secret");
  CHECK(identity.credentials.session_token.empty());
  CHECK(identity.source == "the environment");
  CHECK(identity.region == "eu-west-1");
  home.variables["AWS_SESSION_TOKEN"] = "env-token";
  home.variables["AWS_REGION"] = "us-east-2";
  CHECK(home.found().credentials.session_token.reveal() == "env-token");
  CHECK(home.found().region == "us-east-2");
}

TEST_CASE("keys of the environment work where the profile files are broken", "[http][credentials]") {
  Home home;
  home.write("config", "what is this\n");
  home.variables["AWS_ACCESS_KEY_ID"] = "AKIAENV";
  home.variables["AWS_SECRET_ACCESS_KEY"] = "env-secret";
  CHECK(home.found().source == "the environment");
}

TEST_CASE("profiles come from the credentials file, then the config file", "[http][credentials]") {
  Home home;
  home.write("credentials", two_profiles);
  home.write(
      "config",
      "[default]\nregion = us-west-2\ns3 =\n  max_concurrent_requests = 20\n\n[profile work]\nregion=eu-central-1\n"
      "[profile \"only here\"]\naws_access_key_id = AKIACONFIG\naws_secret_access_key = config-secret\n[sso-session "
      "work]\nsso_region = x\n");
  AwsIdentity identity = home.found();
  CHECK(identity.credentials.access_key_id == "AKIADEFAULT");
  CHECK(identity.credentials.secret_access_key.reveal() == "default/secret+1");
  CHECK(identity.source == "profile default of " + home.file("credentials"));
  CHECK(identity.region == "us-west-2");
  home.variables["AWS_PROFILE"] = "work";
  identity = home.found();
  CHECK(identity.credentials.secret_access_key.reveal() == "work=secret==");
  CHECK(identity.credentials.session_token.reveal() == "token/of+work==");
  CHECK(identity.region == "eu-central-1");
  home.variables["AWS_PROFILE"] = "only here";
  CHECK(home.found().credentials.access_key_id == "AKIACONFIG");
}

TEST_CASE("the files may lie elsewhere", "[http][credentials]") {
  Home home;
  home.write("my keys", two_profiles);
  home.write("my config", "[default]\nregion = ap-south-1\n");
  home.variables["AWS_SHARED_CREDENTIALS_FILE"] = home.file("my keys");
  home.variables["AWS_CONFIG_FILE"] = "~/.aws/my config";
  CHECK(home.found().credentials.access_key_id == "AKIADEFAULT");
  CHECK(home.found().region == "ap-south-1");
}

TEST_CASE("what is missing is named with a remedy", "[http][credentials]") {
  Home home;
  CHECK(home.fault().what.find("no AWS credentials") == 0);
  CHECK_FALSE(home.fault().fix.empty());
  home.variables["AWS_SECRET_ACCESS_KEY"] = "half-of-a-pair";
  CHECK(home.fault().where == "AWS_ACCESS_KEY_ID");
  home.variables.erase("AWS_SECRET_ACCESS_KEY");
  home.variables["AWS_ACCESS_KEY_ID"] = "AKIAHALF";
  CHECK(home.fault().where == "AWS_SECRET_ACCESS_KEY");
  home.variables.erase("AWS_ACCESS_KEY_ID");
  home.write("credentials", two_profiles);
  home.variables["AWS_PROFILE"] = "wrok";
  CHECK(home.fault().where == "AWS_PROFILE");
  CHECK(home.fault().what.find("\"wrok\"") != std::string::npos);
  CHECK(home.fault().fix == "use one of \"default\", \"work\"");
}

TEST_CASE("a profile without keys says what it has instead", "[http][credentials]") {
  Home home;
  home.variables["AWS_PROFILE"] = "a";
  home.write("config", "[profile a]\nrole_arn = arn:aws:iam::1:role/x\n");
  CHECK(home.fault().where == home.file("config") + ":1");
  CHECK(home.fault().what.find("role_arn") != std::string::npos);
  CHECK(home.fault().fix.find("aws configure export-credentials --profile a") != std::string::npos);
  home.write("config", "[profile a]\nregion = us-east-1\n");
  CHECK(home.fault().what == "profile a has no keys");
  home.write("config", "\n[profile a]\naws_access_key_id = AKIA\n");
  CHECK(home.fault().where == home.file("config") + ":2");
  CHECK(home.fault().what == "profile a has no aws_secret_access_key");
}

TEST_CASE("a faulty line is named by its place and never repeated", "[http][credentials]") {
  Home home;
  const std::string secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  for (const std::string& text : {"[default]\n" + secret + "\n", "[default]\n= " + secret + "\n",
                                  "\n[default " + secret + "\n", "\naws_secret_access_key = " + secret + "\n",
                                  "[default]\naws_secret_access_key = " + secret + " " + secret + "\n"}) {
    home.write("credentials", text);
    const Error error = home.fault();
    CHECK(error.where == home.file("credentials") + ":2");
    CHECK(to_text(error).find(secret) == std::string::npos);
    CHECK_FALSE(error.fix.empty());
  }
  home.variables["AWS_ACCESS_KEY_ID"] = "AKIAENV";
  home.variables["AWS_SECRET_ACCESS_KEY"] = secret + "\n" + secret;
  CHECK(to_text(home.fault()).find(secret) == std::string::npos);
  CHECK(home.fault().where == "AWS_SECRET_ACCESS_KEY");
}

TEST_CASE("a file that cannot be read is an error, one that is not there is not", "[http][credentials]") {
  Home home;
  home.variables["AWS_SHARED_CREDENTIALS_FILE"] = home.file("nowhere");
  CHECK(home.fault().what.find("no AWS credentials") == 0);
  home.variables["AWS_SHARED_CREDENTIALS_FILE"] = home.variables["HOME"];  // a folder
  CHECK(home.fault().what.find("cannot be read") == 0);
  home.variables["AWS_SHARED_CREDENTIALS_FILE"] = home.file("large");
  home.write("large", "[default]\n" + std::string(2 << 20, '#'));
  CHECK(home.fault().what == "is larger than 1 MiB");
}
