package dev.slipway.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * JSON with one spelling for each value: fields sorted, no white space, whole numbers without a
 * point. Two files that mean the same have the same digest.
 */
public final class CanonicalJson {

  private static final double EXACT = 1L << 53;

  private CanonicalJson() {}

  public static String text(JsonNode node) {
    StringBuilder text = new StringBuilder();
    write(node, text);
    return text.toString();
  }

  /** {@code sha256:} and 64 hexadecimal digits. */
  public static String digest(JsonNode node) {
    return digest(text(node));
  }

  /** Digest of a text's UTF-8 bytes, {@code sha256:} and 64 hexadecimal digits. */
  public static String digest(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return "sha256:"
          + HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void write(JsonNode node, StringBuilder text) {
    if (node.isObject()) {
      writeObject(node, text);
    } else if (node.isArray()) {
      String separator = "[";
      for (JsonNode item : node) {
        text.append(separator);
        write(item, text);
        separator = ",";
      }
      text.append(node.isEmpty() ? "[]" : "]");
    } else if (node.isFloatingPointNumber() && isWhole(node.doubleValue())) {
      text.append((long) node.doubleValue());
    } else {
      text.append(node);
    }
  }

  private static void writeObject(JsonNode node, StringBuilder text) {
    List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(node.properties());
    fields.sort(Map.Entry.comparingByKey());
    String separator = "{";
    for (Map.Entry<String, JsonNode> field : fields) {
      text.append(separator).append(TextNode.valueOf(field.getKey())).append(':');
      write(field.getValue(), text);
      separator = ",";
    }
    text.append(fields.isEmpty() ? "{}" : "}");
  }

  private static boolean isWhole(double number) {
    return Math.rint(number) == number && Math.abs(number) <= EXACT;
  }
}
