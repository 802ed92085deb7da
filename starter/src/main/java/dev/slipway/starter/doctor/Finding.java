package dev.slipway.starter.doctor;

import dev.slipway.starter.screen.Line;
import dev.slipway.starter.screen.Paint;

/**
 * What was found of one thing.
 *
 * @param subject what was looked at
 * @param text what is there, or what to do
 */
public record Finding(String subject, State state, String text) {

  private static final int SUBJECT = 20;

  /** Whether it is as it should be. */
  public enum State {
    OK,
    /** Works, or was not looked at, but a person should know. */
    NOTE,
    BROKEN
  }

  static Finding ok(String subject, String text) {
    return new Finding(subject, State.OK, text);
  }

  static Finding note(String subject, String text) {
    return new Finding(subject, State.NOTE, text);
  }

  static Finding broken(String subject, String text) {
    return new Finding(subject, State.BROKEN, text);
  }

  Line line() {
    Line line =
        switch (state) {
          case OK -> Line.of(Paint.GREEN, "✔ ");
          case NOTE -> Line.of(Paint.YELLOW, "• ");
          case BROKEN -> Line.of(Paint.RED, "✖ ");
        };
    return line.add(subject)
        .column(SUBJECT)
        .outside(state == State.OK ? Paint.DIM : Paint.PLAIN, text);
  }
}
