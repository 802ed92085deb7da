package dev.slipway.starter.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.slipway.observation.BadObservationException;
import dev.slipway.observation.ObservationReader;
import dev.slipway.observation.RecordKey;
import dev.slipway.release.ReleaseKey;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.report.ReleaseReport;
import dev.slipway.starter.report.ReportPage;
import dev.slipway.starter.report.RolloutCourse;
import dev.slipway.starter.server.ServerOptions;
import dev.slipway.starter.server.SlipwayServer;
import dev.slipway.temporal.SlipwayDataConverter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway release report}. */
@Command(
    name = "report",
    description = {
      "Writes how a release went and why on one HTML page that needs nothing but a browser: weight,",
      "evidence, errors and latency over time, the decision, and the steps with their times."
    })
public final class ReportCommand implements Callable<Integer> {

  private static final String STANDARD_OUTPUT = "-";

  private final Surroundings here;

  @Parameters(
      index = "0",
      paramLabel = "RELEASE",
      description = "key, beginning of it, commit or service")
  private String release = "";

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "whose rollout is shown (default: the last one that it has reached)")
  private String environment = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "where to; - for standard output (default: SERVICE-COMMIT-ATTEMPT.html here)")
  private @Nullable String output;

  @Option(names = "--json", description = "the same as JSON")
  private boolean json;

  /** Read from the parsed line, as with every command. */
  @Option(names = "--debug", description = "show the stack trace when something goes wrong")
  private boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  private boolean help;

  @Mixin private final ServerOptions server = new ServerOptions();

  public ReportCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    ReleaseReport report;
    ReleaseKey key;
    try (SlipwayServer open = here.servers().apply(server)) {
      key = new ReleaseFinder(open).find(release);
      report = report(new Releases(open).view(key, here.clock().instant()));
    }
    String text =
        json
            ? json(report)
            : new ReportPage(report, here.clock().instant(), here.clock().getZone()).html();
    write(text, output == null ? file(key) : output);
    return ExitCode.DONE.code();
  }

  /** A release that has not come so far has a report, too. */
  private ReleaseReport report(ReleaseView view) {
    RecordKey key;
    try {
      key = RecordedEnvironment.of(view.release(), environment);
    } catch (CliException e) {
      if (!environment.isEmpty()) {
        throw e;
      }
      return ReleaseReport.of(view.release(), "", Optional.empty(), Optional.empty(), e.sentence());
    }
    Optional<RolloutStatus> rollout = view.rollout(key.environment());
    try {
      return ReleaseReport.of(
          view.release(), key.environment(), rollout, Optional.of(course(key)), "");
    } catch (CliException e) {
      here.console().say("slipway: The report has no pictures: " + e.sentence());
      return ReleaseReport.of(
          view.release(), key.environment(), rollout, Optional.empty(), e.sentence());
    }
  }

  private RolloutCourse course(RecordKey key) {
    WorkerRecords records = WorkerRecords.of(here.environment());
    RolloutCourse.Reader course = new RolloutCourse.Reader(records.rollout(key));
    ObservationReader reader = new ObservationReader();
    try {
      records.read(
          key,
          line -> {
            byte[] text = line.getBytes(StandardCharsets.UTF_8);
            course.take(reader.read(text, 0, text.length));
          });
    } catch (BadObservationException e) {
      throw new CliException(
          ExitCode.TROUBLE, "The record of the rollout cannot be read: " + e.sentence() + ".", e);
    }
    return course.course();
  }

  private void write(String text, String file) {
    if (file.equals(STANDARD_OUTPUT)) {
      here.console().out().print(text);
      return;
    }
    try {
      Files.writeString(here.directory().resolve(file), text);
      here.console().print(file);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.TROUBLE, file + " cannot be written (" + e.getMessage() + ").", e);
    }
  }

  private String file(ReleaseKey key) {
    return key.toString().replace('/', '-') + (json ? ".json" : ".html");
  }

  private static String json(ReleaseReport report) {
    ObjectMapper mapper =
        SlipwayDataConverter.mapper()
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT);
    try {
      return mapper.writeValueAsString(report) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of the contract is always JSON", e);
    }
  }

  /** Whether stack traces are wanted, or help. */
  boolean asksForMore() {
    return debug || help;
  }
}
