#pragma once
// Elementary functions that give the same bits on every machine: built from + - * / sqrt and bit operations of IEEE 754
// doubles only, each rounded on its own (no fused multiply-add, no library calls). Special cases (NaN, infinities, signed
// zeros, domain errors) are those of C's Annex F; nothing sets errno.
//
// Largest error seen against exact values, in units in the last place (tests hold each bound):
//   exp 1, log 1, log1p 1.5, expm1 2, log2 0.51, log10 0.51, pow 0.51, normal results
//   sin, cos 1, tan 2, any finite argument: large ones are reduced with 2/pi to 1,200 bits
//   atan 1.5, atan2 2, asin 2.5, acos 2.5
namespace sendlab::portable {

double exp(double x);
double expm1(double x);
double log(double x);
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
double gamma(double x);  // Euler's, x > 0; relative error below 1e-13

}  // namespace sendlab::portable
