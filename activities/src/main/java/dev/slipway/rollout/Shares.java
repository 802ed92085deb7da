package dev.slipway.rollout;

import dev.slipway.traffic.ShareOffer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** How shares of traffic are told to people. */
final class Shares {

  private Shares() {}

  /** {@code 33.3 %}. */
  static String percent(double share) {
    return BigDecimal.valueOf(share)
            .setScale(1, RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString()
        + " %";
  }

  /** What a router has made of a weight that it cannot bring, before what is said of the step. */
  static Optional<String> rounding(double asked, ShareOffer offer) {
    return percent(asked).equals(percent(offer.canary()))
        ? Optional.empty()
        : Optional.of(
            "at "
                + percent(offer.canary())
                + " instead of "
                + percent(asked)
                + (offer.byRequest()
                    ? ", as its router takes whole weights only: "
                    : ", which whole pods do not make (" + offer.pods() + " of the canary's): "));
  }
}
