package dev.slipway.environment;

import java.time.Instant;
import java.util.Optional;

/** A revision or artifact that may not be released here again without an override. */
public record Quarantined(
    String revision, Optional<String> artifact, String reason, Instant since) {}
