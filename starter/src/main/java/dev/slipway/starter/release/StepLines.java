package dev.slipway.starter.release;

import dev.slipway.release.StepStatus;
import dev.slipway.starter.screen.Digests;
import dev.slipway.starter.screen.Line;
import dev.slipway.starter.screen.Paint;
import dev.slipway.starter.screen.PlainText;
import dev.slipway.starter.screen.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A step as a row of the tree: glyph, name, time taken, detail; below it what a failed one said
 * last.
 */
final class StepLines {

  private static final int TOOK = 9;
  private static final int MOST_OUTPUT = 12;

  private final Times times;
  private final int nameColumn;

  /**
   * @param nameColumn where the times begin
   */
  StepLines(Times times, int nameColumn) {
    this.times = times;
    this.nameColumn = nameColumn;
  }

  /**
   * @param branch what of the tree stands before the step
   * @param below the same for what is said below it
   * @param name without its environment
   */
  List<Line> of(StepStatus step, String branch, String below, String name) {
    List<String> said = PlainText.lines(step.detail());
    Line line = Line.of(Paint.DIM, branch).add(paint(step), glyph(step) + " ");
    line.outside(isQuiet(step) ? Paint.DIM : Paint.PLAIN, name);
    String took = took(step);
    if (!took.isEmpty() || !said.isEmpty()) {
      line.column(nameColumn);
      line.add(" ".repeat(Math.max(0, TOOK - took.length())) + took);
    }
    if (!said.isEmpty()) {
      line.add("  ")
          .outside(
              step.state() == StepStatus.State.FAILED ? Paint.RED : Paint.DIM,
              Digests.abbreviate(said.getFirst().strip()));
    }
    List<Line> lines = new ArrayList<>();
    lines.add(line);
    if (said.size() > 1) {
      List<String> rest = said.subList(1, said.size());
      for (String output : rest.subList(Math.max(0, rest.size() - MOST_OUTPUT), rest.size())) {
        lines.add(Line.of(Paint.DIM, below).add("    ").add(Paint.DIM, output));
      }
    }
    return lines;
  }

  static Paint paint(StepStatus step) {
    return switch (step.state()) {
      case PASSED -> Paint.GREEN;
      case FAILED -> Paint.RED;
      case RUNNING -> Paint.CYAN;
      case WAITING -> Paint.YELLOW;
      case PENDING, SKIPPED -> Paint.DIM;
    };
  }

  static String glyph(StepStatus step) {
    return switch (step.state()) {
      case PASSED -> "✔";
      case FAILED -> "✖";
      case RUNNING -> "●";
      case WAITING -> "◐";
      case PENDING -> "○";
      case SKIPPED -> "⊘";
    };
  }

  private static boolean isQuiet(StepStatus step) {
    return step.state() == StepStatus.State.PENDING || step.state() == StepStatus.State.SKIPPED;
  }

  private String took(StepStatus step) {
    if (step.startedAt().isEmpty() || isQuiet(step)) {
      return "";
    }
    Instant end = step.endedAt().orElse(times.now());
    return Times.words(java.time.Duration.between(step.startedAt().get(), end));
  }
}
