package dev.slipway.argo;

/**
 * How many pods of each version make a weight, where no router shares traffic: as the controller
 * reckons. Pure.
 *
 * @param canary pods
 * @param stable pods
 */
record ArgoShare(int canary, int stable) {

  /**
   * The nearest to the weight, with one pod more than asked for where surging is allowed; a weight
   * between none and all has at least a pod of each version.
   *
   * @param weight 0 to 100
   * @param surging whether there may be more pods than {@code replicas}
   */
  static ArgoShare of(int replicas, int weight, boolean surging) {
    ArgoShare best = new ArgoShare(0, 0);
    double least = Double.MAX_VALUE;
    boolean extreme = weight == 0 || weight == 100 || (replicas == 1 && !surging);
    double exact = replicas * weight / 100.0;
    for (int total = replicas; total <= replicas + (surging ? 1 : 0); total++) {
      boolean tied = total * weight % 100 == 50;
      for (int pods : new int[] {(int) Math.ceil(exact), (int) Math.floor(exact)}) {
        boolean upper = pods == Math.ceil(exact);
        boolean fits = extreme || (pods > 0 && pods < total);
        double distance = Math.abs(100.0 * pods / total - weight);
        if (fits && (upper || !tied) && distance < least) {
          least = distance;
          best = new ArgoShare(pods, total - pods);
        }
      }
    }
    return best;
  }

  double percent() {
    int all = canary + stable;
    return all == 0 ? 0 : 100.0 * canary / all;
  }
}
