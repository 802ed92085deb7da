package dev.slipway.starter.screen;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Instants and durations in the words of a person who looks at the screen now.
 *
 * @param now when the screen is drawn
 * @param zone the person's own
 */
public record Times(Instant now, ZoneId zone) {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter YEAR =
      DateTimeFormatter.ofPattern("d MMM yyyy HH:mm", Locale.ENGLISH);

  /** {@code 14:03:12} today, {@code 3 Nov 14:03} before or after, with the year in another one. */
  public String at(Instant instant) {
    ZonedDateTime there = instant.atZone(zone);
    LocalDate today = now.atZone(zone).toLocalDate();
    if (there.toLocalDate().equals(today)) {
      return CLOCK.format(there);
    }
    return (there.getYear() == today.getYear() ? DAY : YEAR).format(there);
  }

  /** {@code 14:03:12 (2m 10s ago)} or {@code 15:00:00 (in 56m 48s)}. */
  public String relative(Instant instant) {
    Duration distance = Duration.between(instant, now);
    return distance.isNegative()
        ? at(instant) + " (in " + words(distance.negated()) + ")"
        : at(instant) + " (" + words(distance) + " ago)";
  }

  public String since(Instant instant) {
    return words(Duration.between(instant, now));
  }

  /** {@code 0.4s}, {@code 41s}, {@code 2m 13s}, {@code 3h 04m}, {@code 2d 3h}; never negative. */
  public static String words(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1fs", Math.max(0, duration.toMillis()) / 1000.0);
    }
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return String.format(Locale.ROOT, "%dm %02ds", seconds / 60, seconds % 60);
    }
    if (seconds < 86_400) {
      return String.format(Locale.ROOT, "%dh %02dm", seconds / 3600, seconds / 60 % 60);
    }
    return String.format(Locale.ROOT, "%dd %dh", seconds / 86_400, seconds / 3600 % 24);
  }

  /** One unit only, for tables: {@code 41s}, {@code 2m}, {@code 3h}, {@code 2d}. */
  public String age(Instant instant) {
    long seconds = Math.max(0, Duration.between(instant, now).toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m";
    }
    return seconds < 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
  }
}
