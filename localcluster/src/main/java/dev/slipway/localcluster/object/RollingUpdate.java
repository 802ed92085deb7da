package dev.slipway.localcluster.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/**
 * How many pods an update may add and miss.
 *
 * @param surge pods above the wanted number at most
 * @param unavailable pods below it at most
 */
public record RollingUpdate(int surge, int unavailable) {

  private static final Pattern PERCENT = Pattern.compile("(100|[1-9]?[0-9])%");
  private static final String QUARTER = "25%";

  static RollingUpdate of(Fields strategy, int replicas) {
    strategy.only("type", "RollingUpdate");
    Fields rolling = strategy.child("rollingUpdate");
    int surge = amount(rolling, "maxSurge", replicas, true);
    int unavailable = amount(rolling, "maxUnavailable", replicas, false);
    rolling.end();
    strategy.end();
    // As Kubernetes does: two zeros that came from rounding would never move.
    return new RollingUpdate(surge, surge == 0 && unavailable == 0 ? 1 : unavailable);
  }

  private static int amount(Fields rolling, String name, int replicas, boolean up) {
    JsonNode value = rolling.raw(name);
    if (value.isInt() && value.intValue() >= 0) {
      return value.intValue();
    }
    String text = value.isMissingNode() || value.isNull() ? QUARTER : value.asText("");
    if (!PERCENT.matcher(text).matches()) {
      rolling.refuse(name, "must be a whole number, or a percentage from 0% to 100%");
      return 1;
    }
    int percent = Integer.parseInt(text.substring(0, text.length() - 1));
    return up ? Math.ceilDiv(replicas * percent, 100) : replicas * percent / 100;
  }
}
