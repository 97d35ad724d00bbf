// What does one request cost the wire codec? A SendTextMessage of about 400 bytes, one with the longest body, and the
// refusal of one with five faults. Bytes per second are of the request's body.
#include <benchmark/benchmark.h>

#include <string>

#include "engine/api/decode.hpp"
#include "engine/api/encode.hpp"

namespace {

using namespace sendlab;

const std::string typical =
    R"({"DestinationPhoneNumber": "+12925550100", "OriginationIdentity": "phone-0123456789abcdef0123456789abcdef", )"
    R"("MessageBody": "Your Example Corp code is 314159. It expires in 5 minutes. Do not share it.", )"
    R"("MessageType": "TRANSACTIONAL", "ConfigurationSetName": "codes", "MaxPrice": "0.05", "TimeToLive": 300, )"
    R"("Context": {"order": "1714-2236", "shop": "north"}, "DryRun": false})";

void decode_body(benchmark::State& state, const std::string& body) {
  const ApiShapes shapes;
  const OperationShape& operation = *shapes.operation("SendTextMessage");
  for (auto _ : state) {
    auto decoded = decode(operation, body);
    benchmark::DoNotOptimize(decoded);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * body.size()));
}

void BM_DecodeSendTextMessage(benchmark::State& state) { decode_body(state, typical); }
BENCHMARK(BM_DecodeSendTextMessage);

void BM_DecodeLongestBody(benchmark::State& state) {
  // Blanks first: the pattern must look at nearly all of it.
  decode_body(state, R"({"DestinationPhoneNumber":"+12925550100","MessageBody":")" + std::string(1599, ' ') + "x\"}");
}
BENCHMARK(BM_DecodeLongestBody);

void BM_RefuseFiveFaults(benchmark::State& state) {
  decode_body(state,
              R"({"DestinationPhoneNumber":"0","MessageBody":" ","MaxPrice":"1","TimeToLive":1,"MessageType":"X"})");
}
BENCHMARK(BM_RefuseFiveFaults);

void BM_EncodeError(benchmark::State& state) {
  const ApiError error = validation(ValidationReason::price_over_threshold, "The message costs more than MaxPrice.");
  for (auto _ : state) benchmark::DoNotOptimize(body_of(error));
}
BENCHMARK(BM_EncodeError);

void BM_ReadShapeTable(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(ApiShapes());
}
BENCHMARK(BM_ReadShapeTable);

}  // namespace
