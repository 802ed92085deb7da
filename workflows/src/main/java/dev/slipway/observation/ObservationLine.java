package dev.slipway.observation;

import dev.slipway.observation.ObservedArm.Slower;

/** Writes what {@link ObservationReader} reads: one line of pure ASCII, without its end. */
public final class ObservationLine {

  private ObservationLine() {}

  public static String of(ObservedBlock block) {
    StringBuilder line = new StringBuilder("{\"t\":").append(Seconds.text(block.end()));
    block
        .origin()
        .ifPresent(
            origin ->
                line.append(",\"from\":")
                    .append(Seconds.text(origin.from()))
                    .append(",\"step\":")
                    .append(origin.step())
                    .append(",\"block\":")
                    .append(origin.number()));
    line.append(",\"weight\":").append(number(block.weight()));
    arm(line.append(",\"canary\":"), block.canary());
    arm(line.append(",\"stable\":"), block.stable());
    return line.append('}').toString();
  }

  private static void arm(StringBuilder line, ObservedArm arm) {
    line.append("{\"requests\":")
        .append(arm.requests())
        .append(",\"errors\":")
        .append(arm.errors());
    if (!arm.slower().isEmpty()) {
      String separator = ",\"latency\":{";
      for (Slower slower : arm.slower()) {
        line.append(separator)
            .append('"')
            .append(number(slower.boundary()))
            .append("\":")
            .append(slower.count());
        separator = ",";
      }
      line.append('}');
    }
    line.append('}');
  }

  private static String number(double value) {
    return value == Math.rint(value) && value < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
