package dev.slipway.worker;

import dev.slipway.observation.RecordKey;
import dev.slipway.observation.WorkerJournal;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Hands out what the rollouts on this worker have counted, for {@code slipway release observations}
 * and {@code report}: {@code GET
 * /observations/<service>/<commit>-<attempt>/<environment>?from=<byte>} answers with whole lines,
 * and {@code …/<environment>/rollout} with what they are about.
 */
@RestController
class ObservationEndpoint {

  private final WorkerJournal journal;

  ObservationEndpoint(WorkerJournal journal) {
    this.journal = journal;
  }

  @GetMapping(
      path = "/observations/{service}/{release}/{environment}",
      produces = MediaType.TEXT_PLAIN_VALUE)
  ResponseEntity<String> read(
      @PathVariable("service") String service,
      @PathVariable("release") String release,
      @PathVariable("environment") String environment,
      @RequestParam(name = "from", defaultValue = "0") long from)
      throws IOException {
    Optional<RecordKey> key = key(service, release, environment);
    return key.isEmpty()
        ? ResponseEntity.badRequest().body("expected SERVICE/COMMIT-ATTEMPT/ENVIRONMENT")
        : answer(key.get(), journal.read(key.get(), from));
  }

  @GetMapping(
      path = "/observations/{service}/{release}/{environment}/rollout",
      produces = MediaType.TEXT_PLAIN_VALUE)
  ResponseEntity<String> rollout(
      @PathVariable("service") String service,
      @PathVariable("release") String release,
      @PathVariable("environment") String environment)
      throws IOException {
    Optional<RecordKey> key = key(service, release, environment);
    return key.isEmpty()
        ? ResponseEntity.badRequest().body("expected SERVICE/COMMIT-ATTEMPT/ENVIRONMENT")
        : answer(key.get(), journal.rollout(key.get()));
  }

  private static ResponseEntity<String> answer(RecordKey key, Optional<String> text) {
    return text.map(
            found -> ResponseEntity.ok().header("X-Content-Type-Options", "nosniff").body(found))
        .orElseGet(
            () ->
                ResponseEntity.status(404)
                    .body("this worker has no record " + key + ": it ran elsewhere, or is gone"));
  }

  private static Optional<RecordKey> key(String service, String release, String environment) {
    try {
      return Optional.of(new RecordKey(service, release, environment));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
