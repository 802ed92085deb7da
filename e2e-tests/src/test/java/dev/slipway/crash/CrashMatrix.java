package dev.slipway.crash;

import dev.slipway.crash.CrashPoint.Moment;
import dev.slipway.crash.Trial.Findings;
import dev.slipway.e2e.Choice;
import dev.slipway.e2e.Patience;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.temporal.WorkflowIds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the matrix and prints a line per point. The points come from a recorded release of each
 * outcome, so that a new step is covered by itself.
 *
 * <pre>
 * tools/crash-matrix.sh [--sample N --seed TEXT] [--only TEXT] [--lanes N] [--state DIR]
 * </pre>
 */
public final class CrashMatrix {

  private final Path project;
  private final Path state;
  private final AtomicInteger versions = new AtomicInteger();
  private final AtomicInteger passed = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger unreached = new AtomicInteger();

  /** One cell of the matrix. */
  record Cell(Scenario scenario, Optional<CrashPoint> point) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%-11s %s",
          scenario.name().toLowerCase(Locale.ROOT).replace('_', ' '),
          point.map(CrashPoint::toString).orElse("kill -9 of the Temporal server"));
    }
  }

  private CrashMatrix(Path project, Path state) {
    this.project = project;
    this.state = state;
  }

  public static void main(String[] arguments) throws InterruptedException {
    Map<String, String> options = Choice.options(arguments);
    CrashMatrix matrix =
        new CrashMatrix(
            Path.of("").toAbsolutePath(),
            Path.of(options.getOrDefault("--state", "target/crash-matrix")).toAbsolutePath());
    int lanes = Integer.parseInt(options.getOrDefault("--lanes", "1"));
    boolean well = matrix.run(Choice.of(options), lanes);
    // The worker's and the SDK's threads are daemons no more than the customers are.
    System.exit(well ? 0 : 1);
  }

  private boolean run(Choice choice, int lanes) throws InterruptedException {
    try (Lane lane = begin("record")) {
      List<Cell> recorded = record(lane);
      print("recorded: " + recorded.size() + " points");
      List<Cell> cells = choice.among(recorded, Cell::toString);
      if (cells.size() < recorded.size()) {
        print("chosen: " + cells.size() + " of them, by " + choice);
      }
      ConcurrentLinkedQueue<Cell> left = new ConcurrentLinkedQueue<>(cells);
      List<Thread> others = new ArrayList<>();
      for (int number = 2; number <= lanes; number++) {
        String name = "lane-" + number;
        others.add(Thread.ofPlatform().start(() -> work(name, left)));
      }
      work(lane, "record", left);
      for (Thread other : others) {
        other.join();
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d passed, %d failed, %d not reached%n",
        passed.get(),
        failed.get(),
        unreached.get());
    return failed.get() == 0;
  }

  private void work(String name, ConcurrentLinkedQueue<Cell> cells) {
    try (Lane lane = begin(name)) {
      work(lane, name, cells);
    }
  }

  private void work(Lane lane, String name, ConcurrentLinkedQueue<Cell> cells) {
    for (Cell cell = cells.poll(); cell != null; cell = cells.poll()) {
      int version = versions.incrementAndGet();
      Trial trial =
          cell.point().isPresent()
              ? new Trial(lane, cell.scenario(), version, cell.point())
              : new Trial(lane, cell.scenario(), version, Optional.empty(), new ServerDeath());
      Findings findings = trial.run();
      report(cell, findings);
      if (!findings.problems().isEmpty()) {
        // What a defect has left behind must not fail the points after it.
        lane.close();
        work(name + "'", cells);
      }
    }
  }

  private void report(Cell cell, Findings findings) {
    boolean reached = findings.died() || cell.point().isEmpty();
    String word;
    if (!findings.problems().isEmpty()) {
      failed.incrementAndGet();
      word = "FAILED";
    } else if (reached) {
      passed.incrementAndGet();
      word = "ok";
    } else {
      unreached.incrementAndGet();
      word = "not reached";
    }
    print(
        String.format(
            Locale.ROOT,
            "%-11s %-48s %5.1f s  %s",
            word,
            cell,
            findings.took().toMillis() / 1000.0,
            String.join("; ", findings.problems())));
  }

  /** A lane whose first version is live. */
  private Lane begin(String name) {
    Lane lane = new Lane(project, state.resolve(name));
    lane.startWorker();
    lane.order("first", Optional.empty());
    lane.repositories().pushVersion(versions.incrementAndGet(), false);
    if (!Patience.becomes(
        java.time.Duration.ofMinutes(2),
        () -> lane.environment().filter(e -> e.stable().isPresent()).isPresent())) {
      throw new IllegalStateException("the first version did not go live in lane " + name);
    }
    return lane;
  }

  /** A release of each outcome without a death: what it does are the points. */
  private List<Cell> record(Lane lane) {
    List<Cell> cells = new ArrayList<>();
    for (Scenario scenario : Scenario.values()) {
      Trial trial = new Trial(lane, scenario, versions.incrementAndGet(), Optional.empty());
      Findings findings = trial.run();
      if (!findings.problems().isEmpty()) {
        throw new IllegalStateException(
            scenario + " does not end well even without a death: " + findings.problems());
      }
      List<String> notes = lane.notesOf(trial.name());
      requireComplete(lane, notes);
      for (String note : notes) {
        cells.addAll(points(scenario, note));
      }
      cells.add(new Cell(scenario, Optional.empty()));
    }
    return cells;
  }

  /** Whatever the histories say was scheduled must have been noted, or a step would be missed. */
  private static void requireComplete(Lane lane, List<String> notes) {
    List<String> noted = notes.stream().map(note -> note.split(" ", -1)[0]).distinct().toList();
    List<String> scheduled =
        lane.scheduledActivities(WorkflowIds.rollout(Lane.PRODUCTION)).stream().distinct().toList();
    for (String activity : scheduled) {
      if (!noted.contains(activity)) {
        throw new IllegalStateException(activity + " is in the history, and was not noted");
      }
    }
  }

  private static List<Cell> points(Scenario scenario, String note) {
    String[] words = note.split(" ", -1);
    String activity = words[0];
    int occurrence = Integer.parseInt(words[1]);
    int effects = Integer.parseInt(words[2]);
    List<Cell> cells = new ArrayList<>();
    cells.add(cell(scenario, activity, occurrence, Moment.BEFORE, 0));
    for (int effect = 1; effect <= effects; effect++) {
      cells.add(cell(scenario, activity, occurrence, Moment.INSIDE, effect));
    }
    cells.add(cell(scenario, activity, occurrence, Moment.AFTER, 0));
    return cells;
  }

  private static Cell cell(
      Scenario scenario, String activity, int occurrence, Moment moment, int effect) {
    return new Cell(scenario, Optional.of(new CrashPoint(activity, occurrence, moment, effect)));
  }

  private static synchronized void print(String line) {
    System.out.println(line);
  }

  /** Once, in the middle of the rollout. */
  private static final class ServerDeath implements Trial.Disturbance {

    private boolean done;

    @Override
    public void look(Lane lane, ReleaseStatus status) {
      if (!done && status.phase() == ReleaseStatus.Phase.ROLLING_OUT) {
        done = true;
        lane.killServer();
      }
    }
  }
}
