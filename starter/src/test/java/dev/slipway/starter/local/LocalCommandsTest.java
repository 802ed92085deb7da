package dev.slipway.starter.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.starter.ExitCode;
import dev.slipway.starter.world.FakeServer;
import dev.slipway.starter.world.Terminal;
import dev.slipway.starter.world.Terminal.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalCommandsTest {

  @TempDir private Path directory = Path.of("");

  private Terminal terminal = new Terminal(new FakeServer());

  @BeforeEach
  void standInAFolder() {
    terminal = new Terminal(new FakeServer()).in(directory);
  }

  @ParameterizedTest
  @CsvSource({
    "mvnw, Maven wrapper",
    "gradlew, Gradle wrapper",
    "pom.xml, Maven",
    "build.gradle, Gradle",
    "build.gradle.kts, Gradle",
    "Cargo.toml, Cargo",
    "package.json, npm",
    "go.mod, Go",
    "README.md, no build tool was recognised"
  })
  void writesAFirstFileThatIsValidAsItStands(String file, String tool) throws IOException {
    Files.createFile(directory.resolve(file));

    Said init = terminal.type("init --service checkout");
    Said validate = terminal.type("validate");

    assertThat(init.code()).isZero();
    assertThat(init.out()).contains("wrote delivery.yaml for service checkout (" + tool);
    assertThat(validate.code()).isZero();
    assertThat(validate.out()).startsWith("✔ delivery.yaml is valid: checkout goes to ");
  }

  @Test
  void trustsAWrapperMoreThanWhatItWraps() throws IOException {
    Files.createFile(directory.resolve("gradlew"));
    Files.createFile(directory.resolve("pom.xml"));

    assertThat(terminal.type("init").out()).contains("(Gradle wrapper)");
  }

  @Test
  void neverOverwrites() throws IOException {
    Files.writeString(directory.resolve("delivery.yaml"), "mine");

    Said said = terminal.type("init --service checkout");

    assertThat(said.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(said.err()).contains("is there already and stays as it is");
    assertThat(directory.resolve("delivery.yaml")).hasContent("mine");
  }

  @Test
  void printsEveryProblemWithItsLineAndField() throws IOException {
    terminal.type("init --service checkout");
    String valid = Files.readString(directory.resolve("delivery.yaml"));
    Files.writeString(
        directory.resolve("delivery.yaml"),
        valid.replace("service: checkout\n", "service: checkout\nservis: x\nworklaod: y\n"));

    Said said = terminal.type("validate");

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.lines())
        .hasSize(2)
        .allMatch(line -> line.matches("delivery\\.yaml:\\d+: \\w+.*"));
    assertThat(said.err()).isEmpty();
  }

  @Test
  void answersProgramsWithTheProblems() throws IOException {
    Files.writeString(directory.resolve("other.yaml"), "apiVersion: slipway.dev/v1\n");

    Said said = terminal.type("validate other.yaml -o json");

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.out())
        .contains("\"file\" : \"other.yaml\"", "\"line\" : ", "\"valid\" : false");
  }

  @Test
  void checksAPlatformFile() throws IOException {
    Files.writeString(directory.resolve("platform.yaml"), "apiVersion: slipway.dev/v0\n");

    Said said = terminal.type("validate --platform platform.yaml");

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.lines()).allMatch(line -> line.startsWith("platform.yaml:"));
  }

  @Test
  void saysHowToWriteAFileThatIsNotThere() {
    Said said = terminal.type("validate");

    assertThat(said.code()).isEqualTo(ExitCode.NOT_FOUND.code());
    assertThat(said.err())
        .isEqualTo(
            "slipway: There is no delivery.yaml: name the file, or write a first one with slipway init.\n");
  }

  @Test
  void refusesANameThatIsNone() {
    assertThat(terminal.type("init --service Check_Out").code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(directory.resolve("delivery.yaml")).doesNotExist();
  }
}
