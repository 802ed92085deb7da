package dev.slipway.starter.release;

import static dev.slipway.starter.world.Records.KEY;
import static dev.slipway.starter.world.Records.RELEASE;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.release.StepStatus;
import dev.slipway.release.StepStatus.State;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.world.FakeServer;
import dev.slipway.starter.world.Records;
import dev.slipway.starter.world.Terminal;
import dev.slipway.starter.world.Terminal.Said;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogsCommandTest {

  private final FakeServer server = new FakeServer();
  private final Terminal terminal = new Terminal(server);
  private final List<String> asked = new ArrayList<>();
  private HttpServer worker = none();
  private byte[] log = new byte[0];

  private static HttpServer none() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeEach
  void startWorker() {
    worker.createContext(
        "/logs/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          int from = Integer.parseInt(exchange.getRequestURI().getQuery().replace("from=", ""));
          int until = Math.min(log.length, from + 7);
          exchange.sendResponseHeaders(200, until == from ? -1 : until - from);
          if (until > from) {
            exchange.getResponseBody().write(log, from, until - from);
          }
          exchange.close();
        });
    worker.start();
    terminal.variable("SLIPWAY_WORKER_URL", "http://127.0.0.1:" + worker.getAddress().getPort());
  }

  @AfterEach
  void stopWorker() {
    worker.stop(0);
  }

  @Test
  void followsALogToTheEndOfItsStepPieceByPiece() {
    log = "one\n\u001b[32mgrün\u001b[0m\nlast, without an end".getBytes(StandardCharsets.UTF_8);
    server.status(
        RELEASE,
        building(State.RUNNING),
        building(State.RUNNING),
        building(State.RUNNING),
        building(State.RUNNING),
        building(State.RUNNING),
        building(State.RUNNING),
        building(State.RUNNING),
        building(State.PASSED));

    Said said = terminal.type("release logs --follow " + KEY + " build");

    assertThat(said.err()).isEmpty();
    assertThat(said.lines()).containsExactly("one", "grün", "last, without an end");
    assertThat(asked.getFirst()).isEqualTo("/logs/" + KEY + "/build?from=0");
  }

  @Test
  void takesTheStepThatFailed() {
    log = "no\n".getBytes(StandardCharsets.UTF_8);
    server.status(RELEASE, building(State.FAILED));

    assertThat(terminal.type("release logs " + KEY).lines()).containsExactly("no");
  }

  @Test
  void namesTheLogsThatThereAre() {
    server.status(RELEASE, building(State.FAILED));

    Said said = terminal.type("release logs " + KEY + " integration");

    assertThat(said.code()).isEqualTo(ExitCode.NOT_FOUND.code());
    assertThat(said.err())
        .isEqualTo(
            "slipway: There is no log of a step 'integration' in "
                + KEY
                + ": there is one of build.\n");
  }

  @Test
  void saysWhichWorkerDoesNotAnswer() {
    worker.stop(0);
    server.status(RELEASE, building(State.FAILED));

    Said said = terminal.type("release logs " + KEY);

    assertThat(said.code()).isEqualTo(ExitCode.UNREACHABLE.code());
    assertThat(said.err()).contains("does not answer: start it, or set SLIPWAY_WORKER_URL");
  }

  private static ReleaseStatus building(State state) {
    StepStatus build =
        new StepStatus(
            "build",
            state,
            Optional.of(Records.at(0)),
            state == State.RUNNING ? Optional.empty() : Optional.of(Records.at(9)),
            "",
            state == State.RUNNING ? "" : "log:" + KEY + "/build");
    return Records.release(
        ReleaseStatus.Phase.BUILDING, List.of(build), Optional.empty(), Optional.empty());
  }
}
