package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.e2e.Program.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** More objects leave Git than the prune budget lets go, on a whole running stack. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(SharedStack.class)
final class PruneE2E {

  /** More than the five that may go by themselves. */
  private static final List<String> SEVEN =
      IntStream.rangeClosed(1, 7).mapToObj("ConfigMap/extra-%d"::formatted).toList();

  private final Stack stack;

  PruneE2E(Stack stack) {
    this.stack = stack;
  }

  @Test
  void deletesBeyondTheBudgetExactlyWhatAPersonWasShown() {
    Service service = Service.live(stack, "pruned");
    commit(service, "Add seven", extras());
    Patience.untilTrue(
        "they are live", () -> objects(service).containsAll(SEVEN), () -> objects(service));
    commit(service, "Take them away", "# none\n");
    Patience.untilTrue(
        "a person is asked",
        () -> service.environment().flatMap(found -> found.unpruned()).isPresent(),
        () -> service.environment());

    assertThat(status(service))
        .contains(
            "a person confirms that 7 objects that left Git may be deleted, more than the prune"
                + " budget allows: ConfigMap/extra-1, ConfigMap/extra-2",
            "slipway environment prune production pruned");
    Ended unasked = stack.slipway().run("environment", "prune", "production", "pruned");
    assertThat(unasked.code()).isEqualTo(2);
    assertThat(unasked.err()).contains("There is nobody to ask");
    assertThat(objects(service)).containsAll(SEVEN);

    String pruned =
        stack
            .slipway()
            .run("environment", "prune", "production", "pruned", "--yes", "--reason", "moved")
            .required();

    assertThat(pruned.lines())
        .containsSubsequence(SEVEN.stream().map(object -> "- " + object).toList())
        .contains("✔ 7 objects deleted from production/pruned");
    assertThat(objects(service)).doesNotContainAnyElementsOf(SEVEN).contains("Deployment/pruned");
    assertThat(status(service)).doesNotContain("a person confirms").contains("by ada: moved");
    service.requireAtRest("0");
  }

  private static void commit(Service service, String message, String text) {
    service.commitConfig(
        message,
        path -> {
          try {
            Files.writeString(path.resolve("extras.yaml"), text);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static String extras() {
    StringBuilder extras = new StringBuilder();
    for (String object : SEVEN) {
      extras
          .append("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ")
          .append(object.substring(object.indexOf('/') + 1))
          .append("}\ndata: {a: \"1\"}\n---\n");
    }
    return extras.toString();
  }

  private List<String> objects(Service service) {
    return stack.cluster().names(service.name());
  }

  private String status(Service service) {
    return stack.slipway().run("environment", "status", "production", service.name()).required();
  }
}
