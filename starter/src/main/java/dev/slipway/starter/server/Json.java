package dev.slipway.starter.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.slipway.starter.screen.Console;
import dev.slipway.temporal.SlipwayDataConverter;

/**
 * Answers for programs: the contract's own records, as they travel. Pure ASCII, so that no terminal
 * and no locale can change them; what is not, is escaped.
 */
public final class Json {

  private static final ObjectMapper MAPPER =
      SlipwayDataConverter.mapper()
          .configure(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, false)
          .configure(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature(), true);

  private Json() {}

  /** One document, laid out to be read. */
  public static void print(Console console, Object answer) {
    write(console, MAPPER.copy().enable(SerializationFeature.INDENT_OUTPUT), answer);
  }

  /** One document on one line. */
  public static void printLine(Console console, Object answer) {
    write(console, MAPPER, answer);
  }

  private static void write(Console console, ObjectMapper mapper, Object answer) {
    try {
      console.print(mapper.writeValueAsString(answer));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of the contract is always JSON", e);
    }
  }
}
