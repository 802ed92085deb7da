package dev.slipway.starter.server;

import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which workflows a list is about. Empty texts do not restrict.
 *
 * @param idPrefix what the workflow id begins with
 * @param open only those that run
 * @param limit at most so many, 1 to 1000
 */
public record Selection(
    Kind kind,
    String idPrefix,
    String commitPrefix,
    String environment,
    String team,
    String phase,
    boolean open,
    int limit) {

  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._/@ -]*");
  private static final int MOST = 1000;

  public Selection {
    for (String text : List.of(idPrefix, commitPrefix, environment, team, phase)) {
      if (!SAFE.matcher(text).matches()) {
        throw new CliException(
            ExitCode.USAGE,
            "'"
                + text
                + "' is not a name: use letters, digits, dots, dashes and underscores only.");
      }
    }
    if (limit < 1 || limit > MOST) {
      throw new CliException(
          ExitCode.USAGE, "--limit must be between 1 and " + MOST + ", not " + limit + ".");
    }
  }

  /** What is listed: the name is the workflow type. */
  public enum Kind {
    RELEASE("Release"),
    ENVIRONMENT("Environment"),
    SERVICE("Service");

    private final String type;

    Kind(String type) {
      this.type = type;
    }
  }

  /** Every workflow of a kind. */
  public static Selection of(Kind kind, int limit) {
    return new Selection(kind, "", "", "", "", "", false, limit);
  }

  public Selection withIdPrefix(String prefix) {
    return new Selection(kind, prefix, commitPrefix, environment, team, phase, open, limit);
  }

  public Selection withCommitPrefix(String prefix) {
    return new Selection(kind, idPrefix, prefix, environment, team, phase, open, limit);
  }

  public Selection withEnvironment(String name) {
    return new Selection(kind, idPrefix, commitPrefix, name, team, phase, open, limit);
  }

  public Selection withTeam(String name) {
    return new Selection(kind, idPrefix, commitPrefix, environment, name, phase, open, limit);
  }

  public Selection withPhase(String name) {
    return new Selection(kind, idPrefix, commitPrefix, environment, team, name, open, limit);
  }

  public Selection onlyOpen() {
    return new Selection(kind, idPrefix, commitPrefix, environment, team, phase, true, limit);
  }

  /** In the language of Temporal's visibility; safe, because every text is checked above. */
  public String query() {
    List<String> conditions = new ArrayList<>();
    conditions.add("WorkflowType = '" + kind.type + "'");
    startsWith(conditions, "WorkflowId", idPrefix);
    startsWith(conditions, "SlipwayCommit", commitPrefix);
    equal(conditions, "SlipwayEnvironment", environment);
    equal(conditions, "SlipwayTeam", team);
    equal(conditions, "SlipwayPhase", phase);
    if (open) {
      conditions.add("ExecutionStatus = 'Running'");
    }
    return String.join(" AND ", conditions);
  }

  private static void startsWith(List<String> conditions, String attribute, String prefix) {
    if (!prefix.isEmpty()) {
      conditions.add(attribute + " STARTS_WITH '" + prefix + "'");
    }
  }

  private static void equal(List<String> conditions, String attribute, String value) {
    if (!value.isEmpty()) {
      conditions.add(attribute + " = '" + value + "'");
    }
  }
}
