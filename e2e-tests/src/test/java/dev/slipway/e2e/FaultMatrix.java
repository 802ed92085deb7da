package dev.slipway.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Runs releases over the real parts of the laboratory (forge, registry, Kubernetes, gateway), with
 * a fault at a place of each, and prints a line per point and a total.
 *
 * <pre>
 * tools/fault-matrix.sh [--only TEXT,TEXT] [--sample N --seed TEXT] [--away SECONDS]
 * </pre>
 */
public final class FaultMatrix {

  private static final String SECRET = "the-matrix-s-own-key";

  /** The default: Kubernetes' own parts take up to a minute until they watch again. */
  private static final Duration READY_WITHIN = Duration.ofMinutes(5);

  private final Path directory;
  private final Duration away;
  private int versions;
  private int passed;
  private int failed;
  private int unreached;

  private FaultMatrix(Path directory, Duration away) {
    this.directory = directory;
    this.away = away;
  }

  public static void main(String[] arguments) throws IOException {
    Map<String, String> options = Choice.options(arguments);
    Optional<String> objection = RealCluster.objection().or(LabGitea::objection);
    if (objection.isPresent()) {
      System.err.println("fault matrix: " + objection.get());
      System.exit(2);
    }
    FaultMatrix matrix =
        new FaultMatrix(
            Files.createTempDirectory("slipway-faults"),
            Duration.ofSeconds(Long.parseLong(options.getOrDefault("--away", "60"))));
    boolean well = matrix.run(Choice.of(options).among(FaultPoint.all(), FaultMatrix::squeezed));
    // Threads of clients are no daemons.
    System.exit(well ? 0 : 1);
  }

  /** As one types it: the columns' blanks are one. */
  private static String squeezed(FaultPoint point) {
    return point.toString().replaceAll(" +", " ");
  }

  private boolean run(List<FaultPoint> points) throws IOException {
    LabGitea gitea = LabGitea.open();
    try (Stack stack = ForgedShop.stack(directory, gitea, SECRET)) {
      int next = 0;
      // What a defect has left behind must not fail the points after it.
      while (next < points.size()) {
        next = runInOneShop(stack, gitea, points, next);
      }
    }
    System.out.printf(
        Locale.ROOT, "%d passed, %d failed, %d not reached%n", passed, failed, unreached);
    return failed == 0;
  }

  /** Until a point fails; the index of the next one. */
  private int runInOneShop(Stack stack, LabGitea gitea, List<FaultPoint> points, int first) {
    String name = "faults-" + Long.toString(System.nanoTime(), 36);
    String answer = "version-0";
    int next = first;
    try (ForgedShop shop = new ForgedShop(stack, gitea, name, SECRET, READY_WITHIN)) {
      while (next < points.size()) {
        FaultPoint point = points.get(next++);
        int version = ++versions;
        FaultTrial.Findings findings =
            new FaultTrial(stack, gitea, shop, point, away).run(version, answer);
        report(point, findings);
        if (!findings.problems().isEmpty()) {
          return next;
        }
        answer = point.place().isBad() ? answer : "version-" + version;
      }
    }
    return next;
  }

  private void report(FaultPoint point, FaultTrial.Findings findings) {
    String word;
    if (!findings.problems().isEmpty()) {
      failed++;
      word = "FAILED";
    } else if (findings.struck()) {
      passed++;
      word = "ok";
    } else {
      unreached++;
      word = "not reached";
    }
    System.out.printf(
        Locale.ROOT,
        "%-11s %-38s %-8s %6.1f s  %d unanswered  %s%n",
        word,
        point,
        point.fault().lasts() ? "for " + away.toSeconds() + " s" : "",
        findings.took().toMillis() / 1000.0,
        findings.unanswered(),
        String.join("; ", findings.problems()));
  }
}
