package dev.slipway.starter.environment;

import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.rollout.OperatorOrder;
import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Person;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.server.Json;
import dev.slipway.starter.server.ServerOptions;
import dev.slipway.starter.server.SlipwayServer;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code slipway environment sync} and {@code adopt}: orders that answer with the status. */
@Command
public final class SyncCommand implements Callable<Integer> {

  /** What can be ordered. */
  public enum Verb {
    SYNC("Makes live equal to the production branch now, and says what was found."),
    ADOPT("Takes what the production branch says as the first stable revision, without a canary.");

    private final String description;

    Verb(String description) {
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

  @Mixin private final EnvironmentArgument target = new EnvironmentArgument();
  @Mixin private final Person person = new Person();
  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  public SyncCommand(Surroundings here, Verb verb) {
    this.here = here;
    this.verb = verb;
  }

  @Override
  public Integer call() {
    OperatorOrder order = new OperatorOrder(person.name(here), person.reason());
    try (SlipwayServer open = here.servers().apply(server)) {
      Environments environments = new Environments(open);
      EnvironmentStatus status =
          switch (verb) {
            case SYNC -> environments.sync(target.key(), order);
            case ADOPT -> environments.adopt(target.key(), order);
          };
      if (common.isJson()) {
        Json.print(here.console(), status);
      } else {
        here.console().print(new EnvironmentScreen(status, here.times()).lines(Optional.empty()));
      }
      return ExitCode.DONE.code();
    }
  }
}
