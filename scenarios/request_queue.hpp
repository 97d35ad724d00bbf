#pragma once
// Requests that a sender keeps until it may ask again: first in, first out, 48 bytes each. A message that waits here is
// not yet known to the service, and a black friday may have millions of them.
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/message/message_fact.hpp"
#include "engine/message/quantity.hpp"
#include "engine/service/carrier.hpp"

namespace sendlab {

inline constexpr std::uint32_t no_body = UINT32_MAX;

struct WaitingRequest {
  Instant planned;
  PhoneNumber to;
  std::uint64_t place = 0;      // in the order of one instant: who waited first asks first
  NumberId number = no_number;  // no_number: the service chooses; of_pool: the index of a pool
  std::uint32_t ttl_ms = 0;
  std::uint32_t body = no_body;  // into the sender's bodies, where it keeps them; of a call: the seconds its text takes
  WorkloadId workload;
  CarrierId carrier;
  CountryId country;
  std::uint8_t parts = 1;
  std::uint8_t attempts = 0;    // made so far
  DelayCause waited_for = DelayCause::client_retry;
  RecipientTraits traits;
  Encoding encoding : 1 = Encoding::gsm;
  bool within_maximum_size : 1 = true;
  bool has_type : 1 = false;
  bool promotional : 1 = false;
  bool on_its_way : 1 = false;  // has left its sender
  bool leaves_again : 1 = false;  // after its pause
  bool times_out : 1 = false;   // on its way for longer than its sender waits
  bool of_pool : 1 = false;
};
static_assert(sizeof(WaitingRequest) == 48);

// Chunks of requests, shared by all queues of a sender so that memory follows the total and not each queue's record.
class RequestChunks {
 public:
  static constexpr std::size_t size = 64;
  struct Chunk {
    std::array<WaitingRequest, size> requests;
    Chunk* next = nullptr;
  };
  Chunk* take() {
    if (free_ == nullptr) {
      chunks_.push_back(std::make_unique<Chunk>());
      return chunks_.back().get();
    }
    Chunk* chunk = free_;
    free_ = chunk->next;
    chunk->next = nullptr;
    return chunk;
  }
  void give_back(Chunk* chunk) {
    chunk->next = free_;
    free_ = chunk;
  }

 private:
  std::vector<std::unique_ptr<Chunk>> chunks_;
  Chunk* free_ = nullptr;
};

class RequestQueue {
 public:
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::size_t size() const { return count_; }
  [[nodiscard]] WaitingRequest& front() { return head_->requests[first_]; }
  void push(const WaitingRequest& request, RequestChunks& chunks) {
    if (tail_ == nullptr) {
      head_ = tail_ = chunks.take();
      first_ = end_ = 0;
    } else if (end_ == RequestChunks::size) {
      tail_ = tail_->next = chunks.take();
      end_ = 0;
    }
    tail_->requests[end_++] = request;
    ++count_;
  }
  void pop(RequestChunks& chunks) {
    --count_;
    if (++first_ < RequestChunks::size && count_ > 0) return;
    RequestChunks::Chunk* done = head_;
    head_ = count_ == 0 ? nullptr : head_->next;
    if (head_ == nullptr) tail_ = nullptr;
    first_ = 0;
    done->next = nullptr;
    chunks.give_back(done);
  }
  // Every request, oldest first.
  template <class Visit>
  void for_each(Visit&& visit) const {
    std::size_t i = first_;
    const RequestChunks::Chunk* chunk = head_;
    for (std::size_t left = count_; left > 0; --left) {
      visit(chunk->requests[i]);
      if (++i == RequestChunks::size) {
        chunk = chunk->next;
        i = 0;
      }
    }
  }

 private:
  RequestChunks::Chunk* head_ = nullptr;
  RequestChunks::Chunk* tail_ = nullptr;
  std::size_t first_ = 0, end_ = 0, count_ = 0;
};

}  // namespace sendlab
