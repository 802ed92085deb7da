package dev.slipway.analysis.statistics;

import java.util.Arrays;

/**
 * How likely a sum of many independent yes-or-no trials is to be exactly its mean: what two of the
 * tests here come down to for large counts.
 *
 * <p>With the cumulants {@code kappa_j} of the sum and {@code sd^2 = kappa_2}, the inversion
 * integral of its characteristic function at a whole mean is
 *
 * <pre>{@code
 * P(S = mean) = 1/(sd sqrt(2 pi)) E exp( sum_{j>=3} kappa_j (i Z/sd)^j / j! )      Z ~ N(0, 1)
 * }</pre>
 *
 * <p>The exponential is expanded in powers of {@code 1/sd}, up to the eighth, and the mean of each
 * power of Z is a double factorial. No cumulant of a yes-or-no trial is much larger than its
 * variance, so what is left out is of the order of {@code 10^-3/sd^10}: below {@code 1e-15} from
 * the variance {@value #WIDE} on, whatever the trials are. What the integral leaves out at the far
 * end of the circle is below {@code exp(-sd^2)}. Cost: the same for a thousand trials and for
 * 10^12.
 *
 * <p>Not shared: filled and read in one method, then cleared for the next.
 */
final class BernoulliSum {

  /** From this variance on {@link #logAtMean} is exact to a double's last digits. */
  static final double WIDE = 400;

  private static final int ORDERS = 8;
  private static final int ROW = ORDERS + 1;

  /** {@code (2n-1)!!}: the mean of {@code Z^2n}. */
  private static final double[] MOMENTS = moments();

  private static final double[] FACTORIALS = factorials();

  private final double[] cumulants = new double[ORDERS + 3];
  private final double[] exponents = new double[ROW];
  private final double[] terms = new double[ROW * ROW];

  /** Forgets all trials. */
  void clear() {
    Arrays.fill(cumulants, 0);
  }

  /**
   * Adds equal trials.
   *
   * @param trials how many
   * @param yes probability of one
   * @param no the other one, given apart so that a tiny one keeps its digits
   */
  void add(double trials, double yes, double no) {
    double v = yes * no;
    double each = trials * v;
    double odd = each * (no - yes);
    cumulants[2] += each;
    cumulants[3] += odd;
    cumulants[4] += each * (1 - 6 * v);
    cumulants[5] += odd * (1 - 12 * v);
    cumulants[6] += each * (1 - v * (30 - 120 * v));
    cumulants[7] += odd * (1 - v * (60 - 360 * v));
    cumulants[8] += each * (1 - v * (126 - v * (1680 - 5040 * v)));
    cumulants[9] += odd * (1 - v * (252 - v * (5040 - 20160 * v)));
    cumulants[10] += each * (1 - v * (510 - v * (17640 - v * (151200 - 362880 * v))));
  }

  double variance() {
    return cumulants[2];
  }

  /**
   * Natural logarithm of P(S = mean), for a whole mean and a variance of {@value #WIDE} or more.
   */
  double logAtMean() {
    double variance = variance();
    return Math.log(series(variance)) - 0.5 * Math.log(variance) - GammaFunction.HALF_LOG_TWO_PI;
  }

  /**
   * The mean of the exponential. Its n-th order is {@code sum_l terms[n][l] (iZ)^(n+2l)}, by {@code
   * n e_n = sum_m m b_m e_(n-m)} for the powers of an exponential.
   */
  private double series(double variance) {
    for (int m = 1; m <= ORDERS; m++) {
      exponents[m] = m * cumulants[m + 2] / (FACTORIALS[m + 2] * variance);
    }
    terms[0] = 1;
    double sum = 1;
    double scale = 1;
    for (int n = 1; n <= ORDERS; n++) {
      double order = 0;
      for (int l = 1; l <= n; l++) {
        double term = 0;
        for (int m = 1; m <= n - l + 1; m++) {
          term += exponents[m] * terms[(n - m) * ROW + l - 1];
        }
        terms[n * ROW + l] = term / n;
        order += ((n + 2 * l) % 4 == 0 ? 1 : -1) * terms[n * ROW + l] * MOMENTS[n / 2 + l];
      }
      if (n % 2 == 0) {
        scale /= variance;
        sum += order * scale;
      }
    }
    return sum;
  }

  private static double[] moments() {
    double[] moments = new double[ORDERS + ORDERS / 2 + 1];
    moments[0] = 1;
    for (int n = 1; n < moments.length; n++) {
      moments[n] = moments[n - 1] * (2 * n - 1);
    }
    return moments;
  }

  private static double[] factorials() {
    double[] factorials = new double[ORDERS + 3];
    factorials[0] = 1;
    for (int n = 1; n < factorials.length; n++) {
      factorials[n] = factorials[n - 1] * n;
    }
    return factorials;
  }
}
