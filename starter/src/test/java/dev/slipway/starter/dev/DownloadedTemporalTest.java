package dev.slipway.starter.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.starter.dev.TemporalSource.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The download, against a real HTTP server of this machine. */
class DownloadedTemporalTest {

  private static final String PROGRAM = "#!/bin/sh\necho temporal\n";

  @TempDir private Path directory;
  private HttpServer server;
  private volatile byte[] archive = new byte[0];
  private volatile int status = 200;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1.5.1/temporal_cli_1.5.1_linux_amd64.tar.gz",
        exchange -> {
          exchange.sendResponseHeaders(status, archive.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(archive);
          }
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void installsWhatHasThePinnedDigest() throws Exception {
    archive = archiveOf("LICENSE", "free", "temporal", PROGRAM);

    Answer answer = download(digestOf(archive));

    assertThat(answer).isEqualTo(new Answer.Found(target()));
    assertThat(target()).isExecutable().hasContent(PROGRAM.strip());
    assertThat(leftovers()).containsExactly(target());
  }

  @Test
  void throwsAwayWhatHasAnotherDigest() throws Exception {
    archive = archiveOf("temporal", PROGRAM);

    Answer answer = download("0".repeat(64));

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Closed.class,
            closed ->
                assertThat(closed.why())
                    .contains("wrong digest", digestOf(archive), "thrown away"));
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void saysWhatStatusAMissingReleaseHas() throws Exception {
    status = 404;

    assertThat(download("0".repeat(64)))
        .isInstanceOfSatisfying(
            Answer.Closed.class, closed -> assertThat(closed.why()).contains("status 404"));
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void refusesAnArchiveWithoutTheProgram() throws Exception {
    archive = archiveOf("../temporal", PROGRAM);

    assertThat(download(digestOf(archive)))
        .isInstanceOfSatisfying(
            Answer.Closed.class,
            closed -> assertThat(closed.why()).contains("holds no file temporal"));
    assertThat(Files.exists(directory.resolve("temporal"))).isFalse();
  }

  @Test
  void refusesAnArchiveThatIsCutOff() throws Exception {
    byte[] whole = archiveOf("temporal", PROGRAM.repeat(1000));
    archive = Arrays.copyOf(whole, whole.length / 2);

    assertThat(download(digestOf(archive))).isInstanceOf(Answer.Closed.class);
    assertThat(Files.exists(target())).isFalse();
  }

  @Test
  void givesUpAtOnceWhereNobodyListens() {
    server.stop(0);
    long begun = System.nanoTime();

    assertThat(download("0".repeat(64))).isInstanceOf(Answer.Closed.class);

    assertThat(System.nanoTime() - begun).isLessThan(4_000_000_000L);
  }

  @Test
  void givesUpSoonWhereTheNameIsUnknown() {
    long begun = System.nanoTime();

    Answer answer =
        new DownloadedTemporal("https://releases.invalid", "linux_amd64", "0".repeat(64), target())
            .find(new Told().progress());

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Closed.class, closed -> assertThat(closed.why()).contains("not resolved"));
    assertThat(System.nanoTime() - begun).isLessThan(4_500_000_000L);
  }

  private Answer download(String digest) {
    String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    return new DownloadedTemporal(base, "linux_amd64", digest, target())
        .find(new Told().progress());
  }

  private Path target() {
    return directory.resolve("cache/temporal");
  }

  private List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(target().getParent())) {
      return files.toList();
    }
  }

  private static String digestOf(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A tar.gz of files, given as names and contents in turn. */
  private static byte[] archiveOf(String... namesAndContents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        byte[] content = namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8);
        byte[] header = new byte[512];
        put(header, 0, namesAndContents[i]);
        put(header, 124, String.format("%011o", content.length));
        put(header, 156, "0");
        zip.write(header);
        zip.write(content);
        zip.write(new byte[(512 - content.length % 512) % 512]);
      }
      zip.write(new byte[1024]);
    }
    return bytes.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
