package dev.slipway.starter.release;

import dev.slipway.environment.EnvironmentKey;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.rollout.OperatorOrder;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.starter.CliException;
import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Person;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.server.Order;
import dev.slipway.starter.server.ServerOptions;
import dev.slipway.starter.server.SlipwayServer;
import dev.slipway.temporal.WorkflowIds;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The operator's verbs: each is an order to a release, or to the rollout that runs for it. */
@Command
public final class OrderCommand implements Callable<Integer> {

  /** What can be ordered. */
  public enum Verb {
    PAUSE(
        true,
        "Holds the canary's weight; the analysis goes on, and a regression still rolls back."),
    RESUME(true, "Goes on after a pause, or where the plan waits for a person."),
    PROMOTE(true, "Skips the present wait of the rollout; never overrides a regression."),
    ABORT(false, "Ends the release before its merge; rolls back after it."),
    RETRY(false, "Tries a broken step again.");

    private final boolean rollout;
    private final String description;

    Verb(boolean rollout, String description) {
      this.rollout = rollout;
      this.description = description;
    }

    public String verb() {
      return name().toLowerCase(Locale.ROOT);
    }

    public String description() {
      return description;
    }
  }

  private final Surroundings here;
  private final Verb verb;

  @Parameters(
      index = "0",
      paramLabel = "RELEASE",
      description = {
        "key, beginning of it, commit or service;",
        "ENVIRONMENT/SERVICE for the rollout of a person's own commit"
      })
  private String release = "";

  @Mixin private final Person person = new Person();
  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  public OrderCommand(Surroundings here, Verb verb) {
    this.here = here;
    this.verb = verb;
  }

  @Override
  public Integer call() {
    OperatorOrder order = new OperatorOrder(person.name(here), person.reason());
    try (SlipwayServer open = here.servers().apply(server)) {
      String workflow = workflow(open);
      String said = open.order(Order.atOnce(workflow, verb.verb(), order));
      Answers.print(here, common, workflow.substring(workflow.indexOf('/') + 1), said);
      return ExitCode.DONE.code();
    }
  }

  /** The id of the workflow that the order is for. */
  private String workflow(SlipwayServer open) {
    Optional<String> rollout = namedRollout(open);
    if (rollout.isPresent()) {
      return rollout.get();
    }
    ReleaseKey key = find(open);
    return verb.rollout ? rolloutOf(open, key) : WorkflowIds.release(key);
  }

  private ReleaseKey find(SlipwayServer open) {
    try {
      return new ReleaseFinder(open).find(release);
    } catch (CliException e) {
      if (e.code() != ExitCode.NOT_FOUND || !release.matches("[^/]+/[^/]*[^/0-9a-f][^/]*")) {
        throw e;
      }
      throw new CliException(
          ExitCode.NOT_FOUND,
          "Nothing rolls out in "
              + release
              + " now, and no release begins so: see slipway environment list.",
          e);
    }
  }

  /** {@code production/shop}, if something rolls out there. */
  private Optional<String> namedRollout(SlipwayServer open) {
    int slash = release.indexOf('/');
    if (verb == Verb.RETRY
        || ReleaseFinder.isWhole(release)
        || slash <= 0
        || slash == release.length() - 1) {
      return Optional.empty();
    }
    String id =
        WorkflowIds.rollout(
            new EnvironmentKey(release.substring(0, slash), release.substring(slash + 1)));
    return open.running(id).map(activities -> id);
  }

  private String rolloutOf(SlipwayServer open, ReleaseKey key) {
    ReleaseStatus status = new Releases(open).status(key);
    String id =
        status.rollout().orElseThrow(() -> notRollingOut(key, ReleaseWords.of(status.phase())));
    boolean own =
        open.status(id, RolloutStatus.class)
            .filter(rollout -> rollout.input().cause().equals(key.toString()))
            .isPresent();
    if (!own) {
      throw notRollingOut(key, "waiting for its rollout to begin");
    }
    return id;
  }

  private CliException notRollingOut(ReleaseKey key, String state) {
    return new CliException(
        ExitCode.REFUSED,
        "There is nothing to "
            + verb.verb()
            + ", as "
            + key
            + " is "
            + state
            + ": see slipway release explain "
            + key
            + ".");
  }
}
