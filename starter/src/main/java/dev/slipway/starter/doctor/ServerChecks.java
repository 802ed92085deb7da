package dev.slipway.starter.doctor;

import dev.slipway.starter.CliException;
import dev.slipway.temporal.SlipwaySearchAttributes;
import dev.slipway.temporal.TaskQueues;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a Temporal server must have for Slipway. */
final class ServerChecks {

  private static final String START = "start a worker: slipway dev does, on this machine";

  private final ServerInspection server;

  ServerChecks(ServerInspection server) {
    this.server = server;
  }

  /** The server, its search attributes, and a worker on each queue. */
  static List<Finding> all(Supplier<ServerInspection> servers, List<String> clusters) {
    try (ServerInspection server = servers.get()) {
      ServerChecks checks = new ServerChecks(server);
      List<Finding> findings = new ArrayList<>();
      findings.add(
          check(
              "Temporal",
              subject -> Finding.ok(subject, server.version() + " at " + server.address())));
      findings.add(check("search attributes", checks::searchAttributes));
      findings.add(
          check("workflow worker", subject -> checks.worker(subject, TaskQueues.WORKFLOWS, true)));
      findings.add(
          check("build worker", subject -> checks.worker(subject, TaskQueues.BUILDS, false)));
      for (String cluster : clusters) {
        findings.add(
            check(
                "cluster " + cluster,
                subject -> checks.worker(subject, TaskQueues.cluster(cluster), false)));
      }
      return findings;
    } catch (CliException e) {
      return List.of(Finding.broken("Temporal", e.sentence()));
    }
  }

  private Finding searchAttributes(String subject) {
    Set<String> known = server.searchAttributes();
    List<String> missing =
        SlipwaySearchAttributes.all().stream()
            .map(key -> key.getName())
            .filter(name -> !known.contains(name))
            .toList();
    return missing.isEmpty()
        ? Finding.ok(subject, "all are registered")
        : Finding.broken(subject, String.join(", ", missing) + " missing: " + START);
  }

  private Finding worker(String subject, String queue, boolean workflows) {
    int pollers = server.pollers(queue, workflows);
    return pollers > 0
        ? Finding.ok(subject, "polls " + queue)
        : Finding.broken(subject, "nobody polls " + queue + ": " + START);
  }

  private static Finding check(String subject, Function<String, Finding> check) {
    try {
      return check.apply(subject);
    } catch (CliException e) {
      return Finding.note(subject, e.sentence());
    }
  }
}
