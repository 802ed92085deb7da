package dev.slipway.build.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.build.Artifact;
import dev.slipway.build.BuildResult;
import dev.slipway.build.TestResult;
import dev.slipway.build.log.StepKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A finished step answers again as it did. */
class StepAnswersTest {

  private static final String RELEASE = "shop/1f2e3d4c5b6a-1";
  private static final String COMMIT = "1f2e3d4c5b6a" + "0".repeat(28);
  private static final StepKey BUILD = StepKey.build(RELEASE);

  @TempDir private Path root;

  @Test
  void givesBackWhatWasKept() throws Exception {
    new StepAnswers(root).keep(BUILD, COMMIT, BuildResult.class, built('a'));

    assertThat(new StepAnswers(root).find(BUILD, COMMIT, BuildResult.class)).contains(built('a'));
    assertThat(root.resolve("releases/shop/1f2e3d4c5b6a-1.json")).exists();
  }

  @Test
  void theFirstAnswerWins() throws Exception {
    StepAnswers answers = new StepAnswers(root);
    answers.keep(BUILD, COMMIT, BuildResult.class, built('a'));

    assertThat(answers.keep(BUILD, COMMIT, BuildResult.class, built('b'))).isEqualTo(built('a'));
  }

  @Test
  void keepsEachSuiteByItself() throws Exception {
    StepAnswers answers = new StepAnswers(root);
    TestResult result =
        new TestResult(
            "unit",
            false,
            Optional.of(new TestResult.Counts(3, 1, 0)),
            List.of("a"),
            "exited with code 1",
            "…",
            "log:1",
            Duration.ofMillis(1500));

    answers.keep(StepKey.test(RELEASE, "unit"), COMMIT, TestResult.class, result);

    assertThat(answers.find(StepKey.test(RELEASE, "unit"), COMMIT, TestResult.class))
        .contains(result);
    assertThat(answers.find(StepKey.test(RELEASE, "slow"), COMMIT, TestResult.class)).isEmpty();
    assertThat(answers.find(BUILD, COMMIT, BuildResult.class)).isEmpty();
  }

  @Test
  void doesNotAnswerForAnotherCommit() throws Exception {
    StepAnswers answers = new StepAnswers(root);
    answers.keep(BUILD, COMMIT, BuildResult.class, built('a'));

    assertThatThrownBy(
            () -> answers.find(BUILD, "1f2e3d4c5b6a" + "1".repeat(28), BuildResult.class))
        .hasMessageContaining("is of commit");
  }

  @Test
  void doesNotInventAnAnswerForAFileThatIsBroken() throws Exception {
    Path file = root.resolve("releases/shop/1f2e3d4c5b6a-1.json");
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, "{\"comm");

    assertThatThrownBy(() -> new StepAnswers(root).find(BUILD, COMMIT, BuildResult.class))
        .hasMessageContaining("cannot be understood");
  }

  private static BuildResult built(char digit) {
    return new BuildResult.Built(
        new Artifact("shop", "sha256:" + String.valueOf(digit).repeat(64)),
        BUILD.reference(),
        Duration.ofSeconds(2));
  }
}
