#pragma once
// Three small works, done in the same way by sendlab's simulation, a heap written by hand and ns-3, to be timed side by
// side.
//
//   hold     N events wait; run the earliest, schedule one an exponential gap later. An operation is an event.
//   mm1      one server at load 0.9, two events a customer. An operation is an event.
//   cancel   N events wait; schedule one more and cancel it at once. An operation is the pair.
//
// A program gives an Engine to run_works():
//   schedule(delay_ns, kind, subject)   one event, from now
//   schedule_and_cancel(delay_ns)       one event that does not happen
//   run(count, handle)                  runs that many events; handle(kind, subject) may schedule
// and prints one line: WORK N OPERATIONS CPU_SECONDS. What happens before the first operation is not timed.
#include <time.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "engine/kernel/samplers.hpp"

namespace peers {

// All engines draw alike, so that the draws cost the same in all.
inline sendlab::RandomStream random{sendlab::StreamKey{2}};
inline std::int64_t exponential_ns(double mean_ns) {
  return static_cast<std::int64_t>(sendlab::draw_exponential(random) * mean_ns);
}

// CPU seconds: what else runs on the machine disturbs them less than the time on the wall.
template <class Work>
double seconds_of(Work&& work) {
  const auto now = [] {
    timespec at{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return static_cast<double>(at.tv_sec) + static_cast<double>(at.tv_nsec) * 1e-9;
  };
  const double begin = now();
  work();
  return now() - begin;
}

template <class Engine>
void fill(Engine& engine, std::uint32_t n) {
  for (std::uint32_t i = 0; i < n; ++i) engine.schedule(exponential_ns(1e9), 0, i);
}

template <class Engine>
double hold(Engine& engine, std::uint32_t n, std::uint64_t operations) {
  fill(engine, n);
  const auto handle = [&](std::uint32_t kind, std::uint32_t subject) {
    engine.schedule(exponential_ns(1e9), kind, subject);
  };
  // Until the queue's own order is that of the long run; the gaps are so from the beginning, having no memory.
  engine.run(std::min<std::uint64_t>(3 * std::uint64_t{n}, 10'000'000), handle);
  return seconds_of([&] { engine.run(operations, handle); });
}

template <class Engine>
double mm1(Engine& engine, std::uint64_t operations) {
  enum Kind : std::uint32_t { arrival, departure };
  std::uint64_t in_system = 0;
  const auto handle = [&](std::uint32_t kind, std::uint32_t) {
    if (kind == arrival) {
      if (in_system++ == 0) engine.schedule(exponential_ns(0.9e9), departure, 0);
      engine.schedule(exponential_ns(1e9), arrival, 0);
    } else if (--in_system != 0) {
      engine.schedule(exponential_ns(0.9e9), departure, 0);
    }
  };
  engine.schedule(exponential_ns(1e9), arrival, 0);
  return seconds_of([&] { engine.run(operations, handle); });
}

template <class Engine>
double cancel(Engine& engine, std::uint32_t n, std::uint64_t operations) {
  fill(engine, n);
  return seconds_of([&] {
    for (std::uint64_t i = 0; i < operations; ++i) engine.schedule_and_cancel(exponential_ns(1e9));
  });
}

template <class Engine>
int run_works(int argc, char** argv, Engine&& engine) {
  if (argc != 4) return std::fprintf(stderr, "usage: %s hold|mm1|cancel N OPERATIONS\n", argv[0]), 2;
  const std::string_view work = argv[1];
  const auto n = static_cast<std::uint32_t>(std::strtoul(argv[2], nullptr, 10));
  const std::uint64_t operations = std::strtoull(argv[3], nullptr, 10);
  double seconds = 0;
  if (work == "hold")
    seconds = hold(engine, n, operations);
  else if (work == "mm1")
    seconds = mm1(engine, operations);
  else if (work == "cancel")
    seconds = cancel(engine, n, operations);
  else
    return std::fprintf(stderr, "%s: no such work\n", argv[1]), 2;
  std::printf("%s %u %llu %.6f\n", argv[1], n, static_cast<unsigned long long>(operations), seconds);
  return 0;
}

}  // namespace peers
