#include "engine/api/deactivation_reports.hpp"

#include <algorithm>
#include <cstdio>
#include <optional>

#include "engine/kernel/random.hpp"
#include "engine/message/phone_number.hpp"

namespace sendlab {
namespace {

constexpr Duration day_length = std::chrono::hours{24};
constexpr std::string_view folder = "sms-deact-reports/";
constexpr std::string_view ending = "-deact-report.csv";

StoredObject error(int status, const char* code, const std::string& message) {
  return {status,
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + std::string(code) + "</Code><Message>" +
              message + "</Message></Error>",
          "application/xml"};
}

std::string text_of(CivilDate day) {
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", day.year, day.month, day.day);
  return text;
}

std::int64_t days_between(CivilDate from, CivilDate to) {
  return (start_of_utc_day(to) - start_of_utc_day(from)) / day_length;
}

CivilDate days_before(Instant now, std::int64_t days) { return utc_date(now - day_length * days); }

// What is wrong with a request before any key is looked at.
std::optional<StoredObject> refused(std::string_view bucket, std::string_view own, bool pays) {
  if (bucket != own)
    return error(404, "NoSuchBucket", "The bucket of the account's Region is " + std::string(own) + ".");
  if (!pays) return error(403, "AccessDenied", "The requester pays: send the header x-amz-request-payer: requester.");
  return std::nullopt;
}

}  // namespace

std::string DeactivationReports::report_of(CivilDate day, Instant start) {
  if (!asked_) {
    asked_ = true;
    by_age_.resize(days_kept);
    const auto all = numbers_ ? numbers_() : std::vector<DeactivatedNumber>{};
    for (const DeactivatedNumber& gone : all) {
      RandomStream random{stream_key(Seed{gone.number.digits}, 0, "deactivated number", "day")};
      by_age_[random.below(days_kept)].push_back(gone.number);
    }
    for (auto& numbers : by_age_) std::sort(numbers.begin(), numbers.end());
  }
  std::string report = "phone_number\n";
  const std::int64_t age = days_between(day, utc_date(start));
  if (age >= 0 && age < days_kept)
    for (const PhoneNumber number : by_age_[static_cast<std::size_t>(age)]) report += to_e164(number) + '\n';
  return report;
}

StoredObject DeactivationReports::get(std::string_view bucket, std::string_view key, bool pays, Instant now,
                                      Instant start) {
  if (auto answer = refused(bucket, bucket_, pays)) return *std::move(answer);
  const StoredObject none = error(404, "NoSuchKey", "There is no object of that key.");
  if (!key.starts_with(folder)) return none;
  std::string_view name = key.substr(folder.size());
  if (!name.starts_with("us/") && !name.starts_with("US/")) return none;  // R-DEA-1, R-DEA-5
  name.remove_prefix(3);
  if (name == "latest-deact-report.csv") return {200, report_of(utc_date(now), start), "text/csv"};
  for (int age = 0; age < days_kept; ++age) {
    const CivilDate day = days_before(now, age);
    if (name == text_of(day) + std::string(ending)) return {200, report_of(day, start), "text/csv"};
  }
  return none;
}

StoredObject DeactivationReports::list(std::string_view bucket, std::string_view prefix, bool pays, Instant now,
                                       Instant start) {
  if (auto answer = refused(bucket, bucket_, pays)) return *std::move(answer);
  constexpr std::string_view listed = "sms-deact-reports/us/";
  if (!prefix.starts_with(listed))
    return error(403, "AccessDenied", "Only what lies under sms-deact-reports/us/ can be listed.");
  std::vector<std::string> keys;
  for (int age = days_kept - 1; age >= 0; --age)
    keys.push_back(std::string(listed) + text_of(days_before(now, age)) + std::string(ending));
  keys.push_back(std::string(listed) + "latest-deact-report.csv");
  std::string contents;
  int count = 0;
  for (const std::string& key : keys) {
    if (!key.starts_with(prefix)) continue;
    ++count;
    const StoredObject object = get(bucket, key, true, now, start);
    contents += "<Contents><Key>" + key + "</Key><LastModified>" + to_iso8601_ms(start_of_utc_day(utc_date(now))) +
                "</LastModified><Size>" + std::to_string(object.body.size()) +
                "</Size><StorageClass>STANDARD</StorageClass></Contents>";
  }
  return {200,
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult "
          "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>" +
              bucket_ + "</Name><Prefix>" + std::string(prefix) + "</Prefix><KeyCount>" + std::to_string(count) +
              "</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>" + contents + "</ListBucketResult>",
          "application/xml"};
}

}  // namespace sendlab
