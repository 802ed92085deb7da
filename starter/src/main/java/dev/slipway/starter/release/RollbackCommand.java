package dev.slipway.starter.release;

import dev.slipway.release.ReleaseInput.RollbackTarget;
import dev.slipway.service.ReleaseRequest;
import dev.slipway.starter.CommonOptions;
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

/** {@code slipway rollback}. */
@Command(
    name = "rollback",
    description = {
      "Brings a service in an environment back to an earlier stable revision: a release without a",
      "build, by the same way through pull request and canary, in short steps."
    })
public final class RollbackCommand implements Callable<Integer> {

  private final Surroundings here;

  @Parameters(index = "0", paramLabel = "SERVICE", description = "name of the service")
  private String service = "";

  @Parameters(index = "1", paramLabel = "ENVIRONMENT", description = "name of the environment")
  private String environment = "";

  @Option(
      names = "--to",
      paramLabel = "REVISION",
      description =
          "how the revision begins (default: the newest earlier one that is not quarantined; see slipway environment history)")
  private @Nullable String revision;

  @Mixin private final QuarantineOverride override = new QuarantineOverride();
  @Mixin private final Following following = new Following();
  @Mixin private final Person person = new Person();
  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  public RollbackCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    RollbackTarget target =
        new RollbackTarget(
            Names.checked("environment", environment),
            Optional.ofNullable(revision).map(String::strip).filter(text -> !text.isEmpty()));
    String by = person.name(here);
    ReleaseRequest request = new ReleaseRequest("", by, override.of(by), Optional.of(target));
    return following.start(here, server, common, Names.checked("service", service), request);
  }
}
