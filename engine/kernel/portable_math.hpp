#pragma once
// Elementary functions that give the same bits on every machine: built from + - * / sqrt and bit operations of IEEE 754
// doubles only, each rounded on its own (no fused multiply-add, no library calls). Special cases (NaN, infinities,
// signed zeros, domain errors) are those of C's Annex F; nothing sets errno.
//
// Bound on the error, in units in the last place of a normal result (tests hold each):
//   exp, log 1 · log2, log10, pow 0.51 · expm1, log1p 2
//   sin, cos 1 · tan 2 · for any finite argument: large ones are reduced with 2/pi to 1,216 bits
//   atan, atan2 1.5 · asin, acos 2.5
//   gamma: relative error below 1e-13
#include "engine/kernel/portable_exp_log.hpp"

namespace sendlab::portable {

// constexpr double exp(double x) and log(double x) are in portable_exp_log.hpp.
double expm1(double x);
double log1p(double x);
double log2(double x);
double log10(double x);
double pow(double x, double y);
double sin(double x);
double cos(double x);
double tan(double x);
double asin(double x);
double acos(double x);
double atan(double x);
double atan2(double y, double x);
double gamma(double x);  // Euler's gamma function for x > 0; NaN otherwise

}  // namespace sendlab::portable
