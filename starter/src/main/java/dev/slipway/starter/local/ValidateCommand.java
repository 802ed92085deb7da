package dev.slipway.starter.local;

import dev.slipway.delivery.Delivery;
import dev.slipway.delivery.DeliveryFile;
import dev.slipway.delivery.DeliveryReading;
import dev.slipway.document.Problem;
import dev.slipway.platform.Platform;
import dev.slipway.platform.PlatformFile;
import dev.slipway.platform.PlatformReading;
import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.screen.Line;
import dev.slipway.starter.screen.Paint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway validate}. */
@Command(
    name = "validate",
    description = {
      "Checks a delivery file, a platform file, or both; prints every problem with its line and field.",
      "Exit code 0 when they are valid, 1 when they are not."
    })
public final class ValidateCommand implements Callable<Integer> {

  private final Surroundings here;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "delivery file (default: delivery.yaml, unless only --platform is given)")
  private @Nullable String file;

  @Option(names = "--platform", paramLabel = "FILE", description = "platform file to check")
  private @Nullable String platform;

  @Mixin private final CommonOptions common = new CommonOptions();

  public ValidateCommand(Surroundings here) {
    this.here = here;
  }

  /**
   * What was found in a file.
   *
   * @param says what the file is about, in words; empty when it is not valid
   * @param advice what is allowed, but hardly meant
   */
  public record Checked(
      String file, boolean valid, List<Problem> problems, String says, List<String> advice) {

    /** For {@code -o json}. */
    public Checked {
      problems = List.copyOf(problems);
      advice = List.copyOf(advice);
    }
  }

  @Override
  public Integer call() {
    List<Checked> all = new ArrayList<>();
    if (platform != null) {
      all.add(platform(platform));
    }
    if (file != null || platform == null) {
      all.add(delivery(file == null ? DeliveryFile.DEFAULT_NAME : file));
    }
    if (common.isJson()) {
      LocalJson.print(here.console(), all);
    } else {
      all.forEach(this::print);
    }
    return (all.stream().allMatch(Checked::valid) ? ExitCode.DONE : ExitCode.NO).code();
  }

  private Checked delivery(String name) {
    DeliveryReading reading = DeliveryFile.parse(SmallFile.read(path(name), name), name);
    Optional<Delivery> delivery = reading.delivery();
    return new Checked(
        name,
        delivery.isPresent(),
        reading.problems(),
        delivery
            .map(
                valid ->
                    valid.service()
                        + " goes to "
                        + valid.environments().stream()
                            .map(plan -> plan.name())
                            .collect(Collectors.joining(", then ")))
            .orElse(""),
        delivery.map(DeliveryFile::advice).orElse(List.of()));
  }

  private Checked platform(String name) {
    PlatformReading reading = PlatformFile.parse(SmallFile.read(path(name), name), name);
    Optional<Platform> read = reading.platform();
    return new Checked(
        name,
        read.isPresent(),
        reading.problems(),
        read.map(valid -> "it binds " + valid.services().size() + " service(s)").orElse(""),
        List.of());
  }

  private void print(Checked checked) {
    checked
        .problems()
        .forEach(problem -> here.console().print(Line.empty().outside(problem.toString())));
    if (checked.valid()) {
      here.console()
          .print(
              Line.of(Paint.GREEN, "✔ ")
                  .outside(checked.file())
                  .add(" is valid: ")
                  .outside(checked.says()));
    }
    checked
        .advice()
        .forEach(advice -> here.console().print(Line.of(Paint.YELLOW, "• ").outside(advice)));
  }

  private Path path(String name) {
    return here.directory().resolve(name);
  }
}
