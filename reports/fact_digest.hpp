#pragma once
// The digest of a replication: a hash over all published facts in order. Two runs that print the same digest said the same.
#include <string>

#include "engine/message/message_fact.hpp"

namespace sendlab {

// Hashes the published facts of one replication in order: instant, message, kind and status or refusal, price and fee.
// Facts of the warm-up count too. handed_over is published to nobody and is left out.
class FactDigest final : public FactConsumer {
 public:
  FactDigest();
  ~FactDigest() override;
  void consume(const FactBatch& batch) override;
  [[nodiscard]] std::string text() const;  // lower-case hex
};

}  // namespace sendlab
