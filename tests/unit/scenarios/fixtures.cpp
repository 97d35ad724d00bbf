#include "fixtures.hpp"

#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <fstream>

namespace sendlab::test {

Folder::Folder() {
  static int count = 0;
  path_ = std::filesystem::temp_directory_path() /
          ("sendlab-test-" + std::to_string(getpid()) + "-" + std::to_string(++count));
  std::filesystem::create_directories(path_);
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string Folder::write(const std::string& name, std::string_view text) const {
  const std::string file = path(name);
  if (name.ends_with(".gz")) {
    gzFile packed = gzopen(file.c_str(), "wb");
    gzwrite(packed, text.data(), static_cast<unsigned>(text.size()));
    gzclose(packed);
    return file;
  }
  std::string bytes(text);
  if (name.ends_with(".zst")) {
    bytes.resize(ZSTD_compressBound(text.size()));
    bytes.resize(ZSTD_compress(bytes.data(), bytes.size(), text.data(), text.size(), 3));
  }
  std::ofstream(file, std::ios::binary) << bytes;
  return file;
}

SmallTables::SmallTables()
    : plan({{CountryId{0}, CarrierId{0}, {{12900000000, 1'000'000}}},
            {CountryId{0}, CarrierId{1}, {{12910000000, 1'000'000}}},
            {CountryId{1}, CarrierId{2}, {{12920000000, 1'000'000}}}}) {
  tables.plan = &plan;
  tables.carriers = {
      {CarrierId{0}, "AT&T", "US", 3}, {CarrierId{1}, "T-Mobile", "US", 1}, {CarrierId{2}, "Canada", "CA", 1}};
  tables.zones = {{"America/Los_Angeles", "PST8PDT,M3.2.0,M11.1.0", "US", 1},
                  {"America/Toronto", "EST5EDT,M3.2.0,M11.1.0", "CA", 1}};
}

const Vocabulary& small_vocabulary() {
  static const Vocabulary vocabulary = [] {
    Vocabulary v;
    v.us_carriers = {"AT&T", "Other", "T-Mobile", "US Cellular", "Verizon"};
    v.carriers = {"AT&T", "Belgium", "Canada", "Other", "T-Mobile", "US Cellular", "Verizon"};
    v.use_cases = {"2FA", "LOW_VOLUME", "MARKETING", "MIXED"};
    v.message_classes = {"A", "B", "C", "T"};
    v.regions = {"us-east-1", "us-west-2"};
    v.countries = {"AU", "BE", "CA", "GB", "IN", "NZ", "US"};
    v.time_zones = {"America/Los_Angeles", "America/New_York", "America/Toronto"};
    v.rule_sets = {"current_2026", "seed_2023"};
    v.country_rows = {{"AU", "Australia", false, true, false, false, true, false, true, true},
                      {"BE", "Belgium", true, true, false, false, false},
                      {"CA", "Canada", true, true, false, false, true},
                      {"GB", "United Kingdom", true, true, false, false, true, false, true},
                      {"IN", "India", false, true, false, false, true, true, true, true},
                      {"NZ", "New Zealand", true, false, false, false, true},
                      {"US", "United States", true, true, true, true, true}};
    v.quotas = {{"configuration_sets", 25, true},
                {"keywords_per_number", 30, true},
                {"mps_dry_run", 5, false},
                {"opt_out_lists", 25, true},
                {"origination_identities_per_pool", 100, true},
                {"phone_pools", 25, true},
                {"sms_and_voice_numbers", 25, true},
                {"tendlc_companies_per_account", 25, true},
                {"tendlc_numbers_per_campaign", 49, false},
                {"two_way_sns_topics", 100000, true},
                {"verified_destination_numbers", 10, true}};
    return v;
  }();
  return vocabulary;
}

Result<LoadedScenario, Errors> load(const std::string& text, std::map<std::string, std::string> params,
                                    const std::string& file) {
  return load_scenario({.vocabulary = small_vocabulary(),
                        .file = file,
                        .text = text,
                        .params = std::move(params),
                        .working_directory = ""});
}

std::vector<std::string> faults(const std::string& text, std::map<std::string, std::string> params) {
  const auto loaded = load(text, std::move(params));
  std::vector<std::string> found;
  if (loaded.ok()) return found;
  for (const Error& error : loaded.error())
    found.push_back(error.where.substr(error.where.rfind(':') + 1) + ": " + error.what);
  return found;
}

std::string one_fault(const std::vector<std::string>& found) {
  if (found.size() < 2) return found.empty() ? "" : found.front();
  return "got " + std::to_string(found.size()) + " faults: " + found.front() + " and " + found.back();
}

namespace {
const std::string plain_account =
    R"(account = account { monthly_spend_limit = "$100", numbers = { number { name = "line", type = "TOLL_FREE", country = "US" } } },)";
const std::string plain_workload =
    R"(workloads = { workload { name = "w", from = "line", to = us_recipients { count = 9 }, arrivals = burst { count = 1 }, body = "x" } },)";
}  // namespace

std::string with_workload(const std::string& fields) {
  std::string text = R"(workload { name = "w",)";
  const auto add = [&](const std::string& name, const std::string& value) {
    if (!fields.starts_with(name + " =") && fields.find(", " + name + " =") == std::string::npos &&
        fields.find("\n    " + name + " =") == std::string::npos) {
      text += " " + name + " = " + value + ",";
    }
  };
  if (fields != "channel = \"VOICE\"") add("from", "\"line\"");
  add("to", "us_recipients { count = 9 }");
  add("arrivals", "burst { count = 1 }");
  add("body", "\"x\"");
  return "return scenario { " + plain_account + " workloads = {\n" + text + "\n" + fields + " } } }";
}

std::string with_arrivals(const std::string& arrivals) { return with_workload("arrivals = " + arrivals); }

std::string with_account(const std::string& fields) {
  return "return scenario { account = account { monthly_spend_limit = \"$100\",\n" + fields +
         " },\nworkloads = { workload { name = \"w\", to = us_recipients { count = 9 }, arrivals = burst { count = 1 "
         "}, body = \"x\" } } }";
}

std::string with_scenario(const std::string& fields) {
  return "return scenario { " + plain_account + " " + plain_workload + "\n" + fields + " }";
}

}  // namespace sendlab::test
