#include "engine/http/sns_envelope.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <vector>

#include "engine/api/encode.hpp"
#include "engine/http/percent_encoding.hpp"
#include "engine/kernel/calendar.hpp"
#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

struct FreeCertificate {
  void operator()(X509* certificate) const { X509_free(certificate); }
};
struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct FreeDigest {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

std::string base64(const std::vector<unsigned char>& bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // and the NUL that OpenSSL writes
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(), static_cast<int>(bytes.size()));
  text.pop_back();
  return text;
}

// A certificate for sns.amazonaws.com, signed with its own key; nothing when libcrypto refuses.
std::string self_signed(EVP_PKEY* key, Instant now) {
  const std::unique_ptr<X509, FreeCertificate> certificate(X509_new());
  if (!certificate) return {};
  time_t at = static_cast<time_t>(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  bool good = X509_time_adj_ex(X509_getm_notBefore(certificate.get()), -1, 0, &at) != nullptr &&
              X509_time_adj_ex(X509_getm_notAfter(certificate.get()), 3652, 0, &at) != nullptr &&
              X509_set_pubkey(certificate.get(), key) == 1;
  X509_NAME* name = X509_get_subject_name(certificate.get());
  const auto* host = reinterpret_cast<const unsigned char*>("sns.amazonaws.com");
  good = good && X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, host, -1, -1, 0) == 1 &&
         X509_set_issuer_name(certificate.get(), name) == 1 && X509_sign(certificate.get(), key, EVP_sha256()) > 0;
  const std::unique_ptr<BIO, FreeBio> memory(BIO_new(BIO_s_mem()));
  if (!good || !memory || PEM_write_bio_X509(memory.get(), certificate.get()) != 1) return {};
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

struct Member {
  std::string_view name;
  std::string value;
};

// What is signed: NAME\nVALUE\n of these members.
std::string to_sign(const std::vector<Member>& members) {
  std::string text;
  for (const Member& member : members) text.append(member.name).append("\n").append(member.value).append("\n");
  return text;
}

// The body, laid out as the service does.
std::string json_of(const std::vector<Member>& members) {
  std::string text = "{\n";
  for (const Member& member : members) {
    if (&member != &members.front()) text += ",\n";
    text += "  ";
    append_json_string(text, member.name);
    text += " : ";
    append_json_string(text, member.value);
  }
  return text + "\n}";
}

HttpRequest post(std::string_view type, const SnsSubscription& subscription, std::string_view message_id) {
  HttpRequest request;
  request.method = "POST";
  request.headers = {{"x-amz-sns-message-type", type},
                     {"x-amz-sns-message-id", message_id},
                     {"x-amz-sns-topic-arn", subscription.topic_arn}};
  if (type != "SubscriptionConfirmation")
    request.headers.add("x-amz-sns-subscription-arn", subscription.subscription_arn);
  request.headers.add("Content-Type", "text/plain; charset=UTF-8");
  request.headers.add("User-Agent", "Amazon Simple Notification Service Agent");
  return request;
}

std::string version_text(SnsSignatureVersion version) { return version == SnsSignatureVersion::sha1 ? "1" : "2"; }

}  // namespace

Result<SnsSigner> SnsSigner::create(Instant now) {
  std::unique_ptr<EVP_PKEY, Free> key(EVP_RSA_gen(2048));
  std::string certificate = key ? self_signed(key.get(), now) : std::string{};
  if (certificate.empty()) {
    return Error{"", "libcrypto made no key to sign notifications with",
                 "look for a libcrypto without RSA, or with a policy that forbids it"};
  }
  return SnsSigner(std::move(key), std::move(certificate));
}

SnsSigner::SnsSigner(std::unique_ptr<EVP_PKEY, Free> key, std::string certificate_pem)
    : key_(std::move(key)), certificate_pem_(std::move(certificate_pem)) {}
SnsSigner::~SnsSigner() = default;
SnsSigner::SnsSigner(SnsSigner&&) noexcept = default;
SnsSigner& SnsSigner::operator=(SnsSigner&&) noexcept = default;

void SnsSigner::Free::operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }

std::string SnsSigner::sign(std::string_view text, SnsSignatureVersion version) const {
  const std::unique_ptr<EVP_MD_CTX, FreeDigest> context(EVP_MD_CTX_new());
  const EVP_MD* digest = version == SnsSignatureVersion::sha1 ? EVP_sha1() : EVP_sha256();
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t size = 0;
  ENSURE(context && EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key_.get()) == 1 &&
             EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) == 1,
         "libcrypto signs with RSA");
  std::vector<unsigned char> signature(size);
  ENSURE(EVP_DigestSign(context.get(), signature.data(), &size, bytes, text.size()) == 1, "libcrypto signs with RSA");
  signature.resize(size);
  return base64(signature);
}

std::string subscribe_url(const SnsSubscription& subscription, std::string_view token) {
  return subscription.service_url + "/?Action=ConfirmSubscription&TopicArn=" + subscription.topic_arn +
         "&Token=" + percent_encoded(token, KeepSlash::no);
}

HttpRequest sns_confirmation(const SnsSubscription& subscription, const SnsSigner& signer, std::string_view message_id,
                             std::string_view token, Instant now) {
  const std::string type = "SubscriptionConfirmation";
  const std::string id(message_id), secret(token), time = to_iso8601_ms(now), url = subscribe_url(subscription, token);
  const std::string message = "You have chosen to subscribe to the topic " + subscription.topic_arn +
                              ".\nTo confirm the subscription, visit the SubscribeURL included in this message.";
  const std::string signature = signer.sign(to_sign({{"Message", message},
                                                     {"MessageId", id},
                                                     {"SubscribeURL", url},
                                                     {"Timestamp", time},
                                                     {"Token", secret},
                                                     {"TopicArn", subscription.topic_arn},
                                                     {"Type", type}}),
                                            subscription.signature_version);
  HttpRequest request = post(type, subscription, message_id);
  request.body = json_of({{"Type", type},
                          {"MessageId", id},
                          {"Token", secret},
                          {"TopicArn", subscription.topic_arn},
                          {"Message", message},
                          {"SubscribeURL", url},
                          {"Timestamp", time},
                          {"SignatureVersion", version_text(subscription.signature_version)},
                          {"Signature", signature},
                          {"SigningCertURL", subscription.signing_cert_url}});
  return request;
}

HttpRequest sns_notification(const SnsSubscription& subscription, const SnsSigner& signer, std::string_view message_id,
                             std::string_view message, Instant now, std::string_view subject) {
  const std::string type = "Notification";
  const std::string id(message_id), text(message), time = to_iso8601_ms(now);
  std::vector<Member> covered{{"Message", text}, {"MessageId", id}};
  if (!subject.empty()) covered.push_back({"Subject", std::string(subject)});
  covered.push_back({"Timestamp", time});
  covered.push_back({"TopicArn", subscription.topic_arn});
  covered.push_back({"Type", type});
  std::vector<Member> members{{"Type", type}, {"MessageId", id}, {"TopicArn", subscription.topic_arn}};
  if (!subject.empty()) members.push_back({"Subject", std::string(subject)});
  members.push_back({"Message", text});
  members.push_back({"Timestamp", time});
  members.push_back({"SignatureVersion", version_text(subscription.signature_version)});
  members.push_back({"Signature", signer.sign(to_sign(covered), subscription.signature_version)});
  members.push_back({"SigningCertURL", subscription.signing_cert_url});
  members.push_back({"UnsubscribeURL", subscription.service_url +
                                           "/?Action=Unsubscribe&SubscriptionArn=" + subscription.subscription_arn});
  HttpRequest request = post(type, subscription, message_id);
  request.body = json_of(members);
  return request;
}

HttpRequest sns_raw_delivery(const SnsSubscription& subscription, std::string_view message_id,
                             std::string_view message) {
  HttpRequest request = post("Notification", subscription, message_id);
  request.headers.add("x-amz-sns-rawdelivery", "true");
  request.body = std::string(message);
  return request;
}

}  // namespace sendlab
