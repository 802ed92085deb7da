package dev.slipway.starter.release;

import dev.slipway.release.Decision;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.starter.CliException;
import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Person;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.server.Order;
import dev.slipway.starter.server.ServerOptions;
import dev.slipway.starter.server.SlipwayServer;
import dev.slipway.temporal.WorkflowIds;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code slipway release approve} and {@code reject}. The decision is bound to the change as it was
 * when the command read it: one that moved in between is refused by the release.
 */
@Command
public final class DecisionCommand implements Callable<Integer> {

  /** Yes or no. */
  public enum Answer {
    APPROVE("Approves the change that a release proposes."),
    REJECT(
        "Rejects the change that a release proposes, and ends the release; say why with --reason.");

    private final String description;

    Answer(String description) {
      this.description = description;
    }

    public String verb() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    public String description() {
      return description;
    }
  }

  private final Surroundings here;
  private final Answer answer;

  @Parameters(
      index = "0",
      paramLabel = "RELEASE",
      description = "key, beginning of it, commit or service")
  private String release = "";

  @Option(
      names = "--change",
      paramLabel = "DIGEST",
      description =
          "decide only if the proposed change begins with this digest, as slipway release status -o json shows it")
  private String change = "";

  @Mixin private final Person person = new Person();
  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  public DecisionCommand(Surroundings here, Answer answer) {
    this.here = here;
    this.answer = answer;
  }

  @Override
  public Integer call() {
    try (SlipwayServer open = here.servers().apply(server)) {
      ReleaseKey key = new ReleaseFinder(open).find(release);
      ReleaseStatus status = new Releases(open).status(key);
      if (!status.diffDigest().startsWith(change)) {
        throw new CliException(
            ExitCode.REFUSED,
            "The change of "
                + key
                + " is not the one you looked at any more: see slipway release status "
                + key
                + " --diff, then decide.");
      }
      Decision decision = new Decision(person.name(here), person.reason(), status.diffDigest());
      String said = open.order(Order.atOnce(WorkflowIds.release(key), answer.verb(), decision));
      Answers.print(here, common, key.toString(), said);
      return ExitCode.DONE.code();
    }
  }
}
