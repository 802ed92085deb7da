package dev.slipway.analysis;

import dev.slipway.analysis.statistics.BadCounts;
import dev.slipway.analysis.statistics.Doubles;
import dev.slipway.analysis.statistics.NoRegressionEvidence;
import dev.slipway.analysis.statistics.OddsRatioEvidence;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.zip.CRC32;

/** Reads a state in the {@link StateFormat}, trusting nothing in it. */
final class StateReader {

  private static final String DAMAGED =
      "The kept evidence of this analysis is damaged and cannot be continued: begin the rollout anew.";

  private final ByteBuffer in;

  private StateReader(byte[] bytes) {
    in = ByteBuffer.wrap(bytes);
  }

  static AnalysisState read(String encoded) {
    int colon = encoded.indexOf(':');
    if (encoded.length() > StateFormat.MOST_CHARACTERS
        || colon < 1
        || !encoded.substring(0, colon).matches("[0-9]{1,9}")) {
      throw new UnreadableStateException(DAMAGED);
    }
    int version = Integer.parseInt(encoded.substring(0, colon));
    if (version != StateFormat.VERSION) {
      throw new UnreadableStateException(
          "The kept evidence of this analysis has version %d, but this program continues version %d only: let a worker of the version that began the rollout finish it, or begin the rollout anew."
              .formatted(version, StateFormat.VERSION));
    }
    try {
      byte[] bytes = verified(Base64.getDecoder().decode(encoded.substring(colon + 1)));
      return new StateReader(bytes).state();
    } catch (UnreadableStateException e) {
      throw e;
    } catch (IllegalArgumentException
        | BufferUnderflowException
        | DateTimeException
        | ArithmeticException e) {
      throw new UnreadableStateException(DAMAGED, e);
    }
  }

  private static byte[] verified(byte[] bytes) {
    int length = bytes.length - StateFormat.CHECKSUM_BYTES;
    if (length < 0) {
      throw new UnreadableStateException(DAMAGED);
    }
    CRC32 checksum = new CRC32();
    checksum.update(bytes, 0, length);
    if (ByteBuffer.wrap(bytes).getInt(length) != (int) checksum.getValue()) {
      throw new UnreadableStateException(DAMAGED);
    }
    return Arrays.copyOf(bytes, length);
  }

  private AnalysisState state() {
    AnalysisPlan plan = plan();
    int boundaries = plan.boundaries().size();
    AnalysisState state =
        new AnalysisState(
            plan,
            duration(),
            optional(this::duration),
            optional(this::duration),
            optional(() -> pending(boundaries)),
            new Traffic(in.getLong(), in.getLong()),
            plan.defects().stream().map(this::comparison).toList(),
            plan.metrics().stream().map(metric -> proofs(plan, metric)).toList());
    if (in.hasRemaining()) {
      throw new UnreadableStateException(DAMAGED);
    }
    return state;
  }

  private AnalysisPlan plan() {
    double falseRollback = in.getDouble();
    int attempt = in.getInt();
    double phi = in.getDouble();
    Duration warmUp = duration();
    return new AnalysisPlan(falseRollback, attempt, phi, warmUp, list(in.get(), this::metric));
  }

  private MetricPlan metric() {
    String name = text();
    MetricPlan.Kind kind = MetricPlan.Kind.valueOf(text());
    double tolerance = in.getDouble();
    double objective = in.getDouble();
    return new MetricPlan(
        name,
        kind,
        tolerance,
        objective == 0 ? OptionalDouble.empty() : OptionalDouble.of(objective),
        list(in.get(), in::getDouble),
        in.getDouble());
  }

  private PendingBlock pending(int boundaries) {
    return new PendingBlock(duration(), arm(boundaries), arm(boundaries));
  }

  private ArmCounts arm(int boundaries) {
    return new ArmCounts(in.getLong(), in.getLong(), list(boundaries, in::getLong));
  }

  private Comparison comparison(Defect defect) {
    BadCounts total = new BadCounts(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    Doubles logLikelihood = doubles(defect.grid().size());
    List<Doubles> onsets = list(in.get(), () -> doubles(defect.grid().alternatives()));
    return new Comparison(total, new OddsRatioEvidence(logLikelihood, onsets));
  }

  private List<NoRegressionEvidence> proofs(AnalysisPlan plan, MetricPlan metric) {
    return metric.defects().stream()
        .map(defect -> proof(plan.noRegressionProof(metric).start().logStakes().size()))
        .toList();
  }

  private NoRegressionEvidence proof(int stakes) {
    return new NoRegressionEvidence(doubles(stakes), in.getLong());
  }

  private Doubles doubles(int size) {
    return Doubles.generate(size, i -> finite(in.getDouble()));
  }

  private Duration duration() {
    return Duration.ofSeconds(in.getLong(), in.getInt());
  }

  private String text() {
    byte[] bytes = new byte[Math.min(in.getShort() & 0xffff, in.remaining())];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private <T> Optional<T> optional(Supplier<T> read) {
    return in.get() == 0 ? Optional.empty() : Optional.of(read.get());
  }

  private static <T> List<T> list(int size, Supplier<T> read) {
    List<T> values = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      values.add(read.get());
    }
    return values;
  }

  private static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new UnreadableStateException(DAMAGED);
    }
    return value;
  }
}
