package dev.slipway.build.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Keys are names of files: none leads anywhere else. */
class StepKeyTest {

  private static final String RELEASE = "shop/1f2e3d4c5b6a-1";

  @Test
  void refersToALogByReleaseAndStep() {
    assertThat(StepKey.build(RELEASE).reference()).isEqualTo("log:shop/1f2e3d4c5b6a-1/build");
    assertThat(StepKey.test(RELEASE, "unit").reference())
        .isEqualTo("log:shop/1f2e3d4c5b6a-1/test-unit");
  }

  @Test
  void refusesReleasesThatLeadElsewhere() {
    assertThatThrownBy(() -> StepKey.build("../1f2e3d4c5b6a-1")).hasMessageContaining("SERVICE");
    assertThatThrownBy(() -> StepKey.build("a/../../b")).hasMessageContaining("SERVICE");
    assertThatThrownBy(() -> StepKey.build("a\0/1f2e3d4c5b6a-1")).hasMessageContaining("SERVICE");
  }

  @Test
  void refusesStepsThatLeadElsewhere() {
    assertThatThrownBy(() -> new StepKey(RELEASE, "../build")).hasMessageContaining("test-SUITE");
    assertThatThrownBy(() -> new StepKey(RELEASE, "test-../x")).hasMessageContaining("test-SUITE");
  }

  @Test
  void tellsSuitesApartWhoseNamesAreNoNamesOfFiles() {
    assertThat(StepKey.test(RELEASE, "a b")).isNotEqualTo(StepKey.test(RELEASE, "a/b"));
  }

  @Property
  void everySuiteHasAPlaceBelowTheDirectory(@ForAll String suite) {
    Path root = Path.of("/logs");
    Path file = StepKey.test(RELEASE, suite).under(root, ".log");

    assertThat(file.normalize()).isEqualTo(file);
    assertThat(file.startsWith(root.resolve(RELEASE))).isTrue();
    assertThat(file.getNameCount()).isEqualTo(4);
  }
}
