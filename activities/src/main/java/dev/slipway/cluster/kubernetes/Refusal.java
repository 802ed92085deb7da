package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.FieldPath;
import dev.slipway.cluster.kubernetes.KubernetesConnection.Answer;
import java.util.ArrayList;
import java.util.List;

/**
 * For which fields the API server calls an object invalid: where two of a list's items cannot stand
 * beside each other, or one field excludes the other, it names one of them.
 *
 * @param fields as {@code spec.ports[].name}, whatever the place in the list
 */
record Refusal(List<String> fields) {

  /** Nothing has been refused. */
  static final Refusal NONE = new Refusal(List.of());

  Refusal {
    fields = List.copyOf(fields);
  }

  static Refusal of(Answer answer) {
    List<String> fields = new ArrayList<>();
    if (answer.status() == 422) {
      for (JsonNode cause : answer.json().path("details").path("causes")) {
        fields.add(anywhere(cause.path("field").asText()));
      }
    }
    return new Refusal(fields);
  }

  boolean isNone() {
    return fields.isEmpty();
  }

  /**
   * Whether it may be because of this field: it is the one that is named, or lies in it, or is an
   * item of the same list.
   */
  boolean concerns(FieldPath field) {
    boolean item = field.steps().getLast() instanceof FieldPath.Step.Item;
    FieldPath place =
        item ? new FieldPath(field.steps().subList(0, field.steps().size() - 1)) : field;
    String named = anywhere(place.text());
    return fields.stream()
        .anyMatch(refused -> FieldPath.lies(refused, named) || FieldPath.lies(named, refused));
  }

  private static String anywhere(String field) {
    return field.replaceAll("\\[[^\\]]*]", "[]");
  }
}
