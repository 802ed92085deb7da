package dev.slipway.gitops.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 over a delivery's body, as Gitea and GitHub sign it. */
final class WebhookSignature {

  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "sha256=";

  private WebhookSignature() {}

  /**
   * Whether the forge signed this body, in a time that tells nothing of the right signature.
   *
   * @param stated the header {@code X-Hub-Signature-256}
   */
  static boolean isGood(String secret, byte[] body, String stated) {
    byte[] expected =
        (PREFIX + HexFormat.of().formatHex(sign(secret, body))).getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(expected, stated.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] sign(String secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
