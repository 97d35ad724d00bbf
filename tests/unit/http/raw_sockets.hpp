#pragma once
// The other end of a connection, for tests of server and client: bytes out, bytes in, in the same loop. No sleeping:
// tests run the loop until what they wait for has happened.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "engine/http/event_loop.hpp"

namespace sendlab::test {

// Runs the loop until `happened`; false if that takes so long that it never will.
bool run_until(EventLoop& loop, const std::function<bool()>& happened);

// One connection, byte by byte.
class RawPeer {
 public:
  struct State;
  explicit RawPeer(std::shared_ptr<State> state);
  // Connects to `host`, an address.
  RawPeer(EventLoop& loop, std::uint16_t port, const std::string& host = "127.0.0.1", bool reads = true);

  void send(std::string bytes);
  void send_end();  // closes the sending side once everything is sent
  void close();
  void reset();  // closes so that the other side gets an error

  [[nodiscard]] const std::string& received() const;
  void forget_received();
  [[nodiscard]] bool ended() const;  // the other side has closed

 private:
  std::shared_ptr<State> state_;
};

// Accepts connections and tells of each whenever bytes have come.
class RawServer {
 public:
  RawServer(EventLoop& loop, std::function<void(RawPeer& peer, int connection)> on_bytes);
  ~RawServer();
  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] int accepted() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

// How often `part` occurs in `text`.
int count_of(const std::string& text, const std::string& part);

}  // namespace sendlab::test
