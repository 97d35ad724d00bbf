#pragma once
// report.html: one file that shows a finished run to people, in any browser, without a network.
//
// The page is a pure function of the report (without its member `run`) and of the counts over time. Its script and
// style are of reports/web, its charts are drawn by Chart.js, all bundled into the program at build time. The data
// stand in the page as JSON and enter it as text nodes alone; a content security policy forbids every fetch and every
// script but ours.
#include <string>

#include "reports/document.hpp"
#include "reports/time_series_csv.hpp"

namespace sendlab {

//   report   whole, built or read back from report.json
//   series   of the same run, read from timeseries.csv; nullptr when it is lost: the page has no charts over time then
std::string write_html(const Doc& report, const TimeTable* series);

}  // namespace sendlab
