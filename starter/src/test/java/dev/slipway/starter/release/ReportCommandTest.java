package dev.slipway.starter.release;

import static dev.slipway.starter.world.Records.KEY;
import static dev.slipway.starter.world.Records.RELEASE;
import static dev.slipway.starter.world.Records.ROLLOUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.delivery.Baseline;
import dev.slipway.observation.ObservationLine;
import dev.slipway.observation.ObservedArm;
import dev.slipway.observation.ObservedArm.Slower;
import dev.slipway.observation.ObservedBlock;
import dev.slipway.observation.ObservedBlock.Origin;
import dev.slipway.observation.ObservedBlock.Suspect;
import dev.slipway.observation.RecordedRollout;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.rollout.RolloutInput;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.rollout.SuspectedPod;
import dev.slipway.rollout.SuspectedPod.Proof;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.world.FakeServer;
import dev.slipway.starter.world.Records;
import dev.slipway.starter.world.Terminal;
import dev.slipway.starter.world.Terminal.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {

  private static final String HOSTILE = "<script>alert(1)</script>\u001b[31m \"quoted\" & 'so'";

  @TempDir Path directory;

  private final FakeServer server = new FakeServer();
  private final RolloutStatus rollout = Records.rollout(KEY, 50, 3);
  private final RecordsOfWorker worker = new RecordsOfWorker(recorded(), lines());
  private final Terminal terminal = new Terminal(server);

  @BeforeEach
  void release() {
    server.status(RELEASE, Records.ended(Outcome.ROLLED_BACK, HOSTILE));
    server.status(ROLLOUT, rollout);
    terminal.in(directory).variable("SLIPWAY_WORKER_URL", worker.url());
  }

  @AfterEach
  void stopWorker() {
    worker.close();
  }

  @Test
  void observationsGoStraightIntoAnalyze() {
    Said recorded = terminal.type("release observations " + KEY);
    assertThat(recorded.err()).isEmpty();
    assertThat(recorded.out()).isEqualTo(lines());

    Said analyzed = terminal.input(recorded.out()).type("analyze --observations -");

    assertThat(analyzed.err()).isEmpty();
    assertThat(analyzed.code()).isEqualTo(3);
    assertThat(analyzed.lines().getLast())
        .isEqualTo("{\"verdict\":\"REGRESSED\",\"metric\":\"errors\",\"atSecond\":155.25}");
  }

  @Test
  void saysWhereThereIsNoRollout() {
    Said said = terminal.type("release observations " + KEY + " --environment staging");

    assertThat(said.code()).isEqualTo(ExitCode.NOT_FOUND.code());
    assertThat(said.err())
        .contains("has no rollout in 'staging': it has one in production")
        .hasLineCount(1);
  }

  @Test
  void reportIsOnePageThatLoadsNothingAndRunsNothing() throws IOException {
    Said said = terminal.type("release report " + KEY + " -o page.html");

    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    String page = Files.readString(directory.resolve("page.html"));
    assertThat(page)
        .contains("default-src 'none'")
        .contains("Evidence of a regression")
        .contains("rolls back at 111")
        .contains("regression found at 2:35")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt; &quot;quoted&quot; &amp; &#39;so&#39;")
        .doesNotContain("<script", "\u001b", "src=", "@import", "url(", "NaN", "Infinity");
    assertThat(page.split("<svg role=\"img\"", -1)).hasSize(5);
  }

  @Test
  void reportAsJsonHasEveryBlock() throws IOException {
    Said said = terminal.type("release report " + KEY + " --json -o -");

    JsonNode report = new ObjectMapper().readTree(said.out());
    assertThat(report.path("release").path("result").path("outcome").asText())
        .isEqualTo("ROLLED_BACK");
    assertThat(report.path("course").path("moments")).hasSize(40);
    assertThat(report.path("course").path("verdict").asText()).isEqualTo("REGRESSED");
    assertThat(report.path("course").path("moments").path(39).path("decision").asText())
        .isEqualTo("rollback");
  }

  /** Another rollout has run there since: what is known of pods is in the record alone. */
  @Test
  void tellsOfThePodThatAloneFailedOnThePageAndInJson() throws IOException {
    try (RecordsOfWorker lonely = new RecordsOfWorker(recorded(), linesWithALonePod())) {
      terminal.variable("SLIPWAY_WORKER_URL", lonely.url());

      JsonNode report =
          new ObjectMapper()
              .readTree(terminal.type("release report " + KEY + " --json -o -").out());
      Said page = terminal.type("release report " + KEY + " -o -");

      JsonNode pod = report.path("course").path("pods").path(0);
      assertThat(pod.path("pod").asText()).isEqualTo("shop-canary-7");
      assertThat(pod.path("since").asDouble()).isEqualTo(60);
      assertThat(pod.path("requests").asLong()).isEqualTo(60);
      assertThat(pod.path("errors").asLong()).isEqualTo(48);
      assertThat(report.path("pods")).hasSize(1);
      assertThat(report.path("pods").path(0).asText())
          .startsWith("pod shop-canary-7 alone failed: 48 of the 60 requests");
      assertThat(page.out()).contains(report.path("pods").path(0).asText());
    }
  }

  @Test
  void saysThatTheCanaryWasComparedWithAFreshBaseline() throws IOException {
    RecordedRollout usual = recorded();
    RecordedRollout fresh =
        new RecordedRollout(
            usual.target(),
            usual.stable(),
            usual.candidate(),
            KEY,
            usual.plan().withBaseline(Baseline.FRESH),
            1,
            usual.since());
    assertThat(terminal.type("release report " + KEY + " -o -").out())
        .doesNotContain("fresh baseline");
    try (RecordsOfWorker beside = new RecordsOfWorker(fresh, lines())) {
      terminal.variable("SLIPWAY_WORKER_URL", beside.url());

      assertThat(terminal.type("release report " + KEY + " -o -").out())
          .contains("It was compared with a fresh baseline: pods of the stable revision")
          .contains("</svg>fresh baseline</span>")
          .contains("<th class=\"n\">Fresh baseline requests")
          .contains(", the fresh baseline 0 % of ")
          .doesNotContain("</svg>stable</span>", "Stable requests", "stable 0 %");
      JsonNode report =
          new ObjectMapper()
              .readTree(terminal.type("release report " + KEY + " --json -o -").out());
      assertThat(report.path("course").path("baseline").asText()).isEqualTo("FRESH");
      assertThat(report.path("course").path("metrics").path(0).path("sentence").asText())
          .contains(", the fresh baseline 0 % of ");
    }
  }

  /** From the tenth of twenty blocks on one pod fails; from the twelfth on that is certain. */
  private static String linesWithALonePod() {
    return IntStream.range(0, 20)
        .mapToObj(
            i -> {
              ObservedBlock plain = block(i, 5.0 * (i + 1), 10, i < 9 || i > 14 ? 0 : 8);
              return i < 9 || i > 14
                  ? plain
                  : new ObservedBlock(
                      plain.end(),
                      plain.weight(),
                      plain.canary(),
                      plain.stable(),
                      plain.origin(),
                      Optional.of(
                          new Suspect(
                              new SuspectedPod("shop-canary-7", i < 11 ? Proof.HINT : Proof.SURE),
                              arm(40, 0))));
            })
        .map(block -> ObservationLine.of(block) + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void writesAReportWithoutPicturesWhereThereIsNoRecord() throws IOException {
    worker.close();

    Said said = terminal.type("release report " + KEY);

    assertThat(said.code()).isZero();
    assertThat(said.err()).contains("The report has no pictures").hasLineCount(1);
    assertThat(said.lines()).containsExactly("shop-1f2e3d4c5b6a-1.html");
    assertThat(Files.readString(directory.resolve("shop-1f2e3d4c5b6a-1.html")))
        .contains("does not answer")
        .contains("Steps");
  }

  private RecordedRollout recorded() {
    RolloutInput input = rollout.input();
    return new RecordedRollout(
        input.target(), input.stable(), input.candidate(), KEY, input.plan(), 1, Records.at(24.1));
  }

  /** Healthy at 10 % for two and a half minutes, bad at 50 %. */
  private static String lines() {
    return Stream.concat(
            IntStream.range(0, 30).mapToObj(i -> block(i, 5.0 * (i + 1), 10, 0)),
            IntStream.range(30, 40).mapToObj(i -> block(i, 5.25 + 5.0 * i, 50, 40)))
        .map(block -> ObservationLine.of(block) + "\n")
        .collect(Collectors.joining());
  }

  private static ObservedBlock block(int number, double end, int weight, int errors) {
    Duration until = Duration.ofMillis(Math.round(1000 * end));
    return new ObservedBlock(
        until,
        weight,
        arm(5 * weight, errors),
        arm(5 * (100 - weight), 0),
        Optional.of(new Origin(until.minusSeconds(5), weight / 25, number)));
  }

  private static ObservedArm arm(int requests, int errors) {
    return new ObservedArm(
        requests,
        errors,
        List.of(
            new Slower(0.025, requests * 9 / 10),
            new Slower(0.05, requests / 2),
            new Slower(0.1, requests / 5),
            new Slower(0.25, requests / 50),
            new Slower(0.5, 0),
            new Slower(1, 0),
            new Slower(2.5, 0)));
  }
}
