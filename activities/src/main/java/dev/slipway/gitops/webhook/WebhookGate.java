package dev.slipway.gitops.webhook;

import dev.slipway.platform.ForgeBinding;
import dev.slipway.platform.Platform;
import dev.slipway.platform.SecretFile;
import dev.slipway.platform.WorkerFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lets deliveries in: by signature, before anything of them is read, and each only once. What a
 * forge repeats on a person's wish has the same signature, and tells nothing new either.
 */
public final class WebhookGate {

  /** A body that is larger is not read: what it tells is found by polling. */
  public static final int LARGEST_BODY = 1 << 20;

  private static final int MOST_REMEMBERED = 10_000;

  private final Supplier<Platform> platform;
  private final Map<String, Boolean> taken =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /** What becomes of a delivery. */
  public sealed interface Verdict {

    /** It is the forge's, and new. */
    record Let(ForgeBinding forge, ForgeNews news) implements Verdict {}

    /** It is the forge's, but was here before, or tells of nothing that matters here. */
    record Known() implements Verdict {}

    /** Nobody knows who sent it. */
    record Refused(String reason) implements Verdict {}
  }

  /**
   * @param platform as it is now
   */
  public WebhookGate(Supplier<Platform> platform) {
    this.platform = platform;
  }

  /**
   * @param forge the name in the delivery's address
   * @param signature the header {@code X-Hub-Signature-256}, may be empty
   * @param body at most {@link #LARGEST_BODY}
   */
  public Verdict judge(String forge, String signature, byte[] body) {
    Optional<ForgeBinding> binding =
        platform.get().forges().stream().filter(one -> one.name().equals(forge)).findFirst();
    Optional<String> file = binding.flatMap(ForgeBinding::webhookSecretFile);
    if (binding.isEmpty() || file.isEmpty()) {
      return new Verdict.Refused("webhooks of this forge are not taken");
    }
    String secret = new SecretFile(WorkerFile.at(file.get())).read();
    if (!WebhookSignature.isGood(secret, body, signature)) {
      return new Verdict.Refused("the signature is not that of the forge");
    }
    if (!isNew(forge + " " + signature)) {
      return new Verdict.Known();
    }
    return ForgeNews.parse(body)
        .<Verdict>map(news -> new Verdict.Let(binding.get(), news))
        .orElseGet(Verdict.Known::new);
  }

  private synchronized boolean isNew(String delivery) {
    return taken.put(delivery, true) == null;
  }
}
