#pragma once
// Inbound messages on their way to two-way destinations (R-TWO): what is published, with the message that it answers,
// and when it is there. Stands beside the run, as event destinations do.
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

#include "engine/kernel/distribution.hpp"
#include "engine/message/inbound_delivery.hpp"
#include "engine/service/inbound_listener.hpp"

namespace sendlab {

class TwoWay final : public InboundListener, public FactConsumer {
 public:
  struct Counts {
    std::int64_t received = 0, published = 0;
    std::int64_t dropped = 0;       // two-way messaging is off and no keyword took it (R-TWO-12)
    std::int64_t keywords = 0;      // began with a keyword
    std::int64_t opt_outs = 0, opt_ins = 0;
  };
  // `model` outlives it. `latency`: from the handset's message to its destination (R-TWO-9).
  TwoWay(const ServiceModel& model, Distribution latency, RandomStream random);

  // Tells `consumer` of every inbound message. Needs the steps of the run: add it as their consumer too.
  void tell(InboundConsumer& consumer) { consumer_ = &consumer; }

  void on_inbound(const InboundNotice& notice) override;
  void consume(const FactBatch& batch) override;
  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  struct Notice {
    std::string body;
    bool published;
  };
  // Looked up only, never gone through: the order of a hash table shows nowhere.
  struct Pair {
    NumberId number;
    PhoneNumber handset;
    friend bool operator==(const Pair&, const Pair&) = default;
  };
  struct PairHash {
    std::size_t operator()(const Pair& pair) const {
      return static_cast<std::size_t>((pair.handset.digits ^ std::uint64_t{pair.number.index} << 40) *
                                      0x9e3779b97f4a7c15u);
    }
  };

  const ServiceModel& model_;
  Distribution latency_;
  RandomStream random_;
  InboundConsumer* consumer_ = nullptr;
  Counts counts_;
  std::deque<Notice> notices_;  // of facts not consumed yet, in their order
  std::unordered_map<Pair, MessageId, PairHash> newest_;
};

}  // namespace sendlab
