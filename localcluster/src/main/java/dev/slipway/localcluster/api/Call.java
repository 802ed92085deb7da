package dev.slipway.localcluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import dev.slipway.localcluster.object.Json;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to the API, taken apart.
 *
 * @param path its elements
 * @param query decoded; of several values of a name the first counts
 */
record Call(HttpExchange exchange, String method, List<String> path, Map<String, String> query) {

  private static final int LARGEST_BODY = 1024 * 1024;

  static Call of(HttpExchange exchange) {
    List<String> path = new ArrayList<>();
    for (String element : exchange.getRequestURI().getRawPath().split("/", -1)) {
      if (!element.isEmpty()) {
        path.add(decoded(element));
      }
    }
    Map<String, String> query = new LinkedHashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        query.putIfAbsent(
            decoded(equals < 0 ? pair : pair.substring(0, equals)),
            equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return new Call(exchange, exchange.getRequestMethod(), List.copyOf(path), query);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  /** A whole number of the query, within bounds. */
  long number(String name, long otherwise, long least, long most) {
    String text = query.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of bounds.
    }
    throw new ApiFailure(
        400, "Parameter " + name + " must be a whole number from " + least + " to " + most + ".");
  }

  /** The body, which must be JSON. */
  JsonNode json() throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (bytes.length > LARGEST_BODY) {
      throw new ApiFailure(413, "The body is longer than 1 MiB.");
    }
    JsonNode json;
    try {
      json = Json.read(bytes);
    } catch (IOException e) {
      throw new ApiFailure(400, "The body is not JSON that is taken: " + firstLine(e) + ".");
    }
    if (!json.isObject()) {
      throw new ApiFailure(400, "The body is not a JSON object.");
    }
    return json;
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ApiFailure(400, "The address is not encoded properly.");
    }
  }
}
