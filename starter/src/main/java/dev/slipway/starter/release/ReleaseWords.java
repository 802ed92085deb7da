package dev.slipway.starter.release;

import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.ReleaseStatus.Phase;
import dev.slipway.starter.screen.Digests;
import dev.slipway.starter.screen.Line;
import dev.slipway.starter.screen.Paint;
import java.util.Locale;
import java.util.Optional;

/** Where a release is and how it ended, in words, and in the colour of its outcome. */
final class ReleaseWords {

  private ReleaseWords() {}

  static String state(ReleaseView view) {
    if (view.lost()) {
      return "ended in Temporal without a result";
    }
    return view.release()
        .result()
        .map(result -> of(result.outcome()))
        .orElseGet(() -> of(view.release().phase()));
  }

  static String of(Phase phase) {
    return words(phase);
  }

  static String of(Outcome outcome) {
    return words(outcome);
  }

  static Paint paint(ReleaseView view) {
    if (view.lost()) {
      return Paint.RED;
    }
    Optional<ReleaseResult> result = view.release().result();
    return result.isPresent()
        ? paint(result.get().outcome())
        : switch (view.release().phase()) {
          case AWAITING_GATE, AWAITING_APPROVAL, AWAITING_SLOT -> Paint.YELLOW;
          case PARKED -> Paint.RED;
          case BUILDING, TESTING, PROPOSING, MERGING, ROLLING_OUT, ENDED -> Paint.CYAN;
        };
  }

  static Paint paint(Outcome outcome) {
    return switch (outcome) {
      case PROMOTED -> Paint.GREEN;
      case ROLLED_BACK, FAILED -> Paint.RED;
      case REJECTED, ABORTED, SUPERSEDED, EXPIRED -> Paint.YELLOW;
    };
  }

  static String glyph(ReleaseView view) {
    return view.exitCode() == dev.slipway.starter.ExitCode.DONE ? "✔" : "✖";
  }

  /** {@code rolled back in production: 3.1 % of answers failed}. */
  static Line ending(ReleaseView view) {
    Line line = Line.of(paint(view), state(view));
    view.release()
        .result()
        .ifPresent(
            result -> {
              if (!result.environment().isEmpty()) {
                line.add(" in ").outside(result.environment());
              }
              if (!result.reason().isBlank()) {
                line.add(": ").outside(Digests.abbreviate(result.reason()));
              }
            });
    return line;
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
