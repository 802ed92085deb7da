package dev.slipway.localcluster.object;

import java.util.List;
import java.util.stream.Collectors;

/** An object that the cluster does not take; says every field that is wrong. */
public final class InvalidObject extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 5;

  /** Kept out of serialization: the message says the same. */
  private final transient List<FieldError> errors;

  /**
   * One wrong field.
   *
   * @param field its path, as {@code spec.template.spec.containers[0].image}
   * @param message what is wrong, as the rest of a sentence that the path begins
   */
  public record FieldError(String field, String message) {}

  public InvalidObject(String field, String message) {
    this(List.of(new FieldError(field, message)));
  }

  public InvalidObject(List<FieldError> errors) {
    super(sentence(errors));
    this.errors = List.copyOf(errors);
  }

  public List<FieldError> errors() {
    return errors;
  }

  private static String sentence(List<FieldError> errors) {
    String shown =
        errors.stream()
            .limit(SHOWN)
            .map(error -> error.field() + " " + error.message())
            .collect(Collectors.joining("; "));
    return errors.size() > SHOWN
        ? shown + "; and " + (errors.size() - SHOWN) + " more."
        : shown + ".";
  }
}
