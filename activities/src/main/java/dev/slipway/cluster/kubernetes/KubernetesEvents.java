package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.kubernetes.KubernetesConnection.Answer;
import dev.slipway.cluster.kubernetes.KubernetesConnection.Call;
import dev.slipway.manifest.Manifest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** What controllers have said about an object, as far as the cluster still remembers it. */
record KubernetesEvents(KubernetesConnection connection, String namespace) {

  private static final int MOST = 50;
  private static final int LONGEST = 500;

  /** The last word about it, good or bad. */
  Optional<Event> newest(Manifest live) {
    return newest(live, event -> true);
  }

  /** The last that was no good. */
  Optional<Event> warning(Manifest live) {
    return newest(live, Event::warning);
  }

  private Optional<Event> newest(Manifest live, Predicate<Event> which) {
    String uid = live.json().path("metadata").path("uid").asText("");
    if (uid.isEmpty()) {
      return Optional.empty();
    }
    String path =
        "/api/v1/namespaces/"
            + KubernetesKind.encoded(namespace)
            + "/events?limit="
            + MOST
            + "&fieldSelector="
            + KubernetesKind.encoded("involvedObject.uid=" + uid);
    Answer answer = connection.exchange(Call.get(path));
    if (answer.status() == 403) {
      // Whoever may not read them gets shorter sentences, and all else all the same.
      return Optional.empty();
    }
    JsonNode items = connection.successful(answer).json().path("items");
    List<Event> events =
        StreamSupport.stream(items.spliterator(), false).map(KubernetesEvents::event).toList();
    return events.stream().filter(which).max(Comparator.comparing(Event::at));
  }

  private static Event event(JsonNode item) {
    String at = item.path("lastTimestamp").asText("");
    if (at.isEmpty() || at.equals("null")) {
      at = item.path("eventTime").asText("");
    }
    String message = item.path("message").asText("").strip();
    return new Event(
        item.path("reason").asText(""),
        message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…",
        item.path("type").asText("").equals("Warning"),
        at);
  }

  /**
   * One of them.
   *
   * @param reason a word for programs, such as {@code FailedCreate}
   * @param message a sentence for people, at most 500 characters
   * @param at as the cluster writes times, which sort as text
   */
  record Event(String reason, String message, boolean warning, String at) {

    String sentence() {
      return message.isEmpty() ? reason : message;
    }
  }
}
