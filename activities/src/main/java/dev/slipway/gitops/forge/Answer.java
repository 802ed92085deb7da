package dev.slipway.gitops.forge;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a forge answered.
 *
 * @param status below 500; broken exchanges are exceptions
 * @param body a missing node where there was none
 */
public record Answer(int status, JsonNode body) {

  private static final int LONGEST_MESSAGE = 300;

  public boolean isOk() {
    return status >= 200 && status < 300;
  }

  /** The forge's own words, as one line of at most 300 characters. */
  public String message() {
    StringBuilder words = new StringBuilder(body.path("message").asText("").strip());
    for (JsonNode error : body.path("errors")) {
      String detail = error.isTextual() ? error.asText() : error.path("message").asText("");
      if (!detail.isBlank() && words.indexOf(detail) < 0) {
        words.append(words.isEmpty() ? "" : ": ").append(detail);
      }
    }
    String line = words.toString().replaceAll("\\s+", " ").strip();
    if (line.isEmpty()) {
      return "HTTP " + status;
    }
    return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) + "…" : line;
  }
}
