package dev.slipway.e2e;

import dev.slipway.e2e.Contender.Behaviour;
import dev.slipway.e2e.Contender.Course;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The command behind {@code benchmarks/live.sh}: one good and three bad versions of a service on
 * the laboratory, under the same load and behind the same gateway, brought in by each contender;
 * what clients saw of each is printed, not what the contender says.
 */
public final class LiveComparison {

  private static final Duration LIMIT = Duration.ofMinutes(45);
  private static final Duration BEFORE = Duration.ofSeconds(5);
  private static final Duration AFTER = Duration.ofSeconds(3);

  /** The bad ones first: what is promoted is the next one's stable. */
  private static final List<Behaviour> VERSIONS =
      List.of(
          new Behaviour(1, "fails all", 1, Duration.ZERO),
          new Behaviour(2, "fails 5 %", 0.05, Duration.ZERO),
          new Behaviour(3, "50 ms slower", 0, Duration.ofMillis(50)),
          new Behaviour(4, "good", 0, Duration.ZERO));

  /** As far as the others can be told the same: 10 % first, no soak. */
  private static final String TEN_PERCENT_FIRST =
      """
      canary: {steps: [10%, 25%, 50%], firstHold: 10s, minimumHold: 10s, soak: 0s}
      analysis: {block: 2s}
      """;

  private static final String DEFAULTS = "analysis: {block: 2s}\n";

  private LiveComparison() {}

  /**
   * @param arguments the load in requests a second (50), a word of the titles and a word of the
   *     versions that are wanted; without them all
   */
  public static void main(String[] arguments) {
    Optional<String> objection = RealCluster.objection();
    if (objection.isPresent()) {
      System.err.println(objection.get());
      System.exit(1);
    }
    int load = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50;
    String wanted = arguments.length > 1 ? arguments[1] : "";
    String version = arguments.length > 2 ? arguments[2] : "";
    System.out.printf(
        "%d requests/s through the gateway; Prometheus scrapes it every 2 s%n%n", load);
    System.out.printf(
        "%-30s %-13s %-11s %10s %9s %7s %11s %11s%n",
        "", "version", "outcome", "exposed s", "requests", "failed", "decided s", "unanswered");
    for (Map.Entry<String, Function<String, Contender>> contender : contenders().entrySet()) {
      if (contender.getKey().contains(wanted)) {
        try (Contender one = contender.getValue().apply(contender.getKey())) {
          VERSIONS.stream()
              .filter(behaviour -> behaviour.name().contains(version))
              .forEach(behaviour -> compete(one, behaviour, load));
        }
      }
    }
    System.exit(0);
  }

  private static Map<String, Function<String, Contender>> contenders() {
    Map<String, Function<String, Contender>> all = new LinkedHashMap<>();
    all.put(
        "Slipway, 10 % first, no soak", title -> new SlipwayContender(title, TEN_PERCENT_FIRST));
    all.put("Slipway, its defaults", title -> new SlipwayContender(title, DEFAULTS));
    all.put(
        "Argo Rollouts, 10 s, limit 0",
        title -> new ArgoContender(title, Duration.ofSeconds(10), Duration.ofSeconds(10), 0.99, 0));
    all.put(
        "Argo Rollouts, 5 s, limit 0",
        title -> new ArgoContender(title, Duration.ofSeconds(5), Duration.ofSeconds(10), 0.99, 0));
    all.put(
        "Argo Rollouts, as documented",
        title -> new ArgoContender(title, Duration.ofMinutes(5), Duration.ofMinutes(10), 0.95, 3));
    return all;
  }

  private static void compete(Contender contender, Behaviour version, int load) {
    try (VersionLoad visitors = new VersionLoad(contender.url(), load)) {
      pause(BEFORE);
      Course course = contender.ship(version, LIMIT);
      long decided = System.nanoTime();
      pause(AFTER);
      VersionLoad.Seen seen = visitors.of(version.number());
      boolean met = seen.answers() > 0;
      System.out.printf(
          Locale.ROOT,
          "%-30s %-13s %-11s %10s %9d %7d %11s %11d   %s%n",
          contender.title(),
          version.name(),
          course.promoted() ? "promoted" : "rolled back",
          course.promoted() ? "-" : seconds(seen.exposure().toNanos()),
          seen.answers(),
          seen.failed(),
          met ? seconds(decided - seen.first()) : "-",
          visitors.unanswered(),
          course.reason());
    }
  }

  private static String seconds(long nanoseconds) {
    return String.format(Locale.ROOT, "%.1f", nanoseconds / 1e9);
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}
