package dev.slipway.localcluster.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.localcluster.object.BackendRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WeightedDeckTest {

  @Property
  void givesEachBackendExactlyItsShareOfEachCycle(
      @ForAll @IntRange(min = 0, max = 100) int canary,
      @ForAll @IntRange(min = 1, max = 4) int cycles) {
    WeightedDeck deck = deck(canary, 100 - canary, canary);
    for (int cycle = 0; cycle < cycles; cycle++) {
      assertThat(canaries(deck, 100)).isEqualTo(canary);
    }
  }

  /** The sum is a prime: the cycle is a million requests long and is dealt in pieces. */
  @Property(tries = 200)
  void isNeverMoreThanOneRequestFromItsShareAfterEachPieceOfALongCycle(
      @ForAll @IntRange(min = 1, max = 1_000_002) int canary) {
    WeightedDeck deck = deck(7, 1_000_003 - canary, canary);
    double dealt = 0;
    for (int piece = 1; piece <= 5; piece++) {
      dealt += canaries(deck, 1000);
      double share = piece * 1000.0 * canary / 1_000_003;
      assertThat(dealt).isBetween(share - 1, share + 1);
    }
  }

  @Test
  void staysExactInTheLongRunWhenTheCycleIsLong() {
    WeightedDeck deck = deck(1, 999_983, 17);
    assertThat(canaries(deck, 1_000_000)).isEqualTo(17);
  }

  @Test
  void doesNotKeepStepWithAClientThatAlternates() {
    WeightedDeck deck = deck(3, 1, 1);
    Set<String> onOddTurns = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      deck.next();
      onOddTurns.add(deck.next().orElseThrow().service());
    }
    assertThat(onOddTurns).containsExactlyInAnyOrder("stable", "canary");
  }

  @Test
  void givesNothingToABackendOfWeightZero() {
    WeightedDeck deck = deck(4, 1, 0);
    List<Optional<BackendRef>> dealt = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      dealt.add(deck.next());
    }
    assertThat(dealt).containsOnly(Optional.of(new BackendRef("stable", 1)));
    assertThat(deck(4, 0, 0).next()).isEmpty();
  }

  private static WeightedDeck deck(long seed, int stable, int canary) {
    return new WeightedDeck(
        List.of(new BackendRef("stable", stable), new BackendRef("canary", canary)),
        new SplittableRandom(seed));
  }

  private static int canaries(WeightedDeck deck, int requests) {
    int canaries = 0;
    for (int i = 0; i < requests; i++) {
      if (deck.next().orElseThrow().service().equals("canary")) {
        canaries++;
      }
    }
    return canaries;
  }
}
