package dev.slipway.build.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script gets what it needs and none of the worker's secrets. */
class ScriptEnvironmentTest {

  @TempDir private Path home;

  @Test
  void passesOnNothingThatIsNotOnTheList() {
    Map<String, String> worker =
        Map.of("HOME", "/home/ada", "LC_TIME", "de", "TOKEN", "s3cret", "https_proxy", "x");

    assertThat(new ScriptEnvironment(worker, home).with(Map.of("SLIPWAY_SERVICE", "shop"), home))
        .containsOnly(
            Map.entry("HOME", "/home/ada"),
            Map.entry("LC_TIME", "de"),
            Map.entry("LANG", "C.UTF-8"),
            Map.entry("PATH", "/usr/local/bin:/usr/bin:/bin"),
            Map.entry("TMPDIR", home.toString()),
            Map.entry("CI", "true"),
            Map.entry("SLIPWAY_SERVICE", "shop"));
  }

  @Test
  void putsTheWorkersOwnJdkFirst() throws Exception {
    Path compiler = Files.createDirectories(home.resolve("bin")).resolve("javac");
    Files.writeString(compiler, "");
    assertThat(compiler.toFile().setExecutable(true)).isTrue();

    Map<String, String> environment =
        new ScriptEnvironment(Map.of("PATH", "/bin", "JAVA_HOME", "/old"), home)
            .with(Map.of(), home);

    assertThat(environment)
        .containsEntry("JAVA_HOME", home.toString())
        .containsEntry("PATH", home.resolve("bin") + ":/bin");
  }

  @Test
  void leavesJavaAloneWhereTheWorkerRunsOnNoJdk() {
    assertThat(
            new ScriptEnvironment(Map.of("PATH", "/bin", "JAVA_HOME", "/old"), home)
                .with(Map.of(), home))
        .containsEntry("JAVA_HOME", "/old")
        .containsEntry("PATH", "/bin");
  }
}
