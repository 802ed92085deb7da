package dev.slipway.starter.release;

import dev.slipway.service.ReleaseRequest;
import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.Names;
import dev.slipway.starter.Person;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.server.ServerOptions;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private final QuarantineOverride override = new QuarantineOverride();
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
    ReleaseRequest request =
        new ReleaseRequest(revision.strip(), by, override.of(by), Optional.empty());
    return following.start(here, server, common, Names.checked("service", service), request);
  }
}
