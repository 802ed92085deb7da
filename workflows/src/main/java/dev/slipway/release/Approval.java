package dev.slipway.release;

import java.time.Instant;

/**
 * A recorded human decision.
 *
 * @param by who: unverified, or the forge's login
 * @param artifact digest it is bound to
 * @param diffDigest the rendered diff it is bound to
 * @param through {@code cli}, {@code web-ui} or {@code forge}
 */
public record Approval(
    String by, String reason, Instant at, String artifact, String diffDigest, String through) {}
