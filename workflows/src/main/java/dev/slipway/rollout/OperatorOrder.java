package dev.slipway.rollout;

/**
 * What a person orders, by update (CLI) or signal (typed in the Web UI as {@code
 * {"by":"ada","reason":"…"}}).
 *
 * @param by unverified name
 * @param reason why, recorded
 */
public record OperatorOrder(String by, String reason) {

  public OperatorOrder {
    if (by == null || by.isBlank()) {
      throw new IllegalArgumentException("say who you are: {\"by\": \"NAME\", \"reason\": \"…\"}");
    }
    reason = reason == null ? "" : reason;
  }
}
