package dev.slipway.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A field of an object, as reports write it: {@code spec.replicas}, {@code
 * spec.rules[*].backendRefs[0].weight}, {@code metadata.annotations['example.com/owner']}.
 *
 * @param steps from the object's root; none: the object itself
 */
public record FieldPath(List<Step> steps) {

  /** For checks of files before they are read: nothing that is no path matches. */
  public static final Pattern FORM =
      Pattern.compile(
          "[A-Za-z_$][A-Za-z0-9_$-]*"
              + "(\\.[A-Za-z_$][A-Za-z0-9_$-]*|\\[(\\*|[0-9]{1,4}|'[^'\\]\\[,\\s]{1,250}')\\])*");

  private static final Pattern STEP =
      Pattern.compile("\\.?([A-Za-z_$][A-Za-z0-9_$-]*)|\\[(?:(\\*)|([0-9]{1,4})|'([^']+)')\\]");

  /** One part of a path. */
  public sealed interface Step {

    /** A field of an object. */
    record Name(String name) implements Step {}

    /** An item of a list, from 0. */
    record Item(int index) implements Step {}

    /** Each item of a list. */
    record Each() implements Step {}
  }

  public FieldPath {
    steps = List.copyOf(steps);
  }

  /** Empty when the text is no path. */
  public static Optional<FieldPath> parse(String text) {
    if (!FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    List<Step> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(text);
    while (matcher.find()) {
      if (matcher.group(1) != null) {
        steps.add(new Step.Name(matcher.group(1)));
      } else if (matcher.group(2) != null) {
        steps.add(new Step.Each());
      } else if (matcher.group(3) != null) {
        steps.add(new Step.Item(Integer.parseInt(matcher.group(3))));
      } else {
        steps.add(new Step.Name(matcher.group(4)));
      }
    }
    return Optional.of(new FieldPath(steps));
  }

  /** Whether a field is another one or lies in it, both as reports write them. */
  public static boolean lies(String field, String in) {
    return field.equals(in) || field.startsWith(in + ".") || field.startsWith(in + "[");
  }

  /** As reports write it; keys with dots stand in it as they are. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      switch (step) {
        case Step.Name name -> text.append(text.isEmpty() ? "" : ".").append(name.name());
        case Step.Item item -> text.append('[').append(item.index()).append(']');
        case Step.Each each -> text.append("[*]");
      }
    }
    return text.toString();
  }

  /** The field below this one. */
  public FieldPath then(Step step) {
    List<Step> longer = new ArrayList<>(steps);
    longer.add(step);
    return new FieldPath(longer);
  }

  /** Whether this is the other field, or holds it. */
  public boolean covers(FieldPath other) {
    return steps.size() <= other.steps.size() && agreesWith(other);
  }

  /** Whether one of the two holds the other, or both are the same. */
  public boolean touches(FieldPath other) {
    return steps.size() <= other.steps.size() ? covers(other) : other.covers(this);
  }

  private boolean agreesWith(FieldPath other) {
    for (int i = 0; i < steps.size(); i++) {
      Step mine = steps.get(i);
      Step theirs = other.steps.get(i);
      boolean each =
          (mine instanceof Step.Each && !(theirs instanceof Step.Name))
              || (theirs instanceof Step.Each && !(mine instanceof Step.Name));
      if (!each && !mine.equals(theirs)) {
        return false;
      }
    }
    return true;
  }
}
