package dev.slipway.observation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads one value of a line, and says what is wrong with it. */
final class FieldCursor {

  static final double LATEST_SECONDS = 3660 * 86_400.0;
  private static final long MOST_COUNT = 1_000_000_000_000L;
  private static final int LONGEST_NAME = 300;

  private final JsonParser json;

  FieldCursor(JsonParser json) {
    this.json = json;
  }

  /** The next field of the present object, with the cursor on its value; null at its end. */
  @Nullable String next() throws IOException {
    String field = json.nextFieldName();
    if (field != null) {
      json.nextToken();
    }
    return field;
  }

  double seconds(String field) throws IOException {
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

  double weight(String field) throws IOException {
    double percent = number(field);
    if (!(percent >= 0 && percent <= 100)) {
      throw new BadObservationException(
          field + " is " + json.getText() + ", but it is a percentage from 0 to 100");
    }
    return percent;
  }

  /** Requests or events. */
  long count(String field) throws IOException {
    return count(field, MOST_COUNT);
  }

  long count(String field, long most) throws IOException {
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

  String text(String field) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw new BadObservationException(
          field + " is " + said(json.currentToken()) + ", but must be a text");
    }
    String text = json.getText();
    if (text.isEmpty() || text.length() > LONGEST_NAME) {
      throw new BadObservationException(field + " must be a text of 1 to 300 characters");
    }
    return text;
  }

  private double number(String field) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      return json.getDoubleValue();
    }
    throw new BadObservationException(field + " is " + said(token) + ", but must be a number");
  }

  void requireObject(String field) throws IOException {
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

  static <T> T once(String field, @Nullable T before, T read) {
    if (before != null) {
      throw new BadObservationException(field + " is there twice");
    }
    return read;
  }

  static <T> T required(String field, @Nullable T read) {
    if (read == null) {
      throw new BadObservationException(field + " is missing");
    }
    return read;
  }

  static BadObservationException unknown(String field, String of, String expected) {
    return new BadObservationException(
        "\"" + quoted(field) + "\" is no field of " + of + ": it has " + expected);
  }

  static String quoted(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }
}
