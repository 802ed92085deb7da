package dev.slipway.starter.doctor;

import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.local.LocalJson;
import dev.slipway.starter.server.ServerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway doctor}. */
@Command(
    name = "doctor",
    description =
        "Looks at everything that Slipway needs, and says what to do where something is missing.")
public final class DoctorCommand implements Callable<Integer> {

  private final Surroundings here;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description =
          "a cluster that a worker must serve, too (may be given several times; default: local)")
  private List<String> clusters = List.of("local");

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  public DoctorCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    List<Finding> findings = new ArrayList<>(new MachineChecks(here).all());
    findings.addAll(ServerChecks.all(() -> here.inspections().apply(server), clusters));
    if (common.isJson()) {
      LocalJson.print(here.console(), findings);
    } else {
      findings.forEach(finding -> here.console().print(finding.line()));
    }
    boolean broken = findings.stream().anyMatch(one -> one.state() == Finding.State.BROKEN);
    return (broken ? ExitCode.NO : ExitCode.DONE).code();
  }
}
