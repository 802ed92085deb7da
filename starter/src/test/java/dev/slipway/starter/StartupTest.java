package dev.slipway.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command does not need must not cost its start: watched from the outside, in a process. */
class StartupTest {

  @ParameterizedTest
  @ValueSource(strings = {"--help", "version"})
  void loadsNothingOfTemporalForLocalCommands(String command) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-verbose:class"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path")));
    line.add("dev.slipway.starter.SlipwayCommand");
    line.add(command);

    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String loaded = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(loaded).contains("dev.slipway.starter.SlipwayCommand");
    assertThat(loaded.lines())
        .noneMatch(one -> one.contains(" io.temporal.") || one.contains(" io.grpc."));
  }
}
