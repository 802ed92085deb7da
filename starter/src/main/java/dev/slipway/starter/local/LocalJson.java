package dev.slipway.starter.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.starter.screen.Console;

/** Answers of commands that need no server, written without a class of Temporal's. */
public final class LocalJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  private LocalJson() {}

  /** One document of maps, lists, texts and plain records. */
  public static void print(Console console, Object answer) {
    try {
      console.print(MAPPER.writeValueAsString(answer));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps and lists of texts are always JSON", e);
    }
  }
}
