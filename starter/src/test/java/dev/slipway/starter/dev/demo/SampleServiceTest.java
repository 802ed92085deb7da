package dev.slipway.starter.dev.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The sample service as the demo builds, tests and runs it: with the JDK that is installed and its
 * own scripts.
 */
class SampleServiceTest {

  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");
  private static final int ITEMS = 100;

  @TempDir private Path workspace;

  @Test
  void theDefectPassesItsTestsAndFailsFourAnswersInAHundred() throws Exception {
    lay(Change.PIECES, Change.PRICE_PER_PIECE);

    run("./build.sh");
    run("./test.sh");

    assertThat(Files.readString(workspace.resolve("build/test-results/TEST-shop.xml")))
        .contains("tests=\"5\" failures=\"0\"");
    assertThat(failingItems()).containsExactly(25, 50, 75, 100);
  }

  @ParameterizedTest
  @EnumSource(
      value = Change.class,
      names = {"PIECES", "PRICE_PER_PIECE_MENDED"})
  void aGoodVersionAnswersForEveryItem(Change change) throws Exception {
    lay(change);

    run("./build.sh");

    assertThat(failingItems()).isEmpty();
  }

  private void lay(Change... changes) throws IOException {
    copy(Sample.FOLDER.resolve("source"));
    for (Change change : changes) {
      copy(Sample.FOLDER.resolve("changes").resolve(change.folder()));
    }
  }

  private void copy(Path from) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = workspace.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(
              file,
              target,
              java.nio.file.StandardCopyOption.REPLACE_EXISTING,
              java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  private void run(String script) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(script)
            .directory(workspace.toFile())
            .redirectErrorStream(true)
            .redirectOutput(workspace.resolve("output.log").toFile());
    builder.environment().put("PATH", JAVA + ":" + System.getenv("PATH"));
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(workspace.resolve("output.log"))).isZero();
  }

  /** Starts the built jar as a pod does, and asks for every item. */
  private List<Integer> failingItems() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(JAVA.resolve("java").toString(), "-jar", "build/shop.jar")
            .directory(workspace.toFile())
            .redirectErrorStream(true);
    builder.environment().put("PORT", "0");
    Process process = builder.start();
    try (var lines = process.inputReader();
        HttpClient client = HttpClient.newHttpClient()) {
      String line = lines.readLine();
      assertThat(line).startsWith("shop: listening on port ");
      String base = "http://127.0.0.1:" + line.substring(line.lastIndexOf(' ') + 1);
      List<Integer> failing = new ArrayList<>();
      for (int item : IntStream.rangeClosed(1, ITEMS).toArray()) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(base + "/shop?item=" + item)).build();
        if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() != 200) {
          failing.add(item);
        }
      }
      return failing;
    } finally {
      process.destroy();
    }
  }
}
