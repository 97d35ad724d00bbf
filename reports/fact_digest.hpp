#pragma once
// The digest of a replication: a hash over its published facts in order. Two runs that print the same digest said the
// same.
#include "engine/kernel/digest.hpp"
#include "engine/message/message_fact.hpp"

namespace sendlab {

// Hashes instant, message, kind with status or refusal, parts, price and fee of every published fact, those of the
// warm-up too. Requests accepted or refused count as published: the sender was told. A hand-over is told to nobody.
class FactDigest final : public FactConsumer {
 public:
  void consume(const FactBatch& batch) override;
  [[nodiscard]] const Digest& value() const { return digest_; }

 private:
  Digest digest_;
};

}  // namespace sendlab
