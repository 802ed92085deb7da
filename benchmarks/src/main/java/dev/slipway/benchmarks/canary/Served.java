package dev.slipway.benchmarks.canary;

/**
 * What one version served in a time: counts to which more can be added. Not shared between threads.
 */
final class Served {

  private long requests;
  private long errors;
  private final long[] slower;

  Served(int boundaries) {
    slower = new long[boundaries];
  }

  long requests() {
    return requests;
  }

  long errors() {
    return errors;
  }

  /** Requests that took longer than a boundary of the scenario. */
  long slower(int boundary) {
    return slower[boundary];
  }

  int boundaries() {
    return slower.length;
  }

  /** Share of requests that did not fail, 0 to 1; NaN without requests. */
  double successRate() {
    return 1 - (double) errors / requests;
  }

  void add(Served more) {
    requests += more.requests;
    errors += more.errors;
    for (int i = 0; i < slower.length; i++) {
      slower[i] += more.slower[i];
    }
  }

  void clear() {
    requests = 0;
    errors = 0;
    java.util.Arrays.fill(slower, 0);
  }

  /** In place of what was there. */
  void draw(Draws draws, long served, long failed, double[] slowerShares) {
    requests = served;
    errors = failed;
    long left = served;
    double before = 1;
    for (int i = 0; i < slower.length; i++) {
      double share = slowerShares[i];
      left = left == 0 || before == 0 ? 0 : draws.binomial(left, share / before);
      before = share;
      slower[i] = left;
    }
  }
}
