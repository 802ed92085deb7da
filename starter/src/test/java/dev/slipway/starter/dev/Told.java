package dev.slipway.starter.dev;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Keeps what a person would read. */
final class Told {

  private final StringWriter text = new StringWriter();

  Progress progress() {
    return new Progress(new PrintWriter(text));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
