// TLS of the client, against a server with a certificate made here: what is trusted, what is not, and by which name.
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>

#include "engine/http/asio.hpp"
#include "engine/http/http_client.hpp"
#include "tests/unit/http/raw_sockets.hpp"

using namespace sendlab;
using namespace sendlab::test;
using namespace std::chrono_literals;
using Kind = HttpFailure::Kind;

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

void extend(X509* certificate, int kind, const char* value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

Certificate self_signed(EVP_PKEY* key, const char* names) {
  Certificate certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("sendlab test"), -1, -1,
                             0);
  X509_set_issuer_name(certificate.get(), name);
  extend(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  extend(certificate.get(), NID_subject_alt_name, names);
  X509_sign(certificate.get(), key, EVP_sha256());
  return certificate;
}

// Answers every request of every connection with 200, over TLS. Keeps the name that the client asked for.
class TlsServer {
 public:
  TlsServer(EventLoop& loop, const char* names, int newest_version = TLS1_3_VERSION)
      : key_(EVP_EC_gen("P-256"), EVP_PKEY_free),
        certificate_(self_signed(key_.get(), names)),
        acceptor_(loop.context(), tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
    SSL_CTX_use_certificate(context_.native_handle(), certificate_.get());
    SSL_CTX_use_PrivateKey(context_.native_handle(), key_.get());
    SSL_CTX_set_security_level(context_.native_handle(), 0);
    SSL_CTX_set_min_proto_version(context_.native_handle(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context_.native_handle(), newest_version);
    asio::co_spawn(loop.context(), accept(), [](const std::exception_ptr&) {});
  }

  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  // The certificate as a file of authorities.
  [[nodiscard]] std::string ca_file() const {
    const auto path = std::filesystem::temp_directory_path() / ("sendlab_ca_" + std::to_string(port()) + ".pem");
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "w"), std::fclose);
    PEM_write_X509(file.get(), certificate_.get());
    return path.string();
  }

  std::string asked_name;
  int requests = 0;

 private:
  using Stream = asio::ssl::stream<tcp::socket>;

  asio::awaitable<void> accept() {
    while (true) {
      auto [error, socket] = co_await acceptor_.async_accept(as_result);
      if (error) co_return;
      auto stream = std::make_shared<Stream>(std::move(socket), context_);
      asio::co_spawn(acceptor_.get_executor(), serve(stream), [](const std::exception_ptr&) {});
    }
  }

  asio::awaitable<void> serve(std::shared_ptr<Stream> stream) {
    co_await stream->async_handshake(asio::ssl::stream_base::server, asio::use_awaitable);
    const char* name = SSL_get_servername(stream->native_handle(), TLSEXT_NAMETYPE_host_name);
    asked_name = name == nullptr ? "" : name;
    std::string received;
    char space[4096];
    while (true) {
      const std::size_t bytes = co_await stream->async_read_some(asio::buffer(space), asio::use_awaitable);
      received.append(space, bytes);
      if (!received.ends_with("body")) continue;
      received.clear();
      ++requests;
      co_await asio::async_write(*stream, asio::buffer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 40),
                                 asio::use_awaitable);
    }
  }

  Key key_;
  Certificate certificate_;
  asio::ssl::context context_{asio::ssl::context::tls_server};
  tcp::acceptor acceptor_;
};

struct Answer {
  std::optional<HttpClient::Result> result;
  std::uint64_t connections = 0;
};

// The answer to the last of so many requests.
Answer ask(EventLoop& loop, const TlsServer& server, const std::string& host, const std::string& ca_file,
           int times = 1) {
  HttpClientOptions options;
  options.base = Url{"https", host, server.port(), "/"};
  options.max_connections = 1;
  options.ca_file = ca_file;
  HttpClient client(loop, options);
  Answer answer;
  for (int i = 0; i < times; ++i) {
    answer.result.reset();
    HttpRequest request;
    request.method = "POST";
    request.body = "body";
    client.send(request, [&](HttpClient::Result result) { answer.result = std::move(result); });
    REQUIRE(run_until(loop, [&] { return answer.result.has_value(); }));
  }
  answer.connections = client.connections_opened();
  if (!ca_file.empty()) std::filesystem::remove(ca_file);
  return answer;
}

}  // namespace

TEST_CASE("a trusted certificate of the right name is accepted, and the connection kept", "[http][tls]") {
  EventLoop loop;
  TlsServer server(loop, "DNS:localhost");
  const Answer answer = ask(loop, server, "localhost", server.ca_file(), 3);
  REQUIRE(answer.result->ok());
  CHECK(answer.result->value().body == "ok");
  CHECK(server.asked_name == "localhost");
  CHECK(server.requests == 3);
  CHECK(answer.connections == 1);
}

TEST_CASE("a certificate of an address is accepted for the address", "[http][tls]") {
  EventLoop loop;
  TlsServer server(loop, "IP:127.0.0.1");
  const Answer answer = ask(loop, server, "127.0.0.1", server.ca_file());
  CHECK(answer.result->ok());
  CHECK(server.asked_name.empty());  // addresses are not sent as names
}

TEST_CASE("a certificate of another name or of nobody we trust is refused before anything is sent", "[http][tls]") {
  EventLoop loop;
  TlsServer server(loop, "DNS:other.example,IP:127.0.0.2");
  for (const char* host : {"localhost", "127.0.0.1"}) {
    const Answer answer = ask(loop, server, host, server.ca_file());
    REQUIRE_FALSE(answer.result->ok());
    CHECK(answer.result->error().kind == Kind::tls);
    CHECK_FALSE(answer.result->error().maybe_processed);
    CHECK_FALSE(answer.result->error().fix.empty());
  }
  TlsServer stranger(loop, "DNS:localhost");
  const Answer answer = ask(loop, stranger, "localhost", "");
  REQUIRE_FALSE(answer.result->ok());
  CHECK(answer.result->error().kind == Kind::tls);
  CHECK(answer.result->error().what.find("self") != std::string::npos);
  CHECK(server.requests + stranger.requests == 0);
}

TEST_CASE("a server that knows nothing newer than TLS 1.1 is refused, 1.2 is accepted", "[http][tls]") {
  EventLoop loop;
  TlsServer old(loop, "DNS:localhost", TLS1_1_VERSION);
  const Answer refused = ask(loop, old, "localhost", old.ca_file());
  REQUIRE_FALSE(refused.result->ok());
  CHECK(refused.result->error().kind == Kind::tls);

  TlsServer server(loop, "DNS:localhost", TLS1_2_VERSION);
  CHECK(ask(loop, server, "localhost", server.ca_file()).result->ok());
}

TEST_CASE("a server without TLS, and a file of authorities that is none, fail as TLS faults", "[http][tls]") {
  EventLoop loop;
  RawServer plain(loop, [](RawPeer& peer, int) { peer.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"); });
  HttpClientOptions options;
  options.base = Url{"https", "127.0.0.1", plain.port(), "/"};
  for (const char* ca_file : {"", "/nonexistent/ca.pem"}) {
    options.ca_file = ca_file;
    HttpClient client(loop, options);
    std::optional<HttpClient::Result> result;
    client.send({}, [&](HttpClient::Result got) { result = std::move(got); });
    REQUIRE(run_until(loop, [&] { return result.has_value(); }));
    REQUIRE_FALSE(result->ok());
    CHECK(result->error().kind == Kind::tls);
  }
}
