package dev.slipway.observation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.slipway.observation.ObservedArm.Slower;
import dev.slipway.observation.ObservedBlock.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one observation: a line of JSON, {@code {"t": seconds, "weight": percent, "canary":
 * {"requests": n, "errors": x, "latency": {"0.1": slowerThan, …}}, "stable": {…}}}. What a rollout
 * recorded also has {@code from}, {@code step} and {@code block}, see {@link Origin}. Every field
 * is checked; none is guessed. Not shared between threads.
 */
public final class ObservationReader {

  private static final int MOST_BOUNDARIES = 200;
  private static final double LATEST_SECONDS = 3660 * 86_400.0;
  private static final long MOST_REQUESTS = 1_000_000_000_000L;
  private static final double NANOS = 1e9;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Read, so that a sentence can name the field that is not a number.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(8).maxNumberLength(40).build())
          .build();

  /**
   * @throws BadObservationException with the field and what would be right
   */
  public ObservedBlock read(byte[] text, int offset, int length) {
    try (JsonParser json = JSON.createParser(text, offset, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new BadObservationException(
            "an observation is a JSON object, {\"t\": …, \"weight\": …, \"canary\": …, \"stable\":"
                + " …}");
      }
      ObservedBlock block = new Fields(json).block();
      if (json.nextToken() != null) {
        throw new BadObservationException("something follows after the object: one on each line");
      }
      return block;
    } catch (StreamConstraintsException e) {
      throw new BadObservationException(
          "an observation is not nested so deeply, and no number is so long", e);
    } catch (JsonProcessingException e) {
      throw new BadObservationException("it is not JSON: " + firstLine(e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can be read", e);
    }
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  /** The object under the cursor. */
  private static final class Fields {

    private final JsonParser json;
    private @Nullable Double end;
    private @Nullable Double weight;
    private @Nullable ObservedArm canary;
    private @Nullable ObservedArm stable;
    private @Nullable Double from;
    private @Nullable Long step;
    private @Nullable Long number;

    private Fields(JsonParser json) {
      this.json = json;
    }

    private ObservedBlock block() throws IOException {
      String field = json.nextFieldName();
      while (field != null) {
        json.nextToken();
        read(field);
        field = json.nextFieldName();
      }
      return new ObservedBlock(
          Duration.ofNanos(Math.round(required("t", end) * NANOS)),
          required("weight", weight),
          required("canary", canary),
          required("stable", stable),
          origin());
    }

    private void read(String field) throws IOException {
      switch (field) {
        case "t" -> end = once(field, end, seconds(field));
        case "weight" -> weight = once(field, weight, weight(field));
        case "canary" -> canary = once(field, canary, arm(field));
        case "stable" -> stable = once(field, stable, arm(field));
        case "from" -> from = once(field, from, seconds(field));
        case "step" -> step = once(field, step, count(field, Integer.MAX_VALUE));
        case "block" -> number = once(field, number, count(field, Integer.MAX_VALUE));
        default -> throw unknown(field, "an observation", "t, weight, canary and stable");
      }
    }

    private Optional<Origin> origin() {
      if (from == null && step == null && number == null) {
        return Optional.empty();
      }
      return Optional.of(
          new Origin(
              Duration.ofNanos(Math.round(required("from", from) * NANOS)),
              required("step", step).intValue(),
              required("block", number).intValue()));
    }

    private ObservedArm arm(String arm) throws IOException {
      requireObject(arm);
      @Nullable Long requests = null;
      @Nullable Long errors = null;
      @Nullable List<Slower> latency = null;
      String field = json.nextFieldName();
      while (field != null) {
        json.nextToken();
        String path = arm + "." + field;
        switch (field) {
          case "requests" -> requests = once(path, requests, count(path, MOST_REQUESTS));
          case "errors" -> errors = once(path, errors, count(path, MOST_REQUESTS));
          case "latency" -> latency = once(path, latency, latency(path));
          default -> throw unknown(path, arm, "requests, errors and latency");
        }
        field = json.nextFieldName();
      }
      ObservedArm read =
          new ObservedArm(
              required(arm + ".requests", requests),
              required(arm + ".errors", errors),
              latency == null ? List.of() : latency);
      refuseContradictions(arm, read);
      return read;
    }

    private List<Slower> latency(String path) throws IOException {
      requireObject(path);
      List<Slower> counts = new ArrayList<>();
      String boundary = json.nextFieldName();
      while (boundary != null) {
        json.nextToken();
        if (counts.size() == MOST_BOUNDARIES) {
          throw new BadObservationException(path + " has more than 200 boundaries");
        }
        counts.add(
            new Slower(
                boundary(path, boundary), count(path + ".\"" + boundary + "\"", MOST_REQUESTS)));
        boundary = json.nextFieldName();
      }
      for (int i = 1; i < counts.size(); i++) {
        if (counts.get(i).boundary() <= counts.get(i - 1).boundary()) {
          return sorted(path, counts);
        }
      }
      return counts;
    }

    private static List<Slower> sorted(String path, List<Slower> counts) {
      counts.sort(Comparator.comparingDouble(Slower::boundary));
      for (int i = 1; i < counts.size(); i++) {
        if (counts.get(i).boundary() == counts.get(i - 1).boundary()) {
          throw new BadObservationException(
              path + " has the boundary " + counts.get(i).boundary() + " twice");
        }
      }
      return counts;
    }

    private static double boundary(String path, String text) {
      double seconds;
      try {
        seconds = Double.parseDouble(text);
      } catch (NumberFormatException e) {
        seconds = Double.NaN;
      }
      if (!(seconds > 0 && seconds <= LATEST_SECONDS)) {
        throw new BadObservationException(
            path
                + " has the boundary \""
                + quoted(text)
                + "\", but a boundary is a number of seconds above 0");
      }
      return seconds;
    }

    private static void refuseContradictions(String arm, ObservedArm read) {
      if (read.errors() > read.requests()) {
        throw new BadObservationException(
            "%s.errors is %d, more than its %d requests: count both at the same place"
                .formatted(arm, read.errors(), read.requests()));
      }
      long most = read.requests();
      for (Slower slower : read.slower()) {
        if (slower.count() > most) {
          throw new BadObservationException(
              "%s.latency.\"%s\" is %d, but at most %d can be slower: count the requests that took longer than each boundary"
                  .formatted(arm, slower.boundary(), slower.count(), most));
        }
        most = slower.count();
      }
    }

    private double seconds(String field) throws IOException {
      double seconds = number(field);
      if (!(seconds >= 0 && seconds <= LATEST_SECONDS)) {
        throw new BadObservationException(
            field
                + " is "
                + json.getText()
                + ", but it is in seconds since the canary got its first traffic, from 0 to ten"
                + " years");
      }
      return seconds;
    }

    private double weight(String field) throws IOException {
      double percent = number(field);
      if (!(percent >= 0 && percent <= 100)) {
        throw new BadObservationException(
            field + " is " + json.getText() + ", but it is a percentage from 0 to 100");
      }
      return percent;
    }

    private long count(String field, long most) throws IOException {
      double value = number(field);
      if (!(value >= 0 && value <= most && value == Math.rint(value))) {
        throw new BadObservationException(
            field
                + " is "
                + json.getText()
                + ", but it is a count since the line before: a whole number from 0 to "
                + most);
      }
      return (long) value;
    }

    private double number(String field) throws IOException {
      JsonToken token = json.currentToken();
      if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
        return json.getDoubleValue();
      }
      throw new BadObservationException(field + " is " + said(token) + ", but must be a number");
    }

    private void requireObject(String field) throws IOException {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw new BadObservationException(
            field + " is " + said(json.currentToken()) + ", but must be an object");
      }
    }

    private String said(@Nullable JsonToken token) throws IOException {
      if (token == JsonToken.START_OBJECT) {
        return "an object";
      }
      if (token == JsonToken.START_ARRAY) {
        return "a list";
      }
      return token == JsonToken.VALUE_STRING
          ? "the text \"" + quoted(json.getText()) + "\""
          : String.valueOf(json.getText());
    }

    private static <T> T once(String field, @Nullable T before, T read) {
      if (before != null) {
        throw new BadObservationException(field + " is there twice");
      }
      return read;
    }

    private static <T> T required(String field, @Nullable T read) {
      if (read == null) {
        throw new BadObservationException(field + " is missing");
      }
      return read;
    }

    private static BadObservationException unknown(String field, String of, String expected) {
      return new BadObservationException(
          "\"" + quoted(field) + "\" is no field of " + of + ": it has " + expected);
    }

    private static String quoted(String text) {
      return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
  }
}
