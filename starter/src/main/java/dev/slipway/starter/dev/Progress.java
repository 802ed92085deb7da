package dev.slipway.starter.dev;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** What the embedded default tells while it works: whole lines, with the time since it began. */
public final class Progress {

  private final PrintWriter out;
  private final long begun = System.nanoTime();

  public Progress(PrintWriter out) {
    this.out = out;
  }

  /** One line with the seconds since the beginning. */
  public synchronized void say(String line) {
    out.printf(Locale.ROOT, "%6.1f s  %s%n", elapsed().toMillis() / 1000.0, line);
    out.flush();
  }

  /** One line as it is. */
  public synchronized void print(String line) {
    out.println(line);
    out.flush();
  }

  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }
}
