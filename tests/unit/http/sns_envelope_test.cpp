#include "engine/http/sns_envelope.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include "engine/kernel/calendar.hpp"

using namespace sendlab;

namespace {

using boost::json::object;

const Instant now = parse_rfc3339("2026-01-05T17:00:00.25Z").value();
const std::string id = "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324";

const SnsSigner& signer() {
  static const SnsSigner made = SnsSigner::create(now).value();
  return made;
}

SnsSubscription subscription(SnsSignatureVersion version = SnsSignatureVersion::sha1) {
  const std::string topic = "arn:aws:sns:us-east-1:123456789012:receipts";
  return {topic, topic + ":2bcfbf39-05c3-41de-beaa-fcfcc21c8f55", "http://127.0.0.1:4580/_sendlab/sns.pem",
          "http://127.0.0.1:4580", version};
}

object body_of(const HttpRequest& request) { return boost::json::parse(request.body).as_object(); }
std::string text(const object& of, const char* name) { return std::string(of.at(name).as_string()); }

std::vector<std::string> names(const object& of) {
  std::vector<std::string> all;
  for (const auto& member : of) all.emplace_back(member.key());
  return all;
}

// libcrypto's own verification, with the key that the certificate holds.
bool verifies(const std::string& signed_text, const std::string& base64, const EVP_MD* digest) {
  std::vector<unsigned char> signature(base64.size());
  const int size = EVP_DecodeBlock(signature.data(), reinterpret_cast<const unsigned char*>(base64.data()),
                                   static_cast<int>(base64.size()));
  REQUIRE(size == 258);  // 256 bytes, and what two signs of padding stand for
  const std::string& pem = signer().certificate_pem();
  BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  X509* certificate = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
  REQUIRE(certificate != nullptr);
  EVP_PKEY* key = X509_get_pubkey(certificate);
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  const bool good =
      EVP_DigestVerifyInit(context, nullptr, digest, nullptr, key) == 1 &&
      EVP_DigestVerify(context, signature.data(), 256, reinterpret_cast<const unsigned char*>(signed_text.data()),
                       signed_text.size()) == 1;
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(key);
  X509_free(certificate);
  BIO_free(bio);
  return good;
}

}  // namespace

TEST_CASE("a notification is the record in an envelope, laid out as the service does", "[http][sns]") {
  const std::string record = R"({"eventType":"TEXT_DELIVERED","context":{"a":"\"ü\""}})";
  const HttpRequest request = sns_notification(subscription(), signer(), id, record, now);
  CHECK(request.method == "POST");
  CHECK(request.headers.get("x-amz-sns-message-type") == "Notification");
  CHECK(request.headers.get("x-amz-sns-message-id") == id);
  CHECK(request.headers.get("x-amz-sns-topic-arn") == subscription().topic_arn);
  CHECK(request.headers.get("x-amz-sns-subscription-arn") == subscription().subscription_arn);
  CHECK(request.headers.get("Content-Type") == "text/plain; charset=UTF-8");
  CHECK(request.headers.get("User-Agent") == "Amazon Simple Notification Service Agent");
  CHECK(request.body.find("{\n  \"Type\" : \"Notification\",\n  \"MessageId\" : \"" + id +
                          "\",\n  \"TopicArn\" : \"") == 0);
  const object body = body_of(request);
  CHECK(names(body) == std::vector<std::string>{"Type", "MessageId", "TopicArn", "Message", "Timestamp",
                                                "SignatureVersion", "Signature", "SigningCertURL", "UnsubscribeURL"});
  CHECK(text(body, "Message") == record);
  CHECK(text(body, "Timestamp") == "2026-01-05T17:00:00.250Z");
  CHECK(text(body, "SignatureVersion") == "1");
  CHECK(text(body, "SigningCertURL") == "http://127.0.0.1:4580/_sendlab/sns.pem");
  CHECK(text(body, "UnsubscribeURL") ==
        "http://127.0.0.1:4580/?Action=Unsubscribe&SubscriptionArn=" + subscription().subscription_arn);
}

TEST_CASE("a notification is signed over its members in alphabetical order", "[http][sns]") {
  for (const auto& [version, digest] :
       {std::pair(SnsSignatureVersion::sha1, EVP_sha1()), std::pair(SnsSignatureVersion::sha256, EVP_sha256())}) {
    const object plain = body_of(sns_notification(subscription(version), signer(), id, "line 1\nline 2", now));
    const std::string rest =
        "Timestamp\n2026-01-05T17:00:00.250Z\nTopicArn\narn:aws:sns:us-east-1:123456789012:"
        "receipts\nType\nNotification\n";
    const std::string head = "Message\nline 1\nline 2\nMessageId\n" + id + "\n";
    CHECK(verifies(head + rest, text(plain, "Signature"), digest));
    CHECK_FALSE(verifies(head + rest + "x", text(plain, "Signature"), digest));
    CHECK_FALSE(verifies(head + rest, text(plain, "Signature"), digest == EVP_sha1() ? EVP_sha256() : EVP_sha1()));
    const object with_subject =
        body_of(sns_notification(subscription(version), signer(), id, "line 1\nline 2", now, "news"));
    CHECK(text(with_subject, "Subject") == "news");
    CHECK(names(with_subject)[3] == "Subject");
    CHECK(verifies(head + "Subject\nnews\n" + rest, text(with_subject, "Signature"), digest));
    CHECK(text(plain, "SignatureVersion") == (digest == EVP_sha1() ? "1" : "2"));
  }
}

TEST_CASE("a confirmation carries its token and the link that confirms", "[http][sns]") {
  const HttpRequest request =
      sns_confirmation(subscription(SnsSignatureVersion::sha256), signer(), id, "to+ken/1", now);
  CHECK(request.headers.get("x-amz-sns-message-type") == "SubscriptionConfirmation");
  CHECK_FALSE(request.headers.contains("x-amz-sns-subscription-arn"));
  const object body = body_of(request);
  CHECK(names(body) == std::vector<std::string>{"Type", "MessageId", "Token", "TopicArn", "Message", "SubscribeURL",
                                                "Timestamp", "SignatureVersion", "Signature", "SigningCertURL"});
  const std::string url =
      "http://127.0.0.1:4580/"
      "?Action=ConfirmSubscription&TopicArn=arn:aws:sns:us-east-1:123456789012:receipts&Token=to%2Bken%2F1";
  CHECK(text(body, "SubscribeURL") == url);
  CHECK(text(body, "Token") == "to+ken/1");
  const std::string signed_text = "Message\n" + text(body, "Message") + "\nMessageId\n" + id + "\nSubscribeURL\n" +
                                  url + "\nTimestamp\n2026-01-05T17:00:00.250Z\nToken\nto+ken/1\nTopicArn\n" +
                                  subscription().topic_arn + "\nType\nSubscriptionConfirmation\n";
  CHECK(verifies(signed_text, text(body, "Signature"), EVP_sha256()));
}

TEST_CASE("raw delivery is the record and nothing else", "[http][sns]") {
  const HttpRequest request = sns_raw_delivery(subscription(), id, R"({"a":1})");
  CHECK(request.body == R"({"a":1})");
  CHECK(request.headers.get("x-amz-sns-rawdelivery") == "true");
  CHECK(request.headers.get("x-amz-sns-message-type") == "Notification");
}

TEST_CASE("the certificate is one that its own key signed, in force around the given instant", "[http][sns]") {
  const std::string& pem = signer().certificate_pem();
  CHECK(pem.find("-----BEGIN CERTIFICATE-----\n") == 0);
  BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  X509* certificate = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
  REQUIRE(certificate != nullptr);
  CHECK(X509_verify(certificate, X509_get0_pubkey(certificate)) == 1);
  auto at = static_cast<time_t>(now.time_since_epoch() / std::chrono::seconds{1});
  CHECK(X509_cmp_time(X509_get0_notBefore(certificate), &at) < 0);
  CHECK(X509_cmp_time(X509_get0_notAfter(certificate), &at) > 0);
  X509_free(certificate);
  BIO_free(bio);
}
