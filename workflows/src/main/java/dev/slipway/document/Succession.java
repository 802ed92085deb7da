package dev.slipway.document;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an item of a list has to be, seen those before it.
 *
 * @param <T> the item
 */
@FunctionalInterface
public interface Succession<T> {

  /** What is wrong with it there; empty when nothing is. */
  Optional<String> objection(List<T> before, T item);

  /** Both; the other one is asked when this one has no objection. */
  default Succession<T> and(Succession<T> other) {
    return (before, item) -> objection(before, item).or(() -> other.objection(before, item));
  }

  /**
   * Each above the one before it.
   *
   * @param noun what an item is called
   */
  static <T extends Comparable<T>> Succession<T> ascending(
      String noun, Function<T, String> written) {
    return (before, item) ->
        before.isEmpty() || before.getLast().compareTo(item) < 0
            ? Optional.empty()
            : Optional.of(
                "must be above the "
                    + noun
                    + " before it ("
                    + written.apply(before.getLast())
                    + ")");
  }

  /** No two with the same name. */
  static <T> Succession<T> unique(Function<T, String> name) {
    return (before, item) ->
        before.stream().map(name).anyMatch(name.apply(item)::equals)
            ? Optional.of(
                "has the name '" + name.apply(item) + "' of one before it; names are unique here")
            : Optional.empty();
  }
}
