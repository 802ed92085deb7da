package dev.slipway.analysis;

import dev.slipway.analysis.statistics.BadCounts;
import dev.slipway.analysis.statistics.Doubles;
import dev.slipway.analysis.statistics.EffectGrid;
import dev.slipway.analysis.statistics.MixtureEvidence;
import dev.slipway.analysis.statistics.NoRegressionEvidence;
import dev.slipway.analysis.statistics.Sizing;
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
  private final int version;

  private StateReader(int version, byte[] bytes) {
    this.version = version;
    this.in = ByteBuffer.wrap(bytes);
  }

  static AnalysisState read(String encoded) {
    int colon = encoded.indexOf(':');
    if (encoded.length() > StateFormat.MOST_CHARACTERS
        || colon < 1
        || !encoded.substring(0, colon).matches("[0-9]{1,9}")) {
      throw new UnreadableStateException(DAMAGED);
    }
    int version = Integer.parseInt(encoded.substring(0, colon));
    if (version < StateFormat.OLDEST_VERSION || version > StateFormat.VERSION) {
      throw new UnreadableStateException(
          "The kept evidence of this analysis has version %d, but this program continues versions up to %d only: let a worker of the version that began the rollout finish it, or begin the rollout anew."
              .formatted(version, StateFormat.VERSION));
    }
    try {
      byte[] bytes = verified(Base64.getDecoder().decode(encoded.substring(colon + 1)));
      return new StateReader(version, bytes).state();
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
    AnalysisState state =
        new AnalysisState(
            plan,
            duration(),
            optional(this::duration),
            optional(this::duration),
            optional(() -> pending(plan)),
            new Traffic(in.getLong(), in.getLong()),
            plan.instruments().defects().stream()
                .map(defect -> comparison(plan.instruments(), defect))
                .toList(),
            plan.instruments().tilted().stream()
                .map(metric -> mixture(plan.instruments().tiltGrid(metric)))
                .toList(),
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
    List<MetricPlan> metrics = list(in.get(), this::metric);
    Edition edition = isFirst() ? Edition.FIRST : Edition.valueOf(text());
    Optional<TrafficForecast> traffic = isFirst() ? Optional.empty() : optional(this::traffic);
    return new AnalysisPlan(falseRollback, attempt, phi, warmUp, metrics, traffic, edition);
  }

  private MetricPlan metric() {
    String name = text();
    MetricPlan.Kind kind = MetricPlan.Kind.valueOf(text());
    double tolerance = in.getDouble();
    double objective = in.getDouble();
    List<Double> boundaries = list(in.get(), in::getDouble);
    double weight = in.getDouble();
    return new MetricPlan(
        name,
        kind,
        tolerance,
        optional(objective),
        boundaries,
        weight,
        isFirst() ? MetricPlan.Worse.HIGHER : MetricPlan.Worse.valueOf(text()),
        isFirst() ? MetricHistory.NONE : history());
  }

  private MetricHistory history() {
    return new MetricHistory(
        optional(in.getDouble()),
        optional(in.getDouble()),
        list(in.get(), in::getDouble),
        in.getDouble(),
        in.getDouble());
  }

  private TrafficForecast traffic() {
    return new TrafficForecast(
        in.getDouble(), list(in.get(), () -> new Sizing.Step(in.getDouble(), duration())));
  }

  private boolean isFirst() {
    return version == StateFormat.OLDEST_VERSION;
  }

  private PendingBlock pending(AnalysisPlan plan) {
    return new PendingBlock(duration(), arm(plan), arm(plan));
  }

  private ArmCounts arm(AnalysisPlan plan) {
    return new ArmCounts(
        in.getLong(),
        in.getLong(),
        list(plan.boundaries().size(), in::getLong),
        plan.custom().stream()
            .map(metric -> new Tally(in.getLong(), list(metric.tallied(), in::getLong)))
            .toList());
  }

  private Comparison comparison(Instruments instruments, Defect defect) {
    return new Comparison(
        new BadCounts(in.getLong(), in.getLong(), in.getLong(), in.getLong()),
        mixture(instruments.gridOf(defect)),
        isFirst() ? 0 : finite(in.getDouble()),
        doubles(
            instruments.followsDifference(defect) ? instruments.difference().start().size() : 0));
  }

  private MixtureEvidence mixture(EffectGrid grid) {
    return new MixtureEvidence(
        doubles(grid.size()), list(in.get(), () -> doubles(grid.latticeSize())));
  }

  private List<NoRegressionEvidence> proofs(AnalysisPlan plan, MetricPlan metric) {
    return metric.defects().stream()
        .map(defect -> proof(plan.instruments().proof(metric).start().logStakes().size()))
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

  private static OptionalDouble optional(double number) {
    return number == 0 ? OptionalDouble.empty() : OptionalDouble.of(number);
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
