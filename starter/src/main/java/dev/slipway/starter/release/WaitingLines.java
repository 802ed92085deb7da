package dev.slipway.starter.release;

import dev.slipway.release.Waiting;
import dev.slipway.starter.screen.Digests;
import dev.slipway.starter.screen.Line;
import dev.slipway.starter.screen.Paint;
import dev.slipway.starter.screen.PlainText;
import dev.slipway.starter.screen.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is waited for, since when, until when, what then, who can end it, and with which command.
 */
public final class WaitingLines {

  private static final int LABEL = 12;
  private static final String INDENT = "  ";

  private WaitingLines() {}

  /** Five short rows. */
  public static List<Line> of(Waiting waiting, Times times) {
    List<Line> lines = new ArrayList<>();
    lines.add(label("waits for").outside(Paint.YELLOW, Digests.abbreviate(waiting.reason())));
    lines.add(label("since").add(times.relative(waiting.since())));
    lines.add(
        label("until")
            .add(waiting.until().map(times::relative).orElseGet(() -> withoutDeadline(waiting)))
            .outside(then(waiting)));
    if (!waiting.endedBy().isEmpty()) {
      lines.add(
          label("ended by")
              .add(
                  waiting.endedBy().stream()
                      .map(PlainText::line)
                      .collect(Collectors.joining(", "))));
    }
    String name = "with";
    for (String command : waiting.commands()) {
      lines.add(label(name).outside(Paint.BOLD, command));
      name = "";
    }
    return lines;
  }

  private static String withoutDeadline(Waiting waiting) {
    return waiting.then().isBlank() ? "it has work again" : "somebody acts";
  }

  private static String then(Waiting waiting) {
    if (waiting.then().isBlank()) {
      return "";
    }
    return (waiting.until().isPresent() ? ", then " : "; till then ")
        + PlainText.line(waiting.then());
  }

  static Line label(String text) {
    return Line.of(INDENT).add(Paint.DIM, text).column(INDENT.length() + LABEL);
  }
}
