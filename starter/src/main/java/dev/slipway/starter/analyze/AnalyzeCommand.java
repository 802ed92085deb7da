package dev.slipway.starter.analyze;

import dev.slipway.delivery.RolloutPlan;
import dev.slipway.observation.BadObservationException;
import dev.slipway.observation.ObservationReader;
import dev.slipway.observation.ObservedBlock;
import dev.slipway.observation.Rehearsal;
import dev.slipway.observation.Rehearsal.Conclusion;
import dev.slipway.starter.CliException;
import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.local.SmallFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway analyze}. */
@Command(
    name = "analyze",
    description = {
      "Runs the analysis of a rollout over recorded observations, one JSON object a line:",
      "{\"t\": seconds, \"weight\": percent, \"canary\": {\"requests\": n, \"errors\": x,",
      "\"latency\": {\"0.1\": slowerThan, ...}}, \"stable\": {...}}. Counts are increments since"
          + " the line",
      "before, t is the end of the block. Prints evidence and decision (continue, advance,"
          + " rollback,",
      "pause) for each, then a verdict.",
      "Exit code 0 healthy, 3 regressed, 4 inconclusive, 2 bad input."
    })
public final class AnalyzeCommand implements Callable<Integer> {

  private static final String STANDARD_INPUT = "-";

  /** Not of {@link ExitCode}: as with diff(1), the answer itself has codes here. */
  private static final int REGRESSED = 3;

  private static final int INCONCLUSIVE = 4;

  private final Surroundings here;

  @Option(
      names = "--observations",
      required = true,
      paramLabel = "FILE",
      description = "recorded observations; - for standard input")
  private String observations = "";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "delivery file whose rules hold (default: Slipway's own defaults)")
  private @Nullable String config;

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "the environment of the delivery file, where it has several")
  private String environment = "";

  @Option(
      names = "--attempt",
      paramLabel = "N",
      description =
          "which attempt with the same artifact it is: they share falseRollback (default 1)")
  private int attempt = 1;

  @Mixin private final CommonOptions common = new CommonOptions();

  public AnalyzeCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    try (InputStream input = open()) {
      return code(analyze(input, plan()));
    } catch (BadLineException e) {
      throw new CliException(ExitCode.USAGE, named() + ", " + e.sentence() + ".", e);
    } catch (CliException e) {
      throw new CliException(ExitCode.USAGE, e.sentence(), e);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.USAGE, named() + " cannot be read (" + e.getMessage() + ").", e);
    } catch (RuntimeException e) {
      // Its own code would say that a regression was found.
      throw new CliException(
          ExitCode.USAGE,
          "This was not expected (" + e + "): run it again with --debug and report what it shows.",
          e);
    }
  }

  private Optional<RolloutPlan> plan() {
    if (config == null) {
      if (!environment.isEmpty()) {
        throw new CliException(
            ExitCode.USAGE, "--environment is one of a delivery file: name it with --config.");
      }
      return Optional.empty();
    }
    String text = SmallFile.read(here.directory().resolve(config), config);
    return Optional.of(ChosenPlan.of(text, config, environment));
  }

  private Conclusion analyze(InputStream input, Optional<RolloutPlan> plan) throws IOException {
    InputLines lines = new InputLines(input);
    JudgedLines said = new JudgedLines(here.console().out());
    Judging judging = new Judging(plan, said);
    boolean more = true;
    while (more) {
      try {
        more = lines.next(judging);
      } catch (BadObservationException e) {
        said.flush();
        throw new BadLineException(lines.number(), e.sentence(), e);
      }
      if (lines.mustWait()) {
        said.flush();
      }
    }
    Conclusion conclusion = judging.conclusion();
    said.print(conclusion);
    said.flush();
    return conclusion;
  }

  /** What becomes of each line. */
  private final class Judging implements InputLines.Taker {

    private final ObservationReader reader = new ObservationReader();
    private final Optional<RolloutPlan> plan;
    private final JudgedLines said;
    private @Nullable Rehearsal rehearsal;

    private Judging(Optional<RolloutPlan> plan, JudgedLines said) {
      this.plan = plan;
      this.said = said;
    }

    @Override
    public void take(byte[] buffer, int offset, int length) throws IOException {
      ObservedBlock block = reader.read(buffer, offset, length);
      if (rehearsal == null) {
        rehearsal = rehearsal(plan.orElseGet(() -> ChosenPlan.defaults(block)));
      }
      said.print(rehearsal.next(block));
    }

    private Conclusion conclusion() {
      return rehearsal == null ? Conclusion.OF_NOTHING : rehearsal.conclusion();
    }
  }

  private Rehearsal rehearsal(RolloutPlan plan) {
    try {
      return new Rehearsal(plan, attempt);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private InputStream open() throws IOException {
    if (observations.equals(STANDARD_INPUT)) {
      return here.input();
    }
    try {
      return Files.newInputStream(here.directory().resolve(observations));
    } catch (NoSuchFileException e) {
      throw new CliException(
          ExitCode.USAGE,
          "There is no " + observations + ": name a file of observations, or - for standard input.",
          e);
    }
  }

  private String named() {
    return observations.equals(STANDARD_INPUT) ? "Standard input" : observations;
  }

  /** Lines of JSON are the only answer, whatever is asked for. */
  CommonOptions common() {
    return common;
  }

  private static int code(Conclusion conclusion) {
    return switch (conclusion.verdict()) {
      case HEALTHY -> ExitCode.DONE.code();
      case REGRESSED -> REGRESSED;
      case INCONCLUSIVE -> INCONCLUSIVE;
    };
  }
}
