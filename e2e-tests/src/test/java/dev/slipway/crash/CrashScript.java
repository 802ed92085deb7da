package dev.slipway.crash;

import dev.slipway.crash.CrashPoint.Moment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts what the activities of this worker do, notes each to a file, and dies at its point. One
 * activity of a release runs at a time; another one beside it (of another release, say) may be
 * counted for it, which only moves the point.
 */
final class CrashScript {

  private final Path control;
  private final Path notes;
  private String order = "";
  private Optional<CrashPoint> point = Optional.empty();
  private final Map<String, Integer> occurrences = new HashMap<>();
  private final Map<Long, Running> running = new HashMap<>();
  private long ids;

  private static final class Running {
    private final String activity;
    private final int occurrence;
    private int effects;

    private Running(String activity, int occurrence) {
      this.activity = activity;
      this.occurrence = occurrence;
    }
  }

  /**
   * @param control holds a name for what is counted now and, on a line of its own, the point to die
   *     at, if any; another content begins to count anew
   * @param notes gets a line per activity: what is counted, its type, its occurrence and how many
   *     effects it had
   */
  CrashScript(Path control, Path notes) {
    this.control = control;
    this.notes = notes;
  }

  long begin(String activity) {
    Running begun;
    long id;
    synchronized (this) {
      readControl();
      begun = new Running(activity, occurrences.merge(activity, 1, Integer::sum));
      id = ++ids;
      running.put(id, begun);
    }
    dieIf(begun, Moment.BEFORE, 0);
    return id;
  }

  private void readControl() {
    String now;
    try {
      now = Files.exists(control) ? Files.readString(control, StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!now.equals(order)) {
      order = now;
      occurrences.clear();
      point = now.lines().skip(1).findFirst().map(CrashPoint::parse);
    }
  }

  /** The outside has accepted something: an effect of every activity that runs now. */
  void effect() {
    for (Running active : active()) {
      int effects;
      synchronized (this) {
        effects = ++active.effects;
      }
      dieIf(active, Moment.INSIDE, effects);
    }
  }

  void end(long id) {
    Running ended;
    synchronized (this) {
      ended = running.remove(id);
    }
    if (ended == null) {
      return;
    }
    note(ended);
    dieIf(ended, Moment.AFTER, 0);
  }

  private synchronized Iterable<Running> active() {
    return java.util.List.copyOf(running.values());
  }

  private synchronized void note(Running ended) {
    try {
      Files.writeString(
          notes,
          name() + " " + ended.activity + " " + ended.occurrence + " " + ended.effects + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String name() {
    return order.lines().findFirst().orElse("none");
  }

  private void dieIf(Running active, Moment moment, int effect) {
    CrashPoint here = new CrashPoint(active.activity, active.occurrence, moment, effect);
    Optional<CrashPoint> there;
    synchronized (this) {
      there = point;
    }
    if (there.filter(here::equals).isPresent()) {
      Death.strike();
    }
  }
}
