package dev.slipway.analysis.statistics;

/**
 * A step of a rollout as it is planned.
 *
 * @param weight share of the requests that the canary gets, above 0 and below 1
 * @param requests of both versions that it is expected to see at most, from 0 on
 */
public record PlannedStep(double weight, double requests) {

  public PlannedStep {
    if (!(weight > 0 && weight < 1) || !(requests >= 0 && requests < Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "A planned step needs a weight between 0 and 1 and requests of 0 or more, but has %s and %s."
              .formatted(weight, requests));
    }
  }

  /**
   * The evidence that the step's errors will give for a true odds ratio, in nats: {@code errors
   * KL}.
   *
   * @param rate of errors of the baseline
   */
  double nats(double rate, double ratio) {
    return requests * rate * (1 - weight + weight * ratio) * natsPerError(ratio);
  }

  /**
   * {@code KL(th || w)} with {@code th = w r/(1-w+w r)}: what one error of either version tells.
   */
  double natsPerError(double ratio) {
    double share = weight * ratio / (1 - weight + weight * ratio);
    return share * Math.log(share / weight) + (1 - share) * Math.log((1 - share) / (1 - weight));
  }
}
