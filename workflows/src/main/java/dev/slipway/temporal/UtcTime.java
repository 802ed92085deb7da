package dev.slipway.temporal;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants in sentences that are written by workflows, which do not know where their reader is. */
public final class UtcTime {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private UtcTime() {}

  /** {@code 2026-11-24 21:10:03 UTC}. */
  public static String of(Instant instant) {
    return FORMAT.format(instant);
  }
}
