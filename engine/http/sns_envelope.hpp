#pragma once
// What Amazon SNS posts to an HTTP endpoint: confirmation, notification, raw delivery. Pure: ids and instants are
// passed in, nothing is sent.
//
//   source   Amazon SNS Developer Guide, "Parsing Amazon SNS message formats", "Verifying the signatures of Amazon SNS
//            messages"; member order and blanks are those of the service
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "engine/http/http_message.hpp"
#include "engine/kernel/result.hpp"
#include "engine/kernel/time.hpp"

struct evp_pkey_st;  // OpenSSL's key, named here so that its headers stay in sns_envelope.cpp

namespace sendlab {

enum class SnsSignatureVersion : std::uint8_t {
  sha1 = 1,   // SHA1withRSA, what topics have unless told otherwise
  sha256 = 2  // SHA256withRSA
};

// An RSA key of 2048 bits that lives as long as the process, and a certificate that it signed itself. Different in
// every process: nothing of it may reach a report.
class SnsSigner {
 public:
  // Takes some tens of milliseconds.
  //   now      the certificate is valid from a day before until ten years after
  //   errors   libcrypto makes no key
  static Result<SnsSigner> create(Instant now);
  ~SnsSigner();
  SnsSigner(SnsSigner&&) noexcept;
  SnsSigner& operator=(SnsSigner&&) noexcept;

  [[nodiscard]] const std::string& certificate_pem() const {
    return certificate_pem_;
  }  // "-----BEGIN CERTIFICATE-----…"
  [[nodiscard]] std::string sign(std::string_view text, SnsSignatureVersion version) const;  // base64

 private:
  struct Free {
    void operator()(evp_pkey_st* key) const;
  };
  SnsSigner(std::unique_ptr<evp_pkey_st, Free> key, std::string certificate_pem);

  std::unique_ptr<evp_pkey_st, Free> key_;
  std::string certificate_pem_;
};

// A topic and the endpoint that subscribed to it.
struct SnsSubscription {
  std::string topic_arn;         // arn:aws:sns:us-east-1:123456789012:receipts
  std::string subscription_arn;  // the topic's ARN, a colon and a UUID
  std::string signing_cert_url;  // where the endpoint fetches SnsSigner::certificate_pem()
  std::string service_url;       // scheme://authority of the links in the messages: Subscribe and Unsubscribe
  SnsSignatureVersion signature_version = SnsSignatureVersion::sha1;
};

// The POST that asks an endpoint to confirm: it must GET SubscribeURL. Its target is "/": the sender's path comes
// there.
//   token   what SubscribeURL carries back
[[nodiscard]] HttpRequest sns_confirmation(const SnsSubscription& subscription, const SnsSigner& signer,
                                           std::string_view message_id, std::string_view token, Instant now);

// One event record in its envelope. A retry sends the same message id and instant again.
//   message   the record as JSON text; it becomes a string of the envelope
//   subject   empty: none
[[nodiscard]] HttpRequest sns_notification(const SnsSubscription& subscription, const SnsSigner& signer,
                                           std::string_view message_id, std::string_view message, Instant now,
                                           std::string_view subject = {});

// The record alone, without envelope or signature (raw message delivery).
[[nodiscard]] HttpRequest sns_raw_delivery(const SnsSubscription& subscription, std::string_view message_id,
                                           std::string_view message);

// The link of a confirmation: service_url/?Action=ConfirmSubscription&TopicArn=…&Token=…
[[nodiscard]] std::string subscribe_url(const SnsSubscription& subscription, std::string_view token);

}  // namespace sendlab
