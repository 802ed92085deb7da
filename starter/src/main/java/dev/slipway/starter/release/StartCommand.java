package dev.slipway.starter.release;

import dev.slipway.service.ReleaseRequest;
import dev.slipway.starter.CliException;
import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Names;
import dev.slipway.starter.Person;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.server.ServerOptions;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway release start}. */
@Command(name = "start", description = "Starts a release of a service, as a push would.")
public final class StartCommand implements Callable<Integer> {

  private final Surroundings here;

  @Parameters(index = "0", paramLabel = "SERVICE", description = "name of the service")
  private String service = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "REVISION",
      description = "commit or branch (default: the head of the service's branch)")
  private String revision = "";

  @Option(
      names = "--override-quarantine",
      paramLabel = "REASON",
      description =
          "release an artifact that was rolled back before all the same; recorded with who and why")
  private @Nullable String override;

  @Mixin private final Following following = new Following();
  @Mixin private final Person person = new Person();
  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  public StartCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    String by = person.name(here);
    ReleaseRequest request = new ReleaseRequest(revision.strip(), by, reason(by), Optional.empty());
    return following.start(here, server, common, Names.checked("service", service), request);
  }

  private Optional<String> reason(String by) {
    if (override != null && override.isBlank()) {
      throw new CliException(
          ExitCode.USAGE, "Say why the quarantine is overridden: --override-quarantine REASON.");
    }
    return Optional.ofNullable(override).map(reason -> by + ": " + reason.strip());
  }
}
