package dev.slipway.document;

import java.util.Optional;

/**
 * How the text of one value becomes what it means.
 *
 * @param <T> what it means
 */
@FunctionalInterface
public interface Reading<T> {

  /** The meaning; empty, with a problem reported on the value, when it has none. */
  Optional<T> read(Value value);
}
