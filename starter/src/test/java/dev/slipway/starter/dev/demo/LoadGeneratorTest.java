package dev.slipway.starter.dev.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.starter.dev.demo.LoadGenerator.Count;
import dev.slipway.starter.dev.demo.LoadGenerator.Experience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {

  private HttpServer server;
  private volatile int statusOfItem25 = 500;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/shop",
        exchange -> {
          boolean bad = exchange.getRequestURI().getQuery().equals("item=25");
          exchange.sendResponseHeaders(bad ? statusOfItem25 : 200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void asksForItemsInTurnAndCountsWhatFails() {
    Instant begun = Instant.now();
    try (LoadGenerator load = load()) {
      Count before = load.count();
      load.start();
      await(() -> load.count().answered() >= 250);

      Experience seen = load.experience(before, begun);

      assertThat(seen.requests()).isGreaterThanOrEqualTo(250);
      assertThat(seen.failed()).isBetween(2L, seen.requests() / 100 + 1);
      assertThat(seen.firstFailure()).hasValueSatisfying(at -> assertThat(at).isAfter(begun));
      assertThat(seen.suffering()).isPositive();
    }
  }

  @Test
  void anAnswerThatRefusesTheRequestIsNoFailure() {
    statusOfItem25 = 400;
    try (LoadGenerator load = load()) {
      load.start();
      await(() -> load.count().answered() >= 100);

      assertThat(load.count().failed()).isZero();
    }
  }

  @Test
  void noAnswerIsAFailure() {
    server.stop(0);
    try (LoadGenerator load = load()) {
      load.start();
      await(() -> load.count().failed() >= 3);

      assertThat(load.count().failed()).isEqualTo(load.count().answered());
    }
  }

  @Test
  void whatFailedBeforeIsNotCountedAgain() {
    try (LoadGenerator load = load()) {
      load.start();
      await(() -> load.count().failed() >= 1);
      statusOfItem25 = 200;
      Instant mended = Instant.now().plusMillis(200);
      await(() -> Instant.now().isAfter(mended));
      Count before = load.count();
      await(() -> load.count().answered() >= before.answered() + 110);

      assertThat(load.experience(before, mended).failed()).isZero();
      assertThat(load.experience(before, mended).suffering()).isEqualTo(Duration.ZERO);
    }
  }

  private LoadGenerator load() {
    return new LoadGenerator("http://127.0.0.1:" + server.getAddress().getPort(), 500);
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
