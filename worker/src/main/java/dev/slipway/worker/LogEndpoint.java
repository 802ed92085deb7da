package dev.slipway.worker;

import dev.slipway.build.log.BuildLogs;
import dev.slipway.build.log.LogChunk;
import dev.slipway.build.log.StepKey;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Hands out the logs of builds and tests that ran on this worker, for {@code slipway release logs}:
 * {@code GET /logs/<service>/<commit>-<attempt>/<step>?from=<byte>}. The header {@code
 * Slipway-Next} tells from where to go on.
 */
@RestController
class LogEndpoint {

  private final BuildLogs logs;

  LogEndpoint(BuildLogs logs) {
    this.logs = logs;
  }

  @GetMapping(path = "/logs/{service}/{release}/{step}", produces = MediaType.TEXT_PLAIN_VALUE)
  ResponseEntity<String> read(
      @PathVariable("service") String service,
      @PathVariable("release") String release,
      @PathVariable("step") String step,
      @RequestParam(name = "from", defaultValue = "0") long from)
      throws IOException {
    StepKey key;
    try {
      key = new StepKey(service + "/" + release, step);
    } catch (IllegalArgumentException e) {
      return ResponseEntity.badRequest().body(e.getMessage());
    }
    Optional<LogChunk> chunk = logs.read(key, Math.max(0, from));
    return chunk
        .map(
            part ->
                ResponseEntity.ok()
                    .header("Slipway-Next", Long.toString(part.next()))
                    .header("X-Content-Type-Options", "nosniff")
                    .body(part.text()))
        .orElseGet(
            () ->
                ResponseEntity.status(404)
                    .body("this worker has no log " + key + ": it ran elsewhere, or is gone"));
  }
}
