#include "engine/service/two_way.hpp"

namespace sendlab {

TwoWay::TwoWay(const ServiceModel& model, Distribution latency, RandomStream random)
    : model_(model), latency_(std::move(latency)), random_(std::move(random)) {}

void TwoWay::on_inbound(const InboundNotice& notice) {
  if (consumer_ != nullptr) notices_.push_back({std::string(notice.body), notice.published});
  if (notice.fact.at < model_.counts_from) return;
  ++counts_.received;
  counts_.published += notice.published ? 1 : 0;
  counts_.keywords += notice.keyword != nullptr ? 1 : 0;
  counts_.dropped += !notice.published && notice.keyword == nullptr ? 1 : 0;
  if (notice.keyword == nullptr) return;
  counts_.opt_outs += notice.keyword->effect == KeywordEffect::opt_out ? 1 : 0;
  counts_.opt_ins += notice.keyword->effect == KeywordEffect::opt_in ? 1 : 0;
}

void TwoWay::consume(const FactBatch& batch) {
  for (const MessageFact& fact : batch.facts) {
    if (fact.kind == FactKind::accepted && model_.numbers[fact.number.index].two_way)
      newest_[{fact.number, fact.destination}] = fact.message;
    if (fact.kind != FactKind::inbound || consumer_ == nullptr) continue;
    ENSURE(!notices_.empty(), "an inbound message was announced before its fact");
    const Notice notice = std::move(notices_.front());
    notices_.pop_front();
    InboundDelivery delivery{fact, notice.body, notice.published, never, std::nullopt};
    if (notice.published) delivery.received = fact.at + latency_.sample(random_);
    if (const auto newest = newest_.find({fact.number, fact.destination}); newest != newest_.end())
      delivery.previous = newest->second;
    consumer_->consume(delivery);
  }
}

}  // namespace sendlab
