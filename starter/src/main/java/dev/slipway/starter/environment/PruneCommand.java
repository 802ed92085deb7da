package dev.slipway.starter.environment;

import dev.slipway.cluster.SyncReport;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.environment.PruneOrder;
import dev.slipway.rollout.OperatorOrder;
import dev.slipway.starter.CliException;
import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Person;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.screen.Line;
import dev.slipway.starter.screen.Paint;
import dev.slipway.starter.server.Json;
import dev.slipway.starter.server.ServerOptions;
import dev.slipway.starter.server.SlipwayServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway environment prune}: a person confirms what the prune budget does not allow. */
@Command(
    name = "prune",
    description = {
      "Deletes the objects that left Git and are more than the prune budget lets go: shows them,",
      "asks, and deletes exactly these. Nothing goes when anything else has left Git meanwhile.",
      "Of more than 500 it shows and deletes the first; the command once more shows the next."
    })
public final class PruneCommand implements Callable<Integer> {

  private final Surroundings here;

  @Option(
      names = "--yes",
      description = "do not ask: for scripts, which have shown the objects to somebody before")
  private boolean yes;

  @Mixin private final EnvironmentArgument target = new EnvironmentArgument();
  @Mixin private final Person person = new Person();
  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  public PruneCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    EnvironmentKey key = target.key();
    OperatorOrder order = new OperatorOrder(person.name(here), person.reason());
    try (SlipwayServer open = here.servers().apply(server)) {
      Environments environments = new Environments(open);
      EnvironmentStatus looked = environments.diff(key);
      SyncReport found = Environments.compared(looked);
      List<String> objects = found.beyondBudget();
      if (!common.isJson()) {
        here.console().print(show(found));
      }
      if (objects.isEmpty()) {
        return nothingWaits(looked);
      }
      int unshown = found.totals().beyondBudget() - objects.size();
      if (!isAgreed(key, objects.size())) {
        here.console().say("Nothing was deleted.");
        return ExitCode.NO.code();
      }
      EnvironmentStatus after =
          environments.prune(
              key,
              new PruneOrder(
                  order, found.state().commit(), found.state().revision(), objects, unshown));
      return told(after, objects.size(), unshown);
    }
  }

  private static List<Line> show(SyncReport found) {
    List<Line> lines = new ArrayList<>();
    found.beyondBudget().forEach(object -> lines.add(Line.of(Paint.RED, "- ").outside(object)));
    int unshown = found.totals().beyondBudget() - found.beyondBudget().size();
    if (unshown > 0) {
      lines.add(
          Line.of("  and " + unshown + " more")
              .add(Paint.DIM, " stay, and are shown when these are deleted"));
    }
    found
        .neverPruned()
        .forEach(
            object ->
                lines.add(
                    Line.of("  ")
                        .outside(object)
                        .add(Paint.DIM, " stays: no sync deletes it, only a person with kubectl")));
    int never = found.totals().never() - found.neverPruned().size();
    if (never > 0) {
      lines.add(Line.of("  and " + never + " more").add(Paint.DIM, " that no sync deletes"));
    }
    return lines;
  }

  private int nothingWaits(EnvironmentStatus looked) {
    if (common.isJson()) {
      Json.print(here.console(), looked);
    } else {
      here.console().say("Nothing waits in " + looked.key() + " to be deleted by a person's word.");
    }
    return ExitCode.DONE.code();
  }

  private boolean isAgreed(EnvironmentKey key, int count) {
    if (yes) {
      return true;
    }
    if (common.isJson() || !here.console().terminal()) {
      throw new CliException(
          ExitCode.USAGE,
          "There is nobody to ask: look at the objects, and confirm them with "
              + key.command("prune")
              + " --yes.");
    }
    here.console()
        .say("Delete " + objects(count) + " from " + key + "? Type yes, or anything else for no:");
    return answer().filter("yes"::equals).isPresent();
  }

  private Optional<String> answer() {
    try {
      String line =
          new BufferedReader(new InputStreamReader(here.input(), Charset.defaultCharset()))
              .readLine();
      return Optional.ofNullable(line).map(text -> text.strip().toLowerCase(Locale.ROOT));
    } catch (IOException e) {
      throw new CliException(
          ExitCode.TROUBLE, "The answer cannot be read (" + e.getMessage() + "): use --yes.", e);
    }
  }

  private int told(EnvironmentStatus after, int count, int unshown) {
    if (common.isJson()) {
      Json.print(here.console(), after);
    }
    Optional<String> trouble = after.trouble().map(what -> what.reason());
    if (trouble.isPresent() && after.unpruned().isPresent()) {
      here.console()
          .say(
              "They are not deleted yet, and will be when this is mended: "
                  + trouble.get()
                  + ". See slipway environment status "
                  + after.key()
                  + ".");
      return ExitCode.TROUBLE.code();
    }
    if (!common.isJson()) {
      here.console()
          .print(Line.of(Paint.GREEN, "✔ ").add(objects(count) + " deleted from " + after.key()));
    }
    if (unshown > 0) {
      here.console()
          .say(
              objects(unshown)
                  + " more wait to be looked at: "
                  + after.key().command("prune")
                  + ".");
    }
    return ExitCode.DONE.code();
  }

  private static String objects(int count) {
    return count == 1 ? "1 object" : count + " objects";
  }
}
