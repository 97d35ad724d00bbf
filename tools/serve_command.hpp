#pragma once
// sendlab serve: the simulated service as an HTTP endpoint.
#include <CLI/App.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tools/run_command.hpp"

namespace sendlab {

// What --countries is, of every command that reads a scenario.
inline constexpr const char* countries_option =
    "CSV file of countries that the tables lack, with capabilities and price: like\n"
    "carriers/tables/added_countries.csv, with its header";

struct ServeCommand {
  std::string listen = "127.0.0.1:4580";
  std::string scenario;                // empty: a small built-in account
  std::map<std::string, std::string> params;
  std::string countries;  // file of more countries; empty: none
  std::string clock = "real";
  std::optional<std::uint64_t> seed;
  std::string events;                  // file; empty: none
  std::vector<std::string> sns;        // [TOPIC-ARN=]URL
  std::string audit;                   // file; empty: none
  std::string request_quotas;          // on, off; empty: on unless the clock stands still
  bool allow_send = false;             // to URLs beyond this machine
  bool quiet = false;
};

void add_serve_options(CLI::App& app, ServeCommand& command, std::vector<std::string>& params);

// Serves until SIGTERM or SIGINT.
Exit serve_command(const ServeCommand& command);

}  // namespace sendlab
