package dev.slipway.release;

/**
 * What a person types to approve or reject: {@code {"by":"ada","reason":"looks good"}}.
 *
 * @param by unverified name
 * @param reason why, recorded; a rejection needs one
 * @param diffDigest the rendered diff that was shown; empty: the present one
 */
public record Decision(String by, String reason, String diffDigest) {

  public Decision {
    if (by == null || by.isBlank()) {
      throw new IllegalArgumentException("say who you are: {\"by\": \"NAME\", \"reason\": \"…\"}");
    }
    reason = reason == null ? "" : reason;
    diffDigest = diffDigest == null ? "" : diffDigest;
  }
}
