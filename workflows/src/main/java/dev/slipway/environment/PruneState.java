package dev.slipway.environment;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What left Git and waits for a person, and what people have ordered about it.
 *
 * @param waiting the objects, as {@code Kind/name}, as the last sync has found them; the first 20,
 *     then how many more
 * @param count how many they are
 * @param since when the first of them was found; empty where none waits
 * @param confirmed an order that is not carried out yet
 * @param past what became of earlier orders, newest first, at most 10
 * @param begun whether the confirmed order has been begun: some of it may be gone
 * @param partly whether a part of what waits was confirmed and is gone: the rest waits for a
 *     person, too, even where it is not more than the budget any longer
 */
public record PruneState(
    List<String> waiting,
    int count,
    Optional<Instant> since,
    Optional<PruneOrder> confirmed,
    List<PruneRecord> past,
    boolean begun,
    boolean partly) {

  /** Nothing waits, and nothing was ever ordered. */
  public static final PruneState NONE =
      new PruneState(List.of(), 0, Optional.empty(), Optional.empty(), List.of(), false, false);

  @JsonCreator
  public PruneState {
    waiting = List.copyOf(waiting);
    past = List.copyOf(past);
  }
}
