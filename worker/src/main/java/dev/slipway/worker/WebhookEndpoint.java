package dev.slipway.worker;

import dev.slipway.gitops.webhook.WebhookGate;
import io.temporal.failure.ApplicationFailure;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes the webhooks of forges: {@code POST /webhooks/<forge>}, signed with the key of the forge's
 * {@code webhookSecretFile}. They only make Slipway look earlier; all works without them.
 */
@RestController
class WebhookEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookEndpoint.class);

  /** So many are read at a time, which bounds what a flood may take of the memory. */
  private static final int AT_ONCE = 16;

  private final WebhookGate gate;
  private final WebhookNudges nudges;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final RefusalBudget refusals;

  @Autowired
  WebhookEndpoint(WebhookGate gate, WebhookNudges nudges) {
    this(gate, nudges, new RefusalBudget(System::nanoTime));
  }

  WebhookEndpoint(WebhookGate gate, WebhookNudges nudges, RefusalBudget refusals) {
    this.refusals = refusals;
    this.gate = gate;
    this.nudges = nudges;
  }

  @PostMapping("/webhooks/{forge}")
  ResponseEntity<String> take(
      @PathVariable("forge") String forge,
      @RequestHeader(name = "X-Hub-Signature-256", defaultValue = "") String signature,
      HttpServletRequest request)
      throws IOException {
    if (request.getContentLengthLong() > WebhookGate.LARGEST_BODY) {
      return answer(413, "larger than 1 MB");
    }
    if (!refusals.isLeft()) {
      return answer(429, "too many without the right signature");
    }
    if (!places.tryAcquire()) {
      return answer(503, "too many at once");
    }
    try (InputStream in = request.getInputStream()) {
      byte[] body = in.readNBytes(WebhookGate.LARGEST_BODY + 1);
      return body.length > WebhookGate.LARGEST_BODY
          ? answer(413, "larger than 1 MB")
          : judged(forge, signature, body);
    } finally {
      places.release();
    }
  }

  private ResponseEntity<String> judged(String forge, String signature, byte[] body) {
    try {
      return switch (gate.judge(forge, signature, body)) {
        case WebhookGate.Verdict.Let let -> {
          int told = nudges.tell(let.forge(), let.news());
          yield answer(200, told == 0 ? "not about anything here" : "thank you");
        }
        case WebhookGate.Verdict.Known known -> answer(200, "known");
        case WebhookGate.Verdict.Refused refused -> {
          refusals.spend(body.length);
          yield answer(401, refused.reason());
        }
      };
    } catch (ApplicationFailure e) {
      LOG.warn("a webhook of {} is not taken: {}", forge, e.getOriginalMessage());
      return answer(503, "not now");
    }
  }

  private static ResponseEntity<String> answer(int status, String words) {
    return ResponseEntity.status(status).body(words);
  }
}
