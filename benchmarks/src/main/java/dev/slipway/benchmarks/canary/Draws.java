package dev.slipway.benchmarks.canary;

import java.util.SplittableRandom;

/**
 * Random counts, the same for the same seed. Small means are drawn by inversion, large ones by
 * rejection (W. Hörmann, <em>The generation of binomial random variates</em>, 1993, algorithm BTRS,
 * and <em>The transformed rejection method for generating Poisson random variables</em>, 1993,
 * algorithm PTRS): then a count of a million costs as much as one of ten.
 */
final class Draws {

  private static final double SMALL_MEAN = 10;

  private final SplittableRandom random;

  Draws(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Seeds that are close to each other give draws that have nothing to do with each other. */
  static long seed(long... parts) {
    long seed = 0x9e3779b97f4a7c15L;
    for (long part : parts) {
      seed = scrambled(seed ^ (part + 0x9e3779b97f4a7c15L + (seed << 6) + (seed >>> 2)));
    }
    return seed;
  }

  /** David Stafford's thirteenth mixer. */
  private static long scrambled(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  double uniform() {
    return random.nextDouble();
  }

  /** With mean 0 and variance 1. */
  double normal() {
    return random.nextGaussian();
  }

  /** How many of {@code n} happen, each with probability {@code p}. */
  long binomial(long n, double p) {
    if (n == 0 || p <= 0) {
      return 0;
    }
    if (p >= 1) {
      return n;
    }
    if (p > 0.5) {
      return n - binomial(n, 1 - p);
    }
    return n * p < SMALL_MEAN ? binomialByInversion(n, p) : binomialByRejection(n, p);
  }

  /** A Poisson number. */
  long poisson(double mean) {
    if (mean <= 0) {
      return 0;
    }
    return mean < SMALL_MEAN ? poissonByInversion(mean) : poissonByRejection(mean);
  }

  /** From 1 on, with that mean. */
  long geometric(double mean) {
    return 1 + (long) Math.floor(Math.log(1 - random.nextDouble()) / Math.log1p(-1 / mean));
  }

  private long binomialByInversion(long n, double p) {
    double odds = p / (1 - p);
    double term = Math.exp(n * Math.log1p(-p));
    double left = random.nextDouble();
    long k = 0;
    while (left > term && k < n) {
      left -= term;
      k++;
      term *= odds * (n - k + 1) / k;
    }
    return k;
  }

  private long binomialByRejection(long n, double p) {
    double deviation = Math.sqrt(n * p * (1 - p));
    double b = 1.15 + 2.53 * deviation;
    double a = -0.0873 + 0.0248 * b + 0.01 * p;
    double c = n * p + 0.5;
    double accepted = 0.92 - 4.2 / b;
    double alpha = (2.83 + 5.1 / b) * deviation;
    double logOdds = Math.log(p / (1 - p));
    double mode = Math.floor((n + 1) * p);
    double height = logFactorial(mode) + logFactorial(n - mode);
    while (true) {
      double u = random.nextDouble() - 0.5;
      double v = random.nextDouble();
      double us = 0.5 - Math.abs(u);
      double k = Math.floor((2 * a / us + b) * u + c);
      if (k < 0 || k > n) {
        continue;
      }
      if (us >= 0.07 && v <= accepted) {
        return (long) k;
      }
      double logarithm = Math.log(v * alpha / (a / (us * us) + b));
      if (logarithm <= height - logFactorial(k) - logFactorial(n - k) + (k - mode) * logOdds) {
        return (long) k;
      }
    }
  }

  private long poissonByInversion(double mean) {
    double term = Math.exp(-mean);
    double left = random.nextDouble();
    long k = 0;
    while (left > term && k < 1000) {
      left -= term;
      k++;
      term *= mean / k;
    }
    return k;
  }

  private long poissonByRejection(double mean) {
    double b = 0.931 + 2.53 * Math.sqrt(mean);
    double a = -0.059 + 0.02483 * b;
    double accepted = 0.9277 - 3.6224 / (b - 2);
    double alpha = 1.1239 + 1.1328 / (b - 3.4);
    while (true) {
      double u = random.nextDouble() - 0.5;
      double v = random.nextDouble();
      double us = 0.5 - Math.abs(u);
      double k = Math.floor((2 * a / us + b) * u + mean + 0.43);
      if (k < 0) {
        continue;
      }
      if (us >= 0.07 && v <= accepted) {
        return (long) k;
      }
      if (us < 0.013 && v > us) {
        continue;
      }
      if (Math.log(v * alpha / (a / (us * us) + b))
          <= k * Math.log(mean) - mean - logFactorial(k)) {
        return (long) k;
      }
    }
  }

  /** By Stirling's series from 10 on, to 1e-10. */
  private static double logFactorial(double n) {
    if (n < SMALL_FACTORIALS.length) {
      return SMALL_FACTORIALS[(int) n];
    }
    double x = n + 1;
    double square = x * x;
    return (x - 0.5) * Math.log(x)
        - x
        + 0.9189385332046728
        + (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / x;
  }

  private static final double[] SMALL_FACTORIALS = smallFactorials();

  private static double[] smallFactorials() {
    double[] logs = new double[16];
    for (int n = 1; n < logs.length; n++) {
      logs[n] = logs[n - 1] + Math.log(n);
    }
    return logs;
  }
}
