package dev.slipway.cluster;

/**
 * How a Deployment's pods are.
 *
 * @param wanted how many pods its spec asks for
 * @param ready how many serve, of whichever version
 * @param settled the last change is seen, all wanted pods are of it and ready, and no older one
 *     serves any more
 * @param failed it will not settle by itself: a pod crashes again and again, or the progress
 *     deadline is over
 * @param reason the sentence a person needs while it is not settled (a pod's message, the last line
 *     of its log), else empty
 */
public record WorkloadCondition(
    int wanted, int ready, boolean settled, boolean failed, String reason) {

  /** {@code 2 of 3 ready}, with the reason where there is one. */
  public String sentence() {
    String counts = ready + " of " + wanted + " ready";
    return reason.isEmpty() ? counts : counts + ": " + reason;
  }

  /** As a health, the worst of which wins. */
  public Health health() {
    if (settled) {
      return Health.HEALTHY;
    }
    return failed ? Health.DEGRADED : Health.PROGRESSING;
  }
}
