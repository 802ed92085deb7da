package dev.slipway.rollout;

import dev.slipway.metrics.Split;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether the router really shares the requests as it was told, seen from what it has counted while
 * one step's weight was in force. Pure.
 *
 * <p>Too much for the canary is a breach at once: it is what a canary is to prevent. Too little
 * harms nobody and may pass by itself (requests that take minutes are counted when they end), so it
 * is first a doubt: the step does not pass, the count begins anew after half of the patience, and
 * only when that says the same again the router is blamed.
 *
 * @param split what was counted
 * @param doubted since when the canary was found to get too little; empty when it never was
 * @param breach the sentence for a person; empty while the router may be believed
 */
record Obedience(Split split, Optional<Instant> doubted, Optional<String> breach) {

  static final Obedience UNKNOWN = new Obedience(Split.NONE, Optional.empty(), Optional.empty());

  /**
   * @param more what was counted from one instant to another
   * @param since when the weight came into force
   */
  Obedience after(Split more, Instant from, Instant to, Instant since, ShareRule rule) {
    if (breach.isPresent() || from.isBefore(countsFrom(since, rule))) {
      return this;
    }
    Split all = split.plus(more);
    Optional<String> tooMuch = rule.tooMuch(all);
    if (tooMuch.isPresent()) {
      return new Obedience(all, doubted, tooMuch);
    }
    Optional<String> tooLittle = rule.tooLittle(all);
    if (tooLittle.isPresent() && doubted.isEmpty()) {
      return new Obedience(Split.NONE, Optional.of(to), Optional.empty());
    }
    return new Obedience(all, doubted, tooLittle);
  }

  private Instant countsFrom(Instant since, ShareRule rule) {
    return doubted
        .map(found -> found.plus(rule.patience().dividedBy(2)))
        .orElseGet(() -> since.plus(rule.grace()));
  }

  /** Whether a step has to wait for the answer. */
  boolean isDoubted(Duration patience, Instant now) {
    return doubted.isPresent() && now.isBefore(doubted.get().plus(patience));
  }
}
