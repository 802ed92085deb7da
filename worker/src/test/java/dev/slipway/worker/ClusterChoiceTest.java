package dev.slipway.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.ClusterBinding;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A worker takes the work of those clusters that it can reach. */
class ClusterChoiceTest {

  private static final ClusterBinding NEAR =
      new ClusterBinding("near", Optional.of("kubeconfig"), Optional.of("near"), Optional.empty());
  private static final ClusterBinding FAR =
      new ClusterBinding("far", Optional.empty(), Optional.empty(), Optional.empty());
  private static final ClusterBinding FARTHER =
      new ClusterBinding("farther", Optional.empty(), Optional.empty(), Optional.empty());

  @Test
  void leavesAClusterWithoutAKubeconfigToAPodOfIt() {
    ClusterChoice choice = new ClusterChoice(Set.of(), false);

    assertThat(choice.among(List.of(NEAR, FAR))).containsExactly(NEAR);
    assertThat(choice.remarks(List.of(NEAR, FAR))).isEmpty();
  }

  @Test
  void isAPodOfTheOnlyOneWithoutAKubeconfig() {
    ClusterChoice choice = new ClusterChoice(Set.of(), true);

    assertThat(choice.among(List.of(NEAR, FAR))).containsExactly(NEAR, FAR);
    assertThat(choice.remarks(List.of(NEAR, FAR))).isEmpty();
  }

  @Test
  void doesNotGuessWhichOfSeveralItIsAPodOf() {
    ClusterChoice choice = new ClusterChoice(Set.of(), true);

    assertThat(choice.among(List.of(FAR, FARTHER, NEAR))).containsExactly(NEAR);
    assertThat(choice.remarks(List.of(FAR, FARTHER)))
        .singleElement()
        .asString()
        .contains("[far, farther]", "name it in slipway.kubernetes-clusters");
  }

  @Test
  void servesThoseThatAreNamedAndNoOther() {
    ClusterChoice choice = new ClusterChoice(Set.of("far"), true);

    assertThat(choice.among(List.of(NEAR, FAR, FARTHER))).containsExactly(FAR);
    assertThat(choice.remarks(List.of(NEAR, FAR, FARTHER))).isEmpty();
  }

  @Test
  void saysSoWhenTheOneThatIsNamedIsNotThere() {
    ClusterChoice choice = new ClusterChoice(Set.of("fra"), true);

    assertThat(choice.among(List.of(NEAR, FAR))).isEmpty();
    assertThat(choice.remarks(List.of(NEAR, FAR))).singleElement().asString().contains("[fra]");
  }
}
