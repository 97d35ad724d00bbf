#pragma once
// What the .cpp files of this folder use of Asio, with short names. Never included by a public header.
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <string>

namespace sendlab {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// co_await gives {error, value}; nothing throws.
inline constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

// For co_spawn: a bug inside leaves through EventLoop::run instead of vanishing.
inline void rethrow(const std::exception_ptr& thrown) {
  if (thrown) std::rethrow_exception(thrown);
}

// "127.0.0.1:4580", "[::1]:4580".
inline std::string endpoint_text(const tcp::endpoint& endpoint) {
  const auto address = endpoint.address();
  const std::string host = address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
  return host + ":" + std::to_string(endpoint.port());
}

}  // namespace sendlab
